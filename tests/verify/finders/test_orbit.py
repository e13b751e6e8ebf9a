"""Runs in ball arithmetic: the two-cycle of Theorem 7 as printed, and what must be refused."""

from fractions import Fraction

import pytest
import sympy as sp

from theory import Rational, minimum, norm, sqrt
from theory.methods import clipped_gradient_descent, gradient_descent
from verify.finders.covers.balls import Undefined
from verify.finders.worst_case.orbit import NotMemoryless, orbit, step_map

x = sp.Symbol("x", real=True)

T, TAU, START = 41000, Rational(1, 10**6), Fraction("6.327643")
ETA = 1 / sqrt(T)
L0 = 1 / (20 * ETA)
COSH = L0 * (sp.cosh(x) - 1)


def printed(f, x, eta, tau):
    """Zhang et al. 2020, Theorem 7, the step size read literally (L1 = 1)."""
    while True:
        yield x
        g = f.grad(x)
        x = x - minimum(1 / (16 * eta * (norm(g) + tau)), eta) * g


def intended(f, x, eta, tau):
    """The step size that the proof needs: eta times the dimensionless factor."""
    while True:
        yield x
        g = f.grad(x)
        x = x - minimum(1 / (16 * (norm(g) + tau)), eta) * g


def heavy_ball(f, x, step):
    last = x
    while True:
        yield x
        x, last = x - step * f.grad(x) + (x - last) / 2, x


def test_theorem_7_as_printed_is_trapped_in_a_two_cycle():
    run = orbit(printed, {"eta": ETA, "tau": TAU}, COSH, x, START, steps=2000)
    assert run.least >= 2800 and run.greatest <= 2900
    assert run.first[0] > 6 and run.first[1] < -6 and run.first[2] > 6


@pytest.mark.slow
def test_theorem_7_as_printed_for_its_whole_horizon():
    run = orbit(printed, {"eta": ETA, "tau": TAU}, COSH, x, START, steps=T)
    assert run.steps == T > 36145
    assert run.least >= 2800 > 10


def test_the_intended_step_leaves_the_cycle():
    run = orbit(intended, {"eta": ETA, "tau": TAU}, COSH, x, START, steps=1000)
    assert run.least < 10


def test_every_start_of_a_ball_is_covered():
    run = orbit(printed, {"eta": ETA, "tau": TAU}, COSH, x, START, steps=50, radius=Fraction(1, 10**5))
    assert run.first[0].contains(6.327640) and run.least >= 2800


def test_agrees_with_exact_rationals_on_a_quadratic():
    run = orbit(clipped_gradient_descent, {"step": Rational(1, 4), "radius": Rational(1, 3)}, x**2 / 2, x, 2, steps=12)
    value = Fraction(2)
    for k in range(13):
        if k < len(run.first):
            assert run.first[k].contains(float(value)) or abs(float(run.first[k].mid()) - float(value)) < 1e-15
        value -= min(Fraction(1, 4), Fraction(1, 3) / value) * value
    assert abs(float(run.greatest) - 2) < 1e-12


def test_a_method_with_memory_is_refused():
    with pytest.raises(NotMemoryless, match="heavy_ball"):
        step_map(heavy_ball, {"step": Rational(1, 2)}, x**2, x)


def test_too_wide_a_ball_is_refused_rather_than_believed():
    with pytest.raises(Undefined, match="too wide"):
        orbit(gradient_descent, {"step": 5}, sp.cosh(x), x, 3, steps=30, bits=64)
