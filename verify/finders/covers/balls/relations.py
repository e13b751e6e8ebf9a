"""Relations as signs of expressions, and the box to which hypotheses confine the free symbols."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy as sp

from verify.finders.covers.balls.enclosure import Interval, Undefined, to_fraction
from verify.finders.covers.balls.evaluate import Unsupported, compile_expression

__all__ = ["Domain", "Side", "Unusable", "domain", "normalise"]

Bound = Fraction | None


class Unusable(TypeError):
    """The relation is not one that an interval checker can read."""


@dataclass(frozen=True, kw_only=True)
class Side:
    """The assertion ``expression > 0`` (strict), ``>= 0``, or ``= 0`` (equal)."""

    expression: sp.Expr
    strict: bool = False
    equal: bool = False

    def __str__(self) -> str:
        return f"{self.expression} {'=' if self.equal else '>' if self.strict else '>='} 0"


def normalise(relation: Any) -> tuple[Side, ...]:
    """The relation as a conjunction of signs.

    Raises:
        Unusable: for disjunctions and anything that is not an (in)equality of real expressions.
    """
    if relation is True or relation is sp.true:
        return ()
    if isinstance(relation, sp.And):
        return tuple(side for part in relation.args for side in normalise(part))
    if isinstance(relation, sp.Eq):
        return (Side(expression=sp.sympify(relation.lhs - relation.rhs), equal=True),)
    if isinstance(relation, sp.Le | sp.Ge | sp.Lt | sp.Gt):
        strict = isinstance(relation, sp.Lt | sp.Gt)
        return (Side(expression=relation.gts - relation.lts, strict=strict),)
    raise Unusable(f"{relation} is not an equation or inequality of real expressions")


@dataclass(frozen=True, kw_only=True)
class Domain:
    """What the hypotheses say about the free symbols.

    Attributes:
        variables: the free symbols in alphabetical order, after equations that name a symbol were used up.
        bounds: variable -> (lower, upper), each a rational or None.
        given: every hypothesis that is not merely one of these bounds, including strictness at an end.
        then: the conclusions.
        substitutions: the equations used up, symbol -> expression.
        integers: the variables that range over whole numbers only.
        divisors: what was divided by to solve equations; the domain says nothing where one of these is zero.
    """

    variables: tuple[sp.Symbol, ...]
    bounds: Mapping[sp.Symbol, tuple[Bound, Bound]]
    given: tuple[Side, ...]
    then: tuple[Side, ...]
    substitutions: Mapping[sp.Symbol, sp.Expr]
    integers: frozenset[sp.Symbol] = frozenset()
    divisors: tuple[sp.Expr, ...] = ()

    @property
    def unbounded(self) -> tuple[sp.Symbol, ...]:
        """Variables without a lower or without an upper bound."""
        return tuple(v for v in self.variables if None in self.bounds[v])


def domain(given: Iterable[Any], then: Iterable[Any], integers: Iterable[sp.Symbol] = ()) -> Domain:
    """Split hypotheses into a box and the rest; equations that are linear in a symbol are substituted away.

    Raises:
        Unusable: when a relation is not an equation or inequality.
    """
    hypotheses = [side for relation in given for side in normalise(relation)]
    conclusions = [side for relation in then for side in normalise(relation)]
    free = {s for side in (*hypotheses, *conclusions) for s in side.expression.free_symbols}
    for symbol in sorted(free, key=str):  # a symbol's own assumption is a hypothesis too
        if symbol.is_positive or symbol.is_nonnegative:
            hypotheses.append(Side(expression=symbol, strict=bool(symbol.is_positive)))
    substitutions: dict[sp.Symbol, sp.Expr] = {}
    divisors: tuple[sp.Expr, ...] = ()
    whole = frozenset(symbol for symbol in free if symbol.is_integer) | frozenset(integers)
    while (pair := _solved(hypotheses, whole)) is not None:
        symbol, value, used, slope = pair
        substitutions[symbol] = value
        hypotheses = [_replace(side, symbol, value) for side in hypotheses if side is not used]
        conclusions = [_replace(side, symbol, value) for side in conclusions]
        divisors = tuple(d.subs(symbol, value) for d in divisors) + (() if slope.is_nonzero else (slope,))
    conclusions = [side for side in conclusions if side.expression != 0 or side.strict]
    free = {s for side in (*hypotheses, *conclusions) for s in side.expression.free_symbols}
    free |= {s for divisor in divisors for s in divisor.free_symbols}
    bounds: dict[sp.Symbol, tuple[Bound, Bound]] = dict.fromkeys(free, (None, None))
    rest = [side for side in hypotheses if not _bound(side, bounds) or side.strict]
    rest = [side for side in rest if side.expression.free_symbols or not _trivial(side)]
    while any(_propagate(side, bounds) for side in rest):
        pass
    return Domain(
        variables=tuple(sorted(free, key=str)),
        bounds=bounds,
        given=tuple(rest),
        then=tuple(conclusions),
        substitutions=substitutions,
        integers=whole & free,
        divisors=divisors,
    )


def _solved(sides: list[Side], whole: frozenset[sp.Symbol]) -> tuple[sp.Symbol, sp.Expr, Side, sp.Expr] | None:
    """A symbol, not a whole number, in which an equation is linear: (symbol, its value, the equation, its coefficient).

    Rational coefficients come first, then those that are nonzero by their symbols' assumptions, then the others.
    """
    found: list[tuple[int, int, sp.Symbol, sp.Expr, Side]] = []
    for side in sides:
        for symbol in sorted(side.expression.free_symbols - whole, key=str) if side.equal else ():
            slope = sp.diff(side.expression, symbol)
            if slope != 0 and not slope.has(symbol):
                rank = 0 if slope.is_Rational else 1 if slope.is_nonzero else 2
                found.append((rank, len(found), symbol, slope, side))
    if not found:
        return None
    _, _, symbol, slope, side = min(found, key=lambda item: item[:2])
    return symbol, sp.expand(-side.expression.subs(symbol, 0) / slope), side, slope


def _replace(side: Side, symbol: sp.Symbol, value: sp.Expr) -> Side:
    return Side(expression=side.expression.subs(symbol, value), strict=side.strict, equal=side.equal)


def _trivial(side: Side) -> bool:
    value = side.expression
    if not value.is_Rational:
        return False
    return bool(value == 0 if side.equal else value > 0 if side.strict else value >= 0)


def _bound(side: Side, bounds: dict[sp.Symbol, tuple[Bound, Bound]]) -> bool:
    """Enter the side into the bounds if it is one: a*v + b >= 0 with rational a, b."""
    symbols = side.expression.free_symbols
    if len(symbols) != 1 or side.equal:
        return False
    (symbol,) = symbols
    slope = sp.diff(side.expression, symbol)
    if not slope.is_Rational or slope == 0:
        return False
    offset = sp.expand(side.expression - slope * symbol)
    if not offset.is_Rational:
        return False
    end = Fraction(int((-offset / slope).p), int((-offset / slope).q))
    low, high = bounds[symbol]
    if slope > 0:
        bounds[symbol] = (end if low is None else max(low, end), high)
    else:
        bounds[symbol] = (low, end if high is None else min(high, end))
    return True


def _propagate(side: Side, bounds: dict[sp.Symbol, tuple[Bound, Bound]]) -> bool:
    """Bound a variable that has no bound yet through a side that is linear in it; whether something was learnt."""
    learnt = False
    for symbol in sorted(side.expression.free_symbols, key=str):
        if None not in bounds[symbol]:
            continue
        slope = sp.diff(side.expression, symbol)
        others = sorted(side.expression.free_symbols - {symbol}, key=str)
        if slope.has(symbol) or any(None in bounds[other] for other in others):
            continue
        quotient = sp.expand(-side.expression.subs(symbol, 0)) / slope
        box = [Interval(*bounds[other]) for other in others]
        try:
            sign, end = (compile_expression(e, others)(box) for e in (slope, quotient))
        except (Undefined, Unsupported):
            continue
        low, high = bounds[symbol]
        if low is None and (sign.lo > 0 or side.equal):
            bounds[symbol], learnt = (to_fraction(end.lo), high), True
        low, high = bounds[symbol]
        if high is None and (sign.hi < 0 or side.equal):
            bounds[symbol], learnt = (low, to_fraction(end.hi)), True
    return learnt
