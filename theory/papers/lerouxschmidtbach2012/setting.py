"""The source, and stochastic average gradient as hypotheses on finite sums.

Scalars: L (units of f/x^2) bounds the Lipschitz constants of the f_i', mu (f/x^2) is the strong convexity of their
mean, alpha (x^2/f) the step, sigma^2 (f^2/x^2) the mean of ||f_i'(xs)||^2.  Points: xs the minimiser.

**Histories.**  A history w says which indices were drawn; ``append(w, j)`` is the history after j is drawn as well.
Whatever is known of a run is a function of its history: ``point(w)``, ``entry(i, w)`` the table, ``slope(i, w)`` the
gradient of f_i at the point.  Table and gradients are measured from f_i'(xs), whose sum is 0: in the update it cancels.

**Expectation.**  ``expected(k, w)`` is the mean of a quantity k draws after the history w, indices being uniform and
independent: expected(0, w) is its value and n expected(k+1, w) = sum over j < n of expected(k, append(w, j)).  Sums
over the index are given by their partial sums, so nothing is assumed of expectation but what it is.
"""

from typing import Any

import sympy as sp
from sympy import Eq, Rational

from theory import ForAll, Paper, symbols
from theory.symbols import family, inner

paper = Paper(
    "lerouxschmidtbach2012",
    title="A Stochastic Gradient Method with an Exponential Convergence Rate for Finite Training Sets",
    url="NIPS 2012, arXiv:1202.6258v4",
    provenance="reconstructed",
)

n = sp.Symbol("n", integer=True, positive=True)
k, i, j, m = sp.symbols("k i j m", integer=True, nonnegative=True)
L, mu, alpha, delta, c, sigma = symbols("L mu alpha delta c sigma", positive=True)
w, start = symbols("w start")
xs = symbols("xs")

entry, slope, point = family("entry"), family("slope"), family("point")
entries, slopes = family("entries"), family("slopes")
spread, expected, chosen, decay = (sp.Function(s, real=True) for s in ("spread", "expected", "chosen", "decay"))
append = sp.Function("append", real=True)


def same(left: Any, right: Any) -> Eq:
    """An equation that sympy does not look at: points are symbols in form only."""
    return Eq(left, right, evaluate=False)


def sums_of(total: Any, term: Any) -> tuple[ForAll, ForAll]:
    """total(m, w) is the sum of term(i, w) over i < m."""
    return (
        ForAll(over=(w,), then=same(total(0, w), 0)),
        ForAll(over=(m, w), indices=(m,), then=same(total(m + 1, w), total(m, w) + term(m, w))),
    )


sums = (
    *sums_of(entries, entry),
    *sums_of(slopes, slope),
    *sums_of(spread, lambda i, w: inner(entry(i, w), entry(i, w))),
)
"""Sums over the first m indices: of the table, of the gradients, and of ||entry||^2."""

refresh = (
    ForAll(over=(j, w), indices=(j,), given=(j < n,), then=same(entry(j, append(w, j)), slope(j, w))),
    ForAll(over=(i, j, w), indices=(i, j), given=(i < j, j < n), then=same(entry(i, append(w, j)), entry(i, w))),
    ForAll(over=(i, j, w), indices=(i, j), given=(j < i, i < n), then=same(entry(i, append(w, j)), entry(i, w))),
)
"""Drawing j replaces entry j of the table by the gradient of f_j at the point, and no other."""

move = ForAll(
    over=(j, w),
    indices=(j,),
    given=(j < n,),
    then=same(point(append(w, j)), point(w) - alpha / n * entries(n, append(w, j))),
)
"""The point moves along the refreshed table."""

offset = point(w) - xs
components = ForAll(
    over=(i, w),
    indices=(i,),
    given=(i < n,),
    then=inner(slope(i, w), slope(i, w)) <= L * inner(slope(i, w), offset),
)
"""Every f_i is convex with an L-Lipschitz gradient: lerouxschmidtbach2012/cocoercive."""

strongly = ForAll(over=(w,), then=n * mu * inner(offset, offset) <= inner(slopes(n, w), offset))
"""g is mu-strongly convex: slopes(n, w)/n is its gradient at the point."""


def expectation(value: Any, expected: Any = expected, chosen: Any = chosen) -> tuple[ForAll, ...]:
    """expected(k, w) is the mean of value(w') over the k draws that lead from the history w to w'.

    ``chosen`` is the name of the partial sums.
    """
    return (
        ForAll(over=(w,), then=same(expected(0, w), value(w))),
        ForAll(over=(k, w), indices=(k,), then=same(chosen(k, w, 0), 0)),
        ForAll(
            over=(k, m, w),
            indices=(k, m),
            then=same(chosen(k, w, m + 1), chosen(k, w, m) + expected(k, append(w, m))),
        ),
        ForAll(over=(k, w), indices=(k,), then=same(n * expected(k + 1, w), chosen(k, w, n))),
    )


decays = (same(decay(0), 1), ForAll(over=(k,), indices=(k,), then=same(decay(k + 1), (1 - delta) * decay(k))))
"""decay(k) = (1 - delta)^k."""

cold = (
    same(entries(n, start), 0),
    same(spread(n, start), n * sigma**2),
)
"""The table starts at 0, so its entries measured from f_i'(xs) are -f_i'(xs)."""

__all__ = [
    "L", "Rational", "alpha", "append", "c", "chosen", "cold", "components", "decay", "decays", "delta", "entries",
    "entry", "expectation", "expected", "i", "j", "k", "m", "move", "mu", "n", "offset", "paper", "point", "refresh",
    "same", "sigma", "slope", "slopes", "spread", "start", "strongly", "sums", "sums_of", "w", "xs",
]  # fmt: skip
