"""Hypothesis strategies: exact scalars over many scales, points, and members of a class with their proofs.

What is drawn thousands of times is drawn by plain functions of ``draw``: a composite strategy inside another costs four
times the choice that it makes, and a strategy made anew for each draw costs twice.
"""

import contextlib
import functools
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any
from unittest import mock

import hypothesis.strategies as st
import sympy as sp
from hypothesis.internal.conjecture.providers import HypothesisProvider

from theory.classes import FunctionClass, L0L1Smooth, Smooth, SmoothConvex
from theory.classes.members import PLANES, PROFILES, Plane, Profile
from verify.finders.sampling.functions.oracle import Line, Member, Part, Sheet
from verify.finders.sampling.functions.ramp import Pieces, Ramp, Square

__all__ = [
    "chosen",
    "direction",
    "inner_point",
    "inner_points",
    "member",
    "members",
    "scale",
    "seeded",
    "supported",
    "whole",
]

Draw = Callable[[Any], Any]
Scaled = tuple[Part, Fraction, Fraction]

_SLOPES = tuple(Fraction(n, 4) for n in (4, 4, 4, -4, 2, 0, -2, 4, -4, 1, 3, -1, -3))
_RISING = tuple(Fraction(n, 4) for n in (4, 4, 0, 2, 4, 0, 1, 3))
_ENDS = tuple(Fraction(n, 4) for n in (0, 4, 0, 2))

_integers = functools.lru_cache(maxsize=1024)(st.integers)


def _no_constant(*_: Any, **__: Any) -> None:
    """Draw no constant."""


@contextlib.contextmanager
def seeded() -> Iterator[None]:
    """Within it Hypothesis draws by its seed alone.

    Otherwise one integer in twenty is a constant found in the sources of the modules that the process has loaded, so
    that what is drawn depends on what else the process did, and on every number in these sources.
    """
    with mock.patch.object(HypothesisProvider, "_maybe_draw_constant", _no_constant):
        yield


def whole(draw: Draw, low: int, high: int) -> int:
    """An integer from ``low`` to ``high``."""
    return int(draw(_integers(low, high)))


def chosen(draw: Draw, options: Any) -> Any:
    """One of a sequence of options; the first is the simplest."""
    return options[whole(draw, 0, len(options) - 1)]


def scale(draw: Draw, low: int = -10, high: int = 10) -> Fraction:
    """A positive rational, uniform in the logarithm: 2^e (8+m)/8 with e between ``low`` and ``high``; simplest is 1."""
    exponent, eighths = divmod(whole(draw, 8 * low, 8 * high + 7), 8)
    return Fraction((8 + eighths) << exponent, 8) if exponent >= 0 else Fraction(8 + eighths, 8 << -exponent)


def inner_point(draw: Draw, dim: int, low: int = -5, high: int = 3) -> tuple[Fraction, ...]:
    """A point of any size, with signs: ``dim`` rationals, sometimes zero, never all zero."""
    signs = [chosen(draw, (1, -1, 0)[: 2 + (place > 0)]) for place in range(dim)]
    return tuple(sign * scale(draw, low, high) if sign else Fraction(0) for sign in signs)


@st.composite
def inner_points(draw: Draw, dim: int) -> tuple[Fraction, ...]:
    """Strategy of ``inner_point``."""
    return inner_point(draw, dim)


def direction(draw: Draw, dim: int) -> tuple[int, ...]:
    """An integer vector that is not zero."""
    first = chosen(draw, (1, -1, 2, -2))
    rest = [whole(draw, -4, 4) for _ in range(dim - 1)]
    turn = whole(draw, 0, dim - 1) if dim > 1 else 0
    entries = [first, *rest]
    return tuple(entries[-turn:] + entries[:-turn])


def supported(functions: FunctionClass) -> bool:
    """Whether members of the class are known here."""
    return isinstance(functions, L0L1Smooth | Smooth | SmoothConvex)


def members(functions: FunctionClass, dim: int | None = None) -> st.SearchStrategy[Member]:
    """Strategy of ``member``, which refuses at once what nothing can be drawn for."""
    _numbers(functions)
    return _members(functions, dim)


@st.composite
def _members(draw: Draw, functions: FunctionClass, dim: int | None) -> Member:
    return member(draw, functions, dim)


def _numbers(functions: FunctionClass) -> tuple[Fraction, Fraction]:
    """L0 and L1."""
    constants = {name: sp.sympify(value) for name, value in functions.parameters.items()}
    if not supported(functions) or not all(value.is_Rational for value in constants.values()):
        raise TypeError(f"members() needs one of the known classes with rational constants, not {functions}.")
    exact = {name: Fraction(int(value.p), int(value.q)) for name, value in constants.items()}
    return exact.get("L0", exact.get("L", Fraction(0))), exact.get("L1", Fraction(0))


def member(draw: Draw, functions: FunctionClass, dim: int | None = None) -> Member:
    """A member of a class whose constants are rational numbers, with a rule and proofs of its parts.

    Args:
        draw: of Hypothesis.
        functions: ``L0L1Smooth``, ``Smooth`` or ``SmoothConvex``.
        dim: number of variables, or None for 1 to 5.

    Raises:
        TypeError: for a class without known members, or constants that are not rational.
    """
    L0, L1 = _numbers(functions)
    convex = isinstance(functions, SmoothConvex) or getattr(functions, "convex", False)
    if L0 < 0 or L1 < 0 or L0 == L1 == 0:
        raise TypeError(f"the constants ({L0}, {L1}) leave only affine functions: there is nothing to draw.")
    size = chosen(draw, (1, 1, 1, 1, 1, 1, 2, 2, 3, 4, 5)) if dim is None else dim
    kinds = frozenset(("bounded", "linear", "affine") if L0 and L1 else ("bounded",) if L0 else ("linear",))
    parts: list[Scaled] = []
    left = size
    while left:
        parts.append(_part(draw, kinds, convex, left))
        left -= parts[-1][0].dim
    height, stretch = (L0 / L1**2, L1) if L0 and L1 else (L0, Fraction(1)) if L0 else (Fraction(1), L1)
    moved = whole(draw, 0, 7) == 7
    shift = tuple(Fraction(whole(draw, -3, 3) if moved else 0) for _ in range(size))
    mirror = direction(draw, size) if size > 1 and whole(draw, 0, 1) else None
    rule = f"scale to (L0,L1) = ({L0}, {L1}); stretch; separable sum of {len(parts)}" + (
        "; reflection" if mirror else ""
    )
    return Member(parts=tuple(parts), height=height, stretch=stretch, shift=shift, mirror=mirror, rule=rule)


@functools.cache
def _profiles(kinds: frozenset[str], convex: bool, radial: bool) -> tuple[Profile, ...]:
    return tuple(p for p in PROFILES if kinds & set(p.growth) and (p.convex or not convex) and (p.radial or not radial))


@functools.cache
def _planes(convex: bool) -> tuple[Plane, ...]:
    return tuple(p for p in PLANES if p.convex or not convex)


def _part(draw: Draw, kinds: frozenset[str], convex: bool, room: int) -> Scaled:
    """One part for at most ``room`` coordinates, with a height h and a stretch s that keep it in the normal class."""
    forms = ["profile"]
    if "bounded" in kinds:
        forms += ["ramp", "ramp"] + (["square"] if "affine" in kinds and not convex else [])
    if "bounded" in kinds and room > 1:
        forms.append("radial")
    if "linear" in kinds and room > 1:
        forms.append("sheet")
    form = chosen(draw, forms)
    if form == "sheet":
        return Sheet(chosen(draw, _planes(convex))), scale(draw, -8, 8), Fraction(1)
    if form == "ramp":
        curved = "affine" in kinds and chosen(draw, (True, True, False))
        return _fit(draw, Line(_ramp(draw, convex, curved)), "affine" if curved else "bounded", kinds)
    if form == "square":
        roots = [Fraction(whole(draw, -12, 12), 4) for _ in range(whole(draw, 1, 3))]
        return Line(Square(tuple(roots))), Fraction(1), Fraction(1)
    profile = chosen(draw, _profiles(kinds, convex, form == "radial"))
    shape = tuple((symbol, Fraction(whole(draw, 1, 4 * top), 4)) for symbol, top in profile.shape.items())
    line = Line(profile, shape, whole(draw, 2, room), True) if form == "radial" else Line(profile, shape)
    growth = next(
        g for g in (("linear", "bounded", "affine") if "linear" in kinds else ("bounded",)) if g in profile.growth
    )
    return _fit(draw, line, growth, kinds)


def _fit(draw: Draw, line: Line, growth: str, kinds: frozenset[str]) -> Scaled:
    """h and s with h u(s x) in the class: see the stretch rule in ``theory/classes/members.py``."""
    if growth == "linear":
        return line, scale(draw, -8, 8), chosen(draw, (Fraction(1), Fraction(1, 2)))
    if growth == "affine":
        return line, Fraction(1), Fraction(1)
    s = scale(draw, -4, 4) if whole(draw, 0, 1) else Fraction(1)
    return line, chosen(draw, (Fraction(1), Fraction(1), Fraction(1, 4))) / s**2, s


def _pieces(draw: Draw, convex: bool) -> Pieces:
    slopes = _RISING if convex else _SLOPES
    return [(scale(draw, -3, 2), chosen(draw, slopes)) for _ in range(whole(draw, 0, 3))]


def _ramp(draw: Draw, convex: bool, curved: bool) -> Ramp:
    if whole(draw, 0, 2) == 2:  # a bowl between two flat slopes: worst for short steps on convex functions
        bowl = [(scale(draw, -3, 2), Fraction(1))]
        return Ramp.build(bowl, bowl, (Fraction(0), Fraction(0)), curved)
    ends = (chosen(draw, _ENDS), chosen(draw, _ENDS))
    return Ramp.build(_pieces(draw, convex), _pieces(draw, convex), ends, curved)
