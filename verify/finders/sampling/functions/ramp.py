"""Families on the line with many parameters: piecewise linear ramps, and squares of polynomials."""

import bisect
import functools
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

import flint
import sympy as sp

from verify.finders.sampling.running.numbers import Balls, Numbers

__all__ = ["Pieces", "Ramp", "Square"]

Pieces = Sequence[tuple[Fraction, Fraction]]
"""(length, slope of s) of consecutive pieces, outwards from the origin."""


@dataclass(frozen=True, eq=False)
class Ramp:
    """The function with u(0) = 0 whose slope u' is a function of a piecewise linear, 1-Lipschitz s.

    ``curved``: u' = sign(s)(e^|s| - 1), which is the general member of the affine class on the line, because
    d/dx sign(u') log(1+|u'|) = u''/(1+|u'|); else u' = s, the general member of the bounded class.
    (u'' jumps at the knots; smoothing s keeps it 1-Lipschitz, so a strict violation persists for a C^2 member.)

    Attributes:
        knots: (place, s, slope of s on the right), increasing in place; every zero of s is a knot, the origin is one.
        first: slope of s to the left of the first knot.
        curved: which of the two.
    """

    knots: tuple[tuple[Fraction, Fraction, Fraction], ...]
    first: Fraction
    curved: bool
    proof: ClassVar[str] = "s is piecewise linear with slopes in [-1, 1], so 1-Lipschitz"

    @classmethod
    def build(cls, left: Pieces, right: Pieces, ends: tuple[Fraction, Fraction], curved: bool) -> "Ramp":
        """From s(0) = 0 outwards: pieces to either side, then the slopes ``ends`` (at least 0) for ever.

        An end becomes slope 1 where the function would otherwise be unbounded below.
        """
        final, (first, points) = [], (Fraction(0), [(Fraction(0), Fraction(0))])
        for sign, pieces, end in ((-1, left, ends[0]), (1, right, ends[1])):
            place, s = Fraction(0), Fraction(0)
            for length, slope in pieces:
                place, s = place + sign * length, s + sign * length * slope
                points.append((place, s))
            final.append(end if sign * s >= 0 else Fraction(1))
            if sign * s < 0:
                points.append((place - s, Fraction(0)))
        points.sort()
        filled = points[:1]
        for (p, s), (q, r) in itertools.pairwise(points):
            if s * r < 0:
                filled.append((p + (q - p) * s / (s - r), Fraction(0)))
            filled.append((q, r))
        rates = [(r - s) / (q - p) for (p, s), (q, r) in itertools.pairwise(filled)]
        first = final[0]
        knots = tuple((p, s, rate) for (p, s), rate in zip(filled, [*rates, final[1]], strict=True))
        return cls(knots, first, curved)

    @property
    def name(self) -> str:
        """What it is, with its exact knots."""
        kind = "sign(s)(e^|s|-1)" if self.curved else "s"
        knots = ", ".join(f"s({place}) = {s}" for place, s, _ in self.knots)
        return f"u' = {kind} with s linear between {knots} and slopes {self.first}, {self.knots[-1][2]} outside"

    @property
    def convex(self) -> bool:
        """Whether s is nondecreasing."""
        return self.first >= 0 and all(rate >= 0 for _, _, rate in self.knots)

    @functools.cached_property
    def minimiser(self) -> Fraction | None:
        """The zero of s that balls show to be lowest (None if they cannot); the origin if the function is convex."""
        if self.convex:
            return Fraction(0)
        balls = Balls(128)
        with balls.working():
            found = [(v.arb, k[0]) for k, v in zip(self.knots, _table(self, balls).values, strict=True) if k[1] == 0]
            lowest = [place for value, place in found if all(value <= other for other, q in found if q != place)]
        return lowest[0] if lowest else None

    def infimum(self, numbers: Numbers) -> Any:
        """The infimum: the least value at a zero of s, as s <= 0 far left and s >= 0 far right."""
        values = [value for knot, value in zip(self.knots, _table(self, numbers).values, strict=True) if knot[1] == 0]
        return functools.reduce(numbers.functions[sp.Min], values)

    def derivatives(self, place: Any, numbers: Numbers) -> tuple[Any, Any, Any]:
        """u, u', u'' at a number (a ball over a knot gets the hull of both sides)."""
        table = _table(self, numbers)
        if not numbers.exact:
            return self._on_piece(bisect.bisect_right(table.places, place) - 1, place, table)
        ends = [entry.arb for entry in table.places]
        first = sum(1 for end in ends if place.arb > end) - 1
        last = sum(1 for end in ends if not place.arb < end) - 1
        value, slope, curvature = self._on_piece(first, place, table)
        for i in range(first + 1, last + 1):
            a, b, c = self._on_piece(i, place, table)
            value, slope, curvature = value.union(a), slope.union(b), curvature.union(c)
        return value, slope, curvature

    def _on_piece(self, i: int, place: Any, table: "_Table") -> tuple[Any, Any, Any]:
        """As on the piece right of knot i; left of the first knot for i = -1."""
        base = max(i, 0)
        rise, slope, curvature = self._rise(i, place - table.places[base], table)
        return table.values[base] + rise, slope, curvature

    def _rise(self, i: int, offset: Any, table: "_Table") -> tuple[Any, Any, Any]:
        """The increase of u from the knot at the piece's end, and u', u'' there."""
        start, rate = table.levels[max(i, 0)], table.rates[i + 1]
        exact_start, exact_rate = self.knots[max(i, 0)][1], self.knots[i][2] if i >= 0 else self.first
        s = start + rate * offset
        if not self.curved:
            return (start + s) / 2 * offset, s, rate
        toward = exact_start or exact_rate * (1 if i >= 0 else -1)  # s has one sign on the piece
        sign = 1 if toward >= 0 else -1
        exponential = table.numbers.functions[sp.exp]
        height = exponential(s * sign)
        slope = (height - 1) * sign
        if exact_rate == 0:
            return offset * slope, slope, rate * height
        return (height - exponential(start * sign)) / rate - offset * sign, slope, rate * height


class _Table:
    """Places, s, slopes of s and values at the knots of a ramp in one arithmetic; the value at the origin is zero."""

    def __init__(self, ramp: Ramp, numbers: Numbers) -> None:
        self.numbers = numbers
        self.places, self.levels = ([numbers.number(knot[i]) for knot in ramp.knots] for i in (0, 1))
        self.rates = [numbers.number(rate) for rate in (ramp.first, *(knot[2] for knot in ramp.knots))]
        self.values = [numbers.number(0)] * len(self.places)
        origin = next(i for i, knot in enumerate(ramp.knots) if knot[0] == 0)
        for i in range(origin, len(self.places) - 1):
            self.values[i + 1] = self.values[i] + self._over(ramp, i)
        for i in range(origin - 1, -1, -1):
            self.values[i] = self.values[i + 1] - self._over(ramp, i)

    def _over(self, ramp: Ramp, i: int) -> Any:
        return ramp._rise(i, self.places[i + 1] - self.places[i], self)[0]


@functools.lru_cache(maxsize=512)
def _table(ramp: Ramp, numbers: Numbers) -> _Table:
    return _Table(ramp, numbers)


@dataclass(frozen=True)
class Square:
    """The polynomial prod (t - root)^2 / constant; its infimum 0 is attained at the first root.

    The constant is at least the supremum of |p''| - |p'| for the product p, found and proved in balls.
    """

    roots: tuple[Fraction, ...]

    @functools.cached_property
    def _polynomials(self) -> tuple[list[Fraction], ...]:
        product = flint.fmpq_poly([1])
        for root in self.roots:
            product *= flint.fmpq_poly([flint.fmpq(-root.numerator, root.denominator), 1])
        square = product * product
        slope = square.derivative()
        curvature = slope.derivative()
        constant = _constant(slope, curvature)
        return tuple(
            [Fraction(int(c.p), int(c.q)) / constant for c in polynomial.coeffs()]
            for polynomial in (square, slope, curvature)
        )

    @property
    def constant(self) -> Fraction:
        """What the product is divided by."""
        return 1 / self._polynomials[0][-1]

    @property
    def name(self) -> str:
        """The polynomial, factored."""
        return "*".join(f"(t - {root})^2" for root in self.roots) + f"/({self.constant})"

    @property
    def proof(self) -> str:
        """Why it is in the affine class."""
        return f"balls that cover the line show |p''| - |p'| <= {self.constant} for the product p"

    @property
    def minimiser(self) -> Fraction:
        """The first root."""
        return self.roots[0]

    def infimum(self, numbers: Numbers) -> Any:
        """Zero."""
        return numbers.number(0)

    def derivatives(self, place: Any, numbers: Numbers) -> tuple[Any, Any, Any]:
        """u, u', u'' at a number, the first from its factors (no cancellation near the roots)."""
        roots, scale, slope, curvature = self._in(numbers)
        product = numbers.number(1)
        for root in roots:
            product = product * (place - root)
        return product**2 * scale, _horner(slope, place), _horner(curvature, place)

    def _in(self, numbers: Numbers) -> tuple[Any, ...]:
        """Roots, factor and coefficients (the highest first) as numbers; those in floats are kept."""
        if not numbers.exact:
            return self._floats
        first, second = ([numbers.number(c) for c in reversed(p)] for p in self._polynomials[1:])
        return [numbers.number(root) for root in self.roots], numbers.number(1 / self.constant), first, second

    @functools.cached_property
    def _floats(self) -> tuple[Any, ...]:
        first, second = ([float(c) for c in reversed(p)] for p in self._polynomials[1:])
        return [float(root) for root in self.roots], float(1 / self.constant), first, second


def _horner(coefficients: Sequence[Any], place: Any) -> Any:
    """The polynomial with these coefficients, the highest first."""
    result = coefficients[0]
    for coefficient in coefficients[1:]:
        result = result * place + coefficient
    return result


def _cauchy(polynomial: flint.fmpq_poly) -> Fraction:
    """A bound on the moduli of the roots."""
    moduli = [abs(Fraction(int(c.p), int(c.q))) for c in polynomial.coeffs()]
    return 1 + max(moduli[:-1], default=Fraction(0)) / moduli[-1]


def _constant(slope: flint.fmpq_poly, curvature: flint.fmpq_poly) -> Fraction:
    """An upper bound, at most 2 % or 1/2048 too large, of sup over the line of |p''| - |p'|.

    Beyond the roots of p' - p'' and p' + p'' their product (p')^2 - (p'')^2 is positive, so the supremum is inside.
    """
    reach = max(_cauchy(slope - curvature), _cauchy(slope + curvature))
    first, second = flint.arb_poly(slope), flint.arb_poly(curvature)

    def excess(x: flint.arb) -> flint.arb:
        return abs(second(x)) - abs(first(x))

    end = flint.arb(flint.fmpq(reach.numerator, reach.denominator)).upper()
    boxes, best, top = [(-end, end)], flint.arb(0), flint.arb(0)
    while boxes:
        left, right = boxes.pop()
        middle = (left + right) / 2
        best = best.max(excess(middle.mid())).mid()
        upper = excess(left.union(right)).upper()
        if upper <= best * 1.02 or upper * 4096 <= 1:  # where nothing is positive the first never holds
            top = top.max(upper)
        else:
            boxes += [(left, middle.mid()), (middle.mid(), right)]
    mantissa, exponent = top.upper().man_exp()
    exact = Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    return Fraction(int(exact * 4096) + 1, 4096)
