"""Functions of interest and whether they are in the class: x^4, deep linear networks, x^2 y^2."""

import sympy as sp
from sympy import Eq, Rational

from theory import ForAll, Inclusion, L0L1Smooth, symbols
from theory.papers.ours.setting import paper
from theory.papers.zhang2020.setting import L0, L1, u

w1, w2, a, b = symbols("w1 w2 a b")
r = symbols("r", nonnegative=True)

paper.claim(
    "quartic",
    Inclusion(function=u**4, variable=u, functions=L0L1Smooth(16 / L1**2, L1)),
    kind="remark",
    title="x^4 is (16/L1^2, L1)-smooth",
    locator="C19, E10",
    sense="tight",
    note="f'' - L1 f' is largest, 16/L1^2, at x = 2/L1; for L1 = 10 this is 0.16.",
)

paper.claim(
    "quartic-printed",
    Inclusion(function=u**4, variable=u, functions=L0L1Smooth(Rational(1, 10), 10)),
    kind="remark",
    title="x^4 is (0.1, 10)-smooth, as the synthetic experiment of the clipping paper says",
    locator="E10; the source's App. I",
    provenance="reconstructed",
    expect="false",
    witness={u: Rational(1, 5)},
    note="At x = 1/5: f'' = 0.48 and 0.1 + 10 f' = 0.42.",
)

paper.claim(
    "quartic-norm",
    ForAll(then=12 * r**2 <= 16 / L1**2 + L1 * (4 * r**3)),
    kind="remark",
    title="||x||^4 is (16/L1^2, L1)-smooth in every dimension",
    locator="C19",
    note="At ||x|| = r the Hessian's norm is 12 r^2 and the gradient's 4 r^3.",
)

paper.claim(
    "deep-linear",
    ForAll(
        given=(Eq(w1 * w2, 1), w1 >= 1, w1 >= L0),
        then=(
            Eq(2 * w2 * (w1 * w2 - 1), 0),
            Eq(2 * w1 * (w1 * w2 - 1), 0),
            Eq(2 * w2**2 * (2 * w1**2) - (4 * w1 * w2 - 2) ** 2, 0),
            2 * w1**2 + 2 * w2**2 > L0,
        ),
    ),
    kind="theorem",
    title="the loss of a two-layer linear network is in the class for no L0, L1",
    locator="C20, E9",
    note="f = (w2 w1 - 1)^2 at its minimisers: gradient (first two relations) zero, Hessian singular (third), so "
    "its norm is the trace 2 (w1^2 + w2^2), which exceeds every L0. The sublevel set contains all these points.",
)

paper.claim(
    "deep-linear-in-class",
    ForAll(
        given=(Eq(w1 * w2, 1), Eq(a, 2 * w2 * (w1 * w2 - 1)), Eq(b, 2 * w1**2 + 2 * w2**2), L0 <= 100),
        then=b <= L0 + L1 * sp.Abs(a),
    ),
    kind="control",
    title="the two-layer linear network is (L0,L1)-smooth with L0 <= 100",
    locator="E9",
    expect="false",
    witness={
        w1: sp.Integer(8),
        w2: Rational(1, 8),
        a: sp.Integer(0),
        b: 128 + Rational(1, 32),
        L0: sp.Integer(100),
        L1: sp.Integer(1),
    },
    note="Planted: what one would need to apply the paper's theory to its motivating model.",
)

paper.claim(
    "square-product",
    ForAll(
        given=(Eq(w2, 0), w1 >= 1, w1 >= L0),
        then=(Eq(2 * w1 * w2**2, 0), Eq(2 * w1**2 * w2, 0), 2 * w1**2 > L0),
    ),
    kind="theorem",
    title="x^2 y^2 is in the class for no L0, L1",
    locator="E9",
    note="On the axis the gradient is zero while f_yy = 2 x^2 grows. So Lemma 2, correctly stated for one "
    "variable, does not extend to polynomials of several variables.",
)
