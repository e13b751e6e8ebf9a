"""Members of every class for property tests: each satisfies the inequalities of its class between two points."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from theory import classes
from verify import members

FUNCTIONS = {
    "smooth": classes.Smooth(2),
    "smooth convex": classes.SmoothConvex(2),
    "smooth strongly convex": classes.SmoothStronglyConvex(Fraction(1, 10), 1),
    "quadratic": classes.Quadratic(Fraction(1, 10), 3),
    "convex": classes.Convex(),
    "strongly convex": classes.StronglyConvex(Fraction(1, 2)),
    "Lipschitz": classes.LipschitzConvex(3),
    "weakly convex": classes.SmoothWeaklyConvex(Fraction(1, 3), 2),
}
OPERATORS = {"cocoercive": classes.Cocoercive(Fraction(1, 2)), "monotone": classes.Monotone()}
ENDS = {
    "smooth": (-2, 2),
    "smooth convex": (0, 2),
    "smooth strongly convex": (0.1, 1),
    "quadratic": (0.1, 3),
    "convex": (0, np.inf),
    "strongly convex": (0.5, np.inf),
    "Lipschitz": (0, np.inf),
    "weakly convex": (-1 / 3, 2),
    "monotone": (0, np.inf),
}
"""How far <g(y) - g(x), y - x> may lie from ||y - x||^2."""


def each(name, dim, test):
    """Runs the test on draws of the class and two points."""

    @settings(max_examples=30, derandomize=True, deadline=None, database=None, suppress_health_check=[*HealthCheck])
    @given(members((FUNCTIONS | OPERATORS)[name], dim), st.integers(0, 10**6))
    def run(f, seed):
        assert dim in (None, f.dim)
        rng = np.random.default_rng(seed)
        x, way = (rng.normal(size=f.dim) * 10 ** rng.uniform(-2, 1) for _ in range(2))
        assert f.member.proof and f.member.describe()
        test(f, x, x + way)

    run()


@pytest.mark.parametrize("dim", [1, 3, 4, None])
@pytest.mark.parametrize("name", ENDS)
def test_gradients_turn_as_the_class_allows(name, dim):
    least, most = ENDS[name]

    def check(f, x, y):
        turn, way = f.grad(y) - f.grad(x), y - x
        room = 1e-9 * (1 + way @ way + turn @ turn)
        assert least * (way @ way) - room <= turn @ way
        assert most == np.inf or turn @ way <= most * (way @ way) + room
        if name in FUNCTIONS:
            assert f(y) >= f(x) + f.grad(x) @ way + least / 2 * (way @ way) - room
            assert f.infimum is None or f(x) >= f.infimum - 1e-9

    each(name, dim, check)


@pytest.mark.parametrize("name", ["smooth strongly convex", "quadratic"])
def test_second_derivatives_lie_between_the_constants(name):
    def check(f, x, y):
        bends = np.linalg.eigvalsh(f.hessian(x))
        assert ENDS[name][0] - 1e-9 <= bends[0] and bends[-1] <= ENDS[name][1] + 1e-9
        assert f.hessian_norm(x) == pytest.approx(bends[-1])
        if name == "quadratic":
            assert f.grad((x + y) / 2) == pytest.approx((f.grad(x) + f.grad(y)) / 2)

    each(name, None, check)


def test_subgradients_are_bounded_and_operators_cocoercive():
    def short(f, x, y):
        assert np.linalg.norm(f.grad(x)) <= 3 + 1e-9

    def cocoercive(f, x, y):
        turn = f.grad(y) - f.grad(x)
        assert turn @ (y - x) >= 0.5 * (turn @ turn) - 1e-9

    each("Lipschitz", None, short)
    each("cocoercive", 3, cocoercive)


def test_a_wrong_constant_is_noticed():
    def check(f, x, y):
        assert f.hessian_norm(x) <= 0.99

    with pytest.raises(AssertionError):
        each("smooth strongly convex", None, check)


@pytest.mark.parametrize(
    ("functions", "dim", "said"),
    [
        (classes.BoundedSet(1), None, "not BoundedSet"),
        (classes.Convex(), 7, "for dim from 1 to 4, not 7"),
        (classes.Smooth, None, "a class with its constants"),
    ],
)
def test_what_is_not_known_is_a_sentence(functions, dim, said):
    with pytest.raises(TypeError, match=said):
        members(functions, dim)
