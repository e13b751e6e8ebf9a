"""One step in the plane: control, the two-centre inequality, and explicit functions bracket the guaranteed fall."""

import numpy as np
import pytest

from verify.finders.worst_case.families import exponential_fall
from verify.finders.worst_case.line import Line
from verify.finders.worst_case.planar import best_step, least_fall, two_centre

PURE, QUADRATIC, UNIT = Line(0.0, 1.0), Line(1.0, 0.0), Line(1.0, 1.0)


def test_the_guaranteed_fall_without_the_first_constant():
    curve = least_fall(PURE, 1.0, 1.837)
    assert curve.fall == pytest.approx(0.825, abs=5e-4)
    assert abs(curve.end[1]) > 0.3  # the worst curve leaves the line
    assert curve.fall <= exponential_fall(1.837)


@pytest.mark.slow
def test_the_best_step_without_the_first_constant():
    step, fall = best_step(PURE, 1.0, 3.0)
    assert step == pytest.approx(1.837, abs=0.02) and fall == pytest.approx(0.825, abs=5e-4)


def test_short_steps_go_straight():
    # For L0 = 0 and L1 r <= 1 the straight curve is the worst: 1 - e^-r.
    assert least_fall(PURE, 1.0, 0.8).fall == pytest.approx(1 - np.exp(-0.8), abs=1e-6)
    assert least_fall(QUADRATIC, 1.0, 0.5).fall == pytest.approx(0.5 - 0.125, abs=1e-6)


def test_control_is_a_relaxation():
    # L1 = 0, both sizes 1, r = 1: curves 0.6823, functions 3/4 (interpolation; the two-centre inequality is exact there).
    assert least_fall(QUADRATIC, 1.0, 1.0, g_plus=1.0).fall == pytest.approx(0.6823, abs=5e-4)
    assert two_centre(QUADRATIC, 1.0, 1.0, 1.0) == pytest.approx(0.75, rel=1e-12)


def test_the_bracket_of_a_short_step():
    line = two_centre(UNIT, 0.1, 0.1, 0.08701)
    level = UNIT.level(0.1)
    upper = float(2 * UNIT.energy(level) - 2 * UNIT.energy(level - 0.08701 / 2))
    assert 0.006557 <= line <= upper
    assert upper == pytest.approx(0.006649, abs=1e-6)
    assert least_fall(UNIT, 0.1, 0.08701, g_plus=0.1).fall <= line


def test_re_exp_caps_the_guarantee():
    best = max(np.linspace(1.7, 2.1, 41), key=exponential_fall)
    assert best == pytest.approx(1.9, abs=0.06)
    assert exponential_fall(best) == pytest.approx(0.846, abs=5e-4)
    # the value at one angle, from the function itself
    turn = np.exp(0.4j)
    assert exponential_fall(1.2) <= np.real(turn) - np.real(turn * np.exp(-1.2 / turn))


def test_an_end_that_is_out_of_reach_is_refused():
    with pytest.raises(ValueError, match="reaches size"):
        least_fall(QUADRATIC, 1.0, 0.5, g_plus=3.0)
    assert two_centre(QUADRATIC, 1.0, 3.0, 0.5) == np.inf
