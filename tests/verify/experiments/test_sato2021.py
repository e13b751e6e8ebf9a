"""Measurements of the multilevel paper: right where the answer is known, and able to say no."""

import importlib
import random
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from theory.catalog import Catalog, built_in
from theory.classes.nested import NestedProblem
from verify.checkers import exact, experiment
from verify.experiments.sato2021 import programs
from verify.experiments.sato2021.quadratics import Quadratics
from verify.task import Task

# the package offers the measurement under the name of the file
attack = importlib.import_module("verify.experiments.sato2021.poisoning")
CATALOG = Catalog(built_in())


def outcome(slug, checker=experiment):
    return checker.check(Task(claim=CATALOG[f"sato2021/{slug}"], catalog=CATALOG)).outcome


def test_a_recursion_that_forgets_a_level_is_noticed(monkeypatch):
    assert outcome("hypergradient-exact-at-points") == "supported"
    real = NestedProblem.hypergradient
    monkeypatch.setattr(NestedProblem, "hypergradient", lambda self, x, **_: real(self, x, forget=(3, 2)))
    assert outcome("hypergradient-exact-at-points") == "not supported"


def test_steps_that_are_too_long_are_noticed(monkeypatch):
    monkeypatch.setattr(programs, "STEP", 4.0)
    assert outcome("projected-gradient-converges") == "not supported"


def test_levels_that_never_stall_are_noticed(monkeypatch):
    real = Quadratics.outer
    monkeypatch.setattr(Quadratics, "outer", lambda self, *both: real(self, *(n and max(n, 60) for n in both)))
    assert outcome("geometric-consistency") == "not supported"


def test_a_toy_without_unrolling_is_noticed(monkeypatch):
    real = programs.toy_problem
    monkeypatch.setattr(programs, "toy_problem", lambda iterations: real(1))
    assert outcome("toy-three-levels") == "not supported"


def test_closed_forms_are_those_of_the_program():
    """The quadratics, solved by hand, against the general program in fractions."""
    one = Quadratics(*(np.array([[value]]) for value in (2.0, 0.5, 0.25, 1.5, 0.75)), np.array([1.0]), np.array([-1.0]))
    h = 1 / (1.5 + (0.25 / 2) ** 2 / 2)
    problem = NestedProblem(
        objectives=(
            lambda x, y, z: ((x[0] - 1) ** 2 + z[0] ** 2) / 2,
            lambda x, y, z: 1.5 * y[0] ** 2 / 2 - 0.75 * x[0] * y[0] + (z[0] + 1) ** 2 / 4,
            lambda x, y, z: 2 * z[0] ** 2 / 2 - z[0] * (0.5 * x[0] + 0.25 * y[0]),
        ),
        iterations=(3, 2), steps=(h, 0.5), starts=((1.0,), (1.0,)),
    )  # fmt: skip
    assert one.hypergradient(np.array([0.3]), 3, 2) == pytest.approx(problem.hypergradient((0.3,)))
    assert problem.hypergradient((one.outer(3, 2)[0],))[0] == pytest.approx(0, abs=1e-12)


@pytest.fixture
def small():
    problem, test = attack.split(np.random.default_rng(0))
    return replace(problem, iterations=4), test


def test_the_attackers_gradient_is_the_derivative(small):
    problem, _ = small
    draw = np.random.default_rng(1)
    push, way = (draw.normal(size=problem.train[0].shape) / 10 for _ in range(2))

    def harm(moved):
        return -np.mean((moved @ problem.fit(moved, 0.1)[-1] - problem.train[1]) ** 2) / 2

    at = problem.train[0] + push
    slope = problem.pull(at + 0j, problem.fit(at + 0j, 0.1), 0.1)
    assert (slope.real * way).sum() == pytest.approx(harm(at + 1e-20j * way).imag / 1e-20, rel=1e-10)


def test_the_outer_derivative_is_a_difference_quotient(small):
    problem, _ = small
    for attacked in (False, True):
        slope = problem.loss(-2 + 1j * attack.TINY, attacked=attacked).imag / attack.TINY
        ahead, back = (problem.loss(-2 + side * 1e-5, attacked=attacked).real for side in (1, -1))
        assert slope == pytest.approx((ahead - back) / 2e-5, rel=1e-5)


def test_the_attack_raises_the_training_error(small):
    problem, _ = small
    features, target = problem.train
    weak = replace(problem, penalty=5.0)
    kept, hit = (weak.weights(-2.0, attacked=attacked).real for attacked in (False, True))
    assert np.abs(kept - hit).max() > 1e-3
    assert np.mean((features @ hit - target) ** 2) > np.mean((features @ kept - target) ** 2)


def test_equal_models_have_no_reduction():
    values = np.random.default_rng(0).normal(size=20)
    assert attack.reduction(values, values) == (0.0, 0.0)
    assert attack.reduction(values, values / 2)[0] == pytest.approx(0.5)


def test_random_problems_are_those_of_their_seed():
    first, second = (programs.random_problem((1, 1, 1), (1, 1), random.Random(3)) for _ in range(2))
    at = (Fraction(1, 5),)
    assert first.hypergradient(at) == second.hypergradient(at)


@pytest.mark.parametrize("slug", ["hypergradient-without-the-middle-level", "projected-step-too-long", "gap-careless"])
def test_what_is_false_is_refuted(slug):
    assert outcome(slug, exact) == "refuted"


@pytest.mark.parametrize("slug", ["chain-rule", "consistency", "gap-second-well-attracts", "gap-corrected"])
def test_what_is_proved_has_a_certificate(slug):
    assert outcome(slug, exact) == "proved"
