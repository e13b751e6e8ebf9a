"""Classes of functions, one file each."""

from theory.classes.base import FunctionClass, Triple
from theory.classes.l0l1_smooth import L0L1Smooth
from theory.classes.nested import NestedProblem
from theory.classes.smooth import Smooth
from theory.classes.smooth_convex import SmoothConvex
from theory.classes.smooth_strongly_convex import SmoothStronglyConvex

__all__ = ["FunctionClass", "L0L1Smooth", "NestedProblem", "Smooth", "SmoothConvex", "SmoothStronglyConvex", "Triple"]
