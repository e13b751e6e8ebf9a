"""From floats to rationals: exact solutions of linear systems near a float solution, and simple rational values."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

__all__ = ["exact_solution", "simple"]

Row = dict[int, Fraction]


def simple(value: float, tolerance: float = 1e-6, most: int = 10_000) -> Fraction:
    """The continued fraction approximation with the smallest denominator within a relative tolerance.

    Args:
        value: finite.
        tolerance: relative to max(1, abs(value)).
        most: the largest denominator tried; beyond it the best approximation below it is returned.
    """
    exact = Fraction(value)
    limit = 1
    while limit < most:
        guess = exact.limit_denominator(limit)
        if abs(guess - exact) <= tolerance * max(1.0, abs(value)):
            return guess
        limit *= 2
    return exact.limit_denominator(most)


def exact_solution(
    columns: Sequence[Mapping[object, Fraction]],
    target: Mapping[object, Fraction],
    near: Sequence[float],
) -> list[Fraction] | None:
    """An exact solution x of sum_k x_k columns[k] == target, close to a float solution; None if there is none.

    Where the columns are dependent the free unknowns are those smallest in the float solution; they get simple
    rationals near it (0 where it is below 1e-9) and the others follow.

    Args:
        columns: sparse columns, row label -> entry.
        target: sparse right side.
        near: floats, one per column.
    """
    size = len(columns)
    rows: dict[object, Row] = {}
    for k, column in enumerate(columns):
        for label, value in column.items():
            rows.setdefault(label, {})[k] = value
    for label, value in target.items():
        if value:
            rows.setdefault(label, {})[size] = value
    pivots = _eliminate([row for row in rows.values() if row], near, size)
    if pivots is None:
        return None
    x = [Fraction(0)] * size
    for k in range(size):
        if k not in pivots and abs(near[k]) > 1e-9:
            x[k] = simple(near[k])
    for k, row in reversed(pivots.items()):
        x[k] = row.get(size, Fraction(0)) - sum((row[j] * x[j] for j in row if j not in (k, size)), Fraction(0))
    return x


def _eliminate(rows: list[Row], near: Sequence[float], size: int) -> dict[int, Row] | None:
    """Rows in echelon form by pivot column, in the order of elimination; None if the system is inconsistent."""
    pivots: dict[int, Row] = {}
    pending = sorted(rows, key=len)
    while pending:
        pending.sort(key=len)
        row = pending.pop(0)
        candidates = [k for k in row if k != size]
        if not candidates:
            return None
        pivot = max(candidates, key=lambda k: abs(near[k]))
        lead = row[pivot]
        row = {k: v / lead for k, v in row.items()}
        pivots[pivot] = row
        reduced = []
        for other in pending:
            factor = other.get(pivot)
            if factor:
                other = {
                    k: v
                    for k in other.keys() | row.keys()
                    if (v := other.get(k, Fraction(0)) - factor * row.get(k, Fraction(0)))
                }
            if other:
                reduced.append(other)
        pending = reduced
    return pivots
