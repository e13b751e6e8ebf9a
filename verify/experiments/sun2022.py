"""Penalized conditional gradient steps with a duality gap and screening, measured (Sun, Bach 2022).

f(x) = |A x - b|^2/2 and h(x) = rho kappa(x)^p/p.  Many problems run side by side, along the first axis.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from sklearn.linear_model import Lasso

from verify.experiments import Reading

__all__ = [
    "Batch",
    "State",
    "groups_safe",
    "identified",
    "lasso_reference",
    "nuclear_safe",
    "offset_cures",
    "random_batch",
    "rate",
    "reweighted",
    "run",
    "safe",
]

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Least squares problems with the penalty rho |x|_1^p/p.

    Attributes:
        matrix: A, shape (B, m, n).
        right: b, shape (B, m).
        rho: the penalty's weight.
        power: p > 1.
        offset: what is added to t in the step 2/(2 + t).
    """

    matrix: Array
    right: Array
    rho: float
    power: float
    offset: int = 20

    @property
    def smoothness(self) -> Array:
        """L with respect to the l1 norm: the largest squared column norm, shape (B,)."""
        return np.asarray((self.matrix**2).sum(axis=1).max(axis=1))


@dataclass(frozen=True, kw_only=True)
class State:
    """One iterate: x and the slope of f there, shape (B, n); the dual gauge and the duality gap, shape (B,)."""

    x: Array
    slope: Array
    dual: Array
    gap: Array


def random_batch(seed: int, count: int, power: float, *, rho: float = 0.5, rows: int = 30, columns: int = 60) -> Batch:
    """Gaussian designs with unit columns on average, sparse truths, and a little noise."""
    random = np.random.default_rng(seed)
    matrix = random.normal(size=(count, rows, columns)) / np.sqrt(rows)
    truth = np.where(random.random((count, columns)) < 0.1, random.normal(size=(count, columns)) * 2, 0)
    right = np.einsum("bmn,bn->bm", matrix, truth) + 0.05 * random.normal(size=(count, rows))
    return Batch(matrix=matrix, right=right, rho=rho, power=power)


def run(batch: Batch, steps: int) -> Iterator[State]:
    """The iterates of P-CGM from 0, each with its gap."""
    rho, p = batch.rho, batch.power
    x = np.zeros((len(batch.matrix), batch.matrix.shape[2]))
    each = np.arange(len(x))
    for t in range(steps):
        slope = np.einsum("bmn,bm->bn", batch.matrix, np.einsum("bmn,bn->bm", batch.matrix, x) - batch.right)
        best = np.argmax(np.abs(slope), axis=1)
        dual = np.abs(slope[each, best])
        conjugate = rho * (dual / rho) ** (p / (p - 1)) * (p - 1) / p
        gap = (slope * x).sum(axis=1) + rho * np.abs(x).sum(axis=1) ** p / p + conjugate
        yield State(x=x, slope=slope, dual=dual, gap=np.maximum(gap, 0))
        theta = 2 / (2 + t + batch.offset)
        x = (1 - theta) * x
        x[each, best] -= theta * (dual / rho) ** (1 / (p - 1)) * np.sign(slope[each, best])


def lasso_reference(batch: Batch) -> Array:
    """The minimisers, shape (B, n): the Lasso whose weight is rho |x|_1^(p-1), found by bisection."""
    found = []
    for matrix, right in zip(batch.matrix, batch.right, strict=True):

        def solve(weight: float, matrix: Array = matrix, right: Array = right) -> Array:
            lasso = Lasso(alpha=weight / len(right), fit_intercept=False, tol=1e-13, max_iter=200_000)
            return np.asarray(lasso.fit(matrix, right).coef_)

        def excess(weight: float, solve: Callable[[float], Array] = solve) -> float:
            return float(weight - batch.rho * np.abs(solve(weight)).sum() ** (batch.power - 1))

        most = float(np.abs(matrix.T @ right).max())
        found.append(solve(float(brentq(excess, most / 200, most, xtol=1e-12))))
    return np.array(found)


def _short(state: State, signs: Array) -> Array:
    """By how much the atoms sign(x_i) e_i of the minimisers fall short of the best atom, shape (B, n)."""
    return np.asarray(state.dual[:, None] + signs * state.slope)


def safe(deep: bool, seed: int) -> Reading:
    """How often an atom of the minimiser's support is removed, with the factor 2 and with 1/4."""
    count, steps = (200, 10_000) if deep else (20, 2_000)
    wrong, quarter, worst, iterates = 0, 0, 0.0, 0
    for power in (2.0, 3.0, 5.0):
        batch = random_batch(seed, count, power)
        reference = lasso_reference(batch)
        support, signs = np.abs(reference) > 1e-7, np.sign(reference)
        caught = np.zeros(count, dtype=bool)
        for state in run(batch, steps):
            radius = np.sqrt(batch.smoothness * state.gap)[:, None]
            short = np.where(support, _short(state, signs), 0)
            wrong += int((short > 2 * radius).any(axis=1).sum())
            caught |= (short > radius / 4).any(axis=1)
            worst = max(worst, float((short / np.maximum(radius, 1e-12)).max()))
            iterates += count
        quarter += int(caught.sum())
    return Reading(
        values={"unsafe": wrong, "quarter": quarter, "iterates": iterates},
        scope=f"p = 2, 3, 5, {count} problems each with 30 x 60 Gaussian designs, {steps} steps",
        trials=iterates,
        evidence={"largest factor that was needed": worst},
    )


def identified(deep: bool, seed: int) -> Reading:
    """When screening leaves the support alone, against the first gap below delta^2/(16 L)."""
    count, steps = (100, 60_000) if deep else (12, 15_000)
    batch = random_batch(seed + 1, count, 2.0)
    reference = lasso_reference(batch)
    support = np.abs(reference) > 1e-7
    slope = np.einsum("bmn,bm->bn", batch.matrix, np.einsum("bmn,bn->bm", batch.matrix, reference) - batch.right)
    outside = np.where(support, -np.inf, np.abs(slope)).max(axis=1)
    delta = np.abs(slope).max(axis=1) - outside
    exact, predicted = np.full(count, np.inf), np.full(count, np.inf)
    for t, state in enumerate(run(batch, steps)):
        radius = np.sqrt(batch.smoothness * state.gap)[:, None]
        removed = state.dual[:, None] - np.abs(state.slope) > 2 * radius
        exact = np.where((removed == ~support).all(axis=1) & np.isinf(exact), t, exact)
        predicted = np.where((state.gap < delta**2 / (16 * batch.smoothness)) & np.isinf(predicted), t, predicted)
    reached = np.isfinite(predicted)
    return Reading(
        values={"reached": int(reached.sum()), "late": int((exact[reached] > predicted[reached]).sum())},
        scope=f"p = 2, {count} problems, {steps} steps",
        trials=int(reached.sum()),
        evidence={
            "first exact": [int(t) for t in exact[reached]],
            "predicted": [int(t) for t in predicted[reached]],
            "delta": delta[reached].tolist(),
        },
    )


def rate(deep: bool, seed: int) -> Reading:
    """Whether t times the best gap so far keeps below what it was in the first tenth of the run."""
    count, steps = (50, 40_000) if deep else (10, 4_000)
    growth = []
    for power in (2.0, 3.0, 5.0):
        batch = random_batch(seed + 2, count, power)
        gaps = np.minimum.accumulate([state.gap for state in run(batch, steps)])
        scaled = gaps * (np.arange(steps) + 1 + batch.offset)[:, None]
        growth += (scaled[steps // 2 :].max(axis=0) / scaled[: steps // 10].max(axis=0)).tolist()
    return Reading(
        values={"growth": float(max(growth))},
        scope=f"p = 2, 3, 5, {count} problems each, {steps} steps",
        trials=len(growth),
        evidence={"mean growth": float(np.mean(growth))},
    )


def offset_cures(deep: bool, seed: int) -> Reading:
    """The largest |x|_1 along runs with a small rho, without and with the offset 1000."""
    batch = random_batch(seed + 3, 4, 2.0, rho=0.02)
    peaks = {}
    for offset in (0, 1000):
        shifted = Batch(matrix=batch.matrix, right=batch.right, rho=batch.rho, power=2.0, offset=offset)
        peaks[offset] = max(float(np.abs(state.x).sum(axis=1).max()) for state in run(shifted, 2000 if deep else 400))
    return Reading(
        values={"without": peaks[0], "with_offset": peaks[1000]}, scope="p = 2, rho = 0.02, 4 problems", trials=4
    )


def groups_safe(deep: bool, seed: int) -> Reading:
    """Groups of five coordinates: whether a group of the support is removed; the support is that of a long run."""
    random, wrong, iterates = np.random.default_rng(seed), 0, 0
    count, steps = (20, 20_000) if deep else (4, 4_000)
    for _ in range(count):
        matrix = random.normal(size=(30, 60)) / np.sqrt(30)
        truth = np.repeat(random.random(12) < 0.2, 5) * random.normal(size=60) * 2
        right = matrix @ truth
        blocks = matrix.reshape(30, 12, 5).transpose(1, 0, 2)
        smoothness = max(float(np.linalg.norm(block, 2)) ** 2 for block in blocks)
        history = list(_groups(matrix, right, 0.5, 5 * steps))
        best = min(history, key=lambda item: item[3])
        # the group attains the dual gauge at the minimiser if it is within the residual of the best iterate
        support = best[2] > best[1] - 1e-2 * best[1]
        support &= np.linalg.norm(best[0].reshape(12, 5), axis=1) > 1e-2
        for _x, dual, sizes, gap in history[:steps]:
            wrong += int(((dual - sizes > 2 * np.sqrt(smoothness * gap)) & support).any())
            iterates += 1
    return Reading(
        values={"unsafe": wrong, "iterates": iterates},
        scope=f"p = 2, {count} problems with 12 groups of 5, {steps} steps",
        trials=iterates,
    )


def _groups(matrix: Array, right: Array, rho: float, steps: int) -> Iterator[tuple[Array, float, Array, float]]:
    """Iterates for groups of five: x, dual gauge, norms of the slope's groups, gap."""
    x = np.zeros(60)
    for t in range(steps):
        slope = matrix.T @ (matrix @ x - right)
        parts = slope.reshape(12, 5)
        sizes = np.linalg.norm(parts, axis=1)
        best = int(np.argmax(sizes))
        dual = float(sizes[best])
        gauge = float(np.linalg.norm(x.reshape(12, 5), axis=1).sum())
        yield x, dual, sizes, max(0.0, float(slope @ x) + rho * gauge**2 / 2 + dual**2 / (2 * rho))
        theta = 2 / (22 + t)
        x = (1 - theta) * x
        x[5 * best : 5 * best + 5] -= theta * (dual / rho) * parts[best] / dual


def nuclear_safe(deep: bool, seed: int) -> Reading:
    """Denoising with the squared nuclear norm, whose minimiser is known: whether a rank-one atom of it is removed."""
    random, wrong, iterates, worst = np.random.default_rng(seed), 0, 0, 0.0
    count, steps, rho = (20, 3000, 0.5) if deep else (4, 500, 0.5)
    for _ in range(count):
        left, right = random.normal(size=(10, 3)), random.normal(size=(3, 8))
        target = left @ right + 0.1 * random.normal(size=(10, 8))
        u, singular, vt = np.linalg.svd(target, full_matrices=False)
        kept = max((k for k in range(1, 9) if singular[k - 1] > rho * singular[:k].sum() / (1 + rho * k)), default=1)
        level = rho * singular[:kept].sum() / (1 + rho * kept)
        worst = max(worst, abs(level - rho * np.maximum(singular - level, 0).sum()))
        x = np.zeros((10, 8))
        for t in range(steps):
            slope = x - target
            a, sizes, bt = np.linalg.svd(slope)
            dual, gauge = float(sizes[0]), float(np.linalg.svd(x, compute_uv=False).sum())
            gap = max(0.0, float((slope * x).sum()) + rho * gauge**2 / 2 + dual**2 / (2 * rho))
            short = dual + np.einsum("ik,ij,kj->k", u[:, :kept], slope, vt[:kept])
            wrong += int((short > 2 * np.sqrt(gap)).any())
            iterates += 1
            theta = 2 / (22 + t)
            x = (1 - theta) * x - theta * (dual / rho) * np.outer(a[:, 0], bt[0])
    return Reading(
        values={"unsafe": wrong, "iterates": iterates, "stationary": float(worst)},
        scope=f"p = 2, {count} matrices of 10 x 8, {steps} steps",
        trials=iterates,
    )


def reweighted(deep: bool, seed: int) -> Reading:
    """RP-CGM with log(1 + |x|/theta) on every coordinate: what the rule removes at the end, with weights or not."""
    count, steps, theta, rho = (20, 40_000, 1 / 8, 0.05) if deep else (6, 8_000, 1 / 8, 0.05)
    weighted = unweighted = 0
    for case in range(count):
        batch = random_batch(seed + 10 + case, 1, 2.0)
        matrix, right = batch.matrix[0], batch.right[0]
        x, weights, slope, dual, gap = _reweighted(matrix, right, rho, theta, steps)
        support = np.abs(x) > 1e-2 * np.abs(x).max()
        columns = (matrix**2).sum(axis=0)
        radius = 2 * np.sqrt((columns / weights**2).max() * gap)
        weighted += int(((dual - np.abs(slope) / weights > radius) & support).any())
        plain = 2 * np.sqrt(columns.max() * gap)
        unweighted += int(((np.abs(slope).max() - np.abs(slope) > plain) & support).any())
    return Reading(
        values={"weighted": weighted, "unweighted": unweighted, "problems": count},
        scope=f"theta = 1/8, rho = 0.05, p = 2, {count} problems, {steps} steps",
        trials=count,
    )


def _reweighted(
    matrix: Array, right: Array, rho: float, theta: float, steps: int
) -> tuple[Array, Array, Array, float, float]:
    """The last iterate with its weights, slope, dual gauge and gap, for p = 2."""
    x = np.zeros(matrix.shape[1])
    for t in range(steps):
        slope = matrix.T @ (matrix @ x - right)
        weights = 1 / (theta + np.abs(x))
        constant = float((np.log(1 + np.abs(x) / theta) - weights * np.abs(x)).sum())
        ratios = np.abs(slope) / weights
        best = int(np.argmax(ratios))
        dual = float(ratios[best])
        value = constant + float((weights * np.abs(x)).sum())
        conjugate = dual**2 / (2 * rho) - dual * constant if dual / rho >= constant else -rho * constant**2 / 2
        gap = max(0.0, float(slope @ x) + rho * value**2 / 2 + conjugate)
        if t == steps - 1:
            break
        step = 2 / (1002 + t)
        x = (1 - step) * x
        x[best] -= step * max(0.0, dual / rho - constant) * np.sign(slope[best]) / weights[best]
    return x, weights, slope, dual, gap
