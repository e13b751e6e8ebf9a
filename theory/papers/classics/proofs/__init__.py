"""Derivations of the classical rates, one file a subject."""

from theory.papers.classics.proofs import conditional_gradient, every_horizon, halpern, saga, stochastic

__all__ = ["PROOFS"]

PROOFS = {
    **conditional_gradient.PROOFS,
    **every_horizon.PROOFS,
    **halpern.PROOFS,
    **saga.PROOFS,
    **stochastic.PROOFS,
}
