"""Theory: what is claimed.  This room imports sympy and nothing else."""

from sympy import Abs, Max, Min, Rational, exp, log, sqrt

from theory.arithmetic import inner, maximum, minimum, norm, square
from theory.claim import Claim, PaperError
from theory.classes import FunctionClass, L0L1Smooth, Smooth, SmoothConvex, SmoothStronglyConvex, Triple
from theory.measures import best_gradient_norm, gap, gradient_norm, hitting_time, squared_distance
from theory.paper import Paper
from theory.statement import Exists, ForAll, Inclusion, Observation, Run, Statement, Unformalised
from theory.symbols import N, symbols

__all__ = [
    "Abs", "Claim", "Exists", "ForAll", "FunctionClass", "Inclusion", "L0L1Smooth", "Max", "Min", "N",
    "Observation", "Paper", "PaperError", "Rational", "Run", "Smooth", "SmoothConvex", "SmoothStronglyConvex",
    "Statement", "Triple",
    "Unformalised", "best_gradient_norm", "exp", "gap", "gradient_norm", "hitting_time", "inner", "log",
    "maximum", "minimum", "norm", "sqrt", "square", "squared_distance", "symbols",
]  # fmt: skip
