"""Functions of one variable whose derivative is a polyline, with verticals: values, slopes and exact proximal maps.

Piecewise quadratic functions, kinks, indicators of intervals and all their sums are of this form.
"""

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from verify.finders.sampling.running.numbers import Ball, Numbers, Undecided

__all__ = ["Graph", "Polyline"]


@dataclass(frozen=True)
class Polyline:
    """u' as a graph: its vertices (place, slope), and how steep it is beyond them.

    u(0) = 0.  Places do not decrease; where the slopes do not decrease either, u is convex.  A vertical between two
    vertices of the same place is a kink of u; a vertical end (None) is an end of the domain.

    Attributes:
        vertices: at least one.
        low, high: curvature to the left of the first and to the right of the last vertex, or None.
    """

    vertices: tuple[tuple[Fraction, Fraction], ...]
    low: Fraction | None
    high: Fraction | None

    @functools.cached_property
    def pieces(self) -> tuple[tuple[Fraction, Fraction, Fraction, Fraction], ...]:
        """(place, slope, run, rise) of the left end, the segments and the right end, each from a vertex of it."""
        one, zero = Fraction(1), Fraction(0)
        left = (*self.vertices[0], *((zero, -one) if self.low is None else (-one, -self.low)))
        right = (*self.vertices[-1], *((zero, one) if self.high is None else (one, self.high)))
        steps = zip(self.vertices, self.vertices[1:], strict=False)
        return (left, *((a, s, b - a, r - s) for (a, s), (b, r) in steps), right)

    @functools.cached_property
    def heights(self) -> tuple[Fraction, ...]:
        """u at the vertices."""
        found = [Fraction(0)]
        for (a, s), (b, r) in zip(self.vertices, self.vertices[1:], strict=False):
            found.append(found[-1] + (s + r) / 2 * (b - a))
        shift = self._from(found, Fraction(0))
        return tuple(height - shift for height in found)

    def value(self, place: Fraction) -> Fraction:
        """u at a rational place of its domain."""
        return self._from(self.heights, place)

    def _from(self, heights: Any, place: Fraction) -> Fraction:
        for number, (a, s, run, rise) in enumerate(self.pieces):
            base = max(number - 1, 0)
            inside = number == len(self.pieces) - 1 or place <= self.vertices[number][0]
            if inside and run == 0 and place != a:
                break
            if inside:
                slope = s if run == 0 else s + (place - a) / run * rise
                return Fraction(heights[base] + (s + slope) / 2 * (place - a))
        raise Undecided(f"{place} is outside the domain")

    @functools.cached_property
    def lowest(self) -> tuple[Fraction, Fraction] | None:
        """(place, infimum), or None if u is unbounded below or attains no minimum."""
        (_, first), (_, last) = self.vertices[0], self.vertices[-1]
        falls = (self.low is not None and (self.low < 0 or (self.low == 0 and first > 0))) or (
            self.high is not None and (self.high < 0 or (self.high == 0 and last < 0))
        )
        if falls:
            return None
        places = {place for place, _ in self.vertices}
        for number, (a, s, run, rise) in enumerate(self.pieces):
            root = a - s / rise * run if rise else a
            after = number == len(self.pieces) - 1 or root <= self.vertices[number][0]
            if after and (number == 0 or root >= self.vertices[number - 1][0]):
                places.add(root)
        return min(((place, self.value(place)) for place in places), key=lambda pair: (pair[1], abs(pair[0])))

    @property
    def domain(self) -> tuple[Fraction | None, Fraction | None]:
        """The ends of the interval where u is finite."""
        return (
            self.vertices[0][0] if self.low is None else None,
            self.vertices[-1][0] if self.high is None else None,
        )

    def describe(self) -> str:
        """The graph of the derivative in words."""
        ends = ["vertical" if end is None else f"curvature {end}" for end in (self.low, self.high)]
        places = ", ".join(f"({a}, {s})" for a, s in self.vertices)
        return f"derivative through {places}, {ends[0]} before and {ends[1]} after"


class Graph:
    """A polyline in one arithmetic.

    A ball that two pieces share gets the hull of what they say: each formula is right on its piece.
    """

    def __init__(self, line: Polyline, numbers: Numbers) -> None:
        self.line, self.numbers = line, numbers
        self.places = [numbers.number(a) for a, _ in line.vertices]
        self.slopes = [numbers.number(s) for _, s in line.vertices]
        self.heights = [numbers.number(height) for height in line.heights]
        self.runs = [numbers.number(run) for _, _, run, _ in line.pieces]
        self.rises = [numbers.number(rise) for _, _, _, rise in line.pieces]

    def _possible(self, key: Any, keys: list[Any]) -> Iterator[int]:
        """The pieces that a number may lie on, given where the vertices are."""
        last = len(keys)
        for number in range(last + 1):
            before = number > 0 and _certainly_less(key, keys[number - 1])
            after = number < last and _certainly_less(keys[number], key)
            if not before and not after:
                yield number

    def _on(self, number: int, share: Any) -> tuple[Any, Any, Any]:
        """(place, slope, value) of a piece, its run and rise taken ``share`` times."""
        base = max(number - 1, 0)
        step = share * self.runs[number]
        slope = self.slopes[base] + share * self.rises[number]
        return (
            self.places[base] + step,
            slope,
            self.heights[base] + (self.slopes[base] + slope) / 2 * step,
        )

    def _read(self, place: Any) -> tuple[Any, bool]:
        """The hull of slope and value at a place, and whether it may be a kink."""
        found, kink = [], False
        for number in self._possible(place, self.places):
            if self.line.pieces[number][2] == 0:
                outer = number in (0, len(self.places))
                if outer and not _certainly_inside(place, self.places[max(number - 1, 0)], number > 0):
                    raise Undecided("a place that may be outside the domain")
                kink = kink or not outer
                continue
            found.append(self._on(number, (place - self.places[max(number - 1, 0)]) / self.runs[number]))
            if not self.numbers.exact:
                break
        if not found:  # the domain is this one place
            return (place, self.slopes[0], self.heights[0]), True
        return _hull(found), kink

    def value(self, place: Any) -> Any:
        """u at a place."""
        return self._read(place)[0][2]

    def slope(self, place: Any) -> Any:
        """A subgradient: in floats at a kink the least; balls that may contain a kink have none."""
        (_, slope, _), kink = self._read(place)
        if kink and self.numbers.exact:
            raise Undecided("a ball around a kink")
        return slope

    def prox(self, place: Any, step: Any) -> tuple[Any, Any, Any]:
        """(p, subgradient there, u(p)) for the p that minimises u(p) + (p - place)^2/(2 step); u convex."""
        keys = [a + step * s for a, s in zip(self.places, self.slopes, strict=True)]
        found = []
        for number in self._possible(place, keys):
            base = max(number - 1, 0)
            width = self.runs[number] + step * self.rises[number]
            found.append(self._on(number, (place - keys[base]) / width))
            if not self.numbers.exact:
                break
        return _hull(found)


def _hull(found: list[tuple[Any, Any, Any]]) -> tuple[Any, Any, Any]:
    first, *others = found
    for other in others:
        first = (first[0].union(other[0]), first[1].union(other[1]), first[2].union(other[2]))
    return first


def _certainly_less(a: Any, b: Any) -> bool:
    return bool(a.arb < b.arb) if isinstance(a, Ball) else bool(a < b)


def _certainly_inside(place: Any, end: Any, upper: bool) -> bool:
    if isinstance(place, Ball):
        return bool(place.arb <= end.arb) if upper else bool(place.arb >= end.arb)
    return bool(place <= end) if upper else bool(place >= end)
