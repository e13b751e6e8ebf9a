"""Worst functions of one variable: derivatives that are piecewise linear, run exactly in rationals.

The worst cases of gradient descent are of this kind: a quadratic, a Huber function (Drori and Teboulle 2014, section 3)
and, without convexity, a slope that dips between the iterates and is as large again at each of them.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, islice, pairwise
from typing import Any

__all__ = ["Case", "Measured", "PiecewiseQuadratic", "Triples", "cases", "dipping", "huber", "quadratic", "run"]

Triples = tuple[tuple[Fraction, Fraction, Fraction], ...]
"""(x_i, f'(x_i), f(x_i)) along a run."""

Measured = Callable[["PiecewiseQuadratic", Sequence[Fraction]], Fraction]
"""A number that belongs to a run on a function, given by its points."""


@dataclass(frozen=True, kw_only=True)
class PiecewiseQuadratic:
    """A function whose derivative is linear between knots, with minimum 0 where the derivative is 0.

    Attributes:
        knots: (u, f'(u)), u increasing; one of them is (0, 0), where the value is 0.
        outside: the second derivative below the first and above the last knot.
    """

    knots: tuple[tuple[Fraction, Fraction], ...]
    outside: Fraction

    @cached_property
    def _places(self) -> tuple[Fraction, ...]:
        return tuple(u for u, _ in self.knots)

    @cached_property
    def _values(self) -> tuple[Fraction, ...]:
        pieces = ((b - a) * (s + t) / 2 for (a, s), (b, t) in pairwise(self.knots))
        values = list(accumulate(pieces, initial=Fraction(0)))
        zero = values[self._places.index(Fraction(0))]
        return tuple(value - zero for value in values)

    @property
    def curvatures(self) -> Iterator[Fraction]:
        """The values of the second derivative."""
        yield self.outside
        yield from ((t - s) / (b - a) for (a, s), (b, t) in pairwise(self.knots))

    def both(self, u: Fraction) -> tuple[Fraction, Fraction]:
        """The derivative and the value."""
        i, first = self._at(u)
        a, s = self.knots[i]
        return first, self._values[i] + (s + first) * (u - a) / 2

    def grad(self, u: Fraction) -> Fraction:
        """The derivative."""
        return self._at(u)[1]

    def _at(self, u: Fraction) -> tuple[int, Fraction]:
        """The knot that a point is measured from, and the derivative there."""
        i = bisect_right(self._places, u) - 1
        inside = 0 <= i < len(self.knots) - 1
        i = max(i, 0)
        a, s = self.knots[i]
        if a == u:
            return i, s
        if not inside:
            return i, s + self.outside * (u - a)
        b, t = self.knots[i + 1]
        return i, s + (t - s) / (b - a) * (u - a)

    def __call__(self, u: Fraction) -> Fraction:
        """The value."""
        return self.both(u)[1]


@dataclass(frozen=True, kw_only=True)
class Case:
    """A run on a function of one variable, exact.

    Attributes:
        function: the function; its minimum is 0, at 0.
        points: the run, from x_0 on.
        value: what is measured, in the unit of the question.
    """

    function: PiecewiseQuadratic
    points: tuple[Fraction, ...]
    value: Fraction

    @property
    def start(self) -> Fraction:
        """x_0."""
        return self.points[0]

    @property
    def triples(self) -> Triples:
        """The run with derivatives and values."""
        return tuple((x, *self.function.both(x)) for x in self.points)


def quadratic() -> PiecewiseQuadratic:
    """u^2/2."""
    return PiecewiseQuadratic(knots=((Fraction(0), Fraction(0)),), outside=Fraction(1))


def huber(corner: Fraction) -> PiecewiseQuadratic:
    """u^2/2 up to the corner on both sides, linear beyond."""
    return PiecewiseQuadratic(
        knots=((-corner, -corner), (Fraction(0), Fraction(0)), (corner, corner)), outside=Fraction(0)
    )


def dipping(step: Fraction, horizon: int) -> PiecewiseQuadratic:
    """Slope 1 at each of N + 1 points a step apart, as low as the curvature 1 allows between them, then down to 0."""
    knots = [(Fraction(0), Fraction(0)), (Fraction(1), Fraction(1))]
    for i in range(horizon):
        knots += [(1 + (i + Fraction(1, 2)) * step, 1 - step / 2), (1 + (i + 1) * step, Fraction(1))]
    return PiecewiseQuadratic(knots=tuple(knots), outside=Fraction(0))


def run(
    method: Any, parameters: Mapping[str, Fraction], function: Any, start: Fraction, horizon: int
) -> tuple[Fraction, ...]:
    """N steps of a method, exactly; the class's constant L is 1."""
    return tuple(islice(method(function, start, **parameters), horizon + 1))


def cases(
    method: Any,
    parameters: Mapping[str, Fraction],
    horizon: int,
    convex: bool,
    measured: Measured,
    corners: Sequence[Fraction] = (),
) -> Iterator[Case]:
    """Runs that may be the worst: of a quadratic, of Huber functions, and without convexity of a dipping slope.

    Args:
        method: its text.
        parameters: steps in units of 1/L.
        horizon: the number of steps.
        convex: whether the class is convex; then the start is 1 from the minimiser, else one of slope 1.
        measured: the number that is to be large.
        corners: of further Huber functions.
    """
    if not convex:
        step = parameters["step"]
        starts = [(dipping(step, horizon), 1 + horizon * step)] if 0 < step < 2 else []
        starts.append((quadratic(), Fraction(1)))
    else:
        way = 1 - run(method, parameters, _Slope(), Fraction(1), horizon)[-1]
        best = [1 / (2 * way + 1)] if way > 0 else []
        starts = [(function, Fraction(1)) for function in (quadratic(), *map(huber, [*best, *corners]))]
    for function, start in starts:
        points = run(method, parameters, function, start, horizon)
        yield Case(function=function, points=points, value=measured(function, points))


class _Slope:
    """The linear function with slope 1, which a Huber function is far out."""

    def grad(self, u: Fraction) -> Fraction:
        return Fraction(1)

    def __call__(self, u: Fraction) -> Fraction:
        return u
