"""Whether a symmetric rational matrix is positive semidefinite, decided exactly by elimination (L D L^T).

Eliminating index k with pivot d = M[k][k] > 0 completes the square:
    v^T M v = d (v_k + sum over j > k of M[k][j]/d v_j)^2 + w^T S w,
    w = v without v_k,   S[i][j] = M[i][j] - M[k][i] M[k][j] / d.
So M is positive semidefinite iff S is.  A pivot d < 0 refutes (take w = e_k).  At a pivot d = 0 the row must vanish: if
c = M[k][j] is not zero, then x e_k + e_j has the value 2 c x + M[j][j], which is -1 at x = -(M[j][j] + 1) / (2 c); if
the row vanishes, v_k does not occur. A refutation on the remaining indices lifts to all of M: choose each eliminated
v_k, last first, so that its square is zero.

S differs from M only where both M[k][i] and M[k][j] are nonzero, so bandwidth b is kept: O(n b^2) operations.
Source: G. H. Golub and C. F. Van Loan, Matrix Computations, 4th ed., chapter 4 (L D L^T), here in exact arithmetic.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from verify.kernel.errors import KernelError, Rational, exact, show, whole

__all__ = ["PsdResult", "is_psd", "is_psd_banded", "quadratic_form"]

SIZE_LIMIT = 100_000
Rows = list[dict[int, Fraction]]  # rows[i][j] for i <= j, zeros left out


@dataclass(frozen=True, kw_only=True)
class PsdResult:
    """What elimination found.

    Attributes:
        psd: whether the matrix is positive semidefinite. pivots: the diagonal of D up to where elimination ended (all
        n, each >= 0, if psd; their nonzero number is the rank). reason: empty if psd, else one sentence on what fails.
        witness: empty if psd, else a vector v, length n, with v^T M v < 0 exactly.
    """

    psd: bool
    pivots: tuple[Fraction, ...]
    reason: str = ""
    witness: tuple[Fraction, ...] = ()


def is_psd(matrix: Sequence[Sequence[Rational]]) -> PsdResult:
    """Decides a dense symmetric matrix.

    Args:
        matrix: n rows of n ints or Fractions, n >= 1.

    Raises:
        KernelError: it is not a list of lists, square, symmetric, or exact.
    """
    return _eliminate(_dense(matrix))


def is_psd_banded(entries: Mapping[tuple[int, int], Rational], n: int) -> PsdResult:
    """Decides a symmetric matrix given by its upper triangle, in O(n b^2) operations for bandwidth b.

    Args:
        entries: (i, j) -> value for 0 <= i <= j < n; what is absent is zero.
        n: the size, at least 1.

    Raises:
        KernelError: a key is not such a pair, or a number is not exact.
    """
    return _eliminate(_banded(entries, n))


def quadratic_form(entries: Mapping[tuple[int, int], Rational], v: Sequence[Rational]) -> Fraction:
    """v^T M v, straight from the entries (upper triangle, as in `is_psd_banded`): rechecks a witness."""
    if type(v) not in (list, tuple):
        raise KernelError(f"The vector of a quadratic form is {show(v)}, but it must be a list or tuple.")
    vector = [exact(x, "An entry of the vector") for x in v]
    total = Fraction(0)
    for i, row in enumerate(_banded(entries, len(vector))):
        for j, value in row.items():
            total += (1 if i == j else 2) * value * vector[i] * vector[j]
    return total


def _eliminate(rows: Rows) -> PsdResult:
    """Completes squares in the order of the indices; afterwards row k is that of the k-th remainder S."""
    pivots: list[Fraction] = []
    for k, row in enumerate(rows):
        pivot = row.get(k, Fraction(0))
        pivots.append(pivot)
        rest = sorted(j for j in row if j > k)
        if pivot < 0:
            reason = f"Pivot {k} is {show(pivot)}, but every pivot must be nonnegative."
            return _refuted(rows, pivots, reason, {k: Fraction(1)})
        if pivot == 0 and rest:
            j, c = rest[0], row[rest[0]]
            reason = f"Pivot {k} is zero, but the entry beside it in column {j} is {show(c)}, not zero."
            x = -(rows[j].get(j, Fraction(0)) + 1) / (2 * c)
            return _refuted(rows, pivots, reason, {k: x, j: Fraction(1)})
        for place, i in enumerate(rest):
            factor = row[i] / pivot
            for j in rest[place:]:
                value = rows[i].get(j, Fraction(0)) - factor * row[j]
                if value:
                    rows[i][j] = value
                else:
                    rows[i].pop(j, None)
    return PsdResult(psd=True, pivots=tuple(pivots))


def _refuted(rows: Rows, pivots: list[Fraction], reason: str, tail: dict[int, Fraction]) -> PsdResult:
    """Lifts a vector that refutes the remainder at the last pivot to one that refutes the whole matrix."""
    v = [tail.get(i, Fraction(0)) for i in range(len(rows))]
    for k in range(len(pivots) - 2, -1, -1):
        if pivots[k]:
            v[k] = -sum((rows[k][j] * v[j] for j in rows[k] if j > k), Fraction(0)) / pivots[k]
    return PsdResult(psd=False, pivots=tuple(pivots), reason=reason, witness=tuple(v))


def _dense(matrix: Sequence[Sequence[Rational]]) -> Rows:
    """The upper triangle of a dense matrix, checked to be square, symmetric and exact."""
    if type(matrix) not in (list, tuple) or not matrix:
        raise KernelError(f"A matrix is {show(matrix)}, but it must be a nonempty list of rows.")
    n = len(matrix)
    table: list[list[Fraction]] = []
    for i, line in enumerate(matrix):
        if type(line) not in (list, tuple) or len(line) != n:
            raise KernelError(
                f"Row {i} of a matrix with {n} rows is not a list of {n} entries: the matrix must be square."
            )
        table.append([exact(x, f"The matrix entry ({i}, {j})") for j, x in enumerate(line)])
    for i in range(n):
        for j in range(i):
            if table[i][j] != table[j][i]:
                raise KernelError(
                    f"The matrix is not symmetric: ({i}, {j}) is {show(table[i][j])}, ({j}, {i}) {show(table[j][i])}."
                )
    return [{j: line[j] for j in range(i, n) if line[j]} for i, line in enumerate(table)]


def _banded(entries: Mapping[tuple[int, int], Rational], n: int) -> Rows:
    """The upper triangle from a mapping, checked: keys in range, exact values."""
    if type(entries) is not dict:
        raise KernelError(f"The entries of a matrix are {show(entries)}, but they must be a dict of (i, j) to value.")
    n = whole(n, "The size of a matrix", 1, SIZE_LIMIT)
    rows: Rows = [{} for _ in range(n)]
    for key, value in entries.items():
        if type(key) is not tuple or len(key) != 2:
            raise KernelError(f"A matrix index is {show(key)}, but it must be a pair (i, j).")
        i = whole(key[0], "A row index", 0, n - 1)
        j = whole(key[1], f"A column index in row {i}", i, n - 1)
        number = exact(value, f"The matrix entry ({i}, {j})")
        if number:
            rows[i][j] = number
    return rows
