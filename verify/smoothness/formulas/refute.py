"""Sequences along which the curvature outgrows every constant plus every multiple of the weight."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import sympy as sp

from verify.smoothness.bound import Bound
from verify.smoothness.formulas.tails import OutOfReach, Quotient

__all__ = ["critical_sequence", "limits", "ray", "valley", "waves"]

_n = sp.Symbol("n", integer=True, positive=True)
_t = sp.Symbol("t", positive=True)


def valley(f: sp.Expr, variables: Sequence[sp.Symbol]) -> dict[str, Any] | None:
    """Critical points (gradient exactly zero) along which the Hessian norm is unbounded.

    The points are the solutions with a free parameter of gradient = 0, for a polynomial of degree at most 8.
    """
    gradient = [sp.diff(f, v) for v in variables]
    if not f.is_polynomial(*variables) or sp.Poly(f, *variables).total_degree() > 8 or len(variables) > 4:
        return None
    for solution in sp.solve(gradient, variables, dict=True):
        free = sorted({s for v in variables for s in sp.sympify(solution.get(v, v)).free_symbols}, key=str)
        for chosen in free:
            place = {v: solution.get(v, v).subs(dict.fromkeys(set(free) - {chosen}, 1)).subs(chosen, _t)
                     for v in variables}  # fmt: skip
            found = critical_sequence(f, variables, place, _t)
            if found is not None:
                return found
    return None


def critical_sequence(
    f: sp.Expr, variables: Sequence[sp.Symbol], place: Mapping[sp.Symbol, sp.Expr], t: sp.Symbol
) -> dict[str, Any] | None:
    """The witness, if the gradient is identically zero along the points and the Hessian norm tends to infinity."""
    gradient = [sp.simplify(sp.diff(f, v).subs(place, simultaneous=True)) for v in variables]
    if any(entry != 0 for entry in gradient):
        return None
    hessian = sp.hessian(f, variables).subs(place, simultaneous=True)
    square = sp.simplify(sum(entry**2 for entry in hessian))
    try:
        if sp.limit(square, t, sp.oo) != sp.oo:
            return None
    except (NotImplementedError, ValueError, TypeError):
        return None
    point = ", ".join(f"{v} = {sp.simplify(place[v])}" for v in variables)
    return {
        "points": f"{point}, {t} -> oo",
        "gradient": "exactly 0",
        "Hessian, Frobenius norm": str(sp.sqrt(square).simplify() if square.is_polynomial(t) else sp.sqrt(square)),
        "for instance": [f"{t} = {k}: norm {sp.N(sp.sqrt(square.subs(t, k)), 6)}" for k in (1, 10, 100, 1000)],
    }


def waves(f: sp.Expr, x: sp.Symbol) -> dict[str, Any] | None:
    """Critical points of a function of one variable where a sine or cosine in f' vanishes, f'' unbounded along them."""
    for factor in sp.Mul.make_args(sp.factor(sp.diff(f, x))):
        base, _ = factor.as_base_exp()
        if not isinstance(base, sp.cos | sp.sin):
            continue
        phase = sp.pi * _n + (sp.pi / 2 if isinstance(base, sp.cos) else 0)
        s = sp.Symbol("s", positive=True)
        for solution in sp.solve(base.args[0].subs(x, s) - phase, s):
            found = critical_sequence(f, [x], {x: solution}, _n)
            if found is not None:
                return found
    return None


def limits(bound: Bound) -> dict[str, Any] | None:
    """A tail on which curvature/weight^power and the curvature have the limit oo, as sympy computes limits."""
    (x,) = bound.variables
    for side, end in zip((-1, 1), bound.ends[x], strict=True):
        if end is not None:
            continue
        weight = sp.Abs(bound.weight.subs(x, side * _t)) ** bound.power if bound.weight != 0 else sp.Integer(1)
        height = sp.simplify(sp.Abs(bound.heights[0].subs(x, side * _t)))
        try:
            found = [sp.limit(sp.simplify(height / weight), _t, sp.oo), sp.limit(height, _t, sp.oo)]
        except (NotImplementedError, ValueError, TypeError):
            continue
        if found == [sp.oo, sp.oo]:
            rows = [(k, *(sp.N(e.subs(_t, k), 6) for e in (height, weight))) for k in (1, 2, 4, 8)]
            return {
                "points": f"{x} -> {'oo' if side > 0 else '-oo'}",
                "for instance": [f"{x} = {side * k}: curvature {h}, weight {w}" for k, h, w in rows],
            }
    return None


def ray(f: sp.Expr, variables: Sequence[sp.Symbol], power: Any, weighted: bool) -> dict[str, Any] | None:
    """A ray or curve along which Hessian norm and Hessian norm / gradient norm^power are unbounded."""
    gradient = [sp.diff(f, v) for v in variables]
    hessian = sp.hessian(f, variables)
    for entries in _curves(f, variables):
        place = dict(zip(variables, entries, strict=True))
        try:
            top = Quotient(sum(sp.expand(h.subs(place) ** 2) for h in hessian), _t)
            low = Quotient(sum(sp.expand(g.subs(place) ** 2) for g in gradient), _t)
        except OutOfReach:
            continue
        if top.zero or not top.growth > (0, 0):
            continue
        if weighted and not low.zero:
            beaten = (power * low.growth[0], power * low.growth[1])
            if not top.growth > beaten:
                continue
        squares = [sum(e.subs(place) ** 2 for e in entries) for entries in (hessian, gradient)]
        rows = [(k, *(sp.N(sp.sqrt(s.subs(_t, k)), 6) for s in squares)) for k in (1, 4, 16, 64)]
        return {
            "points": ", ".join(f"{v} = {e}" for v, e in place.items()) + ", t -> oo",
            "for instance": [f"t = {k}: Hessian norm {h}, gradient norm {g}" for k, h, g in rows],
        }
    return None


def _curves(f: sp.Expr, variables: Sequence[sp.Symbol]) -> Iterator[tuple[sp.Expr, ...]]:
    """Rays through the origin; for polynomials of two or three variables powers of t as well."""
    yield from (tuple(e * _t for e in direction) for direction in _directions(len(variables)))
    if f.is_polynomial(*variables) and 2 <= len(variables) <= 3:
        for powers in itertools.product((1, -1, 2, -2), repeat=len(variables)):
            if len(set(powers)) > 1:
                yield tuple(_t**power for power in powers)


def _directions(dim: int) -> Iterator[tuple[int, ...]]:
    for direction in itertools.islice(itertools.product((1, 0, -1), repeat=dim), 243):
        if any(direction):
            yield direction
