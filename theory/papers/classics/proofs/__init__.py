"""Derivations of the classical rates, one file a subject."""

from theory.papers.classics.proofs.every_horizon import PROOFS

__all__ = ["PROOFS"]
