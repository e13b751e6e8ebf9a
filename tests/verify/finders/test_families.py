"""Runs that jump across the minimiser: what is found is rechecked in balls."""

from fractions import Fraction

import numpy as np
import pytest
import sympy as sp
from flint import arb

from theory import L0L1Smooth, Paper, Smooth, gap, hitting_time, symbols
from theory.methods import clipped_gradient_descent, gradient_descent
from verify.finders.worst_case.families import families, worst_jump
from verify.finders.worst_case.hitting import read, recheck
from verify.finders.worst_case.line import Line

L, L0, L1, Delta, eps = symbols("L L0 L1 Delta eps", positive=True)


def bound(functions, step, claimed, method=gradient_descent, **more):
    setting = dict(functions=functions, method=method, given=gap(0) <= Delta, then=hitting_time(eps) <= claimed)
    return read(Paper("doe2026", title="Trial").theorem("trial", step=step, **setting, **more).statement)


@pytest.mark.parametrize("line", [Line(Fraction(2), Fraction(0)), Line(Fraction(1, 2), Fraction(3))])
def test_the_families_are_in_the_class(line):
    for member in families(line):
        value, slope = member.floats
        grid = np.linspace(-2, 2, 4001)
        assert np.allclose(
            np.gradient(value(grid), grid)[1:-1], slope(grid)[1:-1], atol=5e-3 * np.max(np.abs(slope(grid)))
        )
        quotient = np.abs(np.diff(slope(grid))) / np.diff(grid)
        limit = float(line.L0) + float(line.L1) * np.maximum(np.abs(slope(grid[1:])), np.abs(slope(grid[:-1])))
        assert np.all(quotient <= limit * (1 + 1e-9))
        assert float(member.fall(Fraction(1)).mid()) == pytest.approx(float(value(1.0) - value(0.0)))
        assert float(member.steepest(Fraction(1)).mid()) == pytest.approx(float(slope(1.0)))
        assert float(member.grad(arb("-0.5")).mid()) == pytest.approx(float(slope(-0.5)))


def test_too_long_a_step_is_caught_jumping():
    claimed = 20 * (L0 / eps**2 + L1 / eps) * Delta
    claim = bound(L0L1Smooth(L0, L1), 1 / L0, claimed, method=clipped_gradient_descent, radius=10 / L1)
    values = {L0: sp.Integer(1), L1: sp.Integer(1), eps: sp.Integer(1)}
    jump = min((worst_jump(claim, values, m) for m in families(claim.line(values))), key=lambda j: j.ratio)
    assert jump.ratio < 1
    instance = recheck(claim, {**values, eps: jump.eps}, jump.member, jump.start, jump.failures, bits=2048)
    assert instance is not None and instance.broken
    assert instance.failures > 20 * float(instance.gap) * (1 / float(jump.eps) ** 2 + 1 / float(jump.eps))


def test_the_recheck_says_no():
    claim = bound(Smooth(L), 1 / L, 2 * L * Delta / eps**2)
    values = {L: sp.Integer(1), eps: sp.Rational(1, 2)}
    (member,) = families(claim.line(values))
    assert recheck(claim, values, member, Fraction(1), 2) is None  # the second iterate is the minimiser
    honest = recheck(claim, values, member, Fraction(1), 1)
    assert honest is not None and not honest.broken and honest.gap >= Fraction(1, 2)
    assert recheck(claim, {**values, eps: sp.Integer(1)}, member, Fraction(1), 1) is None  # |f'| = eps is not a failure


def test_no_jump_breaks_a_true_bound():
    claim = bound(Smooth(L), 1 / L, 2 * L * Delta / eps**2)
    values = {L: sp.Integer(3), eps: sp.Integer(1)}
    jumps = [worst_jump(claim, values, member) for member in families(claim.line(values))]
    assert all(jump.ratio >= 1 - 1e-9 for jump in jumps)
    fixed = bound(Smooth(L), 1 / L, 2 * L * Delta)
    assert worst_jump(fixed, values, families(fixed.line(values))[0]) is not None
