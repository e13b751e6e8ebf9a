"""From claims to obligations: with the kernel, the whole trusted base.

An obligation is a list of formulas in the kernel's syntax.  It can be printed beside the statement, so that a
reader can compare the two (``rateproof show LABEL``).
"""

from typing import Any

from theory import measures
from theory.claim import Claim
from theory.statement import Exists, ForAll, Inclusion, Run, Statement
from verify.compile.formulas import Formula, Unsupported, formula, text
from verify.compile.membership import inclusion_obligation
from verify.compile.runs import K, run_obligation

__all__ = ["K", "Unsupported", "formula", "instance_only", "necessary_only", "obligation", "text"]


def instance_only(claim: Claim) -> bool:
    """Whether the obligation is only an instance of the claim: the noise-free one of a stochastic hitting time.

    Noise is bounded almost surely by ``Run.noise``, so none at all is allowed.  Refuting the instance refutes the
    claim; proving it proves nothing, and no checker may accept it as a proof.
    """
    statement = claim.statement
    return isinstance(statement, Run) and statement.noise is not None and statement.then.has(measures.hitting_time)


def necessary_only(claim: Claim) -> bool:
    """Whether the obligation assumes less than the claim: a rate on a class whose inequalities are only necessary.

    Points that satisfy them need not belong to a function of the class.  Proving the obligation proves the claim;
    refuting it refutes nothing, and no checker may accept it as a refutation.
    """
    statement = claim.statement
    if not isinstance(statement, Run) or statement.noise is not None or statement.then.has(measures.hitting_time):
        return False
    return not statement.functions.sufficient


def obligation(claim: Claim) -> dict[str, Any]:
    """The obligation of a claim: {"claim": [formula, ...]}.

    A stochastic hitting time stands here only for its noise-free instance, and only if it comes with a witness: see
    ``instance_only``.

    Raises:
        Unsupported: with the part of the statement that the kernel's language cannot say.
    """
    if instance_only(claim) and claim.witness is None:
        raise Unsupported("a stochastic hitting time (state its deterministic core as a claim of its own)")
    return {"claim": _compile(claim.statement)}


def _compile(statement: Statement) -> list[Formula]:
    if isinstance(statement, ForAll):
        return formula(statement)
    if isinstance(statement, Run):
        return run_obligation(statement)
    if isinstance(statement, Inclusion):
        return inclusion_obligation(statement)
    if isinstance(statement, Exists):
        # to exist is not to be impossible for all values: the kernel refutes the denial at the witness
        raise Unsupported("an existence statement without a witness")
    raise Unsupported(f"a statement of kind {type(statement).__name__}")
