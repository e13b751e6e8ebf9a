"""Read a statement as something to draw for: free symbols, points, the class of the function, what is to be tested."""

import dataclasses
import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from theory.classes import FunctionClass, L0L1Smooth
from theory.measures import Measure
from theory.statement import ForAll, Run, Statement
from theory.symbols import _Real
from theory.symbols import f as f_of
from theory.symbols import grad as grad_of
from theory.symbols import hess as hess_of
from theory.symbols import inner as inner_of
from theory.symbols import norm as norm_of
from theory.symbols import x as x_of
from verify.finders.sampling.evaluate import Unreadable
from verify.finders.sampling.relations import Isolated, Length, isolate
from verify.finders.sampling.sequences import SHARE, Along, Rule, descent, heads, rule_of

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
        run: the run of a method that is tested, if the statement is one.
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
    run: Run | None

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
        waiting, seen = heads(part) | ({x_of} if sp.sympify(part).has(x_of) else set()), set()
        while waiting:
            head = waiting.pop()
            seen.add(head)
            rule = self.recursions.get(head)
            if rule is not None:
                parts = [rule.value, *([] if rule.first is None else [rule.first]), *self.ends.get(head, ())]
                found |= {s for p in parts for s in p.free_symbols - {rule.index} if s in self.scalars}
                waiting |= {other for p in parts for other in heads(p)} - seen
        return found

    @functools.cached_property
    def confirmable(self) -> bool:
        """Whether balls can decide every hypothesis: a finite run does not show one about every iterate."""
        return all(part.bound is not None for part in self.along)

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
    def values(self) -> tuple[tuple[Any, frozenset[Any], frozenset[sp.Symbol]], ...]:
        """Inequalities between values of f at points, with the points and the other symbols in them."""
        marks = {point: sp.Dummy() for point in self.points}
        found = []
        for relation in self.given:
            if isinstance(relation, sp.Le | sp.Ge) and relation.has(f_of):
                marked = relation.xreplace(marks)
                points = frozenset(point for point, mark in marks.items() if marked.has(mark))
                found.append((relation, points, frozenset(marked.free_symbols - set(marks.values()))))
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
    reader = _Reader(statement.given)
    then = tuple(flat for part in statement.conclusions for flat in _flat(part))
    return reader.finish(then, statement.points, statement.over, None)


def _read_run(run: Run) -> Reading:
    reader = _Reader((*run.given, *run.functions.conditions))
    reader.functions = run.functions
    then = tuple(flat for part in (run.then if isinstance(run.then, tuple) else (run.then,)) for flat in _flat(part))
    return reader.finish(then, (x_of(0),), (), run)


def _flat(relation: Any) -> Iterator[Any]:
    if isinstance(relation, sp.And):
        for part in relation.args:
            yield from _flat(part)
    elif relation not in (True, sp.true):
        yield relation


class _Reader:
    def __init__(self, given: Iterable[Any]) -> None:
        self.given: list[Any] = []
        self.functions: FunctionClass | None = None
        self.lower: list[sp.Symbol] = []
        self.steep: list[tuple[sp.Symbol, Any]] = []
        self.convex = False
        self.firsts: dict[Any, Any] = {}
        self.nexts: dict[Any, Rule] = {}
        self.along: list[Along] = []
        for part in given:
            if isinstance(part, ForAll):
                for then in part.conclusions:
                    self._nested(part, then)
            else:
                self.given.extend(_flat(part))

    def _nested(self, hypothesis: ForAll, then: Any) -> None:
        """Recognise one hypothesis "for all ..."; every form that cannot be drawn for is refused."""
        readers = (
            self._class_bound,
            self._lower_bound,
            self._gradient_bound,
            self._recursion,
            self._convexity,
            self._along,
        )
        if not any(reader(hypothesis, then) for reader in readers):
            raise Unreadable(
                f"the hypothesis 'for all {', '.join(map(str, hypothesis.over))}: {then}' is not one to draw for"
            )

    def _class_bound(self, hypothesis: ForAll, then: Any) -> bool:
        """hess(z) <= A + B ||grad(z)||: the class, also when it is assumed on a part of the space only."""
        if not isinstance(then, sp.Le | sp.Ge | sp.Lt | sp.Gt) or not isinstance(then.lts, hess_of):
            return False
        slope = norm_of(grad_of(then.lts.args[0]))
        placeholder = sp.Dummy()
        bound = sp.expand(then.gts.subs(slope, placeholder))
        B = bound.coeff(placeholder, 1)
        A = sp.expand(bound - B * placeholder)
        if A.has(placeholder) or A.has(sp.core.function.AppliedUndef, _Real) or A.free_symbols & set(hypothesis.over):
            return False
        found = L0L1Smooth(A, B)
        if self.functions not in (None, found):
            raise Unreadable("two different classes are assumed at once")
        self.functions = found
        return True

    def _lower_bound(self, hypothesis: ForAll, then: Any) -> bool:
        if isinstance(then, sp.Ge | sp.Le) and isinstance(then.gts, f_of) and isinstance(then.lts, sp.Symbol):
            self.lower.append(then.lts)
            return not hypothesis.given
        return False

    def _gradient_bound(self, hypothesis: ForAll, then: Any) -> bool:
        """f(z) <= f(start) implies ||grad(z)|| <= M."""
        if len(hypothesis.over) != 1 or len(hypothesis.given) != 1 or not isinstance(then, sp.Le | sp.Ge):
            return False
        (z,), (within,) = hypothesis.over, hypothesis.given
        if then.lts != norm_of(grad_of(z)) or not isinstance(then.gts, sp.Symbol):
            return False
        if not isinstance(within, sp.Le | sp.Ge) or within.lts != f_of(z) or not isinstance(within.gts, f_of):
            return False
        self.steep.append((then.gts, within.gts.args[0]))
        return True

    def _recursion(self, hypothesis: ForAll, then: Any) -> bool:
        """What a sequence is at an index, or a bound on it; drawn for all indices, whatever the conditions."""
        if len(hypothesis.over) != 1:
            return False
        (i,) = hypothesis.over
        if isinstance(then, sp.Eq) and then.lhs == x_of(i + 1):
            if hypothesis.given or x_of in self.nexts:
                return False
            own = sp.Dummy("i", integer=True, nonnegative=True)
            self.nexts[x_of] = Rule(index=own, kind="next", value=then.rhs.subs(i, own))
            return True
        if i not in hypothesis.indices and not i.is_integer:
            return False
        found = rule_of(i, then, self.nexts)
        if found is not None:
            self.nexts[found[0]] = found[1]
        return found is not None

    def _convexity(self, hypothesis: ForAll, then: Any) -> bool:
        """f(a) >= f(b) + <grad(b), a - b>."""
        if len(hypothesis.over) != 2 or hypothesis.given or not isinstance(then, sp.Le | sp.Ge):
            return False
        slack = sp.expand(then.gts - then.lts)
        for a, b in (hypothesis.over, hypothesis.over[::-1]):
            if sp.expand(f_of(a) - f_of(b) - inner_of(grad_of(b), a - b) - slack) == 0:
                self.convex = True
        return self.convex

    def _along(self, hypothesis: ForAll, then: Any) -> bool:
        """A bound on a measure or on the function at every index, or at those below a number of steps."""
        if len(hypothesis.over) != 1 or not then.has(Measure, f_of) or heads(then):
            return False
        (i,) = hypothesis.over
        bounds = [c for c in hypothesis.given if isinstance(c, sp.Lt) and c.lhs == i and c.rhs.is_Symbol]
        if not i.is_integer and i not in hypothesis.indices:
            return False
        conditions = tuple(c for c in hypothesis.given if c not in bounds[:1])
        self.along.append(Along(index=i, relation=then, bound=bounds[0].rhs if bounds else None, conditions=conditions))
        return True

    def finish(self, then: tuple[Any, ...], points: tuple[Any, ...], over: tuple[Any, ...], run: Run | None) -> Reading:
        then = self._starts(then)
        recursions = dict(self.nexts)
        functions = self.functions
        if self.convex:
            functions = (
                L0L1Smooth(functions.L0, functions.L1, convex=True) if isinstance(functions, L0L1Smooth) else None
            )
        if self.convex and functions is None:
            raise Unreadable("convexity without a bound on the Hessian")
        extra = [sp.sympify(v) for v in run.parameters.values()] if run else []
        extra += [run.noise] if run and run.noise is not None else []
        used = [*self.given, *then, *extra, *(_constants(functions) if functions else []), *(m for m, _ in self.steep)]
        iterated = any(part.relation.has(f_of) and part.relation.has(x_of) for part in self.along)
        if run is None and iterated and x_of not in recursions:
            known = functions if isinstance(functions, L0L1Smooth) else L0L1Smooth(sp.Integer(1), sp.Integer(1))
            recursions[x_of] = descent(sp.sympify(known.L0), sp.sympify(known.L1))
        used += [part for rule in recursions.values() for part in (rule.value, rule.first) if part is not None]
        free = set().union(*(sp.sympify(part).free_symbols for part in used))
        free -= {rule.index for rule in recursions.values()}
        free |= {s for part in self.along for s in part.relation.free_symbols - {part.index}}
        free |= {part.bound for part in self.along if part.bound is not None}
        free |= {s for r in then for s in r.free_symbols} | set(over)
        atoms = (
            {a for part in (*self.given, *then) for a in sp.sympify(part).atoms(x_of)}
            if x_of not in recursions
            else set()
        )
        atoms |= {start for _, start in self.steep}
        if x_of in recursions:
            atoms |= {x_of(0)}
        atoms |= {
            x_of(a.args[0]) for part in (*self.given, *then) for a in sp.sympify(part).atoms(Measure) if run is None
        }
        vectors = sorted({*points, *atoms}, key=str)
        spoken = any(sp.sympify(part).has(f_of, grad_of, hess_of, Measure) for part in used) or self.lower or self.steep
        if functions is None and spoken:
            functions = L0L1Smooth(sp.Integer(1), sp.Integer(1))
        return Reading(
            given=tuple(self.given), then=then, points=tuple(vectors), functions=functions, lower=tuple(self.lower),
            steep=tuple(self.steep), recursions=recursions, along=tuple(self.along), run=run,
            patterns=_patterns(recursions, used), ends=_ends(recursions, (*self.given, *then)),
            hints=tuple(_hints(self.given)),
            scalars=tuple(sorted({s for s in free if s not in points}, key=str)),
        )  # fmt: skip

    def _starts(self, then: tuple[Any, ...]) -> tuple[Any, ...]:
        """Give each sequence its value at 0: the one that a hypothesis says, or a symbol of its own."""
        for head, rule in self.nexts.items():
            if rule.kind != "next":
                continue
            said = [r for r in self.given if isinstance(r, sp.Eq) and r.lhs == head(0)]
            self.given = [r for r in self.given if r not in said]
            if said or head is x_of:
                self.nexts[head] = dataclasses.replace(rule, first=said[0].rhs if said else None)
                continue
            start = sp.Symbol(f"{head}(0)", real=True)
            self.nexts[head] = dataclasses.replace(rule, first=start)
            self.given = [r.subs(head(0), start) for r in self.given]
            then = tuple(r.subs(head(0), start) for r in then)
        return then


def _patterns(rules: dict[Any, Rule], used: Iterable[Any]) -> dict[Any, str]:
    """What has to be drawn for the sequences: those without a rule are free."""
    spoken = {head for part in used for head in heads(part)}
    found = {head: "share" if head is SHARE else "free" for head in spoken - set(rules)}
    found |= {head: rule.pattern for head, rule in rules.items() if rule.pattern}
    for head, rule in rules.items():
        if rule.kind == "back" and any(found.get(other) != "free" for other in heads(rule.value) - {head}):
            raise Unreadable(f"{head} is computed backwards, from sequences that are not free")
    return {head: found[head] for head in sorted(found, key=str)}


def _ends(rules: dict[Any, Rule], relations: Iterable[Any]) -> dict[Any, tuple[sp.Expr, ...]]:
    """The indices at which sequences are asked for that have to be computed backwards."""
    nodes = sorted({node for r in relations for node in sp.sympify(r).atoms(AppliedUndef)}, key=str)
    return {
        head: tuple(node.args[0] for node in nodes if len(node.args) == 1)
        for head, rule in rules.items()
        if rule.kind == "back"
    }


def _hints(given: Iterable[Any]) -> Iterator[Any]:
    """An equation that gives a nonnegative symbol, or a square, bounds the others."""
    for relation in given:
        for symbol in sorted(relation.free_symbols, key=str) if isinstance(relation, sp.Eq) else ():
            found = isolate(relation, symbol)
            if found is None or not found.slope.is_Rational:
                continue
            if (found.power == 1 and symbol.is_nonnegative) or (found.power % 2 == 0 and not symbol.is_nonnegative):
                hint = sp.Ge(-found.rest / found.slope, 0)
                if hint not in (True, False, sp.true, sp.false):
                    yield hint
