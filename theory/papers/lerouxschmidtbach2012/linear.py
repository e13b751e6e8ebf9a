"""Proposition 1: the step 1/(2nL), for every n and every condition number."""

from typing import Any

import sympy as sp
from sympy import Eq, Rational

from theory import ForAll, symbols
from theory.papers.lerouxschmidtbach2012.setting import (
    L,
    alpha,
    c,
    cold,
    components,
    decay,
    decays,
    delta,
    expectation,
    expected,
    k,
    move,
    mu,
    n,
    offset,
    paper,
    point,
    refresh,
    sigma,
    start,
    strongly,
    sums,
    xs,
)
from theory.symbols import inner

U, V, G = symbols("U V G")
S, squares = symbols("S squares")
u, v, g = symbols("u v g")

short_step = Eq(alpha, 1 / (2 * n * L))


def lyapunov(spread: Any, uu: Any, uv: Any, vv: Any) -> sp.Expr:
    """Q of Proposition 1: spread = sum ||u_i||^2, and the products of U = sum u_i and v = x - xs."""
    return 3 * n * alpha**2 * spread + alpha**2 / n * (1 / n - 2) * uu - 2 * alpha * (1 - 1 / n) * uv + vv


def drawn(uv: Any, gv: Any, vv: Any) -> sp.Expr:
    """The sum over j < n of Q after j is drawn (Lemma 1 for this Q, in which the other terms cancel)."""
    return 3 * n * alpha**2 * ((n - 1) * S + squares) - 2 * alpha * ((n - 1) * uv + gv) + n * vv


before = lyapunov(S, inner(U, U), inner(U, V), inner(V, V))
after = drawn(inner(U, V), inner(G, V), inner(V, V))
aggregates = (
    short_step,
    mu <= L,
    inner(U, U) <= n * S,
    squares <= L * inner(G, V),
    n * mu * inner(V, V) <= inner(G, V),
)
best = (8 * c**2 - 7 * c + 1 >= 0, c < Rational(1, 4))
AGGREGATES = (
    "U = sum u_i, S = sum ||u_i||^2, G = sum g_i and squares = sum ||g_i||^2 with u_i = y_i - f_i'(xs), g_i = f_i'(x) "
    "- f_i'(xs); V = x - xs. "
)

paper.claim(
    "prop1-decrease",
    ForAll(points=(U, V, G), given=aggregates, then=after <= n * (1 - mu / (8 * n * L)) * before),
    kind="lemma",
    title="the Lyapunov function of Proposition 1 contracts",
    locator="App. A.4",
    looseness={"c": (Rational(1, 8), (7 - sp.sqrt(17)) / 16)},
    note=AGGREGATES + "For every n >= 1, although the paper says n >= 2 on the way.",
)

paper.claim(
    "prop1-decrease-best",
    ForAll(points=(U, V, G), given=(*aggregates, *best), then=after <= n * (1 - c * mu / (n * L)) * before),
    kind="lemma",
    provenance="ours",
    title="the same with the best constant that this Lyapunov function gives",
    locator="App. A.4, improved",
    sense="tight",
    note=AGGREGATES + "For every 0 < c <= (7 - sqrt(17))/16 = 0.1798; 9/50 and 13/50 are too much "
    "(lerouxschmidtbach2012/prop1-c18, -c26).",
)

paper.claim(
    "prop1-below",
    ForAll(points=(U, V), given=(inner(U, U) <= n * S,), then=before >= inner(V, V) / 3),
    kind="lemma",
    title="the Lyapunov function dominates the squared distance",
    locator="App. A.4",
    sense="lower",
    looseness={"third": (Rational(1, 3), Rational(2, 3))},
)

paper.claim(
    "prop1-below-best",
    ForAll(
        points=(U, V),
        given=(inner(U, U) <= n * S,),
        then=before >= 2 * n**2 / (3 * n**2 - 2 * n + 1) * inner(V, V),
    ),
    kind="lemma",
    provenance="ours",
    title="the same with the best factor, between 2/3 and 1",
    locator="App. A.4, improved",
    sense="tight",
)

process = (*sums, *refresh, move, components, strongly)
distances = expectation(lambda w: inner(point(w) - xs, point(w) - xs))
begin = offset.subs(sp.Symbol("w", real=True), start)
RUN = (
    "Quantified: every n >= 1, every dimension, every tables-and-gradients process that obeys the hypotheses (sums "
    "over the index by partial sums, update for every history and every drawn index); expected(k, start) is the mean "
    "of ||x^k - xs||^2 over the n^k equally likely draws, decay(k) = (1 - delta)^k."
)

paper.claim(
    "prop1",
    ForAll(
        points=(xs,),
        indices=(k,),
        given=(
            *process, *distances, *cold, *decays, short_step, mu <= L, Eq(delta, mu / (8 * n * L)),
        ),
        then=expected(k, start) <= decay(k) * (3 * inner(begin, begin) + 9 * sigma**2 / (4 * L**2)),
    ),
    kind="theorem",
    title="stochastic average gradient with step 1/(2nL) converges linearly",
    locator="Prop. 1",
    sense="upper",
    looseness={"rate": (Rational(1, 8), (7 - sp.sqrt(17)) / 16), "start": (sp.Integer(3), Rational(3, 2))},
    note=RUN + " mu <= L follows from the other hypotheses unless x is xs for good; the paper uses it silently.",
)  # fmt: skip

paper.claim(
    "prop1-improved",
    ForAll(
        points=(xs,),
        indices=(k,),
        given=(
            *process, *distances, *cold, *decays, short_step, mu <= L, *best, Eq(delta, c * mu / (n * L)),
        ),
        then=expected(k, start) <= decay(k) * (Rational(3, 2) * inner(begin, begin) + 9 * sigma**2 / (8 * L**2)),
    ),
    kind="theorem",
    provenance="ours",
    title="Proposition 1 with a rate 1.43 times as fast and half the constant",
    locator="Prop. 1, improved",
    sense="upper",
    note=RUN + " For every 0 < c <= (7 - sqrt(17))/16 = 0.1798.",
)  # fmt: skip

line = (short_step, mu <= L, u**2 <= n * S, squares <= L * g * v, n * mu * v**2 <= g * v, g**2 <= n * squares)
half = {n: sp.Integer(1), L: sp.Integer(1), mu: sp.Integer(1), alpha: Rational(1, 2)}

paper.claim(
    "prop1-c26",
    ForAll(
        given=line,
        then=drawn(u * v, g * v, v**2) <= n * (1 - Rational(13, 50) * mu / (n * L)) * lyapunov(S, u**2, u * v, v**2),
    ),
    kind="control",
    title="the contraction with c = 0.26",
    locator="variant of App. A.4",
    expect="false",
    witness={**half, u: sp.S.Zero, v: sp.S.One, g: sp.S.One, S: sp.S.Zero, squares: sp.S.One},
    note="On the line. The witness is a state of a run: one component f(x) = x^2/2 and a table that is right.",
)

paper.claim(
    "prop1-c18",
    ForAll(
        given=line,
        then=drawn(u * v, g * v, v**2) <= n * (1 - Rational(9, 50) * mu / (n * L)) * lyapunov(S, u**2, u * v, v**2),
    ),
    kind="control",
    title="the contraction with c = 0.18, just above the best constant",
    locator="variant of App. A.4",
    expect="false",
    witness={
        n: sp.Integer(10**5), L: sp.S.One, mu: sp.S.One, alpha: Rational(1, 2 * 10**5), v: sp.S.One,
        g: sp.Integer(10**5), squares: sp.Integer(10**5), u: sp.Integer(-78000), S: sp.Integer(60840),
    },
    note="On the line. The witness is a state of a run: n = 10^5 components x^2/2 and a table whose entries are all "
    "-0.78 where they should be 0.",
)  # fmt: skip


paper.claim(
    "prop1-table-after-step",
    ForAll(
        given=(Eq(alpha, 1 / (2 * L)), mu <= L, Eq(g, mu * v)),
        then=3 * alpha**2 * g**2 - alpha**2 * g**2 + (v - alpha * u) ** 2
        <= (1 - mu / (8 * L)) * (3 * alpha**2 * u**2 - alpha**2 * u**2 + v**2),
    ),
    kind="control",
    title="the variant that moves first and refreshes the table after the step",
    locator="variant of App. A.4",
    expect="false",
    witness={L: sp.S.One, mu: sp.S.One, alpha: Rational(1, 2), u: -sp.S.One, v: sp.S.One, g: sp.S.One},
    note="One component f(x) = mu x^2/2 on the line; u is the entry of the table. Q is that of Proposition 1 for n = "
    "1: it need not contract, so this variant does not get this proof.",
)

paper.claim(
    "prop1-below-too-good",
    ForAll(
        given=(u**2 <= n * S,),
        then=lyapunov(S, u**2, u * v, v**2) >= (2 * n**2 / (3 * n**2 - 2 * n + 1) + Rational(1, 100)) * v**2,
    ),
    kind="control",
    title="a factor 1/100 more than the best in the bound on Q from below",
    locator="variant of App. A.4",
    expect="false",
    witness={n: sp.Integer(2), alpha: sp.S.One, u: Rational(2, 9), v: sp.S.One, S: Rational(2, 81)},
)
