"""Functions with a piecewise linear derivative: exact values, subgradients and proximal steps."""

import pytest
from sympy import Rational

from verify.finders.performance.witnesses.polyline import absolute, huber, indicator, linear, quadratic

KINDS = [quadratic(2), absolute(-1, 2), absolute(-1, 1, 3), huber(2, Rational(1, 2)), huber(1, 1, 3), linear(3)]
POINTS = [Rational(p, 4) for p in range(-9, 10)]


@pytest.mark.parametrize("function", KINDS)
def test_subgradients_support_the_function(function):
    for p in POINTS:
        slope = function.slope(p)
        assert all(function.value(q) >= function.value(p) + slope * (q - p) for q in POINTS)


@pytest.mark.parametrize("function", [*KINDS, indicator((Rational(-1), Rational(1, 2)))])
@pytest.mark.parametrize("step", [Rational(1, 3), Rational(2)])
def test_proximal_steps_are_implicit_subgradient_steps(function, step):
    for x in POINTS:
        p = function.prox(x, step)
        assert p in function
        slope = (x - p) / step
        inside = [q for q in POINTS if q in function]
        assert all(function.value(q) >= function.value(p) + slope * (q - p) for q in inside)


def test_a_normal_points_out_of_the_interval():
    interval = indicator((Rational(-2), Rational(1)))
    assert (interval.normal_at(3), interval.normal_at(-3)) == (1, -2)
    with pytest.raises(ValueError, match="outside"):
        interval.slope(Rational(2))
