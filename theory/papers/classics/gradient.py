"""Gradient descent on smooth convex functions: values, gradients, distances, potentials, and steps of other lengths."""

from sympy import Rational

from theory.classes import SmoothConvex, Sum
from theory.classes.smooth import Smooth
from theory.measures import gap, gradient_norm, separation, squared_distance
from theory.methods import gradient_descent, scheduled_gradient_descent
from theory.papers.classics.setting import FEW, LOW, NEAR, Delta, L, R, paper
from theory.symbols import N

__all__ = ["convex"]

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
    "gd-nesterov", title="gradient descent with step 1/L: the textbook rate", locator="Cor. 2.1.2 (from memory)",
    source="Nesterov, Introductory Lectures on Convex Optimization (2004)", sense="upper", horizons=FEW,
    given=NEAR, then=gap(N) <= 2 * L * R**2 / (N + 4), **convex,
)  # fmt: skip
paper.theorem(
    "gd-beck-teboulle", title="gradient descent with step 1/L: the rate of ISTA",
    locator="Thm. 3.1, without a second term (from memory)",
    source="Beck and Teboulle, SIAM J. Imaging Sci. 2 (2009)", sense="upper", horizons=FEW,
    given=NEAR, then=gap(N) <= L * R**2 / (2 * N), **convex,
)  # fmt: skip
paper.theorem(
    "gd-distance", title="gradient descent does not move away from a minimiser",
    locator="Thm. 2.1.14, proof (from memory)",
    source="Nesterov, Introductory Lectures on Convex Optimization (2004)", sense="upper", horizons=FEW,
    given=NEAR, then=squared_distance(N) <= R**2, **{**convex, "step": 2 / L},
)  # fmt: skip
paper.control(
    "gd-distance-long-step", title="the same with the step 5/(2L)", locator="variant of Thm. 2.1.14",
    given=NEAR, then=squared_distance(N) <= R**2, **{**convex, "step": 5 / (2 * L)},
)  # fmt: skip
paper.theorem(
    "gd-gradient-from-distance", title="gradient descent with step 1/L: the last gradient",
    locator="Sec. 4 (from memory)",
    source="Teboulle and Vaisbourd, Math. Program. 201 (2023)", sense="tight", horizons=FEW,
    given=NEAR, then=gradient_norm(N) ** 2 <= L**2 * R**2 / (N + 1) ** 2, **convex,
)  # fmt: skip
paper.control(
    "gd-gradient-from-distance-too-good", title="the same with N + 2", locator="variant of Sec. 4",
    given=NEAR, then=gradient_norm(N) ** 2 <= L**2 * R**2 / (N + 2) ** 2, **convex,
)  # fmt: skip
paper.theorem(
    "gd-gradient-from-gap", title="gradient descent with step 1/L: the last gradient, from the first value",
    locator="on the gradient method (from memory)",
    source="Kim and Fessler, J. Optim. Theory Appl. 188 (2021)", sense="tight", horizons=FEW,
    given=LOW, then=gradient_norm(N) ** 2 <= 2 * L * Delta / (2 * N + 1), **convex,
)  # fmt: skip
paper.control(
    "gd-gradient-from-gap-too-good", title="the same with 2 N + 2", locator="variant of Sec. 4",
    given=LOW, then=gradient_norm(N) ** 2 <= 2 * L * Delta / (2 * N + 2), **convex,
)  # fmt: skip
paper.control(
    "gd-last-iterate-nonconvex", title="the rate of the last value without convexity", locator="variant of Thm. 3.1",
    given=NEAR, then=gap(N) <= L * R**2 / (4 * N + 2), **{**convex, "functions": Sum(Smooth(L))},
)  # fmt: skip
paper.theorem(
    "gd-long-step", title="gradient descent with step 3/(2L): the last value",
    locator="conjecture on steps up to 2/L (from memory)",
    source="Drori and Teboulle, Math. Program. 145 (2014)", sense="tight", horizons=FEW,
    given=NEAR, then=gap(N) <= L * R**2 / (6 * N + 2), **{**convex, "step": 3 / (2 * L)},
    note="LR^2/2 max{1/(2Nh+1), (1-h)^(2N)} with h = 3/2, where the first is the larger for every N.",
)  # fmt: skip
paper.control(
    "gd-long-step-too-good", title="the same with 6 N + 3", locator="variant of the conjecture",
    given=NEAR, then=gap(N) <= L * R**2 / (6 * N + 3), **{**convex, "step": 3 / (2 * L)},
)  # fmt: skip
paper.control(
    "gd-too-long-step", title="the last value with the step 5/(2L)", locator="variant of Thm. 3.1",
    given=NEAR, then=gap(N) <= L * R**2 / 2, **{**convex, "step": 5 / (2 * L)},
)  # fmt: skip
paper.theorem(
    "gd-nonexpansive", title="two runs of gradient descent with step 2/L do not move apart", locator="Sec. 5.1",
    source="Ryu and Boyd, Appl. Comput. Math. 15 (2016)", sense="tight", horizons=(1, 2, 3),
    given=separation(0) <= R**2, then=separation(N) <= R**2, **{**convex, "step": 2 / L},
)  # fmt: skip
paper.control(
    "gd-nonexpansive-nonconvex", title="the same without convexity", locator="variant of Sec. 5.1",
    given=separation(0) <= R**2, then=separation(N) <= R**2,
    **{**convex, "functions": Smooth(L), "step": 1 / L},
)  # fmt: skip
paper.theorem(
    "gd-potential", title="k (f(x_k) - f*) + L/2 ||x_k - x*||^2 does not grow", locator="Thm. 3.3",
    source="Bansal and Gupta, Theory Comput. 15 (2019)", sense="upper", horizons=FEW,
    given=(N - 1) * gap(N - 1) + L * squared_distance(N - 1) / 2 <= Delta,
    then=N * gap(N) + L * squared_distance(N) / 2 <= Delta, **convex,
)  # fmt: skip
paper.control(
    "gd-potential-too-good", title="the same with 2 k", locator="variant of Thm. 3.3",
    given=2 * (N - 1) * gap(N - 1) + L * squared_distance(N - 1) / 2 <= L * R**2 / 2,
    then=2 * N * gap(N) + L * squared_distance(N) / 2 <= L * R**2 / 2, **convex,
)  # fmt: skip

_three = (Rational(7, 5), Rational(2), Rational(7, 5))
SILVER = {3: [*_three], 7: [*_three, Rational(17, 5), *_three]}


def silver(count: int) -> dict[str, object]:
    """The silver schedule of 3 or 7 steps, with 7/5 for sqrt(2) and 17/5 for 2 + sqrt(2)."""
    return dict(
        functions=SmoothConvex(L), method=scheduled_gradient_descent, horizons=(count,),
        steps=tuple(step / L for step in SILVER[count]),
    )  # fmt: skip


for count, constant in ((3, 12), (7, 29)):
    paper.theorem(
        f"silver-{count}", title=f"gradient descent with {count} silver steps, rounded to rationals",
        locator=f"Thm. 1.1 with n = {count}", source="Altschuler and Parrilo, arXiv:2309.16530", sense="upper",
        given=NEAR, then=gap(N) <= L * R**2 / constant, **silver(count),
        note="The theorem has steps with sqrt(2) and the constant 1 + sqrt(4 (1 + sqrt(2))^(2k) - 3), n = 2^k - 1; "
        "here steps and constant are rational, and the constant is rounded down.",
    )  # fmt: skip
paper.control(
    "silver-3-too-good", title="the rate of 7 silver steps for 3", locator="variant of Thm. 1.1",
    given=NEAR, then=gap(N) <= L * R**2 / 29, **silver(3),
)  # fmt: skip
