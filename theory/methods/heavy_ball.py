"""Gradient descent with momentum (Polyak 1964, section 2)."""

from collections.abc import Iterator
from typing import Any

__all__ = ["heavy_ball"]


def heavy_ball(f: Any, x: Any, step: Any, momentum: Any) -> Iterator[Any]:
    """Yield x_k with x_{k+1} = x_k - step*grad f(x_k) + momentum*(x_k - x_{k-1}), started at rest."""
    before = x
    while True:
        yield x
        x, before = x - step * f.grad(x) + momentum * (x - before), x
