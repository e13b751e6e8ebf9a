"""Derivations: the trap of Theorem 7's printed step, and what is left of Theorem 8."""

from theory.derivation import Derivation, by_cases, close, have, instance, numbers

__all__ = ["PROOFS"]

S = "(5*exp(t) - 5*exp(-t))"

INVERSE = f"1/({S} + 1/10000)"
STEEP = (
    instance("steep", "part.0", t="t"),
    have("w", f"0 < {S} + 1/10000", "steep"),
    instance("one", "inverse", a=f"{S} + 1/10000", using="w"),
    instance("plus", "inverse_positive", a=f"{S} + 1/10000", using="w"),
    have("small", f"2500*{INVERSE} <= 1", "one plus steep"),
)

TRAP = Derivation(
    (
        (
            numbers("e", "510 <= exp(156/25)"),
            close(["e", "exp_monotone(a=156/25, b=t)", "exp_monotone(a=-t, b=0)", "exp_zero"]),
        ),
        (*STEEP, close("small")),
        (*STEEP, close("one plus")),
        (*STEEP, close("one small")),
    )
)  # fmt: skip

START = Derivation(
    (
        None,
        None,
        (
            numbers("e", "5*exp(25/4) + 5*exp(-25/4) - 10 <= 2600"),
            close(["e", "exp_monotone(a=t, b=25/4)", "exp_monotone(a=-t, b=-25/4)"]),
        ),
    )
)  # fmt: skip

MEDIAN = Derivation.of(
    have("squares", "4*(Delta + B)**2 <= (root*eps**2)**2", "h6 h3"),
    have("sum", "0 < 2*(Delta + B) + root*eps**2", "h1 h2 h3 h5"),
    by_cases(
        "long", "2*(Delta + B)", "root*eps**2", "2*(Delta + B) <= root*eps**2",
        [close("long.le")],
        [close("squares sum long.gt")],
        why="T is at least four times the printed bound",
    ),
    have("both", "nearer*root <= eps**2/2*root", "long h7"),
    close("both h5"),
)  # fmt: skip

PROOFS: dict[str, Derivation] = {"thm7-trap": TRAP, "thm7-trap-start": START, "thm8-median": MEDIAN}
