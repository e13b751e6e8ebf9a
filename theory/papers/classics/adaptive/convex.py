"""Convex functions, steps of the length R/sqrt(T+1) along the negative gradient or a subgradient, for every T.

The bounds are on the best of the T + 1 points x_0 .. x_T.
"""

from sympy import Eq, Integer, Rational

from theory.arithmetic import inner, norm
from theory.classes import SmoothConvex
from theory.papers.classics.adaptive.setting import every, h, least, member, sequence, u, xs
from theory.papers.classics.setting import L, M, R, paper
from theory.statement import ForAll
from theory.symbols import T, f, family, grad, k, x

__all__ = ["convex"]

one = Integer(1)
slope, value = family("subgradient"), sequence("value")
near = inner(x(0) - xs, x(0) - xs) <= R**2
subgradients = (
    every(Eq(x(k + 1), x(k) - h / norm(slope(k)) * slope(k), evaluate=False), k < T), near,
    every(value(k) - f(xs) <= inner(slope(k), x(k) - xs), k <= T), every(norm(slope(k)) <= M, k <= T),
    every(value(k) - f(xs) >= least, k <= T), Eq((T + 1) * h**2, R**2, evaluate=False),
)  # fmt: skip
NESTEROV = "Nesterov, Introductory Lectures on Convex Optimization (2004)"
paper.claim(
    "normalised-subgradient", ForAll(points=(xs,), given=subgradients, then=least <= M * h),
    kind="theorem", title="normalised subgradients with step R/sqrt(T+1): the best value, for every T",
    locator="Thm. 3.2.2 (from memory)", source=NESTEROV, sense="upper",
    note="value(k) and subgradient(k) are those at x_k, and the inequality at xs is used; h is the step, "
    "so the bound is M R/sqrt(T+1), which Drori and Teboulle (2016) show to be the best of any method.",
)  # fmt: skip
paper.claim(
    "normalised-subgradient-too-good",
    ForAll(points=(xs,), given=subgradients, then=least <= Rational(99, 100) * M * h),
    kind="control", title="the same, a hundredth smaller", locator="variant of Thm. 3.2.2", expect="false",
    witness={
        "function": u**2 / 2, "variable": u, x(k): 1, sequence("subgradient")(k): 0,
        value(k): 1, xs: Integer(0), T: Integer(0), h: one, M: one, R: one, least: one,
    },
    note="At x_0 already, for the modulus of one variable.",
)  # fmt: skip
lengths = every(Eq(x(k + 1), x(k) - h / norm(grad(x(k))) * grad(x(k)), evaluate=False), k < T)
convex = (
    member(SmoothConvex(L)), Eq(grad(xs), 0), lengths, near, every(f(x(k)) - f(xs) >= least, k <= T),
    Eq((T + 1) * h**2, R**2, evaluate=False),
)  # fmt: skip
paper.claim(
    "normalised-convex", ForAll(points=(xs,), given=convex, then=least <= L * R**2 / (2 * (T + 1))),
    kind="theorem", title="normalised gradients with step R/sqrt(T+1), smooth convex: the best value, for every T",
    locator="Sec. 3.2.3, by (3.2.13) (from memory)", source=NESTEROV, sense="upper",
    note="The step needs no L. Attained for T = 0; whether it is for other T is not known here.",
)  # fmt: skip
paper.claim(
    "normalised-convex-too-good", ForAll(points=(xs,), given=convex, then=least <= L * R**2 / (2 * T + 3)),
    kind="control", title="the same with 2 T + 3", locator="variant of Sec. 3.2.3", expect="false",
    witness={
        "function": u**2 / 2, "variable": u, x(k): 1, xs: Integer(0), T: Integer(0), h: one, L: one, R: one,
        least: Rational(1, 2),
    },
)  # fmt: skip
