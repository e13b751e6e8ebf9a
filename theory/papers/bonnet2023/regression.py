"""F = theta, x(0) = 0, loss |x - y|^2: the optimal control for a sample, and how it moves with the sample."""

import sympy as sp
from sympy import Abs, Eq

from theory import ForAll, symbols
from theory.papers.bonnet2023.setting import A, B, i, lam, n, paper, s, total

y, z, W, P = (sp.Function(name, real=True) for name in ("y", "z", "W", "P"))
D = symbols("D", nonnegative=True)

best = A(n) / (n * (1 + lam))
"""The sample mean of the targets over 1 + lambda."""

paper.claim(
    "sample-cost",
    ForAll(
        indices=(n,),
        given=(n >= 1, *total(A, y(i)), *total(B, y(i) ** 2), *total(P, (s - y(i)) ** 2)),
        then=Eq(P(n) / n + lam * s**2, (1 + lam) * (s - best) ** 2 + B(n) / n - (1 + lam) * best**2),
    ),
    kind="theorem",
    title="the optimal control for a sample is its mean over 1 + lambda, and no other is optimal",
    locator="generalisation, solvable case (c)",
    sense="tight",
    provenance="ours",
    note="The left side is the cost of the constant control s; the right side a square plus what does not depend on s.",
)

paper.claim(
    "sample-distance",
    ForAll(
        indices=(n,),
        given=(*total(A, y(i)), *total(B, z(i)), *total(W, Abs(y(i) - z(i)))),
        then=Abs(A(n) - B(n)) <= W(n),
    ),
    kind="step",
    title="sums of two samples differ by at most the cost of matching them point by point",
    locator="generalisation, solvable case (c)",
)

paper.claim(
    "generalisation",
    ForAll(
        indices=(n,),
        given=(n >= 1, *total(A, y(i)), *total(B, z(i)), *total(W, Abs(y(i) - z(i))), W(n) <= n * D),
        then=Abs(A(n) / (n * (1 + lam)) - B(n) / (n * (1 + lam))) <= D / (1 + lam),
    ),
    kind="theorem",
    title="the optimal controls of two samples differ by at most their Wasserstein distance over 1 + lambda",
    locator="Thm. on generalisation, solvable case (c)",
    sense="upper",
    uses=("bonnet2023/sample-distance",),
    note="D bounds the mean distance of one matching of the samples' points, so the least over matchings, W1, too. The "
    "paper's statement, for this case, with the constant 1/(1 + lambda).",
)
