"""Fixed points of nonexpansive operators T = I - A and zeros of monotone ones; ``gradient_norm`` is ||A x||."""

from sympy import Rational

from theory.classes import Cocoercive, Monotone
from theory.measures import gradient_norm
from theory.methods import halpern, krasnoselskii_mann, proximal_point
from theory.papers.classics.setting import NEAR, R, alpha, paper
from theory.symbols import N

__all__ = ["residual"]

residual = dict(functions=Cocoercive(Rational(1, 2)), given=NEAR)
paper.theorem(
    "halpern", title="the Halpern iteration: ||x_N - T x_N||", locator="Thm. 2.1",
    source="Lieder, Optim. Lett. 15 (2021)", sense="tight", horizons=(1, 2, 3, 4, 5), method=halpern,
    then=gradient_norm(N) ** 2 <= 4 * R**2 / (N + 1) ** 2, **residual,
)  # fmt: skip
paper.control(
    "halpern-too-good", title="the same with 3", locator="variant of Thm. 2.1", method=halpern,
    then=gradient_norm(N) ** 2 <= 3 * R**2 / (N + 1) ** 2, **residual,
)  # fmt: skip
paper.theorem(
    "krasnoselskii-mann", title="averaged iterations, weight 1/2: ||x_N - T x_N||", locator="Thm. 4.9",
    source="Lieder, PhD thesis, Duesseldorf (2018)", sense="upper", horizons=(1, 2, 3), method=krasnoselskii_mann,
    weight=Rational(1, 2), then=gradient_norm(N) ** 2 <= 4 * R**2 / (N + 1) * (N / (N + 1)) ** N, **residual,
)  # fmt: skip
paper.control(
    "krasnoselskii-mann-too-good", title="the rate of the Halpern iteration, four times smaller",
    locator="variant of Thm. 4.9", method=krasnoselskii_mann, weight=Rational(1, 2),
    then=gradient_norm(N) ** 2 <= R**2 / (N + 1) ** 2, **residual,
)  # fmt: skip
monotone = dict(functions=Monotone(), method=proximal_point, step=alpha, given=NEAR)
paper.theorem(
    "proximal-point-monotone", title="the proximal point method for a monotone operator: the last step",
    locator="Sec. 4", source="Gu and Yang, SIAM J. Optim. 30 (2020)", sense="tight", horizons=(1, 2, 3),
    then=gradient_norm(N) ** 2 <= (1 - 1 / N) ** (N - 1) / N * (R / alpha) ** 2, **monotone,
    note="The length of the last step, divided by the step size.",
)  # fmt: skip
paper.control(
    "proximal-point-monotone-too-good", title="the rate for convex functions, N + 1", locator="variant of Sec. 4",
    then=gradient_norm(N) ** 2 <= (R / (alpha * (N + 1))) ** 2, **monotone,
)  # fmt: skip
