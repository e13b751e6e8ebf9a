"""Language models: a plain LSTM, and the AWD-LSTM of Merity, Keskar, Socher (2018) that the paper trains.

Both map tokens of shape (steps, sequences) and a state to logits of shape (steps, sequences, tokens) and a state.
"""

from itertools import pairwise
from typing import Any

import torch
from torch import Tensor, nn

__all__ = ["AwdLstm", "Lstm"]

State = Any


class Lstm(nn.Module):
    """Embedding, LSTM layers, a linear read-out; weights uniform in [-.1, .1].

    Args:
        tokens: size of the alphabet.
        embedding: width of a token.
        hidden: width of a layer.
        layers: number of layers.
    """

    def __init__(self, *, tokens: int, embedding: int, hidden: int, layers: int) -> None:
        super().__init__()
        self.embedding = nn.Embedding(tokens, embedding)
        self.lstm = nn.LSTM(embedding, hidden, layers)
        self.out = nn.Linear(hidden, tokens)
        for weight in self.parameters():
            nn.init.uniform_(weight, -0.1, 0.1)
        nn.init.zeros_(self.out.bias)

    def forward(self, x: Tensor, state: State = None) -> tuple[Tensor, State]:
        """Logits and the state after the last step."""
        y, state = self.lstm(self.embedding(x), state)
        return self.out(y), state


class AwdLstm(nn.Module):
    """Three layers of 1150 by default, tied to embeddings of 400, dropconnect on the recurrent weights.

    Args:
        tokens: size of the vocabulary.
        embedding: width of a token, and of the last layer.
        hidden: width of the other layers.
        layers: number of layers.
        dropout: share dropped of inputs and outputs, one mask for all steps.
        dropconnect: share dropped of the recurrent weights, one mask a batch.
    """

    def __init__(
        self,
        *,
        tokens: int,
        embedding: int = 400,
        hidden: int = 1150,
        layers: int = 3,
        dropout: float = 0.4,
        dropconnect: float = 0.5,
    ) -> None:
        super().__init__()
        self.embedding = nn.Embedding(tokens, embedding)
        widths = [embedding, *[hidden] * (layers - 1), embedding]
        self.layers = nn.ModuleList(nn.LSTM(a, b) for a, b in pairwise(widths))
        self.out = nn.Linear(embedding, tokens)
        self.out.weight = self.embedding.weight
        self.dropout, self.dropconnect = dropout, dropconnect
        nn.init.uniform_(self.embedding.weight, -0.1, 0.1)
        nn.init.zeros_(self.out.bias)

    def forward(self, x: Tensor, state: State = None) -> tuple[Tensor, State]:
        """Logits and the states of the layers after the last step."""
        y, states = self._locked(self.embedding(x)), []
        for layer, before in zip(self.layers, state or [None] * len(self.layers), strict=True):
            weight = nn.functional.dropout(layer.weight_hh_l0, self.dropconnect, self.training)
            y, after = torch.func.functional_call(layer, {"weight_hh_l0": weight}, (y, before))
            y = self._locked(y)
            states.append(after)
        return self.out(y), tuple(states)

    def _locked(self, y: Tensor) -> Tensor:
        return y * nn.functional.dropout(torch.ones_like(y[:1]), self.dropout, self.training)
