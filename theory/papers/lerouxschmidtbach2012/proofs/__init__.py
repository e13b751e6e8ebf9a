"""Derivations, one file a subject."""

from theory.papers.lerouxschmidtbach2012.proofs import linear, many, sums

__all__ = ["PROOFS"]

PROOFS = {**sums.PROOFS, **linear.PROOFS, **many.PROOFS}
