"""The gram checker: worst cases of fixed-step methods by semidefinite programs, in floats; refuted only by the kernel.

It says "supported" where a solver of full accuracy finds no worst case above the bound at any listed horizon: fewer
pairs of points than all only make the bound that is found weaker.  A strict bound that the worst case attains, as far
as floats tell, is not supported.  Where the worst case over all pairs is above the
bound, or where the solver failed, an exact counterexample is looked for; without one nothing is concluded.
"""

import time

from theory.claim import Claim
from theory.statement import Run
from verify.certify import searched
from verify.compile import Unsupported, necessary_only, obligation
from verify.finders.performance.proofs.combined import conditions
from verify.finders.performance.proofs.multipliers import prepared
from verify.finders.performance.witnesses.counterexample import is_rate
from verify.finders.proofs.prove import NotFound
from verify.kernel.certificate import check as kernel_check
from verify.kernel.certificate import opened, parts, read
from verify.kernel.errors import KernelError
from verify.kernel.steps import Context
from verify.kernel.terms import Atom, Formula
from verify.places import certificate_file
from verify.task import Task
from verify.verdict import Finding

__all__ = ["NAME", "VERSION", "applies", "check"]

NAME = "gram"
VERSION = "1"

TOLERANCE = 1e-6
"""Relative: a worst case this little above the bound counts as equal to it."""

PATTERNS = ("path", "star", "all")


def applies(claim: Claim) -> bool:
    """Bounds on a deterministic run at listed horizons, for classes with inequalities between points."""
    if not is_rate(claim.statement):
        return False
    try:
        obligation(claim)
    except Unsupported:
        return False
    return True


def check(task: Task) -> Finding:
    """Solve for the worst case at each listed horizon."""
    start, claim = time.perf_counter(), task.claim
    assert isinstance(claim.statement, Run)
    horizons = claim.statement.horizons
    evidence: dict[str, object] = {}
    problem = ""
    for horizon, phi in zip(horizons, parts(obligation(claim)), strict=True):
        try:
            line, trouble = _worst(phi)
        except NotFound as error:
            line, trouble = str(error), str(error)
        evidence[f"N = {horizon}"] = line
        problem = problem or (f"N = {horizon}: {trouble}" if trouble else "")
    if problem and _refuted(claim):
        return Finding(checker=NAME, outcome="refuted", rigour="exact", scope="at the witness", evidence=evidence,
                       reason=f"{problem}; counterexample accepted by the kernel",
                       seconds=time.perf_counter() - start)  # fmt: skip
    return Finding(
        checker=NAME,
        outcome="undecided" if problem else "supported",
        rigour="none" if problem else "numerical",
        scope="" if problem else f"N = {', '.join(map(str, horizons))}",
        evidence=evidence,
        reason=problem or "no worst case above the bound",
        seconds=time.perf_counter() - start,
    )


def _worst(phi: Formula) -> tuple[str, str]:
    """At one horizon: what was found; what is wrong, or nothing."""
    from verify.finders.performance.proofs.unbounded import explained
    from verify.finders.performance.solve import solve, tabulate

    scope, facts, goal = opened(phi, {})
    if conditions(Context(scope, facts)):  # without it the worst case over pairs is that of another class
        return "not solved", "the class has a condition on all combinations of points, which pairs do not show"
    problem = prepared(goal, Context(scope, facts)).problem
    strict = isinstance(goal, Atom) and goal.rel == "<"
    said = ""
    for pattern in PATTERNS:
        numeric = solve(tabulate(problem, pattern))
        said = f"{pattern} pairs: {numeric.status}"
        if numeric.ok:
            bound = float(problem.target.constant)
            said += f", worst case {bound - numeric.slack:.6g}, bound {bound:.6g}"
            if numeric.slack > TOLERANCE * abs(bound):
                return said, ""
            if numeric.slack >= -TOLERANCE * abs(bound):
                return said, "the worst case equals the bound in floats, which is no < but a <=" if strict else ""
    if numeric.ok:
        return said, "the worst case over all pairs is above the bound"
    if "PrimalInfeasible" in numeric.status:
        return said, f"{explained(problem)} ({numeric.status})"
    return said, f"the solver stopped with {numeric.status}"


def _refuted(claim: Claim) -> bool:
    if necessary_only(claim):
        return False
    target = obligation(claim)
    try:
        # a stored counterexample is rechecked, so that it need not be searched for again; with a proof there is none
        return kernel_check(read(certificate_file(claim)), {}, target).kind == "refutation"
    except KernelError:
        pass
    try:
        data = searched(claim, target, {})
        # labels of mutants are none that a file may carry, and the label is no part of what is refuted
        kernel_check(data | {"label": "trial/rate"}, {}, target)
    except (NotFound, KernelError):
        return False
    return True
