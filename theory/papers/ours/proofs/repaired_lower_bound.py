"""Derivations: repaired lower bound."""

from theory.derivation import Derivation

__all__ = ["PROOFS"]

PROOFS: dict[str, Derivation] = {}
