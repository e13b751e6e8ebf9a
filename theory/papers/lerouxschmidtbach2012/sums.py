"""What drawing one index does to sums over all of them; the gradients of the components."""

from typing import Any

import sympy as sp

from theory import ForAll, symbols
from theory.papers.lerouxschmidtbach2012.setting import (
    L,
    alpha,
    append,
    entries,
    entry,
    j,
    m,
    move,
    n,
    offset,
    paper,
    refresh,
    same,
    slope,
    slopes,
    spread,
    sums,
    w,
    xs,
)
from theory.symbols import inner

g1, g2, p, q = symbols("g1 g2 p q")
f1, f2 = symbols("f1 f2")
e = symbols("e")


def upper(a: sp.Symbol, b: sp.Symbol, ga: sp.Symbol, gb: sp.Symbol, fa: sp.Symbol, fb: sp.Symbol) -> sp.Expr:
    """fa >= fb + <gb, a - b> + ||ga - gb||^2/(2L), the interpolation condition of convex L-smooth functions."""
    return fa >= fb + inner(gb, a - b) + inner(ga - gb, ga - gb) / (2 * L)


paper.claim(
    "cocoercive",
    ForAll(
        points=(p, q, g1, g2),
        given=(upper(p, q, g1, g2, f1, f2), upper(q, p, g2, g1, f2, f1)),
        then=inner(g1 - g2, g1 - g2) <= L * inner(g1 - g2, p - q),
    ),
    kind="lemma",
    title="gradients of convex L-smooth functions are cocoercive",
    locator="App. A.1, (10)",
    note="f1, g1 and f2, g2 are values and gradients at p and q. The hypotheses are the inequalities that characterise "
    "the class (theory.classes.SmoothConvex). The paper uses the conclusion at q = xs for each f_i; that every f_i "
    "is convex it says in the appendix only.",
)

paper.claim(
    "refresh",
    ForAll(
        indices=(j,),
        given=(*sums, *refresh, j < n),
        then=(
            same(entries(n, append(w, j)), entries(n, w) - entry(j, w) + slope(j, w)),
            same(
                spread(n, append(w, j)),
                spread(n, w) - inner(entry(j, w), entry(j, w)) + inner(slope(j, w), slope(j, w)),
            ),
        ),
    ),
    kind="step",
    title="one refreshed entry in the sum of the table and in the sum of squares",
    locator="Sec. 2, (3)",
    note="For every n: by induction on the number of indices summed.",
)

paper.claim(
    "spread",
    ForAll(points=(e,), given=sums, then=spread(n, w) - 2 * inner(entries(n, w), e) + n * inner(e, e) >= 0),
    kind="step",
    title="the sum of squared distances of the table to any point",
    locator="App. A.4",
    note="With e = entries(n, w)/n: n sum ||u_i||^2 >= ||sum u_i||^2.",
)

a1, a2, b, c = symbols("a1 a2 b c")
squares, mixed, tree = (sp.Function(name, real=True) for name in ("squares", "mixed", "tree"))


def form(at: Any) -> Any:
    """The quadratic form of P = (a1 I + a2 e e^T, b e; b e^T, c) after the history ``at``."""
    total, here = entries(n, at), offset.subs(w, at)
    return a1 * spread(n, at) + a2 * inner(total, total) + 2 * b * inner(total, here) + c * inner(here, here)


more_sums = tuple(
    part
    for total, term in (
        (squares, lambda i: inner(slope(i, w), slope(i, w))),
        (mixed, lambda i: inner(entry(i, w), slope(i, w))),
    )
    for part in (
        ForAll(over=(w,), then=same(total(0, w), 0)),
        ForAll(over=(m, w), indices=(m,), then=same(total(m + 1, w), total(m, w) + term(m))),
    )
)
all_draws = (
    same(tree(0, w), 0),
    ForAll(over=(m,), indices=(m,), then=same(tree(m + 1, w), tree(m, w) + form(append(w, m)))),
)
curved = a2 - 2 * alpha / n * b + (alpha / n) ** 2 * c
changed = (
    n * inner(entries(n, w), entries(n, w))
    + 2 * inner(entries(n, w), slopes(n, w) - entries(n, w))
    + squares(n, w)
    - 2 * mixed(n, w)
    + spread(n, w)
)
paper.claim(
    "lemma1",
    ForAll(
        points=(xs,),
        given=(*sums, *more_sums, *refresh, move, *all_draws),
        then=same(
            tree(n, w),
            a1 * ((n - 1) * spread(n, w) + squares(n, w))
            + curved * changed
            + 2 * (b - alpha / n * c) * inner(n * entries(n, w) + slopes(n, w) - entries(n, w), offset)
            + n * c * inner(offset, offset),
        ),
    ),
    kind="lemma",
    title="the expectation of a quadratic form after one draw, in closed form",
    locator="Lemma 1",
    note="For every n, and every P that does not tell the indices apart, which is what the paper uses it for: "
    "tree(n, w) is n times the expectation. curved is the coefficient of e e^T in S.",
)

N = 3
U, G = symbols("u1:4"), symbols("v1:4")
B = symbols("b1:4")
P = sp.Matrix(N, N, lambda r, s: symbols(f"p{min(r, s) + 1}{max(r, s) + 1}"))
d = symbols("d")


def quadratic(table: Any, at: Any) -> Any:
    """The form of a general symmetric P, on the line."""
    y = sp.Matrix(table)
    return (y.T * P * y)[0] + 2 * (sp.Matrix(B).T * y)[0] * at + c * at**2


def closed() -> Any:
    """Lemma 1 as printed: S, its diagonal, and what multiplies the offset."""
    e, y, g, h, r = sp.ones(N, 1), sp.Matrix(U), sp.Matrix(G), sp.Matrix(B), alpha / N
    s = P - r * h * e.T - r * e * h.T + r**2 * c * e * e.T
    own = sp.diag(*[s[t, t] for t in range(N)])
    v = h - r * c * e
    parts = (
        (1 - sp.Rational(2, N)) * y.T * s * y + sp.Rational(1, N) * y.T * own * y + sp.Rational(1, N) * g.T * own * g,
        sp.Rational(2, N) * y.T * (s - own) * g + 2 * (1 - sp.Rational(1, N)) * y.T * v * d,
        sp.Rational(2, N) * g.T * v * d,
    )
    return sum(part[0] for part in parts) + c * d**2


tables = [[G[t] if t == r else U[t] for t in range(N)] for r in range(N)]
paper.claim(
    "lemma1-three",
    ForAll(then=same(sum(quadratic(t, d - alpha / N * sum(t)) for t in tables) / N, closed())),
    kind="lemma",
    title="the same for every symmetric P, written out for n = 3",
    locator="Lemma 1",
    uses=(),
    note="On the line; u and v are the table and the gradients measured from f_i'(xs), d = x - xs. The printed formula "
    "with S and Diag(diag(S)).",
)
