"""Gradient steps of other kinds: given one by one, by line search, with an inexact gradient, along a subgradient."""

from collections.abc import Iterator
from typing import Any

__all__ = ["exact_line_search", "inexact_gradient_descent", "scheduled_gradient_descent", "subgradient_method"]


def scheduled_gradient_descent(f: Any, x: Any, steps: Any) -> Iterator[Any]:
    """Yield x_k with x_{k+1} = x_k - steps[k]*grad f(x_k), as long as there are steps."""
    yield x
    for step in steps:
        x = x - step * f.grad(x)
        yield x


def exact_line_search(f: Any, x: Any) -> Iterator[Any]:
    """Yield x_k with x_{k+1} the minimiser of f on x_k - t grad f(x_k) (Cauchy 1847)."""
    while True:
        yield x
        x = f.line_search(x, f.grad(x))


def inexact_gradient_descent(f: Any, x: Any, step: Any, error: Any) -> Iterator[Any]:
    """Yield x_k with x_{k+1} = x_k - step*d_k, ||d_k - grad f(x_k)|| <= error*||grad f(x_k)||."""
    while True:
        yield x
        x = x - step * f.inexact_grad(x, error)


def subgradient_method(f: Any, x: Any, step: Any) -> Iterator[Any]:
    """Yield x_k with x_{k+1} = x_k - step*g_k, g_k any subgradient at x_k (Shor 1962)."""
    while True:
        yield x
        x = x - step * f.grad(x)
