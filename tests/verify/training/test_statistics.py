"""Statistics of traces on numbers whose answers are known."""

import math

import numpy as np
import pytest

from verify.training import statistics as st

RNG = np.random.default_rng(0)
G = np.exp(RNG.normal(size=40))


def test_a_power_law_is_correlated_and_independent_numbers_are_not():
    assert st.correlation(G, 3 * G**0.7) == pytest.approx(1)
    assert st.correlation(G, 1 / G) == pytest.approx(-1)
    low, high = st.block_bootstrap(G, np.exp(RNG.normal(size=40)), seed=0)
    assert low < 0 < high


def test_a_constant_has_no_correlation():
    assert math.isnan(st.correlation(G, np.ones(40)))
    assert math.isnan(st.correlation(G[:2], G[:2]))
    assert math.isnan(st.over_seeds([0.5, math.nan, 0.7]).low)


def test_a_common_trend_is_not_in_the_changes():
    trend = np.exp(np.linspace(0, 5, 200))
    a, b = (trend * np.exp(0.1 * np.random.default_rng(seed).normal(size=200)) for seed in (1, 2))
    assert st.correlation(a, b) > 0.95
    assert abs(st.changes(a, b)) < 0.25
    assert st.changes(a, a) == pytest.approx(1)


def test_blocks_are_wider_where_points_hang_together():
    slow = np.exp(np.cumsum(np.random.default_rng(3).normal(size=(2, 60)), axis=1))
    widths = [np.ptp(st.block_bootstrap(*slow, seed=0, block=block)) for block in (1, 10)]
    assert widths[1] > 1.3 * widths[0]


def test_the_interval_is_students():
    found = st.mean([1.0, 2.0, 3.0])
    assert (found.mean, found.high - 2) == (2, pytest.approx(4.302653 / math.sqrt(3), rel=1e-6))
    assert math.isnan(st.mean([1.0]).low)
    assert math.isnan(st.mean([1.0, math.inf]).low)


def test_seeds_that_disagree_leave_the_sign_open():
    agree, differ = st.over_seeds([0.8, 0.85, 0.82]), st.over_seeds([0.9, -0.3, 0.4])
    assert agree.low > 0.7
    assert differ.low < 0 < differ.high <= 1


def test_the_smallest_constants_cover():
    l0, l1 = st.cover(G, 2 + 3 * G)
    assert (l0, l1) == (pytest.approx(2), pytest.approx(3))
    smooth = np.exp(RNG.normal(size=40))
    l0, l1 = st.cover(G, smooth)
    assert (l0 + l1 * G >= smooth * (1 - 1e-12)).all()
    best = min((max(0, (smooth - b * G).max()) + b * G.mean()) for b in np.linspace(0, 20, 20001))
    assert l0 + l1 * G.mean() <= best + 1e-9
    assert st.cover(G, np.ones(40)) == (1.0, 0.0)


@pytest.mark.parametrize(("truth", "form"), [
    (lambda g: 2 + 0 * g, "constant"), (lambda g: 1 + 3 * g, "affine"), (lambda g: 2 * g**0.4, "power"),
])  # fmt: skip
def test_the_true_form_predicts_best(truth, form):
    runs = []
    for seed in range(3):
        rng = np.random.default_rng(seed)
        g = np.exp(1.5 * rng.normal(size=50))
        runs.append((g, truth(g) * np.exp(0.05 * rng.normal(size=50))))
    errors = {name: np.mean(seen) for name, seen in st.form_errors(runs).items()}
    # a constant is a power law and an affine form too
    assert errors[form] <= 1.1 * min(errors.values())
    assert errors["constant"] > 10 * errors[form] or form == "constant"
    if form != "constant":
        assert errors["power" if form == "affine" else "affine"] > 1.5 * errors[form]
