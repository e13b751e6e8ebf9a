"""Branch and bound proves, refutes and gives up where it should."""

from fractions import Fraction

import pytest
import sympy as sp

from verify.finders.covers.balls import domain
from verify.finders.covers.cover import cover, enlarge, violates
from verify.finders.covers.violation import hunt

t, u = sp.symbols("t u", real=True)
R = sp.Rational


@pytest.mark.parametrize(
    ("given", "then"),
    [
        ((t >= 0, t <= 1), sp.exp(-t) + t - 1 >= 0),  # tight at a corner, to second order
        ((t >= 0, t <= 1), sp.exp(t) - t - 1 >= t**2 / 2),  # to third order
        ((t >= 0, t <= 2), t**2 - 2 * t + R(101, 100) > 0),
        ((t >= -1, t <= 1), sp.cos(t) >= 1 - t**2 / 2),
        ((t >= 0, t <= 5, u >= 1, u <= 2), t - u * sp.log(1 + t / u) >= t**2 / (2 * (u + t))),  # Lemma B
        ((t >= 0, t <= 1, sp.Eq(u, t / 2)), u <= t),
        ((u >= 1, u <= 2, t >= 0, t * u <= 3), t <= R(7, 2)),  # the bound on t follows through u
    ],
)
def test_true_inequalities_are_proved(given, then):
    assert cover(domain(given, (then,))).outcome == "proved"


@pytest.mark.parametrize(
    ("given", "then"),
    [
        ((t >= 0, t <= 2), t**2 - 2 * t + R(99, 100) > 0),
        ((t >= 0, t <= 1), sp.exp(t) - t - 1 >= R(51, 100) * t**2),
        ((t >= 0, t <= 1), sp.Eq(t, t**2)),
        ((t >= 0, t <= 1, u >= 0, u <= 1, t + u <= 1), t * u <= R(1, 5)),
    ],
)
def test_false_inequalities_are_refuted_at_a_point_that_can_be_checked(given, then):
    place = domain(given, (then,))
    result = cover(place)
    assert result.outcome == "refuted"
    point = dict(zip(place.variables, (sp.Rational(str(p)) for p in result.point), strict=True))
    assert all(relation.subs(point) for relation in given)
    assert not then.subs(point)
    assert violates(place, result.point) is not None
    assert hunt(place)[0] is not None


def test_an_interior_point_of_equality_ends_undecided_and_is_named():
    result = cover(domain((t >= 0, t <= 1), (9 * t**2 - 6 * t + 1 >= 0,)), effort=20_000)
    assert result.outcome == "undecided"
    ((low, high),) = result.box
    assert low <= Fraction(1, 3) <= high


def test_undefined_places_are_never_proved():
    assert cover(domain((t >= 0, t <= 1), (sp.log(t) <= 0,)), effort=5_000).outcome == "undecided"
    assert cover(domain((t >= -1, t <= 1), (1 / t**2 > 0,)), effort=5_000).outcome == "undecided"


def test_a_jump_is_not_taken_for_monotone():
    # Piecewise constant: both slopes vanish, the value at the left end says nothing about the right half.
    step = sp.Piecewise((1, t < R(1, 2)), (-1, True))
    assert cover(domain((t >= 0, t <= 1), (step >= 0,))).outcome == "refuted"
    turn = sp.atan(1 / (t - R(1, 3)))  # factoring its derivative hides the pole; its value jumps by pi
    assert cover(domain((t >= 0, t <= 1), (turn <= 0,))).outcome == "refuted"
    assert cover(domain((t >= 0, t <= 1), (sp.sign(t - R(1, 3)) <= 0,))).outcome == "refuted"


def test_boundary_of_strict_and_nonstrict_hypotheses():
    assert violates(domain((t >= 0, t <= 1), (t < 1,)), (Fraction(1),)) is not None
    assert violates(domain((t >= 0, sp.Lt(t, 1)), (t < 1,)), (Fraction(1),)) is None
    assert violates(domain((t >= 0, t <= 1), (t < 1,)), (Fraction(2),)) is None


def test_whole_numbers_stay_whole():
    n = sp.Symbol("n", integer=True)
    claim = domain((n >= 0, n <= 2), (n * (n - 1) >= 0,))  # false only for 0 < n < 1
    assert cover(claim, effort=5_000).outcome == "undecided"
    assert hunt(claim)[0] is None
    real = domain((t >= 0, t <= 2, sp.Eq(2 * n, t)), (sp.Abs(n - R(1, 2)) > R(1, 4),))  # false only for n = 1/2
    assert hunt(real)[0] is None


def test_the_witness_is_widened_to_a_box():
    place = domain((t >= 0, t <= 2), (t >= R(1, 2),))
    ((low, high),) = enlarge(place, (Fraction(0),))
    assert low == 0 < high < Fraction(1, 2)


def test_an_equation_is_never_divided_by_zero():
    # t*u = t*2 leaves u free at t = 0, where u <= 3 fails; away from zero it says u = 2.
    given = (sp.Eq(t * u, 2 * t), u >= 0, u <= 9)
    assert cover(domain((*given, t >= 0, t <= 1), (u <= 3,)), effort=5_000).outcome != "proved"
    assert cover(domain((*given, t >= 1, t <= 2), (u <= 3,))).outcome == "proved"
    reciprocal = domain((sp.Eq(t * u, 1), t >= 0, t <= 4), (u <= 2,))
    point, _ = hunt(reciprocal)
    assert reciprocal.variables == (u,)
    assert point is not None and Fraction(1, 4) <= 1 / point[0] < Fraction(1, 2)
