"""Indicator functions of bounded convex sets."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from theory.arithmetic import inner, square
from theory.classes.base import FunctionClass, Triple

__all__ = ["BoundedSet"]


@dataclass(frozen=True)
class BoundedSet(FunctionClass):
    """0 on a closed convex set of diameter at most D, infinite outside; gradients are normals of the set."""

    D: Any

    citation = (
        "Taylor, Hendrickx, Glineur, SIAM J. Optim. 27 (2017), Theorem 3.6: indicator functions, bounded "
        "(necessary and sufficient)"
    )
    sufficient = True
    by_points = True
    is_indicator = True
    rule = "D is positive"

    @property
    def parameters(self) -> Mapping[str, sp.Expr]:
        """The diameter, in units of x."""
        return {"D": sp.sympify(self.D)}

    @property
    def conditions(self) -> tuple[Any, ...]:
        """D positive."""
        return () if sp.sympify(self.D).is_positive else (sp.Gt(self.D, 0),)

    @property
    def is_convex(self) -> bool:
        """Yes."""
        return True

    def pair(self, i: Triple, j: Triple) -> tuple[Any, ...]:
        """<g_j, x_j - x_i> and D^2 - ||x_i - x_j||^2, at points of the set."""
        return (-inner(j.g, i.x - j.x), self.D**2 - square(i.x - j.x))
