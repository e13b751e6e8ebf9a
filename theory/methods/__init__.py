"""Optimisation methods, each a generator, as written in its paper, one file each."""

from theory.methods.clipped_gradient_descent import clipped_gradient_descent
from theory.methods.clipped_stochastic_gradient_descent import clipped_stochastic_gradient_descent
from theory.methods.gradient_descent import gradient_descent
from theory.methods.normalized_gradient_descent import normalized_gradient_descent

__all__ = [
    "clipped_gradient_descent",
    "clipped_stochastic_gradient_descent",
    "gradient_descent",
    "normalized_gradient_descent",
]
