"""Symmetries that bring a function of several variables to fewer, or to a bounded domain."""

from collections.abc import Sequence
from fractions import Fraction

import sympy as sp

from verify.smoothness.bound import Bound, surface

__all__ = ["radial", "radial_bound", "ridge", "ridge_bound", "simplex"]

r = sp.Symbol("r", nonnegative=True)


def radial(f: sp.Expr, variables: Sequence[sp.Symbol]) -> sp.Expr | None:
    """phi(r) if f = phi(||x||): every rotation leaves f unchanged, as x_i df/dx_j = x_j df/dx_i."""
    for i, v in enumerate(variables):
        for w in variables[i + 1 :]:
            if sp.simplify(v * sp.diff(f, w) - w * sp.diff(f, v)) != 0:
                return None
    return sp.simplify(f.subs({**dict.fromkeys(variables, 0), variables[0]: r}))


def radial_bound(phi: sp.Expr, *, weight: sp.Expr, power: sp.Rational, negative: bool) -> Bound:
    """The inequality on r >= 0: the eigenvalues of the Hessian of phi(||x||) are phi'' and phi'/r."""
    eigenvalues = (sp.diff(phi, r, 2), sp.cancel(sp.diff(phi, r) / r))
    heights = [-e for e in eigenvalues] if negative else [s * e for e in eigenvalues for s in (1, -1)]
    return Bound(variables=(r,), ends={r: (Fraction(0), None)}, heights=tuple(heights), weight=weight, power=power)


def ridge(f: sp.Expr, variables: Sequence[sp.Symbol]) -> tuple[sp.Expr, tuple[sp.Symbol, sp.Expr], sp.Expr] | None:
    """phi(s) if f = phi(a.x): the gradient has a constant direction a.

    Returns:
        phi; its variable and the length of a; a.x.  None for other functions.
    """
    gradient = [sp.diff(f, v) for v in variables]
    first = next((i for i, g in enumerate(gradient) if g != 0), None)
    if first is None:
        return None
    a = [sp.simplify(g / gradient[first]) for g in gradient]
    if any(not entry.is_Rational for entry in a):
        return None
    s = sp.Symbol("s", real=True)
    phi = sp.simplify(f.subs({v: s if i == first else 0 for i, v in enumerate(variables)}, simultaneous=True))
    along = sp.Add(*(entry * v for entry, v in zip(a, variables, strict=True)))
    return phi, (s, sp.sqrt(sp.Add(*(entry**2 for entry in a)))), along


def ridge_bound(
    phi: sp.Expr, s: sp.Symbol, length: sp.Expr, *, weight: sp.Expr, power: sp.Rational, negative: bool
) -> Bound:
    """The inequality on the line: the Hessian of phi(a.x) is phi'' a a^T, the gradient phi' a."""
    second = length**2 * sp.diff(phi, s, 2)
    heights = (-second, sp.Integer(0)) if negative else (second, -second)
    return Bound(variables=(s,), ends={s: (None, None)}, heights=heights, weight=weight, power=power)


def simplex(
    f: sp.Expr, variables: Sequence[sp.Symbol], *, power: sp.Rational, weighted: bool, negative: bool
) -> Bound | None:
    """The inequality for softmax-like functions: gradient and Hessian rational in e^x, homogeneous of degree 0.

    Then only t_i = e^(x_i)/sum e^(x_j) matters, which fills the open simplex, written as t_1 = a1,
    t_2 = (1 - a1) a2, ... with all a in [0, 1].  By continuity the closed cube has the same supremum.
    """
    t = [sp.Symbol(f"t_{v}", positive=True) for v in variables]
    scale = sp.Symbol("scale", positive=True)
    logs = {v: sp.log(s) for v, s in zip(variables, t, strict=True)}
    gradient = [sp.diff(f, v) for v in variables]
    entries = [*gradient, *sp.hessian(f, variables)]
    moved = [sp.cancel(sp.together(e.subs(logs, simultaneous=True))) for e in entries]
    if not all(e.is_rational_function(*t) for e in moved):
        return None
    if any(sp.cancel(e.subs({s: scale * s for s in t}, simultaneous=True) - e) != 0 for e in moved):
        return None
    d = len(variables)
    free = tuple(sp.Symbol(f"a{i + 1}", real=True) for i in range(d - 1))
    shares, left = [], sp.Integer(1)
    for share in free:
        shares.append(left * share)
        left *= 1 - share
    place = dict(zip(t, [*shares, left], strict=True))
    moved = [sp.factor(sp.cancel(e.subs(place, simultaneous=True))) for e in moved]
    weight = sp.sqrt(sp.Add(*(g**2 for g in moved[:d]), evaluate=False)) if weighted else sp.Integer(0)
    hessian = sp.Matrix(d, d, moved[d:])
    ends = dict.fromkeys(free, (Fraction(0), Fraction(1)))
    return surface(free, hessian, ends, weight=weight, power=power, negative=negative)
