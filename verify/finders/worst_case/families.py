"""Local search in parametrised families of members: for runs that turn back, and for what the line cannot show.

The shortest path of ``shortest_path`` becomes a function only when the run moves in one direction.  Runs that jump
across the minimiser, as with too long a step, are looked for among even functions, over the start and the number of
steps.  In the plane, Re exp caps what one step can guarantee.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import sympy as sp
from flint import arb
from scipy.optimize import minimize_scalar

from verify.finders.covers.balls import compile_expression, normalise
from verify.finders.covers.balls.enclosure import to_arb
from verify.finders.worst_case.hitting import HittingBound
from verify.finders.worst_case.line import Line

__all__ = ["Even", "Jump", "exponential_fall", "families", "worst_jump"]

X = sp.Symbol("x", real=True)

MARGIN = 1e-6
"""eps is put this much, relatively, below the smallest derivative of the run."""


@dataclass(frozen=True)
class Even:
    """An even member, nondecreasing in |x|, with its minimum at zero.

    Attributes:
        name: a few words.
        value: the function, an exact expression in x.
        slope: its derivative, an exact expression in x.
        proof: why it is in the class.
    """

    name: str
    value: sp.Expr
    slope: sp.Expr
    proof: str

    @cached_property
    def floats(self) -> tuple[Any, Any]:
        """Value and derivative, vectorised."""
        return sp.lambdify(X, self.value, "numpy"), sp.lambdify(X, self.slope, "numpy")

    def grad(self, x: arb) -> arb:
        """The derivative on a ball."""
        result: arb = compile_expression(self.slope, (X,), to_arb)((x,))
        return result

    def fall(self, start: Fraction) -> arb:
        """f(start) - f(0)."""
        value = compile_expression(self.value, (X,), to_arb)
        result: arb = value((to_arb(start),)) - value((arb(0),))
        return result

    def steepest(self, start: Fraction) -> arb:
        """|f'(start)|: the members here are convex, so the sublevel set is [-start, start] and the end is steepest."""
        return abs(self.grad(to_arb(start))).upper()

    def as_json(self) -> dict[str, Any]:
        """The function as text."""
        return {"function": str(self.value), "membership": self.proof}


def families(line: Line) -> tuple[Even, ...]:
    """Even convex members for rational constants."""
    a, b = (sp.Rational(c.numerator, c.denominator) for c in (Fraction(line.L0), Fraction(line.L1)))
    if b == 0:
        return (Even("quadratic", a * X**2 / 2, a * X, "f'' = L0"),)
    size = sp.Abs(X)
    return (
        Even(
            "extremal",
            a / b**2 * (sp.exp(b * size) - b * size - 1),
            a / b * sp.sign(X) * (sp.exp(b * size) - 1),
            "f'' = L0 e^(L1 |x|) = L0 + L1 |f'|",
        ),
        Even(
            "hyperbolic cosine",
            a / b**2 * (sp.cosh(b * X) - 1),
            a / b * sp.sinh(b * X),
            "f'' = L0 cosh <= L0 + L0 |sinh| = L0 + L1 |f'|",
        ),
    )


@dataclass(frozen=True, kw_only=True)
class Jump:
    """A run on an even member.

    Attributes:
        member: the function.
        start: x_0, rational.
        eps: an accuracy, rational, that the first ``failures`` iterates miss.
        failures: their number.
        ratio: the claimed bound over ``failures`` (a float); below 1 the bound would be broken.
    """

    member: Even
    start: Fraction
    eps: sp.Rational
    failures: int
    ratio: float


def worst_jump(
    bound: HittingBound, values: Mapping[sp.Symbol, sp.Rational], member: Even, *, steps: int = 60, starts: int = 80
) -> Jump | None:
    """The start and the number of steps for which the bound is tightest on one function.

    Args:
        bound: must have a symbol for its accuracy, which is then chosen just below the derivatives of the run.
        values: the other parameters.
        member: the function.
        steps: the longest run.
        starts: how many starts, on a logarithmic scale.

    Returns:
        The best run, or None when there is none, e.g. because the gradient would exceed its bound.
    """
    if not isinstance(bound.eps, sp.Symbol) or bound.length.has(bound.eps):
        return None
    fixed = {symbol: value for symbol, value in values.items() if symbol != bound.eps}
    claimed = sp.lambdify((bound.delta, bound.eps), bound.bound.subs(fixed), "numpy")
    length = sp.lambdify(sp.Symbol("size", positive=True), bound.length.subs(fixed), "numpy")
    sides = [side.expression.subs(fixed) for relation in bound.given for side in normalise(relation)]
    margin = sp.lambdify((bound.delta, bound.eps), sp.Min(*sides, 1), "numpy")
    value, slope = member.floats
    start = np.round(np.geomspace(1e-2, 1e2, starts), 4)
    with np.errstate(all="ignore"):
        delta = (value(start) - value(0.0)) * (1 + MARGIN)
        keep = delta < 1e30
        if bound.steepest is not None:
            keep &= np.abs(slope(start)) <= bound.numbers(values)[1]
        x, least, best = start.copy(), np.full(starts, np.inf), np.full(starts, np.inf)
        failures = np.zeros(starts, dtype=int)
        for k in range(steps):
            g = slope(x)
            least = np.fmin(least, np.abs(g))
            eps = least * (1 - MARGIN)
            counted = keep & np.isfinite(g) & (least > 0) & (margin(delta, eps) >= 0)
            ratio = np.where(counted, claimed(delta, eps) / (k + 1), np.inf)
            better = ratio < best * (1 - 1e-9)
            best, failures = np.where(better, ratio, best), np.where(better, k + 1, failures)
            x = x - np.sign(g) * length(np.abs(g))
    place = int(np.argmin(best))
    if not np.isfinite(best[place]):
        return None
    accuracy = _least_slope(slope, length, float(start[place]), int(failures[place])) * (1 - MARGIN)
    return Jump(
        member=member,
        start=Fraction(str(start[place])),
        eps=sp.Rational(f"{accuracy:.9g}"),
        failures=int(failures[place]),
        ratio=float(best[place]),
    )


def _least_slope(slope: Any, length: Any, x: float, count: int) -> float:
    least = np.inf
    for _ in range(count):
        g = float(slope(x))
        least = min(least, abs(g))
        x -= float(np.sign(g) * length(abs(g)))
    return float(least)


def exponential_fall(r: float) -> float:
    """The least fall over a step of length r against the gradient among Re exp(e^(i theta) .), where |grad| = 1.

    These are exactly (0,1)-smooth in the plane, so no step of length r can guarantee more there.
    """

    def fall(theta: float) -> float:
        turn = np.exp(1j * theta)
        return float(np.real(turn * (1 - np.exp(-r / turn))))

    grid = np.linspace(-np.pi, np.pi, 721)
    centre = grid[int(np.argmin([fall(t) for t in grid]))]
    return float(minimize_scalar(fall, bounds=(centre - 0.01, centre + 0.01), method="bounded").fun)
