"""Counterexamples in several dimensions: a worst case of the semidefinite program as rational points.

Where the points of a run, their gradients and values are all that a statement speaks about, a Gram matrix that meets
every inequality strictly and breaks the bound can be rounded: a factor of it, rounded, gives coordinates.  Where some
inequalities hold with equality whatever the points are (two of them say an equation), the Gram matrix is made exact
on the equations first, and L D L^T gives coordinates in which the weights are D.

Source: interpolation by finitely many points, A. Taylor, J. Hendrickx and F. Glineur, Math. Program. 161 (2017).
"""

import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from verify.finders.performance.problem.table import Dual, Exactly, tabulate
from verify.finders.performance.proofs.linear import solved
from verify.finders.performance.proofs.multipliers import prepared
from verify.finders.performance.solve import unpacking
from verify.finders.performance.witnesses.lengths import nearby, open_lengths, with_numbers
from verify.finders.proofs.prove import NotFound
from verify.kernel.certificate import opened
from verify.kernel.steps import Context
from verify.kernel.terms import VECTOR, All, Formula

__all__ = ["spatial_counterexample"]

BITS = (4, 8, 12, 20, 32)
"""Coordinates are tried as multiples of 1/2^b, coarse ones first: they are easier to read."""

LEAST = 1e-7
"""A worst case that is less than this far inside is not rounded."""

LARGEST = 1e4
"""Of the trace and the values: worst cases at infinity are not wanted."""

FLAT = 1e-7
"""Dimensions in which the points extend less than this, relative to the longest and squared, are left out."""


@dataclass(frozen=True)
class Points:
    """Basis vectors by coordinates, weights of the coordinates, and the values."""

    coordinates: list[list[Fraction]]
    weights: list[Fraction]
    values: Mapping[str, Fraction]


def spatial_counterexample(phi: Formula, part: int) -> dict[str, Any] | None:
    """The kernel's witness against a statement about finitely many points, all parameters 1.

    Args:
        phi: a formula of an obligation: real and vector names, relations as hypotheses, a bound.
        part: its number.

    Returns:
        The witness, checked in rationals against every inequality between points; None if none was found.
    """
    if not isinstance(phi, All) or any(isinstance(given, All) for given in phi.given):
        return None
    scope, facts, goal = opened(phi, {})
    context = Context(scope, facts)
    try:
        problem = prepared(goal, context).problem
    except NotFound:
        return None
    dual = tabulate(problem, "all")
    rows, equal = _split(dual)
    if unknown := open_lengths(problem, context):
        tried = (t for gram, _ in _solutions(dual, rows, equal) for t in nearby(unknown, dual, gram))
        return next((told for numbers in tried if (told := _with_lengths(phi, part, numbers)) is not None), None)
    each = (_rounded(dual, equal, *inside) for inside in _solutions(dual, rows, equal))
    found = min((points for points in each if points is not None), key=_length, default=None)
    if found is None:
        return None
    values: dict[str, Any] = {}
    for name, sort in phi.fix:
        if sort == VECTOR:
            over = dual.problem.over_basis(name)
            columns = [(Fraction(c), found.coordinates[dual.place[a]]) for a, c in over.items() if a in dual.place]
            entries = (sum((c * x[j] for c, x in columns), Fraction(0)) for j in range(len(found.weights)))
            values[name] = [str(entry) for entry in entries]
        else:
            values[name] = "1" if name in dual.problem.positive else str(found.values.get(name, Fraction(0)))
    return {"part": part, "values": values, "metric": [str(weight) for weight in found.weights]}


def _with_lengths(phi: All, part: int, numbers: Mapping[str, Fraction]) -> dict[str, Any] | None:
    """A witness whose steps have these lengths."""
    found = spatial_counterexample(with_numbers(phi, numbers), part)
    return found and {**found, "values": {**found["values"], **{name: str(t) for name, t in numbers.items()}}}


def _length(points: Points) -> int:
    """Digits to read."""
    entries = [*points.values.values(), *points.weights, *(x for row in points.coordinates for x in row)]
    return sum(len(str(x)) for x in entries)


def _rounded(dual: Dual, equal: Sequence[int], gram: Any, numbers: Any) -> Points | None:
    """The coarsest points near the solver's that break the bound."""
    values = dict(zip(dual.floats.names, numbers.tolist(), strict=True))
    candidates = _on_equations(dual, equal, gram, values) if equal else _near(gram, values)
    return next((points for points in candidates if _breaks(dual, points)), None)


def _near(gram: Any, values: Mapping[str, float]) -> Iterator[Points]:
    """Points near the solver's, from coarse to fine."""
    factor = _flattened(gram)
    for bits in BITS:
        rounded = [[Fraction(round(x * 2**bits), 2**bits) for x in row] for row in factor.tolist()]
        near = {n: Fraction(round(x * 2**bits), 2**bits) for n, x in values.items()}
        yield Points(rounded, [Fraction(1)] * factor.shape[1], near)


def _split(dual: Dual) -> tuple[list[int], list[int]]:
    """Rows that can hold strictly, and of each two that say the opposite of one another the first."""
    keys = [_key(dual.row(k), 1) for k in range(len(dual.rows))]
    first = {key: k for k, key in reversed(list(enumerate(keys)))}
    equal = {k for k in range(len(keys)) if any(keys[k][:-1]) and _key(dual.row(k), -1) in first}
    rows = [k for k in range(len(keys)) if k not in equal and any(keys[k][:-1])]
    kept = [k for k in sorted(equal) if first[keys[k]] == k and k <= first[_key(dual.row(k), -1)]]
    return rows, kept


def _key(row: Exactly, sign: int) -> tuple[Any, ...]:
    values = tuple(sorted((n, sign * c) for n, c in row.values.items() if c))
    return values, tuple(sorted((p, sign * c) for p, c in row.gram.items() if c)), sign * row.constant


def _solutions(dual: Dual, rows: Sequence[int], equal: Sequence[int]) -> Iterator[tuple[Any, Any]]:
    """Gram matrices and values inside all inequalities that break the bound as well.

    First the one farthest inside, which is often that of a textbook.  Then, unless equations hold, the one of smallest
    trace half as far inside: few dimensions, and small numbers.
    """
    import cvxpy as cp
    import numpy as np
    from cvxpy.atoms.affine.reshape import reshape
    from cvxpy.atoms.norm1 import norm1
    from cvxpy.constraints.psd import PSD
    from cvxpy.constraints.zero import Zero

    floats, d = dual.floats, len(dual.basis)
    if not d:
        return
    unpack = unpacking(d)
    gram, depth = cp.Variable((d, d), symmetric=True), cp.Variable()
    numbers = cp.Variable(max(1, len(floats.names)))
    flat = reshape(gram, (d * d,), order="F")

    def form(values: Any, packed: Any, constants: Any) -> Any:
        left = constants + (packed.T @ unpack.T) @ flat
        return left + values.T @ numbers if len(floats.names) else left

    def at(places: Sequence[int]) -> Any:
        which = np.array(list(places), dtype=int)
        return form(floats.values.matrix[:, which], floats.grams.matrix[:, which], floats.constants[which])

    bound: Any = float(dual.constant) + floats.base @ (unpack.T @ flat)
    bound = bound + floats.wanted @ numbers if len(floats.names) else bound
    constraints: list[Any] = [at(rows) >= depth, bound <= -depth, depth <= 1]
    constraints += [PSD(gram - (depth if equal else 0) * np.eye(d)), *([Zero(at(equal))] if equal else [])]
    size: Any = sum(gram[i, i] for i in range(d)) + norm1(numbers)

    def found() -> tuple[Any, Any]:
        matrix = np.asarray(gram.value)
        return (matrix + matrix.T) / 2, np.atleast_1d(np.asarray(numbers.value))[: len(floats.names)]

    deepest = cp.Problem(cp.Maximize(depth), [*constraints, size <= LARGEST])
    if not _ends(deepest) or depth.value is None or depth.value < LEAST:
        return
    yield found()
    if not equal and _ends(cp.Problem(cp.Minimize(size), [*constraints, depth >= float(depth.value) / 2])):
        yield found()


def _ends(problem: Any) -> bool:
    """Whether Clarabel finds what is asked, nearly or not: what comes of it is checked exactly."""
    import cvxpy as cp

    try:
        with warnings.catch_warnings(action="ignore"):  # of inaccurate solutions
            problem.solve(solver="CLARABEL")
    except cp.error.SolverError:
        return False
    return problem.status in (cp.OPTIMAL, cp.OPTIMAL_INACCURATE)


def _flattened(gram: Any) -> Any:
    """Rows that are coordinates, in as few dimensions as matter, each with at most as many as its number."""
    import numpy as np

    sizes, directions = np.linalg.eigh(gram)
    kept = sizes > FLAT * max(1.0, sizes[-1])
    upper: Any = np.linalg.qr((directions[:, kept] * np.sqrt(sizes[kept])).T, mode="r")
    return upper.T


def _on_equations(dual: Dual, equal: Sequence[int], gram: Any, numbers: Mapping[str, float]) -> Iterator[Points]:
    """Rational Gram matrices near the solver's that satisfy the equations, by coordinates, from coarse to fine."""
    size = len(dual.basis)
    places = {(i, j): n for n, (i, j) in enumerate((i, j) for i in range(size) for j in range(i, size))}
    where = {name: len(places) + n for n, name in enumerate(numbers)}
    equations = []
    for k in equal:
        row = dual.row(k)
        left = {places[p]: c for p, c in row.gram.items() if c} | {where[n]: c for n, c in row.values.items() if c}
        equations.append((left, -row.constant))
    near = [float(gram[i, j]) for i, j in places] + list(numbers.values())
    for bits in BITS:
        found = solved(equations, [round(x * 2**bits) / 2**bits for x in near])
        if found is None:
            return
        exact = list(map(Fraction, found))
        factored = _factored([[exact[places[min(i, j), max(i, j)]] for j in range(size)] for i in range(size)])
        if factored is not None:
            yield Points(*factored, {name: exact[where[name]] for name in numbers})


def _factored(matrix: list[list[Fraction]]) -> tuple[list[list[Fraction]], list[Fraction]] | None:
    """L and D of a positive definite matrix L D L^T; None of any other."""
    size = len(matrix)
    lower = [[Fraction(int(i == j)) for j in range(size)] for i in range(size)]
    weights: list[Fraction] = []
    for j in range(size):
        weights.append(matrix[j][j] - sum((lower[j][k] ** 2 * weights[k] for k in range(j)), Fraction(0)))
        if weights[j] <= 0:
            return None
        for i in range(j + 1, size):
            rest = sum((lower[i][k] * lower[j][k] * weights[k] for k in range(j)), Fraction(0))
            lower[i][j] = (matrix[i][j] - rest) / weights[j]
    return lower, weights


def _breaks(dual: Dual, points: Points) -> bool:
    """Whether every inequality holds and the bound does not, exactly."""
    products: dict[tuple[int, int], Fraction] = {}

    def at(row: Exactly) -> Fraction:
        total = row.constant + sum((c * points.values[n] for n, c in row.values.items()), Fraction(0))
        for (i, j), c in row.gram.items():
            if (i, j) not in products:
                pairs = zip(points.weights, points.coordinates[i], points.coordinates[j], strict=True)
                products[i, j] = sum((w * a * b for w, a, b in pairs), Fraction(0))
            total += c * products[i, j]
        return total

    return at(dual.target) < 0 and all(at(dual.row(k)) >= 0 for k in range(len(dual.rows)))
