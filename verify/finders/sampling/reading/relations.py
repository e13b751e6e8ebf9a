"""Relations solved for one symbol."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sympy as sp

__all__ = ["Isolated", "Length", "isolate", "roots_of"]


@dataclass(frozen=True, kw_only=True)
class Length:
    """A lower bound on a number of steps, as a function in floats of the symbols in it."""

    symbols: tuple[sp.Symbol, ...]
    bound: Callable[..., float]

    @classmethod
    def of(cls, number: sp.Symbol, bound: sp.Expr) -> "Length":
        """From the hypothesis ``number >= bound``."""
        symbols = tuple(sorted(bound.free_symbols, key=str))
        return cls(symbols=symbols, bound=sp.lambdify(symbols, bound, modules="math"))


@dataclass(frozen=True)
class Isolated:
    """A relation as ``slope * symbol**power + rest >= 0`` (or = 0)."""

    slope: sp.Expr
    power: int
    rest: sp.Expr
    equal: bool

    @functools.cached_property
    def solution(self) -> sp.Expr:
        """The symbol, if the relation is an equation."""
        return (-self.rest / self.slope) ** sp.Rational(1, self.power)


@functools.lru_cache(maxsize=4096)
def isolate(relation: Any, symbol: sp.Symbol) -> Isolated | None:
    """The relation solved for a symbol, if it is linear in one power of it."""
    if isinstance(relation, sp.Eq):
        slack, equal = relation.lhs - relation.rhs, True
    elif isinstance(relation, sp.Le | sp.Lt | sp.Ge | sp.Gt):
        slack, equal = relation.gts - relation.lts, False
    else:
        return None
    terms = sp.collect(sp.expand(slack), symbol, evaluate=False)
    rest = terms.pop(sp.Integer(1), sp.Integer(0))
    if len(terms) != 1 or rest.has(symbol):
        return None
    ((monomial, slope),) = terms.items()
    base, power = monomial.as_base_exp()
    if base != symbol or not power.is_Integer or power == 0 or slope.has(symbol):
        return None
    return Isolated(slope, int(power), rest, equal)


@functools.lru_cache(maxsize=256)
def roots_of(relation: Any, symbol: sp.Symbol) -> tuple[sp.CRootOf, ...]:
    """The real roots, as isolated algebraic numbers, of an equation that says that a polynomial of the symbol is 0.

    Empty where the equation has other symbols, is not one between polynomials, or can be solved by one power.
    """
    if not isinstance(relation, sp.Eq) or relation.free_symbols != {symbol} or isolate(relation, symbol) is not None:
        return ()
    difference = sp.expand(relation.lhs - relation.rhs)
    if not difference.is_polynomial(symbol):
        return ()
    _, polynomial = sp.Poly(difference, symbol).clear_denoms()
    if not polynomial.domain.is_ZZ and not polynomial.domain.is_QQ:
        return ()
    roots = (sp.CRootOf(polynomial, place, radicals=False) for place in range(polynomial.count_roots()))
    return tuple(root for root in roots if isinstance(root, sp.CRootOf))
