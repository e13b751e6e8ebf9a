"""Complexity with the local constant: better steps, and Theorem 3's own steps with better constants."""

import sympy as sp
from sympy import Eq, Max, Min, Rational

from theory import ForAll, L0L1Smooth, gap, hitting_time, symbols
from theory.methods import clipped_gradient_descent, normalized_gradient_descent
from theory.papers.ours.setting import paper
from theory.papers.zhang2020.clipped import R
from theory.papers.zhang2020.setting import L0, L1, Delta, beta, eps, eta, g, h, x

count = symbols("count", nonnegative=True)
scale = symbols("scale", positive=True)
K0, K1, error = symbols("K0 K1 error", positive=True)
LEMMA = ("ours/descent-local-constant", "zhang2020/complexity", "zhang2020/thm3-p5-monotone")
below_start = L0L1Smooth(L0, L1, below=x(0))

paper.theorem(
    "normalized-step",
    locator="Lemma A, consequence (i)",
    title="step 1/(L0 + L1 g)",
    sense="upper",
    functions=below_start,
    method=normalized_gradient_descent,
    step=1 / L1,
    offset=L0 / L1,
    given=(gap(0) <= Delta,),
    then=hitting_time(eps) <= 2 * L0 * Delta / eps**2 + 2 * L1 * Delta / eps,
    uses=(*LEMMA, "ours/normalized-step-decrease", "ours/normalized-step-count"),
    note="Normalised gradient descent with eta_n = 1/L1, beta = L0/L1. Vankov et al. 2024 have 2 and 3 with "
    "another step.",
)

paper.claim(
    "normalized-step-decrease",
    ForAll(
        given=(Eq(h * (L0 + L1 * g), 1), g >= eps),
        then=h * g**2 - (L0 + L1 * g) * h**2 * g**2 / 2 >= eps**2 / (2 * (L0 + L1 * eps)),
    ),
    kind="step",
    title="decrease at the step 1/(L0 + L1 g)",
    locator="Lemma A, consequence (i)",
    sense="lower",
)

paper.claim(
    "normalized-step-count",
    ForAll(
        given=(count * eps**2 / (2 * (L0 + L1 * eps)) <= Delta,),
        then=count <= 2 * L0 * Delta / eps**2 + 2 * L1 * Delta / eps,
    ),
    kind="step",
    title="counting the steps",
    locator="Lemma A, consequence (i)",
)

paper.theorem(
    "clipped-step",
    locator="Lemma A, consequence (ii)",
    title="clipping with min(1/(2 L0), 1/(2 L1 g))",
    sense="upper",
    functions=below_start,
    method=clipped_gradient_descent,
    step=1 / (2 * L0),
    radius=1 / (2 * L1),
    given=(gap(0) <= Delta,),
    then=hitting_time(eps) <= 4 * L0 * Delta / eps**2 + 4 * L1 * Delta / eps,
    uses=(*LEMMA, "ours/clipped-step-decrease", "zhang2020/thm3-p5-count"),
)

paper.claim(
    "clipped-step-decrease",
    ForAll(
        given=(Eq(h, Min(1 / (2 * L0), 1 / (2 * L1 * g))), g >= eps),
        then=h * g**2 - (L0 + L1 * g) * h**2 * g**2 / 2 >= Min(eps**2 / (4 * L0), eps / (4 * L1)),
    ),
    kind="step",
    title="decrease of the clipped step",
    locator="Lemma A, consequence (ii)",
    sense="lower",
)

paper.theorem(
    "thm3-improved",
    locator="Lemma A, consequence (iii)",
    title="Theorem 3 with 100/9, no neighbourhood, and a second term that is linear in 1/eps",
    sense="upper",
    functions=below_start,
    method=clipped_gradient_descent,
    step=1 / (10 * L0),
    radius=R,
    given=(gap(0) <= Delta,),
    then=hitting_time(eps)
    <= Rational(100, 9) * (L0 * Delta / eps**2 + Min(Max(1, L1**2) / L0, Max(Rational(1, 10), L1) / eps) * Delta),
    uses=(*LEMMA, "ours/thm3-improved-decrease", "ours/thm3-improved-clipped", "zhang2020/thm3-p5-count"),
)

paper.claim(
    "thm3-improved-decrease",
    ForAll(
        given=(h <= 1 / (10 * L0), h * g <= 1 / (10 * L1)),
        then=h * g**2 - (L0 + L1 * g) * h**2 * g**2 / 2 >= Rational(9, 10) * h * g**2,
    ),
    kind="step",
    title="decrease per step of Theorem 3",
    locator="C3",
    sense="lower",
)

paper.claim(
    "thm3-improved-clipped",
    ForAll(
        given=(g >= 10 * L0 * R, g >= eps),
        then=(
            Rational(9, 10) * R * g >= Rational(9, 100) * L0 / Max(1, L1**2),
            Rational(9, 10) * R * g >= Rational(9, 100) * eps / Max(Rational(1, 10), L1),
        ),
    ),
    kind="step",
    title="decrease of a clipped step of Theorem 3",
    locator="C3",
    sense="lower",
)

paper.claim(
    "thm3-own-proof",
    ForAll(given=(g >= eps,), then=R * g / 2 >= eps / (20 * Max(Rational(1, 10), L1))),
    kind="step",
    title="the paper's own proof gives a second term linear in 1/eps",
    locator="Lemma A, consequence (iii)",
    note="So max(1, L1^2)/L0 may be replaced by its minimum with max(1/10, L1)/eps at no cost.",
)

paper.claim(
    "linear-term-dominates",
    ForAll(then=L1 / eps <= (L0 / eps**2 + L1**2 / L0) / 2),
    kind="remark",
    title="L1 Delta/eps is never worse than Theorem 3's two terms",
    locator="Lemma A, consequences",
    note="The arithmetic and geometric mean; it matters when eps > L0/L1.",
)

paper.claim(
    "ngd-equivalence",
    ForAll(
        given=(Eq(beta * eta, scale),),
        then=(
            Min(eta, scale / g) / 2 <= scale / (g + beta),
            scale / (g + beta) < Min(eta, scale / g),
        ),
    ),
    kind="remark",
    title="clipping and normalising are the same up to a factor of two, one-sidedly",
    locator="C14",
    sense="tight",
    note="eta = eta_c, scale = eta_n. At g = 0 the two steps are equal, so the strict inequality needs g > 0; the "
    "factor 1/2 is attained at g = beta.",
)

paper.claim(
    "scale-invariance",
    ForAll(
        given=(Eq(K0, scale**2 * L0), Eq(K1, scale * L1)),
        then=Eq(Max(1, K1**2) * Delta / K0, Max(1, L1**2) * Delta / L0),
    ),
    kind="remark",
    title="the second term of Theorem 3 does not depend on the unit of length",
    locator="C4, E6",
    expect="false",
    witness={
        L0: sp.Integer(1),
        L1: Rational(1, 10),
        Delta: sp.Integer(1),
        scale: sp.Integer(2),
        K0: sp.Integer(4),
        K1: Rational(1, 5),
    },
    note="Under x = s u the constants become s^2 L0, s L1, s eps. The 1 in max(1, L1^2) is (radius of S)^-2.",
)

paper.claim(
    "scale-invariance-terms",
    ForAll(
        given=(Eq(K0, scale**2 * L0), Eq(K1, scale * L1), Eq(error, scale * eps)),
        then=(
            Eq(K0 * Delta / error**2, L0 * Delta / eps**2),
            Eq(K1 * Delta / error, L1 * Delta / eps),
            Eq(K1**2 * Delta / K0, L1**2 * Delta / L0),
        ),
    ),
    kind="remark",
    title="the three terms that do not depend on the unit of length",
    locator="C4, E6",
)
