"""The paper's estimate of local smoothness along a step, and how far its numbers can be trusted."""

from dataclasses import dataclass

import torch
from torch import Tensor

from verify.training.probe.objective import Objective

__all__ = ["Estimate", "Smoothness", "along", "smoothness"]

PARTS = 10
"""The paper's delta is .1 (Appendix H): gamma runs through .1, .2, ..., 1."""


@dataclass(frozen=True, kw_only=True)
class Smoothness:
    """||grad f(x + gamma d) - grad f(x)|| / ||gamma d||, the largest over gamma.

    Attributes:
        value: the estimate, in [f]/[x]^2.
        gamma: where it is attained.
        ratios: one for each gamma.
    """

    value: float
    gamma: float
    ratios: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What the probe measured at x along d.

    Attributes:
        loss: f(x).
        gradient: ||grad f(x)||.
        step: ||d||.
        smoothness: the paper's estimate, the largest over gamma.
        curvature: <d, H d>/||d||^2 at x.
        order: the same estimate where nothing moves, the chunks summed in another order, for the smallest gamma:
            ||grad' f(x) - grad f(x)|| / ||.1 d||.
        precision: likewise, double precision against the working one.
    """

    loss: float
    gradient: float
    step: float
    smoothness: float
    curvature: float
    order: float
    precision: float


def smoothness(f: Objective, x: Tensor, d: Tensor, *, at_x: Tensor | None = None, parts: int = PARTS) -> Smoothness:
    """The estimate; at_x is the gradient at x where it is known. The displacement is the one that rounding leaves."""
    base = f.gradient(x)[1] if at_x is None else at_x
    gammas = [(index + 1) / parts for index in range(parts)]
    ratios = []
    for gamma in gammas:
        moved = x + gamma * d
        length = (moved - x).norm()
        ratios.append(((f.gradient(moved)[1] - base).norm() / length).item() if length > 0 else 0.0)
    best = max(range(parts), key=ratios.__getitem__)
    return Smoothness(value=ratios[best], gamma=gammas[best], ratios=tuple(ratios))


def along(f: Objective, x: Tensor, d: Tensor) -> Estimate:
    """Everything at x along d that is measured with first derivatives and one product with the Hessian."""
    loss, g = f.gradient(x)
    length = d.norm().item()
    if not length > 0:
        raise ValueError("the step has no length, so there is no direction to look along.")
    smallest = length / PARTS
    other = f.backwards().gradient(x)[1]
    exact = f.double().gradient(x.double())[1]
    bent = torch.dot(f.hessian_times(x, d), d).item() / length**2
    return Estimate(
        loss=loss,
        gradient=g.norm().item(),
        step=length,
        smoothness=smoothness(f, x, d, at_x=g).value,
        curvature=bent,
        order=(other - g).norm().item() / smallest,
        precision=(exact - g.double()).norm().item() / smallest,
    )
