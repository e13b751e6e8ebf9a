"""Read a statement as something to draw for: free symbols, points, the class of the function, what is to be tested."""

import dataclasses
import functools
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from theory.classes import FunctionClass, L0L1Smooth, Smooth, SmoothConvex
from theory.measures import Measure
from theory.statement import ForAll, Run, Statement
from theory.symbols import f as f_of
from theory.symbols import grad as grad_of
from theory.symbols import hess as hess_of
from theory.symbols import inner as inner_of
from theory.symbols import norm as norm_of
from theory.symbols import x as x_of
from verify.finders.sampling.members.known import starts as begun
from verify.finders.sampling.reading.forms import flat, naturals, projection
from verify.finders.sampling.reading.hypotheses import Hypotheses
from verify.finders.sampling.reading.inventory import atoms, ends, falling, hints, patterns, starts
from verify.finders.sampling.reading.relations import Isolated, Length, isolate, roots_of
from verify.finders.sampling.running.evaluate import Unreadable
from verify.finders.sampling.running.laws import Expectation
from verify.finders.sampling.running.processes import Process, is_process, process_of
from verify.finders.sampling.running.sequences import Along, Rule, followed
from verify.finders.sampling.running.tables import Shapes

__all__ = ["Reading", "read"]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A statement taken apart.

    Attributes:
        given, then: hypotheses and conclusions as plain relations.
        scalars: free scalar symbols in alphabetical order.
        points: free points: symbols, and applications such as ``x(0)``.
        functions: the class that the function is assumed to be in, constants symbolic; None without a function.
        lower: scalars that are assumed to bound f from below.
        steep: (M, start): M is assumed to bound the gradient on the sublevel set of the start.
        recursions: sequence -> how its values follow from others.
        patterns: sequence -> what is drawn for it: "free" values, the "slack" of its rule, an "end" or a "share".
        ends: sequence that is computed backwards -> the indices at which it is asked for.
        along: relations assumed at every index, checked where a trial looks.
        hints: inequalities that the hypotheses imply, to draw by.
        stationary: points at which the gradient is assumed to be zero: they are minimisers of the member.
        run: the run of a method that is tested, if the statement is one.
        shapes: what is assumed of functions of real variables, which are drawn as tables.
        expectations: functionals that are assumed to be expectations, for which laws are drawn.
        process: points and numbers indexed by histories, if the statement speaks of them.
    """

    given: tuple[Any, ...]
    then: tuple[Any, ...]
    scalars: tuple[sp.Symbol, ...]
    points: tuple[Any, ...]
    functions: FunctionClass | None
    lower: tuple[sp.Symbol, ...]
    steep: tuple[tuple[sp.Symbol, Any], ...]
    recursions: dict[Any, Rule]
    patterns: dict[Any, str]
    ends: dict[Any, tuple[sp.Expr, ...]]
    along: tuple[Along, ...]
    hints: tuple[Any, ...]
    stationary: tuple[Any, ...]
    run: Run | None
    process: Process | None = None
    shapes: Shapes = dataclasses.field(default_factory=Shapes)
    expectations: tuple[Expectation, ...] = ()

    @functools.cached_property
    def about(self) -> dict[sp.Symbol, list[tuple[frozenset[sp.Symbol], "Isolated | None", Any]]]:
        """For each scalar the relations on it: their other symbols, the relation solved for it, the relation itself."""
        starts = [part.relation.subs(part.index, 0) for part in self.along if part.bound is None]
        bounded = [part.relation for part in self.along if part.bound is not None]
        found: dict[sp.Symbol, list[tuple[frozenset[sp.Symbol], Isolated | None, Any]]] = {s: [] for s in self.scalars}
        for relation in (*self.given, *self.hints, *starts, *bounded):
            hidden = self.hidden(relation)
            free = hidden | relation.free_symbols
            for symbol in free & set(self.scalars):
                solved = None if symbol in hidden or relation in bounded else isolate(relation, symbol)
                if relation not in bounded or symbol.is_integer:  # the others are bounded at each index
                    found[symbol].append((frozenset(free - {symbol}), solved, relation))
        return found

    def hidden(self, part: Any) -> set[sp.Symbol]:
        """The scalars on which the values of the sequences in an expression depend."""
        found: set[sp.Symbol] = set()
        waiting, seen = followed(part), set()
        while waiting:
            head = waiting.pop()
            seen.add(head)
            rule = self.recursions.get(head)
            if rule is not None:
                parts = [rule.value, *([] if rule.first is None else [rule.first]), *self.ends.get(head, ())]
                found |= {s for p in parts for s in p.free_symbols - {rule.index} if s in self.scalars}
                waiting |= {other for p in parts for other in followed(p)} - seen
        return found

    @functools.cached_property
    def tied(self) -> tuple[tuple[Along, frozenset[sp.Symbol]], ...]:
        """Bounds on sequences at the indices below a number, with the scalars on which they depend."""
        found = []
        for part in self.along:
            if part.bound is not None:
                free = part.relation.free_symbols | part.bound.free_symbols | self.hidden(part.relation)
                found.append((part, frozenset(free & set(self.scalars))))
        return tuple(found)

    @functools.cached_property
    def loose(self) -> frozenset[sp.Symbol]:
        """Scalars of which nothing but bounds on sequences is said: they are drawn last, and mostly at these bounds."""
        said = {s for relation in self.given for s in relation.free_symbols | self.hidden(relation)}
        return frozenset({s for part, free in self.tied for s in free - sp.sympify(part.bound).free_symbols} - said)

    @functools.cached_property
    def equated(self) -> frozenset[sp.Symbol]:
        """Scalars in an equation among the hypotheses, which may give them, beside bounds on sequences."""
        found = [relation for relation in self.given if isinstance(relation, sp.Eq)] if self.tied else []
        return frozenset(s for relation in found for s in relation.free_symbols & set(self.scalars))

    @functools.cached_property
    def behind(self) -> dict[sp.Symbol, list[frozenset[sp.Symbol]]]:
        """Scalars that bounds on sequences depend on by way of their rules -> what else each depends on."""
        found: dict[sp.Symbol, list[frozenset[sp.Symbol]]] = {}
        for part, free in self.tied:
            for symbol in self.hidden(part.relation) - part.relation.free_symbols - self.equated - self.loose:
                found.setdefault(symbol, []).append(free - {symbol})
        return found

    @functools.cached_property
    def confirmable(self) -> bool:
        """Whether balls can decide every hypothesis: a finite run shows none about every iterate, nor every history."""
        return self.process is None and all(part.bound is not None for part in self.along)

    @functools.cached_property
    def lengths(self) -> tuple["Length", ...]:
        """Lower bounds on integers: a trial runs few steps, so what they are made of is drawn to suit."""
        return tuple(
            Length.of(relation.gts, relation.lts)
            for relation in self.given
            if isinstance(relation, sp.Le | sp.Ge) and relation.gts.is_Symbol and relation.gts.is_integer
            if relation.lts.free_symbols and all(s.is_Symbol for s in relation.lts.free_symbols)
            if not relation.lts.has(Measure, f_of, grad_of, hess_of, norm_of, inner_of, AppliedUndef, relation.gts)
        )

    @functools.cached_property
    def small(self) -> tuple["Reading", ...]:
        """The same with few components and few draws, so that means over all draws can be taken; then with more."""
        assert self.process is not None
        fixed = {s for relation in self.given if isinstance(relation, sp.Eq) for s in relation.free_symbols}
        number, found = self.process.number, []
        for components, draws in ((4, 3), (10, 2)):
            limits = [sp.Le(number, components), *([sp.Ge(number, 2)] if self.process.squares else [])]
            limits += [sp.Le(s, draws) for s in self.scalars if s.is_integer and s != number and s not in fixed]
            found.append(dataclasses.replace(self, given=(*self.given, *limits)))
        return tuple(found)

    @functools.cached_property
    def roots(self) -> dict[sp.Symbol, tuple[sp.CRootOf, ...]]:
        """Symbol -> the real roots of the polynomial, of no other symbol, that a hypothesis says to be zero there."""
        return {s: found for r in self.given for s in r.free_symbols if (found := roots_of(r, s)) and not s.is_integer}

    @functools.cached_property
    def projections(self) -> dict[Any, tuple[Any, sp.Expr]]:
        """Point -> (p, h): the hypotheses say of it what they say of the projection of p - h grad(p)."""
        found = [projection(relation) for relation in self.given]
        return {part[1]: (part[0], part[2]) for part in found if part is not None}

    @functools.cached_property
    def values(self) -> tuple[tuple[Any, frozenset[Any], frozenset[sp.Symbol]], ...]:
        """Inequalities between values of f, or inner products, at points: with the points and the other symbols."""
        marks = {point: sp.Dummy() for point in self.points}
        found = []
        for relation in (*self.given, *self.hints):
            if isinstance(relation, sp.Le | sp.Ge | sp.Gt) and relation.has(f_of, inner_of):
                marked = relation.xreplace(marks)
                points = frozenset(point for point, mark in marks.items() if marked.has(mark))
                others = frozenset(marked.free_symbols - set(marks.values()))
                if relation.has(f_of) or not others:
                    found.append((relation, points, others))
        return tuple(found)

    @functools.cached_property
    def constants(self) -> tuple[sp.Symbol, ...]:
        """The free symbols of the class's constants."""
        return tuple(
            s for s in self.scalars if self.functions and any(s in v.free_symbols for v in _constants(self.functions))
        )


def _constants(functions: FunctionClass) -> list[sp.Expr]:
    return [sp.sympify(value) for value in functions.parameters.values()]


def read(statement: Statement) -> Reading:
    """Take a ``ForAll`` or a ``Run`` apart.

    Raises:
        Unreadable: for another statement, or a nested hypothesis of a form that nothing can be drawn for.
    """
    if isinstance(statement, Run):
        return _read_run(statement)
    if not isinstance(statement, ForAll):
        raise Unreadable(f"a statement of kind {type(statement).__name__}")
    statement = naturals(statement)
    then = tuple(relation for part in statement.conclusions for relation in flat(part))
    if is_process(statement):
        return _read_process(statement, then)
    return _finish(Hypotheses(statement.given), then, statement.points, statement.over, None)


def _read_process(statement: ForAll, then: tuple[Any, ...]) -> Reading:
    process, plain = process_of(statement)
    if process.least is not None and process.slopes:
        plain += tuple(sp.Le(process.least, slopes.steepest) for slopes in process.slopes.values())
        steepest = next(iter(process.slopes.values())).steepest
        plain += tuple(_at_most(relation, process.least, steepest) for relation in plain)
    plain = tuple(dict.fromkeys(relation for part in plain for relation in flat(part)))
    bodies = [rule.value for rules in process.unfold.values() for rule in rules]
    bodies += [total.term for total in process.sums.values()] + [part.then for part in process.checked]
    bound = {s for rules in process.unfold.values() for rule in rules for s in rule.over}
    bound |= {s for total in process.sums.values() for p in total.pattern for s in p.free_symbols}
    bound |= {s for part in process.checked for s in part.over}
    free = {s for part in bodies for s in part.free_symbols} - bound
    free |= {s for part in (*plain, *then) for s in part.free_symbols} | {process.number}
    return Reading(
        given=plain, then=then, points=(), functions=None, lower=(), steep=(), recursions={}, along=(), run=None,
        patterns={}, ends={}, hints=tuple(hints(plain)), stationary=(), process=process,
        scalars=tuple(sorted(free - {*process.roots, *process.points}, key=str)),
    )  # fmt: skip


def _at_most(relation: Any, least: sp.Expr, steepest: sp.Expr) -> Any:
    """What a lower bound on a positive multiple of ``least`` says as ``least`` is at most ``steepest``."""
    if not isinstance(relation, sp.Le | sp.Ge) or not relation.gts.is_Mul or least not in relation.gts.args:
        return sp.true
    sides = (relation.lts, relation.gts.xreplace({least: steepest}))
    return sp.Le(*(sp.expand(side / steepest) for side in sides)) if relation.gts.is_positive else sp.true


def _read_run(run: Run) -> Reading:
    found = Hypotheses((*run.given, *run.functions.conditions))
    if found.bends or found.stationary or any(trait.kind != "convex" for trait in found.traits):
        raise Unreadable("a hypothesis on the function of a run besides its class")
    found.functions = run.functions
    if found.traits:
        if not isinstance(run.functions, L0L1Smooth):
            raise Unreadable("convexity without a bound on the Hessian")
        found.functions = L0L1Smooth(run.functions.L0, run.functions.L1, convex=True)
    parts = run.then if isinstance(run.then, tuple) else (run.then,)
    then = tuple(relation for part in parts for relation in flat(part))
    return _finish(found, then, (x_of(0), *begun(run)), (), run)


def _finish(
    found: Hypotheses, then: tuple[Any, ...], points: tuple[Any, ...], over: tuple[Any, ...], run: Run | None
) -> Reading:
    if not set(found.stationary) <= set(points):
        raise Unreadable("the gradient is assumed to be zero at something that is not a point")
    if found.shapes.names & {str(head) for head in found.nexts}:
        raise Unreadable("a function of real variables is a sequence as well")
    then = starts(found, then)
    given, recursions, functions, along = tuple(found.given), dict(found.nexts), found.functions, tuple(found.along)
    extra = [sp.sympify(v) for v in run.parameters.values()] if run else []
    extra += [run.noise] if run and run.noise is not None else []
    used = [*given, *then, *extra, *(_constants(functions) if functions else []), *(m for m, _ in found.steep)]
    iterated = any(part.relation.has(f_of) and part.relation.has(x_of) for part in along)
    if run is None and iterated and x_of not in recursions:
        recursions[x_of] = falling(functions)
    used += [part for rule in recursions.values() for part in (rule.value, rule.first) if part is not None]
    free = set().union(*(sp.sympify(part).free_symbols for part in used))
    free -= {rule.index for rule in recursions.values()}
    free |= {s for part in along for s in part.relation.free_symbols - {part.index}}
    free |= {s for part in along if part.bound is not None for s in part.bound.free_symbols}
    free |= {s for r in then for s in r.free_symbols} | set(over) | found.shapes.points
    free |= {s for e in found.expectations for s in {*e.scalars, *e.means}}
    free |= {d for _, _, d in found.shapes.near} | set(found.shapes.steep.values())
    asked = any(sp.sympify(part).has(f_of, grad_of, hess_of, Measure) for part in used)
    spoken = [*used, *(part.relation for part in along)]
    if functions is None and (asked or found.lower or found.steep or found.stationary):
        functions = L0L1Smooth(sp.Integer(1), sp.Integer(1))
    if found.steep and not isinstance(functions, L0L1Smooth | Smooth | SmoothConvex):
        raise Unreadable("a bound on the gradient of a function that is not of a class without strong convexity")
    vectors = sorted({*points, *atoms(found, (*given, *then), recursions, run)}, key=str)
    return Reading(
        given=given, then=then, points=tuple(vectors), functions=functions, lower=tuple(found.lower),
        steep=tuple(found.steep), recursions=recursions, along=along, run=run,
        patterns={h: p for h, p in patterns(recursions, spoken).items() if str(h) not in found.shapes.names},
        ends=ends(recursions, (*given, *then)), shapes=found.shapes, expectations=tuple(found.expectations),
        hints=tuple(hints(given)), stationary=tuple(found.stationary),
        scalars=tuple(sorted({s for s in free if s not in points}, key=str)),
    )  # fmt: skip
