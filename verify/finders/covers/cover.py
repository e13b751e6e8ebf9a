"""Branch and bound with intervals: an inequality on a box, proved by a cover or refuted at a rational point.

On each piece of the box, either the conclusion holds throughout, or some hypothesis fails throughout, or the
piece is halved.  Two things make inequalities that are tight at a corner decidable: where a derivative has one
sign on the piece the variable is moved to the end that matters (recursively, the sign of the derivative being
decided in the same way), and the ends of pieces are rationals, so that zero stays zero.
"""

import heapq
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import sympy as sp
from flint import ctx

from verify.finders.covers.balls import Domain, Interval, Side, Undefined, compile_expression
from verify.finders.covers.balls.form import Box, Effort, Form

__all__ = ["COVER_BITS", "POINT_BITS", "Box", "Cover", "Point", "cover", "enlarge", "violates"]

Point = tuple[Fraction, ...]
Bounds = tuple[Fraction | None, Fraction | None]

COVER_BITS = 80
"""Working precision of the cover."""

FINEST = Fraction(1, 2**30)
"""A box this small, relative to where it started, is not halved again: it sits on a tie."""

POINT_BITS = 320
"""Working precision at which a violation at a rational point is confirmed."""


@dataclass(frozen=True, kw_only=True)
class Cover:
    """What branch and bound found.

    Attributes:
        outcome: "proved", "refuted" or "undecided".
        boxes: number of boxes examined.
        discarded: number of boxes on which a hypothesis fails throughout.
        smallest: the smallest width of a box that was examined.
        box: where it stopped: the undecided box.
        point: a rational point that satisfies the hypotheses and violates the conclusion.
        failing: the conclusion that is violated, or that could not be decided.
    """

    outcome: str
    boxes: int
    discarded: int = 0
    smallest: Fraction = Fraction(0)
    box: Box = ()
    point: Point = ()
    failing: str = ""


def violates(domain: Domain, point: Point) -> Side | None:
    """The conclusion that certainly fails at a point at which every hypothesis certainly holds, if there is one.

    Args:
        domain: hypotheses and conclusions.
        point: one rational for each of ``domain.variables``.

    Returns:
        The violated conclusion, confirmed in interval arithmetic, or None.
    """
    for variable, value in zip(domain.variables, point, strict=True):
        low, high = domain.bounds[variable]
        if (low is not None and value < low) or (high is not None and value > high):
            return None
        if variable in domain.integers and value.denominator != 1:
            return None
    with ctx.workprec(POINT_BITS):
        values = [Interval(value, value) for value in point]
        try:
            if not all(_nonzero(compile_expression(d, domain.variables)(values)) for d in domain.divisors):
                return None
            if not all(_holds(side, domain.variables, values) for side in domain.given):
                return None
            for side in domain.then:
                value = compile_expression(side.expression, domain.variables)(values)
                if value.hi < 0 or (side.strict and value.hi <= 0) or (side.equal and value.lo > 0):
                    return side
        except Undefined:
            return None
    return None


def _nonzero(value: Interval) -> bool:
    return bool(value.lo > 0 or value.hi < 0)


def _holds(side: Side, variables: Sequence[sp.Symbol], values: Sequence[Interval]) -> bool:
    value = compile_expression(side.expression, variables)(values)
    if side.equal:
        return bool(value.lo == 0 and value.hi == 0)
    return bool(value.lo > 0 or (not side.strict and value.lo >= 0))


def cover(domain: Domain, *, effort: int = 400_000, depth: int = 3) -> Cover:
    """Decide whether the hypotheses imply the conclusions on the bounded box of ``domain``.

    Args:
        domain: every variable must be bounded.
        effort: the number of interval operations that may be spent (about five seconds a million).
        depth: how many derivatives may be taken.

    Returns:
        A ``Cover``; "proved" only if every box is settled.

    Raises:
        Unsupported: when an expression has no enclosure here.
    """
    variables = domain.variables
    ends = [domain.bounds[v] for v in variables]
    start: Box = tuple((low, high) for low, high in ends if low is not None and high is not None)
    if len(start) < len(variables):
        raise ValueError(f"not a bounded box: {', '.join(map(str, domain.unbounded))}")
    if any(low > high for low, high in start):
        return Cover(outcome="proved", boxes=0)
    spent = Effort(effort)
    given = [(Form(side.expression, variables, 0, spent), side) for side in domain.given]
    then = [(Form(side.expression, variables, depth, spent), side) for side in domain.then]
    with ctx.workprec(COVER_BITS):
        divisors = [Form(divisor, variables, 0, spent) for divisor in domain.divisors]
        return _branch(domain, start, given, then, divisors, spent)


def _branch(
    domain: Domain,
    start: Box,
    given: list[tuple[Form, Side]],
    then: list[tuple[Form, Side]],
    divisors: list[Form],
    effort: Effort,
) -> Cover:
    order = itertools.count()
    heap = [(0.0, next(order), start)]
    spans = [high - low for low, high in start]
    boxes, discarded, smallest = 0, 0, max(spans, default=Fraction(0))
    for corner in itertools.islice(itertools.product(*start), 64):
        if (side := violates(domain, corner)) is not None:
            return Cover(outcome="refuted", boxes=1, smallest=smallest, point=corner, failing=str(side))
    while heap:
        _, _, box = heapq.heappop(heap)
        boxes += 1
        smallest = min(smallest, max((high - low for low, high in box), default=Fraction(0)))
        if any(_fails(form, side, box) for form, side in given):
            discarded += 1
            continue
        open_sides = [side for form, side in then if side.equal or not form.positive(box, strict=side.strict)]
        if not open_sides and all(_apart(form, box) for form in divisors):
            continue
        middle = tuple((low + high) / 2 for low, high in box)
        if (side := violates(domain, middle)) is not None:
            return Cover(
                outcome="refuted", boxes=boxes, discarded=discarded, smallest=smallest, point=middle, failing=str(side)
            )
        place = _widest(box, spans)
        if place is None or effort.exhausted or box[place][1] - box[place][0] < spans[place] * FINEST:
            failing = str(open_sides[0]) if open_sides else "an equation was divided by what may be zero"
            return Cover(
                outcome="undecided", boxes=boxes, discarded=discarded, smallest=smallest, box=box, failing=failing
            )
        low, high = box[place]
        for half in ((low, middle[place]), (middle[place], high)):
            child = (*box[:place], half, *box[place + 1 :])
            heapq.heappush(heap, (_urgency(then, child), next(order), child))
    return Cover(outcome="proved", boxes=boxes, discarded=discarded, smallest=smallest)


def _fails(form: Form, side: Side, box: Box) -> bool:
    """Whether a hypothesis fails on the whole box."""
    try:
        value = form.value([Interval(*ends) for ends in box])
    except Undefined:
        return False
    return bool(value.hi < 0 or (side.strict and value.hi <= 0) or (side.equal and value.lo > 0))


def _apart(form: Form, box: Box) -> bool:
    """Whether a divisor is certainly not zero on the whole box."""
    try:
        return _nonzero(form.value([Interval(*ends) for ends in box]))
    except Undefined:
        return False


def _widest(box: Box, spans: Sequence[Fraction]) -> int | None:
    """The variable whose interval is widest relative to where it started."""
    places = [place for place, (low, high) in enumerate(box) if low < high]
    return max(places, key=lambda place: (box[place][1] - box[place][0]) / spans[place], default=None)


def _urgency(then: list[tuple[Form, Side]], box: Box) -> float:
    """Boxes where the conclusion looks worst come first, so that a violation is met early."""
    middle = [Interval((low + high) / 2, (low + high) / 2) for low, high in box]
    worst = 0.0
    for form, _ in then:
        try:
            worst = min(worst, float(form.value(middle).lo))
        except Undefined:
            continue
    return worst


def enlarge(domain: Domain, point: Point) -> Box:
    """A box around a violating point on which every hypothesis holds and the same conclusion fails throughout.

    Returns:
        The largest box of half-width 2^-k, k = 4..60, that is confirmed; the point itself if none is.
    """
    side = violates(domain, point)
    for exponent in range(4, 61):
        radius = Fraction(1, 2**exponent)
        box = tuple(_around(value, radius, domain.bounds[v]) for v, value in zip(domain.variables, point, strict=True))
        with ctx.workprec(COVER_BITS):
            if side is not None and _fails_throughout(domain, side, box):
                return box
    return tuple((value, value) for value in point)


def _around(value: Fraction, radius: Fraction, bounds: Bounds) -> tuple[Fraction, Fraction]:
    low, high = bounds
    left = value - radius if low is None else max(low, value - radius)
    right = value + radius if high is None else min(high, value + radius)
    return left, right


def _fails_throughout(domain: Domain, side: Side, box: Box) -> bool:
    values = [Interval(*ends) for ends in box]
    try:
        inside = all(_holds(given, domain.variables, values) for given in domain.given)
        value = compile_expression(side.expression, domain.variables)(values)
    except Undefined:
        return False
    return inside and bool(value.hi < 0 or (side.equal and value.lo > 0))
