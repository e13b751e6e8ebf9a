"""One trial: exact data, and everything about it as values in either arithmetic."""

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import sympy as sp

from theory.symbols import x as x_of
from verify.finders.sampling.functions.oracle import Member
from verify.finders.sampling.members.frame import Explicit
from verify.finders.sampling.members.known import plain
from verify.finders.sampling.reading.statement import Reading
from verify.finders.sampling.running.evaluate import Evaluator
from verify.finders.sampling.running.laws import Law
from verify.finders.sampling.running.numbers import Floats, Numbers
from verify.finders.sampling.running.outcomes import Outcomes
from verify.finders.sampling.running.runs import History
from verify.finders.sampling.running.sequences import Values
from verify.finders.sampling.running.tables import Tables
from verify.finders.sampling.running.unrolled import Unrolled

__all__ = ["FLOATS", "Rejected", "Trial", "assemble"]

FLOATS = Floats()


@dataclass(frozen=True)
class Rejected:
    """A draw that does not meet the hypotheses, and why."""

    reason: str
    retries: int = 0


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One draw, in exact numbers.

    Attributes:
        member: the function, if there is one.
        points: symbol (or application) -> coordinates.
        scalars: symbol -> value.
        derived: symbol -> expression, for symbols that an equation among the hypotheses fixes, in order.
        seed: of the noise.
        retries: draws of scalars that were rejected before this one.
        patterns: sequence -> what repeats in it: its values (numbers, or tuples of them), or the slack of its rule.
        process: what was drawn for a process, in floats.
        tables: functions of real variables.
        laws: values and weights behind the expectations that the statement speaks of.
    """

    member: Member | Explicit | None
    points: dict[Any, tuple[Fraction, ...]]
    scalars: dict[sp.Symbol, Fraction]
    derived: dict[Any, sp.Expr]
    seed: int = 0
    retries: int = 0
    patterns: dict[Any, tuple[Any, ...]] = field(default_factory=dict)
    process: Unrolled | None = None
    tables: Tables | None = None
    laws: tuple[Law, ...] = ()


def assemble(
    reading: Reading, trial: Trial, numbers: Numbers, cap: int, noise: bool = False
) -> tuple[Evaluator, History | None]:
    """An evaluator that knows everything about a trial, in the given arithmetic."""
    if trial.process is not None:
        return trial.process.evaluator(numbers), None
    oracle = trial.member.oracle(numbers) if trial.member else None
    values: dict[Any, Any] = {}
    shared: dict[tuple[Fraction, ...], Any] = {}
    for symbol, coordinates in trial.points.items():
        if coordinates not in shared:  # equal points become one object, so that f there is one ball
            shared[coordinates] = numbers.vector([numbers.number(entry) for entry in coordinates])
        values[symbol] = shared[coordinates]
    values.update({symbol: numbers.number(value) for symbol, value in trial.scalars.items()})
    sequences = Values(reading.recursions, trial.patterns, reading.ends, values, lambda: evaluator, cap)
    evaluator = Evaluator(numbers, values, oracle, sequences, tables=trial.tables)
    history = None
    if oracle is not None:
        start = values.get(x_of(0))
        kind = History if noise or plain(reading.run) else Outcomes
        history = kind(reading, oracle, start, evaluator, cap, trial.seed if noise else None)
        evaluator.measure = history.measure
    for symbol, expression in trial.derived.items():
        evaluator.set(symbol, evaluator(expression))
    return evaluator, history
