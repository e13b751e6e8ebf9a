"""Read a statement as something to draw for: free symbols, points, the class of the function, what is to be tested."""

import functools
from collections.abc import Callable, Iterable, Iterator
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

__all__ = ["Isolated", "Length", "Reading", "isolate", "read"]


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
        recursions: sequence -> (value at 0 or None, index, value at index + 1).
        along: relations assumed at every iterate of the run, with the index symbol.
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
    recursions: dict[Any, tuple[Any, sp.Symbol, Any]]
    along: tuple[tuple[sp.Symbol, Any], ...]
    hints: tuple[Any, ...]
    run: Run | None

    @functools.cached_property
    def about(self) -> dict[sp.Symbol, list[tuple[frozenset[sp.Symbol], "Isolated | None", Any]]]:
        """For each scalar the relations on it: their other symbols, the relation solved for it, the relation itself."""
        starts = [relation.subs(index, 0) for index, relation in self.along]
        relations = [(relation, frozenset(relation.free_symbols)) for relation in (*self.given, *self.hints, *starts)]
        return {
            symbol: [
                (free - {symbol}, isolate(relation, symbol), relation) for relation, free in relations if symbol in free
            ]
            for symbol in self.scalars
        }

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
        self.nexts: dict[Any, tuple[sp.Symbol, Any]] = {}
        self.along: list[tuple[sp.Symbol, Any]] = []
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
        """sequence(i + 1) = ... for all i."""
        if len(hypothesis.over) != 1 or hypothesis.given or not isinstance(then, sp.Eq):
            return False
        (i,), left = hypothesis.over, then.lhs
        if not isinstance(left, AppliedUndef | x_of) or left.args[0] != i + 1 or type(left) in self.nexts:
            return False
        self.nexts[type(left) if isinstance(left, x_of) else left.func] = (i, then.rhs)
        return True

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
        """A bound on a measure at every index."""
        if len(hypothesis.over) != 1 or hypothesis.given or not then.has(Measure):
            return False
        self.along.append((hypothesis.over[0], then))
        return True

    def finish(self, then: tuple[Any, ...], points: tuple[Any, ...], over: tuple[Any, ...], run: Run | None) -> Reading:
        recursions: dict[Any, tuple[Any, sp.Symbol, Any]] = {}
        for head, (i, following) in self.nexts.items():
            first = [r for r in self.given if isinstance(r, sp.Eq) and r.lhs == head(0)]
            self.given = [r for r in self.given if r not in first]
            recursions[head] = (first[0].rhs if first else None, i, following)
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
        used += [
            sp.sympify(part)
            for first, _, following in recursions.values()
            for part in (first, following)
            if part is not None
        ]
        free = set().union(*(sp.sympify(part).free_symbols for part in used)) - {i for _, i, _ in recursions.values()}
        free |= (
            {s for i, r in self.along for s in r.free_symbols - {i}}
            | {s for r in then for s in r.free_symbols}
            | set(over)
        )
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
            hints=tuple(_hints(self.given)),
            scalars=tuple(sorted({s for s in free if s not in points}, key=str)),
        )  # fmt: skip


def _hints(given: Iterable[Any]) -> Iterator[Any]:
    """An equation that gives a nonnegative symbol bounds the others."""
    for relation in given:
        for symbol in sorted(relation.free_symbols, key=str) if isinstance(relation, sp.Eq) else ():
            found = isolate(relation, symbol) if symbol.is_nonnegative else None
            if found is not None and found.power == 1 and found.slope.is_Rational:
                hint = sp.Ge(-found.rest / found.slope, 0)
                if hint not in (True, False, sp.true, sp.false):
                    yield hint


@dataclass(frozen=True, kw_only=True)
class Length:
    """A lower bound on a number of steps, as a function in floats of the symbols in it."""

    symbols: tuple[sp.Symbol, ...]
    bound: Callable[..., float]

    @classmethod
    def of(cls, number: sp.Symbol, bound: sp.Expr) -> "Length":
        """From the hypothesis ``number >= bound``."""
        symbols = tuple(sorted(bound.free_symbols, key=str))
        return cls(symbols=symbols, bound=sp.lambdify(symbols, bound, modules="math"))


@dataclass(frozen=True)
class Isolated:
    """A relation as ``slope * symbol**power + rest >= 0`` (or = 0)."""

    slope: sp.Expr
    power: int
    rest: sp.Expr
    equal: bool

    @functools.cached_property
    def solution(self) -> sp.Expr:
        """The symbol, if the relation is an equation."""
        return (-self.rest / self.slope) ** sp.Rational(1, self.power)


@functools.lru_cache(maxsize=4096)
def isolate(relation: Any, symbol: sp.Symbol) -> Isolated | None:
    """The relation solved for a symbol, if it is linear in one power of it."""
    if isinstance(relation, sp.Eq):
        slack, equal = relation.lhs - relation.rhs, True
    elif isinstance(relation, sp.Le | sp.Lt | sp.Ge | sp.Gt):
        slack, equal = relation.gts - relation.lts, False
    else:
        return None
    terms = sp.collect(sp.expand(slack), symbol, evaluate=False)
    rest = terms.pop(sp.Integer(1), sp.Integer(0))
    if len(terms) != 1 or rest.has(symbol):
        return None
    ((monomial, slope),) = terms.items()
    base, power = monomial.as_base_exp()
    if base != symbol or not power.is_Integer or power == 0 or slope.has(symbol):
        return None
    return Isolated(slope, int(power), rest, equal)
