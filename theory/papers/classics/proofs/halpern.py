"""Derivation: the Halpern iteration, for every number of steps."""

from theory.derivation import Derivation, close, fix, have, induct, instance, rewrite
from theory.papers.classics.proofs.every_horizon import CANCEL

__all__ = ["PROOFS"]

AT, NEXT = "x(residual(k))", "x(residual(k + 1))"
MOVED = f"((x(0) + (k + 1)*(x(k) - {AT}))/(k + 2))"
PAIR = f"inner({NEXT} - {AT}, {NEXT} - {AT})/2 <= inner({NEXT} - {AT}, {MOVED} - x(k))"
HERE = f"k*(k + 1)*inner({AT}, {AT})/2 - (k + 1)*inner({AT}, x(0) - x(k))"
THERE = f"(k + 1)*(k + 2)*inner({NEXT}, {NEXT})/2 - (k + 2)*inner({NEXT}, x(0) - {MOVED})"
LAST = "x(residual(N))"
FAR = f"2*(x(0) - xs) - (N + 1)*{LAST}"
HALPERN = Derivation.of(
    CANCEL,
    induct(
        "falls", "k", f"{HERE} <= 0",
        [close()],
        [
            have("k.index", "0 <= k", "nat_nonnegative(a=k)"),
            have("two", "0 < k + 2", "k.index"),
            instance("pair", "h4", i="k + 1", k="k"),
            instance("update", "h6", k="k"),
            rewrite("pair'", PAIR, "pair", "update"),
            have("weight", "0 <= (k + 1)*(k + 2)", "k.index"),
            have(
                "scaled",
                f"(k + 1)*(k + 2)*(inner({NEXT} - {AT}, {NEXT} - {AT})/2) "
                f"<= (k + 1)*(k + 2)*inner({NEXT} - {AT}, {MOVED} - x(k))",
                "pair' weight",
            ),
            have("moved", f"{THERE} <= 0", "scaled falls.ih two", "the potential does not increase"),
            rewrite("end", None, "moved", "update"),
        ],
    ),
    instance("all", "falls", k="N"),
    instance("fixed", "h5", k="N"),
    have("n", "0 < N + 1", "nat_nonnegative(a=N)"),
    instance("far", "inner_nonnegative", u=FAR),
    fix(
        "divide", {"a": "real", "b": "real"}, {"divide.positive": "0 < a", "divide.le": "a*b <= 0"},
        have("divide.end", "b <= 0", "divide.positive divide.le"),
    ),
    have("all'", f"(N + 1)*(N*inner({LAST}, {LAST})/2 - inner({LAST}, x(0) - x(N))) <= 0", "all"),
    instance("share", "divide", a="N + 1", b=f"N*inner({LAST}, {LAST})/2 - inner({LAST}, x(0) - x(N))", using="n all'"),
    have("both", f"(N + 1)*inner({LAST}, {LAST})/2 <= inner({LAST}, x(0) - xs)", "share fixed"),
    have("both'", f"(N + 1)**2*inner({LAST}, {LAST})/2 <= (N + 1)*inner({LAST}, x(0) - xs)", "both n"),
    have("sum", f"(N + 1)**2*inner({LAST}, {LAST}) <= 4*R**2", "both' far h7"),
    have("square", "0 < (N + 1)**2", "n"),
    have("same", "(N + 1)**2*(4*R**2/(N + 1)**2) == 4*R**2", "square"),
    have("sum'", f"(N + 1)**2*inner({LAST}, {LAST}) <= (N + 1)**2*(4*R**2/(N + 1)**2)", "sum same"),
    instance("end", "cancel", c="N + 1", u=f"inner({LAST}, {LAST})", v="4*R**2/(N + 1)**2", using="sum' n"),
    close("end", name="goal"),
)  # fmt: skip

PROOFS = {"halpern-every-horizon": HALPERN}
