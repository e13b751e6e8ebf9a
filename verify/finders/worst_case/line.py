"""Functions of one real variable through s = sign(f') log(1 + L1 |f'|/L0)/L1, which is 1-Lipschitz exactly for members.

With H(s) the integral of f' = S(s) over s (the right side of the self-bounding inequality f - f* >= H(s(f'))), a
function is given by a continuous piecewise linear s with slopes -1, 0, 1 and rational knots: f' follows in closed
form, and the increase over a piece with slope c is (H(s_b) - H(s_a))/c.  L1 = 0 gives the L0-smooth functions.

At a knot f'' jumps, so for a class that asks for second derivatives everywhere the corners of s have to be rounded
off (mollifying s keeps it 1-Lipschitz).  That changes f, f' and finitely many iterates as little as one likes, hence
no strict inequality: a refutation, all of whose inequalities are strict, stands.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from flint import arb

from verify.finders.covers.balls.enclosure import to_arb, to_fraction

__all__ = ["Line", "Member"]


@dataclass(frozen=True)
class Line:
    """The change of variables for one pair of constants.

    Attributes:
        L0: units of f/x^2, positive.
        L1: units of 1/x, nonnegative.

    Rationals for a ``Member``; floats suffice for the vectorised functions.
    """

    L0: Fraction | float
    L1: Fraction | float

    def level(self, size: Any) -> Any:
        """s of a derivative of size ``size`` >= 0 (floats)."""
        a, b = float(self.L0), float(self.L1)
        return np.log1p(b * size / a) / b if b else size / a

    def size(self, level: Any) -> Any:
        """|f'| of a level s >= 0 (floats)."""
        a, b = float(self.L0), float(self.L1)
        return a / b * np.expm1(b * level) if b else a * level

    def energy(self, level: Any) -> Any:
        """H(s), even in s (floats)."""
        a, b, u = float(self.L0), float(self.L1), np.abs(level)
        if not b:
            return a * u**2 / 2
        z = b * u
        series = z**2 / 2 * (1 + z / 3 * (1 + z / 4 * (1 + z / 5)))  # the closed form cancels for small z
        with np.errstate(over="ignore"):
            return a / b**2 * np.where(z < 1e-3, series, np.expm1(z) - z)

    def slope_ball(self, level: arb) -> arb:
        """f' of a ball of levels: increasing, so the ends decide."""
        low, high = self._slope_point(level.lower()), self._slope_point(level.upper())
        return low.union(high)

    def _slope_point(self, level: arb) -> arb:
        a, b = to_arb(self.L0), to_arb(self.L1)
        if not self.L1:
            return a * level
        value = a / b * (b * abs(level)).expm1()
        return value if level >= 0 else -value

    def energy_ball(self, level: Fraction) -> arb:
        """H at a rational level."""
        a, b, u = to_arb(self.L0), to_arb(self.L1), to_arb(abs(level))
        return a / b**2 * ((b * u).expm1() - b * u) if self.L1 else a * u * u / 2


@dataclass(frozen=True)
class Member:
    """A member of the class: s is piecewise linear through rational knots, constant outside them.

    Attributes:
        line: the constants.
        knots: pairs (x, s) with increasing x; consecutive slopes must be -1, 0 or 1.

    Raises:
        ValueError: when a slope is another number, so that s would not be a profile of this kind.
    """

    line: Line
    knots: tuple[tuple[Fraction, Fraction], ...]

    def __post_init__(self) -> None:
        for (x, s), (y, t) in pairwise(self.knots):
            if x >= y or abs(t - s) not in (0, y - x):
                raise ValueError(f"s from ({x}, {s}) to ({y}, {t}) has a slope that is not -1, 0 or 1")

    def level(self, x: Fraction) -> Fraction:
        """s at a rational point."""
        place = bisect_right([knot[0] for knot in self.knots], x)
        if place == 0 or place == len(self.knots):
            return self.knots[min(place, len(self.knots) - 1)][1]
        (a, s), (b, t) = self.knots[place - 1], self.knots[place]
        return s + (t - s) * (x - a) / (b - a)

    def grad(self, x: arb) -> arb:
        """f' on a ball: s is 1-Lipschitz, so its radius is at most the ball's."""
        middle = to_arb(self.level(to_fraction(x.mid())))
        return self.line.slope_ball(arb(middle.mid(), (middle.rad() + x.rad()).upper()))

    def fall(self, start: Fraction) -> arb:
        """f(start) - inf f.  f' at the outer left must be <= 0, at the outer right >= 0, so that inf is finite.

        Raises:
            ValueError: when f is unbounded below.
        """
        if self.knots[0][1] > 0 or self.knots[-1][1] < 0:
            raise ValueError("the function is unbounded below")
        return self._value(start) - self._least()

    def _value(self, x: Fraction) -> arb:
        """f(x) - f(first knot)."""
        (first, s) = self.knots[0]
        if x < first:
            return self.line.slope_ball(to_arb(s)) * to_arb(x - first)
        total = arb(0)
        for (a, s), (b, t) in pairwise(self.knots):
            if x <= a:
                break
            total += self._piece(a, s, min(b, x), self.level(min(b, x)), int((t - s) / (b - a)))
        last, s = self.knots[-1]
        return total + self.line.slope_ball(to_arb(s)) * to_arb(x - last) if x > last else total

    def _piece(self, a: Fraction, s: Fraction, b: Fraction, t: Fraction, slope: int) -> arb:
        if slope == 0:
            return self.line.slope_ball(to_arb(s)) * to_arb(b - a)
        return (self.line.energy_ball(t) - self.line.energy_ball(s)) * slope

    def _least(self) -> arb:
        points = [x for x, _ in self.knots]
        for (a, s), (b, t) in pairwise(self.knots):
            if s * t < 0:
                points.append(a + (b - a) * s / (s - t))
        values = [self._value(x) for x in points]
        least = values[0]
        for value in values[1:]:
            least = least.min(value)
        return least

    def steepest(self, start: Fraction) -> arb:
        """An upper bound of |f'| where f <= f(start); here, everywhere."""
        return abs(self.line.slope_ball(to_arb(max(abs(s) for _, s in self.knots)))).upper()

    def as_json(self) -> dict[str, Any]:
        """The knots as text, for a reader."""
        return {
            "L0": str(self.line.L0),
            "L1": str(self.line.L1),
            "knots (x, s)": [[str(x), str(s)] for x, s in self.knots],
        }


def through(line: Line, visits: Sequence[tuple[Fraction, Fraction]]) -> Member:
    """The member that falls least between visited points x_0 > x_1 > ... > x_N, and then to its infimum.

    Args:
        line: the constants.
        visits: pairs (x_k, s_k) in the order of the run; the levels are positive, except perhaps the last.

    Returns:
        Between neighbours the profile is a V; left of the last point s falls to zero, right of the first it is flat.
    """
    knots = [visits[0]]
    for (x, s), (y, t) in pairwise(visits):
        dip = (s + t - (x - y)) / 2
        knots += [(x - (s - dip), dip), (y, t)]
    last, s = visits[-1]
    if s > 0:
        knots.append((last - s, Fraction(0)))
    return Member(line, tuple(sorted(dict(knots).items())))


__all__ += ["through"]
