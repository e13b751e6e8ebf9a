"""A loss on fixed data as a function of one flat vector of parameters."""

import copy
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor, nn

__all__ = ["Objective"]

Loss = Callable[[Any, Any], Tensor]


class Objective:
    """f(x) = sum over chunks of weight * loss(model with parameters x, chunk).

    The chunks, their order and their weights never change, and neither does any state of the model (running means
    of batch normalisation are put back), so that equal x give equal bits.  Dropout is off, batch normalisation uses
    the chunk's own statistics: f is then a function of the parameters alone.

    Args:
        model: any module; its parameters are moved while f is evaluated and put back afterwards.
        loss: ``(model, chunk) -> scalar``, usually a mean over the chunk.
        chunks: what the loss is evaluated on.
        weights: of the chunks; by default each 1/number of chunks.
    """

    def __init__(
        self, model: nn.Module, loss: Loss, chunks: Sequence[Any], weights: Sequence[float] | None = None
    ) -> None:
        self.model, self.loss, self.chunks = model, loss, tuple(chunks)
        self.weights = tuple(weights) if weights is not None else (1 / len(self.chunks),) * len(self.chunks)
        if len(self.weights) != len(self.chunks):
            raise ValueError(f"{len(self.weights)} weights for {len(self.chunks)} chunks.")
        self.parameters = [p for p in model.parameters() if p.requires_grad]

    def point(self) -> Tensor:
        """A copy of the model's parameters, flat, shape (n,)."""
        return _flat([p.detach() for p in self.parameters]).clone()

    def put(self, x: Tensor) -> None:
        """Set the model's parameters."""
        with torch.no_grad():
            for parameter, piece in zip(self.parameters, self._split(x), strict=True):
                parameter.copy_(piece)

    def gradient(self, x: Tensor) -> tuple[float, Tensor]:
        """f(x) and its gradient, shape (n,)."""
        total, value = torch.zeros_like(x), 0.0
        with self._at(x):
            for weight, chunk in zip(self.weights, self.chunks, strict=True):
                part = weight * self.loss(self.model, chunk)
                total += _flat(self._derivative(part))
                value += part.item()
        return value, total

    def hessian_times(self, x: Tensor, v: Tensor) -> Tensor:
        """The product of the Hessian at x and v, shape (n,), by differentiating <gradient, v>."""
        pieces, total = self._split(v), torch.zeros_like(x)
        with self._at(x):
            for weight, chunk in zip(self.weights, self.chunks, strict=True):
                first = self._derivative(weight * self.loss(self.model, chunk), again=True)
                slope = sum((a * b).sum() for a, b in zip(first, pieces, strict=True))
                total += _flat(self._derivative(slope)) if torch.is_tensor(slope) and slope.requires_grad else 0
        return total

    def backwards(self) -> "Objective":
        """The same f, its chunks summed from the last to the first: another order of rounding."""
        return Objective(self.model, self.loss, self.chunks[::-1], self.weights[::-1])

    def double(self) -> "Objective":
        """The same f in double precision."""
        return Objective(copy.deepcopy(self.model).double(), self.loss, [_double(c) for c in self.chunks], self.weights)

    def _derivative(self, value: Any, again: bool = False) -> list[Tensor]:
        found = torch.autograd.grad(
            value, self.parameters, create_graph=again, allow_unused=True, materialize_grads=True
        )
        return list(found)

    def _split(self, x: Tensor) -> list[Tensor]:
        sizes = [p.numel() for p in self.parameters]
        return [piece.view_as(p) for piece, p in zip(x.split(sizes), self.parameters, strict=True)]

    @contextmanager
    def _at(self, x: Tensor) -> Any:
        """The model at x, in the mode described above; afterwards as it was."""
        before = self.point()
        buffers = [b.clone() for b in self.model.buffers()]
        modes = [(module, module.training) for module in self.model.modules()]
        for module, _ in modes:
            module.training = isinstance(module, nn.modules.batchnorm._BatchNorm)
        try:
            self.put(x)
            with torch.backends.cudnn.flags(enabled=False):  # cuDNN's LSTM has no second derivative
                yield
        finally:
            self.put(before)
            for buffer, old in zip(self.model.buffers(), buffers, strict=True):
                buffer.copy_(old)
            for module, mode in modes:
                module.training = mode


def _flat(pieces: Sequence[Tensor]) -> Tensor:
    return torch.cat([piece.reshape(-1) for piece in pieces])


def _double(chunk: Any) -> Any:
    if torch.is_tensor(chunk):
        return chunk.double() if chunk.is_floating_point() else chunk
    return tuple(map(_double, chunk)) if isinstance(chunk, tuple | list) else chunk
