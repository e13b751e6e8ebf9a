"""The data that solvers get are the exact rows of the problem, in floats."""

from fractions import Fraction

import numpy as np
import pytest

from verify.brackets.fixed_step.questions import rate
from verify.compile import obligation
from verify.finders.performance.numbers import plain, ratio
from verify.finders.performance.problem.entries import Entries, stacked
from verify.finders.performance.proofs.multipliers import prepared
from verify.finders.performance.solve import solve, tabulate, unpacking
from verify.kernel.certificate import opened, parts
from verify.kernel.steps import Context


def problem(functions, horizon=3, method="gd"):
    (phi,) = parts(obligation(rate(method, horizon, {}, 1, functions)))
    scope, facts, goal = opened(phi, {})
    return prepared(goal, Context(scope, facts)).problem


@pytest.mark.parametrize("pattern", ["path", "star", "all"])
@pytest.mark.parametrize(("functions", "method"), [("smooth-convex", "accelerated-gd"), ("smooth", "gd")])
def test_every_row_in_floats_is_the_exact_row(functions, method, pattern):
    dual = tabulate(problem(functions, method=method), pattern)
    floats, size = dual.floats, len(dual.basis)
    values, grams = floats.values.matrix.toarray(), floats.grams.matrix.toarray()
    for k in range(len(dual.rows)):
        row, triangle = dual.row(k), np.zeros(size * (size + 1) // 2)
        for (i, j), c in row.gram.items():
            triangle[j * (j + 1) // 2 + i] = float(c) * (1 if i == j else 0.5**0.5)
        assert grams[:, k] == pytest.approx(triangle)
        assert values[:, k] == pytest.approx([float(row.values.get(name, 0)) for name in floats.names])
        assert set(row.values) <= set(floats.names) and floats.constants[k] == float(row.constant)


def test_rows_that_are_left_out_have_no_multiplier():
    dual = tabulate(problem("smooth-convex", 1), "all")
    everything, some = solve(dual), solve(dual, support=range(len(dual.rows) - 1))
    assert everything.ok and not some.multipliers[-1] and len(some.multipliers) == len(dual.rows)
    assert some.slack <= everything.slack + 1e-7


def test_entries_are_added_up_and_sorted():
    one = Entries(np.array([2, 0, 2]), np.array([1, 1, 1]), np.array([1.0, 5.0, 2.0]), (3, 2))
    found = one.compressed()
    assert (found.data, found.indices, found.indptr) == ([5.0, 3.0], [0, 2], [0, 0, 2])
    assert one.times(np.array([7.0, 10.0])).tolist() == [50.0, 0.0, 30.0]
    assert one.taken([1]).matrix.toarray().tolist() == [[5.0], [0.0], [3.0]]
    both = stacked([(0, 0, one), (3, 1, one)], (6, 3))
    assert both.matrix.toarray().tolist() == [[0, 5, 0], [0, 0, 0], [0, 3, 0], [0, 0, 5], [0, 0, 0], [0, 0, 3]]


def test_a_matrix_without_entries():
    empty = Entries(np.zeros(0, int), np.zeros(0, int), np.zeros(0), (0, 2)).compressed()
    assert (empty.data, empty.indptr, empty.shape) == ([], [0, 0, 0], (0, 2))


def test_the_form_that_is_left_is_unpacked():
    dual = tabulate(problem("smooth-convex", 1), "all")
    numeric, size = solve(dual), len(dual.basis)
    exact = {pair: float(c) for pair, c in dual.target.gram.items()}
    for k, multiplier in enumerate(numeric.multipliers):
        for pair, c in dual.row(k).gram.items():
            exact[pair] = exact.get(pair, 0.0) - multiplier * float(c)
    for i in range(size):
        for j in range(i, size):
            assert numeric.matrix[i, j] == pytest.approx(exact.get((i, j), 0.0) / (1 if i == j else 2), abs=1e-12)
    packed = np.arange(1.0, 7.0)
    full = (unpacking(3) @ packed).reshape(3, 3)
    assert np.array_equal(full, full.T)


def test_whole_numbers_are_ints_and_quotients_exact():
    assert type(plain(Fraction(4, 2))) is int and plain(Fraction(1, 2)) == Fraction(1, 2)
    assert ratio(1, 3) == Fraction(1, 3) and type(ratio(6, 3)) is int and ratio(5, -1) == -5
    with pytest.raises(ZeroDivisionError):
        ratio(1, 0)
