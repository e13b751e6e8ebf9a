"""Stochastic average gradient, its peers and its bound on real data; the edge of the step (Le Roux et al. 2012)."""

from typing import Any

import numpy as np

from verify.experiments.lerouxschmidtbach2012.data import breast_cancer, client, peers
from verify.experiments.lerouxschmidtbach2012.moments import radius

__all__ = ["compute"]

PASSES = 20
SIZES = (2, 3, 5, 10)


def compute() -> dict[str, Any]:
    """Gaps by method, the bound of Proposition 2 from a cold start, and spectral radii against the step."""
    problem, best = breast_cancer()
    n, strong = problem.count, problem.weight
    noise = float(np.mean([part.grad(best) @ part.grad(best) for part in problem.parts]))
    start = problem(problem.start) - problem(best)
    found = peers(0, PASSES) | {"scikit-learn, solver sag": [start, *client(0, range(1, PASSES + 1))]}
    steps = np.linspace(0.02, 1.6, 159)
    return {
        "what": "g - min g after 0, 1, ... passes over the breast cancer data; spectral radius of the second moments",
        "rigour": "numerical",
        "parameters": {"n": n, "d": problem.rows.shape[1], "lambda": "4/n", "L/mu": problem.smooth / strong},
        "gaps": {name: [max(gap, 1e-17) for gap in gaps] for name, gaps in found.items()},
        "start": [7 / 3 * start, 7 * noise / (6 * n * strong)],
        "steps": steps.tolist(),
        "radii": {
            str(size): [radius(np.array([1.0] + [0.0] * (size - 1))[:, None, None], step) for step in steps]
            for size in SIZES
        },
    }
