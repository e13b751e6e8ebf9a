"""From a solution of the linear program to a certificate in the kernel's terms."""

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from verify.finders.proofs.positivity.columns import Column
from verify.finders.proofs.positivity.problem import Problem
from verify.finders.proofs.positivity.reduce import reduce_all
from verify.finders.proofs.positivity.ring import Laurent, add, multiply

__all__ = ["Summands", "certificate"]

Summands = list[tuple[Column, Fraction]]
"""Columns with their weights."""


def certificate(
    problem: Problem,
    goal: Laurent,
    summands: Summands,
    scale: Mapping[str, int],
    *,
    absurd: bool = False,
) -> dict[str, Any]:
    """The certificate that a solution stands for.

    Args:
        problem: the question.
        goal: the exact right minus left of the goal.
        summands: weights with sum of weight * value == scale * goal after substitutions, or == 0 for an absurdity.
        scale: powers of strict facts.
        absurd: show 0 <= -1 instead: one strict summand moves to the other side and scales the -1.
    """
    total = dict(scale)
    if absurd:
        goal = {problem.ring.unit: Fraction(-1)}
        moved, weight = next((column, w) for column, w in summands if column.strict)
        total = dict(moved.facts)
        summands = [(column, w / (weight * moved.constant)) for column, w in summands if column is not moved]
    names = {name for column, _ in summands for name in column.facts} | set(total)
    inequalities = [column.facts for column, _ in summands if column.equation is None]
    lowest = {name: min(facts.get(name, 0) for facts in [total, *inequalities]) for name in names}
    raised = {name: -e for name, e in lowest.items() if e < 0}
    total = _raised(total, raised)
    summands = [
        (
            replace(
                column,
                facts=_raised(column.facts, raised) if column.equation is None else raised,
            ),
            w,
        )
        for column, w in summands
    ]
    rest, entries, multipliers = _assemble(problem, multiply(problem.product(total), goal), summands)
    _pay(problem, rest, multipliers)
    parts: dict[str, Any] = {
        "sum": entries,
        "equal": [[problem.ring.show(p), name] for name, p in sorted(multipliers.items()) if p],
        "scale": _listed(total),
        "nonzero": _nonzero(problem),
        "absurd": absurd,
    }
    return {field: value for field, value in parts.items() if value}


def _raised(facts: Mapping[str, int], by: Mapping[str, int]) -> dict[str, int]:
    return {name: facts.get(name, 0) + by.get(name, 0) for name in facts.keys() | by.keys()}


def _listed(facts: Mapping[str, int]) -> list[str]:
    return [name for name, e in sorted(facts.items()) for _ in range(e)]


def _assemble(
    problem: Problem, rest: Laurent, summands: Summands
) -> tuple[Laurent, list[list[Any]], dict[str, Laurent]]:
    """The scaled goal minus all summands, exactly; the entries of "sum"; and the multipliers of equations so far."""
    entries: list[list[Any]] = []
    multipliers: dict[str, Laurent] = {}
    for column, weight in summands:
        value = problem.product(column.facts)
        if column.equation is not None:
            if column.equation:
                multiple = multiply(multiply(column.multiple, value), {problem.ring.unit: weight})
                multipliers[column.equation] = add(multipliers.get(column.equation, {}), multiple)
                rest = add(
                    rest,
                    multiply(multiple, problem.known[column.equation][1]),
                    Fraction(-1),
                )
            continue
        for square in column.squares:
            value = multiply(value, multiply(square, square))
        rest = add(rest, value, -weight * column.constant)
        squares = [problem.ring.show(square) for square in column.squares]
        entries.append([str(weight * column.constant), _listed(column.facts), squares])
    return rest, entries, multipliers


def _pay(problem: Problem, rest: Laurent, multipliers: dict[str, Laurent]) -> None:
    """Add the multipliers that the substitutions owe.

    The last substitution is paid first: once its multiple of the equation is taken off, what is left vanishes already
    under the substitutions before it.
    """
    for k in reversed(range(len(problem.chain))):
        step = problem.chain[k]
        multiple, _ = step.divide(reduce_all(rest, problem.chain[:k], problem.ring), problem.ring)
        rest = add(rest, multiply(multiple, problem.known[step.name][1]), Fraction(-1))
        multipliers[step.name] = add(multipliers.get(step.name, {}), multiple)


def _nonzero(problem: Problem) -> list[str]:
    """All facts that clear inverses, sums before monomials since clearing a sum may bring in other inverses."""
    sums = sorted(problem.ring.quotients.items(), key=lambda item: -len(problem.ring.atoms[item[0]]))
    return list(dict.fromkeys([name for _, (name, _) in sums] + list(problem.ring.nonzero.values())))
