"""Methods that draw one component of a finite sum in each step."""

from collections.abc import Iterator
from typing import Any

__all__ = ["stochastic_gradient"]


def stochastic_gradient(f: Any, x: Any, step: Any) -> Iterator[Any]:
    """Yield x_k with x_{k+1} = x_k - step*grad f_i(x_k), i drawn uniformly (Robbins and Monro 1951)."""
    while True:
        yield x
        x = x - step * f.sampled.grad(x)
