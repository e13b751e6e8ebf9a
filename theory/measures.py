"""What is bounded: performance measures, as formal functions that appear in a statement's relations."""

import sympy as sp

from theory.symbols import _NonNegative, _Real

__all__ = ["Measure", "best_gradient_norm", "gap", "gradient_norm", "hitting_time", "squared_distance"]


class Measure(_Real):
    """Base of all measures; the argument is an iterate index, or an accuracy for a hitting time."""

    nargs = 1


class gap(Measure):
    """f(x_k) - f*."""


class gradient_norm(_NonNegative, Measure):
    """||grad f(x_k)||."""


class best_gradient_norm(_NonNegative, Measure):
    """min over j <= k of ||grad f(x_j)||."""


class squared_distance(_NonNegative, Measure):
    """||x_k - x*||^2 for a minimiser x*."""


class hitting_time(_NonNegative, Measure):
    """T_eps: the first k with ||grad f(x_k)|| <= eps (Zhang et al. 2020, Section 3, deterministic)."""


Relation = sp.core.relational.Relational
