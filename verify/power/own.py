"""The witness of a false claim, as a checker of the power table: it refutes the claim with a sharper bound too."""

from dataclasses import replace

from theory.claim import Claim
from verify.certify import certificate
from verify.compile import Unsupported
from verify.finders.proofs.prove import NotFound
from verify.task import Task
from verify.verdict import Finding

__all__ = ["NAME", "applies", "check"]

NAME = "witness"


def applies(claim: Claim) -> bool:
    """Claims that are false by a witness, and mutants of them that kept it."""
    return claim.witness is not None and claim.expect == "false"


def check(task: Task) -> Finding:
    """Let the kernel recheck the mutant at the witness."""
    try:
        found = certificate(replace(task.claim, label="trial/mutant"), {})
    except (Unsupported, NotFound) as error:
        return Finding(checker=NAME, outcome="undecided", rigour="none", reason=str(error))
    if found["kind"] != "refutation":
        return Finding(checker=NAME, outcome="undecided", rigour="none", reason="the kernel accepts a proof")
    reason = "the witness of the original refutes it too"
    return Finding(checker=NAME, outcome="refuted", rigour="exact", scope="at the witness", reason=reason)
