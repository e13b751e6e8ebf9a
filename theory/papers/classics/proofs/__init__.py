"""Derivations of the classical rates, one file a subject."""

from theory.papers.classics.proofs import every_horizon, stochastic

__all__ = ["PROOFS"]

PROOFS = {**every_horizon.PROOFS, **stochastic.PROOFS}
