"""The largest coordinate: the Lipschitz function that resists subgradient methods longest."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from verify.finders.sampling.members.frame import Explicit, Frame, Framed, Lens, Point
from verify.finders.sampling.running.numbers import Numbers

__all__ = ["Largest"]


@dataclass(frozen=True, kw_only=True)
class Largest(Explicit):
    """M max_i |y_i|: convex, with subgradients M times a signed unit vector, up to convex combinations."""

    M: Fraction
    frame: Frame

    @property
    def dim(self) -> int:
        """The number of variables."""
        return len(self.frame.centre)

    @property
    def minimiser(self) -> Point:
        """The centre, where the value is 0."""
        return self.frame.centre

    def outer(self, y: Sequence[Fraction]) -> Point:
        """The x of a y."""
        return self.frame.outer(y)

    def start(self, draw: Any) -> Point:
        """Any point, or one whose coordinates are nearly equal, none of them quite: then no step helps the others."""
        from verify.finders.strategies import chosen, scale, whole

        if whole(draw, 0, 2) == 0:
            return super().start(draw)
        size = scale(draw, -3, 3)
        apart = Fraction(1, chosen(draw, (4096, 64)))
        return self.outer([chosen(draw, (1, -1)) * size * (1 + i * apart) for i in range(self.dim)])

    def describe(self) -> str:
        """The function in words."""
        return f"{self.M}*max(|y_1|, ..., |y_{self.dim}|), {self.frame.describe()}"

    def oracle(self, numbers: Numbers) -> "LargestOracle":
        """In one arithmetic."""
        return LargestOracle(self, numbers)


class LargestOracle(Framed):
    """A ``Largest`` in one arithmetic; its subgradient is that of one coordinate that is certainly largest."""

    def __init__(self, member: Largest, numbers: Numbers) -> None:
        super().__init__(member, numbers)
        self._lens, self._M = Lens(member.frame, numbers), numbers.number(member.M)

    @property
    def infimum(self) -> Any:
        """0."""
        return self.numbers.number(0)

    def _value(self, x: Any) -> Any:
        first, *others = [abs(entry) for entry in self._lens.inner(x)]
        for other in others:
            first = first.max(other) if self.numbers.exact else max(first, other)
        return self._M * first

    def _gradient(self, x: Any) -> Any:
        y = self._lens.inner(x)
        sizes, best = [abs(entry) for entry in y], 0
        for place in range(1, self.dim):
            if sizes[place] > sizes[best]:  # of balls that overlap neither is known to be larger, which raises
                best = place
        sign = 1 if y[best] > 0 else -1
        zero = self.numbers.number(0)
        return self._lens.turned(
            self.numbers.vector([self._M * sign if place == best else zero for place in range(self.dim)])
        )
