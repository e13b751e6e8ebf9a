"""The inequalities of the classes: what they reduce to, and constants that no function can have."""

import pytest
from sympy import Rational, expand, symbols

from theory import PaperError, Smooth, SmoothConvex, SmoothStronglyConvex, Triple
from theory.symbols import inner

L, mu, x, y, f, g, a, b = symbols("L mu x y f g a b", positive=True)
FIRST, SECOND = Triple(x, a, f), Triple(y, b, g)


def on_the_line(expr):
    """Inner products of numbers are products."""
    return expand(expr.replace(inner, lambda u, v: u * v))


def test_strong_convexity_is_convexity_of_the_rest():
    """f is mu-strongly convex and L-smooth iff f - mu/2 |x|^2 is convex and (L - mu)-smooth."""

    def rest(t):
        return Triple(t.x, t.g - mu * t.x, t.f - mu * t.x**2 / 2)

    (strong,), (convex,) = SmoothStronglyConvex(mu, L).pair(FIRST, SECOND), SmoothConvex(L - mu).pair(rest(FIRST), rest(SECOND))
    assert on_the_line(strong - convex).simplify() == 0
    assert on_the_line(SmoothStronglyConvex(0, L).pair(FIRST, SECOND)[0] - SmoothConvex(L).pair(FIRST, SECOND)[0]) == 0


@pytest.mark.parametrize("functions", [SmoothConvex(2), SmoothStronglyConvex(Rational(1, 2), 2), Smooth(2)])
def test_the_steepest_quadratic_is_on_the_boundary(functions):
    points = [Triple(t, 2 * t, t**2) for t in (x, y)]
    assert all(on_the_line(expr).simplify() == 0 for expr in functions.pair(*points))


def test_a_function_outside_breaks_the_inequality():
    outside = [Triple(Rational(t), 3 * Rational(t), Rational(3, 2) * t**2) for t in (1, -1)]
    for functions in (SmoothConvex(2), SmoothStronglyConvex(1, 2), Smooth(2)):
        assert min(on_the_line(expr) for expr in functions.pair(*outside)) < 0
    flat = [Triple(Rational(t), Rational(t) / 4, Rational(t) ** 2 / 8) for t in (1, -1)]
    assert min(on_the_line(expr) for expr in SmoothStronglyConvex(1, 2).pair(*flat)) < 0


@pytest.mark.parametrize(("low", "high"), [(2, 1), (1, 1), (-1, 1)])
def test_impossible_constants(low, high):
    with pytest.raises(PaperError, match="0 <= mu < L"):
        SmoothStronglyConvex(low, high)
