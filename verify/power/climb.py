"""The directed search as a checker of the power table: it refutes, or it says nothing.

It is no checker of claims: what it cannot break has survived one optimiser, which the fuzz and search checkers report
with more to show for it.
"""

from theory.claim import Claim
from theory.measures import hitting_time
from theory.statement import ForAll, Run
from verify.task import Task
from verify.verdict import Finding

__all__ = ["NAME", "applies", "check"]

NAME = "extremal"

ROUNDING = 1e-13
"""Excess, relative to the sides, below which a violation in floats is rounding."""


def applies(claim: Claim) -> bool:
    """Statements that can be drawn for; not hitting times, whose worst case the search checker knows exactly."""
    statement = claim.statement
    if isinstance(statement, Run):
        return statement.noise is None and not statement.then.has(hitting_time)
    return isinstance(statement, ForAll)


def check(task: Task) -> Finding:
    """Optimise towards a violation, and confirm the best finds in balls."""
    from verify.finders.sampling.reading.statement import read
    from verify.finders.sampling.running.evaluate import Unreadable
    from verify.finders.sampling.running.recheck import CAP, confirm
    from verify.finders.worst_case.extremal import propose

    try:
        reading = read(task.claim.statement)
        if reading.recursions or reading.patterns or reading.process or reading.shapes.names or reading.expectations:
            return Finding(checker=NAME, outcome="undecided", rigour="none", reason="runs are not optimised")
        proposals = list(propose(reading, CAP, task.seed))
    except Unreadable as error:
        return Finding(checker=NAME, outcome="undecided", rigour="none", reason=f"cannot draw for it: {error}")
    for proposal in proposals:
        if proposal.excess > ROUNDING:
            witness = confirm(reading, proposal.trial, list(reading.then), CAP if reading.run is not None else 0)
            if not isinstance(witness, bool):
                reason = f"{witness['violated']} fails where an optimiser led; balls confirm it and every hypothesis"
                return Finding(
                    checker=NAME,
                    outcome="refuted",
                    rigour="interval",
                    scope="one example",
                    evidence=witness,
                    reason=reason,
                )
    return Finding(checker=NAME, outcome="survived", rigour="sampled", reason="the optimiser found no violation")
