"""Sympy expressions compiled once into closures that run on intervals or on balls."""

from collections.abc import Callable, Sequence
from typing import Any

import sympy as sp
from flint import arb

from verify.finders.covers.balls.enclosure import Interval, Undefined

__all__ = ["Unsupported", "compile_expression", "supports"]

Function = Callable[[Sequence[Any]], Any]


class Unsupported(TypeError):
    """The expression contains something that has no enclosure here."""


_UNARY: dict[type[sp.Basic], Callable[[Any], Any]] = {
    sp.exp: lambda x: x.exp(),
    sp.log: lambda x: x.log(),
    sp.sinh: lambda x: x.sinh(),
    sp.cosh: lambda x: x.cosh(),
    sp.tanh: lambda x: x.tanh(),
    sp.sin: lambda x: x.sin(),
    sp.cos: lambda x: x.cos(),
    sp.atan: lambda x: x.atan(),
    sp.Abs: abs,
    sp.sign: lambda x: _sign(x),
    sp.Heaviside: lambda x: (_sign(x) + 1) / 2,
}


def _sign(x: Any) -> Any:
    if isinstance(x, Interval):
        return x.sgn()
    return arb(0, 1) if x.contains(0) else x.sgn()


def supports(expression: Any, variables: Sequence[sp.Symbol]) -> bool:
    """Whether ``compile_expression`` can handle the expression."""
    try:
        compile_expression(expression, variables)
    except Unsupported:
        return False
    return True


def compile_expression(
    expression: Any, variables: Sequence[sp.Symbol], lift: Callable[[Any], Any] = Interval.lift
) -> Function:
    """A function of a sequence of numbers, one for each variable, that evaluates the expression.

    Args:
        expression: a real sympy expression of rationals, pi, E, sums, products, powers, exp, log, sqrt, cosh,
            sinh, tanh, sin, cos, atan, Abs, Min, Max, sign, Heaviside, Piecewise.
        variables: the symbols in the order of the arguments.
        lift: number type, ``Interval.lift`` or ``enclosure.to_arb``; it receives a rational or a ball.

    Returns:
        The function.  On intervals, ``Undefined`` is raised where the expression is not defined throughout.

    Raises:
        Unsupported: for anything else.
    """
    places = {variable: place for place, variable in enumerate(variables)}
    cache: dict[Any, Function] = {}

    def build(node: Any) -> Function:
        if node not in cache:
            cache[node] = _build(node, places, build, lift)
        return cache[node]

    return build(sp.sympify(expression))


def _build(node: Any, places: dict[Any, int], build: Callable[[Any], Function], lift: Callable[[Any], Any]) -> Function:
    if isinstance(node, sp.Rational):
        value = lift(node)
        return lambda _: value
    if node is sp.pi:
        return lambda _: lift(arb.pi())
    if node is sp.E:
        return lambda _: lift(arb(1).exp())
    if isinstance(node, sp.Symbol):
        if node not in places:
            raise Unsupported(f"{node} has no value")
        place = places[node]
        return lambda values: values[place]
    if isinstance(node, sp.Pow):
        return _build_power(node, build, lift)
    if isinstance(node, sp.Piecewise):
        return _build_piecewise(node, build)
    # Heaviside carries its value at zero as a second argument: sign's enclosure at zero covers any.
    parts = [build(argument) for argument in (node.args[:1] if isinstance(node, sp.Heaviside) else node.args)]
    if isinstance(node, sp.Add):
        return _fold(parts, lambda a, b: a + b)
    if isinstance(node, sp.Mul):
        return _fold(parts, lambda a, b: a * b)
    if isinstance(node, sp.Min):
        return _fold(parts, lambda a, b: a.min(b))
    if isinstance(node, sp.Max):
        return _fold(parts, lambda a, b: a.max(b))
    if type(node) in _UNARY:
        operation, part = _UNARY[type(node)], parts[0]
        return lambda values: operation(part(values))
    raise Unsupported(f"no enclosure for {type(node).__name__} in {node}")


def _fold(parts: list[Function], operation: Callable[[Any, Any], Any]) -> Function:
    first, *rest = parts

    def run(values: Sequence[Any]) -> Any:
        result = first(values)
        for part in rest:
            result = operation(result, part(values))
        return result

    return run


def _build_power(node: sp.Pow, build: Callable[[Any], Function], lift: Callable[[Any], Any]) -> Function:
    base, exponent = build(node.base), node.exp
    if exponent.is_Integer:
        return lambda values: _integer_power(base(values), int(exponent))
    if exponent.is_Rational and exponent.q == 2:
        power = int(exponent.p)
        return lambda values: _integer_power(base(values).sqrt(), power)
    if node.base is sp.E:
        inner = build(exponent)
        return lambda values: inner(values).exp()
    inner = build(exponent)
    return lambda values: (base(values).log() * inner(values)).exp()


def _integer_power(x: Any, exponent: int) -> Any:
    if not isinstance(x, arb):
        return x**exponent
    if exponent < 0:
        return 1 / _integer_power(x, -exponent)
    if exponent % 2 == 0 and x.contains(0):
        return arb(0) if x.is_zero() else arb(0).union(_integer_power(x.abs_upper(), exponent))
    result = arb(1)
    for bit in bin(exponent)[2:]:
        result = result * result * x if bit == "1" else result * result
    return result


def _build_piecewise(node: sp.Piecewise, build: Callable[[Any], Function]) -> Function:
    branches = [(build(value), _build_condition(condition, build)) for value, condition in node.args]

    def run(values: Sequence[Any]) -> Any:
        result = None
        for branch, condition in branches:
            holds = condition(values)
            if holds is False:
                continue
            value = branch(values)
            result = value if result is None else _union(result, value)
            if holds is True:
                return result
        if result is None:
            raise Undefined("no branch of the Piecewise applies")
        return result

    return run


def _union(a: Any, b: Any) -> Any:
    return a.hull(b) if isinstance(a, Interval) else a.union(b)


def _build_condition(condition: Any, build: Callable[[Any], Function]) -> Callable[[Sequence[Any]], bool | None]:
    """True or False where decided on the whole box, else None."""
    if condition in (sp.true, sp.false):
        decided = bool(condition)
        return lambda _: decided
    if isinstance(condition, sp.And | sp.Or):
        parts = [_build_condition(argument, build) for argument in condition.args]
        absorbing = isinstance(condition, sp.Or)

        def combine(values: Sequence[Any]) -> bool | None:
            results = [part(values) for part in parts]
            if absorbing in results:
                return absorbing
            return None if None in results else not absorbing

        return combine
    if not isinstance(condition, sp.Le | sp.Lt | sp.Ge | sp.Gt):
        raise Unsupported(f"the condition {condition} is not an inequality")
    difference = build(condition.gts - condition.lts)
    strict = isinstance(condition, sp.Lt | sp.Gt)

    def decide(values: Sequence[Any]) -> bool | None:
        value = difference(values)
        low, high = (value.lo, value.hi) if isinstance(value, Interval) else (value, value)
        if low > 0 or (not strict and low >= 0):
            return True
        if high < 0 or (strict and high <= 0):
            return False
        return None

    return decide
