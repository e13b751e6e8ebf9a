"""Derivations: a step with a bounded Hessian stays in the sublevel set; Theorem 6."""

from collections.abc import Iterable

from theory.derivation import (
    Derivation,
    Step,
    by_cases,
    close,
    fix,
    grows,
    have,
    hitting_time,
    instance,
    rewrite,
    stays,
)

__all__ = ["PROOFS", "fixed_step"]


def _stays() -> tuple[Step, ...]:
    """f(p - t h grad f(p)) <= f(p) for all t in [0, 1], by real induction, when the gradient is not zero."""
    z, g = "p - t*h*grad(p)", "norm(grad(p))"
    phi, slope = f"f({z}) - f(p)", f"-h*inner(grad({z}), grad(p))"
    either = f"min({phi}, {slope}) < 0"
    start = [
        have("zero", "t == 0", "min_is_left(a=t, b=0) min_is_right(a=t, b=0)"),
        rewrite("same", f"inner(grad({z}), grad(p)) == {g}**2", "norm_square(u=grad(p))", "zero"),
        have("down", f"{slope} < 0", "same size.gt h2"),
        close(["down", f"min_right(a={phi}, b={slope})"], why="at the start f has the slope -h ||grad f||^2"),
    ]
    later = [
        have("step", "0 < t*h", "start.gt h2"),
        fix(
            "along", {"s": "real"}, {"s0": "0 <= s", "s1": "s <= 1"},
            have("st0", "0 <= s*t", "s0 moves.lo"),
            have("st1", "s*t <= t", "s1 moves.lo"),
            instance("so-far", "moves.before", t_before="s*t"),
            have("level", "f(p - s*t*h*grad(p)) <= f(p)", "so-far"),
            instance("local", "h3", z="p - s*t*h*grad(p)"),
        ),
        instance("descent", "zhang2020/thm6-p1", h="t*h"),
        have("th", "t*h < h", "moves.hi h2"),
        have("short", "0 < 1 - L*(t*h)/2", "th h4 h1"),
        have("gain", f"0 < t*h*(1 - L*(t*h)/2)*{g}**2", "step short size.gt"),
        have("lower", f"{phi} < 0", "descent gain"),
        close(["lower", f"min_left(a={phi}, b={slope})"], why="later the descent so far is strict"),
    ]
    return (
        stays("moves", phi, by_cases("start", "t", "0", either, start, later), to="1", var="t",
              why="f falls strictly along the segment while it is in the sublevel set, so it never leaves"),
        fix(
            "inside", {"s": "real"}, {"s0": "0 <= s", "s1": "s <= 1"},
            instance("stay", "moves", t="s"),
            have("level", "f(p - s*h*grad(p)) <= f(p)", "stay"),
            instance("local", "h3", z="p - s*h*grad(p)"),
        ),
        instance("descent", "zhang2020/thm6-p1"),
    )  # fmt: skip


Z = "p - s*h*grad(p)"
P3 = Derivation.of(
    by_cases(
        "size", "norm(grad(p))", "0", "f(p - h*grad(p)) <= f(p) - h*(1 - L*h/2)*norm(grad(p))**2",
        [
            instance("zero", "norm_zero", u="grad(p)", using=["size.le"]),
            rewrite("n", "norm(grad(p)) == 0", "norm_of_zero", "zero"),
            grows(
                "still", f"-f({Z})",
                [[close([
                    "n", f"cauchy_schwarz(u=-grad({Z}), v=grad(p))", "h2",
                ])]],
            ),
            close("still n"),
        ],
        [*_stays(), close("descent")],
    ),
    close("size"),
)  # fmt: skip


def fixed_step(
    limit: str, step: str, decrease: str, *, l1: str, gradient: str, run: str, failing: str,
    smooth: Iterable[Step], gain: Iterable[Step],
) -> tuple[Step, ...]:
    """One step of gradient descent with a fixed step below 2/limit, for ``hitting_time``.

    Needs facts that say 0 < limit, 0 < step and limit*step < 2.

    Args:
        limit: a bound on the Hessian below x(0), L0 + L1 M.
        step: the step size.
        decrease: the decrease that is shown.
        l1: the name of the hypothesis that L1 is positive.
        gradient: the name of the bound M on the gradient below x(0).
        run: the name of the recursion.
        failing: the name of the hypothesis that the first K iterates are not eps-stationary.
        smooth: steps that show ``z.smooth``, Definition 1 at a point z with ``z.level``: f(z) <= f(x(0)).
        gain: steps that show ``gain``: decrease <= step*(1 - limit*step/2)*norm(grad(x(k)))**2.
    """
    return (
        instance("fails", failing, k="k", why="the step starts at a point that is not eps-stationary"),
        instance("update", run, k="k"),
        fix(
            "hessian", {"z": "vector"}, {"z.le": "f(z) <= f(x(k))"},
            have("z.level", "f(z) <= f(x(0))", "z.le k.level"),
            *smooth,
            instance("z.gradient", gradient, z="z"),
            have("z.bound", f"hess(z) <= {limit}", ["z.smooth", "z.gradient", l1]),
            why="the Hessian is at most L0 + L1 M on the sublevel set of the iterate",
        ),
        instance("descent", "zhang2020/thm6-p3", p="x(k)", h=step, L=limit),
        *gain,
        have("falls", f"f(x(k) - {step}*grad(x(k))) <= f(x(k)) - {decrease}", "descent gain"),
        rewrite("next", None, "falls", "update"),
    )  # fmt: skip


LIMIT = "(L0 + L1*M)"
STEP, D = f"1/(2*{LIMIT})", f"eps**2/(4*{LIMIT})"
THM6 = Derivation.of(
    have("limit", f"0 < {LIMIT}", "h3 h4 h5"),
    have("step", f"0 < {STEP}", "limit"),
    have("short", f"{LIMIT}*({STEP}) < 2", "limit"),
    have("positive", f"0 < {D}", "limit h6"),
    *hitting_time(
        D,
        fixed_step(
            LIMIT, f"({STEP})", D, l1="h4", gradient="h10", run="h11", failing="h12",
            smooth=[
                have("z.near", "norm(z - z) <= 1", "norm_of_zero"),
                instance("z.smooth", "h7", z="z", y="z"),
            ],
            gain=[
                have("enough", "eps <= norm(grad(x(k)))", "fails"),
                have("g", "0 < norm(grad(x(k)))", "fails h6"),
                instance("gain", "zhang2020/thm6-p2", L=LIMIT, h=STEP, g="norm(grad(x(k)))", using=["step", "limit"]),
            ],
        ),
        [
            instance("below", "h8", z="x(K)"),
            have("sum-up", f"K*({D}) <= Delta", "total below h9"),
            close("sum-up limit h6"),
        ],
    ),
)  # fmt: skip

PROOFS: dict[str, Derivation] = {"thm6-p3": P3, "thm6": THM6}
