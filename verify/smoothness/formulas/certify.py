"""The smallest L0 for one L1: bracketed by a point and by a proof."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from verify.finders.covers.balls import Undefined, Unsupported
from verify.finders.covers.cover import cover, violates
from verify.smoothness.bound import Bound, Ends
from verify.smoothness.result import Point
from verify.smoothness.search import worst

__all__ = ["frontier_point", "snapped"]

MARGINS = (0, Fraction(1, 10**9), Fraction(1, 10**7), Fraction(1, 10**6), Fraction(1, 10**4), Fraction(1, 100))
EFFORT = 300_000
ROOTED = (0, Fraction(1, 10**7), Fraction(1, 10**4))
ROOTED_EFFORT, ROOTED_DEPTH = 2_000_000, 1
"""A cover in several variables with a square root in it: first derivatives only, as the second are long."""

Prove = Callable[[sp.Expr, sp.Expr], str]
Confine = Callable[[sp.Expr, sp.Expr], Mapping[sp.Symbol, Ends] | None]


def snapped(value: float) -> Fraction | None:
    """The simple fraction that a float seems to be."""
    simple = Fraction(value).limit_denominator(720)
    return simple if abs(float(simple) - value) <= 2e-10 * max(1.0, abs(value)) else None


def frontier_point(bound: Bound, L1: sp.Rational, *, prove: Prove, confine: Confine) -> Point:
    """The point of the frontier at L1.

    Args:
        bound: the inequality.
        L1: the second constant.
        prove: tries the kernel on (M, L1): how it was shown, or an empty string.
        confine: a bounded box outside which the inequality with (M, L1) certainly holds, or None if none is known.
    """
    where, value = worst(bound, float(L1))
    if value == float("-inf"):
        return Point(L1=str(L1), note="no point of the domain where the function is defined was met")
    value = max(0.0, value)
    simple = snapped(value)
    at = {str(v): str(p) for v, p in zip(bound.variables, where, strict=True)}
    least = _least(bound, L1, value, simple, where)
    shown: dict[str, Any] = {"L1": str(L1), "least": str(least), "at": at if least > 0 else {}}
    if simple is not None and (how := prove(sp.Rational(simple), L1)):
        return Point(**shown, L0=str(simple), rigour="exact", note=how)
    base = simple if simple is not None else Fraction(value).limit_denominator(10**12)
    reason = "no bounded box outside which it holds is known"
    rooted = bool(bound.matrices) and L1 != 0
    margins, effort, depth = (ROOTED, ROOTED_EFFORT, ROOTED_DEPTH) if rooted else (MARGINS, EFFORT, 3)
    for margin in margins:
        if margin == 0 and base != 0:
            continue
        M = base + margin * max(1, int(base))
        box = confine(sp.Rational(M), L1)
        if box is None:
            continue
        try:
            result = cover(bound.domain(sp.Rational(M), L1, box), effort=effort, depth=depth)
        except (Unsupported, Undefined) as error:
            return Point(**shown, note=str(error))
        if result.outcome == "proved":
            return Point(**shown, L0=str(M), rigour="interval", note=f"cover of {result.boxes} boxes")
        reason = f"{result.outcome} after {result.boxes} boxes"
    return Point(**shown, note=reason)


def _least(
    bound: Bound, L1: sp.Rational, value: float, simple: Fraction | None, where: tuple[Fraction, ...]
) -> Fraction:
    """A number that certainly is too small for M, or 0: confirmed in ball arithmetic at the rational point."""
    base = simple if simple is not None else Fraction(value)
    for margin in (Fraction(1, 10**10), Fraction(1, 10**8), Fraction(1, 10**6), Fraction(1, 1000)):
        M = (base - margin * max(1, int(base))).limit_denominator(10**13)
        if M <= 0:
            return Fraction(0)
        if violates(bound.domain(sp.Rational(M), L1), where) is not None:
            return simple if simple is not None and _attained(bound, L1, simple, where) else M
    return Fraction(0)


def _attained(bound: Bound, L1: sp.Rational, simple: Fraction, where: tuple[Fraction, ...]) -> bool:
    """Whether M = simple is exactly attained at the point."""
    point = {v: sp.Rational(p) for v, p in zip(bound.variables, where, strict=True)}
    found = [sign.subs(point) for sign in bound.signs(sp.Rational(simple), L1)]
    return all(v.is_Rational and v >= 0 for v in found) and any(v == 0 for v in found)
