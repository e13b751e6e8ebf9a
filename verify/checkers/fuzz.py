"""Fuzz: Hypothesis draws class members, parameters and starts; the method is run; a violation is rechecked in balls.

A statement that no trial violates has "survived" that many effective trials, nothing more.  It is "refuted" only by a
trial whose every hypothesis holds and whose conclusion fails in ball arithmetic, after Hypothesis has shrunk it.
"""

import itertools
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from theory.claim import Claim
from theory.statement import ForAll, Run
from verify.finders.sampling.members.known import drawable
from verify.task import Task
from verify.verdict import Finding

__all__ = ["NAME", "VERSION", "applies", "check"]

NAME = "fuzz"
VERSION = "1"

DRAWS = 50
"""Draws for each effective trial that is asked for."""
HOPELESS = 1000
"""Draws after which a statement that not one of them suits is given up, however many trials are asked for."""
SHRINKS = 100
"""Draws that may be spent on making a confirmed violation simpler."""


def applies(claim: Claim) -> bool:
    """Whether the statement can be drawn for: ``ForAll``, or ``Run`` on a class with known members."""
    statement = claim.statement
    return isinstance(statement, ForAll) or (isinstance(statement, Run) and drawable(statement.functions))


class _Enough(BaseException):
    """Stops Hypothesis; not an Exception, which it would take for a failure of the property."""


class _Violation(Exception):
    """A violation that balls have confirmed."""


@dataclass
class _Tally:
    effective: int = 0
    rejected: int = 0
    noisy: int = 0
    sampled: int = 0
    unconfirmed: int = 0
    after: int = 0
    exhausted: bool = False
    tightness: float = -1.0
    witness: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        self.reasons: Counter[str] = Counter()
        self.doubt = ""

    def ended(self, trials: int) -> bool:
        """Whether enough has been drawn, or so much in vain that more will not help."""
        hopeless = not self.effective and self.rejected >= HOPELESS
        return hopeless or self.effective >= trials or self.effective + self.rejected >= DRAWS * trials


def check(task: Task) -> Finding:
    """Draw until ``task.trials`` effective trials have passed, or one is refuted.

    Returns:
        "refuted" with the shrunk witness, "survived", or "undecided" when the statement cannot be drawn for, when too
        few draws meet the hypotheses, or when a suspected violation could be neither confirmed nor dismissed.
    """
    from verify.finders.sampling.reading.statement import read
    from verify.finders.sampling.running.evaluate import Unreadable

    begin = time.monotonic()
    try:
        reading = read(task.claim.statement)
        tally = _search(reading, task)
    except Unreadable as reason:
        return Finding(checker=NAME, outcome="undecided", rigour="none", reason=f"cannot draw for it: {reason}")
    return _finding(tally, task, time.monotonic() - begin)


def _search(reading: Any, task: Task) -> _Tally:
    import hypothesis

    from verify.finders.sampling.drawing.trials import trials
    from verify.finders.sampling.running.recheck import CAP
    from verify.finders.sampling.running.trial import Rejected
    from verify.finders.strategies import seeded

    tally = _Tally()

    def examine(trial: Any) -> None:
        if tally.witness is not None:
            tally.after += 1
            if tally.after > SHRINKS:
                raise _Enough
        elif tally.ended(task.trials):
            raise _Enough
        result = trial.reason if isinstance(trial, Rejected) else _examine(reading, trial, tally)
        searching = tally.witness is None
        tally.rejected += trial.retries * searching
        if isinstance(result, str):
            tally.rejected += searching
            tally.reasons[result] += searching
            hypothesis.reject()
        tally.effective += searching
        hypothesis.target(tally.tightness)
        if result is not None:
            tally.witness = result
            raise _Violation

    settings = hypothesis.settings(
        max_examples=task.trials,
        database=None,
        deadline=None,
        derandomize=False,
        phases=(hypothesis.Phase.generate, hypothesis.Phase.target, hypothesis.Phase.shrink),
        verbosity=hypothesis.Verbosity.quiet,
        suppress_health_check=list(hypothesis.HealthCheck),
        report_multiple_bugs=False,
        print_blob=False,
    )
    strategy = trials(reading, CAP)
    for turn in itertools.count():
        before = tally.effective + tally.rejected
        try:
            with seeded():
                hypothesis.seed(task.seed * 4096 + turn)(settings(hypothesis.given(strategy)(examine)))()
        except hypothesis.errors.Unsatisfiable:
            pass
        except (_Violation, _Enough):
            return tally
        if tally.effective + tally.rejected == before + 1:  # there is only one example, and it has been seen
            tally.exhausted = True
            return tally
    return tally


def _examine(reading: Any, trial: Any, tally: _Tally) -> Mapping[str, Any] | str | None:
    """None if the conclusions hold, a witness if balls show that they fail, or why the trial says nothing."""
    from verify.finders.sampling.running.numbers import Undecided
    from verify.finders.sampling.running.recheck import CAP, Unknown, confirm, holds
    from verify.finders.sampling.running.trial import FLOATS, assemble

    try:
        evaluator, history = assemble(reading, trial, FLOATS, CAP)
        failed = [relation for relation in reading.then if not holds(relation, evaluator, history)]
        if not _along(reading, evaluator, history):
            return "a hypothesis on every iterate"
        tightness = max((_tightness(relation, evaluator) for relation in reading.then), default=-1.0)
    except (Undecided, OverflowError, ZeroDivisionError) as reason:
        return str(reason) or type(reason).__name__
    except Unknown:
        return "the bound exceeds the steps of a trial"
    sampled = trial.process is not None and trial.process.sampled
    tally.sampled += sampled
    if failed and sampled:
        tally.noisy += 1
    elif failed:
        steps = 0 if history is None else history.longest
        witness = confirm(reading, trial, failed, steps)
        if isinstance(witness, Mapping):
            return witness
        if witness is False:
            tally.unconfirmed += 1
            tally.doubt = str(failed[0])
    tally.tightness = tightness
    if reading.run is not None and reading.run.noise is not None:
        _sample(reading, trial, tally)
    return None


def _tightness(relation: Any, evaluator: Any) -> float:
    """How close to violation, in [-1, 1]: what Hypothesis climbs."""
    if not isinstance(relation, sp.Le | sp.Lt | sp.Ge | sp.Gt):
        return -1.0
    small, large = float(evaluator(relation.lts)), float(evaluator(relation.gts))
    size = abs(small) + abs(large)
    return (small - large) / size if 0 < size < float("inf") else -1.0


def _along(reading: Any, evaluator: Any, history: Any) -> bool:
    """Whether the hypotheses at every index hold where the trial looked."""
    from verify.finders.sampling.running.recheck import TOLERANCE

    last = 0 if history is None else history.longest
    if reading.run is None:
        last = max([int(evaluator(s)) for s in reading.scalars if s.is_integer], default=0)
    return all(part.holds(evaluator, last, TOLERANCE) is True for part in reading.along)


def _sample(reading: Any, trial: Any, tally: _Tally) -> None:
    """The same with noise: sampled expectations never refute, but an excess is reported."""
    from verify.finders.sampling.running.numbers import Undecided
    from verify.finders.sampling.running.recheck import CAP, Unknown, holds
    from verify.finders.sampling.running.trial import FLOATS, assemble

    try:
        evaluator, history = assemble(reading, trial, FLOATS, CAP, noise=True)
        fails = any(holds(relation, evaluator, history) is False for relation in reading.then)
        tally.noisy += fails and _along(reading, evaluator, history)
    except (Undecided, OverflowError, ZeroDivisionError, Unknown):
        return


def _finding(tally: _Tally, task: Task, seconds: float) -> Finding:
    draws = tally.effective + tally.rejected
    rejected = tally.rejected / draws if draws else 0.0
    common: dict[str, Any] = {
        "checker": NAME,
        "trials": tally.effective,
        "rejected": round(rejected, 4),
        "seconds": seconds,
    }
    if tally.witness is not None:
        reason = f"{tally.witness['violated']} fails at a drawn example; balls confirm the failure and every hypothesis"
        return Finding(
            outcome="refuted", rigour="interval", evidence=tally.witness, reason=reason, scope="one example", **common
        )
    evidence: dict[str, Any] = {"rejections": dict(tally.reasons.most_common(3))} if tally.reasons else {}
    if tally.sampled:
        evidence["trials with a sampled mean"] = tally.sampled
    if tally.unconfirmed or tally.noisy:
        reason = (
            f"{tally.unconfirmed} of {tally.effective} trials violate {tally.doubt} in floats; balls confirm none"
            if tally.unconfirmed
            else f"{tally.noisy} sampled means exceed the bound with noise; samples refute nothing"
        )
        return Finding(outcome="undecided", rigour="none", evidence=evidence, reason=reason, **common)
    if tally.effective < task.trials and not (tally.exhausted and tally.effective):
        main = tally.reasons.most_common(1)[0][0] if tally.reasons else "no draw"
        reason = f"only {tally.effective} of {draws} draws met the hypotheses; most often because of: {main}"
        return Finding(outcome="undecided", rigour="none", evidence=evidence, reason=reason, **common)
    reason = f"no violation in {tally.effective} effective trials"
    return Finding(
        outcome="survived", rigour="sampled", scope="the trials drawn", evidence=evidence, reason=reason, **common
    )
