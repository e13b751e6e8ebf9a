"""One inequality, curvature <= M + L1 weight^power on a domain: as signs for a cover, and as floats for a search."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp

from verify.finders.covers.balls import Domain, Side

__all__ = ["Bound", "curve", "surface"]

Ends = tuple[Fraction | None, Fraction | None]


@dataclass(frozen=True, kw_only=True)
class Bound:
    """curvature(v) <= M + L1 |weight(v)|^power for all v in a box cut by ``given``.

    The curvature is the largest of ``heights``, or the largest eigenvalue of one of ``matrices``.  All eigenvalues
    of a symmetric matrix are at most m if and only if its characteristic polynomial and all derivatives of it are
    nonnegative at m (the roots are real), which is what a cover decides.

    Attributes:
        variables: the coordinates.
        ends: of each coordinate; None is infinite.
        heights: scalar curvatures.
        matrices: symmetric matrices.
        weight: what L1 multiplies; 0 for none.
        power: its power.
        given: expressions that are nonnegative on the domain.
    """

    variables: tuple[sp.Symbol, ...]
    ends: Mapping[sp.Symbol, Ends]
    heights: tuple[sp.Expr, ...] = ()
    matrices: tuple[sp.Matrix, ...] = ()
    weight: sp.Expr
    power: sp.Rational = sp.S.One
    given: tuple[sp.Expr, ...] = ()

    @property
    def bounded(self) -> bool:
        """Whether every coordinate is bounded."""
        return all(None not in self.ends[v] for v in self.variables)

    @functools.cached_property
    def _polynomials(self) -> list[list[sp.Expr]]:
        """Coefficients of the characteristic polynomials, highest first, without roots that are always zero."""
        found = []
        for matrix in self.matrices:
            eigen = sp.Symbol("eigen")
            coefficients = [sp.factor(c) for c in matrix.charpoly(eigen).all_coeffs()]
            while len(coefficients) > 1 and coefficients[-1] == 0:
                coefficients.pop()
            found.append(coefficients)
        return found

    def signs(self, M: sp.Expr, L1: sp.Expr) -> list[sp.Expr]:
        """Expressions that are all nonnegative exactly where the inequality holds."""
        rooted = self.weight.is_Pow and self.weight.exp == sp.Rational(1, 2)
        size = self.weight if rooted or self.weight.is_nonnegative else sp.Abs(self.weight)
        m = M + L1 * size**self.power if L1 != 0 else M
        found = [m - height for height in self.heights]
        for coefficients in self._polynomials:
            degree = len(coefficients) - 1
            for order in range(degree):
                terms = [c * sp.ff(degree - i, order) * m ** (degree - i - order)
                         for i, c in enumerate(coefficients[: degree - order + 1])]  # fmt: skip
                found.append(sp.Add(*terms))
        return found

    def domain(self, M: sp.Expr, L1: sp.Expr, ends: Mapping[sp.Symbol, Ends] | None = None) -> Domain:
        """The inequality on a box, by default its own, for ``cover`` and ``violates``."""
        ends = ends or self.ends
        return Domain(
            variables=self.variables,
            bounds={v: ends[v] for v in self.variables},
            given=tuple(Side(expression=g) for g in self.given),
            then=tuple(Side(expression=s) for s in self.signs(M, L1)),
            substitutions={},
        )

    @functools.cached_property
    def _compiled(self) -> tuple[Any, Any]:
        height = sp.lambdify(self.variables, [*self.heights, *(list(m) for m in self.matrices), *self.given], "numpy")
        return height, sp.lambdify(self.variables, self.weight, "numpy")

    def values(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Curvature and weight^power at points of shape (n, d); nan outside the domain."""
        columns = list(points.T)
        height, weight = self._compiled
        with np.errstate(all="ignore"):
            parts = height(*columns)
            n = len(points)
            found = [np.broadcast_to(p, n) for p in parts[: len(self.heights)]]
            for entries in parts[len(self.heights) : len(self.heights) + len(self.matrices)]:
                d = int(len(entries) ** 0.5)
                block = np.stack([np.broadcast_to(e, n) for e in entries], -1).reshape(n, d, d).astype(float)
                good = np.isfinite(block).all(axis=(1, 2))
                largest = np.full(n, np.nan)
                largest[good] = np.linalg.eigvalsh(block[good])[:, -1]
                found.append(largest)
            curvature = np.max(np.stack(found).astype(float), axis=0)
            for g in parts[len(self.heights) + len(self.matrices) :]:
                curvature = np.where(np.broadcast_to(g, n) >= 0, curvature, np.nan)
            size = np.abs(np.broadcast_to(weight(*columns), n).astype(float)) ** float(self.power)
        return curvature, size


def curve(x: sp.Symbol, f: sp.Expr, ends: Ends, *, weight: sp.Expr, power: Any, negative: bool) -> Bound:
    """The inequality for a function of one variable."""
    second = sp.diff(f, x, 2)
    heights = (-second,) if negative else (second, -second)
    return Bound(variables=(x,), ends={x: ends}, heights=heights, weight=weight, power=power)


def surface(
    variables: tuple[sp.Symbol, ...], hessian: sp.Matrix, ends: Mapping[sp.Symbol, Ends], *,
    weight: sp.Expr, power: Any, negative: bool, given: tuple[sp.Expr, ...] = (),
) -> Bound:  # fmt: skip
    """The inequality for a function of several variables."""
    matrices = (-hessian,) if negative else (hessian, -hessian)
    return Bound(variables=variables, ends=ends, matrices=matrices, weight=weight, power=power, given=given)
