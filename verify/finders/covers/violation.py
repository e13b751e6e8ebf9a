"""A hunt in floats for a point that satisfies the hypotheses and violates the conclusion; the find is rational.

The floats only point at a place: what is returned has been confirmed by ``cover.violates`` in interval arithmetic.
"""

import math
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp
from scipy.optimize import minimize

from verify.finders.covers.balls import Domain, Side
from verify.finders.covers.cover import Point, violates

__all__ = ["Hunt", "hunt"]

DENOMINATORS = (1, 2, 10, 100, 1000, 10**5, 10**8, 10**12)
"""Simple fractions first: a reader checks the witness by hand."""


class Hunt:
    """The vectorised margins of a domain's relations, relative to the size of their terms.

    Args:
        domain: hypotheses and conclusions; equations that could not be solved make every draw inadmissible.
    """

    def __init__(self, domain: Domain) -> None:
        self.domain = domain
        self._given = [_relative(side, domain.variables) for side in domain.given]
        self._then = [_relative(side, domain.variables) for side in domain.then]
        self._equal = [side.equal for side in domain.then]

    def margins(self, points: Any) -> tuple[Any, Any]:
        """(smallest relative margin of a hypothesis, of a conclusion) at points of shape (variables, draws)."""
        with np.errstate(all="ignore"):
            given = [np.broadcast_to(f(*points), points.shape[1:]) for f in self._given]
            then = [np.broadcast_to(f(*points), points.shape[1:]) for f in self._then]
        then = [-np.abs(t) if equal else t for t, equal in zip(then, self._equal, strict=True)]
        full = np.full(points.shape[1:], np.inf)
        return (np.min([np.nan_to_num(g, nan=-np.inf) for g in given] + [full], axis=0),
                np.min([np.nan_to_num(t, nan=np.inf) for t in then] + [full], axis=0))  # fmt: skip

    def margin(self, point: Any) -> tuple[float, float]:
        """The same at one point, an array of numbers: a descent asks thousands of times."""
        given = min((_or(f(*point), -math.inf) for f in self._given), default=math.inf)
        then = (_or(f(*point), math.inf) for f in self._then)
        ends = (-abs(t) if equal else t for t, equal in zip(then, self._equal, strict=True))
        return given, min(ends, default=math.inf)

    def draw(self, random: Any, count: int) -> Any:
        """Draws of shape (variables, count) in the box: uniform, and at all scales near each end."""
        return np.array([self._axis(v, random, count) for v in self.domain.variables])

    def _axis(self, variable: sp.Symbol, random: Any, count: int) -> Any:
        low, high = self.domain.bounds[variable]
        scales = 10.0 ** random.uniform(-4, 4, count)
        if low is None and high is None:
            values = random.choice([-1.0, 1.0], count) * scales
        elif low is None or high is None:
            values = scales + float(low) if low is not None else float(high or 0) - scales
        else:
            a, b = float(low), float(high)
            small = (b - a) * 10.0 ** random.uniform(-6, 0, count)
            kinds = random.integers(0, 3, count)
            values = np.choose(kinds, [random.uniform(a, b, count), a + small, b - small])
        return np.round(values) if variable in self.domain.integers else values


def hunt(domain: Domain, *, seed: int = 0, draws: int = 4000, starts: int = 4) -> tuple[Point | None, int]:
    """Look for a violation by random draws and local descent from the most promising ones.

    Args:
        domain: hypotheses and conclusions.
        seed: of the draws.
        draws: how many points are drawn.
        starts: from how many of them a local descent is run.

    Returns:
        (a confirmed violating point or None, the number of draws that satisfied the hypotheses).
    """
    empty = any(low is not None and high is not None and low > high for low, high in domain.bounds.values())
    if empty or not domain.variables or any(side.equal for side in domain.given):
        return None, 0
    search = Hunt(domain)
    points = search.draw(np.random.default_rng(seed), draws)
    given, then = search.margins(points)
    if (found := _simple(search, points)) is not None:
        return found, int(np.sum(given >= 0))
    inside = np.flatnonzero(given >= 0)
    best = inside[np.argsort(then[inside], kind="stable")][:starts]
    for place in best:
        if (found := _confirm(domain, points[:, place])) is not None:
            return found, len(inside)
    for place in best:
        if (found := _descend(search, points[:, place])) is not None:
            return found, len(inside)
    return None, len(inside)


def _simple(search: Hunt, points: Any) -> Point | None:
    """The simplest violation among the draws with every coordinate rounded to one significant digit."""
    with np.errstate(all="ignore"):
        size = 10.0 ** np.floor(np.log10(np.abs(points)))
        rounded = np.nan_to_num(np.round(points / size) * size)
    given, then = search.margins(rounded)
    candidates: dict[Point, None] = {}
    for place in np.flatnonzero((given >= 0) & (then < 0)):
        point = tuple(Fraction(f"{value:.1g}") for value in rounded[:, place])
        candidates[point] = None
    for point in sorted(candidates, key=_digits)[:20]:
        if violates(search.domain, point) is not None:
            return point
    return None


def _digits(point: Point) -> tuple[int, Point]:
    return sum(len(str(value)) for value in point), point


def _descend(search: Hunt, start: Any) -> Point | None:
    def objective(z: Any) -> float:
        given, then = search.margin(z)
        outside = max(0.0, -given, *(_outside(search.domain, z)))
        return max(-1e6, min(1e6, then)) if outside == 0 else 1.0 + min(outside, 1e6)

    options = {"maxfev": 400, "xatol": 1e-10, "fatol": 1e-16}
    with np.errstate(all="ignore"):
        result = minimize(objective, start, method="Nelder-Mead", options=options)
    return _confirm(search.domain, result.x) if result.fun < 0 else None


def _or(value: Any, otherwise: float) -> float:
    return otherwise if value != value else float(value)


def _outside(domain: Domain, z: Any) -> list[float]:
    distances = [0.0]
    for variable, value in zip(domain.variables, z, strict=True):
        low, high = domain.bounds[variable]
        distances += [float(low) - value] if low is not None else []
        distances += [value - float(high)] if high is not None else []
    return distances


def _confirm(domain: Domain, values: Any) -> Point | None:
    for denominator in DENOMINATORS:
        point = tuple(Fraction(float(value)).limit_denominator(denominator) for value in values)
        if violates(domain, point) is not None:
            return point
    exact = tuple(Fraction(float(value)) for value in values)
    return exact if violates(domain, exact) is not None else None


def _relative(side: Side, variables: tuple[sp.Symbol, ...]) -> Any:
    """The side's expression divided by the sum of its terms' sizes, as a vectorised function in [-1, 1]."""
    expression = side.expression
    size = sp.Add(*(sp.Abs(term) for term in sp.Add.make_args(expression)))
    return sp.lambdify(variables, expression / size if size != 0 else expression, "numpy")
