"""Strongly convex functions with Lipschitz gradient."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from theory.arithmetic import inner, square
from theory.classes.base import FunctionClass, Triple

__all__ = ["SmoothStronglyConvex"]


@dataclass(frozen=True)
class SmoothStronglyConvex(FunctionClass):
    """mu-strongly convex functions whose gradient is L-Lipschitz, mu < L; both in units of f/x^2."""

    mu: Any
    L: Any

    citation = "Taylor, Hendrickx, Glineur 2017, Theorem 4: interpolation conditions (necessary and sufficient)"
    sufficient = True
    rule = "0 <= mu < L"

    @property
    def parameters(self) -> Mapping[str, sp.Expr]:
        """Strong convexity and Lipschitz constant."""
        return {"mu": sp.sympify(self.mu), "L": sp.sympify(self.L)}

    @property
    def conditions(self) -> tuple[Any, ...]:
        """0 <= mu, mu < L."""
        mu, gap = sp.sympify(self.mu), sp.sympify(self.L) - self.mu
        low = () if mu.is_nonnegative else (sp.Ge(mu, 0),)
        return low + (() if gap.is_positive else (sp.Gt(gap, 0),))

    @property
    def is_convex(self) -> bool:
        """Yes."""
        return True

    def pair(self, i: Triple, j: Triple) -> tuple[Any, ...]:
        """f_i - f_j - <g_j, d> - (||e||^2/L + mu ||d||^2 - 2 mu/L <e, d>) / 2(1 - mu/L).

        Here d = x_i - x_j and e = g_i - g_j.  The same as for smooth convex functions, for f - mu/2 ||x||^2
        in place of f and L - mu in place of L.
        """
        d, e, ratio = i.x - j.x, i.g - j.g, sp.sympify(self.mu) / self.L
        both = square(e) / self.L + self.mu * square(d) - 2 * ratio * inner(e, d)
        return (i.f - j.f - inner(j.g, d) - both / (2 * (1 - ratio)),)

    def pointwise(self, variable: sp.Symbol, first: sp.Expr, second: sp.Expr) -> tuple[Any, ...]:
        """Mu <= f'' <= L wherever f'' exists."""
        return (sp.Ge(second, self.mu), sp.Le(second, self.L))
