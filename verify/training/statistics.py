"""What a trace says: correlations with intervals, the constants that cover it, and which form fits it.

Points of one run are autocorrelated, so an interval comes from independent seeds; of one run only a block bootstrap
and first differences are given beside it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

__all__ = [
    "Interval", "block_bootstrap", "changes", "correlation", "cover", "fisher", "form_errors", "mean", "over_seeds",
]  # fmt: skip

Array = NDArray[np.float64]
FORMS = ("constant", "affine", "power")


@dataclass(frozen=True, kw_only=True)
class Interval:
    """A mean over independent seeds with its two-sided 95 % interval by Student's t."""

    mean: float
    low: float
    high: float


def correlation(g: Sequence[float], smooth: Sequence[float]) -> float:
    """Pearson's correlation of the logarithms; NaN for fewer than three points or where one of them never changes."""
    return _pearson(*(np.log(np.asarray(values, float)) for values in (g, smooth)))


def changes(g: Sequence[float], smooth: Sequence[float]) -> float:
    """Correlation of the first differences of the logarithms: what is left when slow trends are taken away."""
    return _pearson(*(np.diff(np.log(np.asarray(values, float))) for values in (g, smooth)))


def block_bootstrap(
    g: Sequence[float], smooth: Sequence[float], *, seed: int, block: int = 5, draws: int = 1000
) -> tuple[float, float]:
    """The middle 95 % of the correlation when blocks of consecutive points (around the end) are drawn anew."""
    points = np.log(np.array([g, smooth], float))
    count, rng = points.shape[1], np.random.default_rng(seed)
    if count < 3:
        return math.nan, math.nan
    starts = rng.integers(count, size=(draws, -(-count // block)))
    chosen = ((starts[:, :, None] + np.arange(block)) % count).reshape(draws, -1)[:, :count]
    a, b = points[:, chosen]
    a, b = a - a.mean(1, keepdims=True), b - b.mean(1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        drawn = (a * b).sum(1) / np.sqrt((a * a).sum(1) * (b * b).sum(1))
    low, high = np.nanquantile(drawn, [0.025, 0.975])
    return float(low), float(high)


def mean(values: Sequence[float]) -> Interval:
    """Of values from independent seeds; NaN bounds for fewer than two, or where one is not finite."""
    seen = np.asarray(values, float)
    middle = float(seen.mean()) if len(seen) else math.nan
    if len(seen) < 2 or not np.isfinite(seen).all():
        return Interval(mean=middle, low=math.nan, high=math.nan)
    half = float(stats.t.ppf(0.975, len(seen) - 1) * seen.std(ddof=1) / math.sqrt(len(seen)))
    return Interval(mean=middle, low=middle - half, high=middle + half)


def fisher(r: float) -> float:
    """The inverse hyperbolic tangent of a correlation, kept finite at +-1."""
    return math.atanh(min(max(r, -1 + 1e-12), 1 - 1e-12))


def over_seeds(correlations: Sequence[float]) -> Interval:
    """Of correlations, one a seed, by Fisher's transform."""
    found = mean([fisher(r) for r in correlations])
    return Interval(mean=math.tanh(found.mean), low=math.tanh(found.low), high=math.tanh(found.high))


def cover(g: Sequence[float], smooth: Sequence[float]) -> tuple[float, float]:
    """The smallest (L0, L1) with L0 + L1 g >= smoothness at every point: least L0 + L1 (mean of g), both >= 0."""
    a, b = (np.asarray(values, float) for values in (g, smooth))
    first, second = np.triu_indices(len(a), 1)
    apart = a[second] - a[first]
    slopes = (b[second] - b[first])[apart != 0] / apart[apart != 0]
    candidates = np.concatenate([[0.0], slopes[slopes > 0], [float((b / a).max())]])
    bases = np.maximum(0.0, (b[None] - candidates[:, None] * a[None]).max(1))
    best = int(np.argmin(bases + candidates * a.mean()))
    return float(bases[best]), float(candidates[best])


def form_errors(runs: Sequence[tuple[Sequence[float], Sequence[float]]]) -> dict[str, list[float]]:
    """How well constant, L0 + L1 g (L0, L1 >= 0) and c g^p, fitted on the other seeds, predict a seed's smoothness.

    Args:
        runs: gradient norms and smoothness of each seed.

    Returns:
        For each form and seed the mean squared error of the logarithm.
    """
    pairs = [(np.asarray(g, float), np.asarray(smooth, float)) for g, smooth in runs]
    errors: dict[str, list[float]] = {form: [] for form in FORMS}
    for left, (g, smooth) in enumerate(pairs):
        others = [pair for index, pair in enumerate(pairs) if index != left]
        a, b = (np.concatenate([pair[side] for pair in others]) for side in (0, 1))
        for form in FORMS:
            predicted = _fitted(form, a, np.log(b), g)
            errors[form].append(float(np.mean((np.log(smooth) - predicted) ** 2)))
    return errors


def _pearson(a: Array, b: Array) -> float:
    if len(a) < 3 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return math.nan
    return float(np.corrcoef(a, b)[0, 1])


def _fitted(form: str, a: Array, log_b: Array, g: Array) -> Any:
    """The logarithm of the form's prediction at g, fitted to (a, b) by least squares of the logarithm."""
    if form == "constant":
        return np.full(len(g), log_b.mean())
    if form == "power":
        slope, level = np.polyfit(np.log(a), log_b, 1)
        return slope * np.log(g) + level
    middle = math.exp(log_b.mean())
    starts = [(middle / 2, middle / 2 / a.mean()), (middle, 1e-3 * middle), (1e-3 * middle, middle / a.mean())]

    def off(pair: Array) -> Array:
        found: Array = np.log(pair[0] + pair[1] * a + 1e-12 * middle) - log_b
        return found

    fits = [optimize.least_squares(off, start, bounds=(0, np.inf), x_scale=np.asarray(start)) for start in starts]
    best = min(fits, key=lambda fit: fit.cost)
    return np.log(best.x[0] + best.x[1] * g + 1e-12 * middle)
