"""A method's text run once on formal gradients: its one-step map, and its step length as a function of |grad|."""

from collections.abc import Callable, Mapping
from typing import Any

import sympy as sp

from theory.symbols import f, grad, inner, norm

__all__ = ["NotMemoryless", "one_step", "step_length"]

_x = sp.Symbol("x_k", real=True)


class NotMemoryless(TypeError):
    """The next iterate depends on more than the current one, so there is no one-step map."""


class _Formal:
    """An oracle that answers with formal expressions."""

    def __call__(self, x: Any) -> Any:
        return f(x)

    def grad(self, x: Any) -> Any:
        return grad(x)


def one_step(method: Callable[..., Any], parameters: Mapping[str, Any], variable: sp.Symbol) -> sp.Expr:
    """The map x_k -> x_{k+1} over the formal f, grad, norm and inner.

    Args:
        method: generator that yields the iterates.
        parameters: its parameters, exact.
        variable: the symbol for x_k.

    Raises:
        NotMemoryless: when the second step is not the same map as the first.
    """
    run = method(_Formal(), variable, **parameters)
    try:
        _, first, second = next(run), next(run), next(run)
    except StopIteration:
        raise NotMemoryless(f"{_name(method)} yields fewer than three iterates") from None
    if second != first.subs(variable, first) and sp.expand(second - first.subs(variable, first)) != 0:
        raise NotMemoryless(f"{_name(method)} carries a state from step to step: no one-step map")
    return sp.sympify(first)


def step_length(method: Callable[..., Any], parameters: Mapping[str, Any], size: sp.Symbol) -> sp.Expr | None:
    """How far the method moves against the gradient, as an expression in ``size`` = ||grad f(x_k)||.

    Returns:
        The expression, or None when the step depends on anything else (the iterate, values of f, a state).
    """
    try:
        move = sp.expand(_x - one_step(method, parameters, _x))
    except NotMemoryless:
        return None
    length = move.replace(norm, sp.Abs).replace(inner, sp.Mul).subs(grad(_x), size)
    return None if length.has(_x, f, grad) else sp.sympify(length)


def _name(method: Callable[..., Any]) -> str:
    return str(getattr(method, "__name__", "the method"))
