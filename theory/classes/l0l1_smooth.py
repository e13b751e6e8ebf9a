"""(L0,L1)-smooth functions (Zhang, He, Sra, Jadbabaie 2020, Definition 1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from theory.classes.base import FunctionClass
from theory.statement import ForAll
from theory.symbols import f, grad, hess, inner, norm

__all__ = ["L0L1Smooth"]

_z, _y = sp.symbols("z y", real=True)


@dataclass(frozen=True)
class L0L1Smooth(FunctionClass):
    """Twice differentiable with ||hess f(z)|| <= L0 + L1 ||grad f(z)||.

    Attributes:
        L0, L1: the two constants; L0 in units of f/x^2, L1 in units of 1/x.
        near: if given, a start x0: the inequality is assumed only within distance 1 of {f <= f(x0)}
            (the paper's neighbourhood S, equation (2)).
        below: if given, a start x0: the inequality is assumed only on {f <= f(x0)}.
        convex: whether the functions are convex as well.
    """

    L0: Any
    L1: Any
    near: Any = None
    below: Any = None
    convex: bool = False

    citation = "Zhang et al. 2020, Definition 1; necessary conditions only in dimension 2 and more"
    sufficient = False
    rule = "L0 and L1 are nonnegative"

    @property
    def parameters(self) -> Mapping[str, sp.Expr]:
        """L0 and L1."""
        return {"L0": sp.sympify(self.L0), "L1": sp.sympify(self.L1)}

    @property
    def conditions(self) -> tuple[Any, ...]:
        """Both constants nonnegative."""
        return tuple(sp.Ge(v, 0) for v in self.parameters.values() if not sp.sympify(v).is_nonnegative)

    @property
    def is_convex(self) -> bool:
        """As declared."""
        return self.convex

    @property
    def assumptions(self) -> tuple[ForAll, ...]:
        """Definition 1 at every point, or on the sublevel set, or on its neighbourhood S; convexity if declared."""
        bound = hess(_z) <= self.L0 + self.L1 * norm(grad(_z))
        if self.near is not None:
            within = (f(_y) <= f(self.near), norm(_z - _y) <= 1)
            return (ForAll(over=(_z, _y), points=(_z, _y), given=within, then=bound), *self._convexity)
        given = () if self.below is None else (f(_z) <= f(self.below),)
        return (ForAll(over=(_z,), points=(_z,), given=given, then=bound), *self._convexity)

    @property
    def _convexity(self) -> tuple[ForAll, ...]:
        above = f(_z) + inner(grad(_z), _y - _z) <= f(_y)
        return (ForAll(over=(_z, _y), points=(_z, _y), then=above),) if self.convex else ()

    def pointwise(self, variable: sp.Symbol, first: sp.Expr, second: sp.Expr) -> tuple[Any, ...]:
        """|f''| <= L0 + L1 |f'|, as the two inequalities without the absolute value of f''."""
        bound = self.L0 + self.L1 * sp.Abs(first)
        low = sp.Ge(second, 0) if self.convex else sp.Ge(second, -bound)
        return (sp.Le(second, bound), low)
