"""The dual of a performance estimation problem in floats: multipliers that a solver proposes.

    target - sum_k lambda_k row_k  =  slack + positive semidefinite form,      lambda >= 0,  slack as large as possible

The same sparse data go to Clarabel directly, or through cvxpy to any solver that it knows.  Nothing here is trusted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from verify.finders.performance.problem.entries import Compressed, Entries, stacked
from verify.finders.performance.problem.table import Dual, tabulate

__all__ = ["CLARABEL", "UNBOUNDED", "Dual", "Numeric", "solve", "solvers", "tabulate", "unpacking"]

CLARABEL = "clarabel"
"""The solver that gets the data directly; any other name is one that cvxpy knows."""

MANY = 4
"""With more multipliers than this times the size, eight digits are asked for at once, first without refinement."""

LARGEST_SCALE = 100

DONE, UNBOUNDED = "Solved", "PrimalInfeasible"


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


@dataclass(frozen=True, kw_only=True)
class Conic:
    """minimise cost x over b - A x in zeros x nonnegative x packed semidefinite matrices of a size."""

    cost: Any
    a: Entries
    b: Any
    zeros: int
    nonnegative: int
    size: int


def solve(
    dual: Dual, interior: float | None = None, support: Sequence[int] | None = None, solver: str = CLARABEL
) -> Numeric:
    """The multipliers that leave the largest slack, or the most central ones for a slack of at least ``interior``.

    Args:
        dual: the data.
        interior: if given, the least slack; then the smallest eigenvalue and multiplier are made as large as possible.
        support: the rows that may be used, by default all.
        solver: "clarabel", or the name of a solver that cvxpy knows.
    """
    import numpy as np

    used = np.arange(len(dual.rows)) if support is None else np.array(list(support), dtype=int)
    conic = _conic(dual, used, interior)
    direct = solver.lower() == CLARABEL
    status, x, z = _clarabel(conic) if direct else _cvxpy(conic, solver)
    n, d, tail = len(used), conic.size, len(conic.b) - conic.size * (conic.size + 1) // 2
    if x is None:
        x, z = np.full(conic.a.shape[1], np.nan), np.zeros(len(conic.b))
    multipliers = np.zeros(len(dual.rows))
    multipliers[used] = x[:n]
    return Numeric(
        status=status,
        ok=status == DONE,
        slack=float(x[n]) if interior is not None else float(dual.constant) - float(conic.cost @ x),
        multipliers=multipliers,
        matrix=_square((conic.b - conic.a.times(np.concatenate([x[:n], np.zeros(len(x) - n)])))[tail:], d),
        worst=_square(z[tail:], d),
    )


def solvers() -> tuple[str, ...]:
    """The solvers that can be asked, in lower case: Clarabel directly, the others through cvxpy."""
    import cvxpy as cp

    return CLARABEL, *sorted({name.lower() for name in cp.installed_solvers()} - {CLARABEL})


def _conic(dual: Dual, used: Any, interior: float | None) -> Conic:
    import numpy as np

    floats, n, d, extra = dual.floats, len(used), len(dual.basis), int(interior is not None)
    every = n == len(dual.rows)
    values, grams = (m if every else m.taken(used) for m in (floats.values, floats.grams))
    zeros, place = len(floats.wanted), np.arange(n)
    tail = zeros + n + 2 * extra
    blocks = [(0, 0, values), (zeros, 0, Entries(place, place, -np.ones(n), (n, n))), (tail, 0, grams)]
    constants = floats.constants if every else floats.constants[used]
    cost, bounds = constants, [floats.wanted, np.zeros(n)]
    if interior is not None:
        # the last unknown lies below every multiplier, below every eigenvalue and below 1
        diagonal, one, packed = _diagonal(grams, floats.base, d), np.zeros(1, dtype=int), len(floats.base)
        blocks += [(zeros, n, Entries(place, np.zeros(n, dtype=int), np.ones(n), (n, 1))),
                   (zeros + n, 0, Entries(np.zeros(n, dtype=int), place, constants, (1, n))),
                   (zeros + n + 1, n, Entries(one, one, np.ones(1), (1, 1))),
                   (tail, n, Entries(diagonal, 0 * diagonal, np.ones(len(diagonal)), (packed, 1)))]  # fmt: skip
        cost = np.concatenate([np.zeros(n), [-1.0]])
        bounds += [np.array([float(dual.constant) - interior]), np.ones(1)]
    return Conic(
        cost=cost,
        a=stacked(blocks, (tail + len(floats.base), n + extra)),
        b=np.concatenate([*bounds, floats.base]),
        zeros=zeros,
        nonnegative=n + 2 * extra,
        size=d,
    )


def _diagonal(grams: Entries, base: Any, d: int) -> Any:
    """Where the packed triangle has the diagonal entries of all basis vectors that the rows or the target speak of."""
    import numpy as np

    packed = np.union1d(grams.rows, np.flatnonzero(base))
    places = np.arange(1, d + 1) * np.arange(2, d + 2) // 2 - 1
    column = np.searchsorted(places, packed)
    spoken = np.union1d(column, packed - places[column] + column)
    return places[spoken.astype(int)]


def _clarabel(conic: Conic) -> tuple[str, Any, Any]:
    import clarabel
    import numpy as np

    cones = [clarabel.ZeroConeT(conic.zeros), clarabel.NonnegativeConeT(conic.nonnegative)]
    cones += [clarabel.PSDTriangleConeT(conic.size)] if conic.size else []
    count = conic.a.shape[1]
    many, a, b = count > MANY * conic.size, conic.a.compressed(), conic.b.tolist()
    quadratic = Compressed(data=[], indices=[], indptr=[0] * (count + 1), shape=(count, count))
    # bounds shrink as problems grow, and a gap is judged beside 1
    scale = 1.0 if many else float(max(1, min(conic.size, LARGEST_SCALE)))
    for refined, tolerance in ((False, 1e-8), (True, 1e-8)) if many else ((True, 1e-10), (True, 1e-9), (True, 1e-8)):
        settings = clarabel.DefaultSettings()
        settings.verbose, settings.max_threads = False, 1
        settings.iterative_refinement_enable = refined
        settings.tol_gap_abs = settings.tol_gap_rel = settings.tol_feas = tolerance
        cost = (scale * conic.cost).tolist()
        found = clarabel.DefaultSolver(quadratic, cost, a, b, cones, settings).solve()
        if str(found.status) == DONE:
            break
    return str(found.status), np.array(found.x), np.array(found.z) / scale


def _cvxpy(conic: Conic, solver: str) -> tuple[str, Any, Any]:
    """The same data as one vectorised constraint for each cone; the statuses of Clarabel, or the solver's own."""
    import cvxpy as cp
    import numpy as np
    import scipy.sparse as sp
    from cvxpy.atoms.affine.reshape import reshape

    x, a = cp.Variable(conic.a.shape[1]), conic.a.matrix
    ends = np.cumsum([conic.zeros, conic.nonnegative])
    zero, rest, form = np.split(np.arange(len(conic.b)), ends)
    constraints = [a[zero] @ x == conic.b[zero], a[rest] @ x <= conic.b[rest]]
    d = conic.size
    if d:
        unpack = unpacking(d)
        matrix = reshape(unpack @ (conic.b[form] - a[form] @ x), (d, d), order="F")
        constraints.append(matrix >> 0)
    problem = cp.Problem(cp.Minimize(conic.cost @ x), constraints)
    try:
        problem.solve(solver=solver.upper())
    except cp.error.SolverError as error:
        return f"{solver}: {str(error).splitlines()[0]}", None, None
    if problem.status not in (cp.OPTIMAL, cp.OPTIMAL_INACCURATE):
        words = {cp.INFEASIBLE: UNBOUNDED, cp.INFEASIBLE_INACCURATE: f"Almost{UNBOUNDED}"}
        return words.get(problem.status, f"{solver}: {problem.status}"), None, None
    z = np.zeros(len(conic.b))
    if d:
        # the multiplier of a semidefinite constraint, packed as the data are
        z[form] = sp.csr_matrix(unpack).T @ np.asarray(constraints[2].dual_value).flatten(order="F")
    return DONE if problem.status == cp.OPTIMAL else f"{solver}: {problem.status}", x.value, z


def unpacking(d: int) -> Any:
    """The matrix that takes a scaled upper triangle to the full matrix, column by column."""
    import numpy as np
    import scipy.sparse as sp

    rows, columns = np.tril_indices(d)[::-1]
    place, off = np.arange(len(rows)), rows != columns
    weight = np.where(off, 1 / np.sqrt(2.0), 1.0)
    there, back = columns * d + rows, rows[off] * d + columns[off]
    data = np.concatenate([weight, weight[off]])
    shape = (d * d, len(rows))
    return sp.csr_matrix((data, (np.concatenate([there, back]), np.concatenate([place, place[off]]))), shape=shape)


def _square(packed: Any, d: int) -> Any:
    """A symmetric array from its scaled upper triangle, column by column."""
    import numpy as np

    rows = np.array([i for j in range(d) for i in range(j + 1)], dtype=int)
    columns = np.array([j for j in range(d) for _ in range(j + 1)], dtype=int)
    found = np.zeros((d, d))
    found[rows, columns] = found[columns, rows] = packed * np.where(rows == columns, 1.0, 0.5**0.5)
    return found
