"""The discretised dynamics on quadratics: their stationary covariance, computed and simulated."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Any

import numpy as np
from scipy.linalg import solve_discrete_lyapunov

from theory.methods.langevin import nonreversible_langevin, overdamped_langevin, underdamped_langevin
from verify.experiments import Reading

__all__ = ["Quadratic", "discretisations", "stationary"]

CURVATURES = np.array([0.5, 2.0])
BETA = 2.0
FRICTION = 1.5
TURN = np.array([[0.0, 0.7], [-0.7, 0.0]])
STEPS = (0.04, 0.02, 0.01, 0.005)

Scheme = Callable[..., Iterator[Any]]


class Quadratic:
    """F(x) = sum of c_i x_i^2/2 along the last axis."""

    def grad(self, x: Any) -> Any:
        """The gradient."""
        return CURVATURES * x


def overdamped(x: Any, noise: Any, step: float) -> Iterator[Any]:
    """LD."""
    return overdamped_langevin(Quadratic(), x, step, BETA, noise)


def nonreversible(x: Any, noise: Any, step: float) -> Iterator[Any]:
    """NLD."""
    return nonreversible_langevin(Quadratic(), x, step, BETA, noise, lambda slope: slope @ TURN.T)


def underdamped(x: Any, noise: Any, step: float) -> Iterator[Any]:
    """ULD with position and velocity side by side."""
    run = underdamped_langevin(Quadratic(), x[..., :2], x[..., 2:], step, FRICTION, BETA, noise)
    return (np.concatenate(both, axis=-1) for both in run)


SCHEMES: dict[str, tuple[Scheme, int, int]] = {
    "order_ld": (overdamped, 2, 1), "order_nld": (nonreversible, 2, 1), "order_uld": (underdamped, 4, 2)
}  # fmt: skip
"""Scheme, dimension of its state, normal vectors drawn a step."""


def stationary(scheme: Scheme, dimension: int, draws: int, step: float) -> Any:
    """The covariance of the positions that the scheme keeps; its matrices are read off by running it once."""

    def image(state: Any, normals: Any) -> Any:
        given = iter(normals)
        return list(islice(scheme(state, lambda: next(given), step), 2))[1]

    none = [np.zeros(2)] * draws
    move = np.array([image(row, none) for row in np.eye(dimension)]).T
    pushes = np.eye(2 * draws).reshape(2 * draws, draws, 2)
    push = np.array([image(np.zeros(dimension), list(normals)) for normals in pushes]).T
    return solve_discrete_lyapunov(move, push @ push.T)[:2, :2]


def simulated(scheme: Scheme, dimension: int, step: float, paths: int, seed: int) -> Any:
    """The covariance of the positions of many paths after a long time, and the standard error of its diagonal."""
    draw = np.random.default_rng(seed)
    noise = partial(draw.standard_normal, size=(paths, 2))
    run = scheme(np.zeros((paths, dimension)), noise, step)
    last = next(islice(run, int(16 / step), None))[:, :2]
    variance = (last**2).mean(axis=0)
    return variance, variance * np.sqrt(2 / paths)


def discretisations(deep: bool = False, seed: int = 0) -> Reading:
    """Orders of the error of the stationary covariance, and paths against it at one step size."""
    invariant = np.diag(1 / (BETA * CURVATURES))
    paths, step = (40000, 0.1) if deep else (4000, 0.2)
    orders, deviations, biases = {}, {}, {}
    for name, (scheme, dimension, draws) in SCHEMES.items():
        errors = [float(np.linalg.norm(stationary(scheme, dimension, draws, h) - invariant)) for h in STEPS]
        orders[name] = float(np.polyfit(np.log(STEPS), np.log(errors), 1)[0])
        biases[name] = errors
        variance, error = simulated(scheme, dimension, step, paths, seed)
        expected = np.diag(stationary(scheme, dimension, draws, step))
        deviations[name] = float((np.abs(variance - expected) / error).max())
    return Reading(
        values={**orders, "deviation": max(deviations.values())},
        scope=f"curvatures 1/2 and 2, steps {', '.join(map(str, STEPS))}; {paths} paths with step {step}",
        trials=len(SCHEMES) * len(STEPS),
        evidence={"error of the covariance by step": biases, "deviation of the paths": deviations},
    )
