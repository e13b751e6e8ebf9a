"""Refutation of Theorem 7 as printed: the run on 10 (cosh u - 1) from 25/4 jumps to and fro for ever.

The goals, in the order of ``verify/kernel/model.py``: derivatives (0, 1), facts about the values (2 to 8), membership
(9), lower bound (10), gap (11), the horizon (12), the recursion (13), no stationary point among the first 4001
iterates (14), and 4000 < 4001 (15).
"""

from collections.abc import Callable

from theory.derivation import Derivation, Step, by_cases, close, fix, have, induct, instance, numbers, rewrite

__all__ = ["REFUTATION"]

ROOT = "sqrt(4000)"
ETA = f"min(min(1/200, 1/{ROOT}), 1/(128/10000))"

BOTH = "a=abs(orbit(j)) - 25/4, b=25/4 - abs(orbit(j))"


def slope(z: str) -> str:
    """f'(z)."""
    return f"(5*exp({z}) - 5*exp(-{z}))"


def size(z: str) -> str:
    """|f'(z)|."""
    return f"abs{slope(z)}"


def update(eta: str, gradient: str) -> str:
    """The step from orbit(j), with the step size and the gradient norm as given."""
    return f"orbit(j + 1) == orbit(j) - {slope('orbit(j)')}*min({eta}, 1/(16*(1/10000 + {gradient})*{eta}))"


def off(point: str) -> str:
    """How far the distance of a point differs from 25/4."""
    return f"max(abs({point}) - 25/4, 25/4 - abs({point}))"


def within(name: str, point: str, bound: str, using: str) -> Step:
    """The distance of a point differs from 25/4 by at most the bound, from two inequalities."""
    a, b = f"abs({point}) - 25/4", f"25/4 - abs({point})"
    return by_cases(
        name, a, b, f"{off(point)} <= {bound}",
        [close(f"max_is_right(a={a}, b={b}) {using}")],
        [close(f"max_is_left(a={a}, b={b}) {using}")],
    )  # fmt: skip


def in_trap(point: str, fact: str) -> tuple[Step, ...]:
    """From off(point) <= 1/250, the fact named: the distance of the point is between low and high."""
    a, b = f"abs({point}) - 25/4", f"25/4 - abs({point})"
    return (
        have("low", f"156/25 <= abs({point})", [fact, f"max_right(a={a}, b={b})"]),
        have("high", f"abs({point}) <= 313/50", [fact, f"max_left(a={a}, b={b})"]),
    )


def sides(name: str, show: str, point: str, proof: Callable[[str, str], tuple[Step, ...]]) -> Step:
    """Prove ``show`` on both sides of the minimiser; ``proof`` gets the distance t and the sign of the point."""
    return by_cases(
        name, point, "0", show,
        [instance("side", "abs_of_nonpositive", a=point), *proof(f"(-{point})", "-")],
        [instance("side", "abs_of_nonnegative", a=point), *proof(point, "+")],
        why="left and right of the minimiser",
    )  # fmt: skip


def trap(t: str, point: str) -> tuple[Step, ...]:
    """The instances of the trap at the distance t, and the gradient norm there."""
    parts = [
        instance(f"trap{i}", f"ours/thm7-trap{'' if not i else f'#{i}'}", t=t, using="low high side") for i in range(4)
    ]
    sign = "nonnegative" if t == point else "nonpositive"
    return (
        *parts,
        instance("norm", f"abs_of_{sign}", a=slope(point), using="trap0"),
        have("normed", f"{size(point)} == {slope(t)}", "norm"),
    )


MEMBER = (
    have("p", "0 <= 5*exp(z) + 5*exp(-z)", "exp_positive(a=z) exp_positive(a=-z)"),
    instance("curvature", "abs_of_nonnegative", a="5*exp(z) + 5*exp(-z)", using="p"),
    by_cases(
        "bound", "z", "0", "abs(5*exp(z) + 5*exp(-z)) <= 10 + abs(5*exp(z) - 5*exp(-z))",
        [
            have("less", "5*exp(z) - 5*exp(-z) <= 0", "exp_monotone(a=z, b=-z)"),
            instance("norm", "abs_of_nonpositive", a="5*exp(z) - 5*exp(-z)", using="less"),
            close("curvature norm exp_monotone(a=z, b=0) exp_zero"),
        ],
        [
            have("more", "0 <= 5*exp(z) - 5*exp(-z)", "exp_monotone(a=-z, b=z)"),
            instance("norm", "abs_of_nonnegative", a="5*exp(z) - 5*exp(-z)", using="more"),
            close("curvature norm exp_monotone(a=-z, b=0) exp_zero"),
        ],
        why="cosh z - 1 <= |sinh z|",
    ),
)  # fmt: skip

BELOW = (close("exp_tangent(a=z) exp_tangent(a=-z)"),)

GAP = (
    numbers("number", "5*exp(25/4) - 10 + 5*exp(-25/4) <= 3000"),
    rewrite("gap", None, "number", "goal.start"),
)

STEP_SIZE = (
    numbers("root0", f"0 < {ROOT}"),
    numbers("root1", f"{ROOT} <= 200"),
    have("root", f"1/200 <= 1/{ROOT}", "root0 root1"),
    instance("first", "min_is_left", a="1/200", b=f"1/{ROOT}", using="root"),
    have("second", f"min(1/200, 1/{ROOT}) <= 1/(128/10000)", "first"),
    instance("outer", "min_is_left", a=f"min(1/200, 1/{ROOT})", b="1/(128/10000)", using="second"),
    have("eta", f"{ETA} == 1/200", "outer first", "the step size is 1/200"),
)


def jump(t: str, sign: str) -> tuple[Step, ...]:
    """From distance t a step leads to the other side, to the distance 25/2 - t up to 1e-6."""
    back = "nonnegative" if sign == "-" else "nonpositive"
    after = f"{slope('orbit(j)')}*(1/(16*(1/10000 + {slope(t)})*(1/200)))"
    return (
        *trap(t, "orbit(j)"),
        rewrite("size", update("1/200", slope(t)), "plain", "normed"),
        instance("clip", "min_is_right", a="1/200", b=f"1/(16*(1/10000 + {slope(t)})*(1/200))", using="trap1"),
        rewrite("clipped", f"orbit(j + 1) == orbit(j) - {after}", "size", "clip"),
        have("far", f"orbit(j + 1) {'>= 0' if sign == '-' else '<= 0'}", "clipped trap3 side high"),
        instance("there", f"abs_of_{back}", a="orbit(j + 1)", using="far"),
        have("u", "abs(orbit(j + 1)) <= 25/2 - abs(orbit(j))", "there clipped trap2 side"),
        have("l", "25/2 - 1/10**6 - abs(orbit(j)) <= abs(orbit(j + 1))", "there clipped trap3 side"),
        have("u1", "abs(orbit(j + 1)) - 25/4 <= (j + 1)/10**6", ["u", f"max_right({BOTH})", "so-far"]),
        have("l1", "25/4 - abs(orbit(j + 1)) <= (j + 1)/10**6", ["l", f"max_left({BOTH})", "so-far"]),
        within("moved", "orbit(j + 1)", "(j + 1)/10**6", "u1 l1"),
    )


INVARIANT = induct(
    "trapped", "j", {"if": ["j <= 4000"], "then": f"{off('orbit(j)')} <= j/10**6"},
    [
        fix(
            "start", {}, {"start.le": "0 <= 4000"},
            instance("side", "abs_of_nonnegative", a="orbit(0)"),
            have("u", "abs(orbit(0)) - 25/4 <= 0", "side goal.start"),
            have("l", "25/4 - abs(orbit(0)) <= 0", "side goal.start"),
            within("at", "orbit(0)", "0/10**6", "u l"),
        )
    ],
    [
        fix(
            "next", {}, {"next.le": "j + 1 <= 4000"},
            have("j.le", "j <= 4000", "next.le"),
            instance("so-far", "trapped.ih", using="j.le"),
            have("near", f"{off('orbit(j)')} <= 1/250", "so-far j.le"),
            *in_trap("orbit(j)", "near"),
            instance("move", "goal.next", k="j"),
            rewrite("plain", update("1/200", size("orbit(j)")), "move", "eta"),
            sides("moves", f"{off('orbit(j + 1)')} <= (j + 1)/10**6", "orbit(j)", jump),
        )
    ],
    why="every step is clipped to length 25/2, up to 1e-6: distance t, distance 25/2 - t, distance t, ...",
)  # fmt: skip

STUCK = (
    *STEP_SIZE,
    INVARIANT,
    instance("discrete", "nat_discrete", a="k", b="4001"),
    have("k.le", "k <= 4000", "discrete"),
    instance("now", "trapped", j="k"),
    instance("at", "now", using="k.le"),
    have("near", f"{off('orbit(k)')} <= 1/250", "at k.le"),
    *in_trap("orbit(k)", "near"),
    sides(
        "steep", f"100 < {size('orbit(k)')}", "orbit(k)",
        lambda t, _: (*trap(t, "orbit(k)"), close("normed trap0")),
    ),
)  # fmt: skip

REFUTATION = Derivation((*(None,) * 9, MEMBER, BELOW, GAP, None, None, STUCK, None))
