"""Classes of functions, one file each."""

from theory.classes.base import FunctionClass, Triple
from theory.classes.bounded_set import BoundedSet
from theory.classes.convex import Convex, LipschitzConvex, StronglyConvex
from theory.classes.l0l1_smooth import L0L1Smooth
from theory.classes.nested import NestedProblem
from theory.classes.operators import Cocoercive, Monotone
from theory.classes.quadratic import Quadratic
from theory.classes.smooth import Smooth
from theory.classes.smooth_convex import SmoothConvex
from theory.classes.smooth_strongly_convex import SmoothStronglyConvex
from theory.classes.sums import FiniteSum, Sum
from theory.classes.weakly_convex import SmoothWeaklyConvex

__all__ = [
    "BoundedSet",
    "Cocoercive",
    "Convex",
    "FiniteSum",
    "FunctionClass",
    "L0L1Smooth",
    "LipschitzConvex",
    "Monotone",
    "NestedProblem",
    "Quadratic",
    "Smooth",
    "SmoothConvex",
    "SmoothStronglyConvex",
    "SmoothWeaklyConvex",
    "StronglyConvex",
    "Sum",
    "Triple",
]
