"""The infimum of a function, from above: a value that it attains, or its limit towards infinity."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

import numpy as np
import sympy as sp

from theory import ForAll
from verify.smoothness.bound import Bound, Ends
from verify.smoothness.formulas.kernel import accepts
from verify.smoothness.formulas.tails import OutOfReach, Quotient
from verify.smoothness.search import worst

__all__ = ["Unbounded", "infimum"]


FOUND = "no smaller value was met in a search, and 'no less than' is relative to it"


class Unbounded(ValueError):
    """The function is unbounded below."""


def infimum(f: sp.Expr, variables: Sequence[sp.Symbol], ends: Mapping[sp.Symbol, Ends]) -> tuple[sp.Expr, str]:
    """A rational number that is at least inf f, in fact attained or a limit, and where.

    What is certified with it in place of inf f holds a fortiori: f - inf f is only larger.

    Raises:
        Unbounded: if the function is a quotient of sums of c x^k e^(a x) and tends to -oo.
    """
    if len(variables) == 1:
        (x,) = variables
        for side, end in zip((-1, 1), ends[x], strict=True):
            if end is not None:
                continue
            try:
                tail = Quotient(f.subs(x, side * x), x)
            except OutOfReach:
                continue
            if not tail.zero and tail.growth > (0, 0) and tail.coefficient < 0:
                raise Unbounded(f"{x} -> {'oo' if side > 0 else '-oo'}")
    goal = Bound(variables=tuple(variables), ends=ends, heights=(-f,), weight=sp.Integer(0))
    where, value = worst(goal, 0.0)
    least = f.subs({v: sp.Rational(p) for v, p in zip(variables, where, strict=True)})
    limits = _limits(f, variables, ends)
    if limits and min(limits) <= -value + 1e-9:
        return min(limits), f"{min(limits)}, a limit towards infinity"
    at = ", ".join(f"{v} = {p}" for v, p in zip(variables, where, strict=True))
    if least.is_Rational and least.q < 10**9:
        return least, f"{least}, attained at {at}; {_never_smaller(f, variables, ends, least)}"
    above = sp.Rational(Fraction(float(np.nextafter(float(least), np.inf)) + 1e-12))
    return above, f"at most {float(above):.12g} (near {at}), {FOUND}"


def _never_smaller(
    f: sp.Expr, variables: Sequence[sp.Symbol], ends: Mapping[sp.Symbol, Ends], least: sp.Rational
) -> str:
    """How it is known that f is nowhere smaller."""
    u = sp.Symbol("u", real=True)
    if len(variables) == 1 and all(pair == (None, None) for pair in ends.values()):
        below = sp.Ge(f.subs(variables[0], u) - least, 0, evaluate=False)
        if accepts(ForAll(over=(u,), then=below)):
            return "nowhere smaller, by a certificate accepted by the kernel"
    return FOUND


def _limits(f: sp.Expr, variables: Sequence[sp.Symbol], ends: Mapping[sp.Symbol, Ends]) -> list[sp.Expr]:
    found = []
    if len(variables) == 1:
        (x,) = variables
        for side, end in zip((-1, 1), ends[x], strict=True):
            try:
                tail = Quotient(f.subs(x, side * x), x) if end is None else None
            except OutOfReach:
                continue
            if tail is not None and (tail.zero or tail.growth <= (0, 0)):
                found.append(tail.coefficient if not tail.zero and tail.growth == (0, 0) else sp.Integer(0))
    return found
