"""Where a member lies: moved and reflected, exactly, in either arithmetic; and what every member offers."""

import functools
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from verify.finders.sampling.running.numbers import Numbers, Undecided
from verify.finders.strategies import inner_point

__all__ = ["Explicit", "Frame", "Framed", "Lens"]

Point = tuple[Fraction, ...]


@dataclass(frozen=True)
class Frame:
    """x = centre + reflect(y).

    Attributes:
        centre: the x of y = 0, one rational a coordinate.
        mirror: normal of the reflection (integers), or None.
    """

    centre: Point
    mirror: tuple[int, ...] | None = None

    def turned(self, vector: Sequence[Fraction]) -> Point:
        """The reflection of a vector, its own inverse."""
        if self.mirror is None:
            return tuple(vector)
        square = sum(n * n for n in self.mirror)
        along = 2 * sum((n * v for n, v in zip(self.mirror, vector, strict=True)), Fraction(0)) / square
        return tuple(v - along * n for n, v in zip(self.mirror, vector, strict=True))

    def outer(self, y: Sequence[Fraction]) -> Point:
        """The x of a y."""
        return tuple(c + v for c, v in zip(self.centre, self.turned(y), strict=True))

    def inner(self, x: Sequence[Fraction]) -> Point:
        """The y of an x."""
        return self.turned([v - c for c, v in zip(self.centre, x, strict=True)])

    def describe(self) -> str:
        """In words."""
        mirror = f", reflected along {self.mirror}" if self.mirror else ""
        return f"y = x - {tuple(map(str, self.centre))}{mirror}"


class Lens:
    """A frame in one arithmetic."""

    def __init__(self, frame: Frame, numbers: Numbers) -> None:
        self._centre = numbers.vector([numbers.number(c) for c in frame.centre])
        self._mirror = self._square = None
        if frame.mirror is not None:
            self._mirror = numbers.vector([numbers.number(n) for n in frame.mirror])
            self._square = numbers.number(sum(n * n for n in frame.mirror))

    def turned(self, vector: Any) -> Any:
        """The reflection of a vector."""
        if self._mirror is None:
            return vector
        return vector - self._mirror * (2 * (self._mirror @ vector) / self._square)

    def inner(self, x: Any) -> Any:
        """The y of an x."""
        return self.turned(x - self._centre)

    def outer(self, y: Any) -> Any:
        """The x of a y."""
        return self._centre + self.turned(y)


@dataclass(frozen=True, kw_only=True)
class Explicit(ABC):
    """A member of a class as exact data: what a trial asks of it.

    Attributes:
        rule: why it is in the class.
        errors: (share, mirror) of each inexact answer in turn: see ``Asked``, beside the reading of statements.
    """

    rule: str = ""
    errors: tuple[tuple[Fraction, tuple[int, ...] | None], ...] = ()

    @property
    def stretch(self) -> Fraction:
        """One over the natural length."""
        return Fraction(1)

    @property
    def proof(self) -> str:
        """Why it is a member."""
        return self.rule

    @property
    @abstractmethod
    def dim(self) -> int:
        """The number of variables."""

    @property
    @abstractmethod
    def minimiser(self) -> Point | None:
        """A minimiser (a zero, for an operator), exactly."""

    @abstractmethod
    def outer(self, y: Sequence[Fraction]) -> Point:
        """The point with these coordinates in the member's own frame."""

    @abstractmethod
    def describe(self) -> str:
        """The member in words, with its exact parameters."""

    @abstractmethod
    def oracle(self, numbers: Numbers) -> Any:
        """What it answers in one arithmetic."""

    def start(self, draw: Callable[[Any], Any]) -> Point:
        """A point to start from, drawn."""
        return self.outer(inner_point(draw, self.dim))


class Framed(ABC):
    """The oracle of a member: ``f(x)``, ``f.grad(x)``, and what proximal steps have found.

    A proximal step knows value and subgradient at its result, which may be at a kink or the end of the domain, where
    an enclosure could not tell; they are kept with the point.
    """

    def __init__(self, member: Any, numbers: Numbers) -> None:
        self.member, self.numbers, self.dim = member, numbers, member.dim
        self._known: dict[int, tuple[Any, Any, Any]] = {}

    def point(self, coordinates: Sequence[Fraction]) -> Any:
        """A vector with these exact coordinates."""
        return self.numbers.vector([self.numbers.number(entry) for entry in coordinates])

    def __call__(self, x: Any) -> Any:
        """f(x)."""
        known = self._known.get(id(x))
        return self._value(x) if known is None else known[2]

    value = __call__

    def grad(self, x: Any) -> Any:
        """A subgradient at x, always the same one."""
        known = self._known.get(id(x))
        if known is not None:
            return known[1]
        gradient = self._gradient(x)
        return gradient

    def keep(self, x: Any, slope: Any, value: Any) -> Any:
        """Remember what is known at a point, and return the point."""
        self._known[id(x)] = (x, slope, value)
        return x

    @functools.cached_property
    def infimum(self) -> Any:
        """The infimum, or None when it is not attained."""
        place = self.member.minimiser
        return None if place is None else self._value(self.point(place))

    @abstractmethod
    def _value(self, x: Any) -> Any: ...

    def _gradient(self, x: Any) -> Any:
        raise Undecided("no gradient")
