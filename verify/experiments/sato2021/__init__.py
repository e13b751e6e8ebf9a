"""Measurements for Sato, Tanaka, Takeda (2021)."""

from verify.experiments.sato2021.poisoning import poisoning
from verify.experiments.sato2021.programs import exact_hypergradient, projected_gradient, toy
from verify.experiments.sato2021.quadratics import geometric_consistency

__all__ = ["exact_hypergradient", "geometric_consistency", "poisoning", "projected_gradient", "toy"]
