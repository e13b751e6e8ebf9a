"""Signs near infinity, with an explicit number from which on they hold.

A sum of terms c x^k e^(a x) is divided by its dominant term.  Each other term then has the ratio
|c_j/c_0| x^dk e^(da x) with (da, dk) lexicographically negative: it decreases for x >= dk/|da| (for every x > 0 if
dk <= 0).  Once all of them decrease and together are below 1 at x = R, the sum has the sign of its dominant
coefficient on [R, oo).  Compared in ball arithmetic.
"""

from fractions import Fraction
from typing import Any

import sympy as sp
from flint import arb, ctx

from verify.finders.covers.balls import compile_expression
from verify.finders.covers.balls.enclosure import to_arb

__all__ = ["OutOfReach", "Quotient", "terms"]

Terms = dict[tuple[Any, int], Any]

BITS = 128


class OutOfReach(ValueError):
    """The expression is no quotient of sums of c x^k e^(a x)."""


def terms(expression: sp.Expr, x: sp.Symbol) -> Terms:
    """The terms (a, k) -> c of a sum of c x^k e^(a x) with rational a, and real c without parameters.

    Raises:
        OutOfReach: for anything else.
    """
    found: Terms = {}
    for term in sp.Add.make_args(sp.expand(expression)):
        c, k, a = sp.Integer(1), 0, sp.Integer(0)
        for factor in sp.Mul.make_args(term):
            base, exponent = factor.as_base_exp()
            if factor.is_number and factor.is_real:
                c *= factor
            elif base == x and exponent.is_Integer and exponent >= 0:
                k += int(exponent)
            elif base == sp.E and (slope := sp.expand(exponent / x)).is_Rational:
                a += slope
            else:
                raise OutOfReach(f"{factor} is not of the form c x^k e^(a x)")
        found[a, k] = found.get((a, k), 0) + c
    exact = {key: c if c.is_Rational else sp.simplify(c) for key, c in found.items()}
    return {key: c for key, c in exact.items() if c != 0}


class Quotient:
    """A quotient of such sums, near plus infinity.

    Attributes:
        top, bottom: the terms of the numerator and the denominator.
    """

    def __init__(self, expression: sp.Expr, x: sp.Symbol) -> None:
        if expression.has(sp.cosh, sp.sinh, sp.tanh):
            expression = expression.rewrite(sp.exp)
        top, bottom = sp.fraction(sp.cancel(sp.together(expression)))
        self.top, self.bottom = terms(top, x), terms(bottom, x)
        if not self.bottom:
            raise OutOfReach("division by zero")

    @property
    def growth(self) -> tuple[Any, int]:
        """(a, k) if the quotient behaves like c x^k e^(a x)."""
        (a, k), (b, m) = max(self.top), max(self.bottom)
        return a - b, k - m

    @property
    def zero(self) -> bool:
        """Whether it is identically zero."""
        return not self.top

    @property
    def coefficient(self) -> Any:
        """The c of the dominant term."""
        return self.top[max(self.top)] / self.bottom[max(self.bottom)]

    def sign(self, start: Fraction) -> int | None:
        """The sign on all of [start, oo), or None if it is not yet settled there."""
        if self.zero:
            return 0
        if not (_settled(self.top, start) and _settled(self.bottom, start)):
            return None
        return 1 if self.coefficient > 0 else -1


def _settled(found: Terms, start: Fraction) -> bool:
    """Whether the dominant term outweighs the others together on [start, oo), start > 0."""
    a, k = max(found)
    with ctx.workprec(BITS):
        at, total = to_arb(start), arb(0)
        for (b, m), c in found.items():
            if (b, m) == (a, k):
                continue
            if b < a and m > k and start < Fraction(m - k) / Fraction(int((a - b).p), int((a - b).q)):
                return False
            ratio = _ball(sp.Abs(c / found[a, k])) * (to_arb(b - a) * at).exp()
            total += ratio * at ** (m - k)
        return bool(total < 1)


def _ball(value: sp.Expr) -> arb:
    """A ball that contains a real number."""
    if value.is_Rational:
        return to_arb(value)
    found = compile_expression(value, ())([])
    return found.lo.union(found.hi)
