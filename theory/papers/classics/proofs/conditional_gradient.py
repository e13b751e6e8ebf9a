"""Derivations: the conditional gradient method, for every number of steps."""

from theory.derivation import Derivation, Step, by_cases, close, fix, have, induct, instance, rewrite
from theory.papers.classics.proofs.every_horizon import CANCEL

__all__ = ["PROOFS"]

GK, GN = "grad(x(k))", "grad(x(k + 1))"
BEFORE, AFTER = "(f(x(k)) - f(xs))", "(f(x(k + 1)) - f(xs))"
TOWARD, SCALED = "(x(s(k)) - x(k))", "(2/(k + 2)*(x(s(k)) - x(k)))"
NEAR = f"0 <= f(x(k)) - f(x(k + 1)) + inner({GN}, {SCALED}) - inner({GK} - {GN}, {GK} - {GN})/(2*L)"
SMOOTH = f"({GN} - {GK} - L*{SCALED})"
CONDITIONAL = Derivation.of(
    CANCEL,
    fix(
        "fall", {"k": "real"}, {"fall.nat": "nat(k)"},
        have("index", "0 <= k", "nat_nonnegative(a=k)"),
        have("fall.two", "0 < k + 2", "index"),
        instance("update", "h8", k="k"),
        instance("pair", "h5", p="x(k)", q="x(k + 1)"),
        rewrite("pair'", NEAR, "pair", "update"),
        instance("square", "inner_nonnegative", u=SMOOTH),
        have("square'", f"0 <= inner({SMOOTH}, {SMOOTH})/(2*L)", "square h1"),
        have(
            "descent", f"f(x(k + 1)) <= f(x(k)) + inner({GK}, {SCALED}) + L/2*inner({SCALED}, {SCALED})",
            "pair' square' h1",
        ),
        instance("star", "h5", p="xs", q="x(k)"),
        instance("deep", "inner_nonnegative", u=f"grad(xs) - {GK}"),
        have("deep'", f"0 <= inner(grad(xs) - {GK}, grad(xs) - {GK})/(2*L)", "deep h1"),
        have("star'", f"0 <= f(xs) - f(x(k)) - inner({GK}, xs - x(k))", "star deep'"),
        instance("least", "h6", k="k"),
        have("slope", f"inner({GK}, {TOWARD}) <= f(xs) - f(x(k))", "star' least"),
        instance("wide", "h7", k="k"),
        have("slope'", f"2/(k + 2)*inner({GK}, {TOWARD}) <= 2/(k + 2)*(f(xs) - f(x(k)))", "slope fall.two"),
        have("wide'", f"L/2*(2/(k + 2))**2*inner({TOWARD}, {TOWARD}) <= L/2*(2/(k + 2))**2*diameter**2", "wide h1"),
        have(
            "sum", f"{AFTER} <= {BEFORE} - 2/(k + 2)*{BEFORE} + L/2*(2/(k + 2))**2*diameter**2", "descent slope' wide'"
        ),
        have("fall.end", f"(k + 2)**2*{AFTER} <= k*(k + 2)*{BEFORE} + 2*L*diameter**2", "sum fall.two"),
        why="one step, by the inequality of the class between neighbours and that at the minimiser",
    ),
    have("size", "0 <= L*diameter**2", "h1"),
    induct(
        "falls", "k", {"if": ["0 < k"], "then": "(k + 2)*(f(x(k)) - f(xs)) <= 2*L*diameter**2"},
        [fix("first", {}, {"first.lt": "0 < 0"}, close("first.lt"))],
        [
            fix(
                "next", {}, {"next.lt": "0 < k + 1"},
                instance("one", "fall", k="k"),
                have("k.index", "0 <= k", "nat_nonnegative(a=k)"),
                by_cases(
                    "both", "k", "0", f"(k + 2)**2*{AFTER} <= (k + 1)*(2*L*diameter**2)",
                    [
                        by_cases(
                            "flat", "f(x(k)) - f(xs)", "0", "k*(f(x(k)) - f(xs)) <= 0",
                            [close("flat.le k.index")], [close("flat.gt both.le")], why="k = 0",
                        ),
                        have("flat'", "k*(k + 2)*(f(x(k)) - f(xs)) <= 0", "flat k.index"),
                        have("size'", "0 <= k*(2*L*diameter**2)", "size k.index"),
                        close("one flat' size'"),
                    ],
                    [
                        instance("so-far", "falls.ih", using="both.gt"),
                        have("before", "k*((k + 2)*(f(x(k)) - f(xs))) <= k*(2*L*diameter**2)", "so-far k.index"),
                        close("one before"),
                    ],
                ),
                have("more", "0 < k + 3", "k.index"),
                have("scaled", f"(k + 3)*((k + 2)**2*{AFTER}) <= (k + 3)*((k + 1)*(2*L*diameter**2))", "both more"),
                have("joined", f"(k + 2)**2*((k + 3)*{AFTER}) <= (k + 2)**2*(2*L*diameter**2)", "scaled size"),
                have("two", "0 < k + 2", "k.index"),
                instance(
                    "less", "cancel", c="k + 2", u=f"(k + 3)*{AFTER}", v="2*L*diameter**2", using="joined two"
                ),
                close("less"),
            )
        ],
    ),
    instance("all", "falls", k="N"),
    instance("total", "all", using="h3"),
    have("n", "0 < N + 2", "h3"),
    close("total n"),
)  # fmt: skip


FIRST = instance("m", "max_is_right", a="0", b="1", why="the first step ends at -1/2")
LATER = (
    have("index", "0 <= i", "nat_nonnegative(a=i)"),
    have("behind", "1 - (i + 1) <= 0", "index"),
    instance("m", "max_is_left", a="0", b="1 - (i + 1)", using="behind", why="all others go towards 0"),
    have("first", "0 < (i + 1)*(i + 2)", "index"),
    have("second", "0 < (i + 2)*(i + 3)", "index"),
    have("third", "0 < i + 3", "index"),
)


def _always(show: str, first: tuple[Step, ...], later: tuple[Step, ...]) -> tuple[Step, ...]:
    """By induction on k, without its hypothesis."""
    return (induct("always", "i", show, (FIRST, *first), (*LATER, *later)), instance("end", "always", i="k"))


HERE, SMALL = "(-1/(i*(i + 1)))", "(-1/(max(0, 1 - i)*(max(0, 1 - i) + 1)))"
NEXT = "(-1/((i + 1)*(i + 2)))"
SLOW = Derivation(
    (
        *(None,) * 6,
        _always(
            f"{HERE}*{SMALL} <= 0", (close(),), (have("zero", f"{NEXT}*0 <= 0"), rewrite("end", None, "zero", "m"))
        ),
        _always(
            f"(-{HERE} + {SMALL})*(-{HERE} + {SMALL}) <= 1/4",
            (have("half", "1/2*(1/2) <= 1/4"), rewrite("end", None, "half", "m")),
            (
                have("far", "2 <= (i + 1)*(i + 2)", "index"),
                have("near", "1/((i + 1)*(i + 2)) <= 1/2", "far first"),
                have("low", "0 <= 1/((i + 1)*(i + 2))", "first"),
                have("half", f"{NEXT}*{NEXT} <= 1/4", "near low"),
                rewrite("end", None, "half", "m"),
            ),
        ),
        _always(
            f"-1/((i + 1)*(i + 2)) == {HERE} + 2*(-{HERE} + {SMALL})/(i + 2)",
            (have("half", "-1/2 == 2*(-1/2)/2"), rewrite("end", None, "half", "m")),
            (
                have("moved", f"-1/((i + 2)*(i + 3)) == {NEXT} - 2*{NEXT}/(i + 3)", "first second third"),
                rewrite("end", None, "moved", "m"),
            ),
        ),
    )
)

PROOFS = {"frank-wolfe-every-horizon": CONDITIONAL, "frank-wolfe-every-horizon-too-good": SLOW}
