"""Theorem 6: gradient descent with a fixed step converges, with M in the constant."""

import sympy as sp
from sympy import Eq, Rational

from theory import ForAll, L0L1Smooth, gap, hitting_time
from theory.methods import gradient_descent
from theory.papers.zhang2020.setting import (
    L0,
    L1,
    Delta,
    L,
    M,
    eps,
    f,
    g,
    grad,
    gradient_bound,
    h,
    hess,
    norm,
    p,
    paper,
    s,
    x,
)  # fmt: skip

paper.theorem(
    "thm6",
    locator="Thm. 6",
    title="gradient descent with a fixed step",
    sense="upper",
    functions=L0L1Smooth(L0, L1, near=x(0)),
    method=gradient_descent,
    step=1 / (2 * (M * L1 + L0)),
    given=(gap(0) <= Delta, gradient_bound),
    then=hitting_time(eps) <= 4 * (M * L1 + L0) * Delta / eps**2,
    uses=("zhang2020/complexity", "zhang2020/thm6-p3", "zhang2020/thm6-p2", "zhang2020/thm3-p5-monotone"),
    looseness={
        "(M*L1+L0)*Delta/eps**2": (sp.Integer(4), Rational(8, 3)),
        "(M*L1+L0)*Delta/eps**2, best step": (sp.Integer(4), sp.Integer(2)),
    },
    note="Step size from the main text, bound reconstructed. The source calls it tight up to a factor log M; that "
    "log is an artefact of one dimension (ours/no-log-lower-bound). No neighbourhood S is needed "
    "(ours/thm6-any-step).",
)

paper.claim(
    "thm6-p1",
    ForAll(
        points=(p,),
        given=(ForAll(over=(s,), given=(s >= 0, s <= 1), then=hess(p - s * h * grad(p)) <= L),),
        then=f(p - h * grad(p)) <= f(p) - h * (1 - L * h / 2) * norm(grad(p)) ** 2,
    ),
    kind="step",
    title="descent with a bound on the Hessian along the step",
    locator="Thm. 6, proof",
    uses=("calculus/hessian-along-segment", "calculus/mean-value"),
    note="While the segment stays in the sublevel set, L = L0 + L1 M is such a bound.",
)

paper.claim(
    "thm6-p2",
    ForAll(given=(Eq(h, 1 / (2 * L)), g >= eps), then=h * (1 - L * h / 2) * g**2 >= eps**2 / (4 * L)),
    kind="step",
    title="decrease per step",
    locator="Thm. 6, proof",
    looseness={"eps**2/L": (Rational(1, 4), Rational(3, 8))},
)

paper.claim(
    "thm6-p3",
    ForAll(
        points=(p,),
        given=(*L0L1Smooth(L, 0, below=p).assumptions, L * h < 2),
        then=f(p - h * grad(p)) <= f(p) - h * (1 - L * h / 2) * norm(grad(p)) ** 2,
    ),
    kind="step",
    title="descent with a bound on the Hessian on the sublevel set",
    locator="Thm. 6, proof",
    sense="upper",
    uses=("zhang2020/thm6-p1", "calculus/mean-value"),
    note="As long as the segment is in the sublevel set f falls strictly along it, so it never leaves.",
)
