"""Quadratic functions: the best first-order method, and gradient descent, which is faster there than on all others."""

from sympy import Rational

from theory.classes import Quadratic, SmoothConvex, SmoothStronglyConvex, Sum
from theory.measures import gap, squared_distance
from theory.methods import chebyshev, gradient_descent
from theory.papers.classics.setting import NEAR, L, R, paper
from theory.symbols import N

__all__ = ["best"]

best = dict(functions=Quadratic(L / 4, L), method=chebyshev, smoothness=L, ratio=Rational(1, 4), given=NEAR)
paper.theorem(
    "chebyshev", title="the Chebyshev semi-iteration on quadratic functions, mu = L/4: the distance",
    locator="the Chebyshev semi-iterative method (from memory)",
    source="Golub and Varga, Numer. Math. 3 (1961)", sense="tight", horizons=(1, 2, 3, 4),
    then=squared_distance(N) <= 4 * R**2 / (3**N + Rational(1, 3) ** N) ** 2, **best,
    note="R^2/T_N(s)^2 with s = (L + mu)/(L - mu) = 5/3, and T_N(5/3) = (3^N + 3^-N)/2. The proof is Pell's equation, "
    "T_N^2 - (s^2 - 1) U_{N-1}^2 = 1.",
)  # fmt: skip
paper.control(
    "chebyshev-too-good", title="the same with 5^N", locator="variant of the rate", horizons=(2,),
    then=squared_distance(N) <= 4 * R**2 / (5**N + Rational(1, 5) ** N) ** 2, **best,
)  # fmt: skip
paper.control(
    "chebyshev-beyond-quadratics", title="the same for all smooth strongly convex functions",
    locator="variant of the rate", horizons=(2, 3),
    then=squared_distance(N) <= 4 * R**2 / (3**N + Rational(1, 3) ** N) ** 2,
    **{**best, "functions": Sum(SmoothStronglyConvex(L / 4, L))},
)  # fmt: skip
plain = dict(functions=Quadratic(0, L), method=gradient_descent, step=1 / L, given=NEAR)
fraction = (2 * N / (2 * N + 1)) ** (2 * N)
paper.theorem(
    "gd-quadratic", title="gradient descent with step 1/L on convex quadratic functions: the last value",
    locator="largest value of u (1 - u)^(2N)", source="spectral calculus, folklore", sense="tight", horizons=(1, 2),
    then=gap(N) <= L * R**2 / (4 * N + 2) * fraction, **plain,
    note="As for all smooth convex functions, times (1 - 1/(2N+1))^(2N), which tends to 1/e.",
)  # fmt: skip
paper.control(
    "gd-quadratic-too-good", title="the same, a tenth smaller", locator="variant of the rate",
    then=gap(N) <= Rational(9, 10) * L * R**2 / (4 * N + 2) * fraction, **plain,
)  # fmt: skip
paper.control(
    "gd-quadratic-beyond", title="the same for all smooth convex functions", locator="variant of the rate",
    then=gap(N) <= L * R**2 / (4 * N + 2) * fraction, **{**plain, "functions": SmoothConvex(L)},
)  # fmt: skip
