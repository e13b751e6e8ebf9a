"""A method's text on formal gradients: step lengths, and what has none."""

import pytest
import sympy as sp

from theory import minimum, norm, square, symbols
from theory.methods import clipped_gradient_descent, gradient_descent, normalized_gradient_descent
from verify.finders.worst_case.trace import NotMemoryless, one_step, step_length

h, r, b, size = symbols("h r b size", positive=True)
x = sp.Symbol("x", real=True)


@pytest.mark.parametrize(
    ("method", "parameters", "length"),
    [
        (gradient_descent, {"step": h}, h * size),
        (normalized_gradient_descent, {"step": h, "offset": b}, h * size / (size + b)),
        (clipped_gradient_descent, {"step": h, "radius": r}, size * sp.Min(h, r / size)),
    ],
)
def test_step_lengths(method, parameters, length):
    found = step_length(method, parameters, size)
    at = {h: sp.Rational(1, 3), r: sp.Rational(1, 5), b: sp.Rational(1, 7)}
    for value in (sp.Rational(1, 10), sp.Integer(2)):
        assert sp.simplify((found - length).subs(at).subs(size, value)) == 0


def squared(f, x, h):
    while True:
        yield x
        g = f.grad(x)
        x = x - minimum(h, 1 / square(g)) * g


def by_value(f, x):
    while True:
        yield x
        g = f.grad(x)
        x = x - f(x) / norm(g) ** 2 * g


def by_place(f, x):
    while True:
        yield x
        x = x - f.grad(x) / (1 + norm(x))


def shrinking(f, x, h):
    k = 1
    while True:
        yield x
        x, k = x - h / k * f.grad(x), k + 1


def short(f, x):
    yield x
    yield x - f.grad(x)


def test_inner_products_are_read():
    assert step_length(squared, {"h": h}, size).subs({h: 3, size: 2}) == sp.Rational(1, 2)


def test_steps_that_depend_on_more_than_the_gradient_have_no_length():
    assert step_length(by_value, {}, size) is None
    assert step_length(by_place, {}, size) is None
    assert step_length(shrinking, {"h": h}, size) is None
    assert step_length(short, {}, size) is None


def test_a_counter_is_a_state():
    with pytest.raises(NotMemoryless, match="shrinking carries a state"):
        one_step(shrinking, {"h": h}, x)
    with pytest.raises(NotMemoryless, match="fewer than three"):
        one_step(short, {}, x)
