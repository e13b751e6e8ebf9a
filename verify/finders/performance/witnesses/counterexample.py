"""Functions of one variable on which a method breaks a bound: quadratics and Huber functions, run exactly.

The worst cases of many fixed-step methods are of these two kinds: a quadratic, or a function that is quadratic near
its minimiser and linear beyond a corner (Drori and Teboulle 2014, section 3; Taylor, Hendrickx and Glineur 2017,
section 4).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sympy as sp

from theory import measures
from theory.classes import Cocoercive
from theory.statement import Run
from theory.symbols import N

__all__ = ["Candidate", "counterexample", "is_rate", "worst"]

_u = sp.Symbol("u", real=True)


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """curvature * u^2/2 up to the corner on both sides and linear beyond; without a corner a quadratic.

    Attributes:
        curvature: the second derivative near 0.
        corner: where it ends, or None.
    """

    curvature: sp.Rational
    corner: sp.Rational | None

    def grad(self, point: Any) -> Any:
        """The derivative at a point."""
        return self.curvature * (point if self.corner is None else sp.Max(-self.corner, sp.Min(self.corner, point)))

    def __call__(self, point: Any) -> Any:
        """The value at a point."""
        slope = self.grad(point)
        return slope * point - slope**2 / (2 * self.curvature)

    def reaches(self, height: sp.Rational) -> sp.Rational | None:
        """A rational point at which the value is at most the height: the largest, or nearly."""
        if self.corner is not None and height >= self.curvature * self.corner**2 / 2:
            return height / (self.curvature * self.corner) + self.corner / 2
        below = sp.Rational(int(sp.floor(10**6 * sp.sqrt(2 * height / self.curvature))), 10**6)
        return below if below else None


def is_rate(statement: Any) -> bool:
    """Whether a statement is a bound on a deterministic run at listed horizons."""
    return isinstance(statement, Run) and statement.noise is None and not statement.then.has(measures.hitting_time)


def counterexample(run: Run, horizon: int) -> dict[Any, Any] | None:
    """A witness on which the run breaks its bound at a horizon, all parameters 1; the one that breaks it most.

    Args:
        run: with a bound on measures at the horizon.
        horizon: the number of steps.

    Returns:
        The witness in the form of ``Claim.witness``, checked by exact arithmetic, or None if no candidate is one.
    """
    best = worst(run, horizon)
    return best[1] if best is not None and best[0] > 0 else None


def worst(run: Run, horizon: int, corners: Iterable[Any] = ()) -> tuple[Any, dict[Any, Any]] | None:
    """The candidate with the largest excess over the bound, and that excess, which may be negative.

    Args:
        run: with a bound on measures at the horizon.
        horizon: the number of steps.
        corners: rational corners to try besides the simple ones.

    Returns:
        The excess, exactly, and the witness; None if no candidate meets the hypotheses.
    """
    relations = [r for r in (*run.given, run.then) if isinstance(r, sp.core.relational.Relational)]
    if len(relations) != len(run.given) + 1 or not isinstance(run.then, sp.Le | sp.Ge):
        return None
    symbols = set().union(*(r.free_symbols for r in relations), *(sp.sympify(v).free_symbols for v in (
        *run.parameters.values(), *run.functions.parameters.values()))) - {N}  # fmt: skip
    values = {symbol: sp.Integer(1) for symbol in symbols}
    best: tuple[Any, dict[Any, Any]] | None = None
    for candidate in _candidates(run, horizon, values, corners):
        for start in _starts(candidate):
            excess = _excess(run, horizon, candidate, start, values)
            if excess is not None and (best is None or excess > best[0]):
                told = {"function": candidate(_u), "gradient": candidate.grad(_u), "variable": _u, "minimiser": 0}
                best = excess, {**told, "start": start, **values}
    return best


def _candidates(run: Run, horizon: int, values: dict[sp.Symbol, Any], more: Iterable[Any]) -> Iterator[Candidate]:
    """Members of the class, by its test on derivatives: the largest curvature first."""
    simple = {sp.Rational(p, q) for q in range(1, min(2 * horizon + 2, 40)) for p in range(1, min(q, 4))}
    corners = sorted(simple | {sp.Rational(1, 2 * horizon + 1)} | set(more), reverse=True)
    constants = {sp.sympify(value).subs(values) for value in run.functions.parameters.values()}
    constants |= {1 / c for c in constants if isinstance(run.functions, Cocoercive)}
    numbers = [sp.sympify(value).subs(values) for value in run.parameters.values()]
    constants |= {1 / c for c in numbers if c.is_Rational and c > 0}  # a step that ends at the minimiser
    for curvature in sorted((c for c in constants if c.is_Rational and c > 0), reverse=True):
        for corner in (None, *corners):
            second = {curvature} if corner is None else {curvature, sp.Integer(0)}
            if all(_member(run, curvature * _u, value, values) for value in second):
                yield Candidate(curvature=curvature, corner=corner)


def _member(run: Run, first: sp.Expr, second: sp.Expr, values: dict[sp.Symbol, Any]) -> bool:
    try:
        conditions = run.functions.pointwise(_u, first, second)
    except TypeError:
        return False
    return all(sp.sympify(condition).subs(values) is sp.true for condition in conditions)


def _starts(candidate: Candidate) -> Iterator[sp.Rational]:
    yield sp.Integer(1)
    high = candidate.reaches(sp.Integer(1))
    if high is not None:
        yield high
    if candidate.grad(1 / candidate.curvature) == 1 != candidate.curvature:
        yield 1 / candidate.curvature


def _excess(run: Run, horizon: int, function: Candidate, start: Any, values: dict[sp.Symbol, Any]) -> Any:
    """By how much the bound is broken, or None where a hypothesis fails or no number results."""
    parameters = {name: sp.sympify(value).subs(values) for name, value in run.parameters.items()}
    iterates = run.method(function, start, **parameters)
    points = [point for point, _ in zip(iterates, range(horizon + 1), strict=False)]
    if len(points) <= horizon:
        return None

    def measured(relation: Any) -> Any:
        expr = relation.subs(N, horizon)
        for measure, meaning in (
            (measures.gap, lambda i: function(points[int(i)])),
            (measures.gradient_norm, lambda i: abs(function.grad(points[int(i)]))),
            (measures.squared_distance, lambda i: points[int(i)] ** 2),
        ):
            expr = expr.replace(measure, meaning)
        return expr.subs(values)

    if any(measured(relation) is not sp.true for relation in run.given):
        return None
    then = run.then if isinstance(run.then, sp.Le) else sp.Le(run.then.rhs, run.then.lhs, evaluate=False)
    excess = measured(then.lhs) - measured(then.rhs)
    return excess if excess.is_Rational else None
