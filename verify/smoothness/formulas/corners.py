"""Corners: a point at which a function has no derivative puts it outside every class of smooth functions."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

import sympy as sp

__all__ = ["KINDS", "corner"]

KINDS = (sp.Abs, sp.Piecewise, sp.Min, sp.Max, sp.sign, sp.Heaviside)
"""What sympy differentiates formally although there may be no derivative."""

PLACES = tuple(sp.Rational(n) for n in ("0", "1", "-1", "1/2"))
"""Values of the other variables on the lines that are looked at."""

_h = sp.Symbol("h", positive=True)


def corner(
    f: sp.Expr, variables: Sequence[sp.Symbol], ends: Mapping[sp.Symbol, tuple[Fraction | None, Fraction | None]]
) -> dict[str, Any] | None:
    """A point where the one-sided slopes along a variable, both exact, differ or are infinite; None if none was found.

    Args:
        f: an expression with some of ``KINDS`` in it.
        variables: of it.
        ends: of each variable; None is infinite.  The point lies strictly between.
    """
    for v in variables:
        others = [w for w in variables if w != v]
        for values in itertools.product(PLACES, repeat=len(others)):
            fixed = dict(zip(others, values, strict=True))
            if all(_inside(value, ends[w]) for w, value in fixed.items()):
                line = f.subs(fixed)
                for place in _switches(line, v):
                    if _inside(place, ends[v]) and (slopes := _slopes(line, v, place)) is not None:
                        point = ", ".join(f"{w} = {({v: place} | fixed)[w]}" for w in variables)
                        return {"point": point, f"slope in {v} from the left": str(slopes[0]),
                                f"slope in {v} from the right": str(slopes[1])}  # fmt: skip
    return None


def _switches(line: sp.Expr, v: sp.Symbol) -> Iterator[sp.Expr]:
    """Real places where some part of the expression switches branches."""
    for node in sp.preorder_traversal(line):
        if not isinstance(node, KINDS):
            continue
        if isinstance(node, sp.Piecewise):
            margins = [rel.lhs - rel.rhs for rel in node.atoms(sp.core.relational.Relational)]
        elif isinstance(node, sp.Min | sp.Max):
            margins = [a - b for a, b in itertools.combinations(node.args, 2)]
        else:
            margins = [node.args[0]]
        for margin in margins:
            try:
                roots = sp.solve(margin, v) if margin.has(v) else []
            except NotImplementedError:
                continue
            yield from (root for root in roots if root.is_real and not root.free_symbols)


def _inside(value: sp.Expr, ends: tuple[Fraction | None, Fraction | None]) -> bool:
    low, high = ends
    return (low is None or bool(value > sp.Rational(low))) and (high is None or bool(value < sp.Rational(high)))


def _slopes(line: sp.Expr, v: sp.Symbol, place: sp.Expr) -> tuple[sp.Expr, sp.Expr] | None:
    """The one-sided slopes at the place, if both are known exactly and there is no derivative."""
    here = line.subs(v, place)
    found = []
    for side in (-1, 1):
        quotient = (line.subs(v, place + side * _h) - here) / (side * _h)
        try:
            found.append(sp.simplify(sp.limit(sp.simplify(quotient), _h, 0, "+")))
        except (NotImplementedError, ValueError, TypeError):
            return None
    if any(not slope.is_extended_real or slope.free_symbols for slope in found):
        return None
    left, right = found
    broken = left.is_infinite or right.is_infinite or (left - right).is_zero is False
    return (left, right) if broken else None
