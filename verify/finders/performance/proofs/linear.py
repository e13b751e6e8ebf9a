"""Sparse linear equations over the rationals, as many as there are and consistent or not."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from heapq import heapify, heappop, heappush

__all__ = ["Equation", "solved"]

Equation = tuple[dict[int, Fraction], Fraction]
"""Coefficients by unknown, and the right-hand side."""

_FREE = 10**9
"""Largest denominator of an unknown that the equations leave free."""


def solved(equations: Iterable[Equation], near: Sequence[float]) -> list[Fraction] | None:
    """A solution whose free unknowns are the floats, rounded; None if there is none.

    Elimination takes the shortest equation first and in it the rarest unknown, so chains stay sparse.

    Args:
        equations: coefficients by unknown, and the right-hand side.
        near: a float for each unknown.
    """
    rows = {i: (dict(left), right) for i, (left, right) in enumerate(equations)}
    where: dict[int, set[int]] = {j: set() for j in range(len(near))}
    for i, (left, _) in rows.items():
        for j in left:
            where[j].add(i)
    order: list[tuple[int, dict[int, Fraction], Fraction]] = []
    waiting = [(len(left), i) for i, (left, _) in rows.items()]
    heapify(waiting)
    while waiting:
        length, i = heappop(waiting)
        if i not in rows or length != len(rows[i][0]):
            continue  # the equation has changed since, and waits once more
        left, right = rows.pop(i)
        for j in left:
            where[j].discard(i)
        if not left:
            if right:
                return None
            continue
        pivot = min(left, key=lambda j: len(where[j]))
        order.append((pivot, left, right))
        for k in list(where[pivot]):
            rows[k] = _minus(k, rows[k], pivot, left, right, where)
            heappush(waiting, (len(rows[k][0]), k))
    return _backwards(order, near)


def _minus(
    k: int, row: Equation, pivot: int, left: Mapping[int, Fraction], right: Fraction, where: dict[int, set[int]]
) -> Equation:
    """The k-th equation without the pivot; keeps track of where each unknown occurs."""
    mine, value = row
    factor = mine[pivot] / left[pivot]
    for j, c in left.items():
        new = mine.get(j, Fraction(0)) - factor * c
        if new:
            mine[j] = new
            where[j].add(k)
        else:
            mine.pop(j, None)
            where[j].discard(k)
    return mine, value - factor * right


def _backwards(order: Sequence[tuple[int, Mapping[int, Fraction], Fraction]], near: Sequence[float]) -> list[Fraction]:
    """Values of the unknowns, from the last equation to the first."""
    solution = [Fraction(float(value)).limit_denominator(_FREE) for value in near]
    for pivot, left, right in reversed(order):
        rest = sum((c * solution[j] for j, c in left.items() if j != pivot), Fraction(0))
        solution[pivot] = (right - rest) / left[pivot]
    return solution
