"""Closed real intervals with exactly represented ends, rounded outwards by python-flint.

Midpoint-radius balls lose the ends: the hull of [0, 1] reaches below zero by 2^-30, and ``arb(0, 1)**2`` is nan.
A cover needs ends that stay where they are, so an interval here is a pair of exact balls (radius zero) and
every operation takes the lower bound of the lower end and the upper bound of the upper one.
"""

from fractions import Fraction
from math import ceil, floor
from typing import Any

from flint import arb, fmpq

__all__ = ["Interval", "Undefined", "to_arb", "to_fraction"]


class Undefined(ArithmeticError):
    """An operation is not defined on the whole interval (or overflows): nothing can be concluded there."""


def to_arb(value: Any) -> arb:
    """A ball that contains a rational (``int``, ``Fraction`` or a sympy rational); a ball is returned as it is."""
    if isinstance(value, arb):
        return value
    if isinstance(value, int):
        return arb(value)
    return arb(fmpq(int(value.numerator), int(value.denominator)))


def to_fraction(end: arb) -> Fraction:
    """The exact value of a ball of radius zero."""
    mantissa, exponent = end.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


class Interval:
    """The closed interval [lo, hi]; all operations enclose the true range.

    Args:
        lo, hi: rationals or balls; the ends are rounded outwards.

    Raises:
        Undefined: for an end that is not finite.
    """

    __slots__ = ("hi", "lo")

    def __init__(self, lo: Any, hi: Any) -> None:
        self.lo, self.hi = to_arb(lo).lower(), to_arb(hi).upper()
        if not (self.lo.is_finite() and self.hi.is_finite()):
            raise Undefined("not finite")

    @classmethod
    def lift(cls, value: Any) -> "Interval":
        """The interval of a rational or a ball; an interval is returned as it is."""
        return value if isinstance(value, Interval) else cls(value, value)

    def __repr__(self) -> str:
        return f"[{self.lo.str(8, radius=False)}, {self.hi.str(8, radius=False)}]"

    def __contains__(self, value: Fraction | int) -> bool:
        number = to_arb(value)
        return bool(self.lo <= number) and bool(number <= self.hi)

    @property
    def width(self) -> arb:
        """An upper bound of hi - lo."""
        return (self.hi - self.lo).upper()

    def within(self, other: "Interval") -> bool:
        """Whether this interval is a subset of the other."""
        return bool(self.lo >= other.lo) and bool(self.hi <= other.hi)

    def __neg__(self) -> "Interval":
        return Interval(-self.hi, -self.lo)

    def __add__(self, other: Any) -> "Interval":
        other = Interval.lift(other)
        return Interval(self.lo + other.lo, self.hi + other.hi)

    __radd__ = __add__

    def __sub__(self, other: Any) -> "Interval":
        return self + -Interval.lift(other)

    def __rsub__(self, other: Any) -> "Interval":
        return Interval.lift(other) + -self

    def __mul__(self, other: Any) -> "Interval":
        other = Interval.lift(other)
        if self.lo >= 0 and other.lo >= 0:
            return Interval(self.lo * other.lo, self.hi * other.hi)
        ends = [a * b for a in (self.lo, self.hi) for b in (other.lo, other.hi)]
        lower, upper = [end.lower() for end in ends], [end.upper() for end in ends]
        if not all(end.is_finite() for end in lower + upper):
            raise Undefined("a product overflows")
        return Interval(min(lower), max(upper))  # exact finite ends: plain comparison is decided

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> "Interval":
        return self * Interval.lift(other).reciprocal()

    def __rtruediv__(self, other: Any) -> "Interval":
        return Interval.lift(other) * self.reciprocal()

    def reciprocal(self) -> "Interval":
        """1/x; undefined when the interval contains zero."""
        if self.lo <= 0 and self.hi >= 0:
            raise Undefined("division by an interval that contains zero")
        return Interval(1 / self.hi, 1 / self.lo)

    def __pow__(self, exponent: int) -> "Interval":
        if exponent < 0:
            return (self ** (-exponent)).reciprocal()
        if exponent % 2 or self.lo >= 0:
            return Interval(_power(self.lo, exponent), _power(self.hi, exponent))
        if self.hi <= 0:
            return Interval(_power(self.hi, exponent), _power(self.lo, exponent))
        return Interval(0, max(_power(-self.lo, exponent).upper(), _power(self.hi, exponent).upper()))

    def __abs__(self) -> "Interval":
        if self.lo >= 0:
            return self
        return -self if self.hi <= 0 else Interval(0, max(-self.lo, self.hi))

    def min(self, other: Any) -> "Interval":
        """The smaller of two numbers, one from each interval."""
        other = Interval.lift(other)
        return Interval(min(self.lo, other.lo), min(self.hi, other.hi))

    def max(self, other: Any) -> "Interval":
        """The larger of two numbers, one from each interval."""
        other = Interval.lift(other)
        return Interval(max(self.lo, other.lo), max(self.hi, other.hi))

    def hull(self, other: "Interval") -> "Interval":
        """The smallest interval that contains both."""
        return Interval(min(self.lo, other.lo), max(self.hi, other.hi))

    def sgn(self) -> "Interval":
        """The sign; [-1, 1] wherever zero is possible, so that it also encloses every slope of |x|."""
        if self.lo > 0 or self.hi < 0:
            value = 1 if self.lo > 0 else -1
            return Interval(value, value)
        return Interval(-1, 1)

    def exp(self) -> "Interval":
        """The exponential."""
        return Interval(self.lo.exp(), self.hi.exp())

    def log(self) -> "Interval":
        """The natural logarithm; undefined when zero is possible."""
        if not self.lo > 0:
            raise Undefined("log of an interval that touches zero")
        return Interval(self.lo.log(), self.hi.log())

    def sqrt(self) -> "Interval":
        """The square root; undefined when a negative number is possible."""
        if not self.lo >= 0:
            raise Undefined("square root of an interval with negative numbers")
        return Interval(self.lo.sqrt(), self.hi.sqrt())

    def sinh(self) -> "Interval":
        """The hyperbolic sine."""
        return Interval(self.lo.sinh(), self.hi.sinh())

    def cosh(self) -> "Interval":
        """The hyperbolic cosine, increasing in |x|."""
        size = abs(self)
        return Interval(size.lo.cosh(), size.hi.cosh())

    def tanh(self) -> "Interval":
        """The hyperbolic tangent."""
        return Interval(self.lo.tanh(), self.hi.tanh())

    def atan(self) -> "Interval":
        """The arc tangent."""
        return Interval(self.lo.atan(), self.hi.atan())

    def sin(self) -> "Interval":
        """The sine: cos(x - pi/2)."""
        return (self - Interval.lift(arb.pi() / 2)).cos()

    def cos(self) -> "Interval":
        """The cosine: the ends, and 1 or -1 wherever a multiple of pi may lie inside."""
        left, right = self.lo.cos(), self.hi.cos()
        low, high = min(left.lower(), right.lower()), max(left.upper(), right.upper())
        first = ceil(to_fraction((self.lo / arb.pi()).lower()))
        last = floor(to_fraction((self.hi / arb.pi()).upper()))
        turns = range(first, min(last, first + 1) + 1)  # multiples of pi that may lie inside; two are as good as all
        if any(turn % 2 == 0 for turn in turns):
            high = arb(1)
        if any(turn % 2 for turn in turns):
            low = arb(-1)
        return Interval(low, high)


def _power(base: arb, exponent: int) -> arb:
    """base**exponent for a ball of radius zero and exponent >= 0, by squaring (``arb ** int`` takes logarithms)."""
    result = arb(1)
    while exponent:
        if exponent & 1:
            result *= base
        base *= base
        exponent >>= 1
    return result
