"""Smooth functions that are weakly convex: their curvature is at least -rho."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from theory.arithmetic import inner, square
from theory.classes.base import FunctionClass, Triple

__all__ = ["SmoothWeaklyConvex"]


@dataclass(frozen=True)
class SmoothWeaklyConvex(FunctionClass):
    """f + rho/2 ||x||^2 convex and L/2 ||x||^2 - f convex; both constants in units of f/x^2."""

    rho: Any
    L: Any

    citation = (
        "Rotaru, Glineur, Patrinos, Tight convergence rates of the gradient method on smooth hypoconvex functions "
        "(2022): interpolation conditions (necessary and sufficient)"
    )
    sufficient = True
    rule = "rho and L are positive"

    @property
    def parameters(self) -> Mapping[str, sp.Expr]:
        """Both constants."""
        return {"rho": sp.sympify(self.rho), "L": sp.sympify(self.L)}

    @property
    def conditions(self) -> tuple[Any, ...]:
        """Both positive."""
        return tuple(sp.Gt(v, 0) for v in self.parameters.values() if not v.is_positive)

    def pair(self, i: Triple, j: Triple) -> tuple[Any, ...]:
        """f_i - f_j - <g_j, d> - (||e||^2/L - rho ||d||^2 + 2 rho/L <e, d>) / 2(1 + rho/L).

        Here d = x_i - x_j and e = g_i - g_j.  The same as for smooth convex functions, for f + rho/2 ||x||^2
        in place of f and L + rho in place of L.
        """
        d, e, ratio = i.x - j.x, i.g - j.g, sp.sympify(self.rho) / self.L
        both = square(e) / self.L - self.rho * square(d) + 2 * ratio * inner(e, d)
        return (i.f - j.f - inner(j.g, d) - both / (2 * (1 + ratio)),)

    def pointwise(self, variable: sp.Symbol, first: sp.Expr, second: sp.Expr) -> tuple[Any, ...]:
        """-rho <= f'' <= L wherever f'' exists."""
        return (sp.Ge(second, -self.rho), sp.Le(second, self.L))
