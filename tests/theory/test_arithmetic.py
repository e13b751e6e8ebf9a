"""One text of a method for floats, vectors, exact rationals, balls and formal symbols."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Any

import numpy as np
import pytest
import sympy as sp
from flint import arb, ctx

from theory import symbols
from theory.arithmetic import inner, maximum, minimum, norm, square
from theory.methods import (
    clipped_gradient_descent,
    clipped_stochastic_gradient_descent,
    gradient_descent,
    normalized_gradient_descent,
)
from theory.symbols import grad
from theory.symbols import norm as formal_norm

ctx.prec = 80


@dataclass(frozen=True)
class Quadratic:
    """f = curvature |x|^2 / 2, on whatever arithmetic the point has."""

    curvature: Any

    def grad(self, x: Any) -> Any:
        return self.curvature * x


@dataclass(frozen=True)
class Formal:
    """The formal objective."""

    def grad(self, x: Any) -> Any:
        return grad(x)


Build = Callable[[int, int], Any]
NUMBERS: dict[str, Build] = {
    "float": lambda p, q: p / q,
    "fraction": Fraction,
    "ball": lambda p, q: arb(p) / q,
    "sympy": sp.Rational,
}
METHODS: list[tuple[Callable[..., Iterator[Any]], dict[str, tuple[int, int]]]] = [
    (gradient_descent, {"step": (1, 4)}),
    (clipped_gradient_descent, {"step": (1, 4), "radius": (1, 8)}),
    (clipped_stochastic_gradient_descent, {"step": (1, 4), "radius": (1, 8), "margin": (1, 16)}),
    (normalized_gradient_descent, {"step": (1, 4), "offset": (1, 2)}),
]


def exact(method: Callable[..., Iterator[Any]], parameters: dict[str, tuple[int, int]]) -> list[Fraction]:
    """Four iterates on x^2, from 3/2, in exact rationals."""
    values = {name: Fraction(*value) for name, value in parameters.items()}
    return list(islice(method(Quadratic(Fraction(2)), Fraction(3, 2), **values), 4))


@pytest.mark.parametrize(("method", "parameters"), METHODS)
def test_the_exact_run_is_what_the_formula_says(method: Any, parameters: Any) -> None:
    x = exact(method, parameters)
    h = {
        "gradient_descent": Fraction(1, 4),
        "clipped_gradient_descent": Fraction(1, 24),
        "clipped_stochastic_gradient_descent": Fraction(1, 8) / (3 + Fraction(1, 16)),
        "normalized_gradient_descent": Fraction(1, 4) / (3 + Fraction(1, 2)),
    }[method.__name__]
    assert x[:2] == [Fraction(3, 2), Fraction(3, 2) - h * 3]


@pytest.mark.parametrize("kind", ["float", "ball"])
@pytest.mark.parametrize(("method", "parameters"), METHODS)
def test_every_arithmetic_gives_the_exact_run(method: Any, parameters: Any, kind: str) -> None:
    build = NUMBERS[kind]
    values = {name: build(*value) for name, value in parameters.items()}
    for got, want in zip(
        method(Quadratic(build(2, 1)), build(3, 2), **values), exact(method, parameters), strict=False
    ):
        if kind == "ball":
            assert got.contains(arb(want.numerator) / want.denominator) and got.rad() < 1e-15
        else:
            assert got == pytest.approx(float(want), rel=1e-12)


def test_vectors_are_clipped_by_their_euclidean_norm() -> None:
    start = np.array([3.0, 4.0])
    run = clipped_gradient_descent(Quadratic(1.0), start, step=1.0, radius=0.5)
    _, second = islice(run, 2)
    assert np.linalg.norm(start - second) == pytest.approx(0.5)
    assert second == pytest.approx(start * 0.9)


def test_the_formal_run_is_the_papers_formula() -> None:
    x, step, radius = sp.Symbol("x", real=True), *symbols("step radius", positive=True)
    _, second = islice(clipped_gradient_descent(Formal(), x, step=step, radius=radius), 2)
    h = sp.Min(step, radius / formal_norm(grad(x)))
    assert second == x - h * grad(x)
    _, fixed = islice(gradient_descent(Formal(), x, step=step), 2)
    assert fixed == x - step * grad(x)


@pytest.mark.parametrize("build", NUMBERS.values(), ids=NUMBERS)
def test_minimum_and_maximum_of_numbers(build: Build) -> None:
    small, large = build(1, 3), build(1, 2)
    for first, second in ((small, large), (large, small)):
        assert minimum(first, second) == small or minimum(first, second).contains(small)
        assert maximum(first, second) == large or maximum(first, second).contains(large)


def test_the_minimum_of_overlapping_balls_encloses_both_answers() -> None:
    """Plain ``min`` would pick one of them: ``a < b`` is False on balls that overlap."""
    a, b = arb(0, 1), arb("0.5", "0.01")
    least = minimum(a, b)
    assert least.contains(arb("0.5")) and least.contains(arb(-1))
    assert minimum(arb(1, "0.5"), 2) < 1.6 and minimum(2, arb(1, "0.5")) < 1.6


def test_formal_minimum_norm_and_inner_stay_formal() -> None:
    a, v, w = *symbols("a", positive=True).as_ordered_terms(), *symbols("v w")
    assert minimum(a, 1) == sp.Min(a, 1) and maximum(1, a) == sp.Max(1, a)
    assert norm(v) == formal_norm(v)
    assert inner(v, w).func.__name__ == "inner" and square(v) == inner(v, v)


def test_norm_and_square_of_numbers_and_vectors() -> None:
    assert norm(Fraction(-3, 2)) == Fraction(3, 2) and square(Fraction(-3, 2)) == Fraction(9, 4)
    assert norm(np.array([3.0, 4.0])) == 5.0 and square(np.array([3.0, 4.0])) == 25.0
    assert inner(np.array([1.0, 2.0]), np.array([3.0, -1.0])) == 1.0
    assert norm(arb(-2, "0.5")).contains(arb(2))
    assert not square(arb(0, 1)).is_nan(), "the square of a ball around zero must be a number"
