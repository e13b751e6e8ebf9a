"""Bounds on quadratic functions: multipliers for all combinations of points, refused where the bound is none."""

import pytest
from sympy import Rational

from theory.catalog import Catalog
from theory.classes import Quadratic
from theory.measures import gap, squared_distance
from theory.methods import gradient_descent
from theory.paper import Paper
from theory.symbols import N, symbols
from verify.certify import certificate
from verify.checkers import gram
from verify.compile import obligation
from verify.finders.proofs.prove import NotFound
from verify.kernel.certificate import check
from verify.kernel.errors import KernelError
from verify.task import Task

L, R = symbols("L R", positive=True)


def claim(bound, **changed):
    given = dict(functions=Quadratic(0, L), method=gradient_descent, step=1 / L, given=squared_distance(0) <= R**2)
    return Paper("doe2026", title="Quadratics").theorem("it", then=gap(N) <= bound * L * R**2, horizons=(1,), **given | changed)


def test_the_largest_value_of_a_polynomial_is_proved_and_nothing_below_it(monkeypatch):
    monkeypatch.setattr("verify.certify.SECONDS", 0.1)
    stated = claim(Rational(2, 27))  # u (1 - u)^2/2 at u = 1/3
    data = certificate(stated, {})
    assert check(data, {}, obligation(stated)).kind == "proof"
    assert certificate(claim(Rational(2, 28)), {})["kind"] == "refutation"


def test_the_condition_on_combinations_is_used():
    stated = claim(Rational(2, 27))
    data = certificate(stated, {})
    (name,) = [n for n in (f"h{i}" for i in range(1, 40)) if any(step.get("fact") == n for step in data["proofs"][0])]
    bent = [step for step in data["proofs"][0] if step.get("fact") != name]
    with pytest.raises(KernelError):
        check({**data, "proofs": [bent]}, {}, obligation(stated))


def test_more_curvature_in_the_class_than_the_step_allows_has_no_such_bound(monkeypatch):
    monkeypatch.setattr("verify.certify.SECONDS", 0.1)
    try:
        data = certificate(claim(Rational(2, 27), functions=Quadratic(0, 2 * L)), {})
    except NotFound:
        return
    assert data["kind"] == "refutation"


def test_the_checker_for_pairs_of_points_supports_nothing_here():
    for bound, outcome in ((Rational(2, 27), "undecided"), (Rational(2, 28), "refuted")):
        found = gram.check(Task(claim=claim(bound), catalog=Catalog([])))
        assert found.outcome == outcome
        assert "a condition on all combinations of points" in found.reason
