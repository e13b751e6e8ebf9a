"""The multilevel gradient method (Sato, Tanaka, Takeda 2021, Sections 2 and 3)."""

from collections.abc import Callable, Iterator
from typing import Any

from theory.classes.nested import NestedProblem
from theory.dual import Block

__all__ = ["multilevel_gradient"]


def multilevel_gradient(
    problem: NestedProblem, x: Block, step: Any, project: Callable[[Block], Block] = tuple
) -> Iterator[Block]:
    """Yield the outer iterates: x_1 <- P(x_1 - step * grad F(x_1)), the gradient by the forward recursion.

    Args:
        problem: the levels, and how far the lower ones are solved.
        x: the first x_1.
        step: step size.
        project: the projection onto the set that x_1 is in; by default there is none.
    """
    while True:
        yield x
        slope = problem.hypergradient(x)
        x = project(tuple(value - step * g for value, g in zip(x, slope, strict=True)))
