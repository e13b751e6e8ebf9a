"""The operator norm of a symmetric matrix that is known by its products, with a residual."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

__all__ = ["Extreme", "extreme"]


@dataclass(frozen=True, kw_only=True)
class Extreme:
    """The Ritz value of largest absolute value.

    Attributes:
        value: the Ritz value; its absolute value is, but for rounding, a lower bound of the operator norm.
        residual: ||H y - value y|| for its unit Ritz vector y: some eigenvalue lies within this of the value.  It
            bounds the error of an eigenvalue, not the operator norm from above.
        steps: products with H that were used.
    """

    value: float
    residual: float
    steps: int


def extreme(
    product: Callable[[Tensor], Tensor], like: Tensor, *, most: int = 20, tolerance: float = 0.02, seed: int = 0
) -> Extreme:
    """Lanczos with full reorthogonalisation, from a fixed random vector.

    Args:
        product: v -> H v, for v like ``like``.
        like: gives size n, precision and device.
        most: products at most.
        tolerance: stop when the residual is below this share of the value.
        seed: of the first vector.
    """
    start = torch.randn(like.numel(), generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    basis = [(start / start.norm()).to(like)]
    diagonal: list[float] = []
    beside: list[float] = []
    found = Extreme(value=0.0, residual=float("inf"), steps=0)
    for step in range(1, min(most, like.numel()) + 1):
        image = product(basis[-1])
        diagonal.append(torch.dot(image, basis[-1]).item())
        for _ in range(2):  # once is not enough in floats
            for vector in basis:
                image = image - torch.dot(image, vector) * vector
        beside.append(image.norm().item())
        found = _ritz(diagonal, beside, step)
        scale = max(map(abs, diagonal))
        if found.residual <= tolerance * abs(found.value) or beside[-1] <= 1e-12 * scale:
            break
        basis.append(image / beside[-1])
    return found


def _ritz(diagonal: list[float], beside: list[float], step: int) -> Extreme:
    """The extreme eigenvalue of the tridiagonal matrix, and the residual beta_m |last entry of its vector|."""
    matrix = torch.diag(torch.tensor(diagonal, dtype=torch.float64))
    for index, value in enumerate(beside[:-1]):
        matrix[index, index + 1] = matrix[index + 1, index] = value
    if not torch.isfinite(matrix).all():
        return Extreme(value=float("nan"), residual=float("inf"), steps=step)
    values, vectors = torch.linalg.eigh(matrix)
    index = int(values.abs().argmax())
    return Extreme(value=values[index].item(), residual=beside[-1] * abs(vectors[-1, index].item()), steps=step)
