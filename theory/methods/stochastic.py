"""Methods that draw one component of a finite sum in each step."""

from collections.abc import Iterator
from typing import Any

__all__ = ["saga", "stochastic_gradient"]


def stochastic_gradient(f: Any, x: Any, step: Any) -> Iterator[Any]:
    """Yield x_k with x_{k+1} = x_k - step*grad f_i(x_k), i drawn uniformly (Robbins and Monro 1951)."""
    while True:
        yield x
        x = x - step * f.sampled.grad(x)


def saga(f: Any, x: Any, step: Any) -> Iterator[Any]:
    """Yield (x_k, table of points) of SAGA, i drawn uniformly, from any table (Defazio, Bach, Lacoste-Julien 2014).

    x_{k+1} = x_k - step*(grad f_i(x_k) - grad f_i(p_i) + mean of grad f_j(p_j)); then p_i becomes x_k.
    """
    parts = f.parts
    table = tuple(f.start() for _ in parts)
    while True:
        yield x, table
        mean = sum(part.grad(point) for part, point in zip(parts, table, strict=True)) / len(parts)
        i = f.drawn
        after = x - step * (parts[i].grad(x) - parts[i].grad(table[i]) + mean)
        table = (*table[:i], x, *table[i + 1 :])
        x = after
