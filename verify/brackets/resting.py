"""A run that rests at the accuracy: a periodic function of one variable, however many steps it takes.

Let f' have the size g at x_0, and let every step from a point with that size be r long.  Between neighbours x_k and
x_{k+1} = x_k - r let s = sign(f') log(1 + L1 |f'|/L0)/L1 dip in a V from s(g) to s(g) - r/2 and back; after the last
point s falls to zero, where f ends.  The function is in the class, the run repeats itself exactly, and with the energy
H of ``verify.finders.worst_case.line`` the gap is N (2 H(s) - 2 H(s - r/2)) + H(s).  This is evaluated in balls.
"""

from typing import Any

import sympy as sp
from flint import arb, ctx

from theory.claim import PaperError
from verify.finders.covers.balls import compile_expression
from verify.finders.covers.balls.enclosure import to_arb

__all__ = ["failures"]

BITS = 256


def failures(L0: sp.Rational, L1: sp.Rational, size: sp.Rational, length: sp.Expr, delta: sp.Rational) -> int:
    """How many iterates, from x_0 on, have |f'| = size on such a function with gap at most ``delta``.

    Args:
        L0: constant of the class, positive.
        L1: constant of the class, positive.
        size: |f'| at the iterates.
        length: the length of the step from there, an exact number.
        delta: the gap.

    Returns:
        The number, 0 if even one such point needs a larger gap.

    Raises:
        PaperError: when the step is so long (over twice s) that the formula above is not the least gap.
    """
    with ctx.workprec(BITS):
        a, b = to_arb(L0), to_arb(L1)
        level = (b * to_arb(size) / a).log1p() / b
        step: arb = compile_expression(sp.sympify(length), (), to_arb)(())
        if not step <= 2 * level:
            raise PaperError(f"a step of length {sp.N(length, 6)} from slope {size} jumps over the dip of the profile.")

        def energy(s: arb) -> arb:
            return a / b**2 * ((b * s).expm1() - b * s)

        top = energy(level)
        room, fall = to_arb(delta) - top, 2 * (top - energy(level - step / 2))
        if not room >= 0:
            return 0
        return 1 + int(_below(room / fall))


def _below(number: arb) -> Any:
    """The largest integer certainly at most the number."""
    return number.lower().floor().unique_fmpz()
