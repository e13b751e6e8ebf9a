"""Dual numbers and nested problems: exact derivatives, and the forward recursion as the paper writes it."""

from fractions import Fraction
from itertools import islice

import pytest
import sympy as sp

from theory.classes.nested import NestedProblem
from theory.dual import derivative, gradient, jacobian
from theory.methods.multilevel_gradient import multilevel_gradient
from theory.papers.sato2021.setting import FOUR, THREE, TWO, program

x = sp.Symbol("x", real=True)


@pytest.mark.parametrize(
    "function",
    [
        lambda t: 3 - t,
        lambda t: t * t - 2 * t + 1,
        lambda t: (1 + t) ** 3 / (2 + t * t),
        lambda t: 1 / (1 + t) - t / 4,
        lambda t: -(t**0) + t**1,
    ],
)
def test_derivatives_are_those_of_sympy(function):
    at = Fraction(2, 7)
    wanted = sp.diff(function(x), x).subs(x, sp.Rational(2, 7))
    assert derivative(function, at) == Fraction(int(wanted.p), int(wanted.q))


def test_a_derivative_inside_a_derivative_is_not_confused_with_it():
    # d/da of (a * d/db (a b^2) at b = a) = d/da (2 a^3)
    assert derivative(lambda a: a * derivative(lambda b: a * b * b, a), Fraction(3)) == 54


def test_a_constant_has_no_slope():
    assert derivative(lambda t: 5, Fraction(1)) == 0
    assert gradient(lambda u, v: v[0] ** 2, ((Fraction(1),), (Fraction(3),)), 0) == (0,)
    assert jacobian(lambda u: (u[0] * u[1], u[1]), ((Fraction(2), Fraction(3)),), 0) == ((3, 0), (2, 1))


@pytest.mark.parametrize(
    ("objectives", "iterations"),
    [(TWO, (4,)), (THREE, (0, 0)), (THREE, (0, 3)), (THREE, (3, 3)), (FOUR, (2, 2, 2))],
    ids=["2 levels", "3 levels, none below", "3 levels, 0 and 3", "3 levels, 3 and 3", "4 levels"],
)
def test_the_recursion_is_the_derivative_of_the_unrolled_polynomial(objectives, iterations):
    problem = program(objectives, *iterations)
    assert sp.expand(sp.diff(problem.value(1, (x,)), x) - problem.hypergradient((x,))[0]) == 0


@pytest.mark.parametrize("forget", [(3, 2), (4, 3)])
def test_a_coupling_between_levels_is_not_forgotten(forget):
    problem, at = program(FOUR, 2, 2, 2), (Fraction(1, 3),)
    assert problem.hypergradient(at, forget=forget) != problem.hypergradient(at)


def test_levels_are_solved_from_below():
    problem = NestedProblem(
        objectives=(lambda u, v, w: w[0], lambda u, v, w: (v[0] - w[0]) ** 2, lambda u, v, w: (w[0] - u[0]) ** 2),
        iterations=(1, 1), steps=(Fraction(1, 2), Fraction(1, 2)), starts=((Fraction(9),), (Fraction(9),)),
    )  # fmt: skip
    assert problem.solve(3, (Fraction(5),), (Fraction(0),)) == (5,)
    assert problem.solve(2, (Fraction(5),)) == (5,)
    assert list(problem.iterates(2, (Fraction(5),))) == [(9,), (5,)]


def test_the_method_projects():
    run = multilevel_gradient(
        program(THREE, 1, 1), (Fraction(2),), Fraction(1, 4), lambda at: (min(at[0], Fraction(1)),)
    )
    assert all(at <= 1 for (at,) in islice(run, 1, 4))
