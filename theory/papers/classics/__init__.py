"""Known rates of fixed-step methods, each with its source, and wrong variants beside them that must end refuted."""

from theory.papers.classics import (
    accelerated,
    adaptive,
    every_horizon,
    examples,
    fixed_points,
    gradient,
    nonconvex,
    proximal,
    quadratic,
    saga,
    stochastic,
    strongly_convex,
)
from theory.papers.classics.adaptive import PROOFS as ADAPTIVE
from theory.papers.classics.proofs import PROOFS
from theory.papers.classics.setting import paper

__all__ = [
    "accelerated",
    "adaptive",
    "every_horizon",
    "examples",
    "fixed_points",
    "gradient",
    "nonconvex",
    "paper",
    "proximal",
    "quadratic",
    "saga",
    "stochastic",
    "strongly_convex",
]

paper.prove({**PROOFS, **ADAPTIVE})
