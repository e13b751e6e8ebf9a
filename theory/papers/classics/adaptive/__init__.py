"""Methods whose steps depend on the size of gradients: normalised, by signs, adaptive; and the bias of noisy ones."""

from theory.papers.classics.adaptive import adam, clipping, convex, normalised, signs, steps
from theory.papers.classics.adaptive.proofs import PROOFS

__all__ = ["PROOFS", "adam", "clipping", "convex", "normalised", "signs", "steps"]
