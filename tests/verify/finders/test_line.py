"""Functions of the line through their levels: members, values in balls, and what is refused."""

from fractions import Fraction as F

import numpy as np
import pytest
from flint import arb, ctx

from verify.finders.worst_case.line import Line, Member, through

SHARP = Line(F(1), F(2))


def test_the_extremal_function_has_its_closed_form():
    # s(x) = x on [-1, 1]: f = (L0/L1^2)(e^(L1|x|) - 1 - L1|x|)
    member = Member(SHARP, ((F(-1), F(-1)), (F(1), F(1))))
    assert abs(float(member.fall(F(1, 2)).mid()) - (np.e - 1 - 1) / 4) < 1e-12
    assert abs(float(member.grad(arb("0.5")).mid()) - (np.e - 1) / 2) < 1e-12


@pytest.mark.parametrize("line", [SHARP, Line(F(3), F(0)), Line(F(1, 10), F(10))])
def test_values_agree_with_quadrature_of_the_derivative(line):
    member = through(line, [(F(0), F(1)), (F(-3, 2), F(3, 4)), (F(-2), F(1, 2))])
    knots = [float(x) for x, _ in member.knots]
    grid = np.unique(np.concatenate([np.linspace(knots[0], 0, 40_001), knots]))
    slopes = np.interp(grid, knots, [float(s) for _, s in member.knots])
    slopes = np.sign(slopes) * line.size(np.abs(slopes))
    values = np.concatenate([[0], np.cumsum((slopes[1:] + slopes[:-1]) / 2 * np.diff(grid))])
    assert float(member.fall(F(0)).mid()) == pytest.approx(values[-1] - values.min(), rel=1e-6)


def test_the_derivative_satisfies_definition_1_on_a_grid():
    member = through(SHARP, [(F(0), F(1)), (F(-3, 2), F(3, 4))])
    grid = np.linspace(-4, 1, 2001)
    slope = np.array([float(member.grad(arb(float(x))).mid()) for x in grid])
    quotient = np.abs(np.diff(slope)) / np.diff(grid)
    assert np.all(quotient <= (1 + 2 * np.maximum(np.abs(slope[1:]), np.abs(slope[:-1]))) * (1 + 1e-9))


def test_a_ball_of_points_gives_a_ball_of_slopes():
    member = Member(SHARP, ((F(-1), F(-1)), (F(1), F(1))))
    wide = member.grad(arb(0, 1) / 2)
    assert wide.contains(member.grad(arb("0.4"))) and wide.contains(member.grad(arb("-0.4")))


def test_too_steep_a_profile_is_refused():
    with pytest.raises(ValueError, match="slope"):
        Member(SHARP, ((F(0), F(0)), (F(1), F(2))))
    with pytest.raises(ValueError, match="slope"):
        Member(SHARP, ((F(0), F(0)), (F(0), F(0))))


def test_a_function_without_lower_bound_is_refused():
    with pytest.raises(ValueError, match="unbounded"):
        Member(SHARP, ((F(0), F(1)), (F(1), F(2)))).fall(F(0))


def test_energy_has_no_cancellation_near_zero():
    line = Line(F(1), F(1))
    for u in ("1e-8", "9.9e-4", "1.1e-3", "0.5"):
        with ctx.workprec(200):
            exact = float((arb(u).expm1() - arb(u)).mid())
        assert float(line.energy(float(u))) == pytest.approx(exact, rel=1e-9)
