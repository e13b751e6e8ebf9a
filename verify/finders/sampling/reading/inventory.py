"""What has to be drawn for a statement: where sequences start, their patterns, points, and hints to draw by."""

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from theory.classes import FunctionClass, L0L1Smooth
from theory.measures import Measure
from theory.statement import Run
from theory.symbols import inner as inner_of
from theory.symbols import x as x_of
from verify.finders.sampling.reading.hypotheses import Hypotheses
from verify.finders.sampling.reading.relations import isolate
from verify.finders.sampling.running.evaluate import Unreadable
from verify.finders.sampling.running.sequences import SHARE, TURN, Rule, descent, heads

__all__ = ["atoms", "ends", "falling", "hints", "patterns", "starts"]


def falling(functions: FunctionClass | None) -> Rule:
    """Points along which a member of the class does not increase."""
    if isinstance(functions, L0L1Smooth):
        return descent(sp.sympify(functions.L0), sp.sympify(functions.L1))
    return descent(sp.sympify(functions.parameters["L"]) if functions else sp.Integer(1), sp.Integer(not functions))


def atoms(found: Hypotheses, relations: tuple[Any, ...], recursions: dict[Any, Rule], run: Run | None) -> set[Any]:
    """The points ``x(...)`` that are drawn."""
    parts = [sp.sympify(part) for part in relations]
    places = {a for part in parts for a in part.atoms(x_of) if not isinstance(a.args[0], AppliedUndef)}
    places = {x_of(0)} if x_of in recursions else places
    places |= {start for _, start in found.steep}
    return places | {x_of(a.args[0]) for part in parts for a in part.atoms(Measure) if run is None}


def starts(found: Hypotheses, then: tuple[Any, ...]) -> tuple[Any, ...]:
    """Give each sequence its value at 0: the one that a hypothesis says, or a symbol of its own."""
    for head, rule in found.nexts.items():
        if rule.kind != "next" or rule.first is not None:
            continue
        said = [r for r in found.given if isinstance(r, sp.Eq) and r.lhs == head(0)]
        found.given = [r for r in found.given if r not in said]
        if said or head is x_of:
            found.nexts[head] = dataclasses.replace(rule, first=said[0].rhs if said else None)
            continue
        start = sp.Symbol(f"{head}(0)", real=True)
        found.nexts[head] = dataclasses.replace(rule, first=start)
        found.given = [r.subs(head(0), start) for r in found.given]
        then = tuple(r.subs(head(0), start) for r in then)
    return then


def patterns(rules: dict[Any, Rule], used: Iterable[Any]) -> dict[Any, str]:
    """What has to be drawn for the sequences: those without a rule are free."""
    used = [sp.sympify(part) for part in used]
    named = {node for part in used for node in part.atoms(x_of) if isinstance(node.args[0], AppliedUndef)}
    families = {node.args[0].func for node in named}
    marks = {node: sp.Dummy() for node in named}
    if families & ({head for part in used for head in heads(part.xreplace(marks))} | set(rules)):
        raise Unreadable("numbers that points are indexed by, and that are spoken of besides")
    kinds = {SHARE: "share", TURN: "turn", **dict.fromkeys(families, "vector")}
    spoken = {head for part in used for head in heads(part)}
    found = {head: kinds.get(head, "free") for head in spoken - set(rules)}
    found |= {head: rule.pattern for head, rule in rules.items() if rule.pattern}
    for head, rule in rules.items():
        if rule.kind == "back" and any(found.get(other) != "free" for other in heads(rule.value) - {head}):
            raise Unreadable(f"{head} is computed backwards, from sequences that are not free")
    return {head: found[head] for head in sorted(found, key=str)}


def ends(rules: dict[Any, Rule], relations: Iterable[Any]) -> dict[Any, tuple[sp.Expr, ...]]:
    """The indices at which sequences are asked for that have to be computed backwards."""
    nodes = sorted({node for r in relations for node in sp.sympify(r).atoms(AppliedUndef)}, key=str)
    return {
        head: tuple(node.args[0] for node in nodes if len(node.args) == 1)
        for head, rule in rules.items()
        if rule.kind == "back"
    }


def hints(given: Iterable[Any]) -> Iterator[Any]:
    """An equation that gives a nonnegative symbol, or a square, bounds the others; so does a positive lower bound."""
    for relation in given:
        for symbol in sorted(relation.free_symbols, key=str) if isinstance(relation, sp.Eq) else ():
            found = isolate(relation, symbol)
            if found is None or not found.slope.is_Rational:
                continue
            if (found.power == 1 and symbol.is_nonnegative) or found.power % 2 == 0:
                yield from _said(sp.Ge(-found.rest / found.slope, 0))
        if isinstance(relation, sp.Le | sp.Ge) and relation.lts.is_Symbol and relation.lts.is_positive:
            yield from _said(sp.Gt(relation.gts, 0)) if relation.gts.has(inner_of) else ()


def _said(hint: Any) -> Iterator[Any]:
    if hint not in (True, False, sp.true, sp.false):
        yield hint
