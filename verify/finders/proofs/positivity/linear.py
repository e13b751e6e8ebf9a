"""The linear program over candidate summands, and its solution made exact."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

from verify.finders.proofs.positivity.columns import Column
from verify.finders.proofs.positivity.ring import Exponents, Laurent
from verify.finders.proofs.rationalize import exact_solution

__all__ = ["Mode", "combine"]

Mode = Literal["plain", "strict", "absurd"]
"""plain: sum = target; strict: and some strict summand has a positive weight; absurd: the target is 0 likewise."""

Solution = list[tuple[Column, Fraction]]


def combine(columns: Sequence[Column], target: Laurent, mode: Mode, seconds: float) -> Solution | None:
    """Exact weights, >= 0 for inequalities, with sum of weight * value == target; None if none were found."""
    monomials = sorted({m for column in columns for m in column.value} | set(target))
    if seconds <= 0 or (not columns and (target or mode != "plain")):
        return None
    if not set(target) <= {m for column in columns for m in column.value}:
        return None
    if not columns:
        return []
    floats, bound = _program(columns, target, monomials, mode, seconds)
    if floats is None:
        return None
    for threshold in (1e-7, 1e-9, 1e-11):
        solution = _exactly(columns, target, floats, threshold, bound)
        if solution is not None:
            return solution
    return None


def _program(
    columns: Sequence[Column],
    target: Laurent,
    monomials: Sequence[Exponents],
    mode: Mode,
    seconds: float,
) -> tuple[list[float] | None, bool]:
    """Float weights, and whether the weights of the strict columns (relative to their size) add up to exactly 1."""
    import numpy
    from scipy.optimize import linprog
    from scipy.sparse import csc_matrix

    row = {m: i for i, m in enumerate(monomials)}
    scale = [max(abs(float(c)) for c in column.value.values()) for column in columns]
    free = [k for k, column in enumerate(columns) if column.equation is not None]
    entries, places, starts = list[float](), list[int](), [0]
    for k, sign in [(k, 1) for k in range(len(columns))] + [(k, -1) for k in free]:
        for m, c in columns[k].value.items():
            entries.append(sign * float(c) / scale[k])
            places.append(row[m])
        if mode != "plain" and columns[k].strict:
            entries.append(1.0)
            places.append(len(monomials))
        starts.append(len(entries))
    size = len(monomials) + (mode != "plain")
    cost = [column.cost for column in columns] + [columns[k].cost for k in free]
    if mode != "plain":  # one more unknown: the total weight of strict summands, at most 1 and as large as it can be
        entries.append(-1.0)
        places.append(len(monomials))
        starts.append(len(entries))
        cost.append(-1e4)
    if mode == "strict":  # a slack: the strict summands may weigh more than 1, as in 0 < a + b
        entries.append(-1.0)
        places.append(len(monomials))
        starts.append(len(entries))
        cost.append(0.0)
    matrix = csc_matrix((entries, places, starts), shape=(size, len(starts) - 1))
    right = numpy.zeros(size)
    for m, c in target.items():
        right[row[m]] = float(c)
    bounds: list[tuple[int, int | None]] = [(0, None)] * (len(columns) + len(free))
    bounds += [(0, 1)] if mode != "plain" else []
    bounds += [(0, None)] if mode == "strict" else []
    result = linprog(
        cost,
        A_eq=matrix,
        b_eq=right,
        bounds=bounds,
        method="highs-ds",
        options={"time_limit": max(seconds, 0.01)},
    )
    least = len(columns) + len(free)  # where the total weight of strict summands stands
    if result.status != 0 or (mode != "plain" and result.x[least] <= 1e-9):
        return None, False
    x = [float(v) for v in result.x]
    for place, k in enumerate(free):
        x[k] -= x[len(columns) + place]
    return [v / s for v, s in zip(x, scale, strict=False)], mode != "plain" and 1 - 1e-9 <= sum(x[least:]) <= 1 + 1e-9


def _exactly(
    columns: Sequence[Column],
    target: Laurent,
    floats: Sequence[float],
    threshold: float,
    bound: bool,
) -> Solution | None:
    support = [k for k, x in enumerate(floats) if abs(x) > threshold]
    if not support or len(support) > 400:
        return None
    values: list[dict[object, Fraction]] = []
    right: dict[object, Fraction] = dict(target.items())
    for k in support:
        column = columns[k]
        entries: dict[object, Fraction] = dict(column.value.items())
        if bound and column.strict:
            entries["strict"] = max(abs(c) for c in column.value.values())
        values.append(entries)
    if bound:
        right["strict"] = Fraction(1)
    weights = exact_solution(values, right, [floats[k] for k in support])
    if weights is None:
        return None
    chosen = [(columns[k], w) for k, w in zip(support, weights, strict=True) if w]
    if any(w < 0 and column.equation is None for column, w in chosen):
        return None
    return chosen
