"""Why a small duality gap allows to remove atoms, and when it removes all that can go."""

import sympy as sp
from sympy import Eq, Rational

from theory import ForAll, symbols
from theory.papers.sun2022.setting import L, a, b, c, paper, rho, u, v
from theory.symbols import f, grad, inner

gap, pu, pv, conjugate = symbols("gap pu pv conjugate")
r = symbols("r", nonnegative=True)
delta, s, g = symbols("delta s g", positive=True)
t, w, z = symbols("t w z")

convex = ForAll(over=(z, w), points=(z, w), then=f(w) >= f(z) + inner(grad(z), w - z))
"""f is convex."""

the_gap = (
    Eq(gap, inner(grad(u), u) + pu + conjugate),
    conjugate >= -inner(grad(u), v) - pv,
    pu >= pv - inner(grad(v), u - v),
)
"""The duality gap at u; ``conjugate`` is h*(-grad f(u)), with Fenchel's inequality at v, and v is optimal.

pu, pv are the penalty's values at u and v.  That v is optimal says that -grad f(v) is a subgradient of h at v.
"""


def smooth_along(atom: sp.Symbol) -> ForAll:
    """f bends at most by L along an atom; what smoothness in the gauge says of it, in both directions."""
    return ForAll(over=(z, t), points=(z,), then=f(z + t * atom) <= f(z) + t * inner(grad(z), atom) + L * t**2 / 2)


paper.claim(
    "gap-bounds-residual",
    ForAll(points=(u, v), given=the_gap, then=inner(grad(u) - grad(v), u - v) <= gap),
    kind="lemma",
    title="the duality gap bounds the inner product of the gradients' and the points' differences",
    locator="screening, proof",
)

paper.claim(
    "cocoercive",
    ForAll(
        points=(u, v, a),
        given=(convex, smooth_along(a)),
        then=inner(a, grad(u) - grad(v)) ** 2 <= L * inner(grad(u) - grad(v), u - v),
    ),
    kind="lemma",
    title="gradients of a convex function that is smooth in the gauge are cocoercive in the dual gauge",
    locator="screening, proof",
    note="For every atom of a symmetric set; the dual gauge is the largest over atoms.",
)

paper.claim(
    "residual",
    ForAll(
        points=(u, v, a),
        given=(convex, smooth_along(a), *the_gap),
        then=inner(a, grad(u) - grad(v)) ** 2 <= L * gap,
    ),
    kind="lemma",
    title="along every atom the gradient is within sqrt(L gap) of the gradient at the minimiser",
    locator="screening, proof",
    uses=("sun2022/gap-bounds-residual", "sun2022/cocoercive"),
)

paper.claim(
    "safe",
    ForAll(
        points=(u, v, a, b),
        given=(
            convex, smooth_along(a), smooth_along(b), *the_gap, Eq(r**2, L * gap),
            inner(b, -grad(v)) <= inner(a, -grad(v)),
        ),
        then=inner(b, -grad(u)) - inner(a, -grad(u)) <= 2 * r,
    ),
    kind="theorem",
    title="screening is safe: an atom of a minimiser's support is never removed",
    locator="safe screening",
    sense="upper",
    uses=("sun2022/residual",),
    note="b is the atom that the linear minimisation finds at the iterate u, a an atom of the support of the minimiser "
    "v, which attains the dual gauge there. r is sqrt(L gap); the rule removes a if the left side exceeds the right. "
    "Any convex penalty, any symmetric set of atoms, any dimension; the reweighted rule is this one with the atoms "
    "divided by their weights.",
)  # fmt: skip

paper.claim(
    "identified",
    ForAll(
        points=(u, v, a, b, c),
        given=(
            convex, smooth_along(a), smooth_along(c), *the_gap,
            inner(c, -grad(v)) - inner(a, -grad(v)) >= delta,
            inner(b, -grad(u)) >= inner(c, -grad(u)),
            gap < delta**2 / (16 * L),
            Eq(r**2, L * gap),
        ),
        then=inner(b, -grad(u)) - inner(a, -grad(u)) > 2 * r,
    ),
    kind="theorem",
    title="once the gap is below delta^2/(16 L) every atom outside the support is removed",
    locator="support identification",
    sense="upper",
    uses=("sun2022/residual",),
    note="delta is the degeneracy: by how much an atom a outside falls short of the atoms c of the support at the "
    "minimiser v. With a gap of order 1/t this is the paper's O(1/delta^2).",
)  # fmt: skip

line_gap = (rho * s + g) ** 2 / (2 * rho)
"""The gap on the line with atoms 1 and -1: f = L s^2/2 - target s, h = rho s^2/2, at s > 0 with slope g > 0."""

paper.claim(
    "line-factor",
    ForAll(given=(g <= L * s,), then=(2 * g) ** 2 <= 2 * L * line_gap),
    kind="theorem",
    title="on the line with quadratic f and h the factor sqrt(2) is safe",
    locator="safe screening, constant",
    sense="tight",
    provenance="ours",
    note="After an overshoot the support atom 1 falls short of the atom -1 by 2g. Equality at rho = L, g = L s.",
)

paper.claim(
    "factor-seven-fifths",
    ForAll(given=(g < L * s,), then=(2 * g) ** 2 <= Rational(7, 5) ** 2 * L * line_gap),
    kind="control",
    title="the factor 7/5 in place of 2 is safe",
    locator="safe screening, constant",
    expect="false",
    provenance="ours",
    witness={L: sp.Integer(1), rho: sp.Integer(1), s: sp.Integer(1000), g: sp.Integer(999)},
    note="f = x^2/2 - x, h = x^2/2: the minimiser is 1/2, and at x = 1000 the rule with 7/5 removes its only atom. So "
    "no factor below sqrt(2) is safe, although sampled problems (sun2022/safe-measured) needed less than 1.",
)

paper.claim(
    "factor-quarter",
    ForAll(given=(g < L * s,), then=(2 * g) ** 2 <= Rational(1, 4) ** 2 * L * line_gap),
    kind="control",
    title="the factor 1/4 in place of 2 is safe",
    locator="safe screening, constant",
    expect="false",
    provenance="ours",
    witness={L: sp.Integer(1), rho: sp.Integer(1), s: sp.Integer(3), g: sp.Integer(2)},
    note="f = x^2/2 - x, h = x^2/2, at x = 3: 2g = 4 and the rule's threshold is 5/(4 sqrt(2)) < 1.",
)
