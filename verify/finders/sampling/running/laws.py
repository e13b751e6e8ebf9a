"""Expectations that a statement speaks of by what they are nonnegative on, and the laws that are drawn for them.

"For all a_i: if sum a_i phi_i(v) >= 0 for every v, then sum a_i c_i >= 0" says that the linear functional that is c_i
on phi_i is nonnegative on nonnegative functions.  Finitely many values v_j with weights q_j >= 0 have this property if
c_i = sum_j q_j phi_i(v_j), as sum a_i c_i is then a mean of nonnegative numbers.  All that is done with them is exact.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy as sp

from theory.statement import ForAll

__all__ = ["Expectation", "Law", "expectation_of"]


@dataclass(frozen=True)
class Expectation:
    """What a hypothesis says of one functional.

    Attributes:
        variable: the v of the functions.
        functions: the phi_i, of v and of scalars.
        values: what the functional is on each, the c_i.
        means: a symbol for each c_i.
    """

    variable: sp.Symbol
    functions: tuple[sp.Expr, ...]
    values: tuple[sp.Expr, ...]
    means: tuple[sp.Symbol, ...]

    @property
    def equations(self) -> tuple[Any, ...]:
        """Each c_i is its mean; those that are numbers are left to ``met``."""
        pairs = zip(self.values, self.means, strict=True)
        return tuple(sp.Eq(value, mean, evaluate=False) for value, mean in pairs if not value.is_Rational)

    @property
    def scalars(self) -> set[Any]:
        """The scalars that the functions depend on."""
        return {s for function in self.functions for s in function.free_symbols} - {self.variable}

    @property
    def bends(self) -> tuple[sp.Expr, ...]:
        """Where a Max or Min in the functions may bend: its arguments without v."""
        parts = sorted({n for function in self.functions for n in function.atoms(sp.Max, sp.Min)}, key=str)
        return tuple(dict.fromkeys(a for n in parts for a in sorted(n.args, key=str) if not a.has(self.variable)))

    def at(self, function: sp.Expr, value: Fraction, scalars: Mapping[Any, Fraction]) -> Fraction | None:
        """phi(v), or another expression in v and these scalars, exactly; None where it is not rational."""
        places = {self.variable: value, **{s: scalars[s] for s in self.scalars}}
        found = function.xreplace({s: sp.Rational(v.numerator, v.denominator) for s, v in places.items()})
        return Fraction(int(found.p), int(found.q)) if found.is_Rational else None

    def mean(self, function: sp.Expr, law: "Law", scalars: Mapping[Any, Fraction]) -> Fraction | None:
        """sum_j q_j phi(v_j), exactly; None where it is not rational."""
        terms = [self.at(function, value, scalars) for value in law.values]
        if None in terms:
            return None
        return sum((q * term for q, term in zip(law.weights, terms, strict=True) if term is not None), Fraction(0))

    def met(self, law: "Law", scalars: Mapping[Any, Fraction]) -> bool:
        """Whether the means are those of the law, the fixed ones as assumed, and its weights nonnegative: exact."""
        if not self.scalars | set(self.means) <= set(scalars) or any(weight < 0 for weight in law.weights):
            return False
        parts = zip(self.functions, self.values, self.means, strict=True)
        return all(
            self.mean(function, law, scalars) == scalars[mean]
            and (not value.is_Rational or scalars[mean] == Fraction(int(value.p), int(value.q)))
            for function, value, mean in parts
        )


@dataclass(frozen=True)
class Law:
    """Values and their weights."""

    values: tuple[Fraction, ...]
    weights: tuple[Fraction, ...]

    def describe(self) -> list[list[str]]:
        """(value, weight) of each."""
        return [[str(value), str(weight)] for value, weight in zip(self.values, self.weights, strict=True)]


def expectation_of(hypothesis: ForAll, then: Any, number: int) -> Expectation | None:
    """Read "for all a_i: if sum a_i phi_i(v) >= 0 for all v, then sum a_i c_i >= 0"; ``number`` is in its names."""
    factors = hypothesis.over
    if len(hypothesis.given) != 1 or hypothesis.points or hypothesis.indices or any(s.is_integer for s in factors):
        return None
    (surely,) = hypothesis.given
    if not isinstance(surely, ForAll) or surely.given or surely.points or surely.indices or len(surely.over) != 1:
        return None
    (variable,) = surely.over
    if len(surely.conclusions) != 1 or variable.is_integer or not _any_real(variable):
        return None
    functions, values = _linear(surely.conclusions[0], factors), _linear(then, factors)
    if functions is None or values is None or any(value.has(variable) for value in values):
        return None
    means = tuple(sp.Symbol(f"mean{number} of {function}", real=True) for function in functions)
    return Expectation(variable, functions, values, means)


def _any_real(symbol: sp.Symbol) -> bool:
    return symbol.is_real and symbol.is_nonnegative is None and symbol.is_nonpositive is None and symbol.is_zero is None


def _linear(relation: Any, factors: tuple[sp.Symbol, ...]) -> tuple[sp.Expr, ...] | None:
    """The coefficients of sum a_i b_i >= 0."""
    if not isinstance(relation, sp.Ge | sp.Le) or not all(map(_any_real, factors)):
        return None
    slack = sp.expand(relation.gts - relation.lts)
    found = tuple(slack.coeff(factor, 1) for factor in factors)
    rest = sp.expand(slack - sum(a * b for a, b in zip(factors, found, strict=True)))
    return found if rest == 0 and not any(b.has(*factors) for b in found) else None
