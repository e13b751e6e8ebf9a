"""Derivations, one file a subject."""

from theory.papers.lerouxschmidtbach2012.proofs import cold, edge, lemma1, linear, many, sums, warm

__all__ = ["PROOFS"]

PROOFS = {**cold.PROOFS, **edge.PROOFS, **lemma1.PROOFS, **sums.PROOFS, **linear.PROOFS, **many.PROOFS, **warm.PROOFS}
