"""Convex functions with L-Lipschitz gradient."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from theory.arithmetic import inner, square
from theory.classes.base import FunctionClass, Triple

__all__ = ["SmoothConvex"]


@dataclass(frozen=True)
class SmoothConvex(FunctionClass):
    """Convex functions whose gradient is L-Lipschitz; L in units of f/x^2."""

    L: Any

    citation = "Taylor, Hendrickx, Glineur 2017, Theorem 4: interpolation conditions (necessary and sufficient)"
    sufficient = True
    rule = "L is positive"

    @property
    def parameters(self) -> Mapping[str, sp.Expr]:
        """The Lipschitz constant."""
        return {"L": sp.sympify(self.L)}

    @property
    def conditions(self) -> tuple[Any, ...]:
        """L positive."""
        return () if sp.sympify(self.L).is_positive else (sp.Gt(self.L, 0),)

    @property
    def is_convex(self) -> bool:
        """Yes."""
        return True

    def pair(self, i: Triple, j: Triple) -> tuple[Any, ...]:
        """f_i - f_j - <g_j, x_i - x_j> - ||g_i - g_j||^2 / 2L."""
        return (i.f - j.f - inner(j.g, i.x - j.x) - square(i.g - j.g) / (2 * self.L),)

    def pointwise(self, variable: sp.Symbol, first: sp.Expr, second: sp.Expr) -> tuple[Any, ...]:
        """0 <= f'' <= L wherever f'' exists."""
        return (sp.Ge(second, 0), sp.Le(second, self.L))
