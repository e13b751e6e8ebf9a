"""Derivations of the multilevel paper's claims, one file a subject, each with ``PROOFS``: slug -> derivation."""

from theory.papers.sato2021.proofs import consistency, gap, hypergradient

__all__ = ["PROOFS"]

PROOFS = consistency.PROOFS | gap.PROOFS | hypergradient.PROOFS
