"""The two arithmetics in which a trial runs: floats, to look for a violation, and balls, to confirm it."""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction
from typing import Any, ClassVar

import flint
import numpy as np
import sympy as sp

__all__ = ["Ball", "BallVector", "Balls", "Floats", "Numbers", "Undecided"]


class Undecided(ArithmeticError):
    """A value is not defined, or a comparison of balls has no certain answer."""


def _arb(value: Any) -> flint.arb:
    if isinstance(value, Ball):
        return value.arb
    if isinstance(value, float):
        return flint.arb(value)
    return flint.arb(flint.fmpq(int(value.numerator), int(value.denominator)))


class Ball:
    """A real number known up to an error: arithmetic encloses, and a comparison that is not certain raises.

    (A bare ``arb`` answers False instead, which would silently pick a branch of a method.)
    """

    __slots__ = ("arb",)

    def __init__(self, value: Any) -> None:
        self.arb = value if isinstance(value, flint.arb) else _arb(value)

    @property
    def rad(self) -> Any:
        """The radius; having one is what ``theory.arithmetic`` recognises a ball by."""
        return self.arb.rad()

    def _with(self, other: Any, operation: Callable[[Any, Any], Any]) -> Any:
        if isinstance(other, Ball | int | float | Fraction | sp.Rational):
            return Ball(operation(self.arb, _arb(other)))
        return NotImplemented

    def __add__(self, other: Any) -> Any:
        return self._with(other, lambda a, b: a + b)

    def __radd__(self, other: Any) -> Any:
        return self + other

    def __sub__(self, other: Any) -> Any:
        return self._with(other, lambda a, b: a - b)

    def __rsub__(self, other: Any) -> Any:
        return -self + other

    def __mul__(self, other: Any) -> Any:
        return self._with(other, lambda a, b: a * b)

    def __rmul__(self, other: Any) -> Any:
        return self * other

    def __truediv__(self, other: Any) -> Any:
        return self._with(other, lambda a, b: a / b)

    def __rtruediv__(self, other: Any) -> Any:
        return self._with(other, lambda a, b: b / a)

    def __neg__(self) -> "Ball":
        return Ball(-self.arb)

    def __abs__(self) -> "Ball":
        return Ball(abs(self.arb))

    def __pow__(self, exponent: Any) -> "Ball":
        if isinstance(exponent, Ball):
            return Ball((self.arb.log() * exponent.arb).exp())
        power = Fraction(exponent)
        if power.denominator == 2:
            root = self.arb.nonnegative_part().sqrt() if self.arb.contains(0) else self.arb.sqrt()
            return Ball(root) ** power.numerator
        if power.denominator != 1:
            return Ball((self.arb.log() * _arb(power)).exp())
        if power < 0:
            return Ball(1 / (self ** int(-power)).arb)
        if power % 2 == 0 and self.arb.contains(0):
            bound = self.arb.abs_upper()
            return Ball(flint.arb(0).union(bound ** int(power))) if bound > 0 else Ball(0 if power else 1)
        result = flint.arb(1)
        for _ in range(int(power)):
            result = result * self.arb
        return Ball(result)

    def _sign(self, other: Any) -> tuple[bool, bool]:
        difference = self.arb - _arb(other)
        return bool(difference >= 0), bool(difference <= 0)

    def __ge__(self, other: Any) -> bool:
        up, _ = self._sign(other)
        if up or self.arb - _arb(other) < 0:
            return up
        raise Undecided(f"{self.arb} >= {other}")

    def __le__(self, other: Any) -> bool:
        _, down = self._sign(other)
        if down or self.arb - _arb(other) > 0:
            return down
        raise Undecided(f"{self.arb} <= {other}")

    def __gt__(self, other: Any) -> bool:
        return not self <= other

    def __lt__(self, other: Any) -> bool:
        return not self >= other

    def __eq__(self, other: object) -> bool:
        raise Undecided("equality of balls is never certain")

    def __hash__(self) -> int:
        return id(self)

    def __float__(self) -> float:
        return float(self.arb)

    def min(self, other: Any) -> "Ball":
        """An enclosure of the smaller."""
        return Ball(self.arb.min(_arb(other)))

    def max(self, other: Any) -> "Ball":
        """An enclosure of the larger."""
        return Ball(self.arb.max(_arb(other)))

    def union(self, other: Any) -> "Ball":
        """A ball that contains both."""
        return Ball(self.arb.union(_arb(other)))


class BallVector:
    """A vector of balls, with the operations that a method uses on numpy arrays."""

    __slots__ = ("entries",)

    def __init__(self, entries: Iterable[Ball]) -> None:
        self.entries = tuple(entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Ball]:
        return iter(self.entries)

    def __getitem__(self, place: int) -> Ball:
        return self.entries[place]

    def __add__(self, other: Any) -> "BallVector":
        return BallVector(a + b for a, b in zip(self, other, strict=True))

    def __radd__(self, other: Any) -> "BallVector":
        """0 + v, which ``sum`` begins with."""
        return self if isinstance(other, int) and other == 0 else NotImplemented

    def __sub__(self, other: Any) -> "BallVector":
        return BallVector(a - b for a, b in zip(self, other, strict=True))

    def __neg__(self) -> "BallVector":
        return BallVector(-a for a in self)

    def __mul__(self, factor: Any) -> "BallVector":
        return BallVector(a * factor for a in self)

    def __rmul__(self, factor: Any) -> "BallVector":
        return BallVector(a * factor for a in self)

    def __truediv__(self, factor: Any) -> "BallVector":
        return BallVector(a / factor for a in self)

    def __matmul__(self, other: Any) -> Ball:
        products = [a**2 if a is b else a * b for a, b in zip(self, other, strict=True)]
        return Ball(sum((product.arb for product in products), flint.arb(0)))


class Numbers(ABC):
    """What an arithmetic offers: exact rationals in, functions by sympy class, vectors."""

    functions: ClassVar[dict[type[sp.Basic], Callable[..., Any]]]
    exact: bool

    @abstractmethod
    def number(self, value: Any) -> Any:
        """The number nearest to, or a ball around, a rational."""

    @abstractmethod
    def vector(self, entries: Sequence[Any]) -> Any:
        """A vector with these numbers as entries."""

    def working(self) -> AbstractContextManager[Any]:
        """A context in which the arithmetic has its precision."""
        return nullcontext()

    @abstractmethod
    def power(self, base: Any, exponent: Any) -> Any:
        """base**exponent."""


def _positive(function: Callable[[float], float]) -> Callable[[float], float]:
    def guarded(x: float) -> float:
        if not x > 0:
            raise Undecided(f"{function.__name__} of {x}")
        return function(x)

    return guarded


def _root(x: float) -> float:
    if x < 0:
        raise Undecided(f"square root of {x}")
    return math.sqrt(x)


class Floats(Numbers):
    """Double precision; vectors are numpy arrays of shape (d,)."""

    exact = False
    functions: ClassVar = {
        sp.exp: math.exp, sp.log: _positive(math.log), sp.sinh: math.sinh, sp.cosh: math.cosh, sp.tanh: math.tanh,
        sp.sin: math.sin, sp.cos: math.cos, sp.atan: math.atan, sp.Abs: abs, sp.floor: math.floor,
        sp.ceiling: math.ceil,
        sp.sign: lambda x: (x > 0) - (x < 0), sp.Max: lambda a, b: max(a, b), sp.Min: lambda a, b: min(a, b),
    }  # fmt: skip

    def number(self, value: Any) -> float:
        """The nearest float."""
        return int(value.numerator) / int(value.denominator) if not isinstance(value, int) else float(value)

    def vector(self, entries: Sequence[Any]) -> Any:
        """A numpy array of shape (d,)."""
        return np.array(entries, dtype=float)

    def power(self, base: Any, exponent: Any) -> Any:
        """base**exponent, refusing roots of negative numbers and division by zero."""
        if (base == 0 and exponent < 0) or (base < 0 and exponent != int(exponent)):
            raise Undecided(f"{base}**{exponent}")
        return _root(base) if exponent == 0.5 else base**exponent


class Balls(Numbers):
    """Ball arithmetic of python-flint with ``bits`` of precision."""

    exact = True
    functions: ClassVar = {
        sp.exp: lambda x: Ball(x.arb.exp()), sp.log: lambda x: Ball(x.arb.log()), sp.sinh: lambda x: Ball(x.arb.sinh()),
        sp.cosh: lambda x: Ball(x.arb.cosh()), sp.tanh: lambda x: Ball(x.arb.tanh()),
        sp.sin: lambda x: Ball(x.arb.sin()),
        sp.cos: lambda x: Ball(x.arb.cos()), sp.atan: lambda x: Ball(x.arb.atan()), sp.Abs: abs,
        sp.floor: lambda x: Ball(x.arb.floor()), sp.ceiling: lambda x: Ball(x.arb.ceil()),
        sp.sign: lambda x: Ball(flint.arb(0, 1) if x.arb.contains(0) else x.arb.sgn()),
        sp.Max: lambda a, b: a.max(b), sp.Min: lambda a, b: a.min(b),
    }  # fmt: skip

    def __init__(self, bits: int) -> None:
        self.bits = bits

    def number(self, value: Any) -> Ball:
        """A ball around the rational."""
        return Ball(value)

    def vector(self, entries: Sequence[Any]) -> BallVector:
        """A vector of balls."""
        return BallVector(entries)

    def working(self) -> AbstractContextManager[Any]:
        """A context in which flint works with ``bits`` of precision."""
        context: AbstractContextManager[Any] = flint.ctx.workprec(self.bits)
        return context

    def power(self, base: Any, exponent: Any) -> Ball:
        """base**exponent."""
        result: Ball = base**exponent
        return result
