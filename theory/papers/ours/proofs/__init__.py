"""Derivations of our claims, one file a subject, each with ``PROOFS``: slug -> derivation."""

from theory.papers.ours.proofs import (
    bounding,
    counts,
    descent,
    examples,
    fixed_step,
    folding,
    growth,
    line,
    no_log,
    repaired_lower_bound,
    runs,
    scalar,
    slow_function,
    stochastic,
    trapezoid,
    trapezoid_counts,
    two_centre,
)

__all__ = ["PROOFS"]

PROOFS = (
    bounding.PROOFS
    | counts.PROOFS
    | descent.PROOFS
    | examples.PROOFS
    | fixed_step.PROOFS
    | folding.PROOFS
    | growth.PROOFS
    | line.PROOFS
    | no_log.PROOFS
    | repaired_lower_bound.PROOFS
    | runs.PROOFS
    | scalar.PROOFS
    | slow_function.PROOFS
    | stochastic.PROOFS
    | trapezoid.PROOFS
    | trapezoid_counts.PROOFS
    | two_centre.PROOFS
)
