"""Derivatives by dual numbers: exact on rationals, floats on floats, polynomials on formal expressions.

A dual number is a + b e with e^2 = 0.  Derivatives of programs that themselves take derivatives need several e; each
has its own tag, and what carries another tag is a constant to it.
"""

import itertools
from collections.abc import Callable, Sequence
from typing import Any

__all__ = ["Block", "Dual", "derivative", "gradient", "jacobian"]

Block = tuple[Any, ...]
"""The coordinates of one vector: scalars of any arithmetic."""

_TAGS = itertools.count(1)


class Dual:
    """value + slope*e; sums, products, quotients and integer powers."""

    __slots__ = ("slope", "tag", "value")

    def __init__(self, value: Any, slope: Any, tag: int) -> None:
        self.value, self.slope, self.tag = value, slope, tag

    def _parts(self, other: Any) -> tuple[Any, Any, Any, Any, int]:
        """Values and slopes of both with respect to the later of their tags."""
        theirs = other.tag if isinstance(other, Dual) else 0
        tag = max(self.tag, theirs)
        a, da = (self.value, self.slope) if self.tag == tag else (self, 0)
        b, db = (other.value, other.slope) if theirs == tag else (other, 0)
        return a, da, b, db, tag

    def __add__(self, other: Any) -> "Dual":
        a, da, b, db, tag = self._parts(other)
        return Dual(a + b, da + db, tag)

    def __mul__(self, other: Any) -> "Dual":
        a, da, b, db, tag = self._parts(other)
        return Dual(a * b, da * b + a * db, tag)

    def __truediv__(self, other: Any) -> "Dual":
        a, da, b, db, tag = self._parts(other)
        return Dual(a / b, (da * b - a * db) / (b * b), tag)

    def __rtruediv__(self, other: Any) -> "Dual":
        return Dual(other / self.value, -other * self.slope / (self.value * self.value), self.tag)

    def __pow__(self, exponent: int) -> "Dual":
        if exponent == 0:
            return Dual(self.value**0, 0 * self.slope, self.tag)
        return Dual(self.value**exponent, exponent * self.value ** (exponent - 1) * self.slope, self.tag)

    def __neg__(self) -> "Dual":
        return Dual(-self.value, -self.slope, self.tag)

    def __sub__(self, other: Any) -> "Dual":
        return self + -other

    def __rsub__(self, other: Any) -> "Dual":
        return -self + other

    __radd__, __rmul__ = __add__, __mul__


def derivative(function: Callable[[Any], Any], at: Any) -> Any:
    """The derivative of a scalar or of each coordinate of a block, with respect to one scalar."""
    tag = next(_TAGS)
    result = function(Dual(at, 1, tag))
    if isinstance(result, tuple):
        return tuple(_slope(item, tag) for item in result)
    return _slope(result, tag)


def _slope(value: Any, tag: int) -> Any:
    return value.slope if isinstance(value, Dual) and value.tag == tag else 0


def jacobian(function: Callable[..., Any], blocks: Sequence[Block], which: int) -> tuple[Any, ...]:
    """Derivatives of ``function(*blocks)`` with respect to each coordinate of one block; row k belongs to coordinate k.

    Args:
        function: of as many blocks, with a scalar or a block as value.
        blocks: where.
        which: index of the block that varies.
    """
    before, block, after = blocks[:which], blocks[which], blocks[which + 1 :]

    def along(k: int) -> Any:
        return derivative(lambda t: function(*before, (*block[:k], t, *block[k + 1 :]), *after), block[k])

    return tuple(along(k) for k in range(len(block)))


gradient = jacobian
"""The same for a scalar function, whose derivatives are the gradient."""
