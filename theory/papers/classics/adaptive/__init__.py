"""Methods whose steps depend on the size of gradients: normalised, by signs, adaptive; and the bias of noisy ones."""

from theory.papers.classics.adaptive import convex, normalised, steps
from theory.papers.classics.adaptive.proofs import PROOFS

__all__ = ["PROOFS", "convex", "normalised", "steps"]
