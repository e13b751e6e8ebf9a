"""Operators that need not be gradients: only the pairs (point, image) are constrained."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from theory.arithmetic import inner, square
from theory.classes.base import FunctionClass, Triple

__all__ = ["Cocoercive", "Monotone"]


@dataclass(frozen=True)
class Cocoercive(FunctionClass):
    """Operators A with <Ax - Ay, x - y> >= beta ||Ax - Ay||^2; beta in units of x^2/f.

    Gradients stand for A, and a zero of A for a minimiser.  They are given point by point: A need be no gradient, and
    of the formal ``grad`` the kernel knows that it is the one of ``f``.  T = I - A is nonexpansive exactly if A is
    1/2-cocoercive, and then the zeros of A are the fixed points of T.
    """

    beta: Any

    citation = (
        "Ryu, Taylor, Bergeling, Giselsson, SIAM J. Optim. 30 (2020), Proposition 2 (necessary and sufficient)"
    )
    sufficient = True
    by_points = True
    rule = "beta is positive"

    @property
    def parameters(self) -> Mapping[str, sp.Expr]:
        """The constant of cocoercivity."""
        return {"beta": sp.sympify(self.beta)}

    @property
    def conditions(self) -> tuple[Any, ...]:
        """Beta positive."""
        return () if sp.sympify(self.beta).is_positive else (sp.Gt(self.beta, 0),)

    @property
    def is_convex(self) -> bool:
        """Yes, as far as it matters: a zero is all that is looked for."""
        return True

    def pair(self, i: Triple, j: Triple) -> tuple[Any, ...]:
        """<e, d> - beta ||e||^2, d = x_i - x_j, e = g_i - g_j."""
        e = i.g - j.g
        return (inner(e, i.x - j.x) - self.beta * square(e),)

    def pointwise(self, variable: sp.Symbol, first: sp.Expr, second: sp.Expr) -> tuple[Any, ...]:
        """0 <= A' <= 1/beta, for the antiderivative of A."""
        return (sp.Ge(second, 0), sp.Le(second, 1 / sp.sympify(self.beta)))


@dataclass(frozen=True)
class Monotone(FunctionClass):
    """Maximal monotone operators A, possibly set-valued: <s - t, x - y> >= 0 for s in Ax, t in Ay."""

    citation = (
        "Ryu, Taylor, Bergeling, Giselsson, SIAM J. Optim. 30 (2020), on maximal monotone operators "
        "(necessary and sufficient)"
    )
    sufficient = True
    by_points = True

    @property
    def is_convex(self) -> bool:
        """Yes, as far as it matters: a zero is all that is looked for."""
        return True

    def pair(self, i: Triple, j: Triple) -> tuple[Any, ...]:
        """<g_i - g_j, x_i - x_j>."""
        return (inner(i.g - j.g, i.x - j.x),)
