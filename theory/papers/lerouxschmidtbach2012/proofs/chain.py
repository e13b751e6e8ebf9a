"""From one draw to k of them: what both propositions share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from theory.derivation import Step, close, fix, have, induct, instance, rewrite

__all__ = ["KEY", "Potential", "chain", "positive"]

KEY = "lerouxschmidtbach2012"
ENTRY, SLOPE = "x(entry(m, w))", "x(slope(m, w))"
ENTRIES, SLOPES = f"(x(entries(m, w)) + {ENTRY})", f"(x(slopes(m, w)) + {SLOPE})"


@dataclass(frozen=True, kw_only=True)
class Potential:
    """A function Q of the state, and a bound on the sum of Q over the draws of the first m indices.

    Attributes:
        at: Q after a history.
        partial: the bound, from m, the sum of squares, the sum of the table and that of the gradients over the first m
            indices; what one draw adds to it is ``partial`` of that draw's own terms.
        factor: how many times Q the quantity is whose mean is bounded.
    """

    at: Callable[[str], str]
    partial: Callable[[str, str, str, str], str]
    factor: str

    def first(self, m: str) -> str:
        """The bound with its own sums."""
        return self.partial(f"({m})", f"spread({m}, w)", f"x(entries({m}, w))", f"x(slopes({m}, w))")

    def one(self, j: str) -> str:
        """What drawing j adds to it."""
        entry, slope = f"x(entry({j}, w))", f"x(slope({j}, w))"
        return self.partial("1", f"inner({entry}, {entry})", entry, slope)

    def scaled(self, q: str, t: str = "t") -> str:
        """What bounds the mean t draws later."""
        return f"{self.factor}*decay({t})*{q}"


def positive(start: str, following: str) -> Step:
    """decay(t) >= 0, from its recursion and delta <= 1 (fact ``slow``)."""
    return induct(
        "positive", "t", "0 <= decay(t)",
        [close(start)],
        [instance("next", following, k="t"), close("next positive.ih slow")],
    )  # fmt: skip


def chain(q: Potential, h: Mapping[str, str]) -> Step:
    """For all t and w: expected(t, w) <= factor decay(t) Q(w), by induction on t.

    From the facts ``positive``; ``below``, that the quantity is at most factor Q; ``draw``, that Q after a draw is at
    most what that draw adds; ``falls``, that all draws together add at most n (1 - delta) Q.

    Args:
        q: the potential.
        h: names of the hypotheses: value, none, more, mean of the expectation; entries, slopes, spread of the sums
            (each with its successor, as in entries+); decay, decay+; count, that n > 0.
    """
    shrunk, later = f"(n*(1 - delta)*{q.at('w')})", q.scaled(q.at("w"), "t + 1")
    return induct(
        "all", "t", {"for": {"w": "real"}, "if": [], "then": f"expected(t, w) <= {q.scaled(q.at('w'))}"},
        [
            fix(
                "base", {"w": "real"}, {},
                instance("e", h["value"], w="w"),
                instance("low", "below", w="w"),
                have("end", f"expected(0, w) <= {q.scaled(q.at('w'), '0')}", f"e low {h['decay']}"),
            )
        ],
        [
            fix(
                "next", {"w": "real"}, {},
                instance("pos", "positive", t="t"),
                _sum(q, h),
                instance("whole", "part", m="n"),
                have("n.le", "n <= n"),
                instance("total", "whole", using="n.le"),
                instance("fall", "falls", w="w"),
                instance("mean", h["mean"], k="t", w="w"),
                instance("decays", h["decay+"], k="t"),
                have("fall'd", f"{q.scaled(q.first('n'))} <= {q.scaled(shrunk)}", "fall pos"),
                have("all'd", f"n*expected(t + 1, w) <= n*({later})", "mean total fall'd decays"),
                have("end", f"expected(t + 1, w) <= {later}", f"all'd {h['count']}"),
            )
        ],
        why="one more draw",
    )  # fmt: skip


def _sum(q: Potential, h: Mapping[str, str]) -> Step:
    """The sum over the first m draws, by induction on m."""

    def none(entries: str, slopes: str) -> str:
        return f"chosen(t, w, 0) <= {q.scaled(q.partial('0', 'spread(0, w)', entries, slopes))}"

    def more(entries: str, slopes: str) -> str:
        return f"chosen(t, w, m + 1) <= {q.scaled(q.partial('(m + 1)', 'spread(m + 1, w)', entries, slopes))}"

    drawn = q.scaled(q.one("m"))
    return induct(
        "part", "m", {"if": ["m <= n"], "then": f"chosen(t, w, m) <= {q.scaled(q.first('m'))}"},
        [
            fix(
                "none", {}, {"none.le": "0 <= n"},
                instance("z0", h["none"], k="t", w="w"),
                *(instance(f"z{i}", h[total], w="w") for i, total in enumerate(("entries", "slopes", "spread"), 1)),
                have("z4", none("(0*xs)", "(0*xs)"), "z0 z3"),
                rewrite("z5", none("x(entries(0, w))", "(0*xs)"), "z4", "z1"),
                rewrite("z6", none("x(entries(0, w))", "x(slopes(0, w))"), "z5", "z2"),
            )
        ],
        [
            fix(
                "more", {}, {"more.le": "m + 1 <= n"},
                have("m.le", "m <= n", "more.le"),
                have("m.lt", "m < n", "more.le"),
                instance("so-far", "part.ih", using="m.le"),
                instance("adds", h["more"], k="t", m="m", w="w"),
                instance("after", "all.ih", w="append(w, m)"),
                instance("drawn", "draw", w="w", j="m", using="m.lt"),
                instance("t1", h["entries+"], m="m", w="w"),
                instance("t2", h["slopes+"], m="m", w="w"),
                instance("t3", h["spread+"], m="m", w="w"),
                have("drawn'd", f"{q.scaled(q.at('append(w, m)'))} <= {drawn}", "drawn pos"),
                have("m1", f"chosen(t, w, m + 1) <= {q.scaled(q.first('m'))} + {drawn}", "so-far adds after drawn'd"),
                have("m2", more(ENTRIES, SLOPES), "m1 t3"),
                rewrite("m3", more("x(entries(m + 1, w))", SLOPES), "m2", "t1"),
                rewrite("m4", more("x(entries(m + 1, w))", "x(slopes(m + 1, w))"), "m3", "t2"),
            )
        ],
        why="sum over the draws",
    )  # fmt: skip
