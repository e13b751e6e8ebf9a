"""Expressions, relations and quantified statements in the kernel's concrete syntax."""

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

import sympy as sp
from sympy.core.relational import Eq, Ge, Gt, Le, Lt

from theory.statement import ForAll
from verify.compile.printing import Unsupported, called, plain, text

__all__ = ["Formula", "Unsupported", "formula", "pieces", "relation", "text"]

Formula = Any
"""A formula of the kernel in its JSON form: a string, or an object with for, if, then."""


_RELATIONS: dict[type, Callable[[str, str], str]] = {
    Le: lambda a, b: f"{a} <= {b}",
    Lt: lambda a, b: f"{a} < {b}",
    Ge: lambda a, b: f"{b} <= {a}",
    Gt: lambda a, b: f"{b} < {a}",
    Eq: lambda a, b: f"{a} == {b}",
}


def relation(rel: Any) -> str:
    """A sympy relation as a kernel atom."""
    if rel is sp.true or rel is True:
        return "0 <= 0"
    if rel is sp.false or rel is False:
        return "1 <= 0"
    if type(rel) not in _RELATIONS:
        raise Unsupported(f"{rel} is not a relation <=, <, >=, >, ==")
    return _RELATIONS[type(rel)](text(rel.lhs), text(rel.rhs))


def _direct(rel: Any) -> str | None:
    """A relation whose sides are printed directly: without pieces, for one."""
    if type(rel) not in _RELATIONS:
        return None
    left, right = plain(rel.lhs), plain(rel.rhs)
    return None if left is None or right is None else _RELATIONS[type(rel)](left, right)


def _cases(rel: Any) -> list[tuple[list[Any], Any]]:
    """A relation without ``Piecewise``: for each choice of pieces the conditions (on closed intervals) and the rest."""
    joints = rel.atoms(sp.Piecewise) if isinstance(rel, sp.Basic) else set()
    if not joints:
        return [([], rel)]
    piecewise = min(joints, key=lambda item: (sp.count_ops(item), str(item)))
    result = []
    for expr, where in pieces(piecewise) if _continuous(piecewise) else pieces(piecewise, closed=False):
        for more, rest in _cases(rel.xreplace({piecewise: expr})):
            result.append(([*where, *more], rest))
    return result


def _symbols(statement: Any) -> set[sp.Symbol]:
    """Free symbols of a relation or of a nested statement."""
    if isinstance(statement, ForAll):
        inside = set().union(*(_symbols(p) for p in (*statement.given, *statement.conclusions)))
        return inside - set(statement.over)
    return set(statement.free_symbols) if isinstance(statement, sp.Basic) else set()


def _points(statement: Any) -> set[sp.Symbol]:
    if not isinstance(statement, ForAll):
        return set()
    return set(statement.points).union(*(_points(p) for p in statement.given))


def _sort(symbol: sp.Symbol, points: set[sp.Symbol]) -> str:
    return "vector" if symbol in points else "real"


def _facts(symbols: Iterable[sp.Symbol], points: set[sp.Symbol], indices: Iterable[sp.Symbol]) -> list[str]:
    """What a symbol's assumptions say: natural number, positive, nonnegative."""
    facts = []
    for symbol in symbols:
        if symbol in points:
            continue
        unsaid = symbol.is_negative or symbol.is_nonpositive or (symbol.is_nonzero and not symbol.is_positive)
        if unsaid or (symbol.is_integer and not symbol.is_nonnegative and symbol not in indices):
            raise Unsupported(f"what is assumed of the symbol {symbol}: make it real, nonnegative, positive or natural")
        if symbol in indices or symbol.is_integer:
            facts.append(f"nat({symbol})")
        if symbol.is_positive:
            facts.append(f"0 < {symbol}")
        elif symbol.is_nonnegative and not symbol.is_integer:
            facts.append(f"0 <= {symbol}")
    return facts


def formula(
    statement: ForAll, points: set[sp.Symbol] | None = None, top: bool = True, outer: set[sp.Symbol] | None = None
) -> list[Formula]:
    """The formulas of a ``ForAll``, one for each conclusion."""
    points = _points(statement) | (points or set())
    outer = outer or set()
    bound = sorted(_symbols(statement) | set(statement.over), key=called) if top else list(statement.over)
    names = {called(s): _sort(s, points) for s in bound}
    if len(names) < len(bound) or any(called(s) in names and s not in bound for s in outer):
        raise Unsupported(f"two symbols of one name among {', '.join(map(str, bound))}; give both the same assumptions")
    given: list[Formula] = _facts(bound, points, statement.indices)
    for part in statement.given:
        given.extend(formula(part, points, False, outer | set(bound)) if isinstance(part, ForAll) else _atoms(part))
    return [
        {"for": names, "if": [*given, *(relation(c) for c in where)], "then": relation(rest)}
        for then in statement.conclusions
        for where, rest in _cases(then)
    ]


def _atoms(rel: Any) -> list[Formula]:
    """A hypothesis that is a relation; with pieces it becomes one implication for each."""
    directly = _direct(rel)
    if directly is not None:
        return [directly]
    cases = _cases(rel)
    if len(cases) == 1 and not cases[0][0]:
        return [relation(rel)]
    return [{"for": {}, "if": [relation(c) for c in where], "then": relation(rest)} for where, rest in cases]


def _ordered(function: sp.Piecewise) -> bool:
    """Whether the pieces are known to be intervals of one expression, from left to right."""
    joints = [condition for _, condition in function.args if condition is not sp.true]
    return all(isinstance(joint, sp.core.relational.Relational) for joint in joints) and all(
        one.lhs == two.lhs and (two.rhs - one.rhs).is_nonnegative is True for one, two in pairwise(joints)
    )


def _continuous(function: sp.Piecewise) -> bool:
    """Whether neighbouring pieces are shown to agree where they meet, so that either may be said of a joint."""
    return _ordered(function) and all(
        sp.simplify((left - right).subs(condition.lhs, condition.rhs)) == 0
        for (left, condition), (right, _) in pairwise(function.args)
    )


def pieces(function: sp.Expr, closed: bool = True) -> list[tuple[sp.Expr, list[Any]]]:
    """The pieces of a function, each with the relations that describe the interval where it is used.

    Args:
        function: with or without pieces.
        closed: with the ends of the intervals, where neighbouring pieces agree if the function is continuous.

    Raises:
        Unsupported: unless the pieces are listed from left to right, as in ((a, v < s), (b, v <= t), (c, True)).
    """
    if not isinstance(function, sp.Piecewise):
        return [(function, [])]
    if closed and not _ordered(function):
        raise Unsupported(f"pieces that are not known to be in order, from left to right: {function}")
    found: list[tuple[sp.Expr, list[Any]]] = []
    left: list[Any] = []
    for expr, condition in function.args:
        if condition is sp.true:
            found.append((expr, left))
            break
        if not isinstance(condition, (sp.Lt, sp.Le)):
            raise Unsupported(f"a piece under {condition}; list pieces from left to right: v < s, v <= t, True")
        own = sp.Le(condition.lhs, condition.rhs) if closed else condition
        found.append((expr, [*left, own]))
        other = sp.Ge if closed or isinstance(condition, sp.Lt) else sp.Gt
        left = [*([] if closed else left), other(condition.lhs, condition.rhs)]
    return found
