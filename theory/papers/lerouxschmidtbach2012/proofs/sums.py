"""Derivations: sums over the index, by induction on how many are summed."""

from theory.derivation import Derivation, Step, by_cases, close, fix, have, induct, instance, rewrite

__all__ = ["PROOFS"]

A = "append(w, j)"
U, S = "x(entries({m}, {w}))", "spread({m}, {w})"


def at(term: str, m: str, w: str = A) -> str:
    """A sum over the first m indices, after the history w."""
    return term.format(m=m, w=w)


def unchanged(i: str) -> str:
    """The square of an entry, before and after."""
    return f"inner(x(entry({i}, {A})), x(entry({i}, {A})))"


def below() -> tuple[Step, ...]:
    """While only indices before the drawn one are summed, nothing changes."""
    first = (
        instance("a", "h4", w=A),
        instance("b", "h4", w="w"),
        instance("c", "h8", w=A),
        instance("d", "h8", w="w"),
    )
    following = (
        have("m.lt", "m < j", "{0}.le"),
        have("m.le", "m <= j", "{0}.le"),
        instance("keeps", "h11", i="m", j="j", w="w", using="m.lt h13"),
        instance("ih", "{1}.ih", using="m.le"),
    )
    return (
        induct(
            "low", "m", {"if": ["m <= j"], "then": f"{at(U, 'm')} == {at(U, 'm', 'w')}"},
            [fix("low0", {}, {"low0.le": "0 <= j"}, *first[:2], rewrite("e", f"{at(U, '0')} == {at(U, '0', 'w')}", "a", "b"))],
            [
                fix(
                    "low1", {}, {"low1.le": "m + 1 <= j"},
                    *filled(following, "low1", "low"),
                    instance("a", "h5", m="m", w=A),
                    instance("b", "h5", m="m", w="w"),
                    rewrite("a1", f"{at(U, 'm + 1')} == {at(U, 'm', 'w')} + x(entry(m, {A}))", "a", "ih"),
                    rewrite("a2", f"{at(U, 'm + 1')} == {at(U, 'm', 'w')} + x(entry(m, w))", "a1", "keeps"),
                    rewrite("a3", f"{at(U, 'm + 1')} == {at(U, 'm + 1', 'w')}", "a2", "b"),
                )
            ],
            why="before the drawn index nothing changes",
        ),
        induct(
            "lowS", "m", {"if": ["m <= j"], "then": f"{at(S, 'm')} == {at(S, 'm', 'w')}"},
            [fix("lowS0", {}, {"lowS0.le": "0 <= j"}, *first[2:], have("e", f"{at(S, '0')} == {at(S, '0', 'w')}", "c d"))],
            [
                fix(
                    "lowS1", {}, {"lowS1.le": "m + 1 <= j"},
                    *filled(following, "lowS1", "lowS"),
                    instance("a", "h9", m="m", w=A),
                    instance("b", "h9", m="m", w="w"),
                    rewrite("a1", f"{at(S, 'm + 1')} == {at(S, 'm')} + inner(x(entry(m, w)), x(entry(m, w)))", "a", "keeps"),
                    have("a2", f"{at(S, 'm + 1')} == {at(S, 'm + 1', 'w')}", "a1 b ih"),
                )
            ],
        ),
    )  # fmt: skip


def filled(steps: tuple[Step, ...], case: str, outer: str) -> tuple[Step, ...]:
    """Steps whose facts are named for the (sub-)proof they stand in."""
    return tuple(
        Step(
            rule=s.rule, name=s.name, show=s.show, using=tuple(u.format(case, outer) for u in s.using), inside=s.inside,
            data={k: v.format(case, outer) if isinstance(v, str) else v for k, v in s.data.items()},
        )
        for s in steps
    )  # fmt: skip


CHANGE = "- x(entry(j, w)) + x(slope(j, w))"
SQUARES = "- inner(x(entry(j, w)), x(entry(j, w))) + inner(x(slope(j, w)), x(slope(j, w)))"


def high(name: str, term: str, change: str, hit: tuple[Step, ...], past: tuple[Step, ...]) -> tuple[Step, ...]:
    """Once the drawn index is among those summed, the sum has changed by it."""
    def shown(m: str) -> str:
        return f"{at(term, m)} == {at(term, m, 'w')} {change}"

    return (
        instance("draw", "h10", j="j", w="w", using="h13"),
        induct(
            name, "m", {"if": ["j < m", "m <= n"], "then": shown("m")},
            [
                fix(
                    "none", {}, {"none.lt": "j < 0", "none.le": "0 <= n"},
                    have("no", "1 <= 0", "none.lt nat_nonnegative(a=j)"),
                    *(
                        (
                            have("z", f"norm({at(term, '0')} - {at(term, '0', 'w')} - ({change})) <= 0", "no"),
                            instance("z0", "norm_zero", u=f"{at(term, '0')} - {at(term, '0', 'w')} - ({change})", using="z"),
                        )
                        if term == U
                        else (have("z0", shown("0"), "no"),)
                    ),
                )
            ],
            [
                fix(
                    "more", {}, {"more.lt": "j < m + 1", "more.le": "m + 1 <= n"},
                    by_cases(
                        "which", "m", "j", shown("m + 1"),
                        [
                            instance("there", "nat_discrete", a="j", b="m + 1", using="more.lt"),
                            have("there.le", "j <= m", "there"),
                            instance("one", "max_is_left", a="m", b="j", using="there.le"),
                            instance("two", "max_is_right", a="m", b="j", using="which.le"),
                            have("is", "m == j", "one two"),
                            have("j.le", "j <= j"),
                            *hit,
                        ],
                        [
                            have("m.le", "m <= n", "more.le"),
                            have("m.lt", "m < n", "more.le"),
                            instance("ih", f"{name}.ih", using="which.gt m.le"),
                            instance("keeps", "h12", i="m", j="j", w="w", using="which.gt m.lt"),
                            *past,
                        ],
                    ),
                )
            ],
            why="from the drawn index on the sum has changed by it",
        ),
        have("end.le", "n <= n"),
        instance("all", name, m="n"),
        instance("end", "all", using="h13 end.le"),
    )  # fmt: skip


J1, M1 = "j + 1", "m + 1"
TABLE = (
    *below()[:1],
    *high(
        "high", U, CHANGE,
        (
            instance("before", "low", m="j"),
            instance("same", "before", using="j.le"),
            instance("a", "h5", m="j", w=A),
            instance("b", "h5", m="j", w="w"),
            rewrite("a1", f"{at(U, J1)} == {at(U, 'j', 'w')} + x(entry(j, {A}))", "a", "same"),
            rewrite("a2", f"{at(U, J1)} == {at(U, 'j', 'w')} + x(slope(j, w))", "a1", "draw"),
            rewrite("a3", f"{at(U, J1)} == {at(U, J1, 'w')} {CHANGE}", "a2", "b"),
            rewrite("a4", f"{at(U, M1)} == {at(U, M1, 'w')} {CHANGE}", "a3", "is"),
        ),
        (
            instance("a", "h5", m="m", w=A),
            instance("b", "h5", m="m", w="w"),
            rewrite("a1", f"{at(U, M1)} == {at(U, 'm', 'w')} {CHANGE} + x(entry(m, {A}))", "a", "ih"),
            rewrite("a2", f"{at(U, M1)} == {at(U, 'm', 'w')} {CHANGE} + x(entry(m, w))", "a1", "keeps"),
            rewrite("a3", f"{at(U, M1)} == {at(U, M1, 'w')} {CHANGE}", "a2", "b"),
        ),
    ),
)  # fmt: skip
SPREAD = (
    *below()[1:],
    *high(
        "high", S, SQUARES,
        (
            instance("before", "lowS", m="j"),
            instance("same", "before", using="j.le"),
            instance("a", "h9", m="j", w=A),
            instance("b", "h9", m="j", w="w"),
            rewrite("a1", f"{at(S, J1)} == {at(S, 'j')} + inner(x(slope(j, w)), x(slope(j, w)))", "a", "draw"),
            have("a2", f"{at(S, J1)} == {at(S, J1, 'w')} {SQUARES}", "a1 b same"),
            rewrite("a3", f"{at(S, M1)} == {at(S, M1, 'w')} {SQUARES}", "a2", "is"),
        ),
        (
            instance("a", "h9", m="m", w=A),
            instance("b", "h9", m="m", w="w"),
            rewrite("a1", f"{at(S, M1)} == {at(S, 'm')} + inner(x(entry(m, w)), x(entry(m, w)))", "a", "keeps"),
            have("a2", f"{at(S, M1)} == {at(S, M1, 'w')} {SQUARES}", "a1 b ih"),
        ),
    ),
)  # fmt: skip

SUM = Derivation.of(
    induct(
        "sum", "m", f"0 <= spread(m, w) - 2*inner(x(entries(m, w)), e) + m*inner(e, e)",
        [
            instance("a", "h3", w="w"),
            instance("b", "h7", w="w"),
            have("z", "0 <= spread(0, w) - 2*inner(0, e) + 0*inner(e, e)", "b"),
            rewrite("z0", "0 <= spread(0, w) - 2*inner(x(entries(0, w)), e) + 0*inner(e, e)", "z", "a"),
        ],
        [
            instance("a", "h4", m="m", w="w"),
            instance("b", "h8", m="m", w="w"),
            have(
                "s", "0 <= spread(m + 1, w) - 2*inner(x(entries(m, w)) + x(entry(m, w)), e) + (m + 1)*inner(e, e)",
                ["sum.ih", "b", "inner_nonnegative(u=x(entry(m, w)) - e)"],
            ),
            rewrite("s0", "0 <= spread(m + 1, w) - 2*inner(x(entries(m + 1, w)), e) + (m + 1)*inner(e, e)", "s", "a"),
        ],
    ),
    instance("end", "sum", m="n"),
)  # fmt: skip

COCOERCIVE = Derivation.of(
    instance("one", "inverse", a="L"), have("both", "inner(g1 - g2, g1 - g2)/L <= inner(g1 - g2, p - q)", "h2 h3"),
    close("one both h1"),
)

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
    named = (f"{name}({m}, w)" for name in ("spread", "squares", "mixed"))
    return drawn(f"({m})", *named, f"x(entries({m}, w))", f"x(slopes({m}, w))")


def once(j: str) -> str:
    """What one draw adds."""
    y, g = f"x(entry({j}, w))", f"x(slope({j}, w))"
    return drawn("1", f"inner({y}, {y})", f"inner({g}, {g})", f"inner({y}, {g})", y, g)


def so_far(total: str, slopes: str) -> str:
    """One more draw, with the sums of points as given."""
    return drawn("(m + 1)", "spread(m + 1, w)", "squares(m + 1, w)", "mixed(m + 1, w)", total, slopes)


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
                have("a", f"tree(0, w) == {drawn('0', 'spread(0, w)', 'squares(0, w)', 'mixed(0, w)', '(0*xs)', '(0*xs)')}",
                     "z2 z3 z4 h18"),
                rewrite("b", f"tree(0, w) == {drawn('0', 'spread(0, w)', 'squares(0, w)', 'mixed(0, w)', 'x(entries(0, w))', '(0*xs)')}", "a", "z0"),
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

PROOFS: dict[str, Derivation] = {
    "cocoercive": COCOERCIVE,
    "lemma1": LEMMA1,
    "refresh": Derivation((TABLE, SPREAD)),
    "spread": SUM,
}
