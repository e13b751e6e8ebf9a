"""Numbers out of claims: a bound is read from the claim's own statement, never retyped, and only where it applies."""

from collections.abc import Mapping
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from theory.claim import Claim, PaperError
from theory.measures import Measure, gap, hitting_time
from theory.statement import ForAll, Run

__all__ = ["Values", "failing", "floor", "guaranteed", "holds", "least_gap", "solved"]

Values = Mapping[sp.Symbol, sp.Expr]

RUN = ("h", "a")
"""Symbols of a lower bound's run: the step, and the step in the unit of the function."""


def guaranteed(claim: Claim, values: Values) -> sp.Expr | None:
    """The bound of a claim ``hitting_time(eps) <= bound`` at a parameter point.

    Args:
        claim: a claim about a run.
        values: an exact number for every symbol.

    Returns:
        The exact number, or None where a hypothesis on the parameters fails.

    Raises:
        PaperError: when the claim is not such a bound, or a symbol has no value.
    """
    statement = claim.statement
    if not isinstance(statement, Run) or not isinstance(statement.then, sp.Le | sp.Ge):
        raise PaperError(f"{claim.label} is not a bound on the number of steps.")
    if not isinstance(statement.then.lts, hitting_time):
        raise PaperError(f"{claim.label} bounds {statement.then.lts}, not the number of steps.")
    scalars = [g for g in statement.given if not isinstance(g, ForAll) and not g.has(Measure)]
    if not all(holds(relation, values, claim) for relation in scalars):
        return None
    return _number(statement.then.gts, values, claim)


def least_gap(claim: Claim, values: Values, failures: int) -> sp.Expr:
    """The gap below which the claim excludes that the first ``failures`` iterates all have ||grad f|| > eps.

    Args:
        claim: a claim ``hitting_time(eps) <= bound`` whose bound is the larger of 0 and a bound linear in the gap.
        values: an exact number for every symbol except the one that bounds the gap.
        failures: how many iterates, from x_0 on.

    Raises:
        PaperError: when the bound is not of this form.
    """
    statement = claim.statement
    if not isinstance(statement, Run):
        raise PaperError(f"{claim.label} is not a bound on the number of steps.")
    (delta,) = [g.gts for g in statement.given if not isinstance(g, ForAll) and g.lts == gap(0)]
    bound = statement.then.gts
    parts = [p for p in bound.args if p.has(delta)] if isinstance(bound, sp.Max) else [bound]
    if len(parts) != 1 or sp.diff(parts[0], delta, 2) != 0:
        raise PaperError(f"{claim.label}: the bound {bound} is not linear in {delta}.")
    at_zero = _number(parts[0].subs(delta, 0), values, claim)
    return (failures - at_zero) / _number(sp.diff(parts[0], delta), values, claim)


def failing(claim: Claim, values: Values) -> int | None:
    """For a lower bound written as hypotheses with a step count k: how many iterates fail, for every fixed step.

    The statement has one hypothesis coefficient*k <= limit; the others are conditions on the parameters, equations
    that define a width, or describe the runs.

    Args:
        claim: a lower bound such as ours/thm4-repaired.
        values: exact numbers for the parameters.

    Returns:
        floor(limit/coefficient) + 1, as the iterates 0, ..., k all fail; None where a condition fails.

    Raises:
        PaperError: when a hypothesis is of none of these kinds.
    """
    statement = claim.statement
    if not isinstance(statement, ForAll):
        raise PaperError(f"{claim.label} is not a lower bound for runs.")
    known, count = dict(values), None
    (index,) = [i for i in statement.indices if str(i) == "k"]
    for relation in statement.given:
        if isinstance(relation, ForAll) or relation.has(AppliedUndef) or _of_run(relation):
            continue
        if relation.has(index):
            side = relation.lts - relation.gts
            slope = _number(sp.diff(side, index), known, claim)
            count = floor(-_number(side.subs(index, 0), known, claim) / slope)
        elif isinstance(relation, sp.Eq) and len(relation.free_symbols - known.keys()) == 1:
            (unknown,) = relation.free_symbols - known.keys()
            known[unknown] = solved(relation.subs(known), unknown)
        elif not holds(relation, known, claim):
            return None
    if count is None:
        raise PaperError(f"{claim.label}: no hypothesis bounds the number of steps {index}.")
    return count + 1 if count >= 0 else 0


def holds(relation: Any, values: Values, claim: Claim) -> bool:
    """Whether a relation between numbers holds, decided exactly.

    Raises:
        PaperError: when a symbol has no value.
    """
    _number(sp.Tuple(relation.lhs, relation.rhs), values, claim)
    return bool(relation.subs(values))


def solved(relation: Any, unknown: sp.Symbol) -> sp.Expr:
    """Where the two sides of a relation, linear in a symbol, are equal."""
    side = relation.lhs - relation.rhs
    return sp.sympify(-side.subs(unknown, 0) / sp.diff(side, unknown))


def floor(number: sp.Expr) -> int:
    """The integer part of an exact number."""
    return int(sp.floor(number))


def _of_run(relation: Any) -> bool:
    return any(str(symbol) in RUN for symbol in relation.free_symbols)


def _number(expression: Any, values: Values, claim: Claim) -> Any:
    missing = expression.free_symbols - values.keys()
    if missing:
        raise PaperError(f"{claim.label} needs a value for {', '.join(sorted(map(str, missing)))}.")
    return expression.subs(values)
