"""Derivations: sums over the index, by induction on how many are summed."""

from theory.derivation import Derivation, Step, by_cases, close, fix, have, induct, instance, rewrite

__all__ = ["PROOFS"]

A = "append(w, j)"
KEPT = "inner(x(entry(m, w)), x(entry(m, w)))"
U, S = "x(entries({m}, {w}))", "spread({m}, {w})"


def at(term: str, m: str, w: str = A) -> str:
    """A sum over the first m indices, after the history w."""
    return term.format(m=m, w=w)


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
            [
                fix(
                    "low0", {}, {"low0.le": "0 <= j"},
                    *first[:2],
                    rewrite("e", f"{at(U, '0')} == {at(U, '0', 'w')}", "a", "b"),
                )
            ],
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
            [
                fix(
                    "lowS0", {}, {"lowS0.le": "0 <= j"},
                    *first[2:],
                    have("e", f"{at(S, '0')} == {at(S, '0', 'w')}", "c d"),
                )
            ],
            [
                fix(
                    "lowS1", {}, {"lowS1.le": "m + 1 <= j"},
                    *filled(following, "lowS1", "lowS"),
                    instance("a", "h9", m="m", w=A),
                    instance("b", "h9", m="m", w="w"),
                    rewrite("a1", f"{at(S, 'm + 1')} == {at(S, 'm')} + {KEPT}", "a", "keeps"),
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

    apart = f"{at(term, '0')} - {at(term, '0', 'w')} - ({change})"

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
                            have("z", f"norm({apart}) <= 0", "no"),
                            instance("z0", "norm_zero", u=apart, using="z"),
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
        "sum", "m", "0 <= spread(m, w) - 2*inner(x(entries(m, w)), e) + m*inner(e, e)",
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
    instance("one", "inverse", a="L"),
    have("both", "inner(g1 - g2, g1 - g2)/L <= inner(g1 - g2, p - q)", "h2 h3"),
    close("one both h1"),
)

PROOFS: dict[str, Derivation] = {
    "cocoercive": COCOERCIVE,
    "refresh": Derivation((TABLE, SPREAD)),
    "spread": SUM,
}
