"""The idle hypotheses of one claim as a job of the engine."""

from theory.claim import Claim
from verify.power.attack import role
from verify.power.idle import idle
from verify.task import Task
from verify.verdict import Finding

__all__ = ["NAME", "applies", "check"]

NAME = __name__


def applies(claim: Claim) -> bool:
    """Claims with a row and hypotheses."""
    return role(claim) in ("tight", "loose") and bool(getattr(claim.statement, "given", ()))


def check(task: Task) -> Finding:
    """What the kernel shows to be idle, as the evidence of a finding that concludes nothing about the claim."""
    return Finding(checker=NAME, outcome="undecided", rigour="none", evidence=idle(task.claim, task.catalog))
