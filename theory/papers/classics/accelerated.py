"""Acceleration of convex optimisation: Nesterov's method, the optimised gradient method, potentials.

The best coefficients are irrational (theta_{k+1}^2 - theta_{k+1} = theta_k^2).  The proofs need an inequality only,
theta_{k+1}^2 - theta_{k+1} <= theta_k^2, and it has rational solutions: these are what is stated here.
"""

from sympy import Rational

from theory.classes import SmoothConvex
from theory.measures import gap, gradient_norm, memory_distance
from theory.methods import (
    accelerated_gradient,
    accelerated_step,
    optimized_gradient,
    optimized_gradient_for_gradients,
)
from theory.papers.classics.gradient import convex
from theory.papers.classics.setting import LOW, NEAR, Delta, L, R, paper
from theory.symbols import N

__all__ = ["optimised"]

paper.theorem(
    "accelerated-gd", title="accelerated gradient descent with momentum k/(k+3)", locator="Thm. 6 (from memory)",
    source="Su, Boyd and Candes, J. Mach. Learn. Res. 17 (2016)", sense="upper", horizons=(1, 2, 3, 4),
    given=NEAR, then=gap(N) <= 2 * L * R**2 / (N + 1) ** 2, **{**convex, "method": accelerated_gradient},
)  # fmt: skip
paper.control(
    "accelerated-gd-too-good", title="the same with 4 (N + 1)^2", locator="variant of Thm. 6",
    given=NEAR, then=gap(N) <= L * R**2 / (4 * (N + 1) ** 2), **{**convex, "method": accelerated_gradient},
)  # fmt: skip
optimised = dict(functions=SmoothConvex(L), method=optimized_gradient, step=1 / L, given=NEAR)
KIM = "Kim and Fessler, Math. Program. 159 (2016)"
paper.theorem(
    "ogm-1", title="one step of the optimised gradient method", locator="Thm. 2 with N = 1", source=KIM, sense="tight",
    horizons=(1,), theta=(Rational(1), Rational(2)), then=gap(N) <= L * R**2 / 8, **optimised,
    note="theta_1 = (1 + sqrt(8 theta_0^2 + 1))/2 = 2.",
)  # fmt: skip
paper.theorem(
    "ogm-2", title="two steps of the optimised gradient method, rational coefficients", locator="Thm. 2 with N = 2",
    source=KIM, sense="upper", horizons=(2,), theta=(Rational(1), Rational(8, 5), Rational(14, 5)),
    then=gap(N) <= L * R**2 / (2 * Rational(14, 5) ** 2), **optimised,
    note="theta_1^2 - theta_1 <= theta_0^2 and theta_2^2 - theta_2 <= 2 theta_1^2, equalities in the source.",
)  # fmt: skip
paper.theorem(
    "ogm-3", title="three steps of the optimised gradient method, rational coefficients", locator="Thm. 2 with N = 3",
    source=KIM, sense="upper", horizons=(3,), theta=(Rational(1), Rational(8, 5), Rational(21, 10), Rational(7, 2)),
    then=gap(N) <= L * R**2 / (2 * Rational(7, 2) ** 2), **optimised,
    note="theta_{k+1}^2 - theta_{k+1} <= theta_k^2 and theta_3^2 - theta_3 <= 2 theta_2^2, equalities in the source.",
)  # fmt: skip
paper.control(
    "ogm-too-good", title="one step of the optimised gradient method with 9", locator="variant of Thm. 2",
    horizons=(1,), theta=(Rational(1), Rational(2)), then=gap(N) <= L * R**2 / 9, **optimised,
)  # fmt: skip
steep = dict(functions=SmoothConvex(L), method=optimized_gradient_for_gradients, step=1 / L, given=LOW)
GRADIENTS = "Kim and Fessler, J. Optim. Theory Appl. 188 (2021)"
paper.theorem(
    "ogm-g-1", title="one step of the optimised gradient method for gradients", locator="Thm. 6.1 with N = 1",
    source=GRADIENTS, sense="tight", horizons=(1,), theta=(Rational(2), Rational(1)),
    then=gradient_norm(N) ** 2 <= 2 * L * Delta / 4, **steep, note="theta_0 = (1 + sqrt(8 theta_1^2 + 1))/2 = 2.",
)  # fmt: skip
for count, theta in ((2, ("14/5", "8/5", 1)), (3, ("7/2", "21/10", "8/5", 1))):
    least = Rational(theta[0])
    paper.theorem(
        f"ogm-g-{count}", title=f"{count} steps of the optimised gradient method for gradients, rational coefficients",
        locator=f"Thm. 6.1 with N = {count}", source=GRADIENTS, sense="upper", horizons=(count,),
        theta=tuple(map(Rational, theta)), then=gradient_norm(N) ** 2 <= 2 * L * Delta / least**2, **steep,
        note="theta_k^2 - theta_k <= theta_{k+1}^2 and theta_0^2 - theta_0 <= 2 theta_1^2, equalities in the source.",
    )  # fmt: skip
paper.control(
    "ogm-g-too-good", title="one step of the optimised gradient method for gradients with 5 in place of 4",
    locator="variant of Thm. 6.1", horizons=(1,), theta=(Rational(2), Rational(1)),
    then=gradient_norm(N) ** 2 <= 2 * L * Delta / 5, **steep,
)  # fmt: skip
paper.theorem(
    "accelerated-potential", title="one accelerated step does not increase the potential, lambda = 8/5 after 1",
    locator="Thm. 5.3", source="Bansal and Gupta, Theory Comput. 15 (2019)", sense="upper", horizons=(1,),
    functions=SmoothConvex(L), method=accelerated_step, smoothness=L, weight=Rational(8, 5),
    given=gap(0) + L * memory_distance(0) / 2 <= Delta,
    then=Rational(64, 25) * gap(1) + L * memory_distance(1) / 2 <= Delta,
    note="lambda_{n+1}^2 (f(x+) - f*) + L/2 ||z+ - x*||^2 against the same with lambda_n = 1; (8/5)^2 - 8/5 <= 1.",
)  # fmt: skip
paper.control(
    "accelerated-potential-too-good", title="the same with lambda = 2", locator="variant of Thm. 5.3", horizons=(1,),
    functions=SmoothConvex(L), method=accelerated_step, smoothness=L, weight=Rational(2),
    given=gap(0) + L * memory_distance(0) / 2 <= Rational(23, 32) * L * R**2,
    then=4 * gap(1) + L * memory_distance(1) / 2 <= Rational(23, 32) * L * R**2,
)  # fmt: skip
