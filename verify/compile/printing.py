"""Expressions in the kernel's concrete syntax.

Most expressions are sums of products of names and formal functions, and those are printed here directly, in the order
in which sympy prints them; sympy's own printer, which takes several times as long, has the rest.
"""

from collections.abc import Iterable
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef
from sympy.printing.str import StrPrinter

from theory.symbols import f, grad, hess, inner, norm, x

__all__ = ["Unsupported", "called", "plain", "text"]


class Unsupported(Exception):
    """The statement has no obligation in the kernel's language; says which part is in the way."""


def called(symbol: Any) -> str:
    """What a symbol is called; as ``str``, which makes a printer each time."""
    return str(symbol.name) if type(symbol) is sp.Symbol else str(symbol)


class _Text(StrPrinter):
    """Prints sympy expressions in the kernel's concrete syntax."""

    def _print_Rational(self, expr: sp.Rational) -> str:
        return str(expr.p) if expr.q == 1 else f"({expr.p}/{expr.q})"

    def _print_Float(self, expr: sp.Float) -> str:
        raise Unsupported(f"{expr} is a float")

    def _print_Exp1(self, expr: sp.Expr) -> str:
        return "exp(1)"

    def _print_Pow(self, expr: sp.Pow, rational: bool = False) -> str:
        base, exponent = expr.as_base_exp() if not isinstance(expr, sp.exp) else (sp.E, expr.args[0])
        if base == sp.E:
            return f"exp({self._print(exponent)})"
        if exponent == sp.Rational(1, 2):
            return f"sqrt({self._print(base)})"
        if exponent == sp.Rational(-1, 2):
            return f"(1/sqrt({self._print(base)}))"
        if not exponent.is_Integer:
            raise Unsupported(f"the power {expr}")
        inside = self._print(base)
        inside = inside if base.is_Symbol or base.is_Function else f"({inside})"
        power = inside if abs(exponent) == 1 else f"{inside}**{abs(exponent)}"
        return f"(1/{power})" if exponent < 0 else power

    def _print_exp(self, expr: sp.exp) -> str:
        return f"exp({self._print(expr.args[0])})"

    def _print_Abs(self, expr: sp.Abs) -> str:
        return f"abs({self._print(expr.args[0])})"

    def _nested(self, name: str, args: Iterable[sp.Expr]) -> str:
        first, *rest = (self._print(a) for a in sorted(args, key=sp.default_sort_key))
        for other in rest:
            first = f"{name}({first}, {other})"
        return str(first)

    def _print_Min(self, expr: sp.Min) -> str:
        return self._nested("min", expr.args)

    def _print_Max(self, expr: sp.Max) -> str:
        return self._nested("max", expr.args)


_NODES = (sp.Symbol, sp.Number, sp.NumberSymbol, sp.Add, sp.Mul, sp.Pow, sp.Function, sp.Min, sp.Max)
_KNOWN = (f, grad, hess, norm, inner, x, sp.exp, sp.log, sp.Abs, sp.Min, sp.Max)


def text(expr: Any) -> str:
    """An expression in the kernel's concrete syntax.

    Raises:
        Unsupported: for what the kernel's language cannot say.
    """
    expr = sp.sympify(expr)
    directly = plain(expr)
    return _printed(expr) if directly is None else directly


def plain(expr: sp.Expr) -> str | None:
    """The same of rational polynomials in names, formal functions and their inverses; None of all else."""
    try:
        return _plain(expr)
    except _NotPlain:
        return None


def _printed(expr: sp.Expr) -> str:
    """By sympy's printer; refuses what would be read as something else."""
    nodes = {type(node): node for node in sp.preorder_traversal(expr)}
    if not nodes.keys().isdisjoint((sp.cosh, sp.sinh, sp.tanh)):
        expr = expr.rewrite(sp.exp)
        nodes = {type(node): node for node in sp.preorder_traversal(expr)}
    if expr.has(sp.pi, sp.I, sp.oo, sp.nan, sp.Piecewise):
        raise Unsupported(f"the expression {expr}")
    for kind, node in nodes.items():
        if not issubclass(kind, _NODES):
            raise Unsupported(f"the expression {node}")  # a Sum or Derivative would read as an unknown function
        if issubclass(kind, sp.Function) and not issubclass(kind, (*_KNOWN, AppliedUndef)):
            raise Unsupported(f"the function {node.func}")
    return str(_Text().doprint(expr))


class _NotPlain(Exception):
    """Left to sympy's printer."""


_FORMAL = {kind: kind.class_key() for kind in (f, grad, hess, norm, inner, x)}
"""The formal functions, and how sympy sorts them."""


def _place(expr: sp.Expr) -> Any:
    """Sympy's key to sort by; that of formal functions takes sympy long."""
    key = _FORMAL.get(type(expr))
    if key is None:
        return sp.default_sort_key(expr)
    return key, (len(expr.args), tuple(map(_place, expr.args))), sp.S.One.sort_key(), sp.S.One


def _plain(expr: sp.Expr) -> str:
    """Printed directly; raises ``_NotPlain`` where that cannot be."""
    kind = type(expr)
    if kind is sp.Symbol:
        return str(expr.name)
    if kind in _FORMAL:
        return f"{kind.__name__}({', '.join(map(_plain, expr.args))})"
    if kind is sp.Add:
        return _sum(expr)
    if kind is sp.Mul:
        return _product(expr)
    if kind is sp.Pow:
        base, exponent = _base(expr)
        power = _raised(base, abs(exponent))
        return f"(1/{power})" if exponent < 0 else power
    if isinstance(expr, sp.Rational):
        return str(expr.p) if expr.q == 1 else f"({expr.p}/{expr.q})"
    raise _NotPlain


def _base(factor: sp.Expr) -> tuple[sp.Expr, int]:
    """What an integral power of something that is no number is the power of, and the exponent."""
    kind = type(factor)
    if kind is sp.Symbol or kind is sp.Add or (kind in _FORMAL and not factor.is_number):
        return factor, 1
    if kind is not sp.Pow:
        raise _NotPlain
    base, exponent = factor.args
    if not exponent.is_Integer or type(base) in (sp.Pow, sp.Mul) or base.is_number:
        raise _NotPlain
    return base, int(exponent)


def _raised(base: sp.Expr, exponent: int) -> str:
    inside = _plain(base)
    inside = inside if base.is_Symbol or base.is_Function else f"({inside})"
    return inside if exponent == 1 else f"{inside}**{exponent}"


def _split(term: sp.Expr) -> tuple[sp.Rational, tuple[sp.Expr, ...]]:
    """A rational and the other factors."""
    if isinstance(term, sp.Rational):
        return term, ()
    if type(term) is not sp.Mul:
        return sp.S.One, (term,)
    first = term.args[0]
    if first is sp.S.One:
        raise _NotPlain
    return (first, term.args[1:]) if isinstance(first, sp.Rational) else (sp.S.One, term.args)


def _product(expr: sp.Mul) -> str:
    """The coefficient and the factors with positive exponents, over those with negative ones."""
    coefficient, factors = _split(expr)
    above = [str(abs(coefficient.p))] if abs(coefficient.p) != 1 else []
    below = [str(coefficient.q)] if coefficient.q != 1 else []
    for factor in factors if len(factors) == 1 else sorted(factors, key=_place):
        base, exponent = _base(factor)
        shown = f"({_plain(base)})" if type(base) is sp.Add and abs(exponent) == 1 else _raised(base, abs(exponent))
        (above if exponent > 0 else below).append(shown)
    sign = "-" if coefficient < 0 else ""
    top, under = "*".join(above) or "1", "*".join(below)
    return f"{sign}{top}/({under})" if len(below) > 1 else f"{sign}{top}/{under}" if below else f"{sign}{top}"


def _sum(expr: sp.Add) -> str:
    """The terms in lexicographic order of their exponents, the larger first; but a - b*x, not -b*x + a."""
    found = [(term, *_split(term)) for term in expr.args]
    powers = [dict(map(_base, factors)) for _, _, factors in found]
    names = sorted({base for power in powers for base in power}, key=_place)
    places = [tuple(-power.get(name, 0) for name in names) for power in powers]
    if len(set(places)) < len(places) or any(type(term) is sp.Add for term in expr.args):
        raise _NotPlain  # not as sympy adds up
    order = sorted(range(len(places)), key=places.__getitem__)
    if len(order) == 2 and not powers[order[1]]:
        (term, coefficient, _), (constant, _, _) = (found[i] for i in order)
        order = order[::-1] if constant > 0 > coefficient and len(term.args) == 2 else order
    terms = [_plain(found[i][0]) for i in order]
    rest = (f" - {t[1:]}" if t.startswith("-") else f" + {t}" for t in terms[1:])
    return terms[0] + "".join(rest)
