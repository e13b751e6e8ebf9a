"""Appendix lemmas: how fast the gradient can grow, and the descent inequality that follows."""

import sympy as sp
from sympy import E, Eq, Rational

from theory import ForAll, L0L1Smooth, inner, symbols
from theory.papers.zhang2020.setting import L0, L1, d, f, g, grad, h, hess, norm, on_segment, p, p0, paper, q, t

r = symbols("r", positive=True)
c, v = symbols("c v", nonnegative=True)
near_start = (*L0L1Smooth(L0, L1, near=p0).assumptions, f(p) <= f(p0))
short = (norm(q - p) <= 1, norm(q - p) <= 1 / L1)

paper.claim(
    "lemma9",
    ForAll(points=(p, q, p0), given=(*near_start, *short), then=norm(grad(q)) <= 4 * (L0 / L1 + norm(grad(p)))),
    kind="lemma",
    title="gradient growth",
    locator="App., Lemma 9",
    sense="upper",
    uses=("zhang2020/lemma9-p1", "zhang2020/lemma9-p2", "zhang2020/lemma9-p3", "zhang2020/lemma9-p4"),
    looseness={"factor": (sp.Integer(4), E)},
    note="Within min(1/L1, 1) of a point of the sublevel set. The sharp form is ours/growth-sharp.",
)

paper.claim(
    "lemma9-p1",
    ForAll(
        points=(p, q, p0),
        given=(*near_start, *short, t >= 0, t <= 1),
        then=hess(p + t * (q - p)) <= L0 + L1 * norm(grad(p + t * (q - p))),
    ),
    kind="step",
    title="the segment stays in S",
    locator="App., Lemma 9, P1",
    uses=("zhang2020/def1", "zhang2020/neighbourhood"),
)

paper.claim(
    "lemma9-p2",
    ForAll(given=(L1 * r <= 1,), then=(L0 + L1 * v) * r <= L0 / L1 + v),
    kind="step",
    title="the integrand of the gradient's growth",
    locator="App., Lemma 9, P2",
    note="v = ||grad f|| at a point of the segment, r its length: u(t) <= A + int_0^t u with A = L0/L1 + ||grad "
    "f(x)||.",
)

paper.claim(
    "lemma9-p3",
    ForAll(points=(p, q, p0), given=(*near_start, *short), then=norm(grad(q)) <= E * (L0 / L1 + norm(grad(p)))),
    kind="step",
    title="Groenwall's inequality gives the factor e",
    locator="App., Lemma 9, P3",
    uses=(
        "zhang2020/lemma9-p1",
        "zhang2020/lemma9-p2",
        "calculus/hessian-along-segment",
        "calculus/mean-value",
    ),
    sense="upper",
)

paper.claim(
    "lemma9-p4",
    ForAll(then=sp.Le(E * c, 4 * c, evaluate=False)),
    kind="step",
    title="e <= 4",
    locator="App., Lemma 9, P4",
)

paper.claim(
    "local-descent-direction",
    ForAll(
        points=(p, d),
        given=(on_segment, norm(d) <= 1 / L1),
        then=f(p + d) <= f(p) + inner(grad(p), d) + (5 * L0 + 4 * L1 * norm(grad(p))) * norm(d) ** 2 / 2,
    ),
    kind="lemma",
    title="local descent in any direction",
    locator="App., used for Thm. 8",
    sense="upper",
    uses=(
        "zhang2020/def1",
        "zhang2020/lemma9-p2",
        "zhang2020/lemma9-p4",
        "zhang2020/local-descent-p1",
        "calculus/hessian-along-segment",
        "calculus/mean-value",
    ),
    looseness={"5, 4 for ||d|| <= 1/(10 L1)": (sp.Integer(5), Rational(5171, 5000))},
    note="Definition 1 is needed along the segment from p to p + d only; stochastic steps are not along the gradient.",
)

paper.claim(
    "local-descent",
    ForAll(
        points=(p, p0),
        given=(*near_start, h * norm(grad(p)) <= 1, h * norm(grad(p)) <= 1 / L1),
        then=f(p - h * grad(p))
        <= f(p) - h * norm(grad(p)) ** 2 + (5 * L0 + 4 * L1 * norm(grad(p))) * h**2 * norm(grad(p)) ** 2 / 2,
    ),
    kind="lemma",
    title="local descent",
    locator="App., proof of Thm. 3",
    sense="upper",
    uses=(
        "zhang2020/lemma9",
        "zhang2020/lemma9-p1",
        "zhang2020/local-descent-p1",
        "calculus/hessian-along-segment",
        "calculus/mean-value",
    ),
    looseness={"5, 4 for r <= 1/(10 L1)": (sp.Integer(5), Rational(5171, 5000))},
    note="r = h ||grad f|| is the length of the step. The constants 5 and 4 fall to 1.0342 for the steps of Theorem 3 "
    "(ours/descent-short-step) and to 1 and 1 along the gradient (ours/descent-local-constant).",
)

paper.claim(
    "local-descent-p1",
    ForAll(then=Eq(L0 + L1 * (4 * (L0 / L1 + g)), 5 * L0 + 4 * L1 * g, evaluate=False)),
    kind="step",
    title="where 5 L0 + 4 L1 g comes from",
    locator="App., proof of Thm. 3",
)
