"""Cocoercive operators as what nonexpansive maps leave: A = (I - T)/(2 beta)."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from verify.finders.sampling.members.frame import Explicit, Frame, Framed, Lens, Point
from verify.finders.sampling.members.polyline import Graph, Polyline
from verify.finders.sampling.running.numbers import Numbers, Undecided

__all__ = ["Remainder"]


@dataclass(frozen=True, kw_only=True)
class Remainder(Explicit):
    """A y = (y - Q phi(y))/(2 beta): phi acts on each coordinate, Q turns pairs of coordinates.

    phi(0) = 0 and its slopes are in [-1, 1]; Q is orthogonal.  So T = Q phi is nonexpansive, which is the same as A
    being beta-cocoercive: 4 beta (<Ad, d> - beta ||Ad||^2) = ||d||^2 - ||Td||^2 for differences d.

    Attributes:
        lines: the graph of phi for each coordinate (a ``Polyline``, read as phi and not as a derivative).
        turns: (cosine, sine) for each pair of coordinates; what is left over is not turned.
    """

    beta: Fraction
    lines: tuple[Polyline, ...]
    turns: tuple[tuple[Fraction, Fraction], ...]
    frame: Frame

    @property
    def dim(self) -> int:
        """The number of variables."""
        return len(self.lines)

    @property
    def minimiser(self) -> Point:
        """The zero: the centre."""
        return self.frame.centre

    def outer(self, y: Sequence[Fraction]) -> Point:
        """The x of a y."""
        return self.frame.outer(y)

    def describe(self) -> str:
        """The operator in words."""
        maps = "; ".join(line.describe().replace("derivative", "graph") for line in self.lines)
        turns = ", ".join(f"({c}, {s})" for c, s in self.turns)
        return f"(y - Q phi(y))/{2 * self.beta}, phi: {maps}; Q: cosines and sines {turns}; {self.frame.describe()}"

    def oracle(self, numbers: Numbers) -> "RemainderOracle":
        """In one arithmetic."""
        return RemainderOracle(self, numbers)


class RemainderOracle(Framed):
    """A ``Remainder`` in one arithmetic; ``grad`` is A."""

    def __init__(self, member: Remainder, numbers: Numbers) -> None:
        super().__init__(member, numbers)
        self._lens, self._scale = Lens(member.frame, numbers), numbers.number(2 * member.beta)
        self._graphs = [Graph(line, numbers) for line in member.lines]
        self._turns = [(numbers.number(c), numbers.number(s)) for c, s in member.turns]

    @property
    def infimum(self) -> Any:
        """There is none."""
        return None

    def _value(self, x: Any) -> Any:
        raise Undecided("an operator has no value")

    def _gradient(self, x: Any) -> Any:
        y = self._lens.inner(x)
        moved = [graph.slope(y[place]) for place, graph in enumerate(self._graphs)]
        for pair, (c, s) in enumerate(self._turns):
            a, b = moved[2 * pair], moved[2 * pair + 1]
            moved[2 * pair : 2 * pair + 2] = [c * a - s * b, s * a + c * b]
        return self._lens.turned(y - self.numbers.vector(moved)) / self._scale
