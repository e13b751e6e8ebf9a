"""Accelerated gradient descent for convex functions (Nesterov 1983), with momentum k/(k+3)."""

from collections.abc import Iterator
from itertools import count
from typing import Any

__all__ = ["accelerated_gradient"]


def accelerated_gradient(f: Any, x: Any, step: Any) -> Iterator[Any]:
    """Yield x_k with x_{k+1} = y_k - step*grad f(y_k), y_{k+1} = x_{k+1} + k/(k+3)*(x_{k+1} - x_k), y_0 = x_0."""
    y = x
    for k in count():
        yield x
        after = y - step * f.grad(y)
        y = after + k * (after - x) / (k + 3)
        x = after
