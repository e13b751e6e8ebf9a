"""Units: parameters that can be set to 1 because lengths and values may be measured in them.

The unit of length is X, that of values F; then <x, x> is measured in X^2, <x, g> in F and <g, g> in (F/X)^2.  Both are
looked for as monomials in the parameters such that every relation of a problem is homogeneous.  A certificate found at
parameters 1 then holds for all positive parameters, each multiplier times a monomial.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from verify.finders.performance.forms import Form, Vector
from verify.finders.proofs.prove import NotFound

__all__ = ["Evaluated", "Monomial", "Units", "find", "times"]

Monomial = dict[str, Fraction]
"""Exponents of the parameters; absent is 0."""

Entry = tuple[int, int, Fraction]  # degrees in F and in X of what a coefficient multiplies; the coefficient
Evaluated = Callable[[Mapping[str, Fraction]], Form | Vector]

_TWO = Fraction(2)


@dataclass(frozen=True)
class Units:
    """The units of length and of values, and the unit of each relation, as monomials in the parameters."""

    length: Monomial
    value: Monomial
    rows: tuple[Monomial, ...]


def times(a: Monomial, b: Monomial, power: int = 1) -> Monomial:
    """a * b**power."""
    total = {s: a.get(s, Fraction(0)) + power * b.get(s, Fraction(0)) for s in {**a, **b}}
    return {s: e for s, e in total.items() if e}


def _gradients(atoms: Sequence[str]) -> int:
    return sum(atom.startswith("grad(") for atom in atoms)


def _entries(row: Form | Vector) -> Iterator[Entry]:
    if isinstance(row, dict):
        for atom, c in row.items():
            yield (1, -1, c) if _gradients([atom]) else (0, 1, c)
        return
    if row.constant:
        yield 0, 0, row.constant
    for c in row.values.values():
        yield 1, 0, c
    for pair, c in row.gram.items():
        g = _gradients(pair)
        yield g, 2 - 2 * g, c


def find(symbols: Sequence[str], rows: Sequence[Evaluated]) -> Units:
    """The units in which every relation has coefficients free of parameters.

    Args:
        symbols: the parameters.
        rows: each relation as a function of the parameters' values.

    Raises:
        NotFound: naming a parameter that no choice of units removes.
    """
    ones = dict.fromkeys(symbols, Fraction(1))
    at_one = [list(_entries(row(ones))) for row in rows]
    length, value, units = Monomial(), Monomial(), [Monomial() for _ in rows]
    for symbol in symbols:
        at_two = [list(_entries(row({**ones, symbol: _TWO}))) for row in rows]
        powers = [_powers(a, b, symbol) for a, b in zip(at_one, at_two, strict=True)]
        f, x = _solved(powers, symbol)
        length |= {symbol: x} if x else {}
        value |= {symbol: f} if f else {}
        for unit, terms in zip(units, powers, strict=True):
            exponent = terms[0][0] * f + terms[0][1] * x + terms[0][2] if terms else Fraction(0)
            unit |= {symbol: exponent} if exponent else {}
    return Units(length, value, tuple(units))


def _no_unit(symbol: str) -> NotFound:
    return NotFound(f"the parameter {symbol} is no unit; give it a value or write it as a multiple of the others")


def _powers(one: Sequence[Entry], two: Sequence[Entry], symbol: str) -> list[tuple[int, int, Fraction]]:
    """Degrees in F and X and in the symbol of each coefficient."""
    if len(one) != len(two):
        raise _no_unit(symbol)
    found = []
    for (f, x, a), (_, _, b) in zip(one, two, strict=True):
        ratio, exponent = abs(b / a), 0
        while ratio.denominator == 1 and ratio > 1 and ratio.numerator % 2 == 0:
            ratio, exponent = ratio / 2, exponent + 1
        while ratio.numerator == 1 and ratio < 1 and ratio.denominator % 2 == 0:
            ratio, exponent = ratio * 2, exponent - 1
        if ratio != 1 or a * b < 0:
            raise _no_unit(symbol)
        found.append((f, x, Fraction(exponent)))
    return found


def _solved(powers: Sequence[Sequence[tuple[int, int, Fraction]]], symbol: str) -> tuple[Fraction, Fraction]:
    """Exponents of the symbol in F and X: f*df + x*dx + de = 0 between the terms of every relation."""
    conditions = {
        (f - terms[0][0], x - terms[0][1], terms[0][2] - e) for terms in powers for f, x, e in terms[1:]
    } - {(0, 0, Fraction(0))}
    f = x = Fraction(0)
    pivots = sorted(conditions)
    for i, (a, b, c) in enumerate(pivots):
        for p, q, r in pivots[i + 1 :]:
            determinant = a * q - b * p
            if determinant:
                f, x = (c * q - b * r) / determinant, (a * r - c * p) / determinant
                return _checked(f, x, conditions, symbol)
    if pivots:
        a, b, c = pivots[0]
        f, x = (Fraction(0), c / b) if b else (c / a if a else Fraction(0), Fraction(0))
    return _checked(f, x, conditions, symbol)


def _checked(
    f: Fraction, x: Fraction, conditions: set[tuple[int, int, Fraction]], symbol: str
) -> tuple[Fraction, Fraction]:
    if any(a * f + b * x != c for a, b, c in conditions):
        raise _no_unit(symbol)
    return f, x
