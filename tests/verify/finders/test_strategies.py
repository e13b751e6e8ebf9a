"""Every drawn member is in its class, and its float and ball values agree."""

import hypothesis
import hypothesis.strategies as st
import numpy as np
import pytest
import sympy as sp

from theory import L0L1Smooth, Smooth, SmoothConvex
from theory.classes.members import PLANES, PROFILES
from verify.finders.sampling.functions.oracle import Oracle
from verify.finders.sampling.running.numbers import Balls, Floats, Undecided
from verify.finders.strategies import inner_points, members

CLASSES = {
    "smooth": Smooth(sp.Rational(3, 2)),
    "smooth convex": SmoothConvex(2),
    "L0L1": L0L1Smooth(sp.Rational(1, 3), 5),
    "L0L1 convex": L0L1Smooth(4, sp.Rational(1, 2), convex=True),
    "L0 = 0": L0L1Smooth(0, 2),
    "L1 = 0": L0L1Smooth(2, 0),
}
BALLS = Balls(160)
relaxed = hypothesis.settings(
    max_examples=60, deadline=None, database=None, derandomize=True, suppress_health_check=list(hypothesis.HealthCheck)
)


def drawn(data, functions):
    member = data.draw(members(functions))
    x = member.outer([entry / 2 for entry in data.draw(inner_points(member.dim))])
    return member, x


@pytest.mark.parametrize("name", CLASSES)
@relaxed
@hypothesis.given(data=st.data())
def test_the_hessian_obeys_the_class_in_ball_arithmetic(name, data):
    functions = CLASSES[name]
    member, x = drawn(data, functions)
    with BALLS.working():
        oracle = Oracle(member, BALLS)
        point = oracle.point(x)
        constants = [BALLS.number(c) for c in functions.parameters.values()]
        gradient = oracle.grad(point)
        bound = constants[0] + (constants[1] * (gradient @ gradient) ** 0.5 if len(constants) == 2 else 0)
        excess = (oracle.hessian_norm(point) - bound).arb
        assert not excess > 0, member.describe()
        assert oracle.infimum is None or not (oracle(point) - oracle.infimum).arb < 0
    if name in ("smooth convex", "L0L1 convex"):
        assert np.linalg.eigvalsh(Oracle(member, Floats()).hessian(Oracle(member, Floats()).point(x)))[0] >= -1e-9
    assert member.proof


@pytest.mark.parametrize("name", CLASSES)
@relaxed
@hypothesis.given(data=st.data())
def test_floats_balls_and_differences_agree(name, data):
    member, x = drawn(data, CLASSES[name])
    floats = Oracle(member, Floats())
    point = floats.point(x)
    try:
        value, gradient, hessian = floats(point), floats.grad(point), floats.hessian(point)
        norm = floats.hessian_norm(point)
    except (Undecided, OverflowError):
        hypothesis.reject()
    with BALLS.working():
        exact = Oracle(member, BALLS)
        there = exact.point(x)
        size = 1 + float(abs(exact(there)))
        assert abs(value - float(exact(there))) <= 1e-9 * size + 1e-12
        assert np.allclose(gradient, [float(g) for g in exact.grad(there)], rtol=1e-8, atol=1e-9)
    assert np.isclose(norm, np.linalg.norm(hessian, 2), rtol=1e-6, atol=1e-12)
    step = 1e-6 / float(member.stretch)
    for j in range(member.dim):
        shift = np.zeros(member.dim)
        shift[j] = step
        difference = (floats(point + shift) - floats(point - shift)) / (2 * step)
        assert abs(difference - gradient[j]) <= 1e-4 * (
            1 + abs(value) / step * 1e-9 + np.linalg.norm(gradient) + norm * 1e-2
        )


@pytest.mark.parametrize("profile", PROFILES, ids=lambda p: p.name)
def test_profiles_are_members_on_a_fine_grid_and_a_smaller_constant_fails_somewhere(profile):
    from theory.classes.members import t

    shape = dict(profile.shape)
    _, slope, curvature = (sp.lambdify(t, d.subs(shape), "math") for d in profile.derivatives)
    grid = np.arange(-12, 12, 0.01) + 0.0013
    first, second = np.array([slope(y) for y in grid]), np.array([curvature(y) for y in grid])
    for growth in profile.growth:
        bound = {"bounded": 1, "affine": 1 + abs(first), "linear": abs(first)}[growth]
        assert np.all(abs(second) <= bound * (1 + 1e-12))
    if not profile.convex:
        assert second.min() < 0
    if profile.growth == ("affine",):
        assert np.any(abs(second) > 0.9 * (1 + abs(first))), "the constants are not nearly sharp"


@pytest.mark.parametrize("plane", PLANES, ids=lambda p: p.name)
def test_planes_obey_the_linear_inequality(plane):
    from fractions import Fraction

    from verify.finders.sampling.functions.oracle import Sheet

    sheet, floats = Sheet(plane), Floats()
    for a in np.arange(-4, 4, 0.25):
        for b in np.arange(-4, 4, 0.25):
            y = np.array([a, b])
            gradient = np.linalg.norm(sheet.gradient(y, floats))
            assert sheet.hessian_norm(y, floats) <= gradient * (1 + 1e-12)
            assert np.isclose(sheet.hessian_norm(y, floats), np.linalg.norm(sheet.hessian(y), 2))
    assert Fraction(97, 100) ** 2 * 17 / 16 <= 1


def test_a_member_of_too_large_a_class_is_caught_by_the_same_check():
    """The membership check above can fail: members for L0 = 5 are not members for L0 = 1."""
    found = []

    @relaxed
    @hypothesis.given(data=st.data())
    def search(data):
        member, x = drawn(data, Smooth(5))
        with BALLS.working():
            oracle = Oracle(member, BALLS)
            found.append(bool((oracle.hessian_norm(oracle.point(x)) - 1).arb > 0))

    search()
    assert any(found)


def test_unknown_classes_and_free_constants_are_refused():
    with pytest.raises(TypeError, match="rational constants"):
        members(Smooth(sp.Symbol("L")))
