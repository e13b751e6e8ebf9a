"""Draw functions of one variable: bowls, kinks, flat pieces, ends of the domain, with the extreme curvatures often."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from verify.finders.sampling.members.polyline import Polyline
from verify.finders.strategies import chosen, scale, whole

__all__ = ["WEIGHTS", "interval", "line", "lipschitz", "nonexpansive"]

Draw = Callable[[Any], Any]
Vertex = tuple[Fraction, Fraction]
_SHARES = tuple(Fraction(n, 4) for n in (4, 0, 4, 0, 2, 1, 3))
_ONE = Fraction(1)
_HALF, _THIRD = Fraction(1, 2), Fraction(1, 3)

WEIGHTS: dict[int, tuple[tuple[Fraction, ...], ...]] = {
    1: ((_ONE,),),
    2: ((Fraction(3, 5), Fraction(4, 5)), (Fraction(4, 5), Fraction(3, 5)), (Fraction(5, 13), Fraction(12, 13))),
    3: ((2 * _THIRD, 2 * _THIRD, _THIRD), (_THIRD, 2 * _THIRD, 2 * _THIRD)),
    4: ((_HALF,) * 4,),
}
"""By their number, rational weights whose squares add up to 1."""


def line(
    draw: Draw, low: Fraction, high: Fraction | None, unit: Fraction, through: Fraction = Fraction(0),
    even: bool = False, spread: Fraction = _ONE,
) -> Polyline:  # fmt: skip
    """A polyline through (0, ``through``) with slopes from ``low`` to ``high``.

    Args:
        draw: of Hypothesis.
        low: the least slope of the graph, so the least curvature.
        high: the largest, or None where jumps and ends of the domain are allowed.
        unit: the natural size of a slope, for jumps.
        through: a (sub)gradient at 0.
        even: whether the function is even.
        spread: the natural distance between vertices.
    """
    if high is not None and whole(draw, 0, 3) == 3:  # quadratic or linear, one curvature everywhere
        bend = low + chosen(draw, _SHARES) * (high - low)
        return Polyline(((Fraction(0), through),), bend, bend)
    right, last = _side(draw, low, high, unit, spread)
    left, first = (right, last) if even else _side(draw, low, high, unit, spread)
    before = [(-a, through - s) for a, s in reversed(left)]
    after = [(a, through + s) for a, s in right]
    return Polyline((*before, (Fraction(0), through), *after), first, last)


def _side(
    draw: Draw, low: Fraction, high: Fraction | None, unit: Fraction, spread: Fraction
) -> tuple[list[Vertex], Fraction | None]:
    """What follows the vertex (0, 0) to the right, and the curvature at the end."""
    place = slope = Fraction(0)
    found: list[Vertex] = []
    for number in range(chosen(draw, (0, 1, 1, 2))):
        step, rise = _step(draw, low, high, unit, spread, first=number == 0)
        place, slope = place + step, slope + rise
        found.append((place, slope))
    if high is None:
        end = chosen(draw, (Fraction(0), Fraction(0), "steep", None))
        return found, low + unit * scale(draw, -3, 3) if end == "steep" else None if end is None else low
    return found, low + chosen(draw, _SHARES) * (high - low)


def _step(draw: Draw, low: Fraction, high: Fraction | None, unit: Fraction, spread: Fraction, first: bool) -> Vertex:
    if high is None and chosen(draw, (True, False) if first else (True, False, False)):
        return Fraction(0), unit * spread * scale(draw, -3, 2)
    width = spread * scale(draw, -3, 2)
    if high is None:
        return width, width * (low + chosen(draw, (0, 1)) * unit * scale(draw, -3, 3))
    return width, width * (low + chosen(draw, _SHARES) * (high - low))


def lipschitz(draw: Draw, M: Fraction, even: bool = False) -> Polyline:
    """Convex, with slopes from -M to M, often |y| times M, minimal at 0."""
    right = _rise(draw, M)
    left = right if even else _rise(draw, M)
    before = [(-a, -s) for a, s in reversed(left)]
    return Polyline((*before, (Fraction(0), Fraction(0)), *right), Fraction(0), Fraction(0))


def _rise(draw: Draw, M: Fraction) -> list[Vertex]:
    """Flat for a while, then up to M times a share, at once or along a slope."""
    top = M * chosen(draw, (Fraction(1), Fraction(1), Fraction(1, 2)))
    flat = chosen(draw, (Fraction(0), Fraction(0), scale(draw, -3, 2)))
    wide = chosen(draw, (Fraction(0), Fraction(0), scale(draw, -3, 2)))
    found = [(flat, Fraction(0))] if flat else []
    return [*found, (flat + wide, top)]


def nonexpansive(draw: Draw) -> Polyline:
    """The graph of a map with slopes from -1 to 1 through the origin: reflections, projections, shrinkage, shifts."""
    right, last = _side(draw, -_ONE, _ONE, _ONE, _ONE)
    left, first = (right, last) if whole(draw, 0, 1) else _side(draw, -_ONE, _ONE, _ONE, _ONE)
    before = [(-a, -s) for a, s in reversed(left)]
    return Polyline((*before, (Fraction(0), Fraction(0)), *right), first, last)


def interval(draw: Draw, length: Fraction, slope: int) -> tuple[Polyline, Fraction]:
    """The indicator of an interval of a length, 0 in it, and a normal at 0 of a sign (0: no normal).

    Returns:
        the polyline, and the normal, which is 0 unless 0 is an end.
    """
    zero = Fraction(0)
    if slope == 0:
        left = length * Fraction(whole(draw, 0, 8), 8)
        ends = sorted({-left, length - left, zero})
        return Polyline(tuple((end, zero) for end in ends), None, None), zero
    if slope > 0:
        return Polyline(((-length, zero), (zero, zero)), None, None), Fraction(1)
    return Polyline(((zero, zero), (length, zero)), None, None), Fraction(-1)
