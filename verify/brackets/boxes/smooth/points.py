"""The explicit end: rational points, gradients and values that satisfy the recursion and every inequality.

That such data belong to a smooth function with the least value min_i f_i - ||g_i||^2/2 is Theorem 7 of Drori and
Shamir (2020), after Theorem 6 of Taylor, Hendrickx and Glineur (2017).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import permutations, product
from typing import Any

from verify.brackets.boxes.cover import Box, stated
from verify.brackets.boxes.smooth.lower import box_formula
from verify.brackets.boxes.vectors import Vector, dot, minus, rounded, unit
from verify.finders.performance.problem.assembly import Rule
from verify.finders.performance.problem.forms import Form

__all__ = ["Run", "explicit", "violations"]

MARGIN = Fraction(1, 10**7)
"""By how much the proposed data satisfy every inequality."""

OUTWARD = 1 + Fraction(1, 10**9)
"""Free gradients are made this much longer, so that rounding leaves none shorter than 1."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """A run whose steps all fail, in rationals; the function's infimum is at least 0.

    Attributes:
        points, gradients, values: x_0, ..., x_N and what a smooth function has there.
        norms: ||g_k|| of the clipped steps, None of the others.
    """

    points: tuple[Vector, ...]
    gradients: tuple[Vector, ...]
    values: tuple[Fraction, ...]
    norms: tuple[Fraction | None, ...]

    @property
    def gap(self) -> Fraction:
        """f(x_0), at least f(x_0) - f*."""
        return self.values[0]


def violations(found: Run, step: Fraction, radius: Fraction) -> list[str]:
    """What the data do not satisfy, exactly: the failures, the recursion, the inequalities between all points."""
    broken = [f"step {k} does not fail" for k, g in enumerate(found.gradients) if dot(g, g) < 1]
    for k, (x, y, g) in enumerate(zip(found.points, found.points[1:], found.gradients, strict=False)):
        size, norm = dot(g, g), found.norms[k]
        if norm is None:
            fits = size * step**2 <= radius**2 and y == minus(x, g, step)
        else:
            fits = norm > 0 and norm**2 == size and norm * step >= radius and y == minus(x, g, radius / norm)
        if not fits:
            broken.append(f"step {k} is not the method's")
    if any(f < dot(g, g) / 2 for g, f in zip(found.gradients, found.values, strict=True)):
        broken.append("a value is below what its gradient needs")
    rises = _rises(found.points, found.gradients)
    for (i, j), rise in rises.items():
        if found.values[i] - found.values[j] < rise:
            broken.append(f"the inequality of points {i} and {j}")
    return broken


def explicit(horizon: int, step: Fraction, radius: Fraction) -> Run | None:
    """The run with the least gap that was found and that satisfies everything exactly.

    Args:
        horizon: the number of steps.
        step: in units of 1/L.
        radius: in units of eps/L.
    """
    best = None
    for norms in _proposals(horizon, step, radius):
        run = _rational(horizon, step, radius, norms)
        if run is not None and (best is None or run.gap < best.gap):
            best = run
    return best


Norms = tuple[float | None, ...]


def _proposals(horizon: int, step: Fraction, radius: Fraction) -> Iterator[Norms]:
    """For each choice of clipped steps their norms, least first and then improved."""
    from scipy.optimize import minimize

    corner = float(max(radius / step, Fraction(1)))
    kinds = [None, corner] if radius > step else [corner]
    for pattern in product(kinds, repeat=horizon):
        yield pattern
        places = [k for k, norm in enumerate(pattern) if norm is not None]
        if not places or radius > step:
            continue

        def whole(sizes: Any, places: list[int] = places, pattern: Norms = pattern) -> Norms:
            by = dict(zip(places, map(float, sizes), strict=True))
            return tuple(by.get(k, norm) for k, norm in enumerate(pattern))

        def gap(sizes: Any, whole: Any = whole) -> float:
            return _gap(horizon, step, radius, whole(sizes))

        start = [corner * 1.05] * len(places)
        found = minimize(gap, start, method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-9, "maxiter": 80})
        yield whole(found.x)


def _box(step: Fraction, radius: Fraction, norms: Norms) -> Box | None:
    box = []
    for norm in norms:
        size = Fraction(1 if norm is None else norm).limit_denominator(10**6)
        if size < 1 or (norm is not None and size * step < radius):
            return None
        box.append((size, radius / step if norm is None else size))
    return tuple(box)


def _proposed(step: Fraction, radius: Fraction, norms: Norms, margin: Fraction) -> Any:
    """The solver's answer for fixed norms of the clipped steps, its dual problem, and the box."""
    from verify.finders.performance.solve import solve, tabulate

    box = _box(step, radius, norms)
    if box is None:
        return None
    problem = stated(box_formula(box, step, radius, Fraction(1, 2))).problem
    if margin:

        def tighter(rule: Rule) -> Rule:
            return replace(rule, form=Form(rule.form.constant - margin, rule.form.values, rule.form.gram))

        problem = replace(problem, rules=tuple(map(tighter, problem.rules)))
    dual = tabulate(problem, "all")
    return solve(dual), dual, box


def _gap(horizon: int, step: Fraction, radius: Fraction, norms: Norms) -> float:
    found = _proposed(step, radius, norms, Fraction(0))
    return float(0.5 + found[0].slack) if found is not None and found[0].ok else 1e6


def _rational(horizon: int, step: Fraction, radius: Fraction, norms: Norms) -> Run | None:
    """Exact data near the solver's, or None."""
    import numpy as np

    found = _proposed(step, radius, norms, MARGIN)
    if found is None or not found[0].ok or not np.all(np.isfinite(found[0].worst)):
        return None
    numeric, dual, box = found
    values, vectors = np.linalg.eigh(numeric.worst)
    kept = values > 1e-9 * values[-1]
    rows = dict(zip(dual.basis, vectors[:, kept] * np.sqrt(values[kept]), strict=True))
    points, gradients = [(Fraction(0),) * int(np.sum(kept))], list[Vector]()
    for k in range(horizon + 1):
        direction = rows.get(f"grad(x{k})")
        if direction is None:  # solved for by the recursion
            clipped = k < horizon and norms[k] is not None
            scale = box[k][0] / radius if clipped else 1 / step
            direction = (_row(rows, f"x{k}") - _row(rows, f"x{k + 1}")) * float(scale)
        if k < horizon and norms[k] is not None:
            ahead = unit(direction)
            gradients.append(tuple(box[k][0] * u for u in ahead))
            points.append(minus(points[-1], ahead, radius))
            continue
        gradients.append(tuple(OUTWARD * c for c in rounded(direction)))
        if k < horizon:
            points.append(minus(points[-1], gradients[-1], step))
    heights = _heights(points, gradients)
    if heights is None:
        return None
    sizes = tuple(None if n is None else a for n, (a, _) in zip(norms, box, strict=True))
    run = Run(points=tuple(points), gradients=tuple(gradients), values=heights, norms=sizes)
    return None if violations(run, step, radius) else run


def _row(rows: Any, name: str) -> Any:
    import numpy as np

    return rows.get(name, np.zeros(len(next(iter(rows.values())))))  # the centre is not in the basis


def _rises(points: Sequence[Vector], gradients: Sequence[Vector]) -> dict[tuple[int, int], Fraction]:
    """f_i - f_j is at least <g_i + g_j, x_i - x_j>/2 - ||x_i - x_j||^2/4 + ||g_i - g_j||^2/4."""
    found = {}
    for i, j in permutations(range(len(points)), 2):
        way, change = minus(points[i], points[j]), minus(gradients[i], gradients[j])
        both = minus(gradients[i], gradients[j], Fraction(-1))
        found[i, j] = dot(both, way) / 2 - dot(way, way) / 4 + dot(change, change) / 4
    return found


def _heights(points: Sequence[Vector], gradients: Sequence[Vector]) -> tuple[Fraction, ...] | None:
    """The least values with f_i >= ||g_i||^2/2 that the inequalities allow, by longest paths; or None."""
    best, rises = [dot(g, g) / 2 for g in gradients], _rises(points, gradients)
    for _ in range(len(best) + 1):
        changed = False
        for (i, j), rise in rises.items():
            if best[i] < best[j] + rise:
                best[i], changed = best[j] + rise, True
        if not changed:
            return tuple(best)
    return None
