"""The obligation of a rate where the functions are known at finitely many points only (see ``samples``)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy.core.relational import Le

from theory import measures
from theory.arithmetic import square
from theory.classes import FiniteSum
from theory.statement import ForAll, Run
from theory.symbols import N, inner, norm
from verify.compile.formulas import Formula, Unsupported, formula
from verify.compile.points import Point
from verify.compile.samples import Oracle, Samples

__all__ = ["Rate", "point_by_point", "traced"]

_STARRED = (
    measures.gap,
    measures.best_gap,
    measures.expected_gap,
    measures.expected_divergence,
    measures.squared_distance,
    measures.expected_squared_distance,
    measures.memory_distance,
    measures.noise_at_minimiser,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Rate:
    """A bound at one horizon.

    Attributes:
        samples: the names and what the functions answered.
        given: all hypotheses.
        then: the bound.
    """

    samples: Samples
    given: tuple[Any, ...]
    then: Any


def point_by_point(run: Run, horizon: int) -> list[Formula]:
    """The obligation at one horizon."""
    rate = traced(run, horizon)
    names = {str(s) for s in (*rate.samples.vectors, *rate.samples.reals, *rate.samples.weights)}
    said = (*run.parameters.values(), *run.functions.parameters.values(), *run.given, run.then)
    taken = {str(s) for part in said for s in getattr(part, "free_symbols", ())} & names
    if taken:
        raise Unsupported(f"a parameter called {min(taken)}, which is the name of a point here; rename it")
    return formula(ForAll(given=rate.given, then=rate.then, points=tuple(rate.samples.vectors)))


def traced(run: Run, horizon: int, models: Sequence[Any] | None = None, first: Any = None, second: Any = None) -> Rate:
    """Trace a run for a number of steps.

    Args:
        run: with a bound on measures at the horizon.
        horizon: the number of steps.
        models: explicit functions of one variable with a minimiser 0 of their sum, one for each summand; then the run
            must be free of symbols.
        first: the start of the run, as a number.
        second: the start of the other run, where two are compared, or of the method's memory.

    Returns:
        The bound and its hypotheses; only those on measures where explicit functions show no violation.

    Raises:
        Unsupported: when the method does what is no linear algebra, or the bound is none on measures.
    """
    samples = Samples(run.functions, models, second)
    relations = [sp.sympify(r).subs(N, horizon) for r in (*run.given, run.then)]
    names = [samples.vector("x0", first)]
    for part, cls in enumerate(run.functions.parts):
        if cls.is_indicator:  # a start in the set: 0 is a normal there
            samples.add(part, names[0], sp.S.Zero)
    star = samples.minimiser("xs") if any(r.has(*_STARRED) for r in relations) else None
    branches = range(len(run.functions.parts)) if isinstance(run.functions, FiniteSum) else (None,)
    if len(branches) > 1 and horizon != 1:
        raise Unsupported("the expectation over more than one random step")
    runs = [_iterates(run, horizon, samples, names[0], "x", branch) for branch in branches]
    other = None
    if any(r.has(measures.separation) for r in relations):
        other = _iterates(run, horizon, samples, samples.vector("w0", second), "w", None)
    if any(r.has(measures.best_gap, measures.best_gradient_norm) for r in relations[:-1]):
        raise Unsupported("a hypothesis on the best of several values; state it for each of them")
    measured = [_measured(r, samples, runs, star, other) for r in relations]
    if models is not None and (measured[-1] is sp.true or sp.false in measured[:-1]):  # no witness: enough is known
        return Rate(samples=samples, given=tuple(measured[:-1]), then=measured[-1])
    if star is not None and not run.functions.is_convex:
        if len(samples.triples) > 1:
            raise Unsupported("a sum of functions that need not be convex")
        samples.known += [samples.value(star) <= t.f for t in samples.triples[0].values() if t.x != star]
    known = [*(expr >= 0 for expr in samples.inequalities()), *samples.combinations(star)]
    given = (*run.functions.conditions, *known, *samples.known, *measured[:-1], *samples.equations)
    return Rate(samples=samples, given=tuple(g for g in given if g is not sp.true), then=measured[-1])


@dataclass(frozen=True)
class _Iterates:
    points: list[sp.Symbol]
    memory: list[tuple[sp.Symbol, ...]]


def _iterates(run: Run, horizon: int, samples: Samples, start: sp.Symbol, letter: str, branch: int | None) -> _Iterates:
    parameters = {n: v.subs(N, horizon) if isinstance(v, sp.Basic) else v for n, v in run.parameters.items()}
    iterates = run.method(Oracle(samples, branch=branch), Point(start), **parameters)
    found = _Iterates([], [])
    tag = "" if branch is None else samples.label(branch)
    for i in range(horizon + 1):
        point = next(iterates, None)
        point, memory = point if isinstance(point, tuple) else (point, ())
        if not isinstance(point, Point):
            raise Unsupported(f"the method yields no point number {i}")
        if not i and point.formal != start:  # its name would stand for two points
            raise Unsupported("a method that does not yield its start first")
        found.points.append(samples.point(point, f"{letter}{i}{tag}"))
        found.memory.append(tuple(map(samples.point, memory if isinstance(memory, tuple) else (memory,))))
    return found


def _measured(
    relation: Any, samples: Samples, runs: list[_Iterates], star: sp.Symbol | None, other: _Iterates | None
) -> Any:
    """A relation with measures written out; a measure of a random run is not allowed, its expectation is."""
    first = runs[0].points

    def alone(meaning: Callable[[int], Any]) -> Callable[[Any], Any]:
        def at(index: Any) -> Any:
            if len(runs) > 1 and index != 0:
                raise Unsupported("a measure of a random run; bound its expectation")
            return meaning(int(index))

        return at

    def mean(meaning: Callable[[sp.Symbol], Any]) -> Callable[[Any], Any]:
        return lambda index: sum(meaning(r.points[int(index)]) for r in runs) / sp.Integer(len(runs))

    def apart(i: Any) -> Any:
        assert other is not None
        return square(first[int(i)] - other.points[int(i)])

    def remembered(i: Any) -> Any:
        memory = runs[0].memory[int(i)]
        if len(memory) != 1:
            raise Unsupported("the distance of a memory that the method does not yield")
        return square(memory[0] - star)

    def divergence(i: Any) -> Any:
        return sum(_divergence(samples, r.memory[int(i)], star) for r in runs) / sp.Integer(len(runs))

    table: dict[Any, Callable[[Any], Any]] = {
        measures.gap: alone(lambda i: samples.value(first[i]) - samples.value(star)),
        measures.expected_gap: mean(lambda p: samples.value(p) - samples.value(star)),
        measures.gradient_norm: alone(lambda i: norm(samples.gradient(first[i]))),
        measures.squared_distance: alone(lambda i: square(first[i] - star)),
        measures.expected_squared_distance: mean(lambda p: square(p - star)),
        measures.memory_distance: alone(remembered),
        measures.separation: alone(apart),
        measures.expected_divergence: divergence,
        measures.noise_at_minimiser: lambda _: _noise(samples, star),
    }
    relation = _best(relation, samples, first, star)
    for measure, meaning in table.items():
        relation = relation.replace(measure, _known(samples, meaning))
    if relation.has(measures.Measure):
        raise Unsupported(f"the measure in {relation}")
    return relation if samples.models is None else _plain(samples.number(relation))


def _known(samples: Samples, meaning: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """What a measure is: on explicit functions a number at once, for sympy is slow to compare long terms."""
    return meaning if samples.models is None else lambda index: _plain(samples.number(meaning(index)))


def _noise(samples: Samples, star: Any) -> Any:
    return sum(square(triples[star].g) for triples in samples.triples) / sp.Integer(len(samples.triples))


def _divergence(samples: Samples, table: tuple[sp.Symbol, ...], star: Any) -> Any:
    """The mean over the components of f_i(p_i) - f_i(x*) - <grad f_i(x*), p_i - x*>."""
    if len(table) != len(samples.triples):
        raise Unsupported("the divergence of a table that the method does not yield, one point for each component")
    total = sp.S.Zero
    for part, point in enumerate(table):
        there, least = samples.at(part, point), samples.at(part, star)
        total += there.f - least.f - inner(least.g, point - star)
    return total / sp.Integer(len(table))


def _best(relation: Any, samples: Samples, points: list[sp.Symbol], star: Any) -> Any:
    """The smallest of several values as a new number that none of them is below."""
    found = relation.atoms(measures.best_gap) | {
        a for a in relation.atoms(sp.Pow) if isinstance(a.base, measures.best_gradient_norm) and a.exp == 2
    }
    if found and not (isinstance(relation, Le) and {relation.lhs} == found and not relation.rhs.has(*found)):
        # a number below all values may be far below the least: only bounds from above say the same of both
        raise Unsupported("a bound on the best of several values other than best <= bound")
    for best in sorted(found, key=str):
        measure = best if isinstance(best, measures.best_gap) else best.base
        until = points[: int(measure.args[0]) + 1]
        if isinstance(best, measures.best_gap):
            values = [samples.value(p) - samples.value(star) for p in until]
        else:
            values = [square(samples.gradient(p)) for p in until]
        numbers = None if samples.models is None else min(_plain(samples.number(value)) for value in values)
        least = samples.real("least", numbers)
        samples.known += [least <= value for value in values]
        relation = relation.xreplace({best: least})
    return relation


def _plain(expr: Any) -> Any:
    return sp.sympify(expr).replace(inner, lambda a, b: a * b).replace(norm, sp.Abs)
