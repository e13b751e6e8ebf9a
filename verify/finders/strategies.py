"""Hypothesis strategies: exact scalars over many scales, points, and members of a class with their proofs."""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import hypothesis.strategies as st
import sympy as sp

from theory.classes import FunctionClass, L0L1Smooth, Smooth, SmoothConvex
from theory.classes.members import PLANES, PROFILES
from verify.finders.sampling.functions import Line, Member, Part, Sheet
from verify.finders.sampling.ramp import Pieces, Ramp, Square

__all__ = ["directions", "inner_points", "members", "scales", "supported"]

Draw = Callable[[Any], Any]
Scaled = tuple[Part, Fraction, Fraction]

_SLOPES = [Fraction(n, 4) for n in (4, 4, 4, -4, 2, 0, -2, 4, -4, 1, 3, -1, -3)]
_RISING = [Fraction(n, 4) for n in (4, 4, 0, 2, 4, 0, 1, 3)]
_ENDS = [Fraction(n, 4) for n in (0, 4, 0, 2)]


@st.composite
def scales(draw: Draw, low: int = -10, high: int = 10) -> Fraction:
    """Positive rationals, uniform in the logarithm: 2^e (8+m)/8 with e between ``low`` and ``high``; simplest is 1."""
    exponent: int = draw(st.integers(low, high))
    return Fraction(8 + draw(st.integers(0, 7)), 8) * Fraction(2) ** exponent


@st.composite
def inner_points(draw: Draw, dim: int, low: int = -5, high: int = 3) -> tuple[Fraction, ...]:
    """Points of every size, with signs; ``dim`` rationals, sometimes zero, never all zero."""
    entries = []
    for place in range(dim):
        sign = draw(st.sampled_from([1, -1] if place == 0 else [1, -1, 0]))
        entries.append(sign * draw(scales(low, high)) if sign else Fraction(0))
    return tuple(entries)


@st.composite
def directions(draw: Draw, dim: int) -> tuple[int, ...]:
    """Integer vectors that are not zero."""
    first = draw(st.sampled_from([1, -1, 2, -2]))
    rest = [draw(st.integers(-4, 4)) for _ in range(dim - 1)]
    turn = draw(st.integers(0, dim - 1)) if dim > 1 else 0
    entries = [first, *rest]
    return tuple(entries[-turn:] + entries[:-turn])


def supported(functions: FunctionClass) -> bool:
    """Whether members of the class are known here."""
    return isinstance(functions, L0L1Smooth | Smooth | SmoothConvex)


def members(functions: FunctionClass, dim: int | None = None) -> st.SearchStrategy[Member]:
    """Members of a class whose constants are rational numbers, each with a rule and proofs of its parts.

    Args:
        functions: ``L0L1Smooth``, ``Smooth`` or ``SmoothConvex``.
        dim: number of variables, or None for 1 to 5.

    Raises:
        TypeError: for a class without known members, or constants that are not rational.
    """
    constants = {name: sp.sympify(value) for name, value in functions.parameters.items()}
    if not supported(functions) or not all(value.is_Rational for value in constants.values()):
        raise TypeError(f"members() needs one of the known classes with rational constants, not {functions}.")
    exact = {name: Fraction(int(value.p), int(value.q)) for name, value in constants.items()}
    convex = isinstance(functions, SmoothConvex) or getattr(functions, "convex", False)
    L0, L1 = exact.get("L0", exact.get("L", Fraction(0))), exact.get("L1", Fraction(0))
    return _members(L0, L1, convex, dim)


@st.composite
def _members(draw: Draw, L0: Fraction, L1: Fraction, convex: bool, dim: int | None) -> Member:
    if L0 < 0 or L1 < 0 or L0 == L1 == 0:
        raise TypeError(f"the constants ({L0}, {L1}) leave only affine functions: there is nothing to draw.")
    size = draw(st.sampled_from([1, 1, 1, 2, 2, 3, 4, 5])) if dim is None else dim
    kinds = {"bounded", "linear", "affine"} if L0 and L1 else {"bounded"} if L0 else {"linear"}
    parts: list[Scaled] = []
    left = size
    while left:
        parts.append(draw(_parts(kinds, convex, left)))
        left -= parts[-1][0].dim
    height, stretch = (L0 / L1**2, L1) if L0 and L1 else (L0, Fraction(1)) if L0 else (Fraction(1), L1)
    shift = (
        tuple(Fraction(draw(st.integers(-3, 3))) for _ in range(size))
        if draw(st.integers(0, 7)) == 7
        else (Fraction(0),) * size
    )
    mirror = draw(directions(size)) if size > 1 and draw(st.booleans()) else None
    rule = f"scale to (L0,L1) = ({L0}, {L1}); stretch; separable sum of {len(parts)}" + (
        "; reflection" if mirror else ""
    )
    return Member(parts=tuple(parts), height=height, stretch=stretch, shift=shift, mirror=mirror, rule=rule)


@st.composite
def _parts(draw: Draw, kinds: set[str], convex: bool, room: int) -> Scaled:
    """One part for at most ``room`` coordinates, with a height h and a stretch s that keep it in the normal class."""
    usable = [p for p in PROFILES if kinds & set(p.growth) and (p.convex or not convex)]
    forms = ["profile"]
    if "bounded" in kinds:
        forms += ["ramp", "ramp"] + (["square"] if "affine" in kinds and not convex else [])
    if "bounded" in kinds and room > 1:
        forms.append("radial")
    if "linear" in kinds and room > 1:
        forms.append("sheet")
    form = draw(st.sampled_from(forms))
    if form == "sheet":
        plane = draw(st.sampled_from([p for p in PLANES if p.convex or not convex]))
        return Sheet(plane), draw(scales(-8, 8)), Fraction(1)
    if form == "ramp":
        curved = "affine" in kinds and draw(st.sampled_from([True, True, False]))
        return _fit(draw, Line(draw(_ramps(convex, curved))), "affine" if curved else "bounded", kinds)
    if form == "square":
        return Line(draw(_squares())), Fraction(1), Fraction(1)
    profile = draw(st.sampled_from([p for p in usable if p.radial] if form == "radial" else usable))
    shape = tuple((symbol, Fraction(draw(st.integers(1, 4 * top)), 4)) for symbol, top in profile.shape.items())
    line = Line(profile, shape, draw(st.integers(2, room)), True) if form == "radial" else Line(profile, shape)
    growth = next(
        g for g in (("linear", "bounded", "affine") if "linear" in kinds else ("bounded",)) if g in profile.growth
    )
    return _fit(draw, line, growth, kinds)


def _fit(draw: Draw, line: Line, growth: str, kinds: set[str]) -> Scaled:
    """h and s with h u(s x) in the class: see the stretch rule in ``theory/classes/members.py``."""
    if growth == "linear":
        return line, draw(scales(-8, 8)), draw(st.sampled_from([Fraction(1), Fraction(1, 2)]))
    if growth == "affine":
        return line, Fraction(1), Fraction(1)
    s = draw(scales(-4, 4))
    return line, draw(st.sampled_from([Fraction(1), Fraction(1), Fraction(1, 4)])) / s**2, s


@st.composite
def _pieces(draw: Draw, convex: bool) -> Pieces:
    slopes = st.sampled_from(_RISING if convex else _SLOPES)
    return [(draw(scales(-3, 2)), draw(slopes)) for _ in range(draw(st.integers(0, 3)))]


@st.composite
def _ramps(draw: Draw, convex: bool, curved: bool) -> Ramp:
    ends = (draw(st.sampled_from(_ENDS)), draw(st.sampled_from(_ENDS)))
    return Ramp.build(draw(_pieces(convex)), draw(_pieces(convex)), ends, curved)


@st.composite
def _squares(draw: Draw) -> Square:
    roots = [Fraction(draw(st.integers(-12, 12)), 4) for _ in range(draw(st.integers(1, 3)))]
    return Square(tuple(roots))
