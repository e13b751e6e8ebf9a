"""Sato, Tanaka, Takeda (2021), one file a subject; ``paper`` collects the claims."""

from theory.papers.sato2021 import consistency, gap, hypergradient, poisoning
from theory.papers.sato2021.proofs import PROOFS
from theory.papers.sato2021.setting import paper

__all__ = ["consistency", "gap", "hypergradient", "paper", "poisoning"]

paper.prove(PROOFS)
