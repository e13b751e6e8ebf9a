"""The lower end: rational points, gradients and values that satisfy the recursion and every inequality between points.

A semidefinite program with fixed norms proposes them, with a margin in every inequality.  Gradients of clipped steps
then get rational directions of length exactly 1 (stereographic projection), and values are the largest that the
inequalities allow, by shortest paths.  That such data belong to a smooth convex function is Theorem 4 of Taylor,
Hendrickx and Glineur (2017).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import permutations
from typing import Any

from verify.brackets.boxes.vectors import Vector, dot, minus, rounded, unit
from verify.brackets.clipped_convex.boxes import Box, box_formula, stated
from verify.finders.performance.problem.assembly import Rule
from verify.finders.performance.problem.forms import Form

__all__ = ["Lower", "Vector", "lower", "violations"]

MARGIN = Fraction(1, 10**7)
"""By how much the proposed data satisfy every inequality."""

GRID = 12
"""Norms of the first clipped step that are tried."""


@dataclass(frozen=True, kw_only=True)
class Lower:
    """A run, with the minimiser 0 and minimum 0, in rationals.

    Attributes:
        points, gradients, values: x_0, ..., x_N and what a smooth convex function has there.
        norms: ||g_k|| of the clipped steps, which come first.
        value: f(x_N).
    """

    points: tuple[Vector, ...]
    gradients: tuple[Vector, ...]
    values: tuple[Fraction, ...]
    norms: tuple[Fraction, ...]

    @property
    def value(self) -> Fraction:
        """f(x_N) - f*."""
        return self.values[-1]


def violations(found: Lower, step: Fraction, radius: Fraction) -> list[str]:
    """What the data do not satisfy, exactly: the start, the recursion, the inequalities between all points."""
    zero = (Fraction(0),) * len(found.points[0])
    broken = [] if dot(found.points[0], found.points[0]) <= 1 else ["the start is further than 1 away"]
    for k, (x, y, g) in enumerate(zip(found.points, found.points[1:], found.gradients, strict=False)):
        size = dot(g, g)
        if k < len(found.norms):
            norm = found.norms[k]
            fits = norm > 0 and norm**2 == size and norm * step >= radius and y == minus(x, g, radius / norm)
        else:
            fits = size * step**2 <= radius**2 and y == minus(x, g, step)
        if not fits:
            broken.append(f"step {k} is not the method's")
    triples = [*zip(found.points, found.gradients, found.values, strict=True), (zero, zero, Fraction(0))]
    for (x, g, f), (y, d, h) in permutations(triples, 2):
        change = minus(g, d)
        if f - h - dot(d, minus(x, y)) - dot(change, change) / 2 < 0:
            broken.append(f"the inequality of {x} and {y}")
    return broken


def lower(horizon: int, step: Fraction, radius: Fraction) -> Lower | None:
    """The best run that was found and that satisfies everything exactly.

    Args:
        horizon: the number of steps.
        step: in units of 1/L.
        radius: in units of R.
    """
    from scipy.optimize import minimize

    corner, best = float(radius / step), None
    for clipped in range(horizon + 1 if corner < 1 else 1):
        starts: list[Any] = [[]] if not clipped else []
        if clipped:
            sizes = [corner + (1 - corner) * (i + 0.5) / GRID for i in range(GRID)]
            first = max(sizes, key=lambda n: _value(horizon, step, radius, [n] * clipped))
            tolerance = {"xatol": 1e-6, "fatol": 1e-9, "maxiter": 60 * clipped}
            found = minimize(lambda n: -_value(horizon, step, radius, n), [first] * clipped, method="Nelder-Mead",
                             options=tolerance)  # fmt: skip
            starts = [list(found.x)]
        for norms in starts:
            data = _rational(horizon, step, radius, norms)
            if data is not None and (best is None or data.value > best.value):
                best = data
    return best


def _box(horizon: int, step: Fraction, radius: Fraction, norms: Sequence[float]) -> Box | None:
    sizes = [Fraction(float(n)).limit_denominator(10**6) for n in norms]
    if any(not radius <= n * step or n > 1 for n in sizes):
        return None
    return (*((n, n) for n in sizes), *(((Fraction(0), radius / step),) * (horizon - len(sizes))))


def _proposed(horizon: int, step: Fraction, radius: Fraction, norms: Sequence[float], margin: Fraction) -> Any:
    """The solver's answer for fixed norms, its dual problem, and the norms as rationals."""
    from verify.finders.performance.solve import solve, tabulate

    box = _box(horizon, step, radius, norms)
    if box is None:
        return None
    problem = stated(box_formula(box, step, radius, Fraction(1))).problem
    if margin:

        def tighter(rule: Rule) -> Rule:
            return replace(rule, form=Form(rule.form.constant - margin, rule.form.values, rule.form.gram))

        start = problem.bounds[0]  # ||x_0 - x*|| <= 1 is stated first
        problem = replace(
            problem, rules=tuple(map(tighter, problem.rules)), bounds=(tighter(start), *problem.bounds[1:])
        )
    dual = tabulate(problem, "all")
    return solve(dual), dual, [a for a, b in box if a == b]


def _value(horizon: int, step: Fraction, radius: Fraction, norms: Sequence[float]) -> float:
    found = _proposed(horizon, step, radius, norms, Fraction(0))
    return float(1 - found[0].slack) if found is not None and found[0].ok else -1.0


def _rational(horizon: int, step: Fraction, radius: Fraction, norms: Sequence[float]) -> Lower | None:
    """Exact data near the solver's, or None."""
    import numpy as np

    found = _proposed(horizon, step, radius, norms, MARGIN)
    if found is None or not np.all(np.isfinite(found[0].worst)):
        return None
    numeric, dual, sizes = found
    values, vectors = np.linalg.eigh(numeric.worst)
    kept = values > 1e-9 * values[-1]
    rows = dict(zip(dual.basis, vectors[:, kept] * np.sqrt(values[kept]), strict=True))
    points, gradients = [rounded(rows["x0"])], list[Vector]()
    for k in range(horizon + 1):
        direction = rows.get(f"grad(x{k})")
        if direction is None:  # solved for by the recursion
            scale = sizes[k] / radius if k < len(sizes) else 1 / step
            direction = (rows[f"x{k}"] - rows[f"x{k + 1}"]) * float(scale)
        gradient = rounded(direction)
        if k < len(sizes):
            ahead = unit(direction)
            gradient = tuple(sizes[k] * u for u in ahead)
            points.append(minus(points[-1], ahead, radius))
        elif k < horizon:
            points.append(minus(points[-1], gradient, step))
        gradients.append(gradient)
    heights = _heights(points, gradients)
    if heights is None:
        return None
    data = Lower(points=tuple(points), gradients=tuple(gradients), values=heights, norms=tuple(sizes))
    return None if violations(data, step, radius) else data


def _heights(points: Sequence[Vector], gradients: Sequence[Vector]) -> tuple[Fraction, ...] | None:
    """The largest values with f = 0 at the minimiser 0: f_j <= f_i - <g_j, x_i - x_j> - ||g_i - g_j||^2/2; or None."""
    zero = (Fraction(0),) * len(points[0])
    xs, gs = [*points, zero], [*gradients, zero]
    n = len(xs)
    weight = {}
    for i, j in permutations(range(n), 2):
        change = minus(gs[i], gs[j])
        weight[i, j] = -dot(gs[j], minus(xs[i], xs[j])) - dot(change, change) / 2
    best: list[Fraction | None] = [None] * (n - 1) + [Fraction(0)]
    for _ in range(n):
        for (i, j), w in weight.items():
            here, there = best[i], best[j]
            if here is not None and (there is None or here + w < there):
                best[j] = here + w
    return None if best[-1] != 0 or None in best else tuple(v for v in best[:-1] if v is not None)
