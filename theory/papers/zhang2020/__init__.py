"""Zhang, He, Sra, Jadbabaie (2020), one file a subject; ``paper`` collects the claims."""

from theory.papers.zhang2020 import (
    clipped,
    complexity,
    definitions,
    fixed_step,
    growth,
    lower_bound,
    stochastic,
    training,
)
from theory.papers.zhang2020.proofs import PROOFS
from theory.papers.zhang2020.setting import paper

__all__ = [
    "clipped",
    "complexity",
    "definitions",
    "fixed_step",
    "growth",
    "lower_bound",
    "paper",
    "stochastic",
    "training",
]

paper.prove(PROOFS)
