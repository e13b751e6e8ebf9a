"""One step of stochastic gradient methods on a finite sum, in exact expectation over the component drawn."""

from typing import Any

from sympy import Rational

from theory.classes import FiniteSum, SmoothStronglyConvex
from theory.measures import expected_divergence, expected_squared_distance, noise_at_minimiser
from theory.methods import saga, stochastic_gradient
from theory.papers.classics.setting import NEAR, L, R, paper
from theory.symbols import N

__all__ = ["drawn"]

PESTO = "Taylor, Hendrickx and Glineur, IEEE Conference on Decision and Control (2017), code of PESTO"
drawn = dict(method=stochastic_gradient, horizons=(1,))
noisy = (NEAR, noise_at_minimiser(0) <= Rational(9, 25) * L**2 * R**2)
for count in (2, 3, 5):
    paper.theorem(
        f"sgd-{count}", title=f"stochastic gradient descent, step 1/L, mu = L/10, {count} components: the distance",
        locator="guarantee in the code", source=PESTO, sense="tight", given=noisy, step=1 / L,
        then=expected_squared_distance(N) <= Rational(36, 25) * R**2,
        functions=FiniteSum(SmoothStronglyConvex(L / 10, L), count), **drawn,
        note="(h (L - mu) R/2 + sqrt((1 - h (L + mu)/2)^2 R^2 + h^2 v^2))^2 with h = 1/L and noise v = 3 L R/5.",
    )  # fmt: skip
paper.control(
    "sgd-too-good", title="the same with 30/25", locator="variant of the guarantee", given=noisy, step=1 / L,
    then=expected_squared_distance(N) <= Rational(30, 25) * R**2,
    functions=FiniteSum(SmoothStronglyConvex(L / 10, L), 2), **drawn,
)  # fmt: skip
paper.theorem(
    "sgd-needell", title="stochastic gradient descent, step 1/(2L), mu = L/10: distance and noise",
    locator="Thm. 2.1 (from memory)", source="Needell, Srebro and Ward, Math. Program. 155 (2016)", sense="upper",
    given=noisy, step=1 / (2 * L),
    then=expected_squared_distance(N) <= (Rational(19, 20) + Rational(9, 50)) * R**2,
    functions=FiniteSum(SmoothStronglyConvex(L / 10, L), 3), **drawn,
    note="(1 - 2 h mu (1 - h L)) R^2 + 2 h^2 v^2 with h = 1/(2L) and v = 3 L R/5.",
)  # fmt: skip
paper.theorem(
    "sgd-interpolation", title="stochastic gradient descent, step 1/L, mu = L/10, no noise at the minimiser",
    locator="guarantee in the code", source=PESTO, sense="tight", given=(NEAR, noise_at_minimiser(0) <= 0), step=1 / L,
    then=expected_squared_distance(N) <= Rational(81, 100) * R**2,
    functions=FiniteSum(SmoothStronglyConvex(L / 10, L), 3), **drawn,
)  # fmt: skip
paper.control(
    "sgd-interpolation-noisy", title="the same with noise", locator="variant of the guarantee", given=noisy, step=1 / L,
    then=expected_squared_distance(N) <= Rational(81, 100) * R**2,
    functions=FiniteSum(SmoothStronglyConvex(L / 10, L), 2), **drawn,
)  # fmt: skip

ratio = Rational(1, 10)  # mu/L


def table(count: int) -> dict[str, Any]:
    """SAGA on so many components from a table of any points, started where the potential is that of distance R."""
    h = 1 / (2 * (ratio * count + 1))

    def potential(index: Any) -> Any:
        """E [mean of f_i(p_i) - f_i(x*) - <grad f_i(x*), p_i - x*>] + c E ||x - x*||^2, c = L/(2 n h (1 - h mu/L))."""
        return expected_divergence(index) + c * expected_squared_distance(index)

    c = L / (2 * count * h * (1 - h * ratio))
    run = dict(functions=FiniteSum(SmoothStronglyConvex(ratio * L, L), count), method=saga, step=h / L, horizons=(1,))
    return run | {"given": potential(0) <= c * R**2, "then": potential(N) <= (1 - h * ratio) * c * R**2}


for count, sense in ((2, "tight"), (3, "upper"), (5, "tight")):
    paper.theorem(
        f"saga-{count}", title=f"one step of SAGA, step 1/(2 (mu n + L)), mu = L/10, n = {count}: the potential",
        locator="Thm. 1", source="Defazio, Bach and Lacoste-Julien, NIPS 27 (2014)", sense=sense, **table(count),
        note="The start's potential is at most that of distance R.",
    )  # fmt: skip
for count, slug, factor, change in (
    (2, "saga-too-good", Rational(22, 23), "the same with twice the decrease"),
    (5, "saga-5-too-good", Rational(28, 29), "on 5 components with twice the decrease"),
):
    run = table(count)
    sharper = run["then"].func(run["then"].lhs, run["then"].rhs * factor)
    paper.control(slug, title=change, locator="variant of Thm. 1", **run | {"then": sharper})
