"""The words statements are written in: scalar symbols and formal functions.

A statement about a function and its iterates is an ordinary sympy expression over the formal functions
below.  Vectors are commutative sympy symbols *in form only*: ``x - h*grad(x)`` is a linear form, and the
kernel refuses any product of two vectors, so nothing is lost by letting sympy collect the terms.
"""

from collections.abc import Callable
from typing import Any

import sympy as sp

__all__ = ["N", "T", "f", "family", "fstar", "grad", "hess", "inner", "k", "norm", "symbols", "x"]


def symbols(names: str, *, positive: bool = False, nonnegative: bool = False) -> Any:
    """Real scalar symbols; ``positive=True`` also becomes a hypothesis of every statement that uses them."""
    return sp.symbols(names, real=True, positive=positive or None, nonnegative=nonnegative or None)


N = sp.Symbol("N", integer=True, positive=True)
"""The horizon: the number of steps taken."""

k = sp.Symbol("k", integer=True, nonnegative=True)
"""An iteration index."""

T = sp.Symbol("T", integer=True, nonnegative=True)
"""A number of steps, all of which started at a point that was not yet eps-stationary."""

fstar = sp.Symbol("fstar", real=True)
"""A lower bound of the objective (Assumption 1: not necessarily its infimum)."""


class _Real(sp.Function):
    """A formal real-valued function of points or vectors."""

    is_commutative = True

    def _eval_is_extended_real(self) -> bool:
        return True

    def _eval_is_finite(self) -> bool:
        return True


class _NonNegative(_Real):
    def _eval_is_extended_negative(self) -> bool:
        return False

    def _eval_is_extended_nonnegative(self) -> bool:
        return True


class f(_Real):
    """The objective: point -> real."""

    nargs = 1


class grad(_Real):
    """The gradient of the objective: point -> vector."""

    nargs = 1


class hess(_NonNegative):
    """The operator norm of the objective's Hessian: point -> real."""

    nargs = 1


class norm(_NonNegative):
    """The Euclidean norm: vector -> real."""

    nargs = 1


class inner(_Real):
    """The inner product: vector, vector -> real."""

    nargs = 2


class x(_Real):
    """The iterates: index -> point."""

    nargs = 1


def family(name: str) -> Callable[..., sp.Expr]:
    """Points indexed by reals, an arbitrary map: ``family("entry")(i, w)`` is the point of index (i, w).

    Spelt x(entry(i, w)): x is an arbitrary map from reals to points and entry one between reals, and as there is a map
    from the reals onto the points, every family (and every few families at once) is of this form.
    """
    index = sp.Function(name, real=True)
    return lambda *indices: x(index(*indices))
