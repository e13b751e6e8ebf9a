"""Optimisation methods, each a generator, as written in its paper, one file each or a family to a file."""

from theory.methods.accelerated_gradient import accelerated_gradient
from theory.methods.clipped_gradient_descent import clipped_gradient_descent
from theory.methods.clipped_stochastic_gradient_descent import clipped_stochastic_gradient_descent
from theory.methods.conditional_gradient import frank_wolfe
from theory.methods.gradient_descent import gradient_descent
from theory.methods.halpern import halpern, krasnoselskii_mann
from theory.methods.heavy_ball import heavy_ball
from theory.methods.langevin import nonreversible_langevin, overdamped_langevin, underdamped_langevin
from theory.methods.momentum import (
    chebyshev,
    nesterov_strongly_convex,
    optimized_gradient,
    optimized_gradient_for_gradients,
    triple_momentum,
)
from theory.methods.multilevel_gradient import multilevel_gradient
from theory.methods.normalized_gradient_descent import normalized_gradient_descent
from theory.methods.potential import accelerated_step
from theory.methods.proximal import (
    accelerated_proximal_gradient,
    douglas_rachford,
    fista,
    inexact_proximal_point,
    proximal_gradient,
    proximal_point,
)
from theory.methods.steps import (
    exact_line_search,
    inexact_gradient_descent,
    scheduled_gradient_descent,
    subgradient_method,
)
from theory.methods.stochastic import saga, stochastic_gradient
from theory.methods.stochastic_average_gradient import stochastic_average_gradient

__all__ = [
    "accelerated_gradient",
    "accelerated_proximal_gradient",
    "accelerated_step",
    "chebyshev",
    "clipped_gradient_descent",
    "clipped_stochastic_gradient_descent",
    "douglas_rachford",
    "exact_line_search",
    "fista",
    "frank_wolfe",
    "gradient_descent",
    "halpern",
    "heavy_ball",
    "inexact_gradient_descent",
    "inexact_proximal_point",
    "krasnoselskii_mann",
    "multilevel_gradient",
    "nesterov_strongly_convex",
    "nonreversible_langevin",
    "normalized_gradient_descent",
    "optimized_gradient",
    "optimized_gradient_for_gradients",
    "overdamped_langevin",
    "proximal_gradient",
    "proximal_point",
    "saga",
    "scheduled_gradient_descent",
    "stochastic_average_gradient",
    "stochastic_gradient",
    "subgradient_method",
    "triple_momentum",
    "underdamped_langevin",
]
