"""Certificates in the kernel's language for points of a frontier, and closed forms by homogeneity."""

from collections.abc import Callable
from dataclasses import replace

import sympy as sp

from theory import ForAll, Inclusion, L0L1Smooth, Paper, Smooth
from theory.statement import Statement
from verify.certify import certificate
from verify.compile import Unsupported
from verify.finders.proofs.prove import NotFound
from verify.kernel.errors import KernelError
from verify.smoothness.bound import Bound

__all__ = ["Kernel", "accepts", "closed_form"]

_u = sp.Symbol("u", real=True)
_L1 = sp.Symbol("L1", positive=True)


def accepts(statement: Statement) -> bool:
    """Whether a certificate is found that the kernel accepts."""
    claim = Paper("yours", title="a function").claim("member", statement, kind="lemma")
    try:
        return certificate(claim, {})["kind"] == "proof"
    except (NotFound, Unsupported, KernelError, TypeError):
        return False


class Kernel:
    """Tries (M, L1) on the kernel until it first fails: a search that fails takes seconds, and the next would too.

    Args:
        bound: the inequality, in one variable.
        function: the function if the inequality is membership in a class of one-variable functions, else None.
        smooth: whether that class is the L-smooth functions.
    """

    def __init__(self, bound: Bound, function: sp.Expr | None, *, smooth: bool = False) -> None:
        self.bound, self.function, self.smooth = bound, function, smooth
        self.useful = bound.power == 1 and sp.count_ops(bound.heights) <= 30

    def __call__(self, M: sp.Expr, L1: sp.Expr) -> str:
        """How (M, L1) was shown; empty if it was not."""
        if not self.useful:
            return ""
        self.useful = accepts(self._statement(M, L1))
        return "certificate accepted by the kernel" if self.useful else ""

    def _statement(self, M: sp.Expr, L1: sp.Expr) -> Statement:
        (x,) = self.bound.variables
        low, high = self.bound.ends[x]
        if self.function is not None and low is None and high is None and (M > 0 or L1 > 0):
            functions = Smooth(M) if self.smooth else L0L1Smooth(M, L1)
            return Inclusion(function=self.function.subs(x, _u), variable=_u, functions=functions)
        moved = replace(self.bound, variables=(_u,), ends={_u: (low, high)},
                        heights=tuple(h.subs(x, _u) for h in self.bound.heights),
                        weight=self.bound.weight.subs(x, _u))  # fmt: skip
        ends = [sp.Ge(_u, sp.Rational(low))] if low is not None else []
        ends += [sp.Le(_u, sp.Rational(high))] if high is not None else []
        then = [sp.Ge(sign, 0, evaluate=False) for sign in moved.signs(M, L1)]
        return ForAll(over=(_u,), given=tuple(ends), then=tuple(then))


def closed_form(f: sp.Expr, x: sp.Symbol, shown: Callable[[sp.Expr], bool]) -> tuple[sp.Expr, str] | None:
    """The frontier of c x^p + constant, p >= 2: f'' - L1 f' at its only critical point on x > 0.

    Args:
        f: the function.
        x: its variable.
        shown: whether the kernel accepts the pair (M, 1) of constants.

    Returns:
        L0 as an expression in L1, and how it was shown; None for other functions.
    """
    c, power = sp.expand(f - f.subs(x, 0)).as_coeff_Mul()
    if not (c.is_Rational and (power.is_Pow or power == x) and power.has(x)):
        return None
    base, p = power.as_base_exp()
    if base != x or not p.is_Integer or p < 2:
        return None
    s = sp.Symbol("s", positive=True)
    first, second = (sp.Abs(c) * sp.diff(s**p, s, n) for n in (1, 2))
    places = sp.solve(sp.diff(second - _L1 * first, s), s) if p > 2 else [sp.Integer(0)]
    if len(places) != 1:
        return None
    best = sp.simplify((second - _L1 * first).subs(s, places[0]))
    attained = f"attained at |{x}| = {places[0]}"
    if accepts(Inclusion(function=f.subs(x, _u), variable=_u, functions=L0L1Smooth(best, _L1))):
        return best, f"certificate accepted by the kernel, with L1 symbolic; {attained}"
    if shown(best.subs(_L1, 1)):
        return best, f"certificate accepted by the kernel for L1 = 1; the others by scaling {x} -> {x}/L1; {attained}"
    return None
