"""What checking found: sharper constants, repairs of statements that fail, one file a subject."""

from theory.papers.ours import (
    bounding,
    counts,
    descent,
    examples,
    families,
    fixed_step,
    line,
    no_log,
    repaired_lower_bound,
    runs,
    stochastic,
    trapezoid,
    two_centre,
)
from theory.papers.ours.proofs import PROOFS
from theory.papers.ours.setting import paper

__all__ = [
    "bounding",
    "counts",
    "descent",
    "examples",
    "families",
    "fixed_step",
    "line",
    "no_log",
    "paper",
    "repaired_lower_bound",
    "runs",
    "stochastic",
    "trapezoid",
    "two_centre",
]

paper.prove(PROOFS)
