"""Nonsmooth and composite convex functions: subgradients, proximal steps, conditional gradients, splitting."""

from sympy import Rational, sqrt

from theory.classes import (
    BoundedSet,
    Convex,
    LipschitzConvex,
    SmoothConvex,
    SmoothStronglyConvex,
    StronglyConvex,
    Sum,
)
from theory.measures import best_gap, gap, gradient_norm, separation, squared_distance
from theory.methods import (
    accelerated_proximal_gradient,
    douglas_rachford,
    frank_wolfe,
    inexact_proximal_point,
    proximal_gradient,
    proximal_point,
    subgradient_method,
)
from theory.papers.classics.setting import NEAR, D, L, M, R, alpha, paper
from theory.symbols import N

__all__ = ["composite"]

COMPOSITE = "Taylor, Hendrickx and Glineur, SIAM J. Optim. 27 (2017)"
lipschitz = dict(functions=LipschitzConvex(M), method=subgradient_method, given=NEAR)
paper.theorem(
    "subgradient", title="the subgradient method with step R/(M sqrt(N+1)): the best value", locator="Sec. 3.2.3",
    source="Nesterov, Introductory Lectures on Convex Optimization (2004)", sense="tight", horizons=(3, 8),
    step=R / (M * sqrt(N + 1)), then=best_gap(N) <= M * R / sqrt(N + 1), **lipschitz,
    note="Proved where N + 1 is a square, so that the step is rational.",
)  # fmt: skip
paper.control(
    "subgradient-too-good", title="the same, three times smaller", locator="variant of Sec. 3.2.3", horizons=(3,),
    step=R / (M * sqrt(N + 1)), then=best_gap(N) <= M * R / (3 * sqrt(N + 1)), **lipschitz,
)  # fmt: skip
paper.control(
    "subgradient-slightly-too-good", title="the same, a hundredth smaller", locator="variant of Sec. 3.2.3",
    horizons=(3,), step=R / (M * sqrt(N + 1)), then=best_gap(N) <= Rational(99, 100) * M * R / sqrt(N + 1), **lipschitz,
    note="Refuted in four dimensions, by the maximum of the coordinates up to signs.",
)  # fmt: skip
paper.theorem(
    "subgradient-constant-step", title="the subgradient method with step R/(2M): the best value",
    locator="(2)", source="Boyd, Xiao and Mutapcic, Subgradient Methods (2003)", sense="upper",
    step=R / (2 * M), then=best_gap(N) <= (1 + (N + 1) / 4) * M * R / (N + 1), horizons=(1, 2, 3, 4), **lipschitz,
    note="(R^2 + (N+1) h^2 M^2)/(2 (N+1) h) with h = R/(2M).",
)  # fmt: skip
paper.control(
    "subgradient-last", title="the best value's rate for the last value", locator="variant of Sec. 3.2.3",
    horizons=(3,), step=R / (M * sqrt(N + 1)), then=gap(N) <= M * R / (2 * sqrt(N + 1)), **lipschitz,
)  # fmt: skip
prox = dict(functions=Convex(), method=proximal_point, step=alpha, given=NEAR)
paper.theorem(
    "proximal-point", title="the proximal point method: the last value", locator="Thm. 4.1", source=COMPOSITE,
    sense="tight", horizons=(1, 2, 3, 4, 5), then=gap(N) <= R**2 / (4 * alpha * N), **prox,
)  # fmt: skip
paper.control(
    "proximal-point-too-good", title="the same with 4 N + 1", locator="variant of Thm. 4.1",
    then=gap(N) <= R**2 / (alpha * (4 * N + 1)), **prox,
)  # fmt: skip
paper.theorem(
    "proximal-point-guler", title="the proximal point method: the rate known before", locator="Thm. 2.1 (from memory)",
    source="Gueler, SIAM J. Control Optim. 29 (1991)", sense="upper", horizons=(1, 2, 3),
    then=gap(N) <= R**2 / (2 * alpha * N), **prox,
)  # fmt: skip
paper.theorem(
    "proximal-point-residual", title="the proximal point method: the last subgradient", locator="main result",
    source=f"Gu and Yang, arXiv:2301.03175; conjectured in {COMPOSITE}", sense="tight", horizons=(1, 2, 3, 4),
    then=gradient_norm(N) ** 2 <= R**2 / (alpha * N) ** 2,
    **prox,
)  # fmt: skip
paper.control(
    "proximal-point-residual-too-good", title="the same with N + 1", locator="variant of the result on residuals",
    then=gradient_norm(N) ** 2 <= R**2 / (alpha * (N + 1)) ** 2, **prox,
)  # fmt: skip
strongly = dict(functions=StronglyConvex(1 / (2 * alpha)), method=proximal_point, step=alpha, given=NEAR)
paper.theorem(
    "proximal-point-strongly-convex", title="the proximal point method, step 1/(2 mu): the distance",
    locator="Thm. 2, special case (from memory)", source="Rockafellar, SIAM J. Control Optim. 14 (1976)", sense="tight",
    horizons=(1, 2, 3), then=squared_distance(N) <= Rational(2, 3) ** (2 * N) * R**2, **strongly,
    note="1/(1 + mu step) for each step.",
)  # fmt: skip
paper.control(
    "proximal-point-strongly-convex-too-good", title="the same with 1/2", locator="variant of Thm. 2",
    then=squared_distance(N) <= Rational(1, 2) ** (2 * N) * R**2, **strongly,
)  # fmt: skip
rough = dict(functions=Convex(), method=inexact_proximal_point, error=Rational(3, 5), step=alpha, given=NEAR)
BARRE = "Barre, Taylor and Bach, Open J. Math. Optim. 3 (2022)"
for count, power in ((1, 1), (2, Rational("1.741")), (3, Rational("2.408"))):
    paper.theorem(
        f"inexact-proximal-point-{count}", title=f"{count} proximal steps with the relative error 3/5: the last value",
        locator="Sec. 3.5.1", source=BARRE, sense="tight" if count == 1 else "upper", horizons=(count,),
        then=gap(N) <= Rational(8, 5) * R**2 / (4 * alpha * power), **rough,
        note="(1 + sigma) R^2/(4 step N^sqrt(1 - sigma^2)) with sigma = 3/5, where N^(4/5) is rounded down.",
    )  # fmt: skip
paper.control(
    "inexact-proximal-point-too-good", title="the rate of exact proximal steps", locator="variant of Sec. 3.5.1",
    then=gap(N) <= R**2 / (4 * alpha * N), **rough,
)  # fmt: skip
composite = dict(functions=Sum(SmoothConvex(L), Convex()), method=proximal_gradient, step=1 / L, given=NEAR)
paper.theorem(
    "proximal-gradient", title="the proximal gradient method with step 1/L: the last value",
    locator="on the proximal gradient method (from memory)", source=COMPOSITE, sense="tight", horizons=(1, 2, 3),
    then=gap(N) <= L * R**2 / (4 * N), **composite,
)  # fmt: skip
paper.theorem(
    "ista", title="the proximal gradient method with step 1/L: the rate of ISTA", locator="Thm. 3.1 (from memory)",
    source="Beck and Teboulle, SIAM J. Imaging Sci. 2 (2009)", sense="upper", horizons=(1, 2, 3),
    then=gap(N) <= L * R**2 / (2 * N), **composite,
)  # fmt: skip
paper.control(
    "proximal-gradient-too-good", title="the rate of gradient descent, 4 N + 2", locator="variant of the last value",
    then=gap(N) <= L * R**2 / (4 * N + 2), **composite,
)  # fmt: skip
paper.theorem(
    "proximal-gradient-strongly-convex", title="the proximal gradient method with step 1/L, mu = L/10: the distance",
    locator="Thm. 3.1", source="Taylor, Hendrickx and Glineur, J. Optim. Theory Appl. 178 (2018)", sense="tight",
    horizons=(1, 2, 3), then=squared_distance(N) <= Rational(9, 10) ** (2 * N) * R**2,
    **{**composite, "functions": Sum(SmoothStronglyConvex(L / 10, L), Convex())},
)  # fmt: skip
paper.theorem(
    "fista", title="the accelerated proximal gradient method, momentum k/(k+3)", locator="Thm. 4.4",
    source="Beck and Teboulle, SIAM J. Imaging Sci. 2 (2009)", sense="upper", horizons=(1, 2, 3),
    then=gap(N) <= 2 * L * R**2 / (N + 1) ** 2, **{**composite, "method": accelerated_proximal_gradient},
    note="With t_k = (k+2)/2, which satisfies t_{k+1}^2 - t_{k+1} <= t_k^2; the source has equality.",
)  # fmt: skip
paper.control(
    "fista-too-good", title="the same with 6 (N + 1)^2", locator="variant of Thm. 4.4",
    then=gap(N) <= L * R**2 / (6 * (N + 1) ** 2), **{**composite, "method": accelerated_proximal_gradient},
)  # fmt: skip
bounded = dict(functions=Sum(SmoothConvex(L), BoundedSet(D)), method=frank_wolfe)
paper.theorem(
    "frank-wolfe", title="the conditional gradient method with step 2/(k+2)", locator="Thm. 1",
    source="Jaggi, International Conference on Machine Learning (2013)", sense="upper", horizons=(1, 2, 3),
    then=gap(N) <= 2 * L * D**2 / (N + 2), **bounded,
)  # fmt: skip
paper.control(
    "frank-wolfe-too-good", title="the same, eight times smaller", locator="variant of Thm. 1",
    then=gap(N) <= L * D**2 / (4 * (N + 2)), **bounded,
)  # fmt: skip
split = dict(method=douglas_rachford, step=3 / L, given=separation(0) <= R**2)
contracting = Sum(SmoothStronglyConvex(L / 10, L), Convex())
paper.theorem(
    "douglas-rachford", title="Douglas-Rachford splitting, one function with mu = L/10, step 3/L: the contraction",
    locator="Thm. 2", source="Giselsson and Boyd, IEEE Trans. Autom. Control 62 (2017)", sense="tight",
    horizons=(1, 2), then=separation(N) <= Rational(10, 13) ** (2 * N) * R**2, functions=contracting, **split,
    note="max{1/(1 + mu step), L step/(1 + L step)}.",
)  # fmt: skip
paper.control(
    "douglas-rachford-too-good", title="the same with 9/13", locator="variant of Thm. 2",
    then=separation(N) <= Rational(9, 13) ** (2 * N) * R**2, functions=contracting, **split,
)  # fmt: skip
paper.theorem(
    "douglas-rachford-nonexpansive", title="Douglas-Rachford splitting of two convex functions: runs do not move apart",
    locator="Prop. 2 (from memory)",
    source="Lions and Mercier, SIAM J. Numer. Anal. 16 (1979)", sense="tight", horizons=(1, 2, 3),
    then=separation(N) <= R**2, functions=Sum(Convex(), Convex()), **{**split, "step": alpha},
)  # fmt: skip
