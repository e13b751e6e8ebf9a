"""Gradient descent with a fixed step: Theorem 6 with better constants, and without Assumption 4."""

from sympy import Rational, log

from theory import ForAll, L0L1Smooth, gap, hitting_time, symbols
from theory.methods import gradient_descent
from theory.papers.ours.setting import paper
from theory.papers.zhang2020.setting import L0, L1, Delta, L, M, eps, g, gradient_bound, h, x

G, count = symbols("G count", positive=True)
below_start = L0L1Smooth(L0, L1, below=x(0))

paper.theorem(
    "thm6-any-step",
    locator="sect. 2.2, Thm. 6",
    title="gradient descent with any fixed step below 2/L",
    sense="upper",
    functions=below_start,
    method=gradient_descent,
    step=h,
    given=(gap(0) <= Delta, gradient_bound, h * (L0 + L1 * M) < 2),
    then=hitting_time(eps) <= Delta / (h * (1 - (L0 + L1 * M) * h / 2) * eps**2),
    uses=("zhang2020/thm6-p3", "zhang2020/complexity", "zhang2020/thm3-p5-monotone"),
    note="As long as the segment is in the sublevel set f falls strictly along it, so it never leaves: no "
    "neighbourhood S.",
)

paper.theorem(
    "thm6-same-step",
    locator="C11",
    title="Theorem 6 with its own step: 8/3 in place of 4",
    sense="upper",
    functions=below_start,
    method=gradient_descent,
    step=1 / (2 * (M * L1 + L0)),
    given=(gap(0) <= Delta, gradient_bound),
    then=hitting_time(eps) <= Rational(8, 3) * (M * L1 + L0) * Delta / eps**2,
    uses=("ours/thm6-any-step", "ours/thm6-decrease"),
)

paper.theorem(
    "thm6-best",
    locator="C11",
    title="Theorem 6 with the step 1/(L0 + L1 M): 2 in place of 4",
    sense="upper",
    functions=below_start,
    method=gradient_descent,
    step=1 / (M * L1 + L0),
    given=(gap(0) <= Delta, gradient_bound),
    then=hitting_time(eps) <= 2 * (M * L1 + L0) * Delta / eps**2,
    uses=("ours/thm6-any-step", "ours/thm6-decrease"),
)

paper.claim(
    "thm6-decrease",
    ForAll(
        given=(g >= eps,),
        then=(
            1 / (2 * L) * (1 - L * (1 / (2 * L)) / 2) * g**2 >= Rational(3, 8) * eps**2 / L,
            1 / L * (1 - L * (1 / L) / 2) * g**2 >= eps**2 / (2 * L),
        ),
    ),
    kind="step",
    title="decrease per step at h = 1/(2L) and at h = 1/L",
    locator="C11",
    sense="lower",
)

paper.theorem(
    "fixed-step-without-assumption4",
    locator="E5",
    title="a fixed step always converges, without Assumption 4",
    sense="upper",
    functions=below_start,
    method=gradient_descent,
    step=1 / (L0 + L1 * G),
    given=(gap(0) <= Delta, G - L0 / L1 * log(1 + L1 * G / L0) >= L1 * Delta),
    then=hitting_time(eps) <= 2 * (L0 + L1 * G) * Delta / eps**2,
    uses=("ours/gradient-bound", "ours/thm6-best", "ours/gradient-bound-monotone"),
    note="So for fixed (L0, L1, Delta) 'arbitrarily faster' of Remark 5 holds only as Delta grows. Same "
    "conclusion: Li et al. 2023.",
)

paper.claim(
    "gradient-bound-monotone",
    ForAll(
        given=(g >= G,),
        then=g - L0 / L1 * log(1 + L1 * g / L0)
        >= G - L0 / L1 * log(1 + L1 * G / L0) + L1 * G / (L0 + L1 * G) * (g - G),
    ),
    kind="step",
    title="the left side of the gradient bound increases",
    locator="E5",
    note="At least at the rate that it has at G, which is positive.",
)
