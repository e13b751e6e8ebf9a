"""Derivations: the level that is left after unrolling, its two wells, and what steepest descent does there."""

from theory.derivation import Derivation, Step, by_cases, close, have, induct, instance, polynomial, rewrite

__all__ = ["PROOFS"]

SLOPE = "2*u**3 - 19*u/10 + 1/100"


def level(at: str) -> str:
    """Level 2 with level 3 solved."""
    return f"(({at})**2/20 + ({at})/100 + (({at})**2 - 1)**2/2)"


UNIQUE = Derivation(
    (
        (
            by_cases(
                "side", "-489/500", "u", "-489/500 <= u",
                [close("side.le")],
                [polynomial("left", f"{SLOPE} < 0", "side.gt"), close("left h1")],
                why="further left the slope is negative",
            ),
        ),
        (
            by_cases(
                "side", "u", "-977/1000", "u <= -977/1000",
                [close("side.le")],
                [polynomial("right", f"0 < {SLOPE}", "side.gt h2"), close("right h1")],
                why="between there and 0 it is positive",
            ),
        ),
        (
            by_cases(
                "far", "191/200", "u**2", "191/200 <= u**2",
                [close("far.le")],
                [
                    have("scaled", "0 < (191/200 - u**2)*(-u)", "far.gt h2"),
                    close("scaled h1 part.0"),
                ],
                why="u (u^2 - 19/20) = -1/200 and u > -1",
            ),
            have("curved", "0 <= (z + u)**2/2 + u**2 - 191/200", "far", squares=("z + u",)),
            have("grown", "0 <= (z - u)**2*((z + u)**2/2 + u**2 - 191/200)", "curved", squares=("z - u",)),
            close("grown h1", "the difference is F2'(u)(z - u) + (z - u)^2 ((z + u)^2/2 + u^2 - 191/200)"),
        ),
    )
)  # fmt: skip


def trapped(point: str, recursion: str) -> Step:
    """By induction (point(k) - 9/10)(1 - point(k)) >= 0; the step maps [9/10, 1] into itself."""
    here, there = f"{point}(k)", f"{point}(k + 1)"
    image = f"-{here}**3/5 + 119*{here}/100 - 1/1000"
    return induct(
        "inside", "k", f"0 <= ({here} - 9/10)*(1 - {here})",
        [close([*(("goal.start",) if point == "orbit" else ("h3", "h4"))])],
        [
            *bounds(here, "inside.ih"),
            instance("step", recursion, k="k"),
            polynomial("low", f"9/10 <= {image}", "lo hi"),
            polynomial("high", f"{image} <= 1", "lo hi"),
            have("lower", f"9/10 <= {there}", "low step"),
            have("upper", f"{there} <= 1", "high step"),
            close("lower upper"),
        ],
        why="one step maps [9/10, 1] into itself",
    )  # fmt: skip


def bounds(here: str, fact: str) -> tuple[Step, ...]:
    """From (here - 9/10)(1 - here) >= 0 the facts ``lo`` and ``hi``."""
    return (
        by_cases(
            "lo", "9/10", here, f"9/10 <= {here}", [close("lo.le")],
            [have("product", f"0 < (9/10 - {here})*(1 - {here})", "lo.gt"), close(f"product {fact}")],
        ),
        by_cases(
            "hi", here, "1", f"{here} <= 1", [close("hi.le")],
            [have("product", f"0 < ({here} - 9/10)*({here} - 1)", "hi.gt"), close(f"product {fact}")],
        ),
    )  # fmt: skip


ATTRACTS = Derivation(
    (
        (trapped("point", "h5"), instance("last", "inside", k="N"), *bounds("point(N)", "last"), close("lo")),
        (trapped("point", "h5"), instance("last", "inside", k="N"), *bounds("point(N)", "last"), close("hi")),
        (
            instance("lo", "part.0"),
            instance("hi", "part.1"),
            polynomial("end", f"1/20 <= {level('point(N)')}", "lo hi"),
        ),
    )
)


def far_left(v: str, fact: str) -> tuple[Step, ...]:
    """A minimiser v is at most -3/5: it is not positive, as -v is better, and its value is at most that of -1."""
    return (
        instance(f"{v}.turned", fact, v=f"-{v}"),
        have(f"{v}.sign", f"{v} <= 0", f"{v}.turned"),
        instance(f"{v}.value", fact, v="-1"),
        by_cases(
            f"{v}.far", v, "-3/5", f"{v} <= -3/5",
            [close(f"{v}.far.le")],
            [polynomial("high", f"1/25 < {level(v)}", f"{v}.far.gt {v}.sign"), close(f"high {v}.value")],
        ),
    )  # fmt: skip


ONE_MINIMISER = (
    *far_left("a", "h1"),
    *far_left("b", "h2"),
    instance("a.middle", "h1", v="(a + b)/2"),
    instance("b.middle", "h2", v="(a + b)/2"),
    have("square", "9/25 <= ((a + b)/2)**2", "a.far b.far"),
    have("convex", "((a - b)/2)**2*(6*((a + b)/2)**2 + ((a - b)/2)**2 - 19/10) <= 0", "a.middle b.middle",
         "the second difference at the midpoint, which two minimisers make nonpositive"),
    have("scaled", "((a - b)/2)**2*(9/25*6) <= ((a - b)/2)**2*(6*((a + b)/2)**2)", "square", squares=("a - b",)),
    have("flat", "(a - b)**2 <= 0", "convex scaled", squares=("a - b", "(a - b)**2")),
    by_cases(
        "side", "a", "b", "abs(a - b) <= 0",
        [instance("turned", "abs_of_nonpositive", a="a - b", using="side.le"),
         by_cases("strict", "b", "a", "abs(a - b) <= 0",
                  [close("turned strict.le")],
                  [have("product", "0 < (b - a)*(b - a)", "strict.gt"), close("product flat")])],
        [have("product", "0 < (a - b)*(a - b)", "side.gt"), close("product flat")],
    ),
)  # fmt: skip

STAYS = (
    trapped("orbit", "goal.next"),
    instance("last", "inside", k="2000"),
    *bounds("orbit(2000)", "last"),
    polynomial("value", f"1/20 < {level('orbit(2000)')}", "lo hi"),
    instance("far", "abs_of_nonnegative", a="1 + orbit(0)", using="goal.start"),
    have("reached", "abs(1 + orbit(0)) == 2", "far goal.start"),
    close("value reached", "at -1 the value is 1/25, and 4/(2 h N) = 1/100"),
)

CARELESS = Derivation((*(None,) * 6, ONE_MINIMISER, *(None,) * 4, STAYS))
"""The hypotheses in order, then the denial; what is missing is computation."""

MOVED = "x(k) - target"
STEPPED = "x(k) - h*grad(x(k)) - target"
CORRECTED = Derivation.of(
    instance("rest", "norm_zero", u="grad(target)", using="h8"),
    induct(
        "sum", "k", "norm(x(k) - target)**2 <= power(k)*norm(x(0) - target)**2",
        [close("h12")],
        [
            instance("strong", "h6", a="x(k)", b="target"),
            instance("smooth", "h7", a="x(k)", b="target"),
            rewrite("convex", f"mu*norm({MOVED})**2 <= inner(grad(x(k)), {MOVED})", "strong", "rest"),
            rewrite("bounded", f"norm(grad(x(k)))**2 <= L*inner(grad(x(k)), {MOVED})", "smooth", "rest"),
            have("monotone", f"0 <= inner(grad(x(k)), {MOVED})", [
                "convex", "h5", f"norm_square(u={MOVED})", f"inner_nonnegative(u={MOVED})"]),
            have("gradient", f"h**2*norm(grad(x(k)))**2 <= h**2*L*inner(grad(x(k)), {MOVED})", "bounded",
                 squares=("h",)),
            have("short", f"h*(h*L)*inner(grad(x(k)), {MOVED}) <= h*inner(grad(x(k)), {MOVED})", "monotone h4 h9"),
            have("strength", f"h*mu*norm({MOVED})**2 <= h*inner(grad(x(k)), {MOVED})", "convex h4"),
            have("stepped", f"norm({STEPPED})**2 <= (1 - h*mu)*norm({MOVED})**2", [
                "gradient", "short", "strength", f"norm_square(u={STEPPED})", f"norm_square(u={MOVED})",
                "norm_square(u=grad(x(k)))"]),
            instance("step", "h11"),
            have("factor", "h*mu <= 1", "h10 h9 h4"),
            have("before", f"(1 - h*mu)*norm({MOVED})**2 <= (1 - h*mu)*(power(k)*norm(x(0) - target)**2)",
                 "sum.ih factor"),
            instance("power", "h13"),
            have("moved", f"norm({STEPPED})**2 <= power(k + 1)*norm(x(0) - target)**2", "stepped before power"),
            rewrite("turned", None, "moved", "step"),
        ],
    ),
    instance("end", "sum", k="N"),
)  # fmt: skip

PROOFS: dict[str, Derivation] = {
    "gap-unique-minimiser": UNIQUE,
    "gap-second-well-attracts": ATTRACTS,
    "gap-careless": CARELESS,
    "gap-corrected": CORRECTED,
}
