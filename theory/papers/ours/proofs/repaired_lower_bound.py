"""Derivations: Theorem 4 repaired, its two runs, and the variants of the theorem."""

from theory.derivation import Derivation, Step, by_cases, close, grows, have, induct, instance, polynomial
from theory.papers.ours.proofs.slow_function import SLOW, few_steps, max_above, slow_run_fails
from theory.papers.zhang2020.proofs.lower_bound import above_start, every_step

__all__ = ["PROOFS"]

Q = "1 + L1*M/L0"
REACH = f"log({Q})/L1"
F1_MIDDLE, F1_RIGHT = "L1*y(j)", "exp(L1*y(j) - 1)"
STEEP = "L0*(exp(L1*y(j)) - 1)/L1"
F2 = "eps*(-max(-1, min(1, w(k)))**3 + 3*max(-1, min(1, w(k))))"


SLOPE_RATIO = Derivation.of(
    have(
        "tangent", "exp(L1*distance) - 1 <= L1*distance*exp(L1*distance)",
        ["exp_tangent(a=-L1*distance)", "exp_negate(a=L1*distance)", "exp_positive(a=L1*distance)"],
        "e^-y >= 1 - y, times e^y",
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
    by_cases(
        "step", f"2*log({Q})/L1", "M*h", f"eps < max({F2}, {STEEP})",
        [
            instance("long", "ours/thm4-repaired-divergence#1", k="j", why="a long step: every iterate has slope M"),
            have("slope", f"eps < {STEEP}", "long h10 h5"),
            *max_above(F2, STEEP, "slope", "right"),
        ],
        [
            have("short", f"L1*M*h <= 2*log({Q})", "step.gt h3"),
            *few_steps("4*eps**2", f"2*log({Q})", "Delta", "h13"),
            instance("slow", "ours/thm4-count#1", why="a short step: too few of them to leave the slope 2 eps"),
            *max_above(F2, STEEP, "slow", "left"),
        ],
    ),
)  # fmt: skip

def _with_conditions(first: str, second: str, slow: str, long: tuple[Step, ...]) -> tuple[Step, ...]:
    """One piece of f1: ``long`` ends with the goal from ``beyond``, that y(j) is no closer than the start."""
    return (
        have("lm", "0 < log(M)", ["log_strict(a=1, b=M)", "log_one", "h10"]),
        by_cases(
            "step", "2*(log(M) + 1)", "L1*M*h", f"eps < max({first}, {second})",
            [
                *above_start(rate="h3", length="h6", above="h18", start="h16", threshold="step.le", big="h10"),
                instance("beyond", "stays", i="j", why="a long step: at equality the run is a two-cycle at slope M"),
                *long,
            ],
            [
                have("short", "L1*M*h <= 2*(log(M) + 1)", "step.gt"),
                *few_steps("4*eps**2", "2*(log(M) + 1)", "Delta", "h15"),
                instance("slow", "ours/thm4-count#1", why="a short step: too few of them to leave the slope 2 eps"),
                *max_above(first, second, "slow", slow),
            ],
        ),
    )  # fmt: skip


WITH_CONDITIONS = Derivation(
    (
        _with_conditions(
            F1_MIDDLE, F2, "right",
            (have("out", "1 + log(M) <= L1*y(j)", "beyond h3"), close("out lm h21 h3")),
        ),
        _with_conditions(
            F2, F1_RIGHT, "left",
            (
                have("out", "log(M) <= L1*y(j) - 1", "beyond h3"),
                have("slope", f"M <= {F1_RIGHT}", ["exp_monotone(a=log(M), b=L1*y(j) - 1)", "exp_log(a=M)", "h4"]),
                have("steep", f"eps < {F1_RIGHT}", "slope h12 h5"),
                *max_above(F2, F1_RIGHT, "steep", "right"),
            ),
        ),
    )
)  # fmt: skip

F1_MEMBER = Derivation(
    (
        None,
        None,
        (
            by_cases(
                "size", "0", "u", "0 <= abs(u)",
                [close("abs_of_nonnegative(a=u) size.le")],
                [close("abs_of_nonpositive(a=u) size.gt")],
            ),
            close("size h2 h3"),
        ),
    )
)  # fmt: skip

THRESHOLD = Derivation(
    (
        (
            have("tangent", "log(M) + 1 <= M", "log_tangent(a=M)"),
            have("double", "L1*h*M < 2*M", "tangent h7 h1"),
            have("factor", "L1*h < 2", "double h2"),
            have("less", "L1*h*t < 2*t", "factor h5"),
            have("more", "0 < L1*h*t", "h1 h3 h5"),
            by_cases(
                "sign", "0", "L1*h*t - t", "abs(L1*h*t - t) < t",
                [close("abs_of_nonnegative(a=L1*h*t - t) less")],
                [close("abs_of_nonpositive(a=L1*h*t - t) more")],
            ),
        ),
        (
            have("l", "0 < log(M)", ["log_strict(a=1, b=M)", "log_one", "h4"]),
            have("l1", "0 < log(M) + 1", "l"),
            have("v0", "0 <= L1*t - 1", "h8 h1"),
            have("v1", "L1*t - 1 <= log(M)", "h6 h1"),
            have("slope", "0 < exp(L1*t - 1)", "exp_positive(a=L1*t - 1)"),
            have("grown", "exp(L1*t - 1)*(2 + log(M) - L1*t) <= M", [
                "exp_add(a=L1*t - 1, b=log(M) - L1*t + 1)", "exp_tangent(a=log(M) - L1*t + 1)", "exp_log(a=M)", "slope",
            ]),
            have("chord", "log(M) + 1 <= (2 + log(M) - L1*t)*(L1*t)", "v0 v1"),
            have("ratio", "exp(L1*t - 1)*(log(M) + 1) <= M*(L1*t)", "grown chord slope v0"),
            have("scaled", "h*exp(L1*t - 1)*(log(M) + 1) <= (M*h*L1)*t", "ratio h3"),
            have("short", "M*h*L1 < 2*(log(M) + 1)", "h7 h1"),
            have("product", "(M*h*L1)*t < 2*(log(M) + 1)*t", "short h5"),
            have("less", "h*exp(L1*t - 1) < 2*t", "scaled product l1"),
            have("more", "0 < h*exp(L1*t - 1)", "slope h3"),
            by_cases(
                "sign", "0", "h*exp(L1*t - 1) - t", "abs(h*exp(L1*t - 1) - t) < t",
                [close("abs_of_nonnegative(a=h*exp(L1*t - 1) - t) less")],
                [close("abs_of_nonpositive(a=h*exp(L1*t - 1) - t) more")],
            ),
        ),
    )
)  # fmt: skip

EXACT = Derivation.of(
    have("p", "1 < 1 + L1*g/L0", "h1 h2 h4"),
    have("l", "0 < log(1 + L1*g/L0)", ["log_strict(a=1, b=1 + L1*g/L0)", "log_one", "p"]),
    have(
        "tangent", "L1*g/L0 <= (1 + L1*g/L0)*log(1 + L1*g/L0)",
        [
            "p", "exp_log(a=1 + L1*g/L0)", "exp_negate(a=log(1 + L1*g/L0))", "exp_tangent(a=-log(1 + L1*g/L0))",
        ],
        "p log p >= p - 1",
    ),
    grows(
        "chord", "(g + s)*log(1 + L1*g/L0) - g*log(1 + L1*(g + s)/L0)",
        [[
            have("later", "0 <= L1*s/L0", "chord.lo h1 h2"),
            have("q", "0 < 1 + L1*(g + s)/L0", "later p"),
            have("more", "L1*g/L0 <= (1 + L1*(g + s)/L0)*log(1 + L1*g/L0)", "tangent later l"),
            close("more q h1"),
        ]],
        positive=[[have("later", "0 <= L1*s/L0", "chord.lo h1 h2"), close("later p")]],
        to="M - g", why="the chord: t log(1 + L1 g/L0) - g log(1 + L1 t/L0) increases in t",
    ),
    close("chord"),
)  # fmt: skip


CONSTANT_TWO = Derivation.of(
    have("q1", f"1 < {Q}", "h2 h3 h4"),
    have("l", f"0 < log({Q})", [f"log_strict(a=1, b={Q})", "log_one"]),
    by_cases(
        "step", f"2*log({Q})/L1", "M*h", f"eps < max({SLOW}, {STEEP})",
        [
            instance("long", "ours/thm4-repaired-divergence#1", k="j", why="a long step: every iterate has slope M"),
            have("slope", f"eps < {STEEP}", "long h12"),
            *max_above(SLOW, STEEP, "slope", "right"),
        ],
        [
            have("short", f"L1*M*h <= 2*log({Q})", "step.gt h3"),
            *slow_run_fails(f"2*log({Q})", width="h13", budget="h15", length="h6", slow="h11"),
            *max_above(SLOW, STEEP, "steep", "left"),
        ],
    ),
)  # fmt: skip

PROOFS: dict[str, Derivation] = {
    "thm4-slope-ratio": SLOPE_RATIO,
    "thm4-repaired-divergence": DIVERGENCE,
    "thm4-count": COUNT,
    "thm4-repaired": REPAIRED,
    "thm4-with-conditions": WITH_CONDITIONS,
    "thm4-f1-member": F1_MEMBER,
    "thm4-f1-threshold": THRESHOLD,
    "thm4-threshold-exact": EXACT,
    "thm4-constant-two": CONSTANT_TWO,
}
