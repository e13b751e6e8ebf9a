"""Residual networks of He, Zhang, Ren, Sun (2016), section 4.2: three stages, shortcuts without parameters."""

import torch
from torch import Tensor, nn

__all__ = ["Residual"]


def _norm(kind: str, channels: int) -> nn.Module:
    if kind == "batch":
        return nn.BatchNorm2d(channels)
    if kind == "group":
        return nn.GroupNorm(4, channels)
    raise ValueError(f"normalisation {kind!r}: write batch or group.")


class Block(nn.Module):
    """Two convolutions and a shortcut that skips pixels and pads channels with zeros."""

    def __init__(self, inside: int, outside: int, stride: int, norm: str) -> None:
        super().__init__()
        self.first = nn.Conv2d(inside, outside, 3, stride, 1, bias=False)
        self.second = nn.Conv2d(outside, outside, 3, 1, 1, bias=False)
        self.norms = nn.ModuleList([_norm(norm, outside), _norm(norm, outside)])
        self.stride, self.more = stride, outside - inside

    def forward(self, x: Tensor) -> Tensor:
        """Shape (images, channels, height, width)."""
        y = torch.relu(self.norms[0](self.first(x)))
        y = self.norms[1](self.second(y))
        short = x[:, :, :: self.stride, :: self.stride]
        short = nn.functional.pad(short, (0, 0, 0, 0, self.more // 2, self.more - self.more // 2))
        return torch.relu(y + short)


class Residual(nn.Module):
    """6 blocks + 2 layers: ResNet-20 is width 16 with 3 blocks a stage.

    Args:
        channels: of the images.
        classes: number of classes.
        width: channels of the first stage; doubled from stage to stage.
        blocks: of a stage.
        norm: "batch" or "group".
    """

    def __init__(self, *, channels: int, classes: int, width: int = 16, blocks: int = 3, norm: str = "batch") -> None:
        super().__init__()
        widths = [width, *(width * 2**stage for stage in range(3) for _ in range(blocks))]
        strides = [2 if index in (blocks, 2 * blocks) else 1 for index in range(3 * blocks)]
        self.first = nn.Conv2d(channels, width, 3, 1, 1, bias=False)
        self.norm = _norm(norm, width)
        self.blocks = nn.Sequential(*(Block(a, b, s, norm) for a, b, s in zip(widths, widths[1:], strides)))
        self.out = nn.Linear(4 * width, classes)

    def forward(self, x: Tensor) -> Tensor:
        """Logits of shape (images, classes)."""
        y = self.blocks(torch.relu(self.norm(self.first(x))))
        return self.out(y.mean((2, 3)))
