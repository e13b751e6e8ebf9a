"""Blocks of coordinates that a separable member is made of: lines, balls of several coordinates, turning operators."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from verify.finders.sampling.members.polyline import Graph, Polyline
from verify.finders.sampling.running.numbers import Numbers, Undecided

__all__ = ["Block", "Line", "Radial", "Turn"]

Answer = tuple[list[Any], list[Any], Any]


@dataclass(frozen=True)
class Line:
    """u of one coordinate; (0, ``through``) is on the graph of u'."""

    line: Polyline
    through: Fraction = Fraction(0)
    dim: int = 1

    @property
    def lowest(self) -> tuple[tuple[Fraction, ...], Fraction] | None:
        """A minimiser and the infimum."""
        found = self.line.lowest
        return None if found is None else ((found[0],), found[1])

    @property
    def slope(self) -> tuple[Fraction, ...]:
        """A subgradient at 0."""
        return (self.through,)

    def clamp(self, y: Sequence[Fraction]) -> tuple[Fraction, ...]:
        """The nearest place of the domain."""
        low, high = self.line.domain
        place = y[0] if low is None else max(y[0], low)
        return (place if high is None else min(place, high),)

    def traced(self, numbers: Numbers) -> "TracedLine":
        """In one arithmetic."""
        return TracedLine(self.line, numbers)

    def describe(self) -> str:
        """In words."""
        return f"[{self.line.describe()}]"


class TracedLine:
    """A ``Line`` in one arithmetic; coordinates come and go as lists of numbers."""

    def __init__(self, line: Polyline, numbers: Numbers) -> None:
        self.graph, self.numbers = Graph(line, numbers), numbers

    def value(self, y: list[Any]) -> Any:
        """u."""
        return self.graph.value(y[0])

    def slope(self, y: list[Any]) -> list[Any]:
        """A subgradient."""
        return [self.graph.slope(y[0])]

    def prox(self, y: list[Any], step: Any) -> Answer:
        """Result, subgradient and value there."""
        place, slope, value = self.graph.prox(y[0], step)
        return [place], [slope], value

    def linear_minimiser(self, g: list[Any]) -> list[Any]:
        """The end of the interval with the least product with g."""
        return [self.graph.places[0] if g[0] > 0 else self.graph.places[-1]]


@dataclass(frozen=True)
class Radial:
    """u(||y||) with u even, so that 0 is a minimiser and u does not decrease with the norm.

    If u is convex, Lipschitz, or has curvature between mu and L, so is u(||y||): its Hessian has the eigenvalues u''
    and u'/r, and u'(r)/r is a mean of u'' over [0, r].
    """

    line: Polyline
    dim: int

    @property
    def lowest(self) -> tuple[tuple[Fraction, ...], Fraction] | None:
        """A minimiser and the infimum."""
        return (Fraction(0),) * self.dim, Fraction(0)

    @property
    def slope(self) -> tuple[Fraction, ...]:
        """A subgradient at 0."""
        return (Fraction(0),) * self.dim

    def clamp(self, y: Sequence[Fraction]) -> tuple[Fraction, ...]:
        """A place of the domain on the same ray."""
        radius = self.line.domain[1]
        square = sum((v * v for v in y), Fraction(0))
        if radius is None or square <= radius**2:
            return tuple(y)
        above = Fraction(float(square) ** 0.5) * (1 + Fraction(1, 2**40))
        return tuple(v * radius / above for v in y)

    def traced(self, numbers: Numbers) -> "TracedRadial":
        """In one arithmetic."""
        return TracedRadial(self.line, numbers)

    def describe(self) -> str:
        """In words."""
        return f"[norm of {self.dim} coordinates: {self.line.describe()}]"


class TracedRadial:
    """A ``Radial`` in one arithmetic."""

    def __init__(self, line: Polyline, numbers: Numbers) -> None:
        self.graph, self.numbers = Graph(line, numbers), numbers

    def _norm(self, y: list[Any]) -> Any:
        total = y[0] ** 2
        for entry in y[1:]:
            total = total + entry**2
        return total**0.5

    def _ray(self, y: list[Any], size: Any) -> list[Any]:
        zero = size.arb.is_zero() if self.numbers.exact else size == 0
        if not zero and self.numbers.exact and size.arb.contains(0):
            raise Undecided("a ball around the centre of a norm")
        return [0 * entry for entry in y] if zero else [entry / size for entry in y]

    def value(self, y: list[Any]) -> Any:
        """u of the norm."""
        return self.graph.value(self._norm(y))

    def slope(self, y: list[Any]) -> list[Any]:
        """A subgradient."""
        size = self._norm(y)
        ray = self._ray(y, size)
        slope = self.graph.slope(size)
        return [slope * entry for entry in ray]

    def prox(self, y: list[Any], step: Any) -> Answer:
        """Result, subgradient and value there: along the ray."""
        size = self._norm(y)
        ray = self._ray(y, size)
        place, slope, value = self.graph.prox(size, step)
        return [place * entry for entry in ray], [slope * entry for entry in ray], value

    def linear_minimiser(self, g: list[Any]) -> list[Any]:
        """The point of the ball with the least product with g."""
        return [-self.graph.places[-1] * entry for entry in self._ray(g, self._norm(g))]


@dataclass(frozen=True)
class Turn:
    """The operator (a y1 - b y2, b y1 + a y2), a >= 0: <A d, d> = a ||d||^2, so it is monotone, with the zero 0."""

    a: Fraction
    b: Fraction
    dim: int = 2

    @property
    def lowest(self) -> tuple[tuple[Fraction, ...], Fraction] | None:
        """Its zero."""
        return (Fraction(0),) * 2, Fraction(0)

    @property
    def slope(self) -> tuple[Fraction, ...]:
        """Its value at 0."""
        return (Fraction(0),) * 2

    def clamp(self, y: Sequence[Fraction]) -> tuple[Fraction, ...]:
        """It is defined everywhere."""
        return tuple(y)

    def traced(self, numbers: Numbers) -> "TracedTurn":
        """In one arithmetic."""
        return TracedTurn(numbers.number(self.a), numbers.number(self.b), numbers)

    def describe(self) -> str:
        """In words."""
        return f"[(a y1 - b y2, b y1 + a y2), a = {self.a}, b = {self.b}]"


class TracedTurn:
    """A ``Turn`` in one arithmetic."""

    def __init__(self, a: Any, b: Any, numbers: Numbers) -> None:
        self.a, self.b, self.numbers = a, b, numbers

    def value(self, y: list[Any]) -> Any:
        """There is none."""
        raise Undecided("an operator has no value")

    def slope(self, y: list[Any]) -> list[Any]:
        """A y."""
        return [self.a * y[0] - self.b * y[1], self.b * y[0] + self.a * y[1]]

    def prox(self, y: list[Any], step: Any) -> Answer:
        """The resolvent: the p with p + step A p = y."""
        one, turn = 1 + step * self.a, step * self.b
        size = one**2 + turn**2
        p = [(one * y[0] + turn * y[1]) / size, (one * y[1] - turn * y[0]) / size]
        return p, self.slope(p), self.numbers.number(0)

    def linear_minimiser(self, g: list[Any]) -> list[Any]:
        """There is none."""
        raise Undecided("an operator has no domain to minimise over")


Block = Line | Radial | Turn
