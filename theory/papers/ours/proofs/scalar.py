"""Derivations: inequalities between exponentials and logarithms of one number."""

from theory.derivation import Derivation, Step, by_cases, close, grows, have, instance, numbers, polynomial

__all__ = ["PROOFS", "chord"]


def chord(name: str, x: str, c: str, using: str) -> tuple[Step, ...]:
    """The exponential lies below its chord: c*(exp(x) - 1) <= x*(exp(c) - 1) for 0 <= x <= c."""
    return (
        have(f"{name}.0", f"(1 - ({x}))*exp({x}) <= 1", [
            f"exp_tangent(a=-({x}))", f"exp_negate(a={x})", f"exp_positive(a={x})"]),
        have(f"{name}.c", f"(1 + {c} - ({x}))*exp({x}) <= exp({c})", [
            f"exp_tangent(a={c} - ({x}))", f"exp_add(a={x}, b={c} - ({x}))", f"exp_positive(a={x})"]),
        have(f"{name}.x0", f"0 <= {x}", using),
        have(f"{name}.x1", f"{x} <= {c}", using),
        have(name, f"({c})*(exp({x}) - 1) <= ({x})*(exp({c}) - 1)",
             f"{name}.0 {name}.c {name}.x0 {name}.x1", "the exponential lies below its chord"),
    )  # fmt: skip


GROWTH_E = Derivation.of(
    have("factor", "exp(L1*r) <= exp(1)", "exp_monotone(a=L1*r, b=1)"),
    have("ratio", "0 < L0/L1", "h1 h2"),
    close("factor ratio h3"),
)

ATTAINED = Derivation.of(close("exp_add(a=L1*r, b=L1*t) h5"))

TAYLOR = "(1 + s + s**2/2 + s**3/6 + s**4/24 + 103/100*s**5/120)"
UP_TO_V = TAYLOR.replace("s", "v")

SHORT_CONSTANT = Derivation.of(
    grows(
        "taylor", f"exp(-s)*{TAYLOR}",
        [[
            have("top", "s <= 1/10", "taylor.hi h2"),
            polynomial("remainder", "0 <= 3/100*s**4/24 - 103/100*s**5/120", "taylor.lo top"),
            close("remainder exp_positive(a=-s)"),
        ]],
        to="v",
        why="Taylor's polynomial with an enlarged last term outgrows e^s",
    ),
    have("exponential", f"exp(v) <= {UP_TO_V}", "taylor exp_zero exp_positive(a=v) exp_negate(a=v)"),
    polynomial("fits", f"2*({UP_TO_V} - 1 - v) <= 5171/5000*v**2", "h1 h2"),
    close("exponential fits"),
)  # fmt: skip

CONSTANTS = Derivation.of(
    grows(
        "order", "(s - 2)*exp(s) + s + 2",
        [[close("exp_tangent(a=-s) exp_negate(a=s) exp_positive(a=s)")]],
        to="c",
    ),
    close("order exp_zero h1"),
)  # fmt: skip

TENTH = Derivation(
    (
        (
            have("e", "exp(1/10) <= exp(c)", "exp_monotone(a=1/10, b=c)"),
            numbers("number", "11 - 9*exp(1/10) <= 1317/1250"),
            have("value", "exp(c) + 1 - 10*(exp(c) - 1) <= 1317/1250", "e number"),
            close("value h1 h2"),
        ),
        (
            have("e", "exp(c) <= exp(1/10)", "exp_monotone(a=c, b=1/10)"),
            numbers("number", "10*(exp(1/10) - 1) <= 5259/5000"),
            have("value", "10*(exp(c) - 1) <= 5259/5000", "e number"),
            close("value h1 h2"),
        ),
    )
)  # fmt: skip

KOLOSKOVA = Derivation.of(
    by_cases(
        "side", "t", "u", "abs(exp(t) - exp(u)) <= (-1 + exp(1))*exp(u)*abs(t - u)",
        [
            instance("down", "exp_monotone", a="t", b="u", using="side.le"),
            instance("left", "abs_of_nonpositive", a="exp(t) - exp(u)", using="down"),
            instance("right", "abs_of_nonpositive", a="t - u", using="side.le"),
            have("tangent", "exp(u) - exp(t) <= exp(u)*(u - t)", [
                "exp_tangent(a=t - u)", "exp_add(a=u, b=t - u)", "exp_positive(a=u)"]),
            have("back", "0 <= exp(u)*(u - t)", "side.le exp_positive(a=u)"),
            have("chord", "exp(u) - exp(t) <= (-1 + exp(1))*(exp(u)*(u - t))", "tangent back exp_tangent(a=1)"),
            close("chord left right"),
        ],
        [
            instance("up", "exp_monotone", a="u", b="t", using="side.gt"),
            instance("left", "abs_of_nonnegative", a="exp(t) - exp(u)", using="up"),
            instance("right", "abs_of_nonnegative", a="t - u", using="side.gt"),
            *chord("chord", "t - u", "1", "side.gt right h1"),
            have("scaled", "exp(t) - exp(u) <= (-1 + exp(1))*exp(u)*(t - u)", [
                "chord", "exp_add(a=u, b=t - u)", "exp_positive(a=u)"]),
            close("scaled left right"),
        ],
    ),
)  # fmt: skip


def _logarithm(x: str, using: str) -> tuple[Step, ...]:
    """2x/(2 + x) <= log(1 + x) for x >= 0, as the fact ``logarithm``."""
    return (
        grows(
            "logarithm", "log(1 + s) - 2*s/(2 + s)",
            [[
                have("first", "0 < 1 + s", "logarithm.lo"),
                have("second", "0 < 2 + s", "logarithm.lo"),
                have("third", "0 < (2 + s)**2", "second"),
                have("rest", "4*(1 + s) <= (2 + s)**2", squares=("s",)),
                have("fraction", "4/(2 + s)**2 <= 1/(1 + s)", "rest first third"),
                have("same", "2/(2 + s) - 2*s/(2 + s)**2 == 4/(2 + s)**2", "second third"),
                close("fraction same"),
            ]],
            to=x, length=using, positive=[[close("logarithm.lo")], [close("logarithm.lo")]],
            why="log(1 + x) >= 2x/(2 + x), as the difference has the derivative x^2/((1 + x)(2 + x)^2)",
        ),
    )  # fmt: skip


A = "L1*g/(L0 + L1*g)"

STEPS = Derivation(
    (
        (
            have("first", "2*L0*min(1/(2*L0), 1/(3*L1*g)) <= 1", "min_left(a=1/(2*L0), b=1/(3*L1*g)) h1"),
            have("second", "3*L1*g*min(1/(2*L0), 1/(3*L1*g)) <= 1", "min_right(a=1/(2*L0), b=1/(3*L1*g)) h2 h3"),
            have("whole", "0 < L0 + 3*L1*g/2", "h1 h2 h3"),
            close("first second whole"),
        ),
        (
            have("local", "0 < L0 + L1*g", "h1 h2 h3"),
            have("slope", "0 < L1*g", "h2 h3"),
            have("a", f"0 <= {A}", "local slope"),
            *_logarithm(A, "a"),
            have("wide", "0 < 2*L0 + 3*L1*g", "h1 h2 h3"),
            have("two", f"0 < 2 + {A}", "a"),
            have("unit", f"{A}*(L0 + L1*g) == L1*g", "local"),
            have("crossed", f"{A}*(2*L0 + 3*L1*g) == L1*g*(2 + {A})", "unit"),
            have("fraction", f"2*({A})/(2 + {A}) == 2*L1*g/(2*L0 + 3*L1*g)", "crossed two wide"),
            have("below", f"2*L1*g/(2*L0 + 3*L1*g) <= log({A} + 1)", "logarithm fraction log_one"),
            close("below slope wide"),
        ),
    )
)  # fmt: skip

DECREASE = Derivation.of(
    *_logarithm("a", "h1"),
    have("wide", "0 < 2 + a", "h1"),
    have("below", "2*a/(2 + a) <= log(a + 1)", "logarithm log_one"),
    have("scaled", "(a + 1)*(2*a/(2 + a)) <= (a + 1)*log(a + 1)", "below h1"),
    close("scaled wide"),
)

PROOFS: dict[str, Derivation] = {
    "growth-e": GROWTH_E,
    "growth-attained-value": ATTAINED,
    "short-step-constant": SHORT_CONSTANT,
    "constants-ab": CONSTANTS,
    "constants-ab-tenth": TENTH,
    "koloskova-factor": KOLOSKOVA,
    "step-order": STEPS,
    "optimal-step-decrease": DECREASE,
}
