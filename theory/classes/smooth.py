"""L-smooth functions, possibly nonconvex."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from theory.arithmetic import inner, square
from theory.classes.base import FunctionClass, Triple

__all__ = ["Smooth"]


@dataclass(frozen=True)
class Smooth(FunctionClass):
    """Functions whose gradient is L-Lipschitz; L in units of f/x^2."""

    L: Any

    citation = "Taylor, Hendrickx, Glineur 2017, Theorem 6: interpolation conditions (necessary and sufficient)"
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

    def pair(self, i: Triple, j: Triple) -> tuple[Any, ...]:
        """f_i - f_j + L/4 ||x_i - x_j||^2 - 1/2 <g_i + g_j, x_i - x_j> - 1/4L ||g_i - g_j||^2."""
        d = i.x - j.x
        return (i.f - j.f + self.L * square(d) / 4 - inner(i.g + j.g, d) / 2 - square(i.g - j.g) / (4 * self.L),)

    def pointwise(self, variable: sp.Symbol, first: sp.Expr, second: sp.Expr) -> tuple[Any, ...]:
        """-L <= f'' <= L wherever f'' exists."""
        return (sp.Ge(second, -self.L), sp.Le(second, self.L))
