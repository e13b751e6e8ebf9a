"""Gradient descent with a fixed step (Zhang et al. 2020, equation (4))."""

from collections.abc import Iterator
from typing import Any

__all__ = ["gradient_descent"]


def gradient_descent(f: Any, x: Any, step: Any) -> Iterator[Any]:
    """Yield x, x - step*grad f(x), ..."""
    while True:
        yield x
        x = x - step * f.grad(x)
