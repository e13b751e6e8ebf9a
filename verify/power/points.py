"""Refutation by points that interpolate, as a checker of the power table.

What the kernel refutes here is the statement about the points of the run, in as many dimensions as it takes; that a
function of the class runs through them is the theorem that the class cites as sufficient.
"""

from dataclasses import replace

from theory.claim import Claim
from theory.classes import Sum
from theory.statement import Run
from verify.certify import searched
from verify.compile import Unsupported, obligation
from verify.finders.performance.witnesses.counterexample import is_rate
from verify.finders.proofs.prove import NotFound
from verify.kernel.certificate import check as kernel_check
from verify.kernel.errors import KernelError
from verify.task import Task
from verify.verdict import Finding

__all__ = ["NAME", "applies", "check"]

NAME = "points"


def applies(claim: Claim) -> bool:
    """Rates at listed horizons of one function, in a class for which interpolation is a theorem."""
    statement = claim.statement
    if not isinstance(statement, Run) or not is_rate(statement):
        return False
    return statement.functions.sufficient and not statement.functions.by_points


def check(task: Task) -> Finding:
    """Look for points that break the bound, and let the kernel recheck them."""
    assert isinstance(task.claim.statement, Run)
    by_points = replace(task.claim.statement, functions=Sum(task.claim.statement.functions))
    claim = replace(task.claim, statement=by_points)
    try:
        target = obligation(claim)
        found = searched(claim, target, {})
        kernel_check(found | {"label": "trial/rate"}, {}, target)  # a mutant's label is none that a file may carry
    except (Unsupported, NotFound, KernelError) as error:
        return Finding(checker=NAME, outcome="undecided", rigour="none", reason=str(error))
    reason = f"points that the class interpolates ({task.claim.statement.functions.citation}) break the bound"
    return Finding(checker=NAME, outcome="refuted", rigour="exact", scope="at the witness", reason=reason)
