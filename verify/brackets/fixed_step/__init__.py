"""Worst cases of fixed-step methods on smooth functions, convex or not: guess, certify, meet.

An explicit function of one variable, run exactly, bounds the worst case from below.  Exact multipliers, accepted by the
kernel, bound it from above: known ones, or what a semidefinite program proposes, on a small pattern of pairs of points
first, which can only make the bound weaker.  Where the two meet, the answer is exact; else it is a bracket.
"""

from verify.brackets.fixed_step.answer import fixed_step
from verify.brackets.fixed_step.questions import CLASSES, METHODS, rate
from verify.brackets.fixed_step.search import PAIRS, Found, find

__all__ = ["CLASSES", "METHODS", "PAIRS", "Found", "find", "fixed_step", "rate"]
