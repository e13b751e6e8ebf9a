"""One draw in progress: what its parts share."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from verify.finders.sampling.reading.statement import Reading
from verify.finders.sampling.running.trial import FLOATS, Trial, assemble

__all__ = ["ATTEMPTS", "INWARD", "Draw", "Reject", "State", "outward"]

Draw = Callable[[Any], Any]
ATTEMPTS = 4
INWARD = 2.0**-40  # relative distance kept from a bound, so that balls can confirm the hypothesis


class Reject(Exception):
    """Raised inside a draw."""


class State:
    """What has been drawn so far, and its values in floats."""

    def __init__(self, draw: Draw, reading: Reading, cap: int) -> None:
        self.draw, self.reading, self.cap = draw, reading, cap
        self.trial = Trial(member=None, points={}, scalars={}, derived={})
        self.evaluator, self.history = assemble(reading, self.trial, FLOATS, cap)
        self.unit = 1.0
        self.retries = 0

    def _rebuild(self) -> None:
        self.evaluator, self.history = assemble(self.reading, self.trial, FLOATS, self.cap)

    def _enter(self, symbol: Any, value: Fraction) -> None:
        self.trial.scalars[symbol] = value
        self.evaluator.set(symbol, FLOATS.number(value))


def outward(value: float, sign: int) -> Fraction:
    """Just inside a lower bound (sign 1) or an upper bound (sign -1)."""
    return Fraction(value) + sign * abs(Fraction(value)) * Fraction(1, 2**40)
