"""Vacuity: one point, and one function, at which every hypothesis of a claim holds."""

import contextlib
from typing import Any

import sympy as sp

from theory.claim import Claim
from theory.statement import ForAll, Inclusion, Run, Statement, Unformalised
from verify.checkers import fuzz

__all__ = ["point"]

DRAWS = 400
BITS = 256


class _Found(BaseException):
    """Stops Hypothesis; not an Exception, which it would take for a failure of the property."""


def point(claim: Claim, seed: int = 0) -> dict[str, Any]:
    """A point that meets all hypotheses, as plain data.

    Returns:
        ``{"checked": "balls" or "floats", "at": {name: value}, "function": ...}``, or ``{"reason": ...}`` where none
        was found.  Floats, where a hypothesis is an equation, or speaks about all iterates of a run.
    """
    from verify.finders.sampling.reading.statement import read
    from verify.finders.sampling.running.evaluate import Unreadable

    if isinstance(claim.statement, Unformalised):
        return {"reason": "not expressible"}
    if isinstance(claim.statement, Run) and not fuzz.applies(claim):
        return {"reason": f"no members of {type(claim.statement.functions).__name__} are drawn"}
    try:
        reading = read(_hypotheses(claim.statement))
        found = _search(reading, seed)
    except (Unreadable, TypeError) as reason:
        found = {"reason": f"cannot draw for it: {reason}"}
    if "reason" in found and isinstance(claim.witness, dict) and claim.expect == "false":
        at = {str(name): str(value) for name, value in claim.witness.items()}
        return {"checked": "kernel", "at": at, "function": at.pop("function", "")}
    return found


def _hypotheses(statement: Statement) -> Statement:
    """A statement with the same hypotheses that can be drawn for."""
    if not isinstance(statement, Inclusion):
        return statement
    constants = [sp.sympify(value) for value in statement.functions.parameters.values()]
    names = set().union(*(part.free_symbols for part in (statement.function, *constants)))
    given = (*statement.given, *statement.functions.conditions)
    return ForAll(over=tuple(sorted(names, key=str)), given=given, then=sp.true)


def _search(reading: Any, seed: int) -> dict[str, Any]:
    import hypothesis

    from verify.finders.sampling.drawing.trials import trials
    from verify.finders.sampling.running.recheck import CAP
    from verify.finders.sampling.running.trial import Rejected
    from verify.finders.strategies import seeded

    found: list[dict[str, Any]] = []
    reasons: dict[str, int] = {}

    def look(trial: Any) -> None:
        if isinstance(trial, Rejected):
            reasons[trial.reason] = reasons.get(trial.reason, 0) + 1
            hypothesis.reject()
        shown = _shown(reading, trial, CAP)
        found.append(shown)
        if shown["checked"] == "balls" or len(found) == 8:
            raise _Found

    settings = hypothesis.settings(
        max_examples=DRAWS,
        database=None,
        deadline=None,
        phases=(hypothesis.Phase.generate,),
        verbosity=hypothesis.Verbosity.quiet,
        suppress_health_check=list(hypothesis.HealthCheck),
        print_blob=False,
    )
    with seeded(), contextlib.suppress(_Found, hypothesis.errors.Unsatisfiable):
        hypothesis.seed(seed)(settings(hypothesis.given(trials(reading, CAP))(look)))()
    if found:
        return min(found, key=lambda shown: shown["checked"] != "balls")
    most = max(reasons, key=lambda reason: reasons[reason], default="no draw")
    return {"reason": f"none of {sum(reasons.values())} draws met the hypotheses; most often because of: {most}"}


def _shown(reading: Any, trial: Any, cap: int) -> dict[str, Any]:
    from verify.finders.sampling.running.numbers import Balls, Undecided
    from verify.finders.sampling.running.recheck import hypotheses
    from verify.finders.sampling.running.trial import assemble

    balls, certain = Balls(BITS), None
    with balls.working():
        try:
            evaluator, history = assemble(reading, trial, balls, cap)
            certain = hypotheses(reading, trial, evaluator, history) if reading.confirmable else None
        except (Undecided, ArithmeticError):
            certain = None
    at = {str(s): str(v) for s, v in sorted(trial.scalars.items(), key=lambda item: str(item[0]))}
    at |= {str(s): str(e) for s, e in trial.derived.items()}
    at |= {str(s): f"({', '.join(map(str, p))})" for s, p in trial.points.items()}
    function = trial.member.describe() if trial.member is not None else ""
    return {"checked": "balls" if certain else "floats", "at": at, "function": function}
