"""The dual of a performance estimation problem in floats: multipliers that a solver proposes.

    target - sum_k lambda_k row_k  =  slack + positive semidefinite form,      lambda >= 0,  slack as large as possible

The same sparse data go to Clarabel directly, or through cvxpy to any solver that it knows.  Nothing here is trusted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from verify.finders.performance.forms import Pair
from verify.finders.performance.problem import Problem, Row

__all__ = ["Dual", "Numeric", "solve", "tabulate"]


@dataclass(frozen=True, kw_only=True)
class Dual:
    """The dual problem as exact sparse data.

    Attributes:
        rows: the inequalities, one multiplier each.
        basis: atoms of the quadratic forms.
        constants: constant of each row.
        values: for each value f(x) the coefficients in the rows that have one, and the target's.
        grams: the quadratic part of each row over pairs of basis indices (i, j), i <= j: coefficient of inner(i, j).
        constant, gram: the target's.
    """

    rows: tuple[Row, ...]
    basis: tuple[str, ...]
    constants: tuple[Fraction, ...]
    values: tuple[tuple[dict[int, Fraction], Fraction], ...]
    grams: tuple[dict[tuple[int, int], Fraction], ...]
    constant: Fraction
    gram: dict[tuple[int, int], Fraction]


@dataclass(frozen=True, kw_only=True)
class Numeric:
    """What the solver says.

    Attributes:
        status: the solver's own word.
        ok: whether it claims an optimal solution of full accuracy.
        slack: the constant that is left: positive if the bound is loose, negative if these rows do not show it.
        multipliers: one float for each row.
        matrix: the semidefinite form, as a symmetric array over the basis.
        worst: the primal side, a Gram matrix over the basis.
    """

    status: str
    ok: bool
    slack: float
    multipliers: Any
    matrix: Any
    worst: Any


def tabulate(problem: Problem, pattern: str) -> Dual:
    """The dual with the rules at a pattern of pairs, "path", "star" or "all"."""
    rows = problem.instances(pattern)
    reduced = [problem.reduced(row.form.gram) for row in rows]
    target = problem.reduced(problem.target.gram)
    atoms: dict[str, None] = {}
    for gram in (target, *reduced):
        for pair in gram:
            atoms |= dict.fromkeys(pair)
    order = {atom: i for i, atom in enumerate(problem.ordered(atoms))}

    def indexed(gram: Any) -> dict[tuple[int, int], Fraction]:
        return {_sorted(pair, order): c for pair, c in gram.items()}

    names = dict.fromkeys([*problem.target.values, *(name for row in rows for name in row.form.values)])
    values: dict[str, dict[int, Fraction]] = {name: {} for name in names}
    for k, row in enumerate(rows):
        for name, c in row.form.values.items():
            values[name][k] = c
    return Dual(
        rows=rows,
        basis=tuple(order),
        constants=tuple(row.form.constant for row in rows),
        values=tuple((values[name], problem.target.values.get(name, Fraction(0))) for name in names),
        grams=tuple(indexed(gram) for gram in reduced),
        constant=problem.target.constant,
        gram=indexed(target),
    )


def _sorted(pair: Pair, order: dict[str, int]) -> tuple[int, int]:
    i, j = order[pair[0]], order[pair[1]]
    return (i, j) if i <= j else (j, i)


def solve(dual: Dual, interior: float | None = None, support: Sequence[int] | None = None) -> Numeric:
    """The multipliers that leave the largest slack, or the most central ones for a slack of at least ``interior``.

    Args:
        dual: the data.
        interior: if given, the least slack; then the smallest eigenvalue and multiplier are made as large as possible.
        support: the rows that may be used, by default all.
    """
    import clarabel
    import numpy as np
    import scipy.sparse as sp

    used = list(range(len(dual.rows))) if support is None else list(support)
    n, d, extra = len(used), len(dual.basis), int(interior is not None)
    place = {k: column for column, k in enumerate(used)}
    root = np.sqrt(2.0)
    equal, right = sp.lil_matrix((len(dual.values), n + extra)), np.zeros(len(dual.values))
    for i, (coefficients, wanted) in enumerate(dual.values):
        right[i] = float(wanted)
        for k, c in coefficients.items():
            if k in place:
                equal[i, place[k]] = float(c)
    triples: list[tuple[int, int, float]] = []
    base = np.zeros(d * (d + 1) // 2)
    for (i, j), c in dual.gram.items():
        base[j * (j + 1) // 2 + i] = float(c) * (1.0 if i == j else 1 / root)
    for k in used:
        for (i, j), c in dual.grams[k].items():
            triples.append((j * (j + 1) // 2 + i, place[k], float(c) * (1.0 if i == j else 1 / root)))
    if extra:
        triples += [(j * (j + 1) // 2 + j, n, 1.0) for j in range(d)]
    row, column, data = zip(*triples, strict=True) if triples else ((), (), ())
    semidefinite = sp.csc_matrix((data, (row, column)), shape=(len(base), n + extra))
    constants = np.array([float(dual.constants[k]) for k in used] + [0.0] * extra)
    signs = sp.hstack([-sp.identity(n), sp.csc_matrix(np.ones((n, extra)))])
    blocks, bounds, cones = [equal, signs], [right, np.zeros(n)], [
        clarabel.ZeroConeT(len(dual.values)), clarabel.NonnegativeConeT(n + 2 * extra)]  # fmt: skip
    cost = constants
    if interior is not None:
        cap = sp.csc_matrix(([1.0], ([0], [n])), shape=(1, n + 1))
        blocks += [sp.csc_matrix(constants[None, :]), cap]
        bounds += [np.array([float(dual.constant) - interior]), np.ones(1)]
        cost = np.zeros(n + 1)
        cost[n] = -1.0
    if d:
        blocks.append(semidefinite)
        bounds.append(base)
        cones.append(clarabel.PSDTriangleConeT(d))
    settings = clarabel.DefaultSettings()
    settings.verbose = False
    settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = 1e-10
    quadratic = sp.csc_matrix((n + extra, n + extra))
    a = sp.vstack(blocks).tocsc()
    found = clarabel.DefaultSolver(quadratic, cost, a, np.concatenate(bounds), cones, settings).solve()
    x, status = np.array(found.x), str(found.status)
    multipliers = np.zeros(len(dual.rows))
    multipliers[used] = x[:n]
    return Numeric(
        status=status,
        ok=status == "Solved",
        slack=float(x[n]) if extra else float(dual.constant) - float(constants @ x),
        multipliers=multipliers,
        matrix=_square(base - semidefinite[:, :n] @ x[:n], d),
        worst=_square(np.array(found.z)[len(found.z) - len(base) :], d),
    )


def _square(packed: Any, d: int) -> Any:
    """A symmetric array from its scaled upper triangle, column by column."""
    import numpy as np

    full = np.zeros((d, d))
    rows, columns = np.tril_indices(d)[::-1]
    full[rows, columns] = packed / np.where(rows == columns, 1.0, np.sqrt(2.0))
    return np.maximum(full, full.T) if d == 0 else full + np.triu(full, 1).T
