"""Functions of one variable on an interval or on the whole line."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import sympy as sp

from verify.finders.covers.balls import Interval, Undefined, compile_expression, supports
from verify.finders.covers.cover import cover
from verify.smoothness.bound import Bound, Ends
from verify.smoothness.formulas.tails import OutOfReach, Quotient

__all__ = ["Tail", "confine", "inverted", "tails"]

STARTS = tuple(Fraction(2**k) for k in range(10))


@dataclass(frozen=True, kw_only=True)
class Tail:
    """A bound near plus or minus infinity.

    Attributes:
        variable: the coordinate.
        side: 1 or -1.
        heights: the curvatures in s, where the coordinate is side * s.
        weight: the weight in s, or None if its growth is out of reach; zero for none.
        power: of the weight.
    """

    variable: sp.Symbol
    side: int
    heights: tuple[sp.Expr, ...]
    weight: sp.Expr | None
    power: Any

    @property
    def ratio(self) -> tuple[tuple[Any, Any], Any, bool]:
        """Growth (a, k) and coefficient of curvature / weight^power, and whether the curvature is unbounded.

        Raises:
            OutOfReach: where it cannot be told.
        """
        s = self.variable
        found = [q for q in (Quotient(h, s) for h in self.heights) if not q.zero and q.coefficient > 0]
        if not found:
            return (sp.Integer(-1), sp.Integer(0)), sp.Integer(0), False
        top = max(found, key=lambda q: (q.growth, q.coefficient))
        unbounded = bool(top.growth > (0, 0))
        if self.weight is None:
            raise OutOfReach("the weight is out of reach")
        low = Quotient(self.weight, s)
        if low.zero:
            return (sp.Integer(1), sp.Integer(0)), sp.oo, unbounded
        growth = (top.growth[0] - self.power * low.growth[0], top.growth[1] - self.power * low.growth[1])
        return growth, top.coefficient / sp.Abs(low.coefficient) ** self.power, unbounded

    @property
    def threshold(self) -> Any:
        """No L0 is enough for an L1 below this; 0 if any L1 may do, oo if none does."""
        growth, coefficient, unbounded = self.ratio
        if not unbounded or growth < (0, 0):
            return sp.Integer(0)
        return sp.oo if growth > (0, 0) else coefficient

    def outgrows(self, L1: sp.Expr) -> bool:
        """Whether curvature - L1 weight tends to infinity, which decides where the ratio tends to L1 itself."""
        if self.weight is None or self.power != 1:
            return False
        slope = Quotient(self.weight, self.variable)
        if slope.zero:
            return False
        size = self.weight if slope.coefficient > 0 else -self.weight
        found = [Quotient(height - L1 * size, self.variable) for height in self.heights]
        return any(not q.zero and q.growth > (0, 0) and bool(q.coefficient > 0) for q in found)

    def start(self, M: sp.Expr, L1: sp.Expr) -> Fraction | None:
        """A number s from which on the inequality certainly holds, or None if none is found."""
        tests = [self._tests(height, M, L1) for height in self.heights]
        for start in STARTS:
            if all(any(all(q.sign(start) in allowed for q, allowed in way) for way in ways) for ways in tests):
                return start
        return None

    def _tests(self, height: sp.Expr, M: sp.Expr, L1: sp.Expr) -> list[list[tuple[Quotient, tuple[int, ...]]]]:
        """Ways to show height <= M + L1 |weight|^power: all signs of one of them."""
        s = self.variable
        ways: list[list[tuple[Quotient, tuple[int, ...]]]] = []
        try:
            ways.append([(Quotient(M - height, s), (0, 1))])
        except OutOfReach:
            return []
        if self.weight is None or self.weight == 0 or L1 == 0:
            return ways
        p, q = sp.Rational(self.power).p, sp.Rational(self.power).q
        for sign in (1, -1):
            try:
                # L1^q w^p >= (height - M)^q gives the inequality for odd q, and for even q as well, for either sign
                room = Quotient(L1**q * (sign * self.weight) ** p - (height - M) ** q, s)
                ways.append([(Quotient(sign * self.weight, s), (0, 1)), (room, (0, 1))])
            except OutOfReach:
                continue
        return ways


def tails(bound: Bound) -> list[Tail]:
    """The tails of a bound in one variable; empty if it is bounded."""
    (x,) = bound.variables
    found = []
    for side, end in zip((-1, 1), bound.ends[x], strict=True):
        if end is None:
            moved = {x: side * x}
            weight: sp.Expr | None = bound.weight.subs(moved, simultaneous=True)
            try:
                Quotient(weight, x)
            except OutOfReach:
                weight = None
            heights = tuple(h.subs(moved, simultaneous=True) for h in bound.heights)
            found.append(Tail(variable=x, side=side, heights=heights, weight=weight, power=bound.power))
    return found


def confine(bound: Bound, M: sp.Expr, L1: sp.Expr) -> Mapping[sp.Symbol, Ends] | None:
    """A bounded interval outside which the inequality certainly holds."""
    (x,) = bound.variables
    low, high = bound.ends[x]
    for tail in tails(bound):
        start = tail.start(M, L1)
        if start is None:
            start = _near_zero(bound, tail.side, M, L1)
        if start is None:
            return None
        if tail.side > 0:
            high = max(start, low) if low is not None else start
        else:
            low = -start if high is None else min(-start, high)
    return {x: (low, high)}


def inverted(bound: Bound) -> bool:
    """Whether each tail, written in s = 1/|x|, has an enclosure near s = 0."""
    (x,) = bound.variables
    sides = [side for side, end in zip((-1, 1), bound.ends[x], strict=True) if end is None]
    return all(_inverse(bound, side) is not None for side in sides)


def _inverse(bound: Bound, side: int) -> Bound | None:
    """The bound for |x| >= 1 on one side, in s = 1/|x|, if its enclosure at s = 0 is finite."""
    (x,) = bound.variables
    s, plain = sp.Symbol("s", positive=True), sp.Symbol("s", real=True)
    moved = [sp.simplify(e.subs(x, side / s)).subs(s, plain) for e in (*bound.heights, bound.weight)]
    ends: Ends = (Fraction(0), Fraction(1))
    if not all(supports(e, (plain,)) for e in moved):
        return None
    try:
        for e in moved:
            compile_expression(e, (plain,))([Interval(0, Fraction(1, 2**20))])
    except Undefined:
        return None
    return replace(bound, variables=(plain,), ends={plain: ends}, heights=tuple(moved[:-1]), weight=moved[-1])


def _near_zero(bound: Bound, side: int, M: sp.Expr, L1: sp.Expr) -> Fraction | None:
    """A number R such that a cover of 0 <= s <= 1/R proves the inequality where |x| >= R."""
    turned = _inverse(bound, side)
    if turned is None:
        return None
    for start in STARTS[1:6]:
        part = {v: (Fraction(0), 1 / start) for v in turned.variables}
        if cover(turned.domain(M, L1, part), effort=30_000).outcome == "proved":
            return start
    return None
