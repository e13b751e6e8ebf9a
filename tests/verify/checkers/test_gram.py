"""The gram checker supports rates that hold, refutes exactly what it can, and concludes nothing from a solver's trouble."""

from dataclasses import replace

import pytest
from sympy import Rational

from theory import (
    L0L1Smooth,
    N,
    Paper,
    Smooth,
    SmoothConvex,
    gap,
    gradient_norm,
    hitting_time,
    squared_distance,
    symbols,
)
from theory.catalog import Catalog, built_in
from theory.methods import gradient_descent
from verify.checkers import gram
from verify.finders.performance import solve
from verify.finders.proofs.prove import NotFound
from verify.task import Task

L, R, Delta, eps = symbols("L R Delta eps", positive=True)
NEAR = squared_distance(0) <= R**2


def rate(then, given=NEAR, functions=None, **fields):
    paper = Paper("doe2026", title="Trial")
    claim = paper.theorem(
        "trial", functions=functions or SmoothConvex(L), method=gradient_descent, given=given, then=then,
        **{"step": 1 / L, **fields},
    )  # fmt: skip
    return claim, Catalog([paper])


def finding(*arguments, **fields):
    claim, catalog = rate(*arguments, **fields)
    assert gram.applies(claim)
    return gram.check(Task(claim=claim, catalog=catalog))


def test_a_rate_that_holds_is_supported_in_floats_only():
    result = finding(gap(N) <= L * R**2 / (4 * N + 2), horizons=(1, 2, 5))
    assert (result.outcome, result.rigour, result.scope) == ("supported", "numerical", "N = 1, 2, 5")
    assert result.evidence["N = 5"] == "path pairs: Solved, worst case 0.0454545, bound 0.0454545"


@pytest.mark.parametrize("factor", [Rational(999, 1000), Rational(1, 2)])
def test_a_smaller_constant_is_refuted_by_the_kernel(factor):
    result = finding(gap(N) <= factor * L * R**2 / (4 * N + 2))
    assert (result.outcome, result.rigour) == ("refuted", "exact")


def test_a_strict_bound_that_is_attained_is_not_supported():
    result = finding(gap(N) < L * R**2 / (4 * N + 2))
    assert (result.outcome, result.rigour) == ("undecided", "none")
    assert "equals the bound in floats" in result.reason
    assert finding(gap(N) < L * R**2 / (4 * N + 1)).outcome == "supported"


def test_a_worst_case_above_the_bound_without_a_counterexample_decides_nothing(monkeypatch):
    monkeypatch.setattr(gram, "_refuted", lambda claim: False)
    result = finding(gap(N) <= L * R**2 / (5 * N + 2))
    assert (result.outcome, result.rigour) == ("undecided", "none")
    assert "above the bound" in result.reason


def test_a_missing_condition_is_said():
    result = finding(gap(N) <= L * R**2, given=())
    assert result.outcome in ("undecided", "refuted")  # from a start far away the bound is broken
    words = "a condition on the start is missing; with f(x0) - f(xs) <= Delta or ||x0 - xs||^2 <= R^2 there is a bound"
    assert words in result.reason


def test_a_condition_of_the_wrong_kind_is_said():
    result = finding(squared_distance(N) <= R**2, given=gap(0) <= L * R**2, functions=Smooth(L))
    assert result.outcome in ("undecided", "refuted")
    assert "another condition on the start is missing; with ||x0 - xs||^2 <= R^2 there is a bound" in result.reason


@pytest.mark.parametrize("status", ["AlmostSolved", "MaxIterations", "NumericalError", "InsufficientProgress"])
def test_trouble_of_the_solver_is_no_verdict(monkeypatch, status):
    genuine = solve.solve
    monkeypatch.setattr(solve, "solve", lambda *a, **k: replace(genuine(*a, **k), status=status, ok=False))
    result = finding(gap(N) <= L * R**2 / (4 * N + 2))
    assert (result.outcome, result.rigour) == ("undecided", "none")
    assert status in result.reason


def test_where_a_proof_is_stored_no_counterexample_is_looked_for(monkeypatch):
    """SAGA on 5 components ends the solver early; a search among its members takes as long as all else together."""
    catalog, looked = Catalog(built_in()), list[str]()

    def search(claim, *_):
        looked.append(claim.label)
        raise NotFound("nothing")

    monkeypatch.setattr(gram, "searched", search)
    claim = catalog["classics/saga-5"]
    assert gram.check(Task(claim=claim, catalog=catalog)).outcome == "undecided"
    assert not looked
    then = claim.statement.then
    sharper = replace(claim.statement, then=then.func(then.lhs, then.rhs * Rational(99, 100)))
    assert gram.check(Task(claim=replace(claim, statement=sharper), catalog=catalog)).outcome == "undecided"
    assert looked == [claim.label]  # the stored proof is of another statement


def test_what_it_does_not_read():
    catalog = Catalog(built_in())
    assert not any(gram.applies(claim) for claim in catalog if claim.paper == "zhang2020")
    assert not gram.applies(rate(hitting_time(eps) <= R, functions=L0L1Smooth(L, L))[0])


def test_functions_that_need_not_be_convex():
    given = (gap(0) <= Delta,)
    result = finding(gradient_norm(0) ** 2 <= 2 * L * Delta, given=given, functions=Smooth(L), horizons=(1,))
    assert result.outcome == "supported"
    false = finding(gradient_norm(0) ** 2 <= L * Delta, given=given, functions=Smooth(L), horizons=(1,))
    assert false.outcome == "refuted"
