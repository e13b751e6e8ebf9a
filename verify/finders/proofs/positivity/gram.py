"""Sums of squares by semidefinite programming, made exact: the last resort, for few atoms.

The target is sought as  sum of weights * columns + sum over blocks of  factor * monomial * b^T G b  with G positive
semidefinite and b a list of monomials.  A solution in floats is usually singular, so the range of each G is guessed as
a rational subspace first and the program solved again inside it, where G is definite and survives rounding.
Source: H. Peyrl and P. A. Parrilo (2008), Computing sum of squares decompositions with rational coefficients.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import Any

from verify.finders.proofs.positivity.columns import Column, Factor, Search
from verify.finders.proofs.positivity.ring import Exponents, Laurent, add, multiply, shift
from verify.finders.proofs.rationalize import exact_solution, simple

__all__ = ["gram"]

_MOST_POINTS, _MOST_ENTRIES, _MOST_COLUMNS = 30, 1500, 600


@dataclass(frozen=True, kw_only=True)
class _Block:
    """Squares of combinations of a basis, times a factor and a monomial of known sign.

    Attributes:
        factor: the factor. odd: the monomial. basis: what is combined.
    """

    factor: Factor
    odd: Exponents
    basis: tuple[Laurent, ...]

    def entries(self, search: Search) -> list[tuple[int, int, Laurent]]:
        """Coefficient of G[i][j] for i <= j, with both triangles counted."""
        outer = search.column(self.factor, self.odd).value
        found = []
        for i, p in enumerate(self.basis):
            for j, q in enumerate(self.basis[i:], i):
                value = multiply(multiply(p, q), outer)
                found.append((i, j, value if i == j else {m: 2 * c for m, c in value.items()}))
        return found


def gram(
    search: Search, factors: Sequence[Factor], equations: Sequence[tuple[str, Laurent]], target: Laurent
) -> list[tuple[Column, Fraction]] | None:
    """Exact weights of columns and squares that add up to the target; None if none were found."""
    blocks = _blocks(search, factors, target)
    if not blocks:
        return None
    search.monomials.update({m: None for block in blocks for _, _, value in block.entries(search) for m in value})
    search.round(factors, equations, most=_MOST_COLUMNS)
    columns = [column for column in search.columns if len(column.squares) < 1 or len(column.value) < 2]
    for _ in range(3):
        solved = _solve(search, blocks, columns, target)
        if solved is None:
            return None
        weights, matrices = solved
        exact = _exactly(search, blocks, columns, target, weights, matrices)
        if exact is not None:
            return exact
        smaller = [_restricted(block, matrix) for block, matrix in zip(blocks, matrices, strict=True)]
        if [len(b.basis) for b in smaller] == [len(b.basis) for b in blocks]:
            return None
        blocks = [block for block in smaller if block.basis]
        columns = [column for column, w in zip(columns, weights, strict=True) if abs(w) > 1e-6]
    return None


def _blocks(search: Search, factors: Sequence[Factor], target: Laurent) -> list[_Block]:
    size = len(search.ring.atoms)
    low = [min(m[i] for m in target) for i in range(size)]
    high = [max(m[i] for m in target) for i in range(size)]
    known = [i for i in range(size) if i in search.signs and high[i] > low[i]]
    shape = _Shape(target)
    blocks: list[_Block] = []
    entries = 0
    one = Factor(facts={}, value=search.ring.one, strict=True)
    for factor in [one, *(factor for factor in factors if sum(factor.facts.values()) + len(factor.squares) == 1)]:
        for chosen in product((0, 1), repeat=len(known)):
            parity = dict(zip(known, chosen, strict=True))
            odd = tuple(parity.get(i, low[i] % 2 if low[i] == high[i] else 0) for i in range(size))
            if search.sign(odd) is None:
                continue
            basis = shape.inside(shift(factor.value, odd), low, high)
            entries += len(basis) ** 2
            if entries > _MOST_ENTRIES:
                return blocks
            if basis:
                blocks.append(_Block(factor=factor, odd=odd, basis=tuple({m: Fraction(1)} for m in basis)))
    return blocks


class _Shape:
    """The Newton polytope of a target, from outside: its extent in many fixed directions."""

    def __init__(self, target: Laurent) -> None:
        import numpy

        monomials = numpy.array(sorted(target))
        size = monomials.shape[1]
        directions = numpy.random.default_rng(0).integers(-4, 5, size=(300, size))
        self._directions = numpy.vstack([numpy.eye(size, dtype=int), numpy.ones((1, size), dtype=int), directions])
        self._directions = numpy.vstack([self._directions, -self._directions])
        self._extent = (monomials @ self._directions.T).max(axis=0)

    def inside(self, outer: Laurent, low: Sequence[int], high: Sequence[int]) -> list[Exponents]:
        """Monomials m such that outer * m**2 stays within the shape; none if they are too many."""
        import numpy

        ranges = []
        for i in range(len(low)):
            least, most = min(m[i] for m in outer), max(m[i] for m in outer)
            ranges.append(range(-((least - low[i]) // 2), (high[i] - most) // 2 + 1))
        total = 1
        for r in ranges:
            total *= len(r)
        if not 0 < total <= 5000:
            return []
        points = numpy.array(list(product(*ranges)))
        reach = (numpy.array(list(outer)) @ self._directions.T).max(axis=0)
        kept = points[(2 * points @ self._directions.T + reach <= self._extent).all(axis=1)]
        return [tuple(int(e) for e in m) for m in kept] if len(kept) <= _MOST_POINTS else []


def _solve(
    search: Search, blocks: Sequence[_Block], columns: Sequence[Column], target: Laurent
) -> tuple[list[float], list[Any]] | None:
    """Float weights and Gram matrices."""
    import clarabel
    import numpy
    from scipy.sparse import csc_matrix, vstack

    values = [column.value for column in columns]
    entries = [block.entries(search) for block in blocks]
    flat = [(i, j, value) for block in entries for j, i, value in sorted(block, key=lambda e: (e[1], e[0]))]
    values += [value for _, _, value in flat]
    row = {m: k for k, m in enumerate(sorted({m for value in values for m in value} | set(target)))}
    root = 2**0.5
    scales = [1.0] * len(columns) + [1.0 if i == j else 1 / root for i, j, _ in flat]
    data = [float(c) * s for value, s in zip(values, scales, strict=True) for c in value.values()]
    places = [row[m] for value in values for m in value]
    starts = numpy.cumsum([0, *(len(value) for value in values)])
    equal = csc_matrix((data, places, starts), shape=(len(row), len(values)))
    right = numpy.zeros(len(row))
    for m, c in target.items():
        right[row[m]] = float(c)
    signed = [k for k, column in enumerate(columns) if column.equation is None]
    kept = [*signed, *range(len(columns), len(values))]
    minus = csc_matrix((-numpy.ones(len(kept)), (numpy.arange(len(kept)), kept)), shape=(len(kept), len(values)))
    cones = [clarabel.ZeroConeT(len(row))]
    cones += [clarabel.NonnegativeConeT(len(signed))] if signed else []
    cones += [clarabel.PSDTriangleConeT(len(block.basis)) for block in blocks]
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.time_limit = 5.0
    size = len(values)
    solver = clarabel.DefaultSolver(
        csc_matrix((size, size)), numpy.zeros(size), vstack([equal, minus]).tocsc(),
        numpy.concatenate([right, numpy.zeros(len(kept))]), cones, settings,
    )  # fmt: skip
    result = solver.solve()
    if str(result.status) not in ("Solved", "AlmostSolved", "InsufficientProgress"):
        return None
    x, place, matrices = list(result.x), len(columns), []
    for block in blocks:
        n = len(block.basis)
        matrix = numpy.zeros((n, n))
        for j in range(n):
            for i in range(j + 1):
                matrix[i, j] = matrix[j, i] = x[place] / (1 if i == j else root)
                place += 1
        matrices.append(matrix)
    return [float(v) for v in x[: len(columns)]], matrices


def _restricted(block: _Block, matrix: Any) -> _Block:
    """The block on a rational guess of the range of its matrix."""
    import numpy
    from scipy.linalg import qr

    eigenvalues, vectors = numpy.linalg.eigh(matrix)
    order = numpy.argsort(-eigenvalues)
    top = max(float(eigenvalues[order[0]]), 1e-3)
    rank = sum(1 for k in order if eigenvalues[k] > 1e-4 * top)
    if rank == 0:
        return replace(block, basis=())
    chosen = vectors[:, order[:rank]]
    _, _, pivots = qr(chosen.T, pivoting=True)
    echelon = chosen @ numpy.linalg.inv(chosen[pivots[:rank], :])
    basis = []
    for k in range(rank):
        combined: Laurent = {}
        for i, p in enumerate(block.basis):
            combined = add(combined, p, simple(float(echelon[i, k]), 1e-3, 64))
        basis.append(combined)
    return replace(block, basis=tuple(basis))


def _exactly(
    search: Search,
    blocks: Sequence[_Block],
    columns: Sequence[Column],
    target: Laurent,
    weights: Sequence[float],
    matrices: Sequence[Any],
) -> list[tuple[Column, Fraction]] | None:
    """The float solution moved onto the linear equations exactly, if it stays nonnegative there."""
    values: list[Mapping[object, Fraction]] = [dict(column.value.items()) for column in columns]
    near = [w if columns[k].equation is not None or w > 1e-7 else 0.0 for k, w in enumerate(weights)]
    places: list[tuple[int, int, int]] = []
    for b, (block, matrix) in enumerate(zip(blocks, matrices, strict=True)):
        for i, j, value in block.entries(search):
            values.append(dict(value.items()))
            near.append(float(matrix[i, j]))
            places.append((b, i, j))
    found = exact_solution(values, dict(target.items()), near)
    if found is None:
        return None
    summands = [(column, w) for column, w in zip(columns, found, strict=False) if w]
    if any(w < 0 and column.equation is None for column, w in summands):
        return None
    exact = [[[Fraction(0)] * len(b.basis) for _ in b.basis] for b in blocks]
    for (b, i, j), w in zip(places, found[len(columns) :], strict=True):
        exact[b][i][j] = exact[b][j][i] = w
    for block, matrix in zip(blocks, exact, strict=True):
        squares = _squares(matrix)
        if squares is None:
            return None
        for weight, coefficients in squares:
            combined: Laurent = {}
            for p, c in zip(block.basis, coefficients, strict=True):
                combined = add(combined, p, c)
            square = Factor(
                facts=block.factor.facts, squares=(*block.factor.squares, combined),
                value=multiply(multiply(combined, combined), block.factor.value), strict=False,
            )  # fmt: skip
            summands.append((search.column(square, block.odd), weight))
    return summands


def _squares(matrix: list[list[Fraction]]) -> list[tuple[Fraction, list[Fraction]]] | None:
    """Weights and vectors with sum of weight * v v^T equal to the matrix; None if it is not semidefinite."""
    n = len(matrix)
    rest = [list(row) for row in matrix]
    found = []
    for k in range(n):
        pivot = rest[k][k]
        if pivot < 0 or (pivot == 0 and any(rest[k])):
            return None
        if pivot == 0:
            continue
        vector = [value / pivot for value in rest[k]]
        found.append((pivot, vector))
        for i in range(n):
            for j in range(n):
                rest[i][j] -= pivot * vector[i] * vector[j]
    return found
