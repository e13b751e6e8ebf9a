"""Discretised Langevin dynamics (Gao, Gurbuzbalaban, Zhu 2020): overdamped, nonreversible, underdamped."""

import math
from collections.abc import Callable, Iterator
from typing import Any

__all__ = ["nonreversible_langevin", "overdamped_langevin", "underdamped_langevin"]

Noise = Callable[[], Any]
"""A standard normal vector, another one at each call."""


def overdamped_langevin(f: Any, x: Any, step: float, beta: float, noise: Noise) -> Iterator[Any]:
    """Yield the iterates of Euler's scheme: x <- x - step grad f(x) + sqrt(2 step/beta) noise."""
    yield from nonreversible_langevin(f, x, step, beta, noise, lambda slope: 0 * slope)


def nonreversible_langevin(
    f: Any, x: Any, step: float, beta: float, noise: Noise, turn: Callable[[Any], Any]
) -> Iterator[Any]:
    """Yield the iterates of Euler's scheme with the drift -(I + J) grad f; ``turn`` is the antisymmetric J."""
    while True:
        yield x
        slope = f.grad(x)
        x = x - step * (slope + turn(slope)) + math.sqrt(2 * step / beta) * noise()


def underdamped_langevin(
    f: Any, x: Any, v: Any, step: float, friction: float, beta: float, noise: Noise
) -> Iterator[tuple[Any, Any]]:
    """Yield (x, v) of the exponential integrator: the gradient is frozen for a step, all else is solved exactly.

    Source: Cheng, Chatterji, Bartlett, Jordan 2018, for unit mass.
    """
    kept = math.exp(-friction * step)
    pulled = (1 - kept) / friction
    spread_v = (1 - kept**2) / beta
    spread_x = 2 / (friction * beta) * (step - 2 * pulled + (1 - kept**2) / (2 * friction))
    both = (1 - kept) ** 2 / (friction * beta)
    along = both / math.sqrt(spread_v)
    across = math.sqrt(spread_x - along**2)
    while True:
        yield x, v
        slope, first, second = f.grad(x), noise(), noise()
        x, v = (
            x + pulled * v - (step - pulled) / friction * slope + along * first + across * second,
            kept * v - pulled * slope + math.sqrt(spread_v) * first,
        )
