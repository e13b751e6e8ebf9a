"""Units: parameters that can be set to 1 because lengths and values may be measured in them.

The unit of squared lengths is X^2, that of values F; then <x, x> is measured in X^2, <x, g> in F and <g, g> in (F/X)^2.
Every unknown number has a unit of its own.  All are looked for as monomials in the parameters such that every relation
of a problem is homogeneous.  What is found at parameters 1 then holds for all positive parameters.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from math import isqrt

from verify.finders.performance.numbers import Number, ratio
from verify.finders.performance.problem.forms import Form, Vector, is_gradient
from verify.finders.performance.proofs.linear import solved
from verify.finders.proofs.prove import NotFound

__all__ = ["Evaluated", "Monomial", "Units", "find"]

Monomial = dict[str, int]
"""Exponents of the parameters; absent is 0."""

Dimension = Mapping[str, int]
"""How often the units ("value", "square", the name of an unknown number) enter what a coefficient multiplies."""

Evaluated = Callable[[Mapping[str, Number]], Form | Vector]


@dataclass(frozen=True)
class Units:
    """The units of squared lengths, of values and of each unknown number, as monomials in the parameters."""

    square: Monomial
    value: Monomial
    numbers: Mapping[str, Monomial]


def _gradients(atoms: Sequence[str]) -> int:
    return sum(map(is_gradient, atoms))


def _entries(row: Form | Vector) -> Iterator[tuple[Dimension, Number]]:
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


def find(
    symbols: Sequence[str], unknown: Sequence[str], forms: Sequence[Form | Vector], rows: Sequence[Evaluated]
) -> Units:
    """The units in which every relation has coefficients free of parameters.

    Args:
        symbols: the parameters.
        unknown: numbers that are no parameters.
        forms: the relations at parameters 1.
        rows: each relation as a function of the parameters' values.

    Raises:
        NotFound: naming a parameter that no choice of units removes.
    """
    primes = dict(zip(symbols, _primes(), strict=False))
    names = ("value", "square", *unknown)
    conditions: dict[str, dict[tuple[tuple[int, ...], int], None]] = {symbol: {} for symbol in symbols}
    for row, form in zip(rows, forms, strict=True):
        one, two = list(_entries(form)), list(_entries(row(primes)))
        if len(one) != len(two):
            raise _no_unit(", ".join(symbols))
        powers = [_powers(ratio(b, a), primes) for (_, a), (_, b) in zip(one, two, strict=True)]
        for (dimension, _), exponents in zip(one[1:], powers[1:], strict=True):
            change = tuple(dimension.get(name, 0) - one[0][0].get(name, 0) for name in names)
            for symbol in symbols:
                conditions[symbol][change, exponents.get(symbol, 0) - powers[0].get(symbol, 0)] = None
    units: dict[str, Monomial] = {name: {} for name in names}
    for symbol in symbols:
        for name, exponent in zip(names, _solved(conditions[symbol], len(names), symbol), strict=True):
            if exponent:
                units[name][symbol] = exponent
    return Units(units["square"], units["value"], {name: units[name] for name in unknown})


def _primes() -> Iterator[int]:
    """Primes that occur in no coefficient of a usual problem."""
    return (n for n in count(10007, 2) if all(n % d for d in range(3, isqrt(n) + 1, 2)))


def _powers(factor: Number, primes: Mapping[str, int]) -> Monomial:
    """The exponents of the parameters in what a coefficient is multiplied by when they become primes."""
    found: Monomial = {}
    above, below = factor.numerator, factor.denominator
    for symbol, prime in primes.items():
        while above % prime == 0:
            above, found[symbol] = above // prime, found.get(symbol, 0) + 1
        while below % prime == 0:
            below, found[symbol] = below // prime, found.get(symbol, 0) - 1
    if (above, below) != (1, 1):
        raise _no_unit(", ".join(primes))
    return found


def _no_unit(symbol: str) -> NotFound:
    return NotFound(f"the parameter {symbol} is no unit; give it a value or write it as a multiple of the others")


def _solved(conditions: Mapping[tuple[tuple[int, ...], int], None], count: int, symbol: str) -> list[int]:
    """Exponents of the symbol in each unit, so that all terms of a relation agree."""
    equations = [({i: d for i, d in enumerate(dimension) if d}, -exponent) for dimension, exponent in conditions]
    found = solved(equations, [0.0] * count)
    if found is None or any(value.denominator != 1 for value in found):
        raise _no_unit(symbol)
    return [int(value) for value in found]
