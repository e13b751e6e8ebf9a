"""Draw a member of a class, for a run: curvatures at the ends of what the class allows, kinks, common minimisers."""

import dataclasses
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from theory.classes import (
    Cocoercive,
    Convex,
    FiniteSum,
    FunctionClass,
    LipschitzConvex,
    Monotone,
    Quadratic,
    SmoothConvex,
    SmoothStronglyConvex,
    SmoothWeaklyConvex,
    StronglyConvex,
    Sum,
)
from theory.methods import exact_line_search
from theory.statement import Run
from verify.finders.sampling.functions.bent import strongly_convex
from verify.finders.sampling.functions.oracle import Member
from verify.finders.sampling.members import lines
from verify.finders.sampling.members.balanced import balanced, multiple
from verify.finders.sampling.members.blocks import Block, Line, Radial, Turn
from verify.finders.sampling.members.frame import Explicit, Frame
from verify.finders.sampling.members.known import PLAIN, alone, drawable
from verify.finders.sampling.members.largest import Largest
from verify.finders.sampling.members.operators import Remainder
from verify.finders.sampling.members.polyline import Polyline
from verify.finders.sampling.members.separable import Separable
from verify.finders.sampling.members.together import components, composite
from verify.finders.sampling.running.evaluate import Unreadable
from verify.finders.strategies import chosen, direction, member, scale, whole

__all__ = ["drawn"]

Draw = Callable[[Any], Any]
Constants = Mapping[str, Fraction]


def drawn(draw: Draw, functions: FunctionClass, constants: Mapping[str, Any], run: Run | None) -> Member | Explicit:
    """A member of the class with these rational constants.

    Args:
        draw: of Hypothesis.
        functions: the class, its constants symbolic or not.
        constants: their values, by the names of ``functions.parameters``.
        run: the run that it is drawn for.

    Raises:
        Unreadable: where no members are known, or none that the run's method can use.
    """
    functions = alone(functions)
    if not drawable(functions):
        raise Unreadable(f"no members of {type(functions).__name__} are known")
    if isinstance(functions, PLAIN):
        names = {
            name.removesuffix("0") if name not in functions.parameters else name: v for name, v in constants.items()
        }
        return member(draw, dataclasses.replace(functions, **names))
    exact = {name: Fraction(int(sp.sympify(v).p), int(sp.sympify(v).q)) for name, v in constants.items()}
    found = _lone(draw, functions, exact, run)
    if run is None or "error" not in run.parameters:
        return found
    if isinstance(found, Member):
        mu, L = exact.values()
        found = _quadratic(draw, _frame(draw), mu, L)
    return dataclasses.replace(found, errors=_errors(draw, found.dim))


def _lone(draw: Draw, functions: FunctionClass, constants: Constants, run: Run | None) -> Member | Explicit:
    if isinstance(functions, FiniteSum):
        return components(draw, functions, constants)
    if isinstance(functions, Sum):
        return composite(draw, functions, constants, run)
    frame = _frame(draw)
    values = [constants[name if name in constants else f"{name}0"] for name in functions.parameters]
    makers: dict[type, Callable[..., Member | Explicit]] = {
        SmoothStronglyConvex: _strongly_smooth, Quadratic: _quadratic, SmoothWeaklyConvex: _weakly, Convex: _convex,
        StronglyConvex: _convex, LipschitzConvex: _lipschitz, Cocoercive: _cocoercive, Monotone: _monotone,
    }  # fmt: skip
    if run is not None and isinstance(functions, SmoothStronglyConvex | Quadratic):
        ratio = multiple(run, dict(zip(functions.parameters.values(), values, strict=True)))
        mu, L = values
        special = balanced(draw, mu, L, ratio) if ratio is not None else None
        if special is not None:
            return special
    if run is not None and run.method is exact_line_search and isinstance(functions, SmoothStronglyConvex):
        return _quadratic(draw, frame, *values)
    return makers[type(functions)](draw, frame, *values)


def _frame(draw: Draw) -> Frame:
    size = chosen(draw, (1, 1, 1, 2, 2, 3, 4))
    moved = whole(draw, 0, 7) == 7
    centre = tuple(Fraction(whole(draw, -3, 3) if moved else 0) for _ in range(size))
    return Frame(centre, direction(draw, size) if size > 1 and whole(draw, 0, 1) else None)


def _errors(draw: Draw, size: int) -> tuple[tuple[Fraction, tuple[int, ...] | None], ...]:
    found = []
    for _ in range(chosen(draw, (1, 1, 2, 3))):
        share = Fraction(chosen(draw, (-4, 4, -4, 4, 2, -2, 0)), 4)
        found.append((share, direction(draw, size) if size > 1 and whole(draw, 0, 1) else None))
    return tuple(found)


def _blocks(draw: Draw, size: int, one: Callable[[bool], Any]) -> tuple[Block, ...]:
    """Lines, and norms of several coordinates; ``one`` draws a polyline, even or not."""
    found: list[Block] = []
    left = size
    while left:
        if left > 1 and whole(draw, 0, 3) == 0:
            dim = whole(draw, 2, left)
            found.append(Radial(one(True), dim))
        else:
            dim = 1
            found.append(Line(one(False)))
        left -= dim
    return tuple(found)


def _quadratic(draw: Draw, frame: Frame, mu: Fraction, L: Fraction) -> Separable:
    shares = [Fraction(chosen(draw, (8, 0, 8, 0, 4, *range(1, 8))), 8) for _ in frame.centre]
    bends = [mu + share * (L - mu) for share in shares]
    zero = (Fraction(0), Fraction(0))
    blocks: tuple[Block, ...] = tuple(Line(Polyline((zero,), bend, bend)) for bend in bends)
    return Separable(blocks=blocks, frame=frame, rule=f"curvatures from {mu} to {L} along orthogonal axes")


def _strongly_smooth(draw: Draw, frame: Frame, mu: Fraction, L: Fraction) -> Member | Explicit:
    form = chosen(draw, ("bent", "quadratic", "bent", "rounded"))
    if form == "quadratic":
        return _quadratic(draw, frame, mu, L)
    if form == "rounded":
        least, most = (sp.Rational(v.numerator, v.denominator) for v in (mu, L))
        return strongly_convex(draw, SmoothStronglyConvex(least, most), SmoothConvex(most))
    blocks = _blocks(draw, len(frame.centre), lambda even: lines.line(draw, mu, L, L, even=even))
    return Separable(blocks=blocks, frame=frame, rule=f"separable, with second derivatives from {mu} to {L}")


def _weakly(draw: Draw, frame: Frame, rho: Fraction, L: Fraction) -> Separable:
    blocks = []
    for _ in frame.centre:
        graph = lines.line(draw, -rho, L, L)
        ends = [L if end is None or end <= 0 else end for end in (graph.low, graph.high)]
        blocks.append(Line(Polyline(graph.vertices, *ends)))  # rising at both ends: bounded below
    return Separable(blocks=tuple(blocks), frame=frame, rule=f"separable, with second derivatives from {-rho} to {L}")


def _convex(draw: Draw, frame: Frame, mu: Fraction = Fraction(0)) -> Separable:
    unit = mu or Fraction(1)
    blocks = _blocks(draw, len(frame.centre), lambda even: lines.line(draw, mu, None, unit, even=even))
    least = f"slope at least {mu}" if mu else "slope"
    return Separable(blocks=blocks, frame=frame, rule=f"separable, each derivative a monotone graph with {least}")


def _lipschitz(draw: Draw, frame: Frame, M: Fraction) -> Explicit:
    size = len(frame.centre)
    if size > 1 and whole(draw, 0, 1):
        return Largest(M=M, frame=frame, rule="the largest of linear functions with slopes of length M")
    if size > 1 and whole(draw, 0, 3) == 0:
        blocks: tuple[Block, ...] = (Radial(lines.lipschitz(draw, M, even=True), size),)
        return Separable(blocks=blocks, frame=frame, rule=f"a convex function of the norm with slopes up to {M}")
    weights = chosen(draw, lines.WEIGHTS[size])
    blocks = tuple(Line(lines.lipschitz(draw, M * weight)) for weight in weights)
    squares = " + ".join(f"({M * weight})^2" for weight in weights)
    return Separable(blocks=blocks, frame=frame, rule=f"separable, convex, slopes up to sqrt({squares}) = {M}")


_TURNS = tuple(
    (Fraction(c, h), Fraction(s, h))
    for c, s, h in (
        *((0, 1, 1), (-1, 0, 1), (3, 4, 5), (4, 3, 5), (5, 12, 13)),
        *((-3, 4, 5), (1, 0, 1), (12, 5, 13), (24, 7, 25)),
    )
)
"""Cosines and sines that are rational."""


def _cocoercive(draw: Draw, frame: Frame, beta: Fraction) -> Remainder:
    size = len(frame.centre)
    turned = whole(draw, 0, 1)
    identity = Polyline(((Fraction(0), Fraction(0)),), Fraction(1), Fraction(1))
    graphs = tuple(identity if turned and whole(draw, 0, 2) else lines.nonexpansive(draw) for _ in range(size))
    turns = tuple(chosen(draw, _TURNS) if turned else (Fraction(1), Fraction(0)) for _ in range(size // 2))
    rule = "(I - T)/(2 beta) with T nonexpansive and T(centre) = centre"
    return Remainder(beta=beta, lines=graphs, turns=turns, frame=frame, rule=rule)


def _monotone(draw: Draw, frame: Frame) -> Separable:
    blocks: list[Block] = []
    left = len(frame.centre)
    while left:
        if left > 1 and whole(draw, 0, 3):
            b = scale(draw, -3, 3) * chosen(draw, (1, -1))
            blocks.append(Turn(abs(b) * Fraction(chosen(draw, (0, 0, 0, 1, 4)), 4), b))
        else:
            blocks.append(Line(lines.line(draw, Fraction(0), None, Fraction(1))))
        left -= blocks[-1].dim
    return Separable(
        blocks=tuple(blocks), frame=frame, rule="separable: monotone graphs, and turning matrices with a >= 0"
    )
