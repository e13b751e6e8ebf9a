"""A function without a gradient somewhere is refuted by the point; one with a gradient everywhere is not."""

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.smoothness.formulas.corners import corner
from verify.smoothness.run import smoothness

x = sp.Symbol("x", real=True)


@settings(max_examples=12)
@given(place=st.fractions(-5, 5, max_denominator=9), jump=st.fractions(-3, 3, max_denominator=9).filter(bool))
def test_a_corner_is_found_where_it_was_put(place, jump):
    at, size = sp.Rational(place), sp.Rational(jump)
    found = corner(x**3 + size * sp.Abs(x - at), [x], {x: (None, None)})
    slopes = {str(3 * at**2 - size), str(3 * at**2 + size)}
    assert found is not None
    assert found["point"] == f"x = {at}"
    assert {found["slope in x from the left"], found["slope in x from the right"]} == slopes


@pytest.mark.parametrize("formula", ["Abs(x)", "Max(0, x)", "sign(x)", "Abs(x - y) + x**2", "sqrt(Abs(x))"])
@pytest.mark.parametrize("name", ["l0l1", "smooth", "first-order"])
def test_no_gradient_is_a_refutation(formula, name):
    result = smoothness(formula, name=name)
    assert result.verdict == "refuted"
    assert "slope in x from the left" in result.witness


@pytest.mark.parametrize("formula", ["x*Abs(x)", "Max(0, x)**2", "Abs(x)**3"])
def test_a_kink_in_the_second_derivative_is_no_refutation(formula):
    assert smoothness(formula, trials=50, box="-2..2").verdict == "survived"


def test_outside_the_domain_a_corner_does_not_count():
    assert smoothness("Abs(x)", trials=50, box="1..2").verdict == "survived"


def test_convexity_asks_for_no_gradient():
    assert smoothness("Abs(x)", name="convex", trials=50, box="-2..2").verdict == "survived"
