"""Rates for every number of steps at once, symbolic in N, by potentials: gradient descent with step 1/L and others.

The worst cases of gradient descent are those of ``gd-last-iterate`` and ``gd-nonconvex``, which are certified at listed
N and attained there; here N is a natural number that nothing else is known of.
"""

from sympy import Eq, Function, Integer, Max, Rational, Symbol

from theory.arithmetic import inner
from theory.classes import Smooth, SmoothConvex, Triple
from theory.papers.classics.setting import Delta, L, R, paper
from theory.statement import ForAll
from theory.symbols import N, f, family, fstar, grad, k, x

__all__ = ["potential_step"]

p, q, xs, least, u = (Symbol(name, real=True) for name in ("p", "q", "xs", "least", "u"))
a, C, D, E, F, G, H, after = (Symbol(name, real=True) for name in ("a", "C", "D", "E", "F", "G", "H", "after"))
j = Symbol("j", real=True)
diameter = Symbol("diameter", positive=True)


def member(functions: Smooth | SmoothConvex) -> ForAll:
    """The inequality of a class between any two points."""
    ((inequality),) = functions.pair(Triple(p, grad(p), f(p)), Triple(q, grad(q), f(q)))
    return ForAll(over=(p, q), points=(p, q), then=inequality >= 0)


descent = ForAll(over=(k,), indices=(k,), then=Eq(x(k + 1), x(k) - grad(x(k)) / L, evaluate=False))

potential_step = paper.claim(
    "gd-every-horizon-step",
    ForAll(
        given=(
            j >= 0,
            a >= j + 2,
            F - after - (G + H) / (2 * L) >= 0,
            E - F - G / (2 * L) >= 0,
            D * L**2 - 2 * a * E * L + a**2 * G >= 0,
            2 * j * a * (F + G / (2 * L)) + L * (a - j) * D <= a**2 * C,
        ),
        then=2 * (j + 1) * (a - 1) * (after + H / (2 * L)) + L * (a - j - 2) * (D - 2 * E / L + G / L**2)
        <= (a - 1) ** 2 * C,
    ),
    kind="step", title="one step does not increase the potential", locator="Thm. 3.1",
    source="Drori and Teboulle, Math. Program. 145 (2014)",
    note="F and after are the gaps before and after step j of N, G and H the squared gradients, D the squared distance "
    "and E the inner product of gradient and distance before it, a = 2 N + 1 - j.",
)  # fmt: skip
DRORI = "Drori and Teboulle, Math. Program. 145 (2014)"
ABBASZADEHPEIVASTI = "Abbaszadehpeivasti, de Klerk and Zamani, Optim. Lett. 16 (2022)"
convex = (member(SmoothConvex(L)), Eq(grad(xs), 0), descent, inner(x(0) - xs, x(0) - xs) <= R**2)
smooth = (
    member(Smooth(L)), ForAll(over=(p,), points=(p,), then=fstar <= f(p)), descent, f(x(0)) - fstar <= Delta,
    ForAll(over=(k,), indices=(k,), given=(k <= N,), then=least <= inner(grad(x(k)), grad(x(k)))),
)  # fmt: skip
third = {"function": u**2 / 6, "variable": u, "start": Integer(1), L: Integer(1), N: Integer(1)}

paper.claim(
    "gd-every-horizon",
    ForAll(points=(xs,), indices=(N,), given=convex, then=f(x(N)) - f(xs) <= L * R**2 / (4 * N + 2)),
    kind="theorem", title="gradient descent with step 1/L: the last value, for every N", locator="Thm. 3.1",
    source=DRORI, sense="upper",
    note="By the potential k/(2N+1-k) (f(x_k) - f* + ||grad f(x_k)||^2/(2L)) "
    "+ L/2 (2N+1-2k)/(2N+1-k)^2 ||x_k - x*||^2, which does not increase; gd-last-iterate attains the bound.",
)  # fmt: skip
paper.claim(
    "gd-every-horizon-too-good",
    ForAll(points=(xs,), indices=(N,), given=convex, then=f(x(N)) - f(xs) <= L * R**2 / (12 * N + 2)),
    kind="control", title="the same with 12 N", locator="variant of Thm. 3.1", expect="false",
    witness={**third, R: Integer(1), xs: Integer(0)},
)  # fmt: skip
paper.claim(
    "gd-nonconvex-every-horizon",
    ForAll(indices=(N,), given=smooth, then=least <= 4 * L * Delta / (3 * N + 2)),
    kind="theorem", title="gradient descent with step 1/L: the smallest gradient, for every N",
    locator="Thm. 2 with h = 1 (from memory)", source=ABBASZADEHPEIVASTI, sense="upper",
)  # fmt: skip
paper.claim(
    "gd-nonconvex-every-horizon-too-good",
    ForAll(indices=(N,), given=smooth, then=least <= 4 * L * Delta / (12 * N + 2)),
    kind="control", title="the same with 12 N", locator="variant of Thm. 2", expect="false",
    witness={**third, Delta: Rational(1, 6), least: Rational(4, 81), fstar: Integer(0)},
)  # fmt: skip

toward = family("s")
conditional = (
    member(SmoothConvex(L)),
    ForAll(over=(k,), indices=(k,), then=inner(grad(x(k)), toward(k) - xs) <= 0),
    ForAll(over=(k,), indices=(k,), then=inner(toward(k) - x(k), toward(k) - x(k)) <= diameter**2),
    ForAll(over=(k,), indices=(k,), then=Eq(x(k + 1), x(k) + 2 / (k + 2) * (toward(k) - x(k)), evaluate=False)),
)
paper.claim(
    "frank-wolfe-every-horizon",
    ForAll(points=(xs,), indices=(N,), given=conditional, then=f(x(N)) - f(xs) <= 2 * L * diameter**2 / (N + 2)),
    kind="theorem", title="the conditional gradient method with step 2/(k+2), for every number of steps",
    locator="Thm. 1", source="Jaggi, International Conference on Machine Learning (2013)", sense="upper",
    note="Of the set and the points s(k) that minimise over it only this is used: <grad f(x_k), s_k - x*> <= 0 and "
    "||s_k - x_k|| <= diameter; x* is any such point. PEPit, 10 steps: .166667 in theory, .0782896 found.",
)  # fmt: skip
paper.claim(
    "frank-wolfe-every-horizon-too-good",
    ForAll(points=(xs,), indices=(N,), given=conditional, then=f(x(N)) - f(xs) <= 2 * L * diameter**2 / (2 * N + 3)),
    kind="control", title="the same with 2 N + 3", locator="variant of Thm. 1", expect="false",
    witness={
        "function": u**2 / 2, "variable": u, L: Integer(1), N: Integer(1), xs: Integer(0), diameter: Rational(1, 2),
        x(k): -1 / (k * (k + 1)), Function("s", real=True)(k): Max(0, 1 - k),
    },
    note="On u^2/2 from 0, where every point minimises the linear form: to -1/2, and from there always towards 0. The "
    "kernel reads the term of x(0), -1/0, as 0.",
)  # fmt: skip

residual = family("residual")
i = Symbol("i", real=True)
cocoercive = (
    ForAll(
        over=(i, k), indices=(i, k),
        then=inner(residual(i) - residual(k), x(i) - x(k))
        >= inner(residual(i) - residual(k), residual(i) - residual(k)) / 2,
    ),
    ForAll(over=(k,), indices=(k,), then=inner(residual(k), x(k) - xs) >= inner(residual(k), residual(k)) / 2),
    ForAll(
        over=(k,), indices=(k,),
        then=Eq(x(k + 1), (x(0) + (k + 1) * (x(k) - residual(k))) / (k + 2), evaluate=False),
    ),
    inner(x(0) - xs, x(0) - xs) <= R**2,
)  # fmt: skip
paper.claim(
    "halpern-every-horizon",
    ForAll(
        points=(xs,), indices=(N,), given=cocoercive,
        then=inner(residual(N), residual(N)) <= 4 * R**2 / (N + 1) ** 2,
    ),
    kind="theorem", title="the Halpern iteration: ||x_N - T x_N||, for every number of steps", locator="Thm. 2.1",
    source="Lieder, Optim. Lett. 15 (2021)", sense="upper",
    note="residual(k) = x_k - T x_k; that T is nonexpansive is used between the points of the run and x*, a fixed "
    "point. k (k+1) ||residual(k)||^2/2 - (k+1) <residual(k), x_0 - x_k> does not increase; classics/halpern attains "
    "the bound. PEPit, 25 steps: .00591718, theory .00591716.",
)  # fmt: skip
