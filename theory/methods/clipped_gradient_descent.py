"""Clipped gradient descent (Zhang et al. 2020, equation (5) and, with noise, Theorem 7)."""

from collections.abc import Iterator
from typing import Any

from theory.arithmetic import minimum, norm

__all__ = ["clipped_gradient_descent"]


def clipped_gradient_descent(f: Any, x: Any, step: Any, radius: Any) -> Iterator[Any]:
    """Yield the iterates with h = min{step, radius/||grad f(x)||}.

    ``radius`` is the longest step that is ever taken (the paper's gamma*eta_c), in units of x.
    """
    while True:
        yield x
        g = f.grad(x)
        x = x - minimum(step, radius / norm(g)) * g
