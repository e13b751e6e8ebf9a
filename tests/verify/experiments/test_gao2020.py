"""Measurements of the Langevin paper: right where the answer is known, and able to say no."""

import math

import numpy as np
import pytest
from scipy.linalg import expm

from theory.catalog import Catalog, built_in
from theory.methods.langevin import overdamped_langevin, underdamped_langevin
from verify.checkers import exact, experiment
from verify.experiments.gao2020 import discretised, exits, quadratics
from verify.task import Task

CATALOG = Catalog(built_in())


def outcome(slug, checker=experiment):
    return checker.check(Task(claim=CATALOG[f"gao2020/{slug}"], catalog=CATALOG)).outcome


@pytest.mark.parametrize(("friction", "eigenvalue", "time"), [(0.5, 1.3, 0.7), (1.5, 2.125, 4.0), (0.1, 0.2, 30.0)])
def test_the_block_of_the_norm_lemma_is_the_exponential(friction, eigenvalue, time):
    """The one link that the kernel does not check: e^(gamma tau/2) exp(-tau H) = c I - t N."""
    omega = math.sqrt(eigenvalue - friction**2 / 4)
    c, t = math.cos(omega * time), math.sin(omega * time) / omega
    turn = np.array([[friction / 2, eigenvalue], [-1, -friction / 2]])
    block = expm(-time * np.array([[friction, eigenvalue], [-1, 0]])) * math.exp(friction * time / 2)
    assert block == pytest.approx(c * np.eye(2) - t * turn, rel=1e-8, abs=1e-8)


@pytest.mark.parametrize(("friction", "eigenvalue"), [(0.5, 1.3), (1.5, 2.125), (0.1, 0.2), (0.3, 5.0)])
def test_the_sharp_constant_is_the_supremum(friction, eigenvalue):
    omega = math.sqrt(eigenvalue - friction**2 / 4)
    sharp = (1 + eigenvalue + math.hypot(1 - eigenvalue, friction)) / (2 * omega)
    turn = np.array([[friction / 2, eigenvalue], [-1, -friction / 2]]) / omega
    norms = [np.linalg.norm(math.cos(a) * np.eye(2) - math.sin(a) * turn, 2) for a in np.linspace(0, np.pi, 721)]
    assert max(norms) == pytest.approx(sharp, rel=1e-9)


@pytest.mark.parametrize("slug", ["optimal-drift", "exit-times", "nonreversible-exits", "recurrence-scaling",
                                  "discretisations"])  # fmt: skip
def test_what_is_claimed_is_seen(slug):
    assert outcome(slug) == "supported"


def test_another_drift_is_noticed(monkeypatch):
    real = quadratics.best_drift
    monkeypatch.setattr(quadratics, "best_drift", lambda hessian: real(hessian) / 2)
    assert outcome("optimal-drift") == "not supported"
    monkeypatch.setattr(quadratics, "best_drift", lambda hessian: real(hessian) + 1e-3 * np.eye(len(hessian)))
    assert outcome("optimal-drift") == "not supported"


def test_friction_that_is_not_critical_is_noticed(monkeypatch):
    real = quadratics._last_time

    def overdamped(matrix, observe, horizon):
        changed = matrix.copy()
        if len(matrix) == 4:
            changed[:2, :2] = np.eye(2)
            horizon = horizon**2
        return real(changed, observe, horizon)

    monkeypatch.setattr(quadratics, "_last_time", overdamped)
    assert outcome("recurrence-scaling") == "not supported"


def test_another_rate_at_the_saddle_is_noticed(monkeypatch):
    monkeypatch.setattr(exits, "unstable", lambda mu, friction: 1.1 * (math.sqrt(friction**2 + 4 * mu) - friction) / 2)
    assert outcome("exit-times") == "not supported"


def test_another_speed_up_is_noticed(monkeypatch):
    monkeypatch.setattr(exits, "plane_gap", lambda turn, beta, points: 1 + turn)
    assert outcome("nonreversible-exits") == "not supported"


def test_the_generator_has_the_gap_of_the_oscillator(monkeypatch):
    """For F = mu x^2 the rates are known: 2 mu for LD and the slower root for ULD."""
    monkeypatch.setattr(exits, "_well", lambda x, mu: mu * x**2)
    assert exits.overdamped_gap(1.0, 20.0) == pytest.approx(2.0, rel=1e-4)
    friction = 4.0
    slower = (friction - math.sqrt(friction**2 - 8)) / 2
    assert exits.underdamped_gap(1.0, friction, 20.0) == pytest.approx(slower, rel=1e-2)


def test_turning_the_other_way_is_as_fast():
    assert exits.plane_gap(1.0, 3.0, (61, 41)) == pytest.approx(exits.plane_gap(-1.0, 3.0, (61, 41)), rel=1e-6)


def test_a_scheme_of_another_order_is_noticed(monkeypatch):
    real = discretised.stationary
    monkeypatch.setattr(
        discretised, "stationary", lambda scheme, d, n, step: real(scheme, d, n, step**2 if step < 0.1 else step)
    )
    assert outcome("discretisations") == "not supported"


def test_paths_with_too_much_noise_are_noticed(monkeypatch):
    real = discretised.simulated

    def loud(*args):
        variance, error = real(*args)
        return 1.2 * variance, error

    monkeypatch.setattr(discretised, "simulated", loud)
    assert outcome("discretisations") == "not supported"


class Half:
    """F(x) = x^2/2."""

    def grad(self, x):
        return x


def test_the_stationary_variance_is_that_of_the_euler_lemma():
    step, expected = 0.2, np.diag(1 / (2.0 * np.array([0.5, 2.0]) * (1 - 0.1 * np.array([0.5, 2.0]))))
    assert discretised.stationary(discretised.overdamped, 2, 1, step) == pytest.approx(expected)


def test_without_noise_the_schemes_are_descent():
    run = overdamped_langevin(Half(), 1.0, 0.5, 1.0, lambda: 0.0)
    assert [next(run) for _ in range(3)] == [1.0, 0.5, 0.25]
    run = underdamped_langevin(Half(), 1.0, 0.0, 1e-3, 2.0, 1.0, lambda: 0.0)
    x, v = next(point for i, point in enumerate(run) if i == 3000)
    assert (x, v) == pytest.approx((4 * math.exp(-3), -3 * math.exp(-3)), rel=1e-2)


@pytest.mark.parametrize(
    "slug",
    ["underdamped-always", "invariance-broken", "acceleration-always", "norm-lemma-critical-control",
     "norm-lemma-sharp-control"],
)  # fmt: skip
def test_what_is_false_is_refuted(slug):
    assert outcome(slug, exact) == "refuted"


@pytest.mark.parametrize(
    "slug",
    ["norm-lemma-subcritical", "norm-lemma-critical", "norm-lemma-sharp", "norm-lemma-attained", "underdamped-wins",
     "underdamped-loses", "invariance-plane", "invariance-space", "invariance-underdamped"],
)  # fmt: skip
def test_what_is_proved_has_a_certificate(slug):
    assert outcome(slug, exact) == "proved"
