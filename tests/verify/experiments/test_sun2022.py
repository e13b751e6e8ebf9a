"""Measurements of the screening paper: right where the answer is known, and able to say no."""

import dataclasses
import math

import numpy as np
import pytest

from theory.catalog import Catalog, built_in
from verify.checkers import experiment
from verify.experiments import sun2022 as measured
from verify.task import Task

CATALOG = Catalog(built_in())


def outcome(slug):
    return experiment.check(Task(claim=CATALOG[f"sun2022/{slug}"], catalog=CATALOG)).outcome


def line(ratio):
    """f = L x^2/2, h = rho x^2/2 with L/rho as given, moved so that the run starts at distance 1 from the minimiser."""
    return measured.Batch(matrix=np.array([[[1.0]]]), right=np.array([[0.0]]), rho=1 / ratio, power=2.0, offset=0)


@pytest.mark.parametrize("ratio", [1, 2, 5, 9])
def test_the_peak_on_the_line_is_the_catalan_number(ratio):
    batch, x, sizes = line(ratio), 1.0, [1.0]
    for t in range(2 * ratio + 1):
        x = (1 - 2 / (2 + t)) * x - 2 / (2 + t) * x / batch.rho
        sizes.append(abs(x))
    assert max(sizes) == pytest.approx(math.comb(2 * ratio, ratio) / (ratio + 1))
    assert sizes[-1] == pytest.approx(0, abs=1e-6)


def test_gaps_bound_the_distance_to_the_least_value():
    batch = measured.random_batch(5, 3, 2.0)
    best = measured.lasso_reference(batch)

    def value(x):
        residual = np.einsum("bmn,bn->bm", batch.matrix, x) - batch.right
        return (residual**2).sum(axis=1) / 2 + batch.rho * np.abs(x).sum(axis=1) ** 2 / 2

    for state in list(measured.run(batch, 300))[::50]:
        assert (value(state.x) - value(best) <= state.gap + 1e-9).all()


def test_a_reference_with_too_large_a_support_is_noticed(monkeypatch):
    real = measured.lasso_reference
    monkeypatch.setattr(measured, "lasso_reference", lambda batch: real(batch) + 1e-3)
    assert outcome("safe-measured") == "not supported"


def test_gaps_that_are_too_small_are_noticed(monkeypatch):
    real = measured.run
    small = lambda batch, steps: (dataclasses.replace(s, gap=s.gap / 64) for s in real(batch, steps))  # noqa: E731
    monkeypatch.setattr(measured, "run", small)
    assert outcome("safe-measured") == "not supported"


def test_gaps_that_stop_falling_are_noticed(monkeypatch):
    real = measured.run
    stuck = lambda batch, steps: (dataclasses.replace(s, gap=s.gap + 1) for s in real(batch, steps))  # noqa: E731
    monkeypatch.setattr(measured, "run", stuck)
    assert outcome("rate-measured") == "not supported"
    assert outcome("identified-measured") == "not supported"


def test_an_offset_everywhere_leaves_no_explosion(monkeypatch):
    real = measured.Batch
    monkeypatch.setattr(measured, "Batch", lambda **named: real(**{**named, "offset": 1000}))
    assert outcome("offset-cures") == "not supported"
