"""One trial: exact data, and everything about it as values in either arithmetic."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy as sp

from theory.symbols import x as x_of
from verify.finders.sampling.evaluate import Evaluator
from verify.finders.sampling.functions import Member, Oracle
from verify.finders.sampling.numbers import Floats, Numbers, Undecided
from verify.finders.sampling.reading import Reading
from verify.finders.sampling.runs import History

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
    """

    member: Member | None
    points: dict[Any, tuple[Fraction, ...]]
    scalars: dict[sp.Symbol, Fraction]
    derived: dict[Any, sp.Expr]
    seed: int = 0
    retries: int = 0


def assemble(
    reading: Reading, trial: Trial, numbers: Numbers, cap: int, noise: bool = False
) -> tuple[Evaluator, History | None]:
    """An evaluator that knows everything about a trial, in the given arithmetic."""
    oracle = Oracle(trial.member, numbers) if trial.member else None
    values: dict[Any, Any] = {}
    shared: dict[tuple[Fraction, ...], Any] = {}
    for symbol, coordinates in trial.points.items():
        if coordinates not in shared:  # equal points become one object, so that f there is one ball
            shared[coordinates] = numbers.vector([numbers.number(entry) for entry in coordinates])
        values[symbol] = shared[coordinates]
    values.update({symbol: numbers.number(value) for symbol, value in trial.scalars.items()})
    evaluator = Evaluator(numbers, values, oracle, _sequence(reading, values, numbers, cap, lambda: evaluator))
    history = None
    if oracle is not None:
        start = values.get(x_of(0))
        history = History(reading, oracle, start, evaluator, cap, trial.seed if noise else None)
        evaluator.measure = history.measure
    for symbol, expression in trial.derived.items():
        evaluator.set(symbol, evaluator(expression))
    return evaluator, history


def _sequence(
    reading: Reading, values: dict[Any, Any], numbers: Numbers, cap: int, outer: Callable[[], Evaluator]
) -> Any:
    """Values of the sequences that recursions define, computed one after another."""
    known: dict[Any, list[Any]] = {}

    def value(kind: Any, index: int) -> Any:
        head = (
            kind if kind in reading.recursions else next((h for h in reading.recursions if str(h) == str(kind)), None)
        )
        if head is None or index < 0 or index > cap:
            raise Undecided(f"{kind} at {index}")
        first, i, following = reading.recursions[head]
        found = known.setdefault(head, [])
        while len(found) <= index:
            if not found:
                if first is None and head(0) not in values:
                    raise Undecided(f"{head(0)}: no hypothesis says where the sequence starts")
                found.append(values[head(0)] if first is None else outer()(first))
                continue
            here = {**outer().memo, i: numbers.number(len(found) - 1), head(i): found[-1]}
            inner = Evaluator(numbers, here, outer().oracle, value)
            inner.memo = {k: v for k, v in inner.memo.items() if k == i or k == head(i) or not sp.sympify(k).has(i)}
            found.append(inner(following))
        return found[index]

    return value
