"""Arithmetic that a method is written in: one text for floats, exact rationals, balls and formal expressions.

Plain ``min`` and ``>`` must not be used inside a method: on formal expressions they cannot be decided and
on balls they answer False when undecidable, which would silently pick a branch.
"""

from typing import Any

import sympy as sp

from theory import symbols as formal

__all__ = ["inner", "maximum", "minimum", "norm", "square"]


def minimum(a: Any, b: Any) -> Any:
    """The smaller of two scalars (a formal Min, a ball's enclosure, or the plain minimum)."""
    if isinstance(a, sp.Basic) or isinstance(b, sp.Basic):
        return sp.Min(a, b)
    if hasattr(a, "rad"):
        return a.min(b)
    if hasattr(b, "rad"):
        return b.min(a)
    return a if a <= b else b


def maximum(a: Any, b: Any) -> Any:
    """The larger of two scalars."""
    return -minimum(-a, -b) if not isinstance(a, sp.Basic) and not isinstance(b, sp.Basic) else sp.Max(a, b)


def inner(u: Any, v: Any) -> Any:
    """The Euclidean inner product; in one dimension, the product."""
    u, v = getattr(u, "formal", u), getattr(v, "formal", v)
    if isinstance(u, sp.Basic) or isinstance(v, sp.Basic):
        return formal.inner(u, v)
    return u @ v if hasattr(u, "__matmul__") else u * v


def norm(v: Any) -> Any:
    """The Euclidean norm; in one dimension, the absolute value."""
    v = getattr(v, "formal", v)
    if isinstance(v, sp.Basic):
        return formal.norm(v)
    return (v @ v) ** 0.5 if hasattr(v, "__matmul__") else abs(v)


def square(v: Any) -> Any:
    """The squared norm of a vector, or the square of a scalar."""
    return inner(v, v)
