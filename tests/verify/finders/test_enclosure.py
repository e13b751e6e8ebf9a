"""Intervals enclose what they claim to, and say so when they cannot."""

from fractions import Fraction

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.finders.covers.balls import Interval, Undefined, Unsupported, compile_expression
from verify.finders.covers.balls.enclosure import to_arb

x, y = sp.symbols("x y", real=True)
ends = st.fractions(-4, 4, max_denominator=20)
shares = st.fractions(0, 1, max_denominator=8)
EXPRESSIONS = (
    x**2 - 3 * x * y, x**3 * y**4, sp.exp(x) - x - 1, sp.cosh(x) * sp.sinh(y), sp.tanh(x) + sp.atan(y), sp.cos(3 * x),
    sp.sin(x - y), sp.Abs(x) - sp.Max(x, y), sp.Min(x, y) / (1 + x**2), sp.sqrt(1 + sp.Abs(x)), sp.log(1 + x**2),
    (1 + x**2) ** sp.Rational(3, 2), (2 + sp.cos(x)) ** y, sp.Piecewise((x**2, x < 1), (2 * x - 1, True)),
)  # fmt: skip


@settings(max_examples=60, deadline=None, derandomize=True)
@given(expression=st.sampled_from(EXPRESSIONS), a=ends, b=ends, c=ends, d=ends, s=shares, t=shares)
def test_a_box_encloses_the_value_at_each_of_its_points(expression, a, b, c, d, s, t):
    box = [(min(a, b), max(a, b)), (min(c, d), max(c, d))]
    point = [low + share * (high - low) for (low, high), share in zip(box, (s, t), strict=True)]
    inside = compile_expression(expression, (x, y))([Interval(*ends) for ends in box])
    exact = expression.subs({x: sp.Rational(str(point[0])), y: sp.Rational(str(point[1]))})
    value = compile_expression(expression, (x, y), to_arb)([to_arb(p) for p in point])
    assert inside.lo <= value.upper() and value.lower() <= inside.hi
    assert abs(float(value.mid()) - float(exact)) <= 1e-9 * (1 + abs(float(exact)))


def test_ends_stay_where_they_are():
    unit = Interval(0, 1)
    assert (unit**2).lo == 0 and (Interval(-1, 1) ** 2).lo == 0 and (Interval(-1, 1) ** 2).hi == 1
    assert (unit.exp() - 1).lo == 0
    assert abs(Interval(-3, 2)).lo == 0 and abs(Interval(-3, 2)).hi == 3


@pytest.mark.parametrize(
    "expression",
    [sp.log(x), 1 / x, sp.sqrt(x - Fraction(1, 2)), x ** sp.Rational(-1, 2), sp.exp(sp.exp(sp.exp(40 * x)))],
)
def test_what_is_not_defined_on_the_whole_box_is_refused(expression):
    with pytest.raises(Undefined):
        compile_expression(expression, (x,))([Interval(0, 1)])


def test_unknown_functions_are_refused():
    with pytest.raises(Unsupported, match="gamma"):
        compile_expression(sp.gamma(x), (x,))
    with pytest.raises(Unsupported, match="y has no value"):
        compile_expression(x + y, (x,))
