"""Derivations of this paper's claims, one file a subject, each with ``PROOFS``: slug -> derivation."""

from theory.papers.zhang2020.proofs import clipped, definitions, fixed_step, growth, lower_bound, stochastic

__all__ = ["PROOFS"]

PROOFS = (
    growth.PROOFS | clipped.PROOFS | fixed_step.PROOFS | lower_bound.PROOFS | stochastic.PROOFS | definitions.PROOFS
)
