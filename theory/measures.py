"""What is bounded: performance measures, as formal functions that appear in a statement's relations."""

import sympy as sp

from theory.symbols import _NonNegative, _Real

__all__ = [
    "Measure",
    "best_gap",
    "best_gradient_norm",
    "expected_divergence",
    "expected_gap",
    "expected_squared_distance",
    "gap",
    "gradient_norm",
    "hitting_time",
    "memory_distance",
    "noise_at_minimiser",
    "separation",
    "squared_distance",
]


class Measure(_Real):
    """Base of all measures; the argument is an iterate index, or an accuracy for a hitting time."""

    nargs = 1


class gap(Measure):
    """f(x_k) - f*."""


class best_gap(Measure):
    """min over j <= k of f(x_j) - f*."""


class expected_gap(Measure):
    """E f(x_k) - f*, over the components drawn."""


class expected_divergence(_NonNegative, Measure):
    """E of the mean of f_i(p_i) - f_i(x*) - <grad f_i(x*), p_i - x*>, over the components drawn.

    The points p_i of the table are what a method on a finite sum yields beside x_k.
    """


class gradient_norm(_NonNegative, Measure):
    """||grad f(x_k)||."""


class best_gradient_norm(_NonNegative, Measure):
    """min over j <= k of ||grad f(x_j)||."""


class squared_distance(_NonNegative, Measure):
    """||x_k - x*||^2 for a minimiser x*."""


class expected_squared_distance(_NonNegative, Measure):
    """E ||x_k - x*||^2 for a minimiser x*, over the components drawn."""


class memory_distance(_NonNegative, Measure):
    """||z_k - x*||^2 for a minimiser x* and the point z_k that a method yields beside x_k, as a pair."""


class separation(_NonNegative, Measure):
    """||x_k - w_k||^2 for the runs from two starts x_0 and w_0."""


class noise_at_minimiser(_NonNegative, Measure):
    """The mean of ||grad f_i(x*)||^2 over the components of a finite sum; the argument, an iterate, does not matter."""


class hitting_time(_NonNegative, Measure):
    """T_eps: the first k with ||grad f(x_k)|| <= eps (Zhang et al. 2020, Section 3, deterministic)."""


Relation = sp.core.relational.Relational
