"""Stochastic average gradient, measured (Le Roux, Schmidt, Bach 2012)."""

import math
from fractions import Fraction

import numpy as np

from verify.experiments import Reading
from verify.experiments.lerouxschmidtbach2012.data import breast_cancer, client, peers
from verify.experiments.lerouxschmidtbach2012.lyapunov import best_rate
from verify.experiments.lerouxschmidtbach2012.moments import (
    Quadratics,
    heterogeneous,
    radius,
    second_moments,
    stable_until,
    warm_start,
)

__all__ = [
    "edges",
    "exact_linear",
    "exact_many",
    "exact_warm",
    "peers_on_data",
    "per_pass",
    "sandwich",
    "scikit_learn",
]

BEST = (7 - math.sqrt(17)) / 16
"""The constant of lerouxschmidtbach2012/prop1-improved."""


def exact_linear(deep: bool, seed: int) -> Reading:
    """Proposition 1: E ||x^k - xs||^2 over the bound, largest over k."""
    random, cases, steps = np.random.default_rng(seed), 3000 if deep else 300, 40
    printed, improved = [], []
    for _ in range(cases):
        count, size = int(random.integers(1, 9)), int(random.integers(1, 4))
        problem = heterogeneous(random, count, size, 10 ** random.uniform(-3, -0.3))
        smooth, strong = problem.smooth, problem.strong
        far = np.trace(second_moments(problem, 1 / (2 * count * smooth), steps), axis1=1, axis2=2)[1:]
        start, noise = float(problem.offset @ problem.offset), problem.noise / smooth**2
        k = np.arange(1, steps + 1)
        bound = (1 - strong / (8 * smooth * count)) ** k * (3 * start + 9 * noise / 4)
        better = (1 - BEST * strong / (smooth * count)) ** k * (3 * start / 2 + 9 * noise / 8)
        printed.append(float((far / bound).max()))
        improved.append(float((far / better).max()))
    return Reading(
        values={"printed": max(printed), "improved": max(improved)},
        scope=f"{cases} random sums of quadratics, n <= 8, d <= 3, k <= {steps}; expectations by their recursion",
        trials=cases,
    )


def _conditioned(random: np.random.Generator, condition: int) -> Quadratics:
    """Random quadratics on the line with n >= condition L/mu."""
    while True:
        problem = heterogeneous(random, int(random.integers(condition + 1, 3 * condition)), 1, random.uniform(0.05, 1))
        if problem.count * problem.strong >= condition * problem.smooth:
            return problem


def exact_many(deep: bool, seed: int) -> Reading:
    """Proposition 2 without its first phase: E[g(x^k) - g(xs)] over the bound, for n >= 8L/mu and n >= 104/21 L/mu."""
    random, cases, steps = np.random.default_rng(seed), 500 if deep else 60, 60
    worst = {}
    for name, condition, (gap, noise) in (("printed", 8, (7 / 3, 7 / 6)), ("fewer", 5, (8 / 3, 4 / 3))):
        ratios = []
        for _ in range(cases):
            problem = _conditioned(random, condition)
            n, strong = problem.count, problem.strong
            above = np.einsum("kab,ab->k", second_moments(problem, 1 / (2 * n * strong), steps), problem.mean) / 2
            bound = (1 - 1 / (8 * n)) ** np.arange(steps + 1) * (gap * above[0] + noise * problem.noise / (n * strong))
            ratios.append(float((above / bound).max()))
        worst[name] = max(ratios)
    return Reading(
        values=worst,
        scope=f"2 x {cases} random sums of quadratics on the line, n <= 23, k <= {steps}",
        trials=2 * cases,
    )


def exact_warm(deep: bool, seed: int) -> Reading:
    """E[g - g(xs)] at the average of the stochastic gradient phase, over the bound that Proposition 2 uses."""
    random, cases, worst = np.random.default_rng(seed), 2000 if deep else 200, 0.0
    for _ in range(cases):
        count, size = int(random.integers(2, 30)), int(random.integers(1, 4))
        problem = heterogeneous(random, count, size, 10 ** random.uniform(-3, 0))
        n, smooth, strong = problem.count, problem.smooth, problem.strong
        reached, _ = warm_start(problem, smooth, strong)
        start, noise = float(problem.offset @ problem.offset), problem.noise
        bound = 2 * smooth / n * start + 4 * noise / (n * strong) * math.log1p(strong * n / (4 * smooth))
        worst = max(worst, reached / bound)
    scope = f"{cases} random sums of quadratics, n < 30, d <= 3; expectations by their recursion"
    return Reading(values={"worst": worst}, scope=scope, trials=cases)


def sandwich(deep: bool, seed: int) -> Reading:
    """1 - rate: as printed, by the same Lyapunov function, by the best one, and of the slowest quadratic found."""
    n, ratio = 10, Fraction(1, 100)
    step = 1 / (2 * n)
    slowest = min(1 - radius(np.full((n, 1, 1), float(ratio)), step), _search(seed, n, float(ratio), step, deep))
    return Reading(
        values={
            "printed": ratio / (8 * n),
            "improved": BEST * float(ratio) / n,
            "lyapunov": best_rate(n, float(ratio), step, 1e-4 if deep else 1e-3),
            "slowest": slowest,
        },
        scope="n = 10, mu/L = 1/100, step 1/(2nL)",
        trials=1,
    )


def _search(seed: int, n: int, ratio: float, step: float, deep: bool) -> float:
    """The slowest of random sums of quadratics on the line with curvatures in [0, 1] of mean mu."""
    random, found = np.random.default_rng(seed), 1.0
    for _ in range(300 if deep else 30):
        curved = random.dirichlet(np.full(n, 10 ** random.uniform(-1, 2))) * n * ratio
        if curved.max() <= 1:
            found = min(found, 1 - radius(curved[:, None, None], step))
    return found


def edges(deep: bool, seed: int) -> Reading:
    """The step at which sums with k curvatures L and n - k curvatures 0 stop being stable in mean square; L = 1."""
    error, first, rows = 0.0, 0.0, list[tuple[int, list[float]]]()
    for n in (2, 3, 5, 8, 12) if deep else (2, 3, 5, 8):
        found = [
            stable_until(np.array([1.0] * ones + [0.0] * (n - ones))[:, None, None], 0.5, 4, 1e-9)
            for ones in range(1, n + 1)
        ]
        error = max(error, *(abs(edge - 2 * n / (2 * n - ones)) for ones, edge in enumerate(found, 1)))
        first = max(first, found[0] - min(found))
        rows.append((n, found))
    return Reading(
        values={"error": error, "first": first},
        scope="n = 2, 3, 5, 8" + (", 12" if deep else "") + ", every number of curved components",
        trials=sum(len(found) for _, found in rows),
        evidence={"edges by n": dict(rows)},
    )


def scikit_learn(deep: bool, seed: int) -> Reading:
    """The mean over seeds of scikit-learn's runs: against the bound of Proposition 2, and its factor per pass."""
    problem, best = breast_cancer()
    n, strong, seeds, passes = problem.count, problem.weight, 20 if deep else 5, 16
    gaps = np.mean([client(seed + s, range(1, passes + 1)) for s in range(seeds)], axis=0)
    noise = float(np.mean([part.grad(best) @ part.grad(best) for part in problem.parts]))
    start = problem(problem.start) - problem(best)
    bound = (1 - 1 / (8 * n)) ** (n * np.arange(1, passes + 1)) * (7 / 3 * start + 7 * noise / (6 * n * strong))
    return Reading(
        values={
            "factor": float((gaps[-1] / gaps[0]) ** (1 / (passes - 1))),
            "promised": (1 - 1 / (8 * n)) ** n,
            "ratio": float((gaps / bound).max()),
            "condition": n * strong / problem.smooth,
        },
        scope=f"breast cancer data, n = 569, d = 30, lambda = 4/n, {passes} passes, {seeds} seeds",
        trials=seeds,
        evidence={"gaps": gaps.tolist(), "bound": bound.tolist()},
    )


def peers_on_data(deep: bool, seed: int) -> Reading:
    """g - min g after ten passes, by method."""
    passes, seeds = 10, 10 if deep else 2
    runs = [peers(seed + s, passes) for s in range(seeds)]
    last = {name: float(np.mean([run[name][passes] for run in runs])) for name in runs[0]}
    return Reading(
        values={
            "sag": last["SAG, step 1/(2nμ)"],
            "practical": last["SAG, step 1/L"],
            "short": last["SAG, step 1/(2nL)"],
            "stochastic": last["stochastic gradient"],
            "full": last["gradient descent"],
            "accelerated": last["accelerated gradient"],
        },
        scope=f"breast cancer data, n = 569, d = 30, lambda = 4/n, {passes} passes, {seeds} seeds",
        trials=seeds,
    )


def per_pass(deep: bool, seed: int) -> Reading:
    """The paper's example: factors per pass for n = 10^5, L = 100, mu = 1/100, from the formulas."""
    n, smooth, strong = 10**5, 100.0, 0.01
    low = (math.sqrt(smooth) - math.sqrt(strong)) / (math.sqrt(smooth) + math.sqrt(strong))
    return Reading(
        values={
            "full": (smooth - strong) / (smooth + strong),
            "accelerated": 1 - math.sqrt(strong / smooth),
            "lower": low**2,
            "linear": math.exp(n * math.log1p(-strong / (8 * smooth * n))),
            "many": math.exp(n * math.log1p(-1 / (8 * n))),
        },
        scope="n = 10^5, L = 100, mu = 1/100",
        trials=1,
    )
