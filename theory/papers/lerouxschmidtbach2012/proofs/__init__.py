"""Derivations, one file a subject."""

from theory.papers.lerouxschmidtbach2012.proofs import linear, sums

__all__ = ["PROOFS"]

PROOFS = {**sums.PROOFS, **linear.PROOFS}
