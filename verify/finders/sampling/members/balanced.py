"""Quadratic functions and starts at which ||grad f||^2 is a given multiple of f - f*, as Polyak's step assumes."""

import functools
import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from theory.measures import gap, gradient_norm
from theory.statement import Run
from verify.finders.sampling.members.blocks import Block, Line
from verify.finders.sampling.members.frame import Frame
from verify.finders.sampling.members.polyline import Polyline
from verify.finders.sampling.members.separable import Separable
from verify.finders.strategies import chosen, direction, scale, whole

__all__ = ["balanced", "multiple"]

Draw = Callable[[Any], Any]
_ZERO = Fraction(0)


def multiple(run: Run, values: Mapping[Any, Fraction]) -> Fraction | None:
    """The c with c (f - f*) = ||grad f||^2 at the start, if two opposite hypotheses say so.

    Args:
        run: the statement.
        values: the class's constants, by the expressions that stand for them.
    """
    exact = {name: sp.Rational(v.numerator, v.denominator) for name, v in values.items()}
    found = []
    for part in run.given:
        parts = _parts(part) if isinstance(part, sp.Le | sp.Ge) else None
        if parts is not None:
            a, b = (sp.sympify(entry).subs(exact) for entry in parts)
            if a.is_Rational and b.is_Rational and a * b < 0:
                found.append((a > 0, -b / a))
    if {sign for sign, _ in found} != {True, False} or len({ratio for _, ratio in found}) != 1:
        return None
    return Fraction(int(found[0][1].p), int(found[0][1].q))


@functools.lru_cache(maxsize=256)
def _parts(relation: Any) -> tuple[Any, Any] | None:
    """The (a, b) of a relation a ||grad f||^2 + b (f - f*) >= 0 at the start."""
    if not relation.has(gradient_norm(0)) or not relation.has(gap(0)):
        return None
    size, height = sp.Dummy(), sp.Dummy()
    slack = sp.expand((relation.gts - relation.lts).subs(gradient_norm(0) ** 2, size).subs(gap(0), height))
    a, b = slack.coeff(size), slack.coeff(height)
    return (a, b) if sp.expand(slack - a * size - b * height) == 0 and not (a + b).has(size, height) else None


def balanced(draw: Draw, mu: Fraction, L: Fraction, ratio: Fraction) -> Separable | None:
    """A quadratic with curvatures from mu to L and a start with sum of k_i (k_i - ratio/2) y_i^2 = 0; None if none is.

    With h = ratio/2, q = k (k - h) for a curvature k > h, and any m, the curvature h/(1 + q m^2) balances it at
    (1, m h/(1 + q m^2)).  Or the curvatures are mu and L, several times each, and four squares make up any ratio: then
    all numbers are whole, up to a scale, so balls can be exact.
    """
    half = ratio / 2
    if not mu <= half < L:
        return None
    size = scale(draw, -3, 3)
    if mu and mu < half and whole(draw, 0, 2):
        return _whole(mu, L, half, size)
    bends: list[Fraction] = []
    start: list[Fraction] = []
    for _ in range(chosen(draw, (1, 1, 2))):
        steep = half + (L - half) * chosen(draw, (Fraction(1), Fraction(1), Fraction(1, 2)))
        q, m = steep * (steep - half), scale(draw, -3, 3) / L
        for _ in range(60):
            flat = half / (1 + q * m**2)
            if flat >= mu:
                break
            m /= 2
        bends += [flat, steep]
        length = size * scale(draw, -1, 1)
        start += [length, chosen(draw, (1, -1)) * length * m * flat]
    mirror = direction(draw, len(bends)) if whole(draw, 0, 1) else None
    return _quadratic(bends, start, mirror)


def _whole(mu: Fraction, L: Fraction, half: Fraction, size: Fraction) -> Separable:
    """Squared lengths A along curvature mu, B along L: mu (half - mu) A = L (L - half) B, mu^2 A + L^2 B a square."""
    A, B = L * (L - half), mu * (half - mu)
    common = Fraction(math.lcm(A.denominator, B.denominator), math.gcd(A.numerator, B.numerator))
    A, B = A * common, B * common
    steep = mu / L
    total = steep**2 * A + B
    times = total.numerator * total.denominator
    along, across = _four(int(A * times)), _four(int(B * times))
    return _quadratic([mu] * len(along) + [L] * len(across), [size * v for v in (*along, *across)], None)


def _four(number: int) -> list[int]:
    """At most four positive whole numbers whose squares add up to a positive number, the first as large as possible."""

    def search(left: int, count: int, most: int) -> list[int] | None:
        if left == 0:
            return []
        if count == 0:
            return None
        for part in range(min(most, math.isqrt(left)), 0, -1):
            rest = search(left - part**2, count - 1, part)
            if rest is not None:
                return [part, *rest]
        return None

    found = search(number, 4, number)
    assert found is not None  # Lagrange
    return found


def _quadratic(bends: list[Fraction], start: list[Fraction], mirror: tuple[int, ...] | None) -> Separable:
    blocks: tuple[Block, ...] = tuple(Line(Polyline(((_ZERO, _ZERO),), bend, bend)) for bend in bends)
    rule = f"curvatures {', '.join(map(str, bends))} along orthogonal axes"
    return Separable(blocks=blocks, frame=Frame((_ZERO,) * len(bends), mirror), begun=tuple(start), rule=rule)
