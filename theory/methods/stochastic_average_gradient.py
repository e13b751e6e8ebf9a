"""Stochastic average gradient (Le Roux, Schmidt, Bach 2012, Section 2)."""

from collections.abc import Iterable, Iterator
from typing import Any

__all__ = ["stochastic_average_gradient"]


def stochastic_average_gradient(f: Any, x: Any, step: Any, draws: Iterable[int]) -> Iterator[Any]:
    """Yield the iterates: refresh entry i of the table of gradients, then move along the mean of the table.

    Args:
        f: a finite sum; ``f.parts`` are the oracles of its n components, whose mean is minimised.
        x: the start; the table starts at 0.
        step: alpha, in units of x over units of the gradient.
        draws: the indices drawn, each from 0 to n - 1; one more iterate than there are draws.
    """
    parts = f.parts
    table: list[Any] = [0 * x for _ in parts]
    total = 0 * x
    yield x
    for i in draws:
        fresh = parts[i].grad(x)
        total = total + (fresh - table[i])
        table[i] = fresh
        x = x - step * total / len(table)
        yield x
