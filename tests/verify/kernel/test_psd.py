"""Positive semidefiniteness: agrees with independent tests, also on singular matrices; every refusal is rechecked."""

from collections.abc import Callable
from fractions import Fraction
from time import perf_counter
from typing import Any

import numpy as np
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.kernel.errors import KernelError
from verify.kernel.numeric.psd import is_psd, is_psd_banded, quadratic_form

fixed = settings(derandomize=True, deadline=None, max_examples=100)
Matrix = list[list[int]]
TRIPLE: Any = {(0, 0, 0): 1}


def upper(matrix: list[list[Any]]) -> dict[tuple[int, int], Any]:
    """The upper triangle as a mapping, zeros left out."""
    return {(i, j): x for i, row in enumerate(matrix) for j, x in enumerate(row) if i <= j and x}


@st.composite
def symmetric(draw: st.DrawFn, size: int = 5, most: int = 3) -> Matrix:
    n = draw(st.integers(1, size))
    entry = st.integers(-most, most)
    a = [[draw(entry) for _ in range(n)] for _ in range(n)]
    return [[a[min(i, j)][max(i, j)] for j in range(n)] for i in range(n)]


@st.composite
def gram(draw: st.DrawFn) -> tuple[Matrix, int]:
    """B^T B with B of r rows: psd, singular whenever r < n; with its rank."""
    n, r = draw(st.integers(1, 6)), draw(st.integers(1, 4))
    b = [[draw(st.integers(-4, 4)) for _ in range(n)] for _ in range(r)]
    product = [[sum(row[i] * row[j] for row in b) for j in range(n)] for i in range(n)]
    return product, int(sympy.Matrix(b).rank())


def check(matrix: list[list[Any]], expected: bool) -> None:
    """Dense and banded must say the same and be right; a refusal must carry an honest witness."""
    result = is_psd(matrix)
    assert result == is_psd_banded(upper(matrix), len(matrix))
    assert result.psd is expected
    if expected:
        assert len(result.pivots) == len(matrix) and min(result.pivots) >= 0
        assert not result.reason and not result.witness
    else:
        v = result.witness
        assert sum(x * vi * vj for row, vi in zip(matrix, v, strict=True) for x, vj in zip(row, v, strict=True)) < 0
        assert quadratic_form(upper(matrix), v) < 0
        assert result.reason


@fixed
@given(symmetric(size=4))
def test_agrees_with_every_principal_minor(matrix: Matrix) -> None:
    """A symmetric matrix is psd iff all its principal minors are nonnegative."""
    n, m = len(matrix), sympy.Matrix(matrix)
    subsets = [[i for i in range(n) if mask >> i & 1] for mask in range(1, 2**n)]
    check(matrix, all(m.extract(s, s).det() >= 0 for s in subsets))


@fixed
@given(gram())
def test_gram_matrices_are_psd_and_pivots_show_the_rank(drawn: tuple[Matrix, int]) -> None:
    matrix, rank = drawn
    check(matrix, True)
    assert sum(1 for d in is_psd(matrix).pivots if d) == rank


@fixed
@given(gram(), st.data())
def test_a_singular_matrix_lowered_by_anything_is_refused(drawn: tuple[Matrix, int], data: st.DataObject) -> None:
    matrix, rank = drawn
    n = len(matrix)
    kernel = sympy.Matrix(matrix).nullspace()
    if rank == n or not kernel:
        matrix = [[0] * n for _ in range(n)]
        kernel = [sympy.eye(n)[:, 0]]
    k = next(i for i in range(n) if kernel[0][i] != 0)
    tiny = Fraction(1, 10 ** data.draw(st.integers(1, 40)))
    lowered: list[list[Any]] = [[Fraction(x) for x in row] for row in matrix]
    lowered[k][k] -= tiny
    check(lowered, False)


@fixed
@given(symmetric(size=8, most=20))
def test_agrees_with_numpy_where_floats_are_sure(matrix: Matrix) -> None:
    smallest = float(np.linalg.eigvalsh(np.array(matrix, dtype=float))[0])
    if abs(smallest) > 1e-6:
        check(matrix, smallest > 0)
    shift = 20 * len(matrix)  # diagonally dominant
    check([[x + (shift if i == j else 0) for j, x in enumerate(row)] for i, row in enumerate(matrix)], True)


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        ([[0]], True),
        ([[-1]], False),
        ([[0, 0], [0, 0]], True),
        ([[0, 1], [1, 5]], False),
        ([[0, 1], [1, -1]], False),
        ([[0, 0], [0, -1]], False),
        ([[1, 1], [1, 1]], True),
        ([[1, 1, 0], [1, 1, 1], [0, 1, 9]], False),
        ([[1, 1, 1], [1, 1, 1], [1, 1, 1]], True),
        ([[1, 2], [2, 4 - Fraction(1, 10**30)]], False),
    ],
)
def test_zero_pivots_and_small_cases(matrix: list[list[Any]], expected: bool) -> None:
    check(matrix, expected)


def test_pivots_are_those_of_the_textbook() -> None:
    assert is_psd([[4, 2], [2, 5]]).pivots == (Fraction(4), Fraction(4))
    assert is_psd([[2, -1, 0], [-1, 2, -1], [0, -1, 2]]).pivots == (Fraction(2), Fraction(3, 2), Fraction(4, 3))


def test_a_long_band_is_quick_and_its_singular_end_is_seen() -> None:
    """The path graph's Laplacian is psd with one zero pivot, the last; lowering its last entry refutes."""
    n = 1500
    laplacian = {(i, i): 2 for i in range(n)} | {(i, i + 1): -1 for i in range(n - 1)} | {(0, 0): 1, (n - 1, n - 1): 1}
    start = perf_counter()
    result = is_psd_banded(laplacian, n)
    assert result.psd and result.pivots[-1] == 0 and set(result.pivots[:-1]) == {Fraction(1)}
    lowered: dict[tuple[int, int], Any] = laplacian | {(n - 1, n - 1): Fraction(999, 1000)}
    refused = is_psd_banded(lowered, n)
    assert not refused.psd and quadratic_form(lowered, refused.witness) < 0
    assert perf_counter() - start < 5


@pytest.mark.parametrize("bad", [0.0, True, None, "1", float("nan"), 1j])
def test_inexact_entries_are_refused(bad: Any) -> None:
    attempts: list[Callable[[], object]] = [
        lambda: is_psd([[bad]]),
        lambda: is_psd([[1, bad], [bad, 1]]),
        lambda: is_psd_banded({(0, 0): bad}, 1),
        lambda: is_psd_banded({(0, bad): 1}, 2),
        lambda: is_psd_banded({(bad, 1): 1}, 2),
        lambda: is_psd_banded({}, bad),
        lambda: quadratic_form({(0, 0): 1}, [bad]),
        lambda: is_psd(bad),
        lambda: is_psd_banded(bad, 1),
        lambda: quadratic_form({(0, 0): 1}, bad),
    ]
    for attempt in attempts:
        with pytest.raises(KernelError):
            attempt()


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        (lambda: is_psd([]), "nonempty"),
        (lambda: is_psd([[1, 2]]), "square"),
        (lambda: is_psd([[1, 2], [2]]), "Row 1"),
        (lambda: is_psd([[1, 2], [3, 4]]), r"not symmetric: \(1, 0\) is 3, \(0, 1\) 2"),
        (lambda: is_psd_banded({(1, 0): 1}, 2), "between 1 and 1"),
        (lambda: is_psd_banded({(0, 2): 1}, 2), "between 0 and 1"),
        (lambda: is_psd_banded({(-1, 0): 1}, 2), "row index is -1"),
        (lambda: is_psd_banded(TRIPLE, 1), "pair"),
        (lambda: is_psd_banded({}, 0), "between 1"),
    ],
)
def test_malformed_matrices_are_refused(attempt: Callable[[], object], words: str) -> None:
    with pytest.raises(KernelError, match=words):
        attempt()
