"""Theorem 3: clipped gradient descent, and the five steps of its proof."""

import sympy as sp
from sympy import Eq, Max, Min, Rational

from theory import ForAll, L0L1Smooth, gap, hitting_time, symbols
from theory.methods import clipped_gradient_descent
from theory.papers.zhang2020.setting import L0, L1, Delta, eps, eta, f, g, gamma, h, i, k, paper, x

count = symbols("count", nonnegative=True)
first, second = symbols("first second", positive=True)
R = Min(1, 1 / (10 * L1))
step_bounds = (h <= 1 / (10 * L0), h * g <= 1 / (10 * L1))

paper.theorem(
    "thm3",
    locator="Thm. 3",
    title="clipped gradient descent",
    sense="upper",
    functions=L0L1Smooth(L0, L1, near=x(0)),
    method=clipped_gradient_descent,
    step=1 / (10 * L0),
    radius=R,
    given=(gap(0) <= Delta,),
    then=hitting_time(eps) <= 20 * L0 * Delta / eps**2 + 20 * Max(1, L1**2) * Delta / L0,
    uses=(
        "zhang2020/complexity",
        "zhang2020/local-descent",
        "zhang2020/thm3-p1",
        "zhang2020/thm3-p2",
        "zhang2020/thm3-p2-decrease",
        "zhang2020/thm3-p3",
        "zhang2020/thm3-p4",
        "zhang2020/thm3-p5-count",
        "zhang2020/thm3-p5-monotone",
    ),
    looseness={
        "L0*Delta/eps**2": (sp.Integer(20), Rational(100, 9)),
        "max(1,L1**2)*Delta/L0": (sp.Integer(20), Rational(100, 9)),
        "L0*Delta/eps**2, best step": (sp.Integer(20), sp.Integer(2)),
    },
    note="Hypotheses and step sizes are the main text's (eta_c = 1/(10 L0), gamma = min(1/eta_c, 1/(10 L1 "
    "eta_c))); the bound on the right is reconstructed and re-derived. Max(1, L1^2) mixes units: the 1 is (radius "
    "of S)^-2. With the same steps 100/9 suffices and S is not needed (ours/thm3-improved); with the step 1/(L0 + "
    "L1 g) the bound is 2 L0 Delta/eps^2 + 2 L1 Delta/eps (ours/normalized-step).",
)

paper.claim(
    "thm3-p1",
    ForAll(
        given=(Eq(eta, 1 / (10 * L0)), gamma <= 1 / eta, gamma <= 1 / (10 * L1 * eta), h * g <= gamma * eta),
        then=(h * g <= 1, h * g <= 1 / (10 * L1)),
    ),
    kind="step",
    title="the step is short",
    locator="Thm. 3, P1",
    note="gamma eta_c = min(1, 1/(10 L1)) is the longest step that is taken.",
)

paper.claim(
    "thm3-p2",
    ForAll(given=step_bounds, then=h * (5 * L0 + 4 * L1 * g) <= Rational(9, 10)),
    kind="step",
    title="the quadratic term is at most nine tenths",
    locator="Thm. 3, P2",
    looseness={"9/10": (Rational(9, 10), Rational(1, 5))},
    note="With Lemma A the bracket is L0 + L1 g and the product at most 1/5.",
)

paper.claim(
    "thm3-p2-decrease",
    ForAll(
        given=step_bounds,
        then=(
            h * g**2 - (5 * L0 + 4 * L1 * g) * h**2 * g**2 / 2 >= Rational(11, 20) * h * g**2,
            h * g**2 - (5 * L0 + 4 * L1 * g) * h**2 * g**2 / 2 >= h * g**2 / 2,
        ),
    ),
    kind="step",
    title="decrease per step",
    locator="Thm. 3, P2",
    sense="lower",
    uses=("zhang2020/thm3-p2",),
    looseness={"h*g**2": (Rational(1, 2), Rational(9, 10))},
)

paper.claim(
    "thm3-p3",
    ForAll(given=(Eq(h, 1 / (10 * L0)), g >= eps), then=h * g**2 / 2 >= eps**2 / (20 * L0)),
    kind="step",
    title="decrease when the step is not clipped",
    locator="Thm. 3, P3",
)

paper.claim(
    "thm3-p4",
    ForAll(
        given=(g >= 10 * L0 * R,),
        then=(R * g / 2 >= 5 * L0 * R**2, 5 * L0 * R**2 >= L0 / (20 * Max(1, L1**2))),
    ),
    kind="step",
    title="decrease when the step is clipped",
    locator="Thm. 3, P4",
    note="Clipped means h g = min(1, 1/(10 L1)), which happens only if g >= gamma = 10 L0 min(1, 1/(10 L1)). Using "
    "g >= eps as well gives the better second term of ours/thm3-improved.",
)

paper.claim(
    "thm3-p5-monotone",
    ForAll(
        indices=(k,),
        given=(ForAll(over=(i,), indices=(i,), given=(f(x(i)) <= f(x(0)),), then=f(x(i + 1)) <= f(x(i))),),
        then=f(x(k)) <= f(x(0)),
    ),
    kind="step",
    title="the run stays in the sublevel set",
    locator="Thm. 3, P5",
    note="By induction: the descent inequality is available at a point of the sublevel set, and keeps the next "
    "iterate there.",
)

paper.claim(
    "thm3-p5-count",
    ForAll(given=(count * Min(first, second) <= Delta,), then=count <= Delta / first + Delta / second),
    kind="step",
    title="counting the steps",
    locator="Thm. 3, P5",
    uses=("zhang2020/complexity",),
    note="first and second are the least decreases of an unclipped and of a clipped step.",
)
