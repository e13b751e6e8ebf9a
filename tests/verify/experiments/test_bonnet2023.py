"""Measurements of the NeurODE paper: right where the answer is known, and able to say no."""

import numpy as np
import pytest

from theory.catalog import Catalog, built_in
from verify.checkers import experiment
from verify.experiments import bonnet2023 as measured
from verify.task import Task

CATALOG = Catalog(built_in())


def outcome(slug):
    return experiment.check(Task(claim=CATALOG[f"bonnet2023/{slug}"], catalog=CATALOG)).outcome


def test_a_particle_that_rests_costs_its_distance():
    problem = measured.Problem(start=np.array([0.0]), target=np.array([2.0]), weight=0.5)
    assert problem.cost(np.array([1.0, 1.0])) == 4.5


def test_an_adjoint_without_the_particles_motion_is_noticed(monkeypatch):
    def lazy(problem, theta, places):
        return np.tile(2 * (places[-1] - problem.target), (len(theta), 1))

    assert outcome("adjoint-measured") == "supported"
    monkeypatch.setattr(measured.Problem, "adjoint", lazy)
    assert outcome("adjoint-measured") == "not supported"
    assert outcome("shooting-direct") == "not supported"


def test_one_damped_step_too_few_is_noticed(monkeypatch):
    real = measured.shoot
    monkeypatch.setattr(measured, "shoot", lambda *a, **named: real(*a, **{**named, "damping": 1.0}))
    assert outcome("shooting-damped") == "not supported"


def test_controls_that_jump_in_time_are_noticed(monkeypatch):
    monkeypatch.setattr(measured, "direct", lambda problem, steps: np.arange(steps) % 2.0)
    assert outcome("lipschitz-in-time") == "not supported"


def test_controls_fitted_to_other_targets_are_noticed(monkeypatch):
    real = measured.direct
    monkeypatch.setattr(measured, "direct", lambda p, steps: real(p, steps) + (0.5 if len(p.start) < 100 else 0.0))
    assert outcome("generalisation-measured") == "not supported"


def test_a_cubic_spline_shifts_further(monkeypatch):
    real = measured.BSpline
    monkeypatch.setattr(measured, "BSpline", lambda knots, values, degree: real(knots, values[:-1], degree + 1))
    assert outcome("code-shift") == "not supported"


@pytest.mark.parametrize("weight", [0.3, 1.0])
def test_both_solvers_meet_the_maximum_principle(weight):
    problem = measured.bimodal(3, weight=weight)
    assert np.abs(problem.gradient(measured.shoot(problem, 8, damping=0.5)[0])).max() < 1e-9
    assert np.abs(problem.gradient(measured.direct(problem, 8))).max() < 1e-7
