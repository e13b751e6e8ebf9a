"""One accelerated step from any state, for potential functions (Bansal and Gupta 2019, Section 5)."""

from collections.abc import Iterator
from typing import Any

__all__ = ["accelerated_step"]


def accelerated_step(f: Any, x: Any, smoothness: Any, weight: Any) -> Iterator[Any]:
    """Yield (x, z), then (x+, z+), from any two points x and z; ``weight`` is lambda = lambda_{n+1}.

    y = (1 - 1/lambda) x + z/lambda;  z+ = z - lambda/L grad f(y);  x+ = y - grad f(y)/L.
    """
    z = f.start()
    yield x, z
    y = (1 - 1 / weight) * x + z / weight
    g = f.grad(y)
    yield y - g / smoothness, z - weight / smoothness * g
