"""Multipliers of neighbours alone are read off the worst case of all pairs, where neighbours show the same bound."""

from fractions import Fraction

import pytest

from verify.brackets.fixed_step import find, search
from verify.finders.performance.proofs.rational import narrowed
from verify.finders.performance.solve import solve, tabulate


def asked(functions, bound, horizon=4, **parameters):
    wanted = search._Search(
        method="gd", horizon=horizon, parameters=parameters, functions=functions, solver="clarabel", start=True
    )
    stated = wanted.stated(bound)
    dual = tabulate(stated.ready.problem, "all")
    return stated, dual, solve(dual)


@pytest.mark.parametrize("horizon", [1, 4, 6, 8])
@pytest.mark.parametrize("functions", ["smooth-convex", "smooth"])
def test_all_pairs_are_narrowed_to_neighbours(functions, horizon):
    bound = Fraction(1, 4 * horizon + 2) if functions == "smooth-convex" else Fraction(4, 3 * horizon + 2)
    stated, dual, numeric = asked(functions, bound, horizon)
    found = narrowed(dual, numeric)
    assert found is not None and not found.slack and min(found.multipliers.values()) > 0
    path = {(row.name, row.points) for row in stated.ready.problem.instances("path")}
    assert {(row.name, row.points) for row, _ in found.rows(dual)} <= path
    assert stated.accepted(found.rows(dual)) is not None


@pytest.mark.parametrize("bound", [Fraction(1, 17), Fraction(1, 19)])
def test_a_bound_that_is_not_attained_is_left_alone(bound):
    _, dual, numeric = asked("smooth-convex", bound)
    assert narrowed(dual, numeric) is None


def test_where_neighbours_show_less_nothing_is_found():
    # without convexity and with long steps the path's bound is larger than that of all pairs
    _, dual, numeric = asked("smooth", Fraction(1), step=search.sp.Rational(3, 2))
    _, dual, numeric = asked(
        "smooth", Fraction(1 - numeric.slack).limit_denominator(10**9), step=search.sp.Rational(3, 2)
    )
    assert numeric.ok and abs(numeric.slack) < 1e-6 and narrowed(dual, numeric) is None


def test_the_solver_is_asked_once(monkeypatch):
    calls = []
    monkeypatch.setattr(
        "verify.finders.performance.solve.solve", lambda *args, **more: calls.append(1) or solve(*args, **more)
    )
    found = find("gd", 4, {}, "smooth-convex", pairs="all")
    assert found.exact and found.certificate is not None and len(calls) == 1
    found = find("accelerated-gd", 3, {}, "smooth-convex", pairs="all")
    assert found.high is not None and len(calls) > 2
