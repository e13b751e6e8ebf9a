"""Draw sums and means of components with a minimiser in common: subgradients there that add up to 0."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from theory.classes import BoundedSet, Convex, FiniteSum, FunctionClass, StronglyConvex, Sum
from theory.methods import frank_wolfe
from theory.statement import Run
from verify.finders.sampling.members import lines
from verify.finders.sampling.members.blocks import Block, Line, Radial
from verify.finders.sampling.members.frame import Frame, Point
from verify.finders.sampling.members.polyline import Polyline
from verify.finders.sampling.members.separable import Indicator, Separable
from verify.finders.sampling.members.sums import Total
from verify.finders.sampling.running.evaluate import Unreadable
from verify.finders.strategies import chosen, direction, scale, whole

__all__ = ["components", "composite"]

Draw = Callable[[Any], Any]
Constants = Mapping[str, Fraction]


def _centre(draw: Draw) -> Point:
    size = chosen(draw, (1, 1, 1, 2, 2, 3))
    moved = whole(draw, 0, 7) == 7
    return tuple(Fraction(whole(draw, -3, 3) if moved else 0) for _ in range(size))


def _mirrored(draw: Draw, centre: Point) -> Frame:
    return Frame(centre, direction(draw, len(centre)) if len(centre) > 1 and whole(draw, 0, 1) else None)


def _minus(slopes: Sequence[Point], size: int) -> Point:
    return tuple(-sum((slope[i] for slope in slopes), Fraction(0)) for i in range(size))


def _bounds(functions: FunctionClass, constants: Sequence[Fraction]) -> tuple[Fraction, Fraction | None]:
    """The least and the largest curvature; None where kinks are allowed."""
    if isinstance(functions, Convex):
        return Fraction(0), None
    if isinstance(functions, StronglyConvex):
        return constants[0], None
    return (constants[0], constants[1]) if len(constants) == 2 else (Fraction(0), constants[0])


def _spline(
    draw: Draw, frame: Frame, bounds: tuple[Fraction, Fraction | None], unit: Fraction, slope: Point | None,
    spread: Fraction = Fraction(1),
) -> tuple[Separable, Point]:  # fmt: skip
    """A separable summand with a given subgradient at the centre, or with one that is drawn, and that subgradient.

    ``unit`` and ``spread`` are the natural sizes of a slope and of a distance.
    """
    low, high = bounds
    size = len(frame.centre)
    blocks: list[Block] = []
    if slope is not None:
        through = frame.turned(slope)
    elif size > 1 and whole(draw, 0, 3) == 0:
        blocks = [Radial(lines.line(draw, low, high, unit, even=True, spread=spread), size)]
        through = (Fraction(0),) * size
    else:
        signs = [chosen(draw, (0, 1, -1)) for _ in range(size)]
        through = tuple(sign * unit * scale(draw, -3, 2) if sign else Fraction(0) for sign in signs)
    if not blocks:
        blocks = [Line(lines.line(draw, low, high, unit, s, spread=spread), s) for s in through]
    rule = f"separable, slopes of the derivative from {low} to {'infinity' if high is None else high}"
    return Separable(blocks=tuple(blocks), frame=frame, rule=rule), frame.turned(through)


def composite(draw: Draw, functions: Sum, constants: Constants, run: Run | None) -> Total:
    """A sum: the last summands are drawn first, and the first one is given the gradient that they need."""
    values = [[constants[f"{name}{i}"] for name in part.parameters] for i, part in enumerate(functions.summands)]
    last = functions.summands[-1]
    centre = _centre(draw)
    spread = values[-1][0] if isinstance(last, BoundedSet) else Fraction(1)
    both = list(zip(functions.summands, values, strict=True))
    bounds = [_bounds(part, own) for part, own in both if not isinstance(part, BoundedSet)]
    unit = next((high for _, high in bounds if high), next((low for low, _ in bounds if low), Fraction(1)))
    parts: list[Separable] = []
    slopes: list[Point] = []
    for part, own in reversed(both[1:]):
        frame = _mirrored(draw, centre)
        made: Separable
        if not isinstance(part, BoundedSet):
            made, slope = _spline(draw, frame, _bounds(part, own), unit, None)
        elif run is None or run.method is not frank_wolfe:
            raise Unreadable("a bounded set, for a method that is not known to stay in it")
        else:
            made, slope = _bounded(draw, frame, own[0], unit)
        parts.insert(0, made)
        slopes.insert(0, slope)
    frame = _mirrored(draw, centre)
    needed = _minus(slopes, len(centre))
    first, slope = _spline(draw, frame, _bounds(functions.summands[0], values[0]), unit, needed, spread)
    rules = "; ".join(part.rule for part in (first, *parts))
    rule = f"each summand is in its class ({rules}); subgradients (normals of a set) at the minimiser add up to 0"
    return Total(parts=(first, *parts), slopes=(slope, *slopes), centre=centre, rule=rule)


def _bounded(draw: Draw, frame: Frame, D: Fraction, unit: Fraction) -> tuple[Indicator, Point]:
    """A box or a ball of diameter at most D that the centre of the frame is in, and a normal there."""
    size = len(frame.centre)
    shrunk = D * chosen(draw, (Fraction(1), Fraction(1), Fraction(1, 2)))
    if size > 1 and whole(draw, 0, 1):
        radius = shrunk / 2
        ball = Polyline(((-radius, Fraction(0)), (Fraction(0), Fraction(0)), (radius, Fraction(0))), None, None)
        rule = f"a ball of diameter {shrunk} <= {D}"
        if whole(draw, 0, 2) == 0:
            return Indicator(blocks=(Radial(ball, size),), frame=frame, rule=rule), (Fraction(0),) * size
        way = [weight * chosen(draw, (1, -1)) for weight in chosen(draw, lines.WEIGHTS[size])]
        moved = Frame(frame.outer([-radius * entry for entry in way]), frame.mirror)
        force = unit * D * scale(draw, -4, 2)
        return (
            Indicator(blocks=(Radial(ball, size),), frame=moved, rule=rule),
            frame.turned([force * w for w in way]),
        )
    lengths = [shrunk * weight for weight in chosen(draw, lines.WEIGHTS[size])]
    sides, normal = [], []
    for length in lengths:
        graph, sign = lines.interval(draw, length, chosen(draw, (0, 1, -1)))
        sides.append(Line(graph))
        normal.append(sign * unit * D * scale(draw, -4, 2))
    rule = f"a box whose sides {', '.join(map(str, lengths))} have squares that add up to at most {D}^2"
    return Indicator(blocks=tuple(sides), frame=frame, rule=rule), frame.turned(normal)


def components(draw: Draw, functions: FiniteSum, constants: Constants) -> Total:
    """Components whose gradients at the minimiser add up to 0, often all 0 (interpolation)."""
    bounds = _bounds(functions.part, list(constants.values()))
    unit = bounds[1] or Fraction(1)
    centre = _centre(draw)
    size = len(centre)
    quiet = whole(draw, 0, 2) == 0
    parts: list[Separable] = []
    slopes: list[Point] = []
    for index in range(functions.count):
        if index == functions.count - 1:
            slope = _minus(slopes, size)
        elif quiet:
            slope = (Fraction(0),) * size
        else:
            slope = tuple(chosen(draw, (1, -1, 0)) * unit * scale(draw, -4, 2) for _ in range(size))
        made, slope = _spline(draw, _mirrored(draw, centre), bounds, unit, slope)
        parts.append(made)
        slopes.append(slope)
    rule = f"each component is in its class ({parts[0].rule}); their gradients at the minimiser add up to 0"
    return Total(
        parts=tuple(parts), slopes=tuple(slopes), centre=centre, weight=Fraction(1, functions.count), rule=rule
    )
