"""Derivation of Lemma 1: the mean of a quadratic form after one draw."""

from theory.derivation import Derivation, close, fix, have, induct, instance, rewrite

__all__ = ["PROOFS"]

A = "append(w, j)"
V, R = "(x(point(w)) - xs)", "(x(entries(n, w)) - x(entry(j, w)) + x(slope(j, w)))"
T = f"x(entries(n, {A}))"


def form(spread: str, total: str, offset: str) -> str:
    """The quadratic form of Lemma 1."""
    return f"(a1*{spread} + a2*inner({total}, {total}) + 2*b*inner({total}, {offset}) + c*inner({offset}, {offset}))"


def drawn(m: str, spread: str, squares: str, mixed: str, total: str, slopes: str) -> str:
    """The sum over the first m draws, from the sums over the first m indices."""
    changed = (
        f"({m}*inner(x(entries(n, w)), x(entries(n, w))) + 2*inner(x(entries(n, w)), {slopes} - {total}) + {squares} "
        f"- 2*{mixed} + {spread})"
    )
    return (
        f"(a1*({m}*spread(n, w) - {spread} + {squares}) + (a2 - 2*alpha/n*b + (alpha/n)**2*c)*{changed} "
        f"+ 2*(b - alpha/n*c)*inner({m}*x(entries(n, w)) + {slopes} - {total}, {V}) + {m}*c*inner({V}, {V}))"
    )


def sums_to(m: str) -> str:
    """The same, with its own sums."""
    spread, squares, mixed = (f"{name}({m}, w)" for name in ("spread", "squares", "mixed"))
    return drawn(f"({m})", spread, squares, mixed, f"x(entries({m}, w))", f"x(slopes({m}, w))")


def once(j: str) -> str:
    """What one draw adds."""
    y, g = f"x(entry({j}, w))", f"x(slope({j}, w))"
    return drawn("1", f"inner({y}, {y})", f"inner({g}, {g})", f"inner({y}, {g})", y, g)


def so_far(total: str, slopes: str) -> str:
    """One more draw, with the sums of points as given."""
    return drawn("(m + 1)", "spread(m + 1, w)", "squares(m + 1, w)", "mixed(m + 1, w)", total, slopes)


def nothing(total: str) -> str:
    """Before the first draw, with the sum of the table as given."""
    return drawn("0", "spread(0, w)", "squares(0, w)", "mixed(0, w)", total, "(0*xs)")


MOVED = f"(x(point(w)) - alpha/n*{R} - xs)"
AGAIN = form(f"spread(n, {A})", R, MOVED)
TOTALS = ("(x(entries(m, w)) + x(entry(m, w)))", "(x(slopes(m, w)) + x(slope(m, w)))")
LEMMA1 = Derivation.of(
    fix(
        "draw", {"j": "real"}, {"draw.nat": "nat(j)", "draw.lt": "j < n"},
        instance("table", "lerouxschmidtbach2012/refresh", j="j", w="w", using="draw.lt"),
        instance("squares", "lerouxschmidtbach2012/refresh#1", j="j", w="w", using="draw.lt"),
        instance("moves", "h17", j="j", w="w", using="draw.lt"),
        have("q0", f"{AGAIN} == {AGAIN}"),
        rewrite("q1", f"{form(f'spread(n, {A})', T, f'(x(point(w)) - alpha/n*{T} - xs)')} == {AGAIN}", "q0", "table"),
        rewrite("q2", f"{form(f'spread(n, {A})', T, f'(x(point({A})) - xs)')} == {AGAIN}", "q1", "moves"),
        have("q3", f"{form(f'spread(n, {A})', T, f'(x(point({A})) - xs)')} == {once('j')}", "q2 squares"),
    ),
    induct(
        "sum", "m", {"if": ["m <= n"], "then": f"tree(m, w) == {sums_to('m')}"},
        [
            fix(
                "none", {}, {"none.le": "0 <= n"},
                *(instance(f"z{i}", fact, w="w") for i, fact in enumerate(("h4", "h6", "h8", "h10", "h12"))),
                have("a", f"tree(0, w) == {nothing('(0*xs)')}",
                     "z2 z3 z4 h18"),
                rewrite("b", f"tree(0, w) == {nothing('x(entries(0, w))')}", "a", "z0"),
                rewrite("c1", f"tree(0, w) == {sums_to('0')}", "b", "z1"),
            )
        ],
        [
            fix(
                "more", {}, {"more.le": "m + 1 <= n"},
                have("m.le", "m <= n", "more.le"),
                have("m.lt", "m < n", "more.le"),
                instance("ih", "sum.ih", using="m.le"),
                instance("one", "draw", j="m", using="m.lt"),
                instance("adds", "h19", m="m"),
                *(instance(f"t{i}", fact, m="m", w="w") for i, fact in enumerate(("h5", "h7", "h9", "h11", "h13"))),
                have("a", f"tree(m + 1, w) == {so_far(*TOTALS)}", "ih one adds t2 t3 t4"),
                rewrite("b", f"tree(m + 1, w) == {so_far('x(entries(m + 1, w))', TOTALS[1])}", "a", "t0"),
                rewrite("c1", f"tree(m + 1, w) == {sums_to('m + 1')}", "b", "t1"),
            )
        ],
        why="sum over the draws",
    ),
    instance("all", "sum", m="n"),
    have("n.le", "n <= n"),
    instance("total", "all", using="n.le"),
    close("total"),
)  # fmt: skip

PROOFS: dict[str, Derivation] = {"lemma1": LEMMA1}
