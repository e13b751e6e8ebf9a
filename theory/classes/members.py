"""Explicit members of the classes: functions of one or two variables, each with the reason why it is a member.

Everything is stated in normal form, where the constants are 1:

* ``bounded``: |u''| <= 1;  ``affine``: |u''| <= 1 + |u'|;  ``linear``: |u''| <= |u'|.

Constructions that keep membership, and their proofs:

* scale: x -> (L0/L1^2) u(L1 x) turns ``affine`` into (L0,L1)-smooth, as f'' = L0 u'' and f' = (L0/L1) u'.
* stretch: x -> h u(s x) stays ``bounded`` if h s^2 <= 1, ``affine`` if besides s <= 1, ``linear`` if s <= 1.
* separable sum: the Hessian is block diagonal, so its norm is max_i (1 + |u_i'|) <= 1 + ||grad||.
* reflection, translation: orthogonal maps keep both norms.
* radial: u(||x||) with u'(0) = 0 has the Hessian eigenvalues u'' and u'/r.  If u is ``bounded``, |u'| <= r.  If it is
  ``affine``, s = log(1+|u'|) is 1-Lipschitz with s(0) = 0, so s <= r and |u'|/r <= (e^s - 1)/s <= e^s = 1 + |u'|.
"""

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import sympy as sp

__all__ = ["PLANES", "PROFILES", "Growth", "Plane", "Profile", "t", "u", "v"]

Growth = Literal["bounded", "affine", "linear"]

t, u, v = sp.symbols("t u v", real=True)
a, b, c = sp.symbols("a b c", positive=True)
_size, _half = sp.Abs(t), sp.Rational(1, 2)


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A function of the real variable ``t`` in normal form.

    Attributes:
        name: a few words.
        value: the function, as an exact expression in ``t`` and the shape parameters.
        growth: the inequalities that it satisfies (``bounded`` and ``linear`` each imply ``affine``).
        proof: why.
        convex: whether it is convex for every shape.
        infimum: its infimum, or None when it is unbounded below.
        minimiser: a point where the infimum is attained, or None.
        shape: positive shape parameters and the largest value of each.
        slope, curvature: first and second derivative where sympy would return distributions.
    """

    name: str
    value: sp.Expr
    growth: tuple[Growth, ...]
    proof: str
    convex: bool = True
    infimum: sp.Expr | None = sp.S.Zero
    minimiser: sp.Expr | None = sp.S.Zero
    shape: Mapping[sp.Symbol, int] = field(default_factory=dict)
    slope: sp.Expr | None = None
    curvature: sp.Expr | None = None

    @functools.cached_property
    def derivatives(self) -> tuple[sp.Expr, sp.Expr, sp.Expr]:
        """The function, its first and its second derivative."""
        slope = sp.diff(self.value, t) if self.slope is None else self.slope
        return self.value, slope, sp.diff(slope, t) if self.curvature is None else self.curvature

    @property
    def radial(self) -> bool:
        """Whether u(||x||) is a member too: u'(0) = 0, with u in the bounded or affine class."""
        return self.minimiser == 0 and "linear" not in self.growth


@dataclass(frozen=True, kw_only=True)
class Plane:
    """A function of the plane in ``u`` and ``v`` that satisfies the ``linear`` inequality; fields as in ``Profile``."""

    name: str
    value: sp.Expr
    proof: str
    convex: bool
    infimum: sp.Expr | None

    @functools.cached_property
    def derivatives(self) -> tuple[tuple[sp.Expr, ...], ...]:
        """The function, its two first and its three second derivatives (uu, uv, vv)."""
        slopes = (sp.diff(self.value, u), sp.diff(self.value, v))
        return (self.value,), slopes, (sp.diff(slopes[0], u), sp.diff(slopes[0], v), sp.diff(slopes[1], v))


_power = 2 * a + 2  # even exponents 4, 6, 8 for the shapes a = 1, 2, 3

PROFILES: tuple[Profile, ...] = (
    Profile(name="quadratic", value=t**2 / 2, growth=("bounded",), proof="u'' = 1"),
    Profile(
        name="Huber",
        value=sp.Piecewise((t**2 / 2, _size <= 1), (_size - _half, True)),
        slope=sp.Max(-1, sp.Min(1, t)),
        curvature=sp.Piecewise((1, _size <= 1), (0, True)),
        growth=("bounded",),
        proof="u' = max(-1, min(1, t)) is nondecreasing and 1-Lipschitz",
    ),
    Profile(name="log cosh", value=sp.log(sp.cosh(t)), growth=("bounded",), proof="0 <= u'' = 1/cosh^2 <= 1"),
    Profile(
        name="pseudo-Huber", value=sp.sqrt(1 + t**2) - 1, growth=("bounded",), proof="0 <= u'' = (1+t^2)^(-3/2) <= 1"
    ),
    Profile(
        name="two softplus",
        value=2 * sp.log(1 + sp.exp(t - a)) + 2 * sp.log(1 + sp.exp(-t - a)),
        infimum=4 * sp.log(1 + sp.exp(-a)),
        shape={a: 3},
        growth=("bounded",),
        proof="each softplus has 0 <= u'' <= 1/4; even and convex, so 0 is a minimiser",
    ),
    Profile(
        name="Cauchy",
        value=sp.log(1 + t**2) / 2,
        convex=False,
        growth=("bounded",),
        proof="|u''| = |1-t^2|/(1+t^2)^2 <= 1",
    ),
    Profile(name="cosine", value=1 - sp.cos(t), convex=False, growth=("bounded",), proof="|u''| = |cos t| <= 1"),
    Profile(
        name="f2 of Zhang et al. 2020 (eps = 1/3)",
        value=sp.Piecewise(
            (-sp.Rational(2, 3) * (t + 1) + sp.Rational(5, 12), t < -1),
            (sp.Rational(2, 3) * (t - 1) + sp.Rational(5, 12), t > 1),
            ((6 * t**2 - t**4) / 12, True),
        ),
        growth=("bounded",),
        proof="u'' = 1 - t^2 on [-1, 1], else 0; the first derivative is continuous",
    ),
    Profile(
        name="extremal",
        value=sp.exp(_size) - _size - 1,
        slope=sp.sign(t) * (sp.exp(_size) - 1),
        curvature=sp.exp(_size),
        growth=("affine",),
        proof="u'' = e^|t| = 1 + |u'|: equality everywhere",
    ),
    Profile(name="cosh", value=sp.cosh(t) - 1, growth=("affine",), proof="cosh^2 = 1 + sinh^2 <= (1 + |sinh|)^2"),
    Profile(
        name="f1 of Zhang et al. 2020",
        value=sp.Piecewise((sp.exp(-t - 1), t < -1), (sp.exp(t - 1), t > 1), (t**2 / 2 + _half, True)),
        infimum=_half,
        growth=("affine",),
        proof="u'' = 1 on [-1, 1], else u'' = |u'|; value, slope and curvature agree at -1 and 1",
    ),
    Profile(
        name="even power",
        value=t**4 / 16,
        growth=("affine",),
        proof="3t^2/4 - |t|^3/4 <= 1, with equality at |t| = 2",
    ),
    Profile(
        name="sixth power",
        value=t**6 / 1536,
        growth=("affine",),
        proof="a t^(2m): the largest u'' - |u'| is 2m(2m-2)^(2m-2) a, at |t| = 2m-2; here m = 3 and a = 1/(6*256)",
    ),
    Profile(
        name="exponentials",
        value=sp.exp(t) + a * sp.exp(t / 2),
        shape={a: 8},
        minimiser=None,
        growth=("linear",),
        proof="sum of increasing functions with u'' <= u' each",
    ),
    Profile(
        name="softplus",
        value=sp.log(1 + sp.exp(t)) + a * sp.log(1 + sp.exp(t - b)),
        shape={a: 3, b: 8},
        minimiser=None,
        growth=("bounded", "linear"),
        proof="with p the logistic function u'' = p(1-p) <= min(p, 1/4) = min(u', 1/4), and weights 1 + a <= 4",
    ),
    Profile(
        name="logistic",
        value=1 / (1 + sp.exp(-t)),
        minimiser=None,
        convex=False,
        growth=("bounded", "linear"),
        proof="u' = p(1-p) >= 0 and u'' = u'(1-2p), so |u''| <= u' <= 1/4",
    ),
)
"""Members on the line.  ``Ramp`` and ``Square`` in ``verify/finders/sampling`` add families with many parameters."""

_kappa = sp.Rational(97, 100)

PLANES: tuple[Plane, ...] = (
    Plane(
        name="Proposition C",
        value=sp.exp(_kappa * v / 4) * (sp.cosh(_kappa * u) + 3),
        convex=True,
        infimum=sp.Integer(0),
        proof="e^(z/4)(cosh x + 3) satisfies ||hess|| <= (sqrt(17)/4) ||grad||, and 97/100 sqrt(17)/4 <= 1",
    ),
    Plane(
        name="Re exp",
        value=sp.exp(u) * sp.cos(v),
        convex=False,
        infimum=None,
        proof="both Hessian eigenvalues and the gradient have modulus e^u",
    ),
)
