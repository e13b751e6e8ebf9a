"""Optimisation methods, each a generator, as written in its paper, one file each."""

from theory.methods.accelerated_gradient import accelerated_gradient
from theory.methods.clipped_gradient_descent import clipped_gradient_descent
from theory.methods.clipped_stochastic_gradient_descent import clipped_stochastic_gradient_descent
from theory.methods.gradient_descent import gradient_descent
from theory.methods.heavy_ball import heavy_ball
from theory.methods.langevin import nonreversible_langevin, overdamped_langevin, underdamped_langevin
from theory.methods.multilevel_gradient import multilevel_gradient
from theory.methods.normalized_gradient_descent import normalized_gradient_descent
from theory.methods.stochastic_average_gradient import stochastic_average_gradient

__all__ = [
    "accelerated_gradient",
    "clipped_gradient_descent",
    "clipped_stochastic_gradient_descent",
    "gradient_descent",
    "heavy_ball",
    "multilevel_gradient",
    "nonreversible_langevin",
    "normalized_gradient_descent",
    "overdamped_langevin",
    "stochastic_average_gradient",
    "underdamped_langevin",
]
