"""The obligations of a run: a hitting time, a rate at each listed horizon, a stochastic bound in expectation."""

from collections.abc import Callable, Iterable
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.core.relational import Eq, Ge, Le

from theory import measures
from theory.classes import Triple
from theory.statement import ForAll, Run
from theory.symbols import N, f, fstar, grad, inner, k, norm, x
from verify.compile.formulas import Formula, Unsupported, formula
from verify.compile.points import PointByPoint, trace
from verify.compile.printing import called
from verify.compile.rates import point_by_point

__all__ = ["K", "is_point_by_point", "run_obligation", "update"]

_PAIRED = (measures.separation, measures.memory_distance, measures.best_gap)
"""Measures that are stated point by point only."""

K = sp.Symbol("K", integer=True, nonnegative=True)
"""The number of steps that start at a point that is not yet eps-stationary: at most T_eps."""


class _Oracle:
    """The formal oracle a method is traced with; ``error`` is added to every gradient."""

    def __init__(self, error: Any = 0) -> None:
        self.error = error

    def __call__(self, point: sp.Expr) -> sp.Expr:
        return f(point)

    def grad(self, point: sp.Expr) -> sp.Expr:
        return grad(point) + self.error


def update(run: Run, error: Any = 0) -> sp.Expr:
    """x(k+1) as an expression in x(k), for a method without memory.

    Raises:
        Unsupported: when the method keeps memory, or ends.
    """
    iterates = run.method(_Oracle(error), x(k), **run.parameters)
    found = []
    for _ in range(3):
        value = next(iterates, None)
        if value is None:
            raise Unsupported("the method yields fewer than three iterates")
        found.append(value)
    if found[0] != x(k) or sp.expand(found[2] - found[1].subs(x(k), found[1])) != 0:
        raise Unsupported("the method keeps memory between its steps")
    return found[1]


def _measured(expr: Any, star: sp.Symbol | None, points: Callable[[Any], sp.Expr]) -> Any:
    """Replace measures by formal expressions in the iterates."""
    low = fstar if star is None else f(star)
    table = {
        measures.gap: lambda i: f(points(i)) - low,
        measures.gradient_norm: lambda i: norm(grad(points(i))),
        measures.squared_distance: lambda i: inner(points(i) - star, points(i) - star),
    }
    found = expr.atoms(measures.Measure)
    if star is None and any(isinstance(measure, measures.squared_distance) for measure in found):
        raise Unsupported("a distance to a minimiser, in a statement about a lower bound of the objective")
    for measure in found:
        if type(measure) not in table:
            raise Unsupported(f"the measure in {expr}")
    return expr.xreplace({measure: table[type(measure)](*measure.args) for measure in found}) if found else expr


def run_obligation(run: Run) -> list[Formula]:
    """The obligation of a run: a hitting time for every horizon, or a rate at each listed horizon."""
    hitting = run.then.atoms(measures.hitting_time)
    if run.noise is not None and not hitting:
        return _expected(run)
    if hitting:
        return _hitting(run, hitting.pop())
    if not (run.functions.by_points or _is_paired(run)):
        try:
            return [part for n in run.horizons for part in _rate(run, n)]
        except PointByPoint:  # else the run would be traced twice
            if not is_point_by_point(run):
                raise
    rate = point_by_point if is_point_by_point(run) else _rate
    return [part for n in run.horizons for part in rate(run, n)]


def is_point_by_point(run: Run) -> bool:
    """Whether a rate is stated for finitely many points: gradients are no function, or the method asks for more."""
    if run.functions.by_points:
        return True
    try:
        trace(run, 1)
    except PointByPoint:
        return True
    except Unsupported:
        return False
    return _is_paired(run)


def _is_paired(run: Run) -> bool:
    return any(sp.sympify(part).atoms(*_PAIRED) for part in (run.then, *run.given))


def _below() -> ForAll:
    z = sp.Symbol("z", real=True)
    return ForAll(over=(z,), points=(z,), then=fstar <= f(z))


def _hitting(run: Run, measure: sp.Expr) -> list[Formula]:
    eps = measure.args[0]
    if not (isinstance(run.then, Le) and run.then.lhs == measure):
        raise Unsupported("a bound on a hitting time other than hitting_time(eps) <= bound")
    if run.functions.parameters and not run.functions.assumptions:
        raise Unsupported(f"{type(run.functions).__name__} is given by its inequalities between points only")
    _unused((K,), run)  # a bound that is called K would be compared with itself
    steps = ForAll(over=(k,), then=Eq(x(k + 1), update(run), evaluate=False))
    failing = ForAll(over=(k,), given=(k < K,), then=eps < norm(grad(x(k))))
    given = [part if isinstance(part, ForAll) else _measured(part, None, x) for part in run.given]
    hypotheses = (*run.functions.conditions, *run.functions.assumptions, _below(), *given, steps, failing)
    return formula(ForAll(given=hypotheses, then=run.then.rhs >= K, indices=(K,)))


def _expected(run: Run) -> list[Formula]:
    """A bound on the least E ||grad f(x_i)||^2 over i < T, for a stochastic gradient that is unbiased and within noise.

    Iterates and errors are functions of the index and the outcome.  Of the expectation the statement assumes only
    that it is linear and monotone on the span of 1, f(x_i), f(x_{i+1}), ||grad f(x_i)||^2 and <grad f(x_i), error_i>,
    and that the last has mean zero; both hold for every run, as bounded errors leave all of these bounded.
    """
    least, w, *c = sp.symbols("least outcome c0:5", real=True)
    i = sp.Symbol("i", integer=True, nonnegative=True)
    point, error = (sp.Function(name, real=True) for name in ("iterate", "disturbance"))
    mean, square = (sp.Function(name, real=True) for name in ("mean_value", "mean_square"))
    _unused((least, w, *c, i, point, error, mean, square), run)
    then, bound = run.then.args
    horizon = next(iter(then.atoms(measures.best_gradient_norm)), None)
    if not isinstance(run.then, Le) or horizon is None or then != horizon**2:
        raise Unsupported("a stochastic bound other than best_gradient_norm(T)**2 <= bound")
    here = grad(point(i, w))
    values = c[0] * f(point(i + 1, w)) + c[1] * f(point(i, w)) + c[2] * norm(here) ** 2
    surely = ForAll(over=(w,), then=values + c[3] * inner(here, error(i, w)) + c[4] >= 0)
    expectation = ForAll(
        over=(*c, i), indices=(i,), given=(surely,),
        then=c[0] * mean(i + 1) + c[1] * mean(i) + c[2] * square(i) + c[4] >= 0,
    )  # fmt: skip
    step = update(run, error(k, w)).subs(x(k), point(k, w))
    process = (
        ForAll(over=(w,), then=Eq(point(0, w), x(0), evaluate=False)),
        ForAll(over=(k, w), indices=(k,), then=Eq(point(k + 1, w), step, evaluate=False)),
        ForAll(over=(k, w), indices=(k,), then=norm(error(k, w)) <= run.noise),
        expectation,
        ForAll(over=(i,), indices=(i,), given=(i < horizon.args[0],), then=least <= square(i)),
    )
    given = (_along(part, w, point) for part in run.given)
    hypotheses = (*run.functions.conditions, *run.functions.assumptions, _below(), *given, *process)
    return formula(ForAll(given=hypotheses, then=least <= bound))


def _along(part: Any, outcome: sp.Symbol, point: Any) -> Any:
    """A hypothesis about the iterates of a random method: almost surely, so for every outcome."""
    if not isinstance(part, ForAll):
        return _measured(part, None, x)
    then, *given = (_measured(p, None, lambda i: point(i, outcome)) for p in (part.then, *part.given))
    over = (*part.over, outcome) if any(outcome in p.free_symbols for p in (then, *given)) else part.over
    return ForAll(over=over, given=tuple(given), then=then, indices=part.indices, points=part.points)


def _rate(run: Run, horizon: int) -> list[Formula]:
    """At horizon n: points x0..xn and a minimiser xs, the class's inequalities for all pairs, the recursion."""
    names, queries, steps = trace(run, horizon)
    xs, u, v = sp.symbols("xs u v", real=True)
    pairs = run.functions.pair(Triple(u, grad(u), f(u)), Triple(v, grad(v), f(v)))
    if not pairs:
        raise Unsupported(f"{type(run.functions).__name__} has no pairwise inequalities")
    at_horizon = {N: sp.Integer(horizon)}
    known = [ForAll(over=(u, v), points=(u, v), then=Ge(expr, 0, evaluate=False)) for expr in pairs]
    if not run.functions.is_convex:  # where a stationary point need not be a minimiser
        known.append(ForAll(over=(u,), points=(u,), then=Le(f(xs), f(u), evaluate=False)))

    def at(index: Any) -> sp.Expr:
        return names[int(index)]

    def here(expr: Any) -> Any:
        return _measured(expr.xreplace(at_horizon), xs, at)

    rels = [_sidewise(relation, here) for relation in map(sp.sympify, run.given)]
    least, below, then = _least(_sidewise(run.then, lambda side: side.xreplace(at_horizon)), at)
    then = _sidewise(then, here)
    zero = Eq(grad(xs), 0, evaluate=False)
    points = (*names, *queries, xs)
    _unused((u, v, *points, *least), run)
    rels += below
    return formula(ForAll(given=(*run.functions.conditions, *known, zero, *rels, *steps), then=then, points=points))


def _sidewise(relation: Any, change: Callable[[Any], Any]) -> Any:
    """A relation with both sides changed, and not decided: sympy would ask for the sign of their difference."""
    if not isinstance(relation, sp.core.relational.Relational):
        return change(relation)
    return relation.func(change(relation.lhs), change(relation.rhs), evaluate=False)


def _least(then: Any, points: Callable[[Any], sp.Expr]) -> tuple[tuple[sp.Symbol, ...], list[Any], Any]:
    """best_gradient_norm(n)**2 <= bound: every number below all ||grad f(x_i)||^2, i <= n, is at most the bound.

    Returns:
        The symbol for such a number and its hypotheses, and the conclusion; none for a conclusion of another kind.
    """
    best = next(iter(then.atoms(measures.best_gradient_norm)), None)
    if best is None:
        return (), [], then
    if not isinstance(then, Le) or then.lhs != best**2 or then.rhs.has(measures.Measure):
        raise Unsupported("a bound on a best gradient other than best_gradient_norm(n)**2 <= bound")
    least = sp.Symbol("least", real=True)
    gradients = [grad(points(i)) for i in range(int(best.args[0]) + 1)]
    below = [Le(least, inner(g, g), evaluate=False) for g in gradients]
    return (least,), below, Le(least, then.rhs, evaluate=False)


def _unused(names: Iterable[sp.Symbol], run: Run) -> None:
    """Refuse a parameter or a sequence that is called like a name which the obligation brings in."""
    said = (*run.parameters.values(), *run.functions.parameters.values(), *run.given, run.then, run.noise)
    used = set[str]().union(*map(_names, said))
    taken = used & set(map(called, names))
    if taken:
        raise Unsupported(f"a parameter called {min(taken)}, which the obligation uses for something else; rename it")


def _names(part: Any) -> set[str]:
    """What symbols and unknown functions of a hypothesis, a parameter or a conclusion are called."""
    if isinstance(part, ForAll):
        return set().union(*map(_names, (*part.given, *part.conclusions))) - set(map(called, part.over))
    if not isinstance(part, sp.Basic):
        return set()
    return set(map(called, part.free_symbols)) | {str(a.func) for a in part.atoms(AppliedUndef)}
