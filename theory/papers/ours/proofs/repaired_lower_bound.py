"""Derivations: Theorem 4 repaired, its two runs, and the variants of the theorem."""

from theory.derivation import Derivation, Step, by_cases, close, grows, have, induct, instance, polynomial
from theory.papers.zhang2020.proofs.lower_bound import every_step

__all__ = ["PROOFS", "max_above"]

Q = "1 + L1*M/L0"
REACH = f"log({Q})/L1"
STEEP = "L0*(exp(L1*y(j)) - 1)/L1"
F2 = "eps*(-max(-1, min(1, w(k)))**3 + 3*max(-1, min(1, w(k))))"


def max_above(first: str, second: str, fact: str, which: str) -> tuple[Step, ...]:
    """The goal eps < max(first, second), from a fact about the ``left`` or the ``right`` entry."""
    return (close([f"max_{which}(a={first}, b={second})", fact]),)


SLOPE_RATIO = Derivation.of(
    have(
        "tangent", "exp(L1*distance) - 1 <= L1*distance*exp(L1*distance)",
        ["exp_tangent(a=-L1*distance)", "exp_negate(a=L1*distance)", "exp_positive(a=L1*distance)"],
    ),
    grows(
        "ratio", "distance*exp(L1*(distance + s)) - (distance + s)*(exp(L1*distance) - 1)",
        [[
            have("longer", "L1*distance <= L1*(distance + s)", "ratio.lo h1"),
            have("more", "exp(L1*distance) <= exp(L1*(distance + s))",
                 "exp_monotone(a=L1*distance, b=L1*(distance + s))"),
            have("scaled", "L1*distance*exp(L1*distance) <= L1*distance*exp(L1*(distance + s))", "more h1 h2"),
            close("scaled tangent"),
        ]],
        to="t - distance", why="distance*slope(t) - t*slope(distance) increases in t",
    ),
    close("ratio"),
)  # fmt: skip


def beyond_reach() -> tuple[Step, ...]:
    """y(i) >= reach for every i, if h M >= 2 reach: the facts ``stays``, and ``power``: exp(log q) == q."""
    return (
        have("q0", f"0 < {Q}", "h1 h2 h3"),
        have("q1", f"1 < {Q}", "h1 h2 h3"),
        have("l", f"0 < log({Q})", [f"log_strict(a=1, b={Q})", "log_one"]),
        have("r0", f"0 < {REACH}", "l h2"),
        instance("power", "exp_log", a=Q),
        have("at-reach", f"{Q} <= exp(L1*({REACH}))", [f"exp_monotone(a=log({Q}), b=L1*({REACH}))", "power"]),
        induct(
            "stays", "i", f"{REACH} <= y(i)",
            [close("h7")],
            [
                instance("ratio", "ours/thm4-slope-ratio", distance=REACH, t="y(i)", using="stays.ih r0 h2"),
                have("y0", "0 < y(i)", "stays.ih r0"),
                have("below", f"y(i)*L1*M/L0 <= y(i)*(exp(L1*({REACH})) - 1)", "at-reach y0"),
                have("chord", f"y(i)*L1*M <= L0*({REACH})*(exp(L1*y(i)) - 1)", "below ratio h1"),
                have("scaled", f"h*M*y(i) <= h*({REACH})*(L0*(exp(L1*y(i)) - 1)/L1)", "chord h2 h4"),
                have("twice", f"2*({REACH})*y(i) <= h*M*y(i)", "h6 y0"),
                have("further", "2*y(i) <= h*(L0*(exp(L1*y(i)) - 1)/L1)", "scaled twice r0"),
                instance("moves", "h8", i="i"),
                instance("abs", "abs_of_nonnegative", a="L0*h*(exp(L1*y(i)) - 1)/L1 - y(i)", using="further y0"),
                close("moves abs further stays.ih"),
            ],
            why="the slope at y >= reach is at least M y/reach, so the step is at least 2 y",
        ),
        instance("beyond", "stays", i="k"),
    )  # fmt: skip


DIVERGENCE = Derivation(
    (
        (*beyond_reach(), close("beyond")),
        (
            instance("beyond", "part.0"),
            have("q0", f"0 < {Q}", "h1 h2 h3"),
            have("far", f"log({Q}) <= L1*y(k)", "beyond h2"),
            have("high", f"{Q} <= exp(L1*y(k))", [f"exp_monotone(a=log({Q}), b=L1*y(k))", f"exp_log(a={Q})"]),
            close("high h1 h2"),
        ),
    )
)  # fmt: skip

COUNT = Derivation(
    (
        (
            have("size", "0 < eps*h", "h2 h3"),
            *every_step("w", "max(-1, min(1, w(i)))", "eps*h", "h8", "size"),
            instance("far", "distance", i="k"),
            have("length", "2*eps*h*k <= Delta/(2*eps)", "h6 h2"),
            close("far length h7"),
        ),
        (
            instance("beyond", "part.0"),
            by_cases(
                "low", "w(k)", "1", "3/8 <= min(1, w(k))",
                [close("min_is_right(a=1, b=w(k)) beyond")],
                [close("min_is_left(a=1, b=w(k))")],
            ),
            have("high", "min(1, w(k)) <= 1", "min_left(a=1, b=w(k))"),
            instance("cut", "max_is_right", a="-1", b="min(1, w(k))", using="low"),
            have("m1", "3/8 <= max(-1, min(1, w(k)))", "cut low"),
            have("m2", "max(-1, min(1, w(k))) <= 1", "cut high"),
            polynomial("cubic", "1 < -max(-1, min(1, w(k)))**3 + 3*max(-1, min(1, w(k)))", "m1 m2"),
            close("cubic h2"),
        ),
    )
)  # fmt: skip

REPAIRED = Derivation.of(
    have("q1", f"1 < {Q}", "h2 h3 h4"),
    have("l", f"0 < log({Q})", [f"log_strict(a=1, b={Q})", "log_one"]),
    have("k0", "0 <= k", "nat_nonnegative(a=k)"),
    by_cases(
        "step", f"2*log({Q})/L1", "M*h", f"eps < max({F2}, {STEEP})",
        [
            instance("long", "ours/thm4-repaired-divergence#1", k="j", why="a long step: every iterate has slope M"),
            have("slope", f"eps < {STEEP}", "long h10 h5"),
            *max_above(F2, STEEP, "slope", "right"),
        ],
        [
            have("short", f"M*h*L1 <= 2*log({Q})", "step.gt h3"),
            have("square", "0 <= 4*eps**2*k", "k0"),
            have("product", f"4*eps**2*k*(M*h*L1) <= 4*eps**2*k*(2*log({Q}))", "short square"),
            have("scaled", "L1*M*(4*eps**2*h*k) <= L1*M*Delta", "product h13"),
            have("steps", "4*eps**2*h*k <= Delta", "scaled h3 h4"),
            instance("slow", "ours/thm4-count#1", why="a short step: too few of them to leave the slope 2 eps"),
            *max_above(F2, STEEP, "slow", "left"),
        ],
    ),
)  # fmt: skip

PROOFS: dict[str, Derivation] = {
    "thm4-slope-ratio": SLOPE_RATIO,
    "thm4-repaired-divergence": DIVERGENCE,
    "thm4-count": COUNT,
    "thm4-repaired": REPAIRED,
}
