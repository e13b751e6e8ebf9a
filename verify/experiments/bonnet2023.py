"""Particles pushed along a NeurODE, its adjoint, and the shooting iteration, measured (Bonnet et al. 2023).

One dimension, F(x, theta) = tanh(theta x) unless said otherwise, loss (x - y)^2, T = 1, Euler's scheme with K steps.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.interpolate import BSpline
from scipy.optimize import brentq, minimize
from scipy.stats import wasserstein_distance

from verify.experiments import Reading

__all__ = [
    "Problem",
    "adjoint_against_differences",
    "bilinear_value",
    "bimodal",
    "code_shift",
    "direct",
    "double_well_limits",
    "explicit_threshold",
    "resampled",
    "shoot",
    "shooting_against_direct",
    "shooting_damped",
    "slopes_in_time",
]

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Particles with targets, and the weight of the control.

    Attributes:
        start: where the N particles start, shape (N,).
        target: where they should end, shape (N,).
        weight: lambda.
    """

    start: Array
    target: Array
    weight: float

    def run(self, theta: Array) -> Array:
        """All positions, shape (K + 1, N)."""
        found = [self.start]
        for control in theta:
            found.append(found[-1] + np.tanh(control * found[-1]) / len(theta))
        return np.array(found)

    def adjoint(self, theta: Array, places: Array) -> Array:
        """The derivative of a particle's loss with respect to its place after step k, shape (K, N)."""
        found = [2 * (places[-1] - self.target)]
        for control, place in zip(theta[:0:-1], places[-2:0:-1], strict=True):
            found.append(found[-1] * (1 + control / np.cosh(control * place) ** 2 / len(theta)))
        return np.array(found[::-1])

    def cost(self, theta: Array) -> float:
        """Mean loss at the end plus lambda times the mean square of the control."""
        return float(np.mean((self.run(theta)[-1] - self.target) ** 2) + self.weight * np.mean(theta**2))

    def gradient(self, theta: Array) -> Array:
        """By the adjoint: 2 lambda theta_k + mean of p dF/dtheta, over K."""
        places = self.run(theta)
        slopes = places[:-1] / np.cosh(theta[:, None] * places[:-1]) ** 2
        return (2 * self.weight * theta + np.mean(self.adjoint(theta, places) * slopes, axis=1)) / len(theta)


def bimodal(seed: int, count: int = 100, weight: float = 1.0) -> Problem:
    """Two clouds around -1 and 1 that should go to -2 and 2, ``count`` particles each."""
    signs = np.repeat([-1.0, 1.0], count)
    return Problem(start=signs + np.random.default_rng(seed).normal(0, 0.1, 2 * count), target=2 * signs, weight=weight)


def direct(problem: Problem, steps: int) -> Array:
    """The control that L-BFGS finds, from the control zero plus a little."""
    found = minimize(
        problem.cost, np.full(steps, 0.1), jac=problem.gradient, method="L-BFGS-B",
        options={"ftol": 1e-15, "gtol": 1e-12, "maxiter": 2000},
    )  # fmt: skip
    return np.asarray(found.x)


def shoot(problem: Problem, steps: int, *, damping: float = 1.0, limit: int = 200) -> tuple[Array, int]:
    """The shooting iteration: forward, backward, then the root of the maximum principle's equation at every time.

    Args:
        problem: particles, targets and weight.
        steps: K.
        damping: how far to go towards the root, in (0, 1].
        limit: most iterations.

    Returns:
        The last control, shape (K,), and the iterations taken; ``limit`` if it has not settled to 1e-10.
    """
    theta = np.full(steps, 0.01)
    for iteration in range(1, limit):
        places = problem.run(theta)
        adjoint = problem.adjoint(theta, places)
        roots = [_root(problem.weight, place, force) for place, force in zip(places[:-1], adjoint, strict=True)]
        following = theta + damping * (np.array(roots) - theta)
        if np.max(np.abs(following - theta)) <= 1e-10:
            return following, iteration
        theta = following
    return theta, limit


def _root(weight: float, place: Array, force: Array) -> float:
    """The zero of 2 lambda c + mean(force place / cosh(c place)^2), which lies within the bound on the second term."""
    reach = float(np.mean(np.abs(force * place))) / (2 * weight) + 1e-9

    def excess(control: float) -> float:
        return float(2 * weight * control + np.mean(force * place * (1 - np.tanh(control * place) ** 2)))

    return float(brentq(excess, -reach, reach, xtol=1e-13))


def adjoint_against_differences(deep: bool, seed: int) -> Reading:
    """Relative distance of the adjoint's gradient from central differences, at random controls."""
    random, worst = np.random.default_rng(seed), 0.0
    cases = 200 if deep else 20
    for case in range(cases):
        problem, theta = bimodal(case, 20), random.normal(size=12)
        differences = [
            (problem.cost(theta + step) - problem.cost(theta - step)) / 2e-5 for step in 1e-5 * np.eye(len(theta))
        ]
        exact = problem.gradient(theta)
        worst = max(worst, float(np.linalg.norm(differences - exact) / np.linalg.norm(exact)))
    return Reading(values={"error": worst}, scope=f"{cases} random controls, K = 12, 40 particles", trials=cases)


def shooting_against_direct(deep: bool, seed: int) -> Reading:
    """Shooting and direct minimisation, for weights from 3 to 0.1."""
    weights, steps, rows = (3.0, 1.0, 0.3, 0.1), 40 if deep else 10, []
    for weight in weights:
        problem = bimodal(seed, weight=weight)
        theta, iterations = shoot(problem, steps)
        rows.append({"lambda": weight, "iterations": iterations, "distance": _far(theta, direct(problem, steps))})
    return Reading(
        values={"distance": max(row["distance"] for row in rows)},
        scope=f"lambda = 3, 1, 0.3, 0.1, K = {steps}, 200 particles",
        trials=len(rows),
        evidence={"rows": rows},
    )


def shooting_damped(deep: bool, seed: int) -> Reading:
    """Undamped and damped shooting at a small weight."""
    limit, rows = 1000 if deep else 200, {}
    problem = bimodal(seed, weight=0.001)
    for damping in (1.0, 0.5):
        theta, iterations = shoot(problem, 10, damping=damping, limit=limit)
        rows[damping] = (iterations, _far(theta, direct(problem, 10)))
    return Reading(
        values={"undamped": rows[1.0][0], "damped": rows[0.5][0], "limit": limit, "distance": rows[0.5][1]},
        scope="lambda = 0.001, K = 10, 200 particles",
        trials=2,
        evidence={"distance undamped": rows[1.0][1]},
    )


def explicit_threshold(deep: bool, seed: int) -> Reading:
    """Where the spectral radius of the explicit iteration at its fixed point crosses 1, by bisection in lambda."""

    def excess(weight: float) -> float:
        problem = bimodal(seed, weight=weight)
        theta = direct(problem, 10)
        moves = 1e-5 * np.eye(len(theta))
        columns = [(_explicit(problem, theta + move) - _explicit(problem, theta - move)) / 2e-5 for move in moves]
        return float(np.max(np.abs(np.linalg.eigvals(np.array(columns).T)))) - 1

    edge = float(brentq(excess, 0.5, 4, xtol=1e-8 if deep else 1e-4))
    return Reading(values={"edge": edge}, scope="K = 10, 200 particles", trials=1)


def _explicit(problem: Problem, theta: Array) -> Array:
    """The explicit iteration: the maximum principle's formula at the old control."""
    return np.asarray(theta - len(theta) * problem.gradient(theta) / (2 * problem.weight))


def slopes_in_time(deep: bool, seed: int) -> Reading:
    """The steepest slope of the optimal control in time, as the time step is halved."""
    counts = (10, 20, 40, 80, 160, 320) if deep else (10, 20, 40, 80)
    problem = bimodal(seed, weight=0.3)
    steepest = [float(np.max(np.abs(np.diff(direct(problem, steps)))) * steps) for steps in counts]
    return Reading(
        values={"steepest": max(steepest), "change": abs(steepest[-1] / steepest[-2] - 1)},
        scope=f"lambda = 0.3, K = {', '.join(map(str, counts))}",
        trials=len(counts),
        evidence={"steepest": steepest},
    )


def resampled(deep: bool, seed: int) -> Reading:
    """Controls and losses for samples of N particles against those for a large sample, over Wasserstein's distance."""
    random, steps = np.random.default_rng(seed), 10
    whole = bimodal(seed, 2000, weight=0.3)
    best = direct(whole, steps)
    sizes, repeats = (4, 8, 16, 32, 64, 128, 256), 40 if deep else 6
    rows = []
    for size in sizes:
        for _ in range(repeats):
            chosen = random.choice(len(whole.start), size)
            sample = Problem(start=whole.start[chosen], target=whole.target[chosen], weight=whole.weight)
            theta = direct(sample, steps)
            # targets increase with places, so the distance in the plane, coordinates added, is that of the sums
            apart = wasserstein_distance(sample.start + sample.target, whole.start + whole.target)
            rows.append((size, _far(theta, best) / apart, abs(sample.cost(theta) - whole.cost(best)) / apart, apart))
    table = np.array(rows)
    means = [float(np.mean(table[table[:, 0] == size, 1] * table[table[:, 0] == size, 3])) for size in sizes]
    apart_means = [float(np.mean(table[table[:, 0] == size, 3])) for size in sizes]
    return Reading(
        values={
            "control": float(table[:, 1].max()),
            "loss": float(table[:, 2].max()),
            "slope": float(np.polyfit(np.log(apart_means), np.log(means), 1)[0]),
        },
        scope=f"lambda = 0.3, N = {sizes[0]} to {sizes[-1]}, {repeats} samples each, K = {steps}",
        trials=len(rows),
    )


def bilinear_value(deep: bool, seed: int) -> Reading:
    """F = theta x from 1 to 2 with lambda = 1/2: the constant control that Euler's scheme finds, and its order."""

    def control(steps: int) -> float:
        def slope(theta: float) -> float:
            end = (1 + theta / steps) ** steps
            return 2 * (end - 2) * end / (1 + theta / steps) + theta

        return float(brentq(slope, 0, 1, xtol=1e-15))

    counts = [10 * 2**power for power in range(8 if deep else 6)]
    found = np.array([control(steps) for steps in counts])
    limit = float(2 * found[-1] - found[-2])
    order = float(np.log2((found[-3] - found[-2]) / (found[-2] - found[-1])))
    scope = f"K = {counts[0]} to {counts[-1]}"
    return Reading(values={"limit": limit, "order": order}, scope=scope, trials=len(counts))


def double_well_limits(deep: bool, seed: int) -> Reading:
    """F = theta, loss (x^2 - 1)^2, from theta = 0.01: where the explicit iteration ends, and the known minimisers."""
    weights, worst = (1.1, 1.5, 1.9, 2.1, 2.5, 4.0), 0.0
    for weight in weights:
        theta = 0.01
        for _ in range(10**5 if deep else 10**4):
            theta = 2 * theta * (1 - theta**2) / weight
        worst = max(worst, abs(theta - np.sqrt(max(0.0, 1 - weight / 2))))
    return Reading(
        values={"distance": float(worst)},
        scope=f"lambda = {', '.join(map(str, weights))}",
        trials=len(weights),
    )


def code_shift(deep: bool, seed: int) -> Reading:
    """Values used as the coefficients of a quadratic B-spline with knots at their places: where its slope belongs."""
    step = 0.1
    knots = step * np.arange(40)
    spline = BSpline(knots, (knots**2)[:-3], 2)
    places = np.linspace(1, 3, 200 if deep else 20)
    shifts = places - spline(places, nu=1) / 2
    return Reading(
        values={"shift": float(np.mean(shifts) / step), "spread": float(np.ptp(shifts))},
        scope="psi = x^2, knots 0.1 apart",
        trials=len(places),
    )


def _far(a: Array, b: Array) -> float:
    return float(np.max(np.abs(a - b)))
