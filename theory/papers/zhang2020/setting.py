"""The source, and the words in which its claims are written.

Scalars: L0 (units of f/x^2), L1 (1/x), eps, M, tau (f/x), Delta (f), h and eta (x^2/f).  Points: p0 the start, p any
point, d a displacement.  Indices: i, j, k.  ``y`` is a sequence of reals: the iterates on an explicit function of one
variable.
"""

import sympy as sp

from theory import ForAll, Paper, symbols
from theory.symbols import f, fstar, grad, hess, k, norm, x

paper = Paper(
    "zhang2020",
    title="Why Gradient Clipping Accelerates Training: A Theoretical Justification for Adaptivity",
    url="ICLR 2020, arXiv:1905.11881",
    provenance="reconstructed",
)

L0, L1, L, Delta, eps, M, tau = symbols("L0 L1 L Delta eps M tau", positive=True)
h, eta, gamma, beta, g = symbols("h eta gamma beta g", positive=True)
p, q, p0, d, z = symbols("p q p0 d z")
s, t, u = symbols("s t u")
i, j = sp.symbols("i j", integer=True, nonnegative=True)
y = sp.Function("y", real=True)

bounded_below = ForAll(over=(z,), points=(z,), then=f(z) >= fstar)
"""Assumption 1: fstar is a lower bound of f, not necessarily the infimum."""

gradient_bound = ForAll(over=(z,), points=(z,), given=(f(z) <= f(x(0)),), then=norm(grad(z)) <= M)
"""Assumption 4: M bounds the gradient on the sublevel set of the start."""

on_segment = ForAll(
    over=(s,),
    given=(s >= 0, s <= 1),
    then=hess(p + s * d) <= L0 + L1 * norm(grad(p + s * d)),
)
"""Definition 1 along the segment from p to p + d."""


def recursion(sequence: sp.Function, first: sp.Expr, following: sp.Expr) -> tuple[object, ...]:
    """The hypotheses sequence(0) = first and sequence(i+1) = following, which is written in terms of sequence(i)."""
    return (
        sp.Eq(sequence(0), first),
        ForAll(over=(i,), indices=(i,), then=sp.Eq(sequence(i + 1), following)),
    )


__all__ = [
    "L0",
    "L1",
    "Delta",
    "L",
    "M",
    "beta",
    "bounded_below",
    "d",
    "eps",
    "eta",
    "f",
    "fstar",
    "g",
    "gamma",
    "grad",
    "gradient_bound",
    "h",
    "hess",
    "i",
    "j",
    "k",
    "norm",
    "on_segment",
    "p",
    "p0",
    "paper",
    "q",
    "recursion",
    "s",
    "t",
    "tau",
    "u",
    "x",
    "y",
    "z",
]  # fmt: skip
