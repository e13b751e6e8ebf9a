"""Known rates at the parameters of PEPit's examples (0.5.1), where the other files have other parameters.

Where step sizes or constants are irrational there, they are rounded here, and the bound is rounded up: its first digits
are those of the rate.  Notes give the numbers of PEPit, with L = 1 unless they say otherwise: the theory, and what its
solver finds where that is smaller.
"""

from sympy import Rational

from theory.classes import (
    Convex,
    FiniteSum,
    LipschitzConvex,
    SmoothConvex,
    SmoothStronglyConvex,
    Sum,
)
from theory.measures import best_gap, expected_squared_distance, gap, gradient_norm, noise_at_minimiser
from theory.methods import (
    accelerated_gradient,
    fista,
    heavy_ball,
    inexact_gradient_descent,
    inexact_proximal_point,
    optimized_gradient,
    optimized_gradient_for_gradients,
    stochastic_gradient,
    subgradient_method,
    triple_momentum,
)
from theory.papers.classics.gradient import silver
from theory.papers.classics.setting import LOW, NEAR, Delta, L, M, R, alpha, paper
from theory.symbols import N

__all__ = ["strong"]

strong = SmoothStronglyConvex(L / 10, L)
paper.theorem(
    "accelerated-gd-first-step", title="the first step of accelerated gradient descent", locator="Thm. 3.1 with N = 1",
    source="Drori and Teboulle, Math. Program. 145 (2014)", sense="tight", horizons=(1,), functions=SmoothConvex(L),
    method=accelerated_gradient, step=1 / L, given=NEAR, then=gap(N) <= L * R**2 / 6,
    note="A gradient step. PEPit: .166667; the theory of acceleration says .5 (classics/accelerated-gd).",
)  # fmt: skip
paper.theorem(
    "heavy-ball-first-step", title="the first step of heavy ball, mu = L/10, step 1/(2L)", sense="tight",
    locator="on function values (from memory)", horizons=(1,), functions=strong, method=heavy_ball, step=1 / (2 * L),
    source="Taylor, Hendrickx and Glineur, J. Optim. Theory Appl. 178 (2018)", momentum=Rational(2, 3),
    given=LOW, then=gap(N) <= Rational(19, 20) ** 2 * Delta,
    note="A gradient step, whatever the momentum. PEPit: .9025; the theory of heavy ball says .95.",
)  # fmt: skip
rough = dict(
    functions=strong, method=inexact_gradient_descent, step=Rational(200, 119) / L, error=Rational(1, 10), given=LOW,
    horizons=(2,),
)  # fmt: skip
paper.theorem(
    "inexact-gradient-tenth", title="two steps with gradients of the relative error 1/10, mu = L/10, the best step",
    locator="Thm. 5.3", source="de Klerk, Glineur and Taylor, SIAM J. Optim. 30 (2020)", sense="upper",
    then=gap(N) <= Rational("0.51892") * Delta, note="PEPit: (101/119)^4 = .518917.", **rough,
)  # fmt: skip
paper.control(
    "inexact-gradient-tenth-too-good", title="the same with .5189", locator="variant of Thm. 5.3",
    then=gap(N) <= Rational("0.5189") * Delta, **rough,
)  # fmt: skip
ratio = Rational(228, 721)
paper.theorem(
    "triple-momentum-tenth", title="four steps of the triple momentum method, mu = L (228/721)^2, almost L/10",
    locator="Thm. 1, (4)", source="Van Scoy, Freeman and Lynch, IEEE Control Syst. Lett. 2 (2018)", sense="upper",
    horizons=(4,), functions=SmoothStronglyConvex(ratio**2 * L, L), method=triple_momentum, smoothness=L,
    ratio=1 - ratio, given=NEAR, then=gap(N) <= Rational("0.23893") * L * R**2,
    note="PEPit, at mu = L/10, which is 1.0000017 times as large: .238925.",
)  # fmt: skip
theta = (Rational(1), *map(Rational, ("2584/1597", "3253/1483", "3286/1195", "8373/1894")))
optimised = dict(
    functions=SmoothConvex(L), method=optimized_gradient, step=1 / L, given=NEAR, horizons=(4,), theta=theta,
)  # fmt: skip
paper.theorem(
    "ogm-4", title="four steps of the optimised gradient method, rational coefficients", locator="Thm. 2 with N = 4",
    source="Kim and Fessler, Math. Program. 159 (2016)", sense="upper", **optimised,
    then=gap(N) <= Rational("0.025584") * L * R**2,
    note="L R^2/(2 theta_4^2) with theta_4 = 4.42079 .... PEPit, L = 3: .0767518.",
)  # fmt: skip
paper.control(
    "ogm-4-too-good", title="the same with .02558", locator="variant of Thm. 2", **optimised,
    then=gap(N) <= Rational("0.02558") * L * R**2,
)  # fmt: skip
steep = dict(
    functions=SmoothConvex(L), method=optimized_gradient_for_gradients, step=1 / L, given=LOW, horizons=(4,),
    theta=theta[::-1],
)  # fmt: skip
paper.theorem(
    "ogm-g-4", title="four steps of the optimised gradient method for gradients, rational coefficients",
    locator="Thm. 6.1 with N = 4", source="Kim and Fessler, J. Optim. Theory Appl. 188 (2021)", sense="upper",
    then=gradient_norm(N) ** 2 <= Rational("0.102337") * L * Delta, **steep,
    note="2 L Delta/theta_0^2 with theta_0 = 4.42079 .... PEPit, L = 3: .307007.",
)  # fmt: skip
paper.control(
    "ogm-g-4-too-good", title="the same with .1023", locator="variant of Thm. 6.1",
    then=gradient_norm(N) ** 2 <= Rational("0.1023") * L * Delta, **steep,
)  # fmt: skip
paper.theorem(
    "silver-7-solver", title="seven silver steps, rounded to rationals: the bound that a solver finds",
    locator="Thm. 1.1 with n = 7, improved", source="Altschuler and Parrilo, arXiv:2309.16530", sense="upper",
    given=NEAR, then=gap(N) <= L * R**2 / 54, **silver(7),
    note="PEPit: .0184215 = 1/54.28, with steps that are not rounded; the theory says .0343775 (classics/silver-7).",
)  # fmt: skip
paper.theorem(
    "subgradient-6", title="the subgradient method with step R/(M sqrt(7)), rounded: the best value",
    locator="Sec. 3.2.3", source="Nesterov, Introductory Lectures on Convex Optimization (2004)", sense="upper",
    horizons=(6,), functions=LipschitzConvex(M), method=subgradient_method, step=Rational(14, 37) * R / M, given=NEAR,
    then=best_gap(N) <= Rational(37 * (37**2 + 7 * 14**2), 37**2 * 14 * 14) * M * R,
    note="(1 + 7 h^2)/(14 h) with h = 14/37, almost 1/sqrt(7). PEPit, M = 2: .755929.",
)  # fmt: skip
paper.theorem(
    "inexact-proximal-point-8", title="eight proximal steps with the relative error 13/20: the last value",
    locator="Sec. 3.5.1", source="Barre, Taylor and Bach, Open J. Math. Optim. 3 (2022)", sense="upper", horizons=(8,),
    functions=Convex(), method=inexact_proximal_point, error=Rational(13, 20), step=alpha, given=NEAR,
    then=gap(N) <= Rational(33, 20) * R**2 / (4 * alpha * Rational("4.856115")),
    note="8^sqrt(1 - sigma^2) = 4.8561151 ..., rounded down. PEPit, step 10: .00849444 in theory, .00767842 found.",
)  # fmt: skip
paper.theorem(
    "fista-4", title="four steps of the accelerated proximal gradient method, rational coefficients",
    locator="Thm. 4.4", source="Beck and Teboulle, SIAM J. Imaging Sci. 2 (2009)", sense="upper", horizons=(4,),
    functions=Sum(SmoothConvex(L), Convex()), method=fista, step=1 / L, given=NEAR,
    theta=(*theta[:4], Rational(23, 7)),
    then=gap(N) <= L * R**2 / (2 * Rational(3286, 1195) ** 2),
    note="theta_{k+1}^2 - theta_{k+1} <= theta_k^2, an equality in the source; the last theta moves no x_k, k <= 4. "
    "PEPit: .0661257 in theory, .0516733 found.",
)  # fmt: skip
noisy = dict(
    functions=FiniteSum(strong, 5), method=stochastic_gradient, step=1 / L, horizons=(1,),
    given=(NEAR, noise_at_minimiser(0) <= L**2 * R**2 / 4),
)  # fmt: skip
paper.theorem(
    "sgd-5-more-noise", title="stochastic gradient descent, step 1/L, mu = L/10, 5 components, noise L R/2",
    locator="guarantee in the code", sense="upper",
    source="Taylor, Hendrickx and Glineur, IEEE Conference on Decision and Control (2017), code of PESTO",
    then=expected_squared_distance(N) <= Rational("1.260414") * R**2, **noisy,
    note="(9/20 + sqrt(181/400))^2 = 1.2604131 .... PEPit, R = 2: 5.04165.",
)  # fmt: skip
paper.control(
    "sgd-5-more-noise-too-good", title="the same with 1.26", locator="variant of the guarantee",
    then=expected_squared_distance(N) <= Rational("1.26") * R**2, **noisy,
)  # fmt: skip
