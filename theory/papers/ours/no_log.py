"""Proposition C: in the plane the lower bound for a fixed step has no logarithm and needs no L0 >= L1.

f(x, z) = C e^(z/4) (cosh x + 3), in the unit of length in which L1 = sqrt(17)/4.  With a = h C the run from (2, 0) is
X(k) = |x_k|, Z(k) = z_k below; q is the factor in x+ = (1 - q) x.
"""

import sympy as sp
from sympy import Abs, Eq, Max, Rational, cosh, exp, log, sinh, sqrt

from theory import ForAll, symbols
from theory.papers.ours.repaired_lower_bound import slope, slow_run, slow_slope, w, width
from theory.papers.ours.setting import paper
from theory.papers.zhang2020.setting import L0, L1, Delta, M, eps, h, i, j, k, t

X, Z = sp.Function("X", real=True), sp.Function("Z", real=True)
a, q, distance = symbols("a q distance", positive=True)
c = symbols("c")

THRESHOLD = Rational(317, 20)
"""15.85; the exact constant is (17/2)(cosh 2 + 3)/sinh 2 = 15.848..."""

plane_run = (
    Eq(X(0), 2),
    Eq(Z(0), 0),
    ForAll(over=(i,), indices=(i,), then=Eq(X(i + 1), Abs(X(i) - a * exp(Z(i) / 4) * sinh(X(i))))),
    ForAll(over=(i,), indices=(i,), then=Eq(Z(i + 1), Z(i) - a * exp(Z(i) / 4) * (cosh(X(i)) + 3) / 4)),
)
trace = c + (c + 3) / 16
determinant = (3 * c + 1) / 16
squared_bound = Rational(17, 16) * (c**2 - 1 + (c + 3) ** 2 / 16)

paper.claim(
    "no-log-member",
    ForAll(
        given=(c >= 1,),
        then=(
            c * (c + 3) / 16 - (c**2 - 1) / 16 >= determinant,
            determinant >= 0,
            4 * squared_bound >= trace**2,
            (squared_bound + determinant) ** 2 >= squared_bound * trace**2,
        ),
    ),
    kind="step",
    title="the function is convex and (0, sqrt(17)/4)-smooth",
    locator="Prop. C",
    note="c = cosh x; trace and determinant of the Hessian over C e^(z/4), and squared_bound = (17/16) ||grad "
    "f||^2 over its square. The larger eigenvalue is at most the root of squared_bound because of the last two "
    "inequalities.",
)

paper.claim(
    "no-log-gradient",
    ForAll(given=(c >= 1,), then=c**2 - 1 + (c + 3) ** 2 / 16 <= Rational(17, 16) * (c + 3) ** 2),
    kind="step",
    title="the gradient is at most L1 f",
    locator="Prop. C",
    note="So M = L1 f(x0) and Delta = M/L1.",
)

paper.claim(
    "no-log-growth",
    ForAll(
        given=(distance >= 2, q >= 4),
        then=log(sinh((q - 1) * distance) / ((q - 1) * distance))
        - log(sinh(distance) / distance)
        - q * distance * (cosh(distance) + 3) / (16 * sinh(distance))
        >= 0,
    ),
    kind="step",
    title="the factor q does not decrease",
    locator="Prop. C",
    note="The left side is log(q+/q) and equals 1.9876 at q = 4, distance 2, its least value.",
)

paper.claim(
    "no-log-threshold",
    ForAll(given=(Eq(t, 2), 17 * a * (cosh(t) + 3) >= 16 * THRESHOLD), then=a * sinh(t) / t >= 4),
    kind="step",
    title="the first factor is at least 4",
    locator="Prop. C",
    note="a = 16 h L1 M/(17 (cosh 2 + 3)), so the hypothesis is h L1 M >= 15.85.",
)

paper.claim(
    "no-log-divergence",
    ForAll(
        indices=(k,),
        given=(17 * a * (cosh(2) + 3) >= 16 * THRESHOLD, *plane_run),
        then=(X(k) >= 2, X(k + 1) >= 3 * X(k), exp(Z(k) / 4) * sinh(X(k)) >= sinh(2)),
    ),
    kind="theorem",
    title="every longer step diverges",
    locator="Prop. C",
    uses=("ours/no-log-growth", "ours/no-log-threshold"),
    note="From (2, 0). The distance at least triples in every step; the last conclusion keeps the gradient above "
    "0.52 M.",
)

paper.claim(
    "no-log-lower-bound",
    ForAll(
        indices=(j, k),
        given=(
            L1 * Delta >= M,
            2 * eps <= M,
            slope > eps,
            Eq(2 * L0 * width, 3 * slope),
            THRESHOLD * slope**2 * k <= L1 * M * (Delta - Rational(15, 16) * slope**2 / L0),
            Eq(17 * a * (cosh(2) + 3), 16 * h * L1 * M),
            *plane_run,
            *slow_run,
        ),
        then=Max(
            4 * M / (sqrt(17) * (cosh(2) + 3)) * exp(Z(j) / 4) * sinh(X(j)),
            slow_slope(w(k)),
        )
        > eps,
    ),
    kind="theorem",
    title="lower bound for a fixed step, without the logarithm",
    locator="Prop. C",
    sense="lower",
    uses=(
        "ours/no-log-member",
        "ours/no-log-gradient",
        "ours/no-log-divergence",
        "ours/slow-member",
        "ours/slow-count",
    ),
    note="T >= L1 M (Delta - 0.94 eps^2/L0)/(15.85 eps^2) in dimension two and more, for all L0, L1 > 0, Delta >= "
    "M/L1 and eps <= M/2 (slope = (1 + delta) eps, delta -> 0). Read like ours/thm4-repaired: whatever j and k "
    "below the bound, iterate j of the run in the plane or iterate k of the run on the slow function is not "
    "stationary. The first entry is the x-component of the gradient. So a fixed step costs Theta((L0 + L1 M) "
    "Delta/eps^2), and the log of Theorem 4 and Remark 5 is an artefact of one dimension.",
)
