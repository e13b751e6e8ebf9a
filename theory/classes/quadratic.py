"""Convex quadratic functions with bounded curvature."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

from theory.arithmetic import inner
from theory.classes.base import FunctionClass, Triple
from theory.statement import ForAll

__all__ = ["Quadratic"]


@dataclass(frozen=True)
class Quadratic(FunctionClass):
    """<x - c, Q (x - c)>/2 plus a constant, mu <= Q <= L; both in units of f/x^2, 0 <= mu <= L.

    Gradients are affine, so what holds for pairs of points is not enough: a condition on all combinations of points
    is part of the class.
    """

    mu: Any
    L: Any

    citation = (
        "Bousselmi, Hendrickx, Glineur, arXiv:2302.08781, Theorem 3.9: homogeneous quadratic functions, here "
        "in differences of points (necessary and sufficient)"
    )
    sufficient = True
    by_points = True
    by_combinations = True
    rule = "0 <= mu <= L, L positive"

    @property
    def parameters(self) -> Mapping[str, sp.Expr]:
        """The bounds on the curvature."""
        return {"mu": sp.sympify(self.mu), "L": sp.sympify(self.L)}

    @property
    def conditions(self) -> tuple[Any, ...]:
        """0 <= mu <= L, 0 < L."""
        mu, L = map(sp.sympify, (self.mu, self.L))
        known = (mu.is_nonnegative, (L - mu).is_nonnegative, L.is_positive)
        rules = (sp.Ge(mu, 0), sp.Ge(L - mu, 0), sp.Gt(L, 0))
        return tuple(rule for rule, holds in zip(rules, known, strict=True) if not holds)

    @property
    def is_convex(self) -> bool:
        """Yes."""
        return True

    def pair(self, i: Triple, j: Triple) -> tuple[Any, ...]:
        """f_i - f_j - <g_i + g_j, x_i - x_j>/2, which is 0, as the same with i and j exchanged says."""
        return (i.f - j.f - inner(i.g + j.g, i.x - j.x) / 2,)

    def together(self, points: Sequence[Triple], weights: Sequence[sp.Symbol]) -> tuple[ForAll, ...]:
        """<G - mu X, L X - G> >= 0 with X, G any combination of the x_i - x_0 and g_i - g_0, of the same weights."""
        first, *others = points
        x = sum((c * (i.x - first.x) for c, i in zip(weights, others, strict=True)), sp.S.Zero)
        g = sum((c * (i.g - first.g) for c, i in zip(weights, others, strict=True)), sp.S.Zero)
        return (ForAll(over=tuple(weights), then=inner(g - self.mu * x, self.L * x - g) >= 0),)

    def pointwise(self, variable: sp.Symbol, first: sp.Expr, second: sp.Expr) -> tuple[Any, ...]:
        """Mu <= f'' <= L, the same everywhere."""
        return (sp.Ge(second, self.mu), sp.Le(second, self.L), sp.Eq(sp.diff(second, variable), 0))
