"""Derivations, one file a subject."""

from theory.papers.lerouxschmidtbach2012.proofs import edge, linear, many, sums

__all__ = ["PROOFS"]

PROOFS = {**edge.PROOFS, **sums.PROOFS, **linear.PROOFS, **many.PROOFS}
