"""Derivations: bounding."""

from theory.derivation import Derivation

__all__ = ["PROOFS"]

PROOFS: dict[str, Derivation] = {}
