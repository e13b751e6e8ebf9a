"""Functions of one variable whose derivative is a polyline: exact values, subgradients, proximal steps, normals.

A vertical piece of the graph of the derivative is a kink, a vertical ray the boundary of the domain, so |x|, x^2/2,
Huber functions and indicators of intervals are all of this kind.  All arithmetic is rational.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import sympy as sp

__all__ = ["Polyline", "absolute", "huber", "indicator", "linear", "quadratic"]

Knot = tuple[sp.Rational, sp.Rational]


@dataclass(frozen=True)
class Polyline:
    """The graph of a derivative: knots (x, slope) from left to right, and the rates of the slope at both ends.

    Attributes:
        knots: at least one; neither coordinate ever falls if the function is convex.
        left, right: rate at which the slope changes beyond the first and the last knot; None for a vertical ray.
    """

    knots: tuple[Knot, ...]
    left: sp.Rational | None
    right: sp.Rational | None

    def slope(self, x: Any) -> Any:
        """A subgradient: on a kink the one nearest to 0 if 0 is none, else the end farther from it."""
        if x not in self:
            raise ValueError(f"{x} is outside the domain")
        (first, low), (last, high) = self.knots[0], self.knots[-1]
        found = [s for knot, s in self.knots if knot == x]
        if found:
            return max(found, key=abs) if min(found) <= 0 <= max(found) else min(found, key=abs)
        if x < first:
            return low + self.left * (x - first)
        if x > last:
            return high + self.right * (x - last)
        (a, s), (b, t) = next(p for p in pairwise(self.knots) if p[0][0] < x < p[1][0])
        return s + (t - s) * (x - a) / (b - a)

    def __contains__(self, x: Any) -> bool:
        low, high = self.knots[0][0], self.knots[-1][0]
        return bool((self.left is not None or x >= low) and (self.right is not None or x <= high))

    def value(self, x: Any) -> Any:
        """The integral of the slope from 0."""
        low, high = sorted((sp.S.Zero, sp.sympify(x)))
        inside = sorted({low, high, *(knot for knot, _ in self.knots if low < knot < high)})
        total = sp.S.Zero
        for a, b in pairwise(inside):
            middle = (a + b) / 2
            total += self.slope(middle) * (b - a)  # the slope is linear between knots
        return total if x >= 0 else -total

    def prox(self, x: Any, step: Any) -> Any:
        """The p with (x - p)/step a subgradient at p: x - p - step*slope falls along a rising graph."""
        (first, low), (last, high) = self.knots[0], self.knots[-1]
        if x <= first + step * low:
            return first if self.left is None else first + (x - first - step * low) / (1 + step * self.left)
        if x >= last + step * high:
            return last if self.right is None else last + (x - last - step * high) / (1 + step * self.right)
        for (a, s), (b, t) in pairwise(self.knots):
            if a + step * s <= x <= b + step * t:
                share = (x - a - step * s) / (b - a + step * (t - s))
                return a + share * (b - a)
        raise ValueError("the graph falls")

    def normal_at(self, slope: Any) -> Any:
        """A point of which the slope is a subgradient, for the indicator of an interval."""
        low, high = self.knots[0][0], self.knots[-1][0]
        return low if slope < 0 or (slope == 0 and abs(low) > abs(high)) else high

    def lowest(self) -> Any:
        """The minimiser 0."""
        return sp.S.Zero


def _q(value: Any) -> sp.Rational:
    return sp.sympify(value)


def quadratic(curvature: Any) -> Polyline:
    """curvature x^2/2."""
    return Polyline(((_q(0), _q(0)),), _q(curvature), _q(curvature))


def linear(slope: Any) -> Polyline:
    """slope x."""
    return Polyline(((_q(0), _q(slope)),), _q(0), _q(0))


def absolute(left: Any, right: Any, curvature: Any = 0) -> Polyline:
    """A kink at 0 between two slopes, and a quadratic added."""
    return Polyline(((_q(0), _q(left)), (_q(0), _q(right))), _q(curvature), _q(curvature))


def huber(curvature: Any, corner: Any, beyond: Any = 0) -> Polyline:
    """curvature x^2/2 up to the corner on both sides, of another curvature beyond."""
    c, s = _q(corner), _q(curvature) * _q(corner)
    return Polyline(((-c, -s), (c, s)), _q(beyond), _q(beyond))


def indicator(knots: Sequence[Any]) -> Polyline:
    """0 on an interval, infinite outside."""
    low, high = knots
    return Polyline(((_q(low), _q(0)), (_q(high), _q(0))), None, None)
