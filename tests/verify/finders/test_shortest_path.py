"""The exact worst case on the line against known numbers, against explicit functions, against random search."""

from fractions import Fraction as F
from itertools import pairwise

import numpy as np
import pytest
from flint import arb, ctx

from theory.methods import clipped_gradient_descent
from verify.finders.worst_case.line import Line
from verify.finders.worst_case.shortest_path import explicit, resting, worst_case

UNIT = Line(F(1), F(1))
QUADRATIC = Line(F(1), F(0))
STEPS = {
    "A": lambda g: np.minimum(0.1 * g, 0.1),
    "B": lambda g: np.minimum(0.5 * g, 0.5),
    "N": lambda g: g / (1 + g),
}


@pytest.mark.parametrize(
    ("steps", "eps", "count", "gap"),
    [
        ("A", 0.1, 1, 0.005662), ("A", 0.1, 4, 0.00858), ("A", 2, 1, 1.0940), ("A", 2, 4, 1.6719),
        ("B", 0.1, 4, 0.02196), ("B", 2, 1, 1.7286), ("B", 2, 4, 4.2102),
        ("N", 2, 1, 1.936), ("N", 2, 2, 2.970), ("N", 2, 3, 4.004), ("N", 2, 5, 6.072),
    ],
)  # fmt: skip
def test_the_published_table(steps, eps, count, gap):
    path = worst_case(UNIT, STEPS[steps], eps, count)
    digits = len(str(gap).partition(".")[2])
    assert round(path.delta, digits) == gap
    assert path.attained


@pytest.mark.parametrize("count", range(6))
def test_without_the_second_constant_it_is_the_known_rate(count):
    assert worst_case(QUADRATIC, lambda g: g, 1.0, count).delta == pytest.approx((3 * count + 2) / 4, rel=1e-12)
    small = Line(F(1), F(1, 10**6))
    assert worst_case(small, lambda g: g, 1.0, count).delta == pytest.approx((3 * count + 2) / 4, rel=1e-5)


def test_a_long_step_may_dip_below_its_end():
    # L1 = 0, s = 1, r = 4.5: the plain sum of falls would give -0.0625; the gap is at least H(s_0) = 1/2.
    path = worst_case(QUADRATIC, lambda g: 4.5 * g, 1.0, 1)
    assert path.delta == pytest.approx(0.5, abs=1e-6)
    assert worst_case(QUADRATIC, lambda g: 1.5 * g, 1.0, 1).delta == pytest.approx(0.5 + 0.9375)


@pytest.mark.parametrize(("steps", "eps", "count"), [("A", 0.1, 4), ("B", 2, 4), ("N", 0.5, 3)])
def test_the_path_is_a_function_on_which_the_method_fails(steps, eps, count):
    path = worst_case(UNIT, STEPS[steps], eps, count)
    member, start = explicit(path)
    with ctx.workprec(200):
        assert float(member.fall(start).mid()) == pytest.approx(path.delta, rel=1e-9)
        if steps == "N":
            return
        step, radius = (arb("0.1"), arb("0.1")) if steps == "A" else (arb("0.5"), arb("0.5"))
        run = clipped_gradient_descent(member, arb(0), step, radius)
        sizes = [abs(member.grad(next(run))) for _ in range(count + 1)]
    assert all(size > eps * (1 - 1e-9) for size in sizes)


def test_no_random_path_beats_the_optimum():
    best = worst_case(UNIT, STEPS["B"], 2.0, 3).delta
    random = np.random.default_rng(0)
    low = float(UNIT.level(2.0))
    for _ in range(500):
        levels = low + random.exponential(0.3, 4)
        total, worst = 0.0, float(UNIT.energy(levels[0]))
        for s, t in pairwise(levels):
            r = float(STEPS["B"](UNIT.size(s)))
            if abs(s - t) > r:
                break
            total += float(UNIT.energy(s) + UNIT.energy(t) - 2 * UNIT.energy((s + t - r) / 2))
            worst = max(worst, total + float(UNIT.energy(t)))
        else:
            assert worst >= best * (1 - 1e-12)


def test_resting_at_eps_is_not_always_the_worst():
    # With steps that shrink as the gradient grows, a steeper start is cheaper per step.
    slower = worst_case(QUADRATIC, lambda g: np.where(g > 1.2, 1e-3, 1.0), 1.0, 20)
    assert slower.delta < 0.6 * resting(QUADRATIC, lambda g: np.where(g > 1.2, 1e-3, 1.0), 1.0, 20)


def test_the_bound_on_the_gradient_is_respected():
    free = worst_case(QUADRATIC, lambda g: np.where(g > 1.2, 1e-3, 1.0), 1.0, 5)
    capped = worst_case(QUADRATIC, lambda g: np.where(g > 1.2, 1e-3, 1.0), 1.0, 5, steepest=1.1)
    assert max(map(abs, capped.levels)) <= 1.1 < max(free.levels)
    assert capped.delta > free.delta
    assert np.isinf(worst_case(QUADRATIC, lambda g: g, 1.0, 1, steepest=0.5).delta)


def test_a_path_that_turns_back_has_no_function():
    turning = worst_case(QUADRATIC, lambda g: 2.5 * g, 1.0, 3)
    assert not turning.attained
    with pytest.raises(ValueError, match="turns back"):
        explicit(turning)
    straight = worst_case(QUADRATIC, lambda g: 2.5 * g, 1.0, 3, monotone=True)
    assert straight.attained and straight.delta >= turning.delta
