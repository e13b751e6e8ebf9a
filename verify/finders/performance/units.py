"""Units: parameters that can be set to 1 because lengths and values may be measured in them.

The unit of squared lengths is X^2, that of values F; then <x, x> is measured in X^2, <x, g> in F and <g, g> in (F/X)^2.
Every unknown number has a unit of its own.  All are looked for as monomials in the parameters such that every relation
of a problem is homogeneous.  What is found at parameters 1 then holds for all positive parameters.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from verify.finders.performance.forms import Form, Vector
from verify.finders.performance.linear import solved
from verify.finders.proofs.prove import NotFound

__all__ = ["Evaluated", "Monomial", "Units", "find"]

Monomial = dict[str, int]
"""Exponents of the parameters; absent is 0."""

Dimension = Mapping[str, int]
"""How often the units ("value", "square", the name of an unknown number) enter what a coefficient multiplies."""

Evaluated = Callable[[Mapping[str, Fraction]], Form | Vector]

_TWO = Fraction(2)


@dataclass(frozen=True)
class Units:
    """The units of squared lengths, of values and of each unknown number, as monomials in the parameters."""

    square: Monomial
    value: Monomial
    numbers: Mapping[str, Monomial]


def _gradients(atoms: Sequence[str]) -> int:
    return sum(atom.startswith("grad(") for atom in atoms)


def _entries(row: Form | Vector) -> Iterator[tuple[Dimension, Fraction]]:
    if isinstance(row, dict):
        for atom, c in row.items():
            yield ({"value": 1, "square": -1} if _gradients([atom]) else {}), c
        return
    if row.constant:
        yield {}, row.constant
    for name, c in row.values.items():
        yield {"value" if name.startswith("f(") else name: 1}, c
    for pair, c in row.gram.items():
        g = _gradients(pair)
        yield {"value": g, "square": 1 - g}, c


def find(symbols: Sequence[str], unknown: Sequence[str], rows: Sequence[Evaluated]) -> Units:
    """The units in which every relation has coefficients free of parameters.

    Args:
        symbols: the parameters.
        unknown: numbers that are no parameters.
        rows: each relation as a function of the parameters' values.

    Raises:
        NotFound: naming a parameter that no choice of units removes.
    """
    ones = dict.fromkeys(symbols, Fraction(1))
    at_one = [list(_entries(row(ones))) for row in rows]
    names = ("value", "square", *unknown)
    units: dict[str, Monomial] = {name: {} for name in names}
    for symbol in symbols:
        at_two = [list(_entries(row({**ones, symbol: _TWO}))) for row in rows]
        conditions: dict[tuple[tuple[int, ...], int], None] = {}
        for one, two in zip(at_one, at_two, strict=True):
            for dimension, exponent in _differences(one, two, symbol):
                conditions[tuple(dimension.get(name, 0) for name in names), exponent] = None
        for name, exponent in zip(names, _solved(conditions, len(names), symbol), strict=True):
            if exponent:
                units[name][symbol] = exponent
    return Units(units["square"], units["value"], {name: units[name] for name in unknown})


def _no_unit(symbol: str) -> NotFound:
    return NotFound(f"the parameter {symbol} is no unit; give it a value or write it as a multiple of the others")


def _differences(
    one: Sequence[tuple[Dimension, Fraction]], two: Sequence[tuple[Dimension, Fraction]], symbol: str
) -> Iterator[tuple[Dimension, int]]:
    """How the dimension and the exponent of the symbol differ between the first term of a relation and each other."""
    if len(one) != len(two):
        raise _no_unit(symbol)
    first: tuple[Dimension, int] | None = None
    for (dimension, a), (_, b) in zip(one, two, strict=True):
        exponent = _power(b / a, symbol)
        if first is None:
            first = dimension, exponent
        else:
            names = {**first[0], **dimension}
            yield {n: dimension.get(n, 0) - first[0].get(n, 0) for n in names}, exponent - first[1]


def _power(ratio: Fraction, symbol: str) -> int:
    """The exponent of a power of 2."""
    exponent = ratio.numerator.bit_length() - ratio.denominator.bit_length()
    if ratio != _TWO**exponent:
        raise _no_unit(symbol)
    return exponent


def _solved(conditions: Mapping[tuple[tuple[int, ...], int], None], count: int, symbol: str) -> list[int]:
    """Exponents of the symbol in each unit, so that all terms of a relation agree."""
    equations = [
        ({i: Fraction(d) for i, d in enumerate(dimension) if d}, Fraction(-exponent))
        for dimension, exponent in conditions
    ]
    found = solved(equations, [0.0] * count)
    if found is None or any(value.denominator != 1 for value in found):
        raise _no_unit(symbol)
    return [int(value) for value in found]
