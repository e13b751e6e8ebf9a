"""What drawing one index does to sums over all of them; the gradients of the components."""

import sympy as sp

from theory import ForAll, symbols
from theory.papers.lerouxschmidtbach2012.setting import (
    L,
    append,
    entries,
    entry,
    j,
    n,
    paper,
    refresh,
    same,
    slope,
    spread,
    sums,
    w,
)
from theory.symbols import inner

g1, g2, p, q = symbols("g1 g2 p q")
f1, f2 = symbols("f1 f2")
e = symbols("e")


def upper(a: sp.Symbol, b: sp.Symbol, ga: sp.Symbol, gb: sp.Symbol, fa: sp.Symbol, fb: sp.Symbol) -> sp.Expr:
    """fa >= fb + <gb, a - b> + ||ga - gb||^2/(2L), the interpolation condition of convex functions that are L-smooth."""
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
