"""Stochastic average gradient: the moments are those of the method itself, and each measurement can say no."""

from fractions import Fraction
from itertools import product

import numpy as np
import pytest

from theory.catalog import Catalog, built_in
from theory.methods import stochastic_average_gradient
from verify.checkers import experiment
from verify.experiments import lerouxschmidtbach2012 as measured
from verify.experiments.lerouxschmidtbach2012 import data, lyapunov, moments
from verify.task import Task

CATALOG = Catalog(built_in())


def outcome(slug):
    return experiment.check(Task(claim=CATALOG[f"lerouxschmidtbach2012/{slug}"], catalog=CATALOG)).outcome


class Parabola:
    """curvature/2 (x - centre)^2."""

    def __init__(self, curvature, centre):
        self.curvature, self.centre = curvature, centre

    def grad(self, x):
        return self.curvature * (x - self.centre)


class Sum:
    def __init__(self, *parts):
        self.parts = list(parts)


def test_the_moments_are_those_of_all_equally_likely_runs():
    curved, centres = [Fraction(1), Fraction(1, 4), Fraction(0)], [Fraction(1), Fraction(-2), Fraction(0)]
    total, step, steps = Sum(*map(Parabola, curved, centres)), Fraction(1, 3), 4
    best = sum(h * a for h, a in zip(curved, centres, strict=True)) / sum(curved)
    means = [Fraction(0)] * (steps + 1)
    for draws in product(range(3), repeat=steps):
        for k, x in enumerate(stochastic_average_gradient(total, Fraction(2), step, draws)):
            means[k] += (x - best) ** 2 / 3**steps
    problem = moments.Quadratics(
        hessians=np.array(curved, float)[:, None, None],
        slopes=np.array([part.grad(best) for part in total.parts], float)[:, None],
        offset=np.array([float(2 - best)]),
    )
    found = moments.second_moments(problem, float(step), steps)[:, 0, 0]
    assert found == pytest.approx([float(mean) for mean in means], rel=1e-12)


def test_the_table_is_refreshed_before_the_point_moves():
    points = list(stochastic_average_gradient(Sum(Parabola(1, 0), Parabola(1, 0)), Fraction(1), Fraction(1, 2), [0, 1]))
    assert points == [1, Fraction(3, 4), Fraction(5, 16)]


def test_the_average_of_one_step_is_known():
    problem = moments.Quadratics(
        hessians=np.ones((2, 1, 1)), slopes=np.array([[1.0], [-1.0]]), offset=np.array([2.0])
    )
    step = 1 / 2.5
    ends = [2 - step * 3, 2 - step * 1]
    assert moments.warm_start(problem, 1.0, 1.0)[0] == pytest.approx(np.mean([(2 + end) ** 2 / 8 for end in ends]))


def test_moving_before_the_refresh_is_noticed(monkeypatch):
    real = moments.maps

    def late(hessians, step):
        found, size = real(hessians, step), hessians.shape[1]
        for matrix in found:
            matrix[-size:] = np.eye(len(matrix))[-size:]
            matrix[-size:, :-size] = np.tile(-step / len(hessians) * np.eye(size), len(hessians))
        return found

    assert outcome("edges") == "supported"
    monkeypatch.setattr(moments, "maps", late)
    assert outcome("edges") == "not supported"


def test_a_longer_step_breaks_the_bounds(monkeypatch):
    real = moments.second_moments
    monkeypatch.setattr(measured, "second_moments", lambda problem, step, steps: real(problem, 40 * step, steps))
    assert outcome("exact-linear") == "not supported"
    assert outcome("exact-many") == "not supported"


def test_a_phase_that_forgets_to_average_is_noticed(monkeypatch):
    real = moments.warm_start
    monkeypatch.setattr(measured, "warm_start", lambda *a: (real(*a)[0] * len(a[0].hessians) ** 2, None))
    assert outcome("warm-start") == "not supported"


def test_no_lyapunov_function_shows_more_than_the_truth(monkeypatch):
    assert lyapunov.best_rate(2, 0.5, 1 / 4) <= 1 - moments.radius(np.full((2, 1, 1), 0.5), 1 / 4) + 1e-9
    monkeypatch.setattr(measured, "best_rate", lambda n, ratio, step, tolerance: 8 * ratio / n)
    assert outcome("sandwich") == "not supported"


def test_no_rate_is_shown_for_a_step_that_diverges():
    assert lyapunov.best_rate(5, 0.2, 1.2) == pytest.approx(0, abs=1e-3)


def test_a_client_that_stops_early_is_noticed(monkeypatch):
    monkeypatch.setattr(measured, "client", lambda seed, passes: data.client(seed, [1 for _ in passes]))
    assert outcome("scikit-learn") == "not supported"


def test_peers_in_another_order_are_noticed(monkeypatch):
    real = data.peers(0, 10)
    worse = real | {"SAG, step 1/(2nμ)": real["gradient descent"]}
    monkeypatch.setattr(measured, "peers", lambda seed, passes: worse)
    assert outcome("peers") == "not supported"


def test_the_minimiser_of_the_data_is_one():
    problem, best = data.breast_cancer()
    assert np.linalg.norm(problem.grad(best)) < 1e-15
    mean = sum(part.grad(best) for part in problem.parts) / problem.count
    assert mean == pytest.approx(problem.grad(best), abs=1e-15)
    assert problem.count * problem.weight >= 8 * problem.smooth
