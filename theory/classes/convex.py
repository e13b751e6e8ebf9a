"""Convex functions that need not be differentiable: closed convex, strongly convex, Lipschitz."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from theory.arithmetic import inner, square
from theory.classes.base import FunctionClass, Triple

__all__ = ["Convex", "LipschitzConvex", "StronglyConvex"]


@dataclass(frozen=True)
class Convex(FunctionClass):
    """Closed proper convex functions; the gradient of a triple is any subgradient."""

    citation = "Taylor, Hendrickx, Glineur 2017, Theorem 4 with mu = 0, L = infinity (necessary and sufficient)"
    sufficient = True
    by_points = True

    @property
    def is_convex(self) -> bool:
        """Yes."""
        return True

    def pair(self, i: Triple, j: Triple) -> tuple[Any, ...]:
        """f_i - f_j - <g_j, x_i - x_j>."""
        return (i.f - j.f - inner(j.g, i.x - j.x),)

    def pointwise(self, variable: sp.Symbol, first: sp.Expr, second: sp.Expr) -> tuple[Any, ...]:
        """0 <= f'' wherever f'' exists (and no jump of f' downwards)."""
        return (sp.Ge(second, 0),)


@dataclass(frozen=True)
class StronglyConvex(FunctionClass):
    """Closed proper functions f with f - mu/2 ||x||^2 convex; mu in units of f/x^2."""

    mu: Any

    citation = "Taylor, Hendrickx, Glineur 2017, Theorem 4 with L = infinity (necessary and sufficient)"
    sufficient = True
    by_points = True
    rule = "mu is positive"

    @property
    def parameters(self) -> Mapping[str, sp.Expr]:
        """The constant of strong convexity."""
        return {"mu": sp.sympify(self.mu)}

    @property
    def conditions(self) -> tuple[Any, ...]:
        """Mu positive."""
        return () if sp.sympify(self.mu).is_positive else (sp.Gt(self.mu, 0),)

    @property
    def is_convex(self) -> bool:
        """Yes."""
        return True

    def pair(self, i: Triple, j: Triple) -> tuple[Any, ...]:
        """f_i - f_j - <g_j, d> - mu/2 ||d||^2, d = x_i - x_j."""
        d = i.x - j.x
        return (i.f - j.f - inner(j.g, d) - self.mu * square(d) / 2,)

    def pointwise(self, variable: sp.Symbol, first: sp.Expr, second: sp.Expr) -> tuple[Any, ...]:
        """Mu <= f'' wherever f'' exists (and no jump of f' downwards)."""
        return (sp.Ge(second, self.mu),)


@dataclass(frozen=True)
class LipschitzConvex(FunctionClass):
    """Convex functions all of whose subgradients have norm at most M; M in units of f/x."""

    M: Any

    citation = (
        "Taylor, Hendrickx, Glineur, SIAM J. Optim. 27 (2017), Theorem 3.5: convex, bounded subgradients "
        "(necessary and sufficient)"
    )
    sufficient = True
    by_points = True
    rule = "M is positive"

    @property
    def parameters(self) -> Mapping[str, sp.Expr]:
        """The Lipschitz constant of the function."""
        return {"M": sp.sympify(self.M)}

    @property
    def conditions(self) -> tuple[Any, ...]:
        """M positive."""
        return () if sp.sympify(self.M).is_positive else (sp.Gt(self.M, 0),)

    @property
    def is_convex(self) -> bool:
        """Yes."""
        return True

    def single(self, i: Triple) -> tuple[Any, ...]:
        """M^2 - ||g_i||^2."""
        return (self.M**2 - square(i.g),)

    def pair(self, i: Triple, j: Triple) -> tuple[Any, ...]:
        """f_i - f_j - <g_j, x_i - x_j>."""
        return (i.f - j.f - inner(j.g, i.x - j.x),)

    def pointwise(self, variable: sp.Symbol, first: sp.Expr, second: sp.Expr) -> tuple[Any, ...]:
        """0 <= f'' and |f'| <= M wherever they exist."""
        return (sp.Ge(second, 0), sp.Le(sp.Abs(first), self.M))
