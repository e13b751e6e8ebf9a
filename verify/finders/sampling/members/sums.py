"""Sums of members that have a minimiser in common, and means of components."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from verify.finders.sampling.members.frame import Explicit, Framed, Point
from verify.finders.sampling.members.separable import Indicator, Separable
from verify.finders.sampling.running.numbers import Numbers

__all__ = ["Total", "TotalOracle"]


@dataclass(frozen=True, kw_only=True)
class Total(Explicit):
    """weight * (f_1 + ... + f_n), convex, with subgradients of the f_i at ``centre`` that add up to 0.

    Attributes:
        parts: the summands.
        slopes: these subgradients.
        weight: 1, or 1/n for a mean.
        centre: a minimiser.
    """

    parts: tuple[Separable, ...]
    slopes: tuple[Point, ...]
    centre: Point
    weight: Fraction = Fraction(1)

    @property
    def dim(self) -> int:
        """The number of variables."""
        return len(self.centre)

    @property
    def minimiser(self) -> Point:
        """The centre."""
        return self.centre

    def outer(self, y: Sequence[Fraction]) -> Point:
        """The point with these coordinates in the frame of the first summand, around the minimiser."""
        around = self.parts[0].outer([Fraction(0)] * self.dim)
        return tuple(a - b + c for a, b, c in zip(self.parts[0].outer(y), around, self.centre, strict=True))

    def start(self, draw: Any) -> Point:
        """Any point, in the set if one of the summands is the indicator of one."""
        from verify.finders.strategies import whole

        found = super().start(draw)
        for part in self.parts:
            if isinstance(part, Indicator):
                far = 2**20 * whole(draw, 0, 1) + 1  # half of the time in a corner, or at the end of a diameter
                found = part.clamped([c + far * (v - c) for v, c in zip(found, self.centre, strict=True)])
        return found

    def describe(self) -> str:
        """The sum in words."""
        parts = " + ".join(f"{{{part.describe()}}}" for part in self.parts)
        return parts if self.weight == 1 else f"{self.weight}*({parts})"

    def oracle(self, numbers: Numbers) -> "TotalOracle":
        """In one arithmetic."""
        return TotalOracle(self, numbers)


class TotalOracle(Framed):
    """A ``Total`` in one arithmetic: the first summand has the gradient, the last one the proximal map or the set."""

    def __init__(self, member: Total, numbers: Numbers) -> None:
        super().__init__(member, numbers)
        self.parts = tuple(part.oracle(numbers) for part in member.parts)
        self._weight = numbers.number(member.weight)

    @property
    def infimum(self) -> Any:
        """0: every summand is 0 at the centre, where it is its own."""
        return self.numbers.number(0)

    def part(self, index: int) -> Any:
        """The oracle of one summand."""
        return self.parts[index]

    def _value(self, x: Any) -> Any:
        first, *rest = [part(x) for part in self.parts]
        return self._weight * sum(rest, first)

    def grad(self, x: Any) -> Any:
        """A subgradient of the first summand, as methods for sums ask for it."""
        return self.parts[0].grad(x)

    def total_gradient(self, x: Any) -> Any:
        """A subgradient of the whole."""
        first, *rest = [part.grad(x) for part in self.parts]
        return sum(rest, first) * self._weight

    def prox(self, x: Any, step: Any) -> Any:
        """The proximal map of the last summand."""
        return self.parts[-1].prox(x, step)

    def linear_minimiser(self, direction: Any) -> Any:
        """The point of the last summand's domain with the least inner product with a vector."""
        return self.parts[-1].linear_minimiser(direction)

    def slope_at_minimiser(self, index: int) -> Any:
        """The subgradient of a summand at the minimiser, exactly."""
        return self.point(self.member.slopes[index])
