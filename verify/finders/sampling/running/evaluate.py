"""Evaluate a statement's expressions in either arithmetic, formal functions included."""

import math
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from theory.arithmetic import inner, norm
from theory.measures import Measure
from theory.symbols import f as f_of
from theory.symbols import grad as grad_of
from theory.symbols import hess as hess_of
from theory.symbols import inner as inner_of
from theory.symbols import norm as norm_of
from theory.symbols import x as x_of
from verify.finders.sampling.running.numbers import Ball, Balls, Numbers, Undecided

__all__ = ["Evaluator", "Unreadable"]


class Unreadable(TypeError):
    """The expression contains something that has no value in a trial."""


class Evaluator:
    """Values of expressions under one assignment.

    Args:
        numbers: the arithmetic.
        values: symbol (or an application such as ``x(0)``) -> number, vector.
        oracle: the function behind ``f``, ``grad`` and ``hess``, if there is one.
        sequence: value of an application of an undefined function or of ``x`` at an index.
        measure: value of a performance measure.
        tables: functions of real variables (``Tables``), if there are any.
    """

    def __init__(
        self,
        numbers: Numbers,
        values: Mapping[Any, Any],
        oracle: Any = None,
        sequence: Callable[[Any, int], Any] | None = None,
        measure: Callable[[Any], Any] | None = None,
        tables: Any = None,
    ) -> None:
        self.tables = tables
        self.numbers, self.oracle, self.sequence, self.measure = numbers, oracle, sequence, measure
        self.memo: dict[Any, Any] = dict(values)

    def __call__(self, node: Any) -> Any:
        """The value; raises ``Undecided`` where undefined and ``Unreadable`` for what cannot be evaluated."""
        if node not in self.memo:
            self.memo[node] = self._value(node)
        return self.memo[node]

    def set(self, symbol: Any, value: Any) -> None:
        """Enter one more value."""
        self.memo[symbol] = value

    def knows(self, symbols: Iterable[Any]) -> bool:
        """Whether all of these have values."""
        return all(symbol in self.memo for symbol in symbols)

    def _value(self, node: Any) -> Any:
        if isinstance(node, sp.Rational):
            return self.numbers.number(Fraction(int(node.p), int(node.q)))
        if isinstance(node, sp.CRootOf):
            return self._root(node)
        if isinstance(node, Measure):
            if self.measure is None:
                raise Unreadable(str(node))
            return self.measure(node)
        if isinstance(node, sp.Add):
            return self._fold(node.args, lambda a, b: a + b)
        if isinstance(node, sp.Mul):
            return self._fold(node.args, lambda a, b: a * b)
        if isinstance(node, sp.Pow):
            return self._power(node)
        if node is sp.E:
            return self.numbers.functions[sp.exp](self.numbers.number(1))
        if node is sp.pi:
            return self.numbers.functions[sp.atan](self.numbers.number(1)) * 4
        if isinstance(node, sp.Max | sp.Min):
            return self._fold(node.args, self.numbers.functions[type(node)])
        if isinstance(node, sp.Piecewise):
            return self._piecewise(node)
        return self._applied(node)

    def _applied(self, node: Any) -> Any:
        kind = type(node)
        if kind in self.numbers.functions:
            return self.numbers.functions[kind](self(node.args[0]))
        if kind is norm_of:
            return norm(self(node.args[0]))
        if kind is inner_of:
            return inner(self(node.args[0]), self(node.args[1]))
        if kind in (f_of, grad_of, hess_of) and self.oracle is not None:
            point = self(node.args[0])
            if kind is f_of:
                return self.oracle(point)
            return self.oracle.grad(point) if kind is grad_of else self.oracle.hessian_norm(point)
        if self.tables is not None and isinstance(node, AppliedUndef) and kind.__name__ in self.tables.functions:
            return self.tables.value(kind.__name__, [self(argument) for argument in node.args], self.numbers)
        if (isinstance(node, AppliedUndef) or kind is x_of) and self.sequence is not None:
            if kind is x_of and isinstance(node.args[0], AppliedUndef):  # the points of a family
                return self(node.args[0])
            return self.sequence(kind, self.index(node.args[0]))
        raise Unreadable(f"{node} has no value in a trial")

    def _root(self, node: sp.CRootOf) -> Any:
        """A real root of a polynomial: between two rationals at which exact values of the polynomial differ in sign."""
        width = Fraction(1, 2 ** (self.numbers.bits if isinstance(self.numbers, Balls) else 64))
        middle = Fraction(str(node.eval_rational(dx=sp.Rational(str(width)))))
        ends = [middle - width, middle + width]
        values = [node.poly.eval(sp.Rational(str(end))) for end in ends]
        if not values[0] * values[1] < 0:
            raise Undecided(f"{node} is not isolated")
        if not self.numbers.exact:
            return self.numbers.number(middle)
        return self.numbers.number(ends[0]).union(self.numbers.number(ends[1]))

    def index(self, node: Any) -> int:
        """The value of an expression that must be an integer."""
        value = float(self(node))
        if value != int(value):
            raise Undecided(f"{node} = {value} is not an index")
        return int(value)

    def _fold(self, parts: tuple[Any, ...], operation: Callable[[Any, Any], Any]) -> Any:
        result = self(parts[0])
        for part in parts[1:]:
            result = operation(result, self(part))
        return result

    def _power(self, node: sp.Pow) -> Any:
        if node.base is sp.E:
            return self.numbers.functions[sp.exp](self(node.exp))
        base = self(node.base)
        if not node.exp.is_Rational:
            return self.numbers.power(base, self(node.exp))
        exponent = Fraction(int(node.exp.p), int(node.exp.q))
        whole = exponent.numerator if exponent.denominator == 1 else exponent
        return self.numbers.power(base, whole if self.numbers.exact or isinstance(whole, int) else float(whole))

    def _piecewise(self, node: sp.Piecewise) -> Any:
        """The hull of the values on every branch that may apply."""
        possible = []
        for value, condition in node.args:
            holds = self.holds(condition)
            if holds is not False:
                possible.append(self(value))
            if holds is True:
                break
        if not possible:
            raise Undecided(f"no branch of {node}")
        hull = possible[0]
        for other in possible[1:]:
            hull = hull.union(other)
        return hull

    def holds(self, relation: Any, tolerance: float = 0.0) -> bool | None:
        """Whether a relation holds: None if balls cannot tell; floats hold within ``tolerance`` of equality."""
        if relation in (True, sp.true):
            return True
        if relation in (False, sp.false):
            return False
        if isinstance(relation, sp.And | sp.Or):
            parts = [self.holds(part, tolerance) for part in relation.args]
            absorbing = isinstance(relation, sp.Or)
            return absorbing if absorbing in parts else None if None in parts else not absorbing
        if isinstance(relation, sp.Eq):
            return self._equal(relation, tolerance)
        if not isinstance(relation, sp.Le | sp.Lt | sp.Ge | sp.Gt):
            raise Unreadable(f"the relation {relation}")
        large, small = self(relation.gts), self(relation.lts)
        strict = isinstance(relation, sp.Lt | sp.Gt)
        if large is small:
            return not strict
        if self.numbers.exact:
            return _decided(large, small, strict)
        if large != large or small != small:
            raise Undecided(f"not a number in {relation}")
        slack = float(large) - float(small)
        if slack != slack:
            raise Undecided("both sides overflow")
        if slack == 0:
            return not strict
        return slack > 0 or -slack <= tolerance * (self.magnitude(relation.gts) + self.magnitude(relation.lts))

    def _equal(self, relation: Any, tolerance: float) -> bool | None:
        left, right = self(relation.lhs), self(relation.rhs)
        if left is right:
            return True
        difference = left - right
        if self.numbers.exact:
            entries = [difference] if isinstance(difference, Ball) else list(difference)
            if any(not entry.arb.contains(0) and entry.arb.is_finite() for entry in entries):
                return False
            return True if all(entry.arb.is_zero() for entry in entries) else None
        size = self.magnitude(relation.lhs) + self.magnitude(relation.rhs)
        if not math.isfinite(size):
            raise Undecided("overflow")
        return float(abs(norm(difference))) <= max(tolerance, 1e-12) * size

    def magnitude(self, node: Any) -> float:
        """The size of an expression before cancellation: rounding errors are relative to this."""
        if isinstance(node, sp.Add):
            return sum(self.magnitude(part) for part in node.args)
        if isinstance(node, sp.Mul):
            return math.prod(self.magnitude(part) for part in node.args)
        if isinstance(node, sp.Pow) and node.exp.is_Integer and node.exp > 0:
            return self.magnitude(node.base) ** int(node.exp)
        if isinstance(node, norm_of):
            return self.magnitude(node.args[0])
        return float(abs(norm(self(node))))


def _decided(large: Any, small: Any, strict: bool) -> bool | None:
    slack = large.arb - small.arb
    if not slack.is_finite():
        return None
    if slack > 0 or (not strict and slack >= 0):
        return True
    if slack < 0 or (strict and slack <= 0):
        return False
    return None
