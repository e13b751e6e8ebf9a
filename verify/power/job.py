"""One row of the power table as a job of the engine, which runs such modules in its processes and keeps the time."""

from theory.claim import Claim
from theory.statement import Unformalised
from verify.power.attack import role, row
from verify.power.vacuity import point
from verify.task import Task
from verify.verdict import Finding

__all__ = ["NAME", "applies", "check"]

NAME = __name__


def applies(claim: Claim) -> bool:
    """Every statement that is expressed: a row where something can be shrunk, for the others the vacuity point."""
    return not isinstance(claim.statement, Unformalised)


def check(task: Task) -> Finding:
    """The row, as the evidence of a finding that concludes nothing about the claim."""
    claim = task.claim
    found = row(claim, task.catalog, seed=task.seed) if role(claim) else _only_vacuity(claim, task.seed)
    return Finding(checker=NAME, outcome="undecided", rigour="none", evidence=found)


def _only_vacuity(claim: Claim, seed: int) -> dict[str, object]:
    return {"label": claim.label, "role": "", "mutants": [], "loose": [], "vacuity": point(claim, seed)}
