"""Exact multipliers from float ones.

Where the bound is attained, the semidefinite form vanishes on the worst cases (facial reduction): its null space is
read off the floats, its rational basis V guessed, and the linear conditions

    the values cancel,   the slack is zero,   (target - sum_k lambda_k row_k) V = 0

are solved exactly over the rows in use.  Where there is slack, central multipliers are rounded onto the first
condition.  In both cases the result is decided exactly: multipliers nonnegative, form positive semidefinite.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from verify.finders.performance.numbers import Number, plain, ratio
from verify.finders.performance.problem.assembly import Row
from verify.finders.performance.proofs.linear import Equation, solved
from verify.finders.performance.solve import CLARABEL, Dual, Numeric, solve
from verify.kernel.numeric import psd

__all__ = ["Exact", "exact", "narrowed", "rational_basis"]

_SLACK = 1e-5
"""Relative to the target's constant: below this the bound counts as attained."""

_NEAR = (1e-7, 1e-6, 1e-5, 1e-4)
"""How far a null vector may be from the fractions that are tried for it."""

_ROUGH = 1e-3
"""The same for a face that central multipliers are near only by the square root of their accuracy."""

_FINE = 1e-5
"""What is left between two fractions of three digits."""

_RANK = 1e-6
"""Relative: smaller eigenvalues of the worst cases count as 0."""

_TOGETHER = 20_000
"""Entries of null vectors that are made rational at once."""

_DENOMINATORS = 5000
"""Up to where a common denominator of a null vector is looked for."""


@dataclass(frozen=True, kw_only=True)
class Exact:
    """Multipliers that show the target, exactly.

    Attributes:
        multipliers: for each row that is used its positive multiplier.
        slack: the constant that is left, at least 0.
        gram: the form that is left over pairs of basis indices, positive semidefinite.
    """

    multipliers: dict[int, Number]
    slack: Number
    gram: dict[tuple[int, int], Number]

    def rows(self, dual: Dual) -> list[tuple[Row, Number]]:
        """The rows that are used, with their multipliers."""
        return [(dual.rows[k], value) for k, value in self.multipliers.items()]


def exact(dual: Dual, numeric: Numeric, solver: str = CLARABEL) -> Exact | None:
    """Exact multipliers near the solver's, or None if no guess turned out right."""
    scale = max(abs(float(dual.constant)), 1e-9)
    if not numeric.slack >= -_SLACK * scale:
        return None
    if numeric.slack > _SLACK * scale:
        return _loose(dual, numeric, solver) or _tight(dual, numeric)
    return _tight(dual, numeric) or _loose(dual, numeric, solver)


def narrowed(dual: Dual, numeric: Numeric) -> Exact | None:
    """Multipliers of the pattern "path" alone, from what the solver says of more pairs: two guesses, or None.

    If the path shows the same bound, then the form that it leaves vanishes on the worst cases of all pairs, too, by
    complementary slackness.  On a few combinations of them is condition enough; the exact checks decide.
    """
    import numpy as np

    if not dual.basis or not abs(numeric.slack) <= _SLACK * max(abs(float(dual.constant)), 1e-9):
        return None
    path = {(row.name, row.points) for row in dual.problem.instances("path")}
    inside = [k for k, row in enumerate(dual.rows) if (row.name, row.points) in path]
    largest = max((numeric.multipliers[k] for k in inside), default=0.0)
    support = [k for k in inside if numeric.multipliers[k] > _ROUGH * largest]
    sizes, spans = np.linalg.eigh(numeric.worst)
    for near in (_ROUGH, _FINE):
        basis = rational_basis(spans[:, sizes > _RANK * sizes[-1]], near)
        if basis and support:
            # as many conditions as multipliers, beside those on the values
            count = min(len(basis), -(-len(support) // len(dual.basis)))
            null = [[sum(c * (i + 1) ** n for i, c in enumerate(column)) for column in zip(*basis, strict=True)]
                    for n in range(count)]  # fmt: skip
            found = _rounded(dual, numeric.multipliers, support, null, tight=True)
            if found is not None:
                return found
    return None


def _loose(dual: Dual, numeric: Numeric, solver: str) -> Exact | None:
    """Central multipliers for half the slack, rounded."""
    if numeric.slack <= 0:
        return None
    central = solve(dual, interior=numeric.slack / 2, solver=solver)
    found = _rounded(dual, list(central.multipliers), range(len(dual.rows)), [])
    # without an interior, what is central lies on the face that all solutions share: it is looked for as a tight one is
    return found or _on_a_face(dual, central, tight=False) or _among_fewer(dual, numeric, solver)


def _among_fewer(dual: Dual, numeric: Numeric, solver: str) -> Exact | None:
    """The same over the rows in use: there is an interior again where others speak of vectors that must not occur."""
    for support in _supports(numeric.multipliers):
        central = solve(dual, interior=numeric.slack / 2, support=support, solver=solver)
        found = _rounded(dual, list(central.multipliers), support, [])
        if found is not None:
            return found
    return None


def _tight(dual: Dual, numeric: Numeric) -> Exact | None:
    """The solution of the linear conditions for the first guess of support and null space that passes."""
    return _on_a_face(dual, numeric, tight=True)


def _on_a_face(dual: Dual, numeric: Numeric, *, tight: bool) -> Exact | None:
    """The same, with or without the condition that the slack is zero."""
    tried = set[tuple[Any, ...]]()
    for support in _supports(numeric.multipliers):
        for null in _null_spaces(numeric):
            for near in _NEAR if tight else (_ROUGH, *reversed(_NEAR)):
                guess = rational_basis(null, near)
                case = (*support, *((None,) if guess is None else (tuple(v) for v in guess)))
                if guess is None or case in tried:
                    continue
                tried.add(case)
                found = _rounded(dual, numeric.multipliers, support, guess, tight=tight)
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
    """Bases of what the form nearly annihilates: what the worst cases span, and its own small eigenvectors."""
    import numpy as np

    if not numeric.matrix.size:
        yield np.zeros((0, 0))
        return
    values, vectors = np.linalg.eigh(numeric.matrix)
    sizes, spans = np.linalg.eigh(numeric.worst)
    for level in (1e-5, 1e-7, 1e-3):
        count = int(np.sum(values < level * max(values[-1], 1e-12)))
        yield vectors[:, :count]
        if 0 < count < len(values) and sizes[-count] > 1e-8 * sizes[-1]:
            yield spans[:, -count:]


def rational_basis(null: Any, near: float) -> list[list[Number]] | None:
    """The reduced echelon basis of a float subspace, each vector over its least common denominator that fits."""
    import numpy as np

    basis, pivots = np.array(null, dtype=float).T.copy(), list[int]()
    for i in range(basis.shape[0]):
        rest = np.abs(basis[i:]).copy()
        rest[:, pivots] = 0.0
        r, column = (int(place) for place in np.unravel_index(int(np.argmax(rest)), rest.shape))
        basis[[i, i + r]] = basis[[i + r, i]]
        basis[i] /= basis[i, column]
        factors = basis[:, column].copy()
        factors[i] = 0.0
        basis -= factors[:, None] * basis[i]
        pivots.append(column)
    together = max(1, _TOGETHER // max(1, basis.shape[1]))
    denominators = [
        q for i in range(0, len(basis), together) for q in _common_denominators(basis[i : i + together], near)
    ]
    if not all(denominators):
        return None
    rows = zip(basis.tolist(), denominators, strict=True)
    return [[ratio(round(value * denominator), denominator) for value in row] for row, denominator in rows]


def _common_denominators(rows: Any, near: float) -> list[int]:
    """For each row the least denominator that fits all its entries, or 0."""
    found = _first_fits(rows, near, 1, 40)
    for i, denominator in enumerate(found):
        ranges = () if denominator else ((40, 500), *((n, n + 500) for n in range(500, _DENOMINATORS, 500)))
        larger = (_first_fits(rows[i : i + 1], near, *ends)[0] for ends in ranges)
        found[i] = next(filter(None, larger), denominator)
        if not found[i]:
            break
    return found


def _first_fits(rows: Any, near: float, start: int, stop: int) -> list[int]:
    import numpy as np

    q = np.arange(start, stop)[:, None, None]
    fits = (abs(np.rint(q * rows) / q - rows) < near).all(axis=2)
    return [start + int(column.argmax()) if column.any() else 0 for column in fits.T]


def _rounded(
    dual: Dual, near: Sequence[float], support: Sequence[int], null: list[list[Number]], *, tight: bool = False
) -> Exact | None:
    """The solution of the linear conditions near the floats, if it passes the exact checks."""
    conditions = _conditions(dual, support, null, tight)
    solution = solved(conditions, [near[k] for k in support])
    if solution is None or min(solution, default=0) < 0:
        return None
    multipliers = {k: value for k, value in zip(support, solution, strict=True) if value}
    slack = dual.constant - sum(dual.row(k).constant * value for k, value in multipliers.items())
    gram = left(dual, multipliers)
    if slack < 0 or not _semidefinite(halved(gram), len(dual.basis)):
        return None
    return Exact(multipliers=multipliers, slack=slack, gram=gram)


def _semidefinite(matrix: dict[tuple[int, int], Number], d: int) -> bool:
    """Exactly; floats turn away what is far from it, which elimination would take long to refute."""
    import numpy as np

    if not matrix:
        return True
    floats = np.zeros((d, d))
    for (i, j), c in matrix.items():
        floats[i, j] = floats[j, i] = float(c)
    values = np.linalg.eigvalsh(floats)
    return bool(values[0] > -1e-9 * max(values[-1], 0.0)) and psd.is_psd_banded(matrix, d).psd


def left(dual: Dual, multipliers: Mapping[int, Number]) -> dict[tuple[int, int], Number]:
    """The quadratic form target - sum of rows: coefficients of inner(i, j), i <= j."""
    total = dict(dual.target.gram)
    for k, value in multipliers.items():
        for pair, c in dual.row(k).gram.items():
            total[pair] = total.get(pair, 0) - value * c
    return {pair: plain(c) for pair, c in total.items() if c}


def halved(gram: Mapping[tuple[int, int], Number]) -> dict[tuple[int, int], Number]:
    """The upper triangle of the symmetric matrix of a form."""
    return {(i, j): c if i == j else ratio(c, 2) for (i, j), c in gram.items()}


def _conditions(dual: Dual, support: Sequence[int], null: list[list[Number]], tight: bool) -> list[Equation]:
    """Linear equations for the multipliers: coefficients by place in the support, and right-hand side."""
    place = {k: i for i, k in enumerate(support)}
    values: dict[str, dict[int, Number]] = {name: {} for name in dual.target.values}
    for k in support:
        for name, c in dual.row(k).values.items():
            values.setdefault(name, {})[place[k]] = c
    found: list[Equation] = [(row, dual.target.values.get(name, 0)) for name, row in values.items()]
    if tight:
        constants = {place[k]: dual.row(k).constant for k in support}
        found.append(({i: c for i, c in constants.items() if c}, dual.constant))
    for v in null:
        rows: list[dict[int, Number]] = [{} for _ in dual.basis]
        for k in support:
            for i, value in _applied(dual.row(k).gram, v).items():
                rows[i][place[k]] = value
        wanted = _applied(dual.target.gram, v)
        found += [(row, wanted.get(i, 0)) for i, row in enumerate(rows) if row or i in wanted]
    return found


def _applied(gram: Mapping[tuple[int, int], Number], v: Sequence[Number]) -> dict[int, Number]:
    """Twice the matrix of a form times a vector."""
    total: dict[int, Number] = {}
    for (i, j), c in gram.items():
        if v[j]:
            total[i] = total.get(i, 0) + c * v[j]
        if v[i]:
            total[j] = total.get(j, 0) + c * v[i]
    return {i: plain(value) for i, value in total.items() if value}
