"""Hypergradients of unrolled levels against the true one as T grows, and a level with two wells after unrolling."""

from typing import Any

import numpy as np

from theory.papers.sato2021.gap import STEP, level, slope
from verify.experiments.sato2021.quadratics import SHORT, Quadratics

__all__ = ["compute"]

LENGTHS = tuple(range(1, 71))
STARTS = (-1.15, -0.6, 0.1, 0.5, 1.15)
STEPS = 60


def compute() -> dict[str, Any]:
    """Errors for every T, and the paths of steepest descent on the level of the claims sato2021/gap-*."""
    problem = Quadratics.random(3, 0)
    at = np.ones(3)
    true, best = problem.hypergradient(at, None, None), problem.outer(None, None)
    ways = {"both": lambda t: (t, t), "level 3 stopped": lambda t: (t, SHORT), "level 2 stopped": lambda t: (SHORT, t)}
    return {
        "what": "errors of the hypergradient at x_1 = (1, 1, 1) and of the minimiser, of unrolled three-level "
        "quadratics",
        "rigour": "numerical",
        "dimension": 3,
        "stopped at": SHORT,
        "rates": list(problem.rates),
        "T": list(LENGTHS),
        "hypergradient": {
            name: [float(np.linalg.norm(problem.hypergradient(at, *both(t)) - true)) for t in LENGTHS]
            for name, both in ways.items()
        },
        "minimiser": {
            name: [float(np.linalg.norm(problem.outer(*both(t)) - best)) for t in LENGTHS]
            for name, both in ways.items()
        },
        "well": {
            "step": float(STEP),
            "x": [i / 50 for i in range(-62, 63)],
            "value": [float(level(i / 50)) for i in range(-62, 63)],
            "paths": [_path(start) for start in STARTS],
        },
    }


def _path(at: float) -> list[float]:
    points = [at]
    for _ in range(STEPS):
        at -= float(STEP) * float(slope(at))
        points.append(at)
    return points
