"""The interval checker: scalar inequalities proved by a cover in ball arithmetic, or refuted at a rational point."""

from collections.abc import Iterator
from typing import Any

import sympy as sp

from theory.claim import Claim
from theory.statement import ForAll, Inclusion
from verify.finders.covers.balls import Domain, Unusable, domain, supports
from verify.finders.covers.cover import COVER_BITS, POINT_BITS, Point, cover, enlarge, violates
from verify.finders.covers.violation import hunt
from verify.task import Task
from verify.verdict import Finding

__all__ = ["NAME", "VERSION", "applies", "check"]

NAME = "interval"
VERSION = "1"


def applies(claim: Claim) -> bool:
    """Whether the claim is about real scalars only, or about an explicit function of one variable."""
    return bool(_domains(claim))


def check(task: Task) -> Finding:
    """Prove the claim on its box, refute it at a rational point, or say on which box it stayed undecided.

    Nothing is ever concluded from a comparison that balls cannot decide: a proof needs every box settled, a
    refutation needs every hypothesis certainly true and a conclusion certainly false at a rational point.
    """
    domains = _domains(task.claim)
    effort = 4_000_000 if task.deep else 400_000
    boxes, smallest, undecided = 0, None, ""
    for part in domains:
        point, admitted = hunt(part, seed=task.seed)
        if point is not None:
            return _refuted(part, point)
        if part.unbounded:
            names = ", ".join(map(str, part.unbounded))
            undecided = undecided or (
                f"no finite box: {names} unbounded; {admitted} admissible draws found no violation. "
                "Hypotheses such as a <= v, v <= b with rational a, b would give one"
            )
            continue
        result = cover(part, effort=effort)
        boxes += result.boxes
        if result.outcome == "proved" and result.discarded == result.boxes:
            undecided = undecided or "vacuous: no point of the box satisfies every hypothesis"
        smallest = result.smallest if smallest is None else min(smallest, result.smallest)
        if result.outcome == "refuted":
            return _refuted(part, result.point)
        if result.outcome == "undecided":
            pairs = zip(part.variables, result.box, strict=True)
            where = ", ".join(f"{v} in [{low}, {high}]" for v, (low, high) in pairs)
            undecided = undecided or f"undecided after {result.boxes} boxes: {result.failing} on the box {where}"
    evidence = {"boxes": boxes, "smallest box": str(smallest), "bits": COVER_BITS}
    if undecided:
        return Finding(checker=NAME, outcome="undecided", rigour="none", evidence=evidence, reason=undecided)
    if isinstance(task.claim.statement, Inclusion) and _has_joints(task.claim.statement.function):
        reason = "every piece satisfies the inequalities, but continuity at the joints is not decided here"
        return Finding(checker=NAME, outcome="undecided", rigour="none", evidence=evidence, reason=reason)
    scope = "; ".join(filter(None, (_box(part) for part in domains))) or "all parameters"
    reason = f"holds on each of {boxes} boxes that cover the domain"
    return Finding(checker=NAME, outcome="proved", rigour="interval", scope=scope, evidence=evidence, reason=reason)


def _domains(claim: Claim) -> list[Domain]:
    """The domains that have to be settled; none when the statement is of another kind."""
    statement = claim.statement
    try:
        if isinstance(statement, ForAll):
            if statement.points or any(isinstance(given, ForAll) for given in statement.given):
                return []
            parts = [domain(statement.given, statement.conclusions, statement.indices)]
        elif isinstance(statement, Inclusion):
            parts = list(_pieces(statement))
        else:
            return []
    except Unusable:
        return []
    readable = all(supports(s.expression, p.variables) for p in parts for s in (*p.given, *p.then))
    return parts if readable else []


def _pieces(statement: Inclusion) -> Iterator[Domain]:
    """The class's inequalities between the derivatives, on every piece of the function."""
    function = statement.function
    if _has_joints(function):
        function = function.rewrite(sp.Piecewise)
    function = sp.piecewise_fold(function)
    branches = function.args if isinstance(function, sp.Piecewise) else ((function, sp.true),)
    earlier: list[Any] = []
    for value, condition in branches:
        first = sp.diff(value, statement.variable)
        then = statement.functions.pointwise(statement.variable, first, sp.diff(first, statement.variable))
        excluded = [sp.Not(other) for other in earlier if isinstance(other, sp.Rel)]
        yield domain((*statement.given, *statement.functions.conditions, condition, *excluded), then)
        earlier.append(condition)


def _has_joints(function: sp.Expr) -> bool:
    """Whether the derivative may jump somewhere although every piece is smooth."""
    return bool(function.has(sp.Piecewise, sp.Abs, sp.Min, sp.Max, sp.sign, sp.Heaviside))


def _box(part: Domain) -> str:
    return ", ".join(f"{low} <= {v} <= {high}" for v, (low, high) in ((v, part.bounds[v]) for v in part.variables))


def _refuted(part: Domain, point: Point) -> Finding:
    side = violates(part, point)
    values = {v: sp.Rational(p.numerator, p.denominator) for v, p in zip(part.variables, point, strict=True)}
    for symbol, expression in reversed(list(part.substitutions.items())):  # the last contains no earlier one
        values[symbol] = sp.simplify(expression.subs(values))
    witness = {str(v): str(value) for v, value in values.items()}
    box = {str(v): [str(low), str(high)] for v, (low, high) in zip(part.variables, enlarge(part, point), strict=True)}
    at = ", ".join(f"{name} = {value}" for name, value in witness.items())
    return Finding(
        checker=NAME,
        outcome="refuted",
        rigour="interval",
        scope=at,
        evidence={"witness": witness, "box": box, "violated": str(side), "bits": POINT_BITS},
        reason=f"at {at} every hypothesis holds and {side} fails",
    )
