"""The Halpern iteration for fixed points of a nonexpansive operator T = I - A (Halpern 1967)."""

from collections.abc import Iterator
from itertools import count
from typing import Any

__all__ = ["halpern", "krasnoselskii_mann"]


def halpern(f: Any, x: Any) -> Iterator[Any]:
    """Yield x_k with x_{k+1} = x_0/(k+2) + (k+1)/(k+2) T x_k; ``f.grad`` is A."""
    start = x
    for k in count():
        yield x
        x = (start + (k + 1) * (x - f.grad(x))) / (k + 2)


def krasnoselskii_mann(f: Any, x: Any, weight: Any) -> Iterator[Any]:
    """Yield x_k with x_{k+1} = (1 - weight) x_k + weight T x_k (Krasnoselskii 1955, Mann 1953); ``f.grad`` is A."""
    while True:
        yield x
        x = x - weight * f.grad(x)
