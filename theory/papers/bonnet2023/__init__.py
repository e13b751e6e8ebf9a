"""Bonnet, Cipriani, Fornasier, Huang (2023): the mean-field maximum principle for training NeurODEs."""

from theory.papers.bonnet2023 import adjoint, double_well, measured, regression, theorems
from theory.papers.bonnet2023.proofs import PROOFS
from theory.papers.bonnet2023.setting import paper

__all__ = ["adjoint", "double_well", "measured", "paper", "regression", "theorems"]

paper.prove(PROOFS)
