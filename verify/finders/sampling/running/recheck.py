"""Recheck a suspected violation in ball arithmetic: every hypothesis, then the failure itself."""

import math
from collections.abc import Mapping
from typing import Any

import sympy as sp

from theory.arithmetic import norm
from theory.measures import hitting_time
from verify.finders.sampling.reading.relations import isolate, roots_of
from verify.finders.sampling.running.numbers import Balls, Undecided
from verify.finders.sampling.running.trial import FLOATS, assemble

__all__ = ["CAP", "TOLERANCE", "Unknown", "confirm", "holds", "hypotheses"]

CAP = 300
"""Steps that one run takes at most."""
TOLERANCE = 1e-12
"""Relative excess over a bound from which floats suspect a violation (balls decide)."""


class Unknown(Exception):
    """A hitting time is known to exceed the cap only, which does not decide the relation."""


def holds(relation: Any, evaluator: Any, history: Any) -> bool | None:
    """Whether a conclusion holds; a hitting time beyond the cap counts only where that decides it."""
    holds: bool | None = evaluator.holds(relation, TOLERANCE)
    if history is not None and history.censored and sp.sympify(relation).has(hitting_time):
        upper = isinstance(relation, sp.Le | sp.Lt | sp.Ge | sp.Gt) and not relation.gts.has(hitting_time)
        if holds is upper:
            raise Unknown
    return holds


def confirm(reading: Any, trial: Any, failed: list[Any], steps: int) -> Mapping[str, Any] | bool:
    """The evidence, if in ball arithmetic every hypothesis holds and a conclusion fails.

    True dismisses the suspicion: balls show that it was rounding (no excess beyond 2^-60 of the sides), or that a
    hypothesis fails.  False leaves it open.
    """
    if not reading.confirmable:
        return False
    suspected = _differences(reading, trial, failed)
    first = 128 + 8 * min(steps, 60)
    for bits in (first, 2 * first, 8 * first, 32 * first):
        balls = Balls(bits)
        with balls.working():
            try:
                evaluator, history = assemble(reading, trial, balls, _needed(reading, trial, failed, steps))
                certain = hypotheses(reading, trial, evaluator, history)
                if certain is False:
                    return True
                states = [holds(relation, evaluator, history) for relation in failed]
                if certain and False in states:
                    return _evidence(trial, failed[states.index(False)], evaluator, bits, history)
                if False not in states and all(
                    state or _rounding(relation, evaluator, size)
                    for state, relation, size in zip(states, failed, suspected, strict=True)
                ):
                    return True
            except (Undecided, Unknown, ZeroDivisionError, OverflowError):
                continue
    return False


def _rounding(relation: Any, evaluator: Any, suspected: float) -> bool:
    """Whether balls show the sides to be equal up to 2^-60 of their size, or to 2^-20 of the difference in floats."""
    sides = [evaluator(side) for side in relation.args]
    vectors = [[side] if hasattr(side, "arb") else list(side) for side in sides]
    size = sum(evaluator.magnitude(side) for side in relation.args)
    allowed = max(size * 2.0**-60, suspected * 2.0**-20)
    return all(abs(a.arb - b.arb).upper() <= allowed for a, b in zip(*vectors, strict=True))


def _differences(reading: Any, trial: Any, failed: list[Any]) -> list[float]:
    """How far the two sides differ in floats."""
    evaluator, _ = assemble(reading, trial, FLOATS, CAP)
    found = [float(abs(norm(evaluator(relation.lhs) - evaluator(relation.rhs)))) for relation in failed]
    return [size if math.isfinite(size) else 0.0 for size in found]


def _needed(reading: Any, trial: Any, failed: list[Any], steps: int) -> int:
    """How far the recheck has to run: just past the claimed bound on a hitting time, else as far as before."""
    if reading.run is None:
        return CAP
    if not any(sp.sympify(relation).has(hitting_time) for relation in failed):
        return steps
    evaluator, _ = assemble(reading, trial, FLOATS, CAP)
    bounds = [relation.gts for relation in failed if not relation.gts.has(hitting_time)]
    return min([steps, *(int(max(float(evaluator(bound)), 0)) + 1 for bound in bounds)])


def hypotheses(reading: Any, trial: Any, evaluator: Any, history: Any) -> bool | None:
    """Whether every hypothesis holds, as far as balls tell (the member's construction proves its membership)."""
    states: list[bool | None] = []
    for symbol in reading.scalars:
        value = evaluator(symbol).arb
        if symbol.is_positive or symbol.is_nonnegative:
            fine = value > 0 if symbol.is_positive else value >= 0
            states.append(True if fine else False if value < 0 else None)
        if symbol.is_integer:  # one that an equation among the hypotheses gives need not be natural
            states.append(True if value.is_integer() else None if value.contains_integer() else False)
    states += [evaluator.holds(relation) for relation in reading.given if not _definition(relation, trial)]
    states += [part.holds(evaluator, 0) for part in reading.along]
    states += [bool(history.oracle.infimum >= evaluator(symbol)) for symbol in reading.lower]
    states += [trial.points[point] == trial.member.minimiser for point in reading.stationary]
    states += [] if trial.tables is None else [reading.shapes.met(trial.tables, trial.scalars)]
    laws = zip(reading.expectations, trial.laws, strict=True)
    states += [expectation.met(law, trial.scalars) for expectation, law in laws]
    states += [history.confirms_steepness(evaluator(bound), evaluator(start)) for bound, start in reading.steep]
    return False if False in states else None if None in states else True


def _definition(relation: Any, trial: Any) -> bool:
    """Whether a derived symbol was computed from this very equation, which then holds by definition."""
    if not isinstance(relation, sp.Eq):
        return False
    for symbol, expression in trial.derived.items():
        if isinstance(expression, sp.CRootOf) and expression in roots_of(relation, symbol):
            return True
        found = isolate(relation, symbol) if isinstance(symbol, sp.Symbol) else None
        if expression in (relation.lhs, relation.rhs) and symbol in (relation.lhs, relation.rhs):
            return True
        if found is not None and expression in (found.solution, -found.solution):
            return True
    return False


def _evidence(trial: Any, relation: Any, evaluator: Any, bits: int, history: Any) -> Mapping[str, Any]:
    def shown(value: Any) -> Any:
        return value.arb.str(12) if hasattr(value, "arb") else [entry.arb.str(12) for entry in value]

    evidence: dict[str, Any] = {"violated": str(relation), "checked": f"ball arithmetic with {bits} bits"}
    if isinstance(relation, sp.Eq):
        evidence |= {"left": shown(evaluator(relation.lhs)), "right": shown(evaluator(relation.rhs))}
    else:
        evidence |= {"smaller side": shown(evaluator(relation.lts)), "larger side": shown(evaluator(relation.gts))}
    evidence["values"] = {str(s): str(v) for s, v in sorted(trial.scalars.items(), key=lambda item: str(item[0]))}
    evidence["values"] |= {str(s): shown(evaluator(s)) for s in trial.derived}
    if trial.patterns:
        evidence["sequences"] = {
            str(h): [[str(e) for e in v] if isinstance(v, tuple) else str(v) for v in pattern]
            for h, pattern in trial.patterns.items()
        }
    evidence["points"] = {str(s): [str(entry) for entry in p] for s, p in trial.points.items()}
    if trial.tables is not None:
        evidence["tables"] = trial.tables.describe()
    if trial.laws:
        evidence["laws"] = [law.describe() for law in trial.laws]
    if trial.member is not None:
        evidence |= {"function": trial.member.describe(), "membership": trial.member.proof}
    if history is not None and history.censored:
        evidence["note"] = f"the first {history.cap + 1} iterates are not eps-stationary"
    return evidence
