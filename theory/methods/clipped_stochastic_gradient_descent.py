"""Clipped stochastic gradient descent (Zhang et al. 2020, Theorem 7)."""

from collections.abc import Iterator
from typing import Any

from theory.arithmetic import minimum, norm

__all__ = ["clipped_stochastic_gradient_descent"]


def clipped_stochastic_gradient_descent(f: Any, x: Any, step: Any, radius: Any, margin: Any) -> Iterator[Any]:
    """Yield the iterates with h = min{step, radius/(||g|| + margin)}, g the oracle's (possibly noisy) gradient.

    ``radius`` bounds the length of every step, in units of x; ``margin`` is in units of the gradient.
    """
    while True:
        yield x
        g = f.grad(x)
        x = x - minimum(step, radius / (norm(g) + margin)) * g
