"""Derivatives of torch and jax functions by their own autodiff, where the file that holds the function imports them.

Nothing here imports either: a function of torch comes from a file that has imported torch.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

__all__ = ["Derivatives", "derivatives"]


@dataclass(frozen=True, kw_only=True)
class Derivatives:
    """A function with its first two derivatives, in float64.

    Attributes:
        library: "torch" or "jax".
        value: f at a point of shape (d,), as a float.
        both: gradient (d,) and Hessian (d, d) there.
    """

    library: str
    value: Callable[[np.ndarray], float]
    both: Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]


def derivatives(call: Callable[..., Any], dim: int) -> Derivatives | None:
    """The derivatives, if the callable gives one number of torch's or jax's for an array of theirs.

    Args:
        call: takes an array of shape (dim,), or a number if dim is 0.
        dim: its length.
    """
    for maker in (_torch, _jax):
        found = maker(call, dim)
        if found is not None:
            return found
    return None


def _torch(call: Callable[..., Any], dim: int) -> Derivatives | None:
    torch: Any = sys.modules.get("torch")
    if torch is None:
        return None
    shape = (dim,) if dim else ()

    def given(point: np.ndarray) -> Any:
        return torch.tensor(point.reshape(shape), dtype=torch.float64, requires_grad=True)

    def one(array: Any) -> Any:
        return call(array).reshape(())

    try:
        value = one(given(np.full(max(dim, 1), 0.5)))
    except (TypeError, ValueError, AttributeError, IndexError, RuntimeError):
        return None
    if not isinstance(value, torch.Tensor) or not value.requires_grad:
        return None

    def both(point: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        array = given(point)
        first = torch.autograd.grad(one(array), array)[0]
        second = torch.autograd.functional.hessian(one, array.detach())
        return first.detach().numpy().reshape(-1), second.numpy().reshape(len(point), len(point))

    return Derivatives(library="torch", value=lambda point: float(one(given(point)).detach()), both=both)


def _jax(call: Callable[..., Any], dim: int) -> Derivatives | None:
    jax: Any = sys.modules.get("jax")
    if jax is None:
        return None
    jax.config.update("jax_enable_x64", True)
    shape = (dim,) if dim else ()

    def one(array: Any) -> Any:
        return call(array).reshape(())

    try:
        value = one(jax.numpy.asarray(np.full(shape, 0.5)))
    except (TypeError, ValueError, AttributeError, IndexError):
        return None
    if not isinstance(value, jax.Array):
        return None
    gradient, hessian, plain = jax.jit(jax.grad(one)), jax.jit(jax.hessian(one)), jax.jit(one)

    def both(point: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        array = jax.numpy.asarray(point.reshape(shape))
        return np.asarray(gradient(array)).reshape(-1), np.asarray(hessian(array)).reshape(len(point), len(point))

    return Derivatives(
        library="jax", value=lambda point: float(plain(jax.numpy.asarray(point.reshape(shape)))), both=both
    )
