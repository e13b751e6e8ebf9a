"""Members of further classes for property tests: strongly and weakly convex, nonsmooth, quadratic, operators.

The classes with second derivatives are made of members of ``SmoothConvex``; the others are those that fuzzing draws.
"""

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import hypothesis.strategies as st
import sympy as sp
from hypothesis import reject

from theory.classes import (
    Cocoercive,
    Convex,
    FunctionClass,
    LipschitzConvex,
    Monotone,
    Quadratic,
    SmoothConvex,
    SmoothStronglyConvex,
    SmoothWeaklyConvex,
    StronglyConvex,
)
from theory.classes.members import PROFILES
from verify.finders.sampling.functions.bent import Bent
from verify.finders.sampling.functions.oracle import Line, Member, Oracle, Part
from verify.finders.sampling.members.draw import drawn
from verify.finders.sampling.running.numbers import Floats
from verify.finders.strategies import chosen, member, whole

__all__ = ["KNOWN", "SIZES", "relatives"]

Draw = Callable[[Any], Any]

CURVED = (SmoothStronglyConvex, Quadratic)
DRAWN = (Convex, StronglyConvex, LipschitzConvex, SmoothWeaklyConvex, Cocoercive, Monotone)
KNOWN = (*CURVED, *DRAWN)

SIZES = {1: 0, 2: 3, 3: 5, 4: 6}
"""Dimension -> the first choice of ``drawn``, which is that of the dimension."""

TRIES = 10
"""Of a member that is finite everywhere; at least two in five are."""


def relatives(functions: FunctionClass, dim: int | None) -> st.SearchStrategy[Any]:
    """Strategy of members in floats.

    Args:
        functions: one of ``KNOWN``, with rational constants.
        dim: number of variables; None for any.

    Raises:
        TypeError: for another class, for constants that are not rational or out of order, or a dimension out of reach.
    """
    constants = {name: sp.sympify(value) for name, value in functions.parameters.items()}
    if not isinstance(functions, KNOWN) or not all(value.is_Rational for value in constants.values()):
        names = ", ".join(["L0L1Smooth", "Smooth", "SmoothConvex", *(known.__name__ for known in KNOWN)])
        raise TypeError(f"members() knows {names}, with rational constants, and not {_named(functions)}.")
    if isinstance(functions, CURVED):
        mu, L = (Fraction(int(value.p), int(value.q)) for value in constants.values())
        if mu > L:
            raise TypeError(f"{_named(functions)} has no members: {mu} is larger than {L}.")
        return _curved(isinstance(functions, Quadratic), mu, L, dim)
    if dim is not None and dim not in SIZES:
        raise TypeError(f"members of {type(functions).__name__} are known for dim from 1 to {max(SIZES)}, not {dim}.")
    return _drawn(functions, constants, dim)


def _named(functions: FunctionClass) -> str:
    return f"{type(functions).__name__}({', '.join(f'{n}={v}' for n, v in functions.parameters.items())})"


@st.composite
def _curved(draw: Draw, quadratic: bool, mu: Fraction, L: Fraction, dim: int | None) -> Oracle:
    """Parts with curvature in [mu, L]: of a convex member, or none, and a quadratic around its minimiser."""
    least = mu / L
    base = member(draw, SmoothConvex(sp.Rational(L.numerator, L.denominator)), dim)
    flat: tuple[Part, Fraction, Fraction] = (Line(PROFILES[0]), Fraction(0), Fraction(1))
    parts = []
    for part, h, s in base.parts:
        bend = least + (1 - least) * Fraction(chosen(draw, (0, 0, 4, 1, 2, 3)), 4)
        known = part.minimiser is not None and not quadratic
        pieces: list[tuple[Part, Fraction, Fraction]] = [(part, h, s)] if known else [flat] * part.dim
        parts += [Bent(p, height, scale, bend) for p, height, scale in pieces]
    if quadratic:  # each axis bends by itself
        bends = [least + (1 - least) * Fraction(whole(draw, 0, 8), 8) for _ in parts]
        parts = [Bent(*flat, bend) for bend in bends]
    rule = (
        f"curvatures in [{mu}, {L}]: {'' if quadratic else base.rule + ', each beside '}quadratics around a minimiser"
    )
    ones = tuple((part, Fraction(1), Fraction(1)) for part in parts)
    made = Member(parts=ones, height=base.height, stretch=base.stretch, shift=base.shift, mirror=base.mirror, rule=rule)
    return Oracle(made, Floats())


@st.composite
def _drawn(draw: Draw, functions: FunctionClass, constants: Any, dim: int | None) -> Any:
    """As fuzzing draws them, of the dimension asked for, and finite everywhere."""
    for _ in range(TRIES):
        found = drawn(draw if dim is None else _sized(draw, dim), functions, constants, None)
        assert dim in (None, found.dim)
        if _everywhere(found):
            return found.oracle(Floats())
    reject()


def _everywhere(found: Any) -> bool:
    """Whether it is finite at every point: no line of it ends."""
    lines = [block.line for block in getattr(found, "blocks", ()) if hasattr(block, "line")]
    return all(line.domain == (None, None) for line in lines)


def _sized(draw: Draw, dim: int) -> Draw:
    """Draws with the first choice made."""
    made = [SIZES[dim]]
    return lambda strategy: made.pop() if made else draw(strategy)
