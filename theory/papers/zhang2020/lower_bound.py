"""Theorem 4 and Remark 5: the lower bound for a fixed step, its two functions, and what is wrong with it."""

import sympy as sp
from sympy import Abs, E, Eq, Max, Min, Piecewise, Rational, exp, log

from theory import ForAll, Inclusion, L0L1Smooth, symbols
from theory.papers.zhang2020.setting import L0, L1, Delta, M, eps, h, i, k, paper, recursion, u, y

G, height = symbols("G height", positive=True)

f1 = Piecewise(
    (exp(-L1 * u) / (L1 * E), u < -1 / L1),
    (L1 * u**2 / 2 + 1 / (2 * L1), u <= 1 / L1),
    (exp(L1 * u) / (L1 * E), True),
)
"""The function on which long steps diverge; it starts at (log M + 1)/L1, where the derivative is M."""

f2 = Piecewise(
    (-2 * eps * (u + 1) + 5 * eps / 4, u < -1),
    (eps / 4 * (6 * u**2 - u**4), u <= 1),
    (2 * eps * (u - 1) + 5 * eps / 4, True),
)
"""The function on which short steps are slow: slope 2 eps outside [-1, 1]."""


def f1_slope(point: sp.Expr) -> sp.Expr:
    """|f1'| as a function of the distance from the minimiser."""
    return Piecewise((L1 * point, point <= 1 / L1), (exp(L1 * point - 1), True))


def f2_slope(point: sp.Expr) -> sp.Expr:
    """The derivative of f2."""
    inside = Max(-1, Min(1, point))
    return eps * (3 * inside - inside**3)


start = (log(M) + 1) / L1
printed = L1 * M * (Delta - 5 * eps / 8) / (8 * eps**2 * (log(M) + 1))
f1_run = recursion(y, start, Abs(y(i) - h * f1_slope(y(i))))
f2_run = recursion(y, 1 + (Delta - 5 * eps / 4) / (2 * eps), y(i) - h * f2_slope(y(i)))

paper.claim(
    "thm4",
    ForAll(
        given=(
            L0 >= 1,
            L1 >= 1,
            M > 1,
            G - L0 / L1 * log(1 + L1 * G / L0) >= L1 * Delta,
        ),
        then=printed <= 2 * (L0 + L1 * G) * Delta / eps**2,
    ),
    kind="theorem",
    title="lower bound for a fixed step, as printed",
    locator="Thm. 4",
    sense="lower",
    expect="false",
    uses=("ours/gradient-bound", "ours/fixed-step-without-assumption4"),
    witness={
        L0: sp.Integer(1),
        L1: sp.Integer(1),
        Delta: sp.Integer(1),
        eps: Rational(1, 10),
        G: sp.Integer(3),
        M: sp.Integer(1000),
    },
    note="Printed: for fixed L0 >= 1, L1 >= 1, M > 1, every fixed step needs at least L1 M (Delta - 5 eps/8)/(8 "
    "eps^2 (log M + 1)) steps on some function of the class. Stated here is what follows if it held without "
    "further conditions: the printed number could not exceed the number of steps that the step 1/(L0 + L1 G) "
    "provably needs, where G bounds every gradient once the gap is at most Delta. At the witness the printed "
    "number is above 1480, and 800 suffice. Conditions that the statement leaves out: (1) Delta must be a fixed "
    "parameter of the class, since the supremum is over the start too; (2) eps <= L0/3, as f2'' reaches 3 eps; (3) "
    "M >= 2 eps; (4) Delta >= 5 eps/4, the height of f2 at 1; (5) Delta >= (2M - 1)/(2 L1), as f1 itself must have "
    "gap at most Delta; (6) L0 >= L1, or another f1. With them it is ours/thm4-with-conditions; with a better "
    "function and no condition (6) ours/thm4-repaired; without the logarithm ours/no-log-lower-bound. Right-hand "
    "side reconstructed.",
)

paper.claim(
    "thm4-f1-member",
    Inclusion(function=f1, variable=u, functions=L0L1Smooth(L0, L1), given=(L0 >= 1, L1 >= 1)),
    kind="step",
    title="f1 is in the class, as the proof needs",
    locator="Thm. 4, proof",
    expect="false",
    witness={L0: sp.Integer(1), L1: sp.Integer(2), u: sp.Integer(0)},
    note="f1''(0) = L1 while f1'(0) = 0, so f1 is (L0,L1)-smooth if and only if L0 >= L1: ours/thm4-f1-member.",
)

paper.claim(
    "thm4-divergence",
    ForAll(
        indices=(k,),
        given=(M > 1, h * L1 * M > 2 * (log(M) + 1), *f1_run),
        then=(y(k + 1) > y(k), f1_slope(y(k)) >= M),
    ),
    kind="step",
    title="longer steps diverge on f1",
    locator="Thm. 4, proof",
    note="y(k) is the distance |x_k| of the iterate from the minimiser 0. The threshold is exact for f1: "
    "ours/thm4-f1-threshold.",
)

paper.claim(
    "thm4-f2-member",
    Inclusion(function=f2, variable=u, functions=L0L1Smooth(L0, L1), given=(L0 >= 3 * eps,)),
    kind="step",
    title="f2 is twice continuously differentiable and in the class",
    locator="Thm. 4, proof",
    note="The third derivative jumps at -1 and 1. The condition eps <= L0/3 is not in the theorem.",
)

paper.claim(
    "thm4-f2-height",
    ForAll(given=(Eq(height, eps / 4 * (6 * u**2 - u**4)), Eq(u, 1)), then=Eq(height, 5 * eps / 4)),
    kind="step",
    title="the height of f2 at 1",
    locator="Thm. 4, proof",
)

paper.claim(
    "thm4-offset",
    ForAll(given=(Eq(height, eps / 4 * (6 * u**2 - u**4)), Eq(u, 1)), then=Eq(height, 5 * eps / 8)),
    kind="step",
    title="the height of f2 at 1, as the printed offset needs it",
    locator="Thm. 4, proof",
    expect="false",
    witness={eps: sp.Integer(1), u: sp.Integer(1), height: Rational(5, 4)},
    note="The printed offset 5 eps/8 is the height of the function half as high, whose slope eps is already stationary "
    "(ours/thm4-half-height). Harmless: no offset is needed at all (ours/thm4-count).",
)

paper.claim(
    "thm4-count",
    ForAll(
        indices=(k,),
        given=(Delta >= 5 * eps / 4, 4 * eps**2 * h * k <= Delta - 5 * eps / 4, *f2_run),
        then=(y(k) >= 1, f2_slope(y(k)) > eps),
    ),
    kind="step",
    title="shorter steps need long on f2",
    locator="Thm. 4, proof",
    looseness={"offset/eps": (Rational(5, 4), sp.Integer(0))},
    note="y is the run on f2 from the point where f2 = Delta; each step on the linear part has length 2 eps h.",
)

paper.claim(
    "remark5",
    ForAll(
        given=(L1 >= 1, eps * L1 <= L0, M > 1),
        then=L1 * M * Delta / (8 * eps**2 * (log(M) + 1))
        >= L1 * M / (320 * L0 * (log(M) + 1)) * (20 * L0 * Delta / eps**2 + 20 * Max(1, L1**2) * Delta / L0),
    ),
    kind="remark",
    title="the lower bound for a fixed step exceeds the bound of Theorem 3 by a factor of order L1 M/(L0 log M)",
    locator="Remark 5",
    uses=("zhang2020/thm3", "ours/thm4-with-conditions"),
    note="The source says arbitrarily faster, for L1 M large (poor initialisation); its lower bound also cites "
    "Carmon et al. for the term L0 Delta/eps^2. But M cannot grow unless Delta does "
    "(ours/gradient-bound-explicit), so for fixed L0, L1, Delta the ratio is bounded, and a fixed step always "
    "converges (ours/fixed-step-without-assumption4).",
)
