"""The conditional gradient method (Frank and Wolfe 1956)."""

from collections.abc import Iterator
from itertools import count
from typing import Any

__all__ = ["frank_wolfe"]


def frank_wolfe(f: Any, x: Any) -> Iterator[Any]:
    """Yield x_k with x_{k+1} = k/(k+2) x_k + 2/(k+2) s_k, s_k in the set with least <grad f(x_k), s_k> (Jaggi 2013)."""
    for k in count():
        yield x
        vertex = f.linear_minimiser(f.grad(x))
        x = (k * x + 2 * vertex) / (k + 2)
