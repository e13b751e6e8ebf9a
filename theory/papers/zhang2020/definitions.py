"""Section 2 and the assumptions: what (L0,L1)-smoothness is, and on which set it is assumed."""

from sympy import Abs, exp

from theory import ForAll, Inclusion, L0L1Smooth, Unformalised, symbols
from theory.papers.zhang2020.setting import (
    L0,
    L1,
    Delta,
    L,
    M,
    bounded_below,
    f,
    fstar,
    grad,
    gradient_bound,
    hess,
    k,
    norm,
    p,
    p0,
    paper,
    q,
    tau,
    u,
    x,
)  # fmt: skip

xi = symbols("xi")
a, A, C, n, t, w, W = symbols("a A C n t w W", positive=True)
b, slope, curvature = symbols("b slope curvature")

paper.claim(
    "l-smooth",
    ForAll(
        points=(p, q),
        given=L0L1Smooth(L, 0).assumptions,
        then=norm(grad(p) - grad(q)) <= L * norm(p - q),
    ),
    kind="definition",
    title="L-smooth: the gradient is L-Lipschitz",
    locator="eq. (1)",
    uses=("calculus/hessian-along-segment", "calculus/mean-value"),
    note="Stated as the paper uses it: (L,0)-smoothness in the sense of Definition 1 implies the Lipschitz "
    "condition (1).",
)

paper.claim(
    "def1",
    ForAll(
        points=(p,),
        given=L0L1Smooth(L0, L1).assumptions,
        then=hess(p) <= L0 + L1 * norm(grad(p)),
    ),
    kind="definition",
    title="(L0,L1)-smooth",
    locator="Def. 1",
    provenance="quoted",
    note="L0 has the units of f/x^2 and L1 those of 1/x; hess is the operator norm of the Hessian.",
)

paper.claim(
    "def1-first-order",
    ForAll(
        points=(p, q),
        given=L0L1Smooth(L0, L1).assumptions,
        then=norm(grad(q) - grad(p)) <= (L0 / L1 + norm(grad(p))) * (exp(L1 * norm(q - p)) - 1),
    ),
    kind="definition",
    title="first-order version of Definition 1",
    locator="remark after Ass. 3",
    uses=("zhang2020/def1", "calculus/hessian-along-segment", "calculus/mean-value"),
    note="The source asks that the limit superior of ||grad f(x+d)-grad f(x)||/||d|| be at most L0 + L1 ||grad f(x)||. "
    "For finite ||d|| = r the Hessian version gives the stated bound; divided by r it tends to exactly that limit. "
    "Dropping the exponential is not allowed: see ours/koloskova-class.",
)

paper.claim(
    "remark1",
    Unformalised(
        text="The bound on the Hessian need not be linear in the gradient norm; a positive correlation suffices.",
        reason="the source gives no inequality",
    ),
    kind="remark",
    title="linearity is not needed",
    locator="Remark 1",
    provenance="quoted",
)

paper.claim(
    "lemma2",
    ForAll(
        given=(
            slope >= 0,
            slope >= w * (C * t - A - C),
            curvature <= n * (A + C) * w,
            (w - W) * (t - 2 - A / C) >= 0,
            n >= 2,
        ),
        then=curvature <= n * (A + C) * W + n * (A + C) / C * slope,
    ),
    kind="lemma",
    title="every polynomial of one variable is (L0,L1)-smooth",
    locator="Lemma 2",
    provenance="quoted",
    uses=("zhang2020/def1",),
    note="For f' of degree n >= 2 with leading coefficient of modulus C and the other moduli summing to A: slope = "
    "|f'|, curvature = |f''|, t = max(1, |x|), w = t^(n-1), W = (2 + A/C)^(n-1). The first three hypotheses are "
    "the triangle inequality on the sums, the fourth that t -> t^(n-1) increases. So constants exist, namely L0 = "
    "n(A+C)W and L1 = n(A+C)/C. The source says only that they exist; implicit there: the leading coefficient is "
    "not zero. zhang2020/lemma2-cubic is the whole statement in degree three.",
)

paper.claim(
    "lemma2-cubic",
    Inclusion(
        function=a * u**3 + b * u,
        variable=u,
        functions=L0L1Smooth(3 * a / L1 + L1 * Abs(b), L1),
    ),
    kind="lemma",
    title="cubic polynomials are (L0,L1)-smooth for every L1 > 0",
    locator="Lemma 2, d = 3",
    uses=("zhang2020/def1",),
    note="Up to a shift of the variable and the sign every cubic has this form.",
)

paper.claim(
    "lemma2-not-smooth",
    ForAll(
        given=(curvature >= n * w * (C * t - A), w >= 1, n >= 2, C * t >= A + L),
        then=curvature > L,
    ),
    kind="lemma",
    title="no polynomial of degree three or more is L-smooth",
    locator="Lemma 2, second half",
    provenance="quoted",
    note="For t = |x| >= 1 and w = t^(n-2) the triangle inequality gives the first hypothesis (with the moduli of "
    "f''); for every L it holds beyond t = (A + L)/C.",
)

paper.claim(
    "linear-network",
    Unformalised(
        text="For a deep linear network with squared loss the gradient and the Hessian share factors, so their "
        "norms are conjectured to be positively correlated.",
        reason="a conjecture of the source, without an inequality",
    ),
    kind="remark",
    title="heuristic: deep linear networks",
    locator="Sect. 2",
    provenance="quoted",
    expect="open",
    note="The loss itself is not in the class for any L0, L1: see ours/deep-linear.",
)

paper.claim(
    "assumption1",
    ForAll(indices=(k,), given=(bounded_below, f(x(0)) - fstar <= Delta), then=f(x(0)) - f(x(k)) <= Delta),
    kind="assumption",
    title="f is bounded below",
    locator="Ass. 1",
    provenance="quoted",
    note="fstar is any lower bound, not necessarily the infimum. Stated as it is used: no run descends by more "
    "than Delta.",
)

paper.claim(
    "assumption3",
    ForAll(
        points=(p, p0),
        given=(*L0L1Smooth(L0, L1, near=p0).assumptions, f(p) <= f(p0)),
        then=hess(p) <= L0 + L1 * norm(grad(p)),
    ),
    kind="assumption",
    title="twice differentiable and (L0,L1)-smooth, with positive constants",
    locator="Ass. 2 and 3",
    provenance="quoted",
    uses=("zhang2020/neighbourhood",),
    note="Assumption 2 (twice differentiable) is what the formal gradient and Hessian stand for. The inequality is "
    "needed on the neighbourhood S only; S contains the sublevel set.",
)

paper.claim(
    "neighbourhood",
    ForAll(
        points=(p, q, p0),
        given=(*L0L1Smooth(L0, L1, near=p0).assumptions, f(q) <= f(p0), norm(p - q) <= 1),
        then=hess(p) <= L0 + L1 * norm(grad(p)),
    ),
    kind="definition",
    title="the neighbourhood S of the sublevel set",
    locator="eq. (2)",
    note="S: all points within distance 1 of {f <= f(x0)}. The 1 is a length, so a change of units changes S; this "
    "is where the 1 in Theorem 3's max(1, L1^2) comes from (ours/scale-invariance).",
)

paper.claim(
    "assumption4",
    ForAll(indices=(k,), given=(gradient_bound, f(x(k)) <= f(x(0))), then=norm(grad(x(k))) <= M),
    kind="assumption",
    title="gradients are bounded by M on the sublevel set",
    locator="Ass. 4",
    note="The main text calls this assumption necessary. For a fixed class parameter Delta it is implied: "
    "ours/gradient-bound, ours/fixed-step-without-assumption4.",
)

paper.claim(
    "assumption5",
    ForAll(points=(p, xi), given=(norm(xi) <= tau,), then=norm(grad(p) + xi) <= norm(grad(p)) + tau),
    kind="assumption",
    title="the stochastic gradient is within tau of the gradient, almost surely, and unbiased",
    locator="Ass. 5",
    provenance="quoted",
    note="xi is the error of one sample. Stated as it is used. The source says that sub-Gaussian symmetric noise "
    "would do.",
)
