"""Measurements: what an ``Observation`` names as ``measured_by``; one file or folder a paper.

A measurement is a function ``measure(deep, seed) -> Reading``.  It computes, and says what it computed and on how much;
whether that supports the claim is for the experiment checker to say, from the claim's own relations.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

__all__ = ["Measurement", "Reading"]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a measurement found.

    Attributes:
        values: for each symbol of the claim's relations, by name, its value: an int, Fraction or sympy number where
            it is exact, else a float.
        scope: what was measured, in words, with sizes ("300 random quadratics, n <= 8, 40 steps").
        trials: how many independent cases that was.
        evidence: further numbers that a reader may want (tables, confidence intervals, noise floors); plain data.
    """

    values: Mapping[str, Any]
    scope: str
    trials: int = 0
    evidence: Mapping[str, Any] = field(default_factory=dict)


Measurement = Callable[..., Reading]
"""``measure(deep=False, seed=0)``: equal arguments give equal readings; ``deep`` asks for the long version."""
