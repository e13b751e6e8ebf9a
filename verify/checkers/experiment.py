"""The experiment checker: a measurement against what the claim says would be seen."""

import importlib
import math
from collections.abc import Iterator, Mapping
from typing import Any

import sympy as sp

from theory.claim import Claim, PaperError
from theory.statement import Observation
from verify.experiments import Measurement, Reading
from verify.task import Task
from verify.verdict import Finding

__all__ = ["NAME", "VERSION", "applies", "check"]

NAME = "experiment"
VERSION = "1"

DIGITS = 6
"""Floats are reported to so many significant digits: more would differ between processors."""


def applies(claim: Claim) -> bool:
    """Whether the claim is an observation that something measures."""
    return isinstance(claim.statement, Observation) and bool(claim.statement.measured_by)


def check(task: Task) -> Finding:
    """Measure, and compare: supported if every relation holds at the measured values, else not supported."""
    said = task.claim.statement
    if not isinstance(said, Observation):
        raise TypeError(f"{task.claim.label}: not an observation")
    if not said.then:
        raise PaperError(
            f"{task.claim.label}: the observation names a measurement but no relation, so that no value could "
            "contradict it. Give then=(relations over the measured symbols,)."
        )
    reading = _measurement(task.claim, said)(deep=task.deep, seed=task.seed)
    seen = ", ".join(f"{name} = {_shown(value)}" for name, value in sorted(reading.values.items()))
    broken = [str(relation) for relation in said.then if not _holds(relation, reading, task.claim)]
    return Finding(
        checker=NAME,
        outcome="not supported" if broken else "supported",
        rigour="numerical",
        scope=reading.scope,
        trials=reading.trials,
        reason=f"measured {seen}" + (f"; this contradicts {', '.join(broken)}" if broken else ""),
        evidence=_plain({"measured": reading.values, **reading.evidence}),
    )


def _measurement(claim: Claim, said: Observation) -> Measurement:
    """The function itself, from ``verify/experiments`` if it is given by name."""
    if not isinstance(said.measured_by, str):
        return said.measured_by
    module = importlib.import_module(f"verify.experiments.{claim.paper}")
    try:
        found: Measurement = getattr(module, said.measured_by)
    except AttributeError:
        names = ", ".join(_measurements(module)) or "none"
        raise PaperError(
            f"{claim.label}: {module.__name__} has no measurement {said.measured_by!r}; there are: {names}."
        ) from None
    return found


def _measurements(module: Any) -> Iterator[str]:
    return (name for name in getattr(module, "__all__", ()) if callable(getattr(module, name)))


def _holds(relation: Any, reading: Reading, claim: Claim) -> bool:
    """Whether a relation is true at the measured values; NaN and whatever cannot be decided is no support."""
    values = {symbol: reading.values.get(symbol.name) for symbol in relation.free_symbols}
    missing = sorted(symbol.name for symbol, value in values.items() if value is None)
    if missing:
        raise PaperError(
            f"{claim.label}: the measurement gives no value for {', '.join(missing)}; "
            f"it gives {', '.join(sorted(reading.values)) or 'nothing'}."
        )
    measured = {symbol: sp.sympify(value) for symbol, value in values.items()}
    return sp.nan not in measured.values() and bool(relation.subs(measured) == sp.true)


def _shown(value: Any) -> str:
    return f"{value:.{DIGITS}g}" if isinstance(value, float) else str(value)


def _plain(value: Any) -> Any:
    """Plain data, floats rounded, other numbers as text."""
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    if isinstance(value, bool | int | str) or value is None:
        return value
    if isinstance(value, float) or hasattr(value, "dtype"):
        return float(f"{float(value):.{DIGITS}g}") if math.isfinite(value) else str(value)  # JSON has no such numbers
    return str(value)
