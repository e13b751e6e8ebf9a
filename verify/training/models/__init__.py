"""The networks, by name; a configuration gives the name and the sizes."""

from collections.abc import Mapping
from typing import Any

import torch
from torch import nn

from theory.claim import PaperError
from verify.training.models.language import AwdLstm, Lstm
from verify.training.models.residual import Residual

__all__ = ["MODELS", "AwdLstm", "Lstm", "Residual", "build"]

MODELS: Mapping[str, type[nn.Module]] = {"lstm": Lstm, "awd-lstm": AwdLstm, "residual": Residual}


def build(options: Mapping[str, Any], *, seed: int, **sizes: int) -> nn.Module:
    """A network with weights drawn from the seed.

    Args:
        options: ``name`` and the network's own sizes.
        seed: of the weights.
        sizes: what the data say: tokens, or channels and classes.

    Raises:
        PaperError: for an unknown name.
    """
    rest = dict(options)
    name = rest.pop("name")
    if name not in MODELS:
        raise PaperError(f"there is no network {name!r}. There are: {', '.join(MODELS)}.")
    torch.manual_seed(seed)
    return MODELS[name](**rest, **sizes)
