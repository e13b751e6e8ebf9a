"""Looking for the worst point with floats: untrusted, its answer is rechecked."""

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import sympy as sp
from scipy.optimize import minimize

from verify.smoothness.bound import Bound

__all__ = ["climb", "negative_points", "scatter", "worst"]

FAR = 2.0**20
"""How far the search climbs where a coordinate is not bounded."""

ROUNDING = 1e-15
"""What the difference of curvature and weight may owe to rounding, relative to them: it is no height."""


def scatter(ends: list[tuple[Fraction | None, Fraction | None]], count: int, seed: int = 0) -> np.ndarray:
    """Points of shape (count, d): uniform where a coordinate is bounded, of every size up to 2^7 where it is not."""
    rng = np.random.default_rng(seed)
    columns = []
    for low, high in ends:
        if low is not None and high is not None:
            columns.append(np.linspace(float(low), float(high), count) if len(ends) == 1
                           else rng.uniform(float(low), float(high), count))  # fmt: skip
            continue
        size = 2.0 ** rng.uniform(-10, 7, count) * (rng.random(count) > 0.02)
        if low is not None:
            columns.append(float(low) + size)
        elif high is not None:
            columns.append(float(high) - size)
        else:
            columns.append(size * rng.choice([-1.0, 1.0], count))
    return np.stack(columns, -1)


def climb(
    goal: Callable[[np.ndarray], float], start: np.ndarray, bounds: list[tuple[float, float]], limit: int = 0
) -> np.ndarray:
    """A local maximum of the goal near the start, by Nelder and Mead, twice."""

    def loss(point: np.ndarray) -> float:
        value = goal(point)
        return -value if np.isfinite(value) else np.inf

    options = {"xatol": 1e-12, "fatol": 1e-15, "maxiter": limit or (80 if len(start) == 1 else 400 * len(start))}
    found: np.ndarray = start
    for _ in range(2):  # started again, as the simplex may have collapsed at a kink
        found = minimize(loss, found, method="Nelder-Mead", bounds=bounds, options=options).x
    return found


def worst(bound: Bound, L1: float, seed: int = 0) -> tuple[tuple[Fraction, ...], float]:
    """A rational point where curvature - L1 weight^power is largest, as far as seen, and the value there."""
    ends = [bound.ends[v] for v in bound.variables]
    box = [(-FAR if low is None else float(low), FAR if high is None else float(high)) for low, high in ends]
    finite = [[float(end) for end in pair if end is not None] or [0.0] for pair in ends]
    corners = np.array(np.meshgrid(*finite)).reshape(len(ends), -1).T
    points = np.concatenate([scatter(ends, 4000, seed), corners])

    def goal(rows: np.ndarray) -> np.ndarray:
        curvature, size = bound.values(rows)
        with np.errstate(all="ignore"):
            heights = (curvature - L1 * size if L1 else curvature) - ROUNDING * (curvature + L1 * size)
        return np.where(np.isfinite(heights), heights, -np.inf)

    def at(point: np.ndarray) -> float:
        return float(goal(point[None, :])[0])

    heights = goal(points)
    starts = [points[place] for place in np.argsort(-heights)[:40:13] if np.isfinite(heights[place])]
    found = [points[int(np.argmax(heights))], *(climb(at, start, box) for start in starts)]
    if len(ends) == 1:
        found += [kink(bound, point) for point in found]
    best = max(found, key=at)
    return _simple(at, best)


def kink(bound: Bound, point: np.ndarray) -> np.ndarray:
    """The zero of the weight near a point, by Newton: where a critical point decides, to the last digit."""
    (x,) = bound.variables
    if bound.weight.free_symbols != {x}:
        return point
    step = sp.lambdify(x, bound.weight / sp.diff(bound.weight, x), "numpy")
    value = float(point[0])
    low, high = bound.ends[x]
    for _ in range(40):
        try:
            with np.errstate(all="ignore"):
                moved = value - float(step(value))
        except (ArithmeticError, TypeError):  # a pole, or a complex number
            break
        if not np.isfinite(moved):
            break
        value = moved
    inside = (low is None or value >= low) and (high is None or value <= high)
    return np.array([value]) if inside and abs(value - point[0]) <= 1e-3 * max(1.0, abs(point[0])) else point


def _simple(at: Callable[[np.ndarray], float], point: np.ndarray) -> tuple[tuple[Fraction, ...], float]:
    """The point as simple fractions if nothing is lost, else as long ones."""
    top = at(point)
    simple = tuple(Fraction(value).limit_denominator(720) for value in map(float, point))
    value = at(np.array([float(p) for p in simple]))
    if value >= top - 1e-12 * max(1.0, abs(top)):
        return simple, max(value, top)
    return tuple(Fraction(v).limit_denominator(10**14) for v in map(float, point)), top


def negative_points(bound: Bound) -> list[tuple[Fraction, ...]]:
    """A few simple points where the curvature is positive, the ones nearest to size 1 first."""
    ends = [bound.ends[v] for v in bound.variables]
    points = scatter(ends, 4000)
    curvature, _ = bound.values(points)
    good = points[np.nan_to_num(curvature, nan=-1.0) > 0]
    ranked = good[np.argsort(np.abs(np.log(np.max(np.abs(good), axis=1) + 1e-12)))][:50]
    found = [tuple(Fraction(float(entry)).limit_denominator(8) for entry in point) for point in ranked]
    return [*found, *(tuple(Fraction(float(entry)) for entry in point) for point in ranked)]
