"""Derivations of these rates, one file a subject."""

from theory.papers.classics.adaptive.proofs import adam, clipping, convex, normalised, signs, steps

__all__ = ["PROOFS"]

PROOFS = {**adam.PROOFS, **clipping.PROOFS, **normalised.PROOFS, **convex.PROOFS, **signs.PROOFS, **steps.PROOFS}
