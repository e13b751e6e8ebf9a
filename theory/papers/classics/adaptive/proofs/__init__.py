"""Derivations of these rates, one file a subject."""

from theory.papers.classics.adaptive.proofs import convex, normalised, steps

__all__ = ["PROOFS"]

PROOFS = {**normalised.PROOFS, **convex.PROOFS, **steps.PROOFS}
