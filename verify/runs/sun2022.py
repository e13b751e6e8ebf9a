"""Gap and atoms left over the iterations of P-CGM, for three random problems (Sun, Bach 2022)."""

from typing import Any

import numpy as np

from verify.experiments.sun2022 import lasso_reference, random_batch, run

__all__ = ["compute"]

STEPS = 10_000
SEED, COUNT = 1, 3


def compute() -> dict[str, Any]:
    """For each problem, at times that are evenly spaced in logarithm: the best gap and how many are left."""
    batch = random_batch(SEED, COUNT, 2.0)
    reference = lasso_reference(batch)
    support = np.abs(reference) > 1e-7
    residual = np.einsum("bmn,bn->bm", batch.matrix, reference) - batch.right
    sizes = np.abs(np.einsum("bmn,bm->bn", batch.matrix, residual))
    delta = sizes.max(axis=1) - np.where(support, -np.inf, sizes).max(axis=1)
    times = sorted(set(np.unique(np.geomspace(1, STEPS, 160).astype(int)).tolist()))
    best, gone = np.full(COUNT, np.inf), np.zeros(support.shape, dtype=bool)
    gaps, left = [], []
    for t, state in enumerate(run(batch, STEPS + 1)):
        radius = np.sqrt(batch.smoothness * state.gap)[:, None]
        gone |= state.dual[:, None] - np.abs(state.slope) > 2 * radius
        best = np.minimum(best, state.gap)
        if t in times:
            gaps.append(best.tolist())
            left.append((~gone).sum(axis=1).tolist())
    return {
        "what": "best duality gap so far and number of coordinates never removed, over the iterations",
        "rigour": "numerical",
        "parameters": {"p": "2", "rho": str(batch.rho), "m": "30", "n": "60"},
        "times": times,
        "gaps": np.array(gaps).T.tolist(),
        "left": np.array(left).T.tolist(),
        "support": support.sum(axis=1).tolist(),
        "thresholds": (delta**2 / (16 * batch.smoothness)).tolist(),
    }
