"""Smooth strongly convex functions: gradient descent, line search, inexact gradients, momentum."""

from sympy import Rational

from theory.classes import SmoothStronglyConvex, Sum
from theory.measures import gap, gradient_norm, separation, squared_distance
from theory.methods import (
    exact_line_search,
    gradient_descent,
    heavy_ball,
    inexact_gradient_descent,
    nesterov_strongly_convex,
    triple_momentum,
)
from theory.papers.classics.setting import LOW, NEAR, Delta, L, R, paper
from theory.symbols import N

__all__ = ["strong"]

strong = dict(functions=SmoothStronglyConvex(L / 10, L), method=gradient_descent)
TAYLOR = "Taylor, Hendrickx and Glineur, J. Optim. Theory Appl. 178 (2018)"

paper.theorem(
    "gd-strongly-convex", title="gradient descent with step 2/(L + mu), mu = L/10: the distance",
    locator="Thm. 2.1.15 (from memory)",
    source="Nesterov, Introductory Lectures on Convex Optimization (2004)", sense="tight",
    functions=SmoothStronglyConvex(L / 10, L), method=gradient_descent, step=Rational(20, 11) / L,
    given=NEAR, then=squared_distance(N) <= Rational(9, 11) ** (2 * N) * R**2, horizons=(1, 2, 3),
)  # fmt: skip
paper.control(
    "gd-strongly-convex-too-good", title="the same with 8/11", locator="variant of Thm. 2.1.15",
    functions=SmoothStronglyConvex(L / 10, L), method=gradient_descent, step=Rational(20, 11) / L,
    given=NEAR, then=squared_distance(N) <= Rational(8, 11) ** (2 * N) * R**2,
)  # fmt: skip
paper.theorem(
    "gd-strongly-convex-short-step", title="gradient descent with step 1/L, mu = L/10: the distance",
    locator="Thm. 3.1", source=TAYLOR, sense="tight", horizons=(1, 2),
    given=NEAR, then=squared_distance(N) <= Rational(9, 10) ** (2 * N) * R**2, step=1 / L, **strong,
)  # fmt: skip
paper.theorem(
    "gd-strongly-convex-values", title="gradient descent with step 1/L, mu = L/10: the values",
    locator="on function values (from memory)", source=TAYLOR, sense="tight", horizons=(1, 2),
    given=LOW, then=gap(N) <= Rational(9, 10) ** (2 * N) * Delta, step=1 / L, **strong,
)  # fmt: skip
paper.control(
    "gd-strongly-convex-values-too-good", title="the same with 8/10", locator="variant of the result on values",
    given=LOW, then=gap(N) <= Rational(8, 10) ** (2 * N) * Delta, step=1 / L, **strong,
)  # fmt: skip
paper.theorem(
    "gd-strongly-convex-gradients", title="gradient descent with step 1/L, mu = L/10: the gradients",
    locator="on gradient norms (from memory)", source=TAYLOR, sense="tight", horizons=(1, 2, 3),
    given=gradient_norm(0) ** 2 <= L * Delta, then=gradient_norm(N) ** 2 <= Rational(9, 10) ** (2 * N) * L * Delta,
    step=1 / L, **strong,
)  # fmt: skip
paper.theorem(
    "gd-contraction", title="two runs of gradient descent with step 2/(L + mu), mu = L/10, approach each other",
    locator="Sec. 5.1", source="Ryu and Boyd, Appl. Comput. Math. 15 (2016)", sense="tight", horizons=(1, 2),
    given=separation(0) <= R**2, then=separation(N) <= Rational(9, 11) ** (2 * N) * R**2,
    step=Rational(20, 11) / L, **strong,
)  # fmt: skip
paper.control(
    "gd-contraction-too-good", title="the same with 8/11", locator="variant of Sec. 5.1",
    given=separation(0) <= R**2, then=separation(N) <= Rational(8, 11) ** (2 * N) * R**2,
    step=Rational(20, 11) / L, **strong,
)  # fmt: skip
paper.theorem(
    "exact-line-search", title="gradient descent with exact line search, mu = L/10", locator="Thm. 1.2",
    source="de Klerk, Glineur and Taylor, Optim. Lett. 11 (2017)", sense="tight", horizons=(1, 2),
    given=LOW, then=gap(N) <= Rational(9, 11) ** (2 * N) * Delta, **{**strong, "method": exact_line_search},
    note="The proof uses of the line search only <grad f(x+), d> = 0 = <grad f(x+), x+ - x>.",
)  # fmt: skip
paper.control(
    "exact-line-search-too-good", title="the same, a hundredth smaller", locator="variant of Thm. 1.2", horizons=(1,),
    given=LOW, then=gap(N) <= Rational(99, 100) * Rational(9, 11) ** (2 * N) * Delta,
    note="Refuted by a function of several variables: on a line exact line search ends after one step.",
    **{**strong, "method": exact_line_search},
)  # fmt: skip
polyak = dict(
    functions=SmoothStronglyConvex(L / 10, L), method=gradient_descent, horizons=(1,), step=Rational(5, 4) / L,
    given=(NEAR, 5 * gradient_norm(0) ** 2 <= 8 * L * gap(0), 5 * gradient_norm(0) ** 2 >= 8 * L * gap(0)),
)  # fmt: skip
paper.theorem(
    "polyak-step", title="a Polyak step that turns out to be 5/(4L), mu = L/10: the distance", locator="Prop. 1",
    source="Barre, Taylor and d'Aspremont, Conference on Learning Theory (2020)", sense="upper",
    then=squared_distance(N) <= Rational(7, 12) * R**2, **polyak,
    note="The step h has h ||grad f||^2 = 2 (f - f*); the rate is (h L - 1)(1 - h mu)/(h (L + mu) - 1).",
)  # fmt: skip
paper.control(
    "polyak-step-too-good", title="the same with 1/5", locator="variant of Prop. 1",
    then=squared_distance(N) <= R**2 / 5, **{**polyak, "functions": Sum(SmoothStronglyConvex(L / 10, L))},
)  # fmt: skip
paper.control(
    "polyak-step-any", title="the rate of a Polyak step for any step of length 5/(4L)", locator="variant of Prop. 1",
    then=squared_distance(N) <= Rational(7, 12) * R**2, **{**polyak, "given": NEAR},
)  # fmt: skip
inexact = dict(
    functions=SmoothStronglyConvex(L / 2, L), method=inexact_gradient_descent, step=Rational(6, 5) / L,
    error=Rational(1, 3),
)  # fmt: skip
paper.theorem(
    "inexact-gradient", title="gradients with the relative error 1/3, mu = L/2, the best step", locator="Thm. 5.3",
    source="de Klerk, Glineur and Taylor, SIAM J. Optim. 30 (2020)", sense="tight", horizons=(1, 2, 3),
    given=LOW, then=gap(N) <= Rational(3, 5) ** (2 * N) * Delta, **inexact,
    note="(L' - mu')/(L' + mu') with L' = (1 + 1/3) L and mu' = (1 - 1/3) mu; the step is 2/(L' + mu').",
)  # fmt: skip
paper.control(
    "inexact-gradient-too-good", title="the rate of exact gradients", locator="variant of Thm. 5.3",
    given=LOW, then=gap(N) <= Rational(1, 3) ** (2 * N) * Delta, **inexact,
)  # fmt: skip
rolling = dict(
    functions=SmoothStronglyConvex(2 * L / 9, L), method=heavy_ball, step=1 / (2 * L), momentum=Rational(2, 3),
    given=LOW,
)  # fmt: skip
paper.theorem(
    "heavy-ball", title="heavy ball, mu = 2L/9, step 1/(2L), momentum 2/3", locator="Thm. 4",
    source="Ghadimi, Feyzmahdavian and Johansson, European Control Conference (2015)", sense="upper",
    horizons=(1, 2, 3), then=gap(N) <= Rational(8, 9) ** N * Delta, **rolling,
    note="momentum sqrt((1 - mu step)(1 - L step)), rate 1 - mu step; these constants make the root rational.",
)  # fmt: skip
paper.control(
    "heavy-ball-too-good", title="the same with 5/9", locator="variant of Thm. 4",
    then=gap(N) <= Rational(5, 9) ** N * Delta, **rolling,
)  # fmt: skip
paper.control(
    "heavy-ball-polyak", title="Polyak's step and momentum for (mu, L) = (1, 25) beyond quadratics",
    locator="variant of Sec. 4.6", source="Lessard, Recht and Packard, SIAM J. Optim. 26 (2016)", horizons=(12,),
    functions=Sum(SmoothStronglyConvex(Rational(1), Rational(25))), method=heavy_ball,
    step=Rational(1, 9), momentum=Rational(4, 9), given=NEAR, then=squared_distance(N) <= R**2 / 100,
    note="On quadratics the distance falls like N (2/3)^N; the counterexample runs into a cycle of three points.",
)  # fmt: skip
paper.theorem(
    "nesterov-strongly-convex", title="Nesterov's method with constant momentum, mu = L/4", locator="Cor. 4.15",
    source="d'Aspremont, Scieur and Taylor, Acceleration Methods (2021)", sense="upper", horizons=(1, 2, 3),
    functions=SmoothStronglyConvex(L / 4, L), method=nesterov_strongly_convex, step=1 / L, momentum=Rational(1, 3),
    given=gap(0) + L * squared_distance(0) / 8 <= Delta, then=gap(N) <= Delta / 2**N,
    note="momentum (1 - q)/(1 + q) and rate 1 - q with q = sqrt(mu/L) = 1/2.",
)  # fmt: skip
paper.control(
    "nesterov-strongly-convex-too-good", title="the same with 5^N", locator="variant of Cor. 4.15",
    functions=SmoothStronglyConvex(L / 4, L), method=nesterov_strongly_convex, step=1 / L, momentum=Rational(1, 3),
    given=gap(0) + L * squared_distance(0) / 8 <= L * R**2 / 4, then=gap(N) <= L * R**2 / 4 / 5**N,
)  # fmt: skip
triple = dict(
    functions=SmoothStronglyConvex(L / 4, L), method=triple_momentum, smoothness=L, ratio=Rational(1, 2), given=NEAR,
)  # fmt: skip
paper.theorem(
    "triple-momentum", title="the triple momentum method, mu = L/4", locator="Thm. 1, (4)",
    source="Van Scoy, Freeman and Lynch, IEEE Control Syst. Lett. 2 (2018)", sense="upper", horizons=(1, 2, 3),
    then=gap(N) <= 2 * L * R**2 / 4**N, **triple,
    note="rho^(2N) L kappa R^2/2 with kappa = L/mu = 4 and rho = 1 - 1/sqrt(kappa) = 1/2.",
)  # fmt: skip
paper.control(
    "triple-momentum-too-good", title="the same, 50 times smaller", locator="variant of Thm. 1",
    then=gap(N) <= L * R**2 / 25 / 4 ** (N + 1), **triple,
)  # fmt: skip
