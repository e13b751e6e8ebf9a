"""Rates of fixed-step methods are proved by exact multipliers, at the claimed constant and at no smaller one."""

import copy

import pytest
from sympy import Rational

from theory import N, Paper, Smooth, SmoothConvex, gap, gradient_norm, squared_distance, symbols
from theory.methods import gradient_descent, optimized_gradient_for_gradients
from verify.compile import obligation
from verify.finders.performance.proofs import rational
from verify.finders.performance.proofs.multipliers import by_multipliers
from verify.finders.proofs.prove import NotFound
from verify.kernel.certificate import opened, parts
from verify.kernel.errors import KernelError
from verify.kernel.polynomial import key
from verify.kernel.steps import Context, prove

L, R, mu, Delta = symbols("L R mu Delta", positive=True)


def two_steps(f, x, step):
    """Gradient descent that yields every second point."""
    while True:
        yield x
        for _ in range(2):
            x = x - step * f.grad(x)


def heavy_ball(f, x, step, momentum):
    before = x
    while True:
        yield x
        x, before = x - step * f.grad(x) + momentum * (x - before), x


NEAR = squared_distance(0) <= R**2


def goal(then, *, horizon=1, functions=None, method=gradient_descent, given=NEAR, **parameters):
    """The obligation of a rate at one horizon, opened."""
    paper = Paper("doe2026", title="Trial")
    claim = paper.theorem(
        "trial", functions=functions or SmoothConvex(L), method=method, given=given, then=then, horizons=(horizon,),
        **(parameters or {"step": 1 / L}),
    )  # fmt: skip
    (phi,) = parts(obligation(claim))
    scope, facts, target = opened(phi, {})
    return target, Context(scope, facts)


@pytest.mark.parametrize("horizon", [1, 2, 3, 6])
def test_the_tight_rate_of_gradient_descent_is_proved(horizon):
    target, context = goal(gap(N) <= L * R**2 / (4 * N + 2), horizon=horizon)
    assert key(prove(by_multipliers(target, context), context)) == key(target)


@pytest.mark.parametrize("horizon", [1, 2, 3])
def test_a_smaller_constant_is_never_proved(horizon):
    sharper = L * R**2 / (4 * N + 2) * (1 - Rational(1, 10**6))
    target, context = goal(gap(N) <= sharper, horizon=horizon)
    with pytest.raises(NotFound, match=r"no exact multipliers .*slack -"):
        by_multipliers(target, context)


def test_a_loose_rate_is_proved():
    target, context = goal(gap(N) <= L * R**2 / (2 * N + 2), horizon=2)
    assert prove(by_multipliers(target, context), context)


def test_a_loose_rate_is_proved_though_some_vector_must_not_occur(monkeypatch):
    """From a bound on f(x_0) - f* the distance to the minimiser is free: its multipliers are 0, and so is its row."""
    theta = tuple(map(Rational, ("8373/1894", "3286/1195", "3253/1483", "2584/1597", 1)))
    target, context = goal(
        gradient_norm(N) ** 2 <= Rational("0.10234") * L * Delta, horizon=4, given=gap(0) <= Delta,
        method=optimized_gradient_for_gradients, step=1 / L, theta=theta,
    )  # fmt: skip
    assert prove(by_multipliers(target, context), context)
    monkeypatch.setattr(rational, "_among_fewer", lambda *_: None)
    with pytest.raises(NotFound, match="no exact multipliers"):
        by_multipliers(target, context)


def test_other_steps_and_measures():
    for then, parameters in [
        (gap(N) <= L * R**2 / 2 / (1 + 3 * N), {"step": 3 / (2 * L)}),
        (squared_distance(N) <= R**2, {"step": 2 / L}),
    ]:
        target, context = goal(then, horizon=2, **parameters)
        assert prove(by_multipliers(target, context), context)


def test_functions_that_need_not_be_convex():
    """||grad f(x_0)||^2 <= 2 L (f(x_0) - f*), by the value after one step."""
    target, context = goal(
        gradient_norm(0) ** 2 <= 2 * L * Delta, functions=Smooth(L), given=(gap(0) <= Delta,)
    )  # fmt: skip
    assert key(prove(by_multipliers(target, context), context)) == key(target)
    target, context = goal(
        gradient_norm(0) ** 2 <= Rational(19, 10) * L * Delta, functions=Smooth(L), given=(gap(0) <= Delta,)
    )
    with pytest.raises(NotFound):
        by_multipliers(target, context)


def test_methods_with_memory():
    target, context = goal(
        gap(N) <= L * R**2 / 4, horizon=2, method=heavy_ball, step=1 / L, momentum=Rational(1, 10)
    )  # fmt: skip
    assert prove(by_multipliers(target, context), context)


def test_too_long_a_step_has_no_proof():
    target, context = goal(gap(N) <= L * R**2, horizon=3, step=3 / L)
    with pytest.raises(NotFound, match="no exact multipliers"):
        by_multipliers(target, context)


def test_a_missing_start_condition_has_no_proof():
    target, context = goal(gap(N) <= L * R**2, given=())
    with pytest.raises(NotFound):
        by_multipliers(target, context)


def test_a_parameter_without_a_unit_is_named():
    target, context = goal(gap(N) <= L * R**2, step=mu / L)
    with pytest.raises(NotFound, match="the parameter mu is no unit"):
        by_multipliers(target, context)


def test_a_perturbed_multiplier_is_refused():
    target, context = goal(gap(N) <= L * R**2 / (4 * N + 2), horizon=2)
    steps = by_multipliers(target, context)
    rows = steps[-1]["rows"]
    assert len(rows) >= 5
    for i in range(len(rows)):
        for change in (Rational(1, 10**9), -Rational(1, 10**9)):
            bent = copy.deepcopy(steps)
            entry = bent[-1]["rows"][i]
            entry[0] = str(Rational(entry[0]) + change)
            with pytest.raises(KernelError):
                prove(bent, context)
