"""Normalised gradient descent (Zhang et al. 2020, equation (6))."""

from collections.abc import Iterator
from typing import Any

from theory.arithmetic import norm

__all__ = ["normalized_gradient_descent"]


def normalized_gradient_descent(f: Any, x: Any, step: Any, offset: Any) -> Iterator[Any]:
    """Yield the iterates with h = step/(||grad f(x)|| + offset)."""
    while True:
        yield x
        g = f.grad(x)
        x = x - step / (norm(g) + offset) * g
