"""Methods with momentum for smooth convex functions, with rational coefficients where the best ones are irrational."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

__all__ = [
    "chebyshev",
    "nesterov_strongly_convex",
    "optimized_gradient",
    "optimized_gradient_for_gradients",
    "triple_momentum",
]


def chebyshev(f: Any, x: Any, smoothness: Any, ratio: Any) -> Iterator[Any]:
    """Yield x_0, x_1, ... of the Chebyshev semi-iteration (Golub and Varga 1961), started at rest.

    x_{k+1} = x_{k-1} + w_{k+1} (x_k - 2/(L + mu) grad f(x_k) - x_{k-1}), w_{k+1} = 1/(1 - w_k/(4 s^2)), w_1 = 1 and
    w_2 = 1/(1 - 1/(2 s^2)), s = (L + mu)/(L - mu).  ``smoothness`` is L and ``ratio`` is mu/L.
    """
    step, narrow = 2 / (smoothness * (1 + ratio)), ((1 - ratio) / (1 + ratio)) ** 2
    before = x
    yield x
    x, weight = x - step * f.grad(x), 2
    while True:
        yield x
        weight = 1 / (1 - weight * narrow / 4)
        x, before = before + weight * (x - step * f.grad(x) - before), x


def nesterov_strongly_convex(f: Any, x: Any, step: Any, momentum: Any) -> Iterator[Any]:
    """Yield x_k with x_{k+1} = y_k - step*grad f(y_k), y_k = x_k + momentum*(x_k - x_{k-1}) (Nesterov 2004)."""
    before = x
    while True:
        yield x
        y = x + momentum * (x - before)
        x, before = y - step * f.grad(y), x


def optimized_gradient(f: Any, x: Any, step: Any, theta: Any) -> Iterator[Any]:
    """Yield y_k of the optimised gradient method (Kim and Fessler 2016, OGM1) for given theta_0 = 1, theta_1, ...

    x_{k+1} = y_k - step*grad f(y_k);
    y_{k+1} = x_{k+1} + (theta_k - 1)/theta_{k+1} (x_{k+1} - x_k) + theta_k/theta_{k+1} (x_{k+1} - y_k).
    """
    y = x
    yield y
    for now, then in pairwise(theta):
        after = y - step * f.grad(y)
        y = after + (now - 1) / then * (after - x) + now / then * (after - y)
        x = after
        yield y


def optimized_gradient_for_gradients(f: Any, x: Any, step: Any, theta: Any) -> Iterator[Any]:
    """Yield x_k of the optimised gradient method for gradients (Kim and Fessler 2021, OGM-G) for given theta_0 .. 1.

    y_{k+1} = x_k - step*grad f(x_k);  x_{k+1} = y_{k+1}
    + (theta_k - 1)(2 theta_{k+1} - 1)/(theta_k (2 theta_k - 1)) (y_{k+1} - y_k)
    + (2 theta_{k+1} - 1)/(2 theta_k - 1) (y_{k+1} - x_k).
    """
    y = x
    yield x
    for now, then in pairwise(theta):
        after, share = x - step * f.grad(x), (2 * then - 1) / (2 * now - 1)
        x = after + (now - 1) / now * share * (after - y) + share * (after - x)
        y = after
        yield x


def triple_momentum(f: Any, x: Any, smoothness: Any, ratio: Any) -> Iterator[Any]:
    """Yield x_0, x_1, ... of the triple momentum method (Van Scoy, Freeman, Lynch 2018), started at rest.

    ``smoothness`` is L and ``ratio`` is rho = 1 - sqrt(mu/L).
    """
    rho = ratio
    momentum, look, read = rho**2 / (2 - rho), rho**2 / ((1 + rho) * (2 - rho)), rho**2 / (1 - rho**2)
    before = now = x
    while True:
        yield now + read * (now - before)
        y = now + look * (now - before)
        after = now + momentum * (now - before) - (1 + rho) / smoothness * f.grad(y)
        before, now = now, after
