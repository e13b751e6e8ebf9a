"""How far the gradient grows and the function falls along a step: Lemma A and sharper lemmas."""

import sympy as sp
from sympy import Abs, E, Eq, Rational, exp, log

from theory import ForAll, Inclusion, L0L1Smooth, inner, symbols
from theory.papers.ours.setting import SHARP, paper
from theory.papers.zhang2020.setting import L0, L1, d, f, g, grad, h, norm, on_segment, p, t, u

rho, r, c = symbols("rho r c", positive=True)
a, v, part = symbols("a v part", nonnegative=True)
below = L0L1Smooth(L0, L1, below=p).assumptions
local = L0 + L1 * norm(grad(p))
CHAIN = ("calculus/hessian-along-segment", "calculus/mean-value")

paper.claim(
    "descent-local-constant",
    ForAll(
        points=(p,),
        given=(*below, h * local <= 1),
        then=f(p - h * grad(p)) <= f(p) - h * norm(grad(p)) ** 2 + local * h**2 * norm(grad(p)) ** 2 / 2,
    ),
    kind="lemma",
    title="descent with the local constant",
    locator="Lemma A",
    sense="upper",
    uses=("ours/gradient-along-step", *CHAIN),
    note="As if the Hessian were at most L0 + L1 ||grad f(x)|| along the step, although it may be larger there. "
    "Needed on the sublevel set of the current point only: no neighbourhood S.",
)

paper.claim(
    "gradient-along-step",
    ForAll(
        points=(p,),
        given=(*below, u >= 0, u * local <= 1),
        then=(
            inner(grad(p - u * grad(p)), grad(p)) >= (1 - local * u) * norm(grad(p)) ** 2,
            f(p - u * grad(p)) <= f(p),
        ),
    ),
    kind="lemma",
    title="the gradient along a step, and the step stays in the sublevel set",
    locator="Lemma A, first half",
    sense="lower",
    uses=("zhang2020/def1", "ours/fold-contracts", "ours/unfold", *CHAIN),
    note="Where the gradient is longer than at the start, replace it by its inversion in the sphere of radius "
    "||grad f(x)||: the folded curve still turns no faster than L0 + L1 ||.||, and stays in the ball.",
)

paper.claim(
    "fold-contracts",
    ForAll(given=(rho >= g,), then=g**2 / rho**2 * (L0 + L1 * rho) <= L0 + L1 * (g**2 / rho)),
    kind="step",
    title="the inversion keeps the growth condition",
    locator="Lemma A, proof",
)

paper.claim(
    "unfold",
    ForAll(given=(rho >= g,), then=rho**2 / g**2 * a >= a),
    kind="step",
    title="undoing the inversion only helps",
    locator="Lemma A, proof",
)

paper.claim(
    "growth-sharp",
    ForAll(
        points=(p, d),
        given=(on_segment,),
        then=norm(grad(p + d)) <= exp(L1 * norm(d)) * norm(grad(p)) + L0 / L1 * (exp(L1 * norm(d)) - 1),
    ),
    kind="lemma",
    title="gradient growth, sharp",
    locator="C1",
    sense="tight",
    uses=("zhang2020/def1", *CHAIN),
    note="Sharpens Lemma 9 of the clipping paper: its 4 becomes e at distance 1/L1. Attained: ours/growth-attained.",
)

paper.claim(
    "growth-e",
    ForAll(
        given=(L1 * r <= 1,),
        then=exp(L1 * r) * g + L0 / L1 * (exp(L1 * r) - 1) <= E * (L0 / L1 + g),
    ),
    kind="lemma",
    title="the factor e of Lemma 9",
    locator="C1",
    sense="upper",
)

extremal = L0 / L1**2 * (exp(L1 * u) - L1 * u - 1)

paper.claim(
    "growth-attained",
    Inclusion(function=extremal, variable=u, functions=L0L1Smooth(L0, L1)),
    kind="lemma",
    title="the function that attains the gradient growth is in the class",
    locator="C1",
)

paper.claim(
    "growth-attained-value",
    ForAll(
        given=(Eq(v, L0 / L1 * (exp(L1 * t) - 1)),),
        then=Eq(L0 / L1 * (exp(L1 * (t + r)) - 1), exp(L1 * r) * v + L0 / L1 * (exp(L1 * r) - 1)),
    ),
    kind="step",
    title="its derivative at distance r",
    locator="C1",
    note="v is the derivative at t >= 0 of (L0/L1^2)(e^(L1 x) - L1 x - 1), the left side that at t + r.",
)

paper.claim(
    "descent-exponential",
    ForAll(
        points=(p, d),
        given=(on_segment,),
        then=f(p + d) <= f(p) + inner(grad(p), d) + local / L1**2 * (exp(L1 * norm(d)) - 1 - L1 * norm(d)),
    ),
    kind="lemma",
    title="descent in any direction, exponential form",
    locator="sect. 3, after Vankov et al. 2024",
    sense="tight",
    uses=("ours/growth-sharp", *CHAIN),
    note="Vankov, Rodomanov, Nedich, Sankar, Stich 2024 (arXiv:2410.10800) state it in this form.",
)

paper.claim(
    "descent-short-step",
    ForAll(
        points=(p, d),
        given=(on_segment, L1 * norm(d) <= Rational(1, 10)),
        then=f(p + d) <= f(p) + inner(grad(p), d) + SHARP * local * norm(d) ** 2 / 2,
    ),
    kind="lemma",
    title="descent with the constant 1.0342 for steps up to 1/(10 L1)",
    locator="C2",
    sense="upper",
    uses=("ours/descent-exponential", "ours/short-step-constant"),
    note="In place of 5 L0 + 4 L1 g, for the steps of Theorem 3.",
)

paper.claim(
    "short-step-constant",
    ForAll(given=(v <= Rational(1, 10),), then=2 * (exp(v) - 1 - v) <= SHARP * v**2),
    kind="step",
    title="2 (e^v - 1 - v) <= 1.0342 v^2 up to v = 1/10",
    locator="C2",
)

paper.claim(
    "gradient-lipschitz",
    ForAll(
        points=(p, d),
        given=(on_segment, L1 * norm(d) <= c),
        then=norm(grad(p + d) - grad(p)) <= (exp(c) - 1) / c * local * norm(d),
    ),
    kind="lemma",
    title="the gradient is Lipschitz nearby, with the constants (B, B)",
    locator="C16, after Zhang, Jin, Fang, Wang 2020",
    sense="upper",
    uses=("ours/growth-sharp", *CHAIN),
    note="Zhang, Jin, Fang, Wang 2020 (arXiv:2010.02519) have A L0 + B L1 ||grad f|| with A = 1 + e^c - (e^c - "
    "1)/c and B = (e^c - 1)/c; A can be replaced by B (ours/constants-ab).",
)

paper.claim(
    "constants-ab",
    ForAll(then=1 + exp(c) - (exp(c) - 1) / c >= (exp(c) - 1) / c),
    kind="remark",
    title="A >= B",
    locator="C16",
    note="A - B = c^2/6 + ...",
)

paper.claim(
    "constants-ab-tenth",
    ForAll(
        given=(Eq(c, Rational(1, 10)),),
        then=(1 + exp(c) - (exp(c) - 1) / c <= Rational(10536, 10000), (exp(c) - 1) / c <= Rational(10518, 10000)),
    ),
    kind="remark",
    title="A and B at c = 1/10",
    locator="C16",
    note="Zhang, Jin, Fang, Wang use 1.06 for both.",
)

paper.claim(
    "koloskova-class",
    ForAll(
        given=(Abs(t - u) <= 1,),
        then=Abs(exp(t) - exp(u)) <= exp(u) * Abs(t - u),
    ),
    kind="remark",
    title="e^x meets the first-order condition with the same constants",
    locator="C18",
    expect="false",
    witness={t: sp.Integer(1), u: sp.Integer(0)},
    note="Koloskova, Hendrikx, Stich 2023 ask ||grad f(x) - grad f(y)|| <= (L0 + L1 ||grad f(x)||) ||x - y|| "
    "within 1/L1. With the same constants that class is strictly smaller than Definition 1's: e^x, which is "
    "(0,1)-smooth, is not in it.",
)

paper.claim(
    "koloskova-factor",
    ForAll(given=(Abs(t - u) <= 1,), then=Abs(exp(t) - exp(u)) <= (E - 1) * exp(u) * Abs(t - u)),
    kind="remark",
    title="the factor is e - 1",
    locator="C18",
    sense="tight",
)

paper.claim(
    "exponential-member",
    Inclusion(function=exp(u), variable=u, functions=L0L1Smooth(0, 1)),
    kind="remark",
    title="e^x is (0,1)-smooth",
    locator="C18",
)

paper.claim(
    "refined-descent",
    ForAll(
        points=(p,),
        given=(*L0L1Smooth(L0, L1).assumptions, h * local <= 1),
        then=f(p - h * grad(p))
        <= f(p) - h * norm(grad(p)) ** 2 + local / L1**2 * (exp(-L1 * h * norm(grad(p))) - 1 + L1 * h * norm(grad(p))),
    ),
    kind="lemma",
    title="Lemma A, conjectured sharp form",
    locator="sect. 2.2",
    expect="open",
    note="Supported by a Jacobi test of the straight path and dynamic programming; proof known for L0 = 0 only.",
)

paper.claim(
    "step-order",
    ForAll(
        then=(
            1 / (L0 + Rational(3, 2) * L1 * g) >= sp.Min(1 / (2 * L0), 1 / (3 * L1 * g)),
            log(1 + L1 * g / (L0 + L1 * g)) / (L1 * g) >= 1 / (L0 + Rational(3, 2) * L1 * g),
        ),
    ),
    kind="remark",
    title="order of the three steps of Vankov et al.",
    locator="C17, after Vankov et al. 2024",
)

paper.claim(
    "optimal-step-decrease",
    ForAll(then=(1 + a) * log(1 + a) - a >= a**2 / (2 + a)),
    kind="remark",
    title="decrease at the step that minimises the exponential bound",
    locator="C17, after Vankov et al. 2024",
    note="a = L1 g/(L0 + L1 g), in the unit L0 + L1 g = L1 = 1: the decrease of the exponential bound at "
    "h = log(1 + a)/(L1 g) is at least g^2/(2 L0 + 3 L1 g).",
)
