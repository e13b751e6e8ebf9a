"""Derivations of the steps of Theorem 8; the refutation of Theorem 7 is in ``trap``."""

from theory.derivation import Derivation
from theory.papers.zhang2020.proofs.trap import REFUTATION

__all__ = ["PROOFS"]

PROOFS: dict[str, Derivation] = {"thm7": REFUTATION}
