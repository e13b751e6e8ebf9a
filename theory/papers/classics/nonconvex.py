"""Smooth functions that need not be convex: gradients become small."""

from theory.classes import Smooth, SmoothWeaklyConvex, Sum
from theory.measures import best_gradient_norm, gap, gradient_norm
from theory.methods import gradient_descent
from theory.papers.classics.setting import FEW, LOW, Delta, L, paper
from theory.symbols import N

__all__ = ["smooth"]

smooth = dict(functions=Smooth(L), method=gradient_descent, step=1 / L)

paper.theorem(
    "self-bounding", title="the gradient of a smooth function, convex or not, from its value",
    locator="(1.2.6), proof (from memory)",
    source="Nesterov, Introductory Lectures on Convex Optimization (2004)", sense="tight", horizons=(1,),
    functions=Smooth(L), method=gradient_descent, step=1 / L,
    given=LOW, then=gradient_norm(0) ** 2 <= 2 * L * Delta,
)  # fmt: skip
paper.control(
    "self-bounding-too-good", title="the same with 1 in place of 2", locator="variant of (1.2.6)",
    functions=Smooth(L), method=gradient_descent, step=1 / L, horizons=(1,),
    given=LOW, then=gradient_norm(0) ** 2 <= L * Delta,
)  # fmt: skip
paper.theorem(
    "descent", title="a step of length 1/L decreases the value by ||grad f||^2/(2L)",
    locator="(1.2.13), proof (from memory)",
    source="Nesterov, Introductory Lectures on Convex Optimization (2004)", sense="tight", horizons=(1,),
    given=LOW, then=gap(1) + gradient_norm(0) ** 2 / (2 * L) <= Delta, **smooth,
)  # fmt: skip
paper.control(
    "descent-too-good", title="the same with ||grad f||^2/L", locator="variant of (1.2.13)", horizons=(1,),
    given=LOW, then=gap(1) + gradient_norm(0) ** 2 / L <= Delta, **smooth,
)  # fmt: skip
paper.theorem(
    "gd-nonconvex", title="gradient descent with step 1/L: the smallest of N gradients",
    locator="Thm. 2 with h = 1 (from memory)",
    source="Abbaszadehpeivasti, de Klerk and Zamani, Optim. Lett. 16 (2022)", sense="tight", horizons=FEW,
    given=LOW, then=best_gradient_norm(N - 1) ** 2 <= 4 * L * Delta / (3 * N - 1), **smooth,
    note="4 L Delta/(3 n + 2) for the n + 1 = N gradients at x_0 .. x_n.",
)  # fmt: skip
paper.control(
    "gd-nonconvex-too-good", title="the same with 6 N", locator="variant of Thm. 2",
    given=LOW, then=best_gradient_norm(N - 1) ** 2 <= 4 * L * Delta / (6 * N),
    **{**smooth, "functions": Sum(Smooth(L))},
)  # fmt: skip
paper.theorem(
    "gd-nonconvex-decrease", title="the smallest gradient, from the decrease of the value", locator="p. 190",
    source="Taylor, PhD thesis, UCLouvain (2017)", sense="tight", horizons=FEW,
    given=gap(0) - gap(N) <= Delta, then=best_gradient_norm(N) ** 2 <= 4 * L * Delta / (3 * N), **smooth,
)  # fmt: skip
paper.theorem(
    "gd-nonconvex-textbook", title="the smallest gradient, by summing the descent inequality",
    locator="(1.2.15), proof (from memory)",
    source="Nesterov, Introductory Lectures on Convex Optimization (2004)", sense="upper",
    horizons=FEW, given=LOW, then=best_gradient_norm(N - 1) ** 2 <= 2 * L * Delta / N, **smooth,
)  # fmt: skip
weak = dict(functions=SmoothWeaklyConvex(L / 2, L), method=gradient_descent, step=1 / L, given=gap(0) - gap(N) <= Delta)
paper.theorem(
    "gd-weakly-convex", title="curvature between -L/2 and L, step 1/L: the smallest gradient",
    locator="rate for 1/L (from memory)",
    source="Rotaru, Glineur and Patrinos, arXiv:2203.00775", sense="tight", horizons=(1, 2, 3),
    then=best_gradient_norm(N) ** 2 <= 6 * L * Delta / (5 * N), **weak,
    note="2 L (1 + k)/((2 + k) N) Delta with curvature at least -k L, here k = 1/2; k = 1 is the smooth case.",
)  # fmt: skip
paper.control(
    "gd-weakly-convex-too-good", title="the same with 1/2 in place of 6/5", locator="variant of the rate for 1/L",
    then=best_gradient_norm(N) ** 2 <= L * Delta / (2 * N),
    **{**weak, "functions": Sum(SmoothWeaklyConvex(L / 2, L))},
)  # fmt: skip
