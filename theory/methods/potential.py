"""One accelerated step from any state, for potential functions (Bansal and Gupta 2019, Section 5)."""

from collections.abc import Iterator
from typing import Any

__all__ = ["accelerated_step"]


def accelerated_step(f: Any, x: Any, smoothness: Any, weight: Any, after: Any) -> Iterator[Any]:
    """Yield (x, z), then (x+, z+), from any two points x and z; ``weight`` and ``after`` are lambda_n, lambda_{n+1}.

    y = (1 - 1/lambda_{n+1}) x + z/lambda_{n+1};  z+ = z - (lambda_{n+1}^2 - lambda_n^2)/L grad f(y);
    x+ = y - grad f(y)/L.
    """
    z = f.start()
    yield x, z
    y = (1 - 1 / after) * x + z / after
    g = f.grad(y)
    yield y - g / smoothness, z - (after**2 - weight**2) / smoothness * g
