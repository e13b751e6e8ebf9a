"""Processes: points and numbers that depend on a history of draws, given by equations for all histories.

An equation becomes a rule from left to right where its left side is a function of variables, their successors, zero and
constructed histories; what no rule gives is drawn.  Every other hypothesis is checked where a trial looks, and that is
why a trial of a process confirms nothing: its hypotheses hold at all histories, of which it meets a few.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from theory.statement import ForAll
from theory.symbols import f as f_of
from theory.symbols import grad as grad_of
from theory.symbols import inner as inner_of
from theory.symbols import norm as norm_of
from theory.symbols import x as x_of
from verify.finders.sampling.reading.forms import flat
from verify.finders.sampling.reading.traits import trait_of
from verify.finders.sampling.running.evaluate import Unreadable

__all__ = ["Process", "Slopes", "Sum", "Unfold", "is_process", "process_of"]


@dataclass(frozen=True, kw_only=True)
class Unfold:
    """head(*pattern) = value wherever ``conditions`` hold.

    A pattern is a variable, its successor, a number, a symbol that names a history, or a constructor of variables.
    """

    pattern: tuple[Any, ...]
    over: tuple[sp.Symbol, ...]
    conditions: tuple[Any, ...]
    value: Any


@dataclass(frozen=True, kw_only=True)
class Sum:
    """head(..., m, ...) is a sum over i < m, m at ``place``: of ``term`` in ``index``, with ``pattern`` elsewhere."""

    place: int
    pattern: tuple[Any, ...]
    index: sp.Symbol
    term: Any
    branches: bool
    """Whether each term belongs to a history of its own: a mean over draws is made of such a sum."""


@dataclass(frozen=True, kw_only=True)
class Slopes:
    """slope(i, w) is the gradient of the i-th component at ``point(w)``, measured from the one at ``centre``."""

    point: Any
    centre: sp.Symbol
    steepest: sp.Expr


@dataclass(frozen=True, kw_only=True)
class Process:
    """The rules and what is left to draw.

    Attributes:
        unfold, sums: head -> its rules.
        slopes: head -> the components whose gradients it has.
        number: how many components there are.
        least: a lower bound on the curvature of the components' mean, or None.
        cold: heads whose sum over the components is assumed to be zero.
        squares: symbol -> (application, factor): factor symbol^2 is this sum of squares.
        roots: symbols that name histories.
        checked: hypotheses that are neither rules nor about scalars alone.
        points: the points that are given names.
        placed: heads that give points.
    """

    unfold: dict[Any, tuple[Unfold, ...]]
    sums: dict[Any, Sum]
    slopes: dict[Any, Slopes]
    number: sp.Symbol
    least: sp.Expr | None
    cold: frozenset[Any]
    squares: dict[sp.Symbol, tuple[Any, sp.Expr]]
    roots: frozenset[sp.Symbol]
    checked: tuple[ForAll, ...]
    points: tuple[sp.Symbol, ...]
    placed: frozenset[Any]

    @property
    def branching(self) -> bool:
        """Whether some sum is over histories."""
        return any(rule.branches for rule in self.sums.values())


def is_process(statement: ForAll) -> bool:
    """Whether points are indexed by a component and a history."""
    parts = [relation for part in statement.given for relation in _relations(part)]
    indices = [node.args[0] for part in parts for node in sp.sympify(part).atoms(x_of)]
    return any(isinstance(index, AppliedUndef) and len(index.args) > 1 for index in indices)


def _relations(part: Any) -> tuple[Any, ...]:
    return part.conclusions if isinstance(part, ForAll) else (part,)


def process_of(statement: ForAll) -> tuple[Process, tuple[Any, ...]]:
    """The process of a statement, and its hypotheses on scalars alone.

    Raises:
        Unreadable: where no number of components can be told.
    """
    parts = list(_parts(statement.given))
    unfold: dict[Any, list[Unfold]] = {}
    rest: list[tuple[ForAll, Any]] = []
    plain: list[Any] = []
    for hypothesis, then in parts:
        head, rule = _rule(hypothesis, then)
        if rule is not None:
            unfold.setdefault(head, []).append(rule)
        elif hypothesis.over or sp.sympify(then).has(AppliedUndef, x_of, f_of, grad_of, inner_of, norm_of):
            rest.append((hypothesis, then))
        else:
            plain.append(then)
    sums = {head: total for head, rules in unfold.items() if (total := _sum(head, rules)) is not None}
    slopes = dict(pair for hypothesis, then in rest if (pair := _slopes(hypothesis, then)) is not None)
    _unambiguous(parts)
    symbols = _symbols([then for _, then in parts] + list(statement.conclusions))
    bound = {s for hypothesis, _ in parts for s in hypothesis.over}
    process = Process(
        unfold={head: tuple(rules) for head, rules in unfold.items() if head not in sums},
        sums=sums,
        slopes=slopes,
        number=_number([then for _, then in rest] + list(statement.conclusions), parts),
        least=next((least for hypothesis, then in rest if (least := _least(hypothesis, then)) is not None), None),
        cold=frozenset(head for _, then in rest for head in _zero(then)),
        squares={found[0]: found[1:] for h, then in rest if not h.over and (found := _square(then)) is not None},
        roots=frozenset(s for s in symbols - set(statement.points) if not s.is_integer) - (bound - _free(statement)),
        checked=tuple(ForAll(over=h.over, indices=h.indices, points=h.points, given=h.given, then=t) for h, t in rest),
        points=statement.points,
        placed=frozenset(
            node.args[0].func.__name__
            for part in [*(then for _, then in parts), *statement.conclusions]
            for node in sp.sympify(part).atoms(x_of)
        ),
    )  # fmt: skip
    return process, tuple(plain)


def _unambiguous(parts: Iterable[tuple[ForAll, Any]]) -> None:
    """Values are kept by the names of symbols and functions: refuse two with one name."""
    symbols = {s for _, then in parts for s in sp.sympify(then).free_symbols}
    heads = {node.func for _, then in parts for node in sp.sympify(then).atoms(AppliedUndef)}
    names = [str(s) for s in symbols] + [head.__name__ for head in heads]
    if len(set(names)) < len(names):
        raise Unreadable("two symbols of one name in a process")


def _free(statement: ForAll) -> set[Any]:
    """The symbols of the conclusions, which are free whatever the hypotheses bind."""
    return {s for then in statement.conclusions for s in sp.sympify(then).free_symbols}


def _parts(given: Iterable[Any]) -> Iterator[tuple[ForAll, Any]]:
    for part in given:
        hypothesis = part if isinstance(part, ForAll) else ForAll(then=part)
        for then in hypothesis.conclusions:
            for relation in flat(then):
                yield hypothesis, relation


def _symbols(parts: Iterable[Any]) -> set[Any]:
    """The symbols that are an argument of a function by themselves."""
    nodes = {node for part in parts for node in sp.sympify(part).atoms(AppliedUndef)}
    return {argument for node in nodes for argument in node.args if argument.is_Symbol}


def _node(expression: Any) -> Any:
    """head(...) of x(head(...)) or of head(...)."""
    inside = expression.args[0] if isinstance(expression, x_of) else expression
    return inside if isinstance(inside, AppliedUndef) else None


def _rule(hypothesis: ForAll, then: Any) -> tuple[Any, Unfold | None]:
    """The rule that an equation is, with its head."""
    if not isinstance(then, sp.Eq):
        return None, None
    left, value = then.lhs, then.rhs
    if isinstance(left, sp.Mul):  # n * head(...) = value
        nodes = [part for part in left.args if _node(part) is not None]
        if len(nodes) != 1:
            return None, None
        value, left = value * nodes[0] / left, nodes[0]
    node = _node(left)
    over = hypothesis.over
    if node is None or not all(_fits(argument, over) for argument in node.args):
        return None, None
    names = {s for argument in node.args for s in argument.free_symbols}
    if not set(over) <= names:
        return None, None
    return node.func.__name__, Unfold(pattern=node.args, over=over, conditions=hypothesis.given, value=value)


def _fits(argument: Any, over: tuple[sp.Symbol, ...]) -> bool:
    if argument.is_Integer or argument in over:
        return True
    if argument.is_Symbol:
        return not argument.is_integer
    if isinstance(argument, AppliedUndef):
        return all(part in over for part in argument.args)
    return argument - 1 in over


def _sum(head: Any, rules: list[Unfold]) -> Sum | None:
    """Two rules that say that head is a sum: zero at 0, and one term more at a successor."""
    if len(rules) != 2:
        return None
    first, following = sorted(rules, key=lambda rule: not any(a.is_Integer for a in rule.pattern))
    places = [k for k, a in enumerate(following.pattern) if isinstance(a, sp.Add)]
    if len(places) != 1 or first.value != 0 or first.pattern[places[0]] != 0 or following.conditions:
        return None
    (place,) = places
    index = following.pattern[place] - 1
    before = sp.Function(head, real=True)(*(index if k == place else a for k, a in enumerate(following.pattern)))
    for node in (before, x_of(before)):
        term = following.value - node
        if following.value.has(node) and not any(n.func.__name__ == head for n in term.atoms(AppliedUndef)):
            nested = any(isinstance(a, AppliedUndef) and a.has(index) for n in term.atoms(AppliedUndef) for a in n.args)
            return Sum(place=place, pattern=following.pattern, index=index, term=term, branches=nested)
    return None


def _slopes(hypothesis: ForAll, then: Any) -> tuple[Any, Slopes] | None:
    """||s||^2 <= L <s, p - c>: s is the gradient of a convex function, from that at c, at the point p."""
    if not isinstance(then, sp.Le | sp.Ge) or not isinstance(then.lts, inner_of) or len(set(then.lts.args)) != 1:
        return None
    slope = then.lts.args[0]
    products = [part for part in sp.Mul.make_args(then.gts) if isinstance(part, inner_of)]
    if len(products) != 1 or slope not in products[0].args or _node(slope) is None:
        return None
    (way,) = [part for part in products[0].args if part != slope]
    points = [term for term in sp.Add.make_args(way) if isinstance(term, x_of)]
    if len(points) != 1 or not (points[0] - way).is_Symbol or _node(points[0]) is None:
        return None
    found = Slopes(point=_node(points[0]).func.__name__, centre=points[0] - way, steepest=then.gts / products[0])
    return _node(slope).func.__name__, found


def _least(hypothesis: ForAll, then: Any) -> sp.Expr | None:
    """mu of strong convexity: of f, or as n mu ||p - c||^2 <= <sum of the slopes, p - c>."""
    trait = trait_of(hypothesis.over, then) if hypothesis.points == hypothesis.over and not hypothesis.given else None
    if trait is not None:
        return trait.constant if trait.kind == "strong" else None
    if not isinstance(then, sp.Le | sp.Ge) or not isinstance(then.gts, inner_of):
        return None
    squares = [p for p in sp.Mul.make_args(then.lts) if isinstance(p, inner_of) and len(set(p.args)) == 1]
    if len(squares) != 1 or squares[0].args[0] not in then.gts.args:
        return None
    factors = [s for s in sp.Mul.make_args(then.lts / squares[0]) if not s.is_integer]
    return sp.Mul(*factors)


def _number(relations: Iterable[Any], parts: Iterable[tuple[ForAll, Any]]) -> sp.Symbol:
    """The symbol that bounds the indices, or up to which sums are taken."""
    bounds = {c.rhs for h, _ in parts for c in h.given if isinstance(c, sp.Lt) and c.rhs.is_Symbol}
    nodes = {node for part in relations for node in sp.sympify(part).atoms(AppliedUndef)}
    bounds |= {a for node in nodes for a in node.args if a.is_Symbol and a.is_integer and a.is_positive}
    names = {s for s in bounds if s.is_integer and s.is_positive}
    if len(names) != 1:
        raise Unreadable("a process without one number of components")
    return names.pop()


def _zero(then: Any) -> list[Any]:
    """The head of a sum that is assumed to be zero."""
    node = _node(then.lhs) if isinstance(then, sp.Eq) and then.rhs == 0 else None
    return [] if node is None else [node.func.__name__]


def _square(then: Any) -> tuple[sp.Symbol, Any, sp.Expr] | None:
    """(s, sum, factor) of sum = factor s^2."""
    if not isinstance(then, sp.Eq) or _node(then.lhs) is None or isinstance(then.lhs, x_of):
        return None
    for symbol in sorted(then.rhs.free_symbols, key=str):
        factor = sp.expand(then.rhs).coeff(symbol, 2)
        alone = factor != 0 and sp.expand(then.rhs - factor * symbol**2) == 0
        if alone and symbol.is_positive and not symbol.is_integer:
            return symbol, then.lhs, factor
    return None
