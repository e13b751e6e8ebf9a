"""Vectors of rationals near floats."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

__all__ = ["Vector", "dot", "minus", "rounded", "unit"]

Vector = tuple[Fraction, ...]

DIGITS = 10**12
"""Denominator of rounded coordinates."""


def dot(u: Sequence[Fraction], v: Sequence[Fraction]) -> Fraction:
    """<u, v>."""
    return sum((a * b for a, b in zip(u, v, strict=True)), Fraction(0))


def minus(u: Sequence[Fraction], v: Sequence[Fraction], scale: Fraction = Fraction(1)) -> Vector:
    """u - scale v."""
    return tuple(a - scale * b for a, b in zip(u, v, strict=True))


def rounded(v: Any) -> Vector:
    """The vector of rationals nearest to floats."""
    return tuple(Fraction(round(float(x) * DIGITS), DIGITS) for x in v)


def unit(v: Any) -> Vector:
    """A rational vector of length exactly 1 near the direction of v: stereographic projection from the far pole."""
    import numpy as np

    direction = np.asarray(v) / np.linalg.norm(v)
    pole = int(np.argmax(np.abs(direction)))
    sign = 1 if direction[pole] > 0 else -1
    plane = [
        Fraction(float(x) / (1 + abs(float(direction[pole])))).limit_denominator(10**7)
        for x in np.delete(direction, pole)
    ]
    size = sum((t * t for t in plane), Fraction(0))
    rest = [2 * t / (1 + size) for t in plane]
    return (*rest[:pole], sign * (1 - size) / (1 + size), *rest[pole:])
