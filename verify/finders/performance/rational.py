"""Exact multipliers from float ones.

Where the bound is attained, the semidefinite form vanishes on the worst cases (facial reduction): its null space is
read off the floats, its rational basis V guessed, and the linear conditions

    the values cancel,   the slack is zero,   (target - sum_k lambda_k row_k) V = 0

are solved exactly over the rows in use.  Where there is slack, central multipliers are rounded onto the first
condition.  In both cases the result is decided exactly: multipliers nonnegative, form positive semidefinite.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from verify.finders.performance.solve import Dual, Numeric, solve
from verify.kernel.numeric import psd

__all__ = ["Exact", "exact"]

_SLACK = 1e-7
"""Relative to the target's constant: below this the bound counts as attained."""


@dataclass(frozen=True, kw_only=True)
class Exact:
    """Multipliers that show the target, exactly.

    Attributes:
        multipliers: for each row that is used its positive multiplier.
        slack: the constant that is left, at least 0.
        gram: the form that is left over pairs of basis indices, positive semidefinite.
    """

    multipliers: dict[int, Fraction]
    slack: Fraction
    gram: dict[tuple[int, int], Fraction]


def exact(dual: Dual, numeric: Numeric) -> Exact | None:
    """Exact multipliers near the solver's, or None if no guess turned out right."""
    scale = max(abs(float(dual.constant)), 1e-9)
    if numeric.slack < -_SLACK * scale:
        return None
    if numeric.slack > _SLACK * scale:
        central = solve(dual, interior=numeric.slack / 2)
        found = _rounded(dual, list(central.multipliers), range(len(dual.rows)), [], 10**9)
        if found is not None:
            return found
    for support in _supports(numeric.multipliers):
        for null in _null_spaces(numeric):
            for bound in (40, 1000, 10**6):
                guess = _rational_basis(null, bound)
                if guess is None:
                    continue
                found = _rounded(dual, numeric.multipliers, support, guess, bound, tight=True)
                if found is not None:
                    return found
    return None


def _supports(multipliers: Any) -> Iterator[list[int]]:
    largest, seen = max(multipliers, default=0.0), set[tuple[int, ...]]()
    for level in (1e-5, 1e-7, 1e-3, 0.0):
        support = tuple(k for k, value in enumerate(multipliers) if value > level * largest)
        if support not in seen:
            seen.add(support)
            yield list(support)


def _null_spaces(numeric: Numeric) -> Iterator[Any]:
    """Bases of what the form nearly annihilates, for a few readings of "nearly"."""
    import numpy as np

    if not numeric.matrix.size:
        yield np.zeros((0, 0))
        return
    values, vectors = np.linalg.eigh(numeric.matrix)
    seen = set[int]()
    for level in (1e-5, 1e-7, 1e-4, 1e-3):
        count = int(np.sum(values < level * max(values[-1], 1e-12)))
        if count not in seen:
            seen.add(count)
            yield vectors[:, :count]


def _rational_basis(null: Any, bound: int) -> list[list[Fraction]] | None:
    """The reduced column echelon basis of a float subspace, rounded; None if it is not near simple fractions."""
    import numpy as np

    basis, pivots = np.array(null, dtype=float).T.copy(), list[int]()
    for i in range(basis.shape[0]):
        rest = np.abs(basis[i:]).copy()
        rest[:, pivots] = 0.0
        r, column = np.unravel_index(int(np.argmax(rest)), rest.shape)
        basis[[i, i + r]] = basis[[i + r, i]]
        basis[i] /= basis[i, column]
        for j in range(basis.shape[0]):
            if j != i:
                basis[j] -= basis[j, column] * basis[i]
        pivots.append(int(column))
    rounded = [[Fraction(float(value)).limit_denominator(bound) for value in row] for row in basis]
    worst = max((abs(float(r) - v) for row, floats in zip(rounded, basis, strict=True)
                 for r, v in zip(row, floats, strict=True)), default=0.0)  # fmt: skip
    return rounded if worst < 1e-3 else None


def _rounded(
    dual: Dual, near: Sequence[float], support: Sequence[int], null: list[list[Fraction]], bound: int,
    *, tight: bool = False,
) -> Exact | None:  # fmt: skip
    """The solution of the linear conditions near the floats, if it passes the exact checks."""
    conditions = _conditions(dual, support, null, tight)
    solution = _solved(conditions, len(support), [near[k] for k in support], bound)
    if solution is None or min(solution, default=Fraction(0)) < 0:
        return None
    multipliers = {k: value for k, value in zip(support, solution, strict=True) if value}
    slack = dual.constant - sum((dual.constants[k] * value for k, value in multipliers.items()), Fraction(0))
    gram = left(dual, multipliers)
    if slack < 0 or not (not dual.basis or psd.is_psd_banded(halved(gram), len(dual.basis)).psd):
        return None
    return Exact(multipliers=multipliers, slack=slack, gram=gram)


def left(dual: Dual, multipliers: dict[int, Fraction]) -> dict[tuple[int, int], Fraction]:
    """The quadratic form target - sum of rows: coefficients of inner(i, j), i <= j."""
    total = dict(dual.gram)
    for k, value in multipliers.items():
        for pair, c in dual.grams[k].items():
            total[pair] = total.get(pair, Fraction(0)) - value * c
    return {pair: c for pair, c in total.items() if c}


def halved(gram: dict[tuple[int, int], Fraction]) -> dict[tuple[int, int], Fraction]:
    """The upper triangle of the symmetric matrix of a form."""
    return {(i, j): c if i == j else c / 2 for (i, j), c in gram.items()}


Conditions = list[tuple[dict[int, Fraction], Fraction]]


def _conditions(dual: Dual, support: Sequence[int], null: list[list[Fraction]], tight: bool) -> Conditions:
    """Linear equations for the multipliers: coefficients by place in the support, and right-hand side."""
    place = {k: i for i, k in enumerate(support)}
    found: Conditions = [
        ({place[k]: c for k, c in coefficients.items() if k in place}, wanted) for coefficients, wanted in dual.values
    ]
    if tight:
        found.append(({place[k]: dual.constants[k] for k in support if dual.constants[k]}, dual.constant))
    for v in null:
        rows: list[dict[int, Fraction]] = [{} for _ in dual.basis]
        for k in support:
            for i, value in _applied(dual.grams[k], v).items():
                rows[i][place[k]] = value
        wanted = _applied(dual.gram, v)
        found += [(row, wanted.get(i, Fraction(0))) for i, row in enumerate(rows) if row or i in wanted]
    return found


def _applied(gram: dict[tuple[int, int], Fraction], v: Sequence[Fraction]) -> dict[int, Fraction]:
    """Twice the matrix of a form times a vector."""
    total: dict[int, Fraction] = {}
    for (i, j), c in gram.items():
        total[i] = total.get(i, Fraction(0)) + c * v[j]
        total[j] = total.get(j, Fraction(0)) + c * v[i]
    return {i: value for i, value in total.items() if value}


def _solved(conditions: Conditions, n: int, near: Sequence[float], bound: int) -> list[Fraction] | None:
    """A solution whose free entries are the floats, rounded; None if there is none."""
    import flint

    if not conditions:
        return [Fraction(float(value)).limit_denominator(bound) for value in near]
    table = flint.fmpq_mat(len(conditions), n + 1)
    for i, (row, wanted) in enumerate(conditions):
        for j, c in row.items():
            table[i, j] = flint.fmpq(c.numerator, c.denominator)
        table[i, n] = flint.fmpq(wanted.numerator, wanted.denominator)
    reduced, rank = table.rref()
    solution: list[Fraction | None] = [None] * n
    pivots = []
    for i in range(rank):
        column = next(j for j in range(n + 1) if reduced[i, j] != 0)
        if column == n:
            return None
        pivots.append(column)
    free = [j for j in range(n) if j not in set(pivots)]
    for j in free:
        solution[j] = Fraction(float(near[j])).limit_denominator(bound)
    for i, column in enumerate(pivots):
        value = _fraction(reduced[i, n])
        for j in free:
            if reduced[i, j] != 0:
                value -= _fraction(reduced[i, j]) * (solution[j] or Fraction(0))
        solution[column] = value
    return [value for value in solution if value is not None]


def _fraction(value: Any) -> Fraction:
    return Fraction(int(value.p), int(value.q))
