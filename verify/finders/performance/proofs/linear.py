"""Sparse linear equations over the rationals, as many as there are and consistent or not."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from heapq import heapify, heappop, heappush

from verify.finders.performance.numbers import Number, plain, ratio

__all__ = ["Equation", "solved"]

Equation = tuple[Mapping[int, Number], Number]
"""Coefficients by unknown, and the right-hand side."""

_Row = tuple[dict[int, Number], Number]

_FREE = 10**9
"""Largest denominator of an unknown that the equations leave free."""


def solved(equations: Iterable[Equation], near: Sequence[float]) -> list[Number] | None:
    """A solution whose free unknowns are the floats, rounded; None if there is none.

    Elimination takes the shortest equation first and in it the rarest unknown, so chains stay sparse.

    Args:
        equations: coefficients by unknown, and the right-hand side.
        near: a float for each unknown.
    """
    rows: dict[int, _Row] = {i: (dict(left), right) for i, (left, right) in enumerate(equations)}
    where: dict[int, set[int]] = {j: set() for j in range(len(near))}
    for i, (left, _) in rows.items():
        for j in left:
            where[j].add(i)
    order: list[tuple[int, dict[int, Number], Number]] = []
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
    k: int, row: _Row, pivot: int, left: Mapping[int, Number], right: Number, where: dict[int, set[int]]
) -> _Row:
    """The k-th equation without the pivot; keeps track of where each unknown occurs."""
    mine, value = row
    factor = ratio(mine[pivot], left[pivot])
    for j, c in left.items():
        new = mine.get(j, 0) - factor * c
        if new:
            mine[j] = plain(new)
            where[j].add(k)
        else:
            mine.pop(j, None)
            where[j].discard(k)
    return mine, plain(value - factor * right)


def _backwards(order: Sequence[tuple[int, Mapping[int, Number], Number]], near: Sequence[float]) -> list[Number]:
    """Values of the unknowns, from the last equation to the first."""
    pivots = {pivot for pivot, _, _ in order}
    solution: list[Number] = [
        0 if j in pivots else Fraction(float(value)).limit_denominator(_FREE) for j, value in enumerate(near)
    ]
    for pivot, left, right in reversed(order):
        rest = sum(c * solution[j] for j, c in left.items() if j != pivot)
        solution[pivot] = ratio(right - rest, left[pivot])
    return solution
