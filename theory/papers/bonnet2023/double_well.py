"""F = theta, x(0) = 0, loss (x^2 - 1)^2, T = 1: the optimal control is known, and unique if and only if lambda >= 2."""

import sympy as sp
from sympy import Abs, Eq, Rational

from theory import ForAll, symbols
from theory.papers.bonnet2023.setting import A, Q, i, lam, n, paper, recursion, s, theta, total

r, a, b = symbols("r a b")
y, ratio = sp.Function("y", real=True), sp.Function("ratio", real=True)


def cost(end: sp.Expr, effort: sp.Expr) -> sp.Expr:
    """Loss at the end of the run plus lambda times the control's mean square."""
    return (end**2 - 1) ** 2 + lam * effort


def picard(point: sp.Expr) -> sp.Expr:
    """The explicit shooting iteration: theta <- -p/(2 lambda), where p = 4 x (x^2 - 1) is the adjoint at x = theta."""
    return 2 * point * (1 - point**2) / lam


controls = (*total(A, theta(i)), *total(Q, theta(i) ** 2))

paper.claim(
    "effort",
    ForAll(indices=(n,), given=controls, then=A(n) ** 2 <= n * Q(n)),
    kind="step",
    title="of all controls that lead to the same end, the constant one has the least mean square",
    locator="solvable case (a)",
    note="A(n) and Q(n) are the sums of n values of a piecewise constant control and of their squares.",
)

paper.claim(
    "reduction",
    ForAll(
        indices=(n,),
        given=(*controls, n >= 1),
        then=cost(A(n) / n, Q(n) / n) >= cost(A(n) / n, (A(n) / n) ** 2),
    ),
    kind="lemma",
    title="the problem over controls is the problem over one number, the end of the run",
    locator="solvable case (a)",
    uses=("bonnet2023/effort",),
    note="For every number n of pieces of equal length. The end of the run is the mean of the control.",
)

paper.claim(
    "unique",
    ForAll(indices=(n,), given=(*controls, n >= 1, lam >= 2), then=cost(A(n) / n, Q(n) / n) >= 1 + (A(n) / n) ** 4),
    kind="theorem",
    title="for lambda >= 2 the control zero is optimal, and no other end is",
    locator="Thm. on unique optimal controls, solvable case (a)",
    sense="lower",
    uses=("bonnet2023/reduction",),
    note="The cost of the control zero is 1. That an optimal control is unique for large lambda is the paper's; that "
    "2 is where it starts in this case is ours.",
)

paper.claim(
    "two-minimisers",
    ForAll(
        given=(lam < 2,),
        then=(
            Eq(cost(s, s**2), lam - lam**2 / 4 + (s**2 - 1 + lam / 2) ** 2),
            lam - lam**2 / 4 < 1,
        ),
    ),
    kind="theorem",
    title="for lambda < 2 exactly two constant controls are optimal, plus and minus sqrt(1 - lambda/2)",
    locator="solvable case (a)",
    sense="tight",
    provenance="ours",
    note="The cost is lambda - lambda^2/4 plus a square that vanishes at these two ends only; zero costs 1.",
)

paper.claim(
    "unique-always",
    ForAll(then=cost(s, s**2) >= 1),
    kind="control",
    title="the control zero is optimal for every lambda > 0",
    locator="solvable case (a), careless reading",
    expect="false",
    provenance="ours",
    witness={lam: sp.Integer(1), s: Rational(1, 2)},
    note="Without 'lambda large enough' uniqueness fails: at lambda = 1 the end 1/2 costs 13/16.",
)

paper.claim(
    "convex",
    ForAll(
        given=(lam >= 2,),
        then=cost((a + b) / 2, ((a + b) / 2) ** 2) <= (cost(a, a**2) + cost(b, b**2)) / 2,
    ),
    kind="step",
    title="for lambda >= 2 the cost is convex in the end of the run",
    locator="solvable case (a)",
    provenance="ours",
)

paper.claim(
    "convex-below",
    ForAll(
        given=(lam >= Rational(19, 10),),
        then=cost((a + b) / 2, ((a + b) / 2) ** 2) <= (cost(a, a**2) + cost(b, b**2)) / 2,
    ),
    kind="control",
    title="the cost is convex already from lambda = 1.9 on",
    locator="solvable case (a)",
    expect="false",
    provenance="ours",
    witness={lam: Rational(19, 10), a: Rational(-1, 10), b: Rational(1, 10)},
)

paper.claim(
    "shooting-contracts",
    ForAll(
        indices=(n,),
        given=(
            Abs(y(0)) <= 1,
            lam >= 2,
            *recursion(y, y(0), picard(y(i)))[1:],
            *recursion(ratio, sp.Integer(1), 2 / lam * ratio(i)),
        ),
        then=(Abs(y(n)) <= ratio(n) * Abs(y(0)), Abs(y(n)) <= 1),
    ),
    kind="theorem",
    title="the explicit shooting iteration falls to the optimal control zero by the factor 2/lambda a step",
    locator="convergence of the shooting iteration, solvable case (a)",
    sense="upper",
    provenance="ours",
    note="ratio(n) is (2/lambda)^n. Starts in [-1, 1].",
)

paper.claim(
    "shooting-slope",
    ForAll(
        given=(Eq(s**2, 1 - lam / 2), Eq(r, (2 - 6 * s**2) / lam)),
        then=(Eq(r, 3 - 4 / lam), Eq((lam - 1) * (2 - lam), (1 - r**2) * lam**2 / 8)),
    ),
    kind="theorem",
    title="at the two optimal controls the explicit iteration contracts if and only if 1 < lambda < 2",
    locator="convergence of the shooting iteration, solvable case (a)",
    provenance="ours",
    note="r is the iteration's derivative at its fixed point; |r| < 1 if and only if (lambda - 1)(2 - lambda) > 0.",
)
