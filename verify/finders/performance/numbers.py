"""Exact numbers, whole ones as int: most are whole, and fractions take many times as long."""

from fractions import Fraction

__all__ = ["Number", "plain", "ratio"]

Number = int | Fraction


def plain(value: Number) -> Number:
    """The same number, as int if it is whole."""
    return value.numerator if value.denominator == 1 else value


def ratio(a: Number, b: Number) -> Number:
    """a/b exactly, where / of two ints would be a float."""
    return a if b == 1 else -a if b == -1 else plain(Fraction(a, b))
