"""Known rates of fixed-step methods, each with its source, and wrong variants beside them that must end refuted."""

from sympy import Rational

from theory.classes import Smooth, SmoothConvex, SmoothStronglyConvex
from theory.measures import gap, gradient_norm, squared_distance
from theory.methods import accelerated_gradient, gradient_descent
from theory.paper import Paper
from theory.symbols import N, symbols

__all__ = ["paper"]

L, R, Delta = symbols("L R Delta", positive=True)

paper = Paper("classics", title="Classical rates of first-order methods", provenance="reconstructed")

NEAR = squared_distance(0) <= R**2
LOW = gap(0) <= Delta
FEW = (1, 2, 3, 4, 5)

convex = dict(functions=SmoothConvex(L), method=gradient_descent, step=1 / L)

paper.theorem(
    "gd-last-iterate", title="gradient descent with step 1/L: the last value", locator="Thm. 3.1",
    source="Drori and Teboulle, Math. Program. 145 (2014)", sense="tight", horizons=(*FEW, 10, 20),
    given=NEAR, then=gap(N) <= L * R**2 / (4 * N + 2), **convex,
)  # fmt: skip
paper.control(
    "gd-last-iterate-too-good", title="the same with 4 N + 3", locator="variant of Thm. 3.1",
    given=NEAR, then=gap(N) <= L * R**2 / (4 * N + 3), **convex,
)  # fmt: skip
paper.theorem(
    "gd-short-step", title="gradient descent with step 1/(2L): the last value", locator="Thm. 3.1 with h = 1/2",
    source="Drori and Teboulle, Math. Program. 145 (2014)", sense="tight", horizons=FEW,
    given=NEAR, then=gap(N) <= L * R**2 / (2 * N + 2), **{**convex, "step": 1 / (2 * L)},
)  # fmt: skip
paper.control(
    "gd-short-step-too-good", title="the rate of the step 1/L for half the step", locator="variant of Thm. 3.1",
    given=NEAR, then=gap(N) <= L * R**2 / (4 * N + 2), **{**convex, "step": 1 / (2 * L)},
)  # fmt: skip
paper.theorem(
    "gd-nesterov", title="gradient descent with step 1/L: the textbook rate", locator="Cor. 2.1.2",
    source="Nesterov, Introductory Lectures on Convex Optimization (2004)", sense="upper", horizons=FEW,
    given=NEAR, then=gap(N) <= 2 * L * R**2 / (N + 4), **convex,
)  # fmt: skip
paper.theorem(
    "gd-beck-teboulle", title="gradient descent with step 1/L: the rate of ISTA",
    locator="Thm. 3.1, without a second term",
    source="Beck and Teboulle, SIAM J. Imaging Sci. 2 (2009)", sense="upper", horizons=FEW,
    given=NEAR, then=gap(N) <= L * R**2 / (2 * N), **convex,
)  # fmt: skip
paper.theorem(
    "gd-distance", title="gradient descent does not move away from a minimiser", locator="Thm. 2.1.14, proof",
    source="Nesterov, Introductory Lectures on Convex Optimization (2004)", sense="upper", horizons=FEW,
    given=NEAR, then=squared_distance(N) <= R**2, **{**convex, "step": 2 / L},
)  # fmt: skip
paper.control(
    "gd-distance-long-step", title="the same with the step 5/(2L)", locator="variant of Thm. 2.1.14",
    given=NEAR, then=squared_distance(N) <= R**2, **{**convex, "step": 5 / (2 * L)},
)  # fmt: skip
paper.theorem(
    "gd-gradient-from-distance", title="gradient descent with step 1/L: the last gradient", locator="Sec. 4",
    source="Teboulle and Vaisbourd, Math. Program. 201 (2023)", sense="tight", horizons=FEW,
    given=NEAR, then=gradient_norm(N) ** 2 <= L**2 * R**2 / (N + 1) ** 2, **convex,
)  # fmt: skip
paper.control(
    "gd-gradient-from-distance-too-good", title="the same with N + 2", locator="variant of Sec. 4",
    given=NEAR, then=gradient_norm(N) ** 2 <= L**2 * R**2 / (N + 2) ** 2, **convex,
)  # fmt: skip
paper.theorem(
    "gd-gradient-from-gap", title="gradient descent with step 1/L: the last gradient, from the first value",
    locator="Sec. 4", source="Kim and Fessler, J. Optim. Theory Appl. 178 (2018)", sense="tight", horizons=FEW,
    given=LOW, then=gradient_norm(N) ** 2 <= 2 * L * Delta / (2 * N + 1), **convex,
)  # fmt: skip
paper.control(
    "gd-gradient-from-gap-too-good", title="the same with 2 N + 2", locator="variant of Sec. 4",
    given=LOW, then=gradient_norm(N) ** 2 <= 2 * L * Delta / (2 * N + 2), **convex,
)  # fmt: skip
paper.theorem(
    "accelerated-gd", title="accelerated gradient descent with momentum k/(k+3)", locator="Thm. 6",
    source="Su, Boyd and Candes, J. Mach. Learn. Res. 17 (2016)", sense="upper", horizons=(1, 2, 3, 4),
    given=NEAR, then=gap(N) <= 2 * L * R**2 / (N + 1) ** 2, **{**convex, "method": accelerated_gradient},
)  # fmt: skip
paper.control(
    "accelerated-gd-too-good", title="the same with 4 (N + 1)^2", locator="variant of Thm. 6",
    given=NEAR, then=gap(N) <= L * R**2 / (4 * (N + 1) ** 2), **{**convex, "method": accelerated_gradient},
)  # fmt: skip
paper.theorem(
    "gd-strongly-convex", title="gradient descent with step 2/(L + mu), mu = L/10: the distance",
    locator="Thm. 2.1.15", source="Nesterov, Introductory Lectures on Convex Optimization (2004)", sense="tight",
    functions=SmoothStronglyConvex(L / 10, L), method=gradient_descent, step=Rational(20, 11) / L,
    given=NEAR, then=squared_distance(N) <= Rational(9, 11) ** (2 * N) * R**2, horizons=(1, 2, 3),
)  # fmt: skip
paper.control(
    "gd-strongly-convex-too-good", title="the same with 8/11", locator="variant of Thm. 2.1.15",
    functions=SmoothStronglyConvex(L / 10, L), method=gradient_descent, step=Rational(20, 11) / L,
    given=NEAR, then=squared_distance(N) <= Rational(8, 11) ** (2 * N) * R**2,
)  # fmt: skip
paper.theorem(
    "self-bounding", title="the gradient of a smooth function, convex or not, from its value", locator="(1.2.6), proof",
    source="Nesterov, Introductory Lectures on Convex Optimization (2004)", sense="tight", horizons=(1,),
    functions=Smooth(L), method=gradient_descent, step=1 / L,
    given=LOW, then=gradient_norm(0) ** 2 <= 2 * L * Delta,
)  # fmt: skip
paper.control(
    "self-bounding-too-good", title="the same with 1 in place of 2", locator="variant of (1.2.6)",
    functions=Smooth(L), method=gradient_descent, step=1 / L, horizons=(1,),
    given=LOW, then=gradient_norm(0) ** 2 <= L * Delta,
)  # fmt: skip
