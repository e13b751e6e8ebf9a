"""Methods that take proximal steps: p = prox(x, t) minimises h(p) + ||p - x||^2/(2t)."""

from collections.abc import Iterator
from itertools import count, pairwise
from typing import Any

__all__ = [
    "accelerated_proximal_gradient",
    "douglas_rachford",
    "fista",
    "inexact_proximal_point",
    "proximal_gradient",
    "proximal_point",
]


def proximal_point(f: Any, x: Any, step: Any) -> Iterator[Any]:
    """Yield x_k with x_{k+1} = prox(x_k, step) (Martinet 1970, Rockafellar 1976)."""
    while True:
        yield x
        x = f.prox(x, step)


def inexact_proximal_point(f: Any, x: Any, step: Any, error: Any) -> Iterator[Any]:
    """Yield x_k with x_{k+1} = x_k - step*g + e, g a subgradient at x_{k+1}, ||e|| <= error*||x_{k+1} - x_k||."""
    while True:
        yield x
        x = f.inexact_prox(x, step, error)


def proximal_gradient(f: Any, x: Any, step: Any) -> Iterator[Any]:
    """Yield x_k with x_{k+1} = prox(x_k - step*grad f(x_k), step): f the first summand, the step of the second."""
    while True:
        yield x
        x = f.prox(x - step * f.grad(x), step)


def accelerated_proximal_gradient(f: Any, x: Any, step: Any) -> Iterator[Any]:
    """Yield x_k of FISTA with momentum k/(k+3) (Beck and Teboulle 2009; t_k = (k+2)/2, Chambolle and Dossal 2015).

    Any t_k with t_{k+1}^2 - t_{k+1} <= t_k^2 will do in the proof; these are rational.
    """
    y = x
    for k in count():
        yield x
        after = f.prox(y - step * f.grad(y), step)
        y = after + k * (after - x) / (k + 3)
        x = after


def fista(f: Any, x: Any, step: Any, theta: Any) -> Iterator[Any]:
    """Yield x_k of FISTA (Beck and Teboulle 2009) for given theta_0 = 1, theta_1, ...: t_k = theta_{k-1} there.

    x_{k+1} = prox(y_k - step*grad f(y_k), step);  y_{k+1} = x_{k+1} + (theta_k - 1)/theta_{k+1} (x_{k+1} - x_k).
    """
    y = x
    yield x
    for now, then in pairwise(theta):
        after = f.prox(y - step * f.grad(y), step)
        y = after + (now - 1) / then * (after - x)
        x = after
        yield x


def douglas_rachford(f: Any, x: Any, step: Any) -> Iterator[Any]:
    """Yield w_k with w_{k+1} = w_k + prox_f(2 p - w_k) - p, p = prox_h(w_k): h the second summand, f the first."""
    while True:
        yield x
        p = f.part(1).prox(x, step)
        x = x + f.part(0).prox(2 * p - x, step) - p
