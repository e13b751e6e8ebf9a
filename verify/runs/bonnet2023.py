"""Optimal controls over time for several weights, and where shooting ends in the double well (Bonnet et al. 2023)."""

from typing import Any

import numpy as np

from verify.experiments.bonnet2023 import bimodal, shoot

__all__ = ["compute"]

WEIGHTS = (0.03, 0.1, 0.3, 1.0, 3.0)
STEPS = 40
WELL = tuple(float(weight) for weight in np.linspace(1.05, 3, 40))


def compute() -> dict[str, Any]:
    """One control of 40 values for each weight, and one limit for each weight in the double well."""
    controls, settled = {}, {}
    for weight in WEIGHTS:
        theta, iterations = shoot(bimodal(0, weight=weight), STEPS, damping=0.5)
        controls[f"{weight:g}"], settled[f"{weight:g}"] = theta.tolist(), iterations
    return {
        "what": "controls that damped shooting settles at, for particles that start around -1 and 1 and go to -2 and 2",
        "rigour": "numerical",
        "particles": 200,
        "controls": controls,
        "iterations": settled,
        "double well": {"weights": list(WELL), "limits": [_limit(weight) for weight in WELL]},
    }


def _limit(weight: float) -> float:
    """Where the explicit iteration is after 20,000 steps from 0.01."""
    theta = 0.01
    for _ in range(20000):
        theta = 2 * theta * (1 - theta**2) / weight
    return theta
