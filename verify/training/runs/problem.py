"""What is trained on what: batches by number, the loss, the fixed subset of the probe, the score."""

from abc import ABC, abstractmethod
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from verify.training.configuration import Configuration
from verify.training.data import Images, Text, load_images, load_text
from verify.training.probe import Objective

__all__ = ["ImageProblem", "Problem", "TextProblem", "problem"]


class Problem(ABC):
    """Batches depend on the seed and the iteration alone, so that a run can be continued anywhere.

    Args:
        configuration: of the experiment.
        device: where the arithmetic is done.
    """

    data: Any
    sizes: dict[str, int]

    def __init__(self, configuration: Configuration, device: str) -> None:
        self.configuration, self.device = configuration, torch.device(device)

    @abstractmethod
    def loss(self, model: nn.Module, iteration: int, seed: int, memory: Any) -> tuple[Tensor, Any]:
        """Mean loss of a batch, and what the next batch needs of this one (None if nothing)."""

    @abstractmethod
    def subset(self, model: nn.Module) -> Objective:
        """The loss on the probe's fixed subset in fixed chunks."""

    @abstractmethod
    def score(self, model: nn.Module, part: str) -> dict[str, float]:
        """Loss, and accuracy where there are classes, on a fixed piece of "valid" or "test"."""

    def redrawn(self, model: nn.Module, rng: np.random.Generator) -> Objective | None:
        """The subset in chunks drawn anew, the chunks' means added up: what the released code differentiates."""
        return None

    def _tensor(self, array: NDArray[Any], kind: torch.dtype) -> Tensor:
        return torch.as_tensor(np.ascontiguousarray(array)).to(self.device, kind)


class TextProblem(Problem):
    """The next token. Sequences run side by side through the whole text, the state is carried from window to window."""

    def __init__(self, configuration: Configuration, device: str) -> None:
        super().__init__(configuration, device)
        self.data: Text = load_text(configuration.data["kind"], configuration.data["where"])
        self.sizes = {"tokens": self.data.tokens}
        length = len(self.data.train) // configuration.batch
        self.rows = self.data.train[: length * configuration.batch].reshape(configuration.batch, length)
        self.windows = (length - 1) // configuration.window
        probe = configuration.probe
        self.x, self.y = self._spread(self.data.train, probe["columns"], probe["length"])

    def loss(self, model: nn.Module, iteration: int, seed: int, memory: Any) -> tuple[Tensor, Any]:
        """Mean over the window, in nats a token; the seed says where in the text the run begins."""
        index = (int(np.random.default_rng(seed).integers(self.windows)) + iteration) % self.windows
        at, size = index * self.configuration.window, self.configuration.window
        x, y = (self._tensor(self.rows[:, at + s : at + s + size].T, torch.long) for s in (0, 1))
        if index == 0:
            memory = None
        logits, memory = model(x, memory)
        return _mean(logits, y), _detached(memory)

    def subset(self, model: nn.Module) -> Objective:
        """Columns cut into windows; each starts from a zero state."""
        size = self.configuration.window
        cuts = list(range(0, len(self.x), size))
        return self._chunked(model, cuts, [min(size, len(self.x) - cut) / len(self.x) for cut in cuts])

    def redrawn(self, model: nn.Module, rng: np.random.Generator) -> Objective:
        """Lengths as the released code draws them: N(window, 5), in 5 % of the cases N(window/2, 5), at least 5."""
        size, cuts = self.configuration.window, [0]
        while True:
            mean = size if rng.random() < 0.95 else size / 2
            cut = cuts[-1] + max(5, int(rng.normal(mean, 5)))
            if cut >= len(self.x) - 1:
                return self._chunked(model, cuts, [1.0] * len(cuts))
            cuts.append(cut)

    def score(self, model: nn.Module, part: str) -> dict[str, float]:
        """Nats a token; the state is carried along the columns."""
        sizes = self.configuration.score
        x, y = self._spread(getattr(self.data, part), sizes["columns"], sizes["length"])
        total, memory = 0.0, None
        with torch.no_grad():
            for a, b in zip(x.split(100), y.split(100), strict=True):
                logits, memory = model(a, memory)
                total += _mean(logits, b).item() * b.numel()
        return {"loss": total / y.numel()}

    def _chunked(self, model: nn.Module, cuts: list[int], weights: list[float]) -> Objective:
        ends = [*cuts[1:], len(self.x)]
        chunks = [(self.x[a:b], self.y[a:b]) for a, b in zip(cuts, ends, strict=True)]
        return Objective(model, lambda net, chunk: _mean(net(chunk[0])[0], chunk[1]), chunks, weights)

    def _spread(self, text: NDArray[Any], columns: int, length: int) -> tuple[Tensor, Tensor]:
        """Columns at equal distances; shape (length, columns), and the same one token later."""
        apart = (len(text) - 1) // columns
        starts = [column * apart for column in range(columns)]
        x, y = (np.stack([text[at + s : at + s + length] for at in starts], 1) for s in (0, 1))
        return self._tensor(x, torch.long), self._tensor(y, torch.long)


class ImageProblem(Problem):
    """The class of an image."""

    def __init__(self, configuration: Configuration, device: str) -> None:
        super().__init__(configuration, device)
        self.data: Images = load_images(configuration.data["kind"], configuration.data["where"])
        self.sizes = {"channels": self.data.channels, "classes": self.data.classes}

    def loss(self, model: nn.Module, iteration: int, seed: int, memory: Any) -> tuple[Tensor, Any]:
        """Mean over a batch drawn with replacement."""
        rng = np.random.default_rng([seed, iteration])
        pictures, classes = self.data.train
        chosen = rng.integers(len(classes), size=self.configuration.batch)
        batch = pictures[chosen]
        if self.configuration.augment:
            batch = _shifted(batch, rng)
        logits = model(self._tensor(batch, torch.float32))
        return cross_entropy(logits, self._tensor(classes[chosen], torch.long)), None

    def subset(self, model: nn.Module) -> Objective:
        """The first examples of the training part."""
        count, size = self.configuration.probe["examples"], self.configuration.probe["chunk"]
        chunks = self._pieces("train", count, size)
        weights = [len(y) / sum(len(z) for _, z in chunks) for _, y in chunks]
        return Objective(model, lambda net, chunk: cross_entropy(net(chunk[0]), chunk[1]), chunks, weights)

    def score(self, model: nn.Module, part: str) -> dict[str, float]:
        """Mean loss and accuracy, batch normalisation by its running means."""
        loss, right, count = 0.0, 0, 0
        with torch.no_grad():
            for x, y in self._pieces(part, self.configuration.score.get("examples", len(self.data.test[1])), 500):
                logits = model(x)
                loss += cross_entropy(logits, y, reduction="sum").item()
                right += int((logits.argmax(1) == y).sum())
                count += len(y)
        return {"loss": loss / count, "accuracy": right / count}

    def _pieces(self, part: str, count: int, size: int) -> list[tuple[Tensor, Tensor]]:
        pictures, classes = getattr(self.data, part)
        x, y = self._tensor(pictures[:count], torch.float32), self._tensor(classes[:count], torch.long)
        return list(zip(x.split(size), y.split(size), strict=True))


def problem(configuration: Configuration, device: str = "cpu") -> Problem:
    """The problem that a configuration describes: text if it has a window, else images."""
    return (TextProblem if configuration.window else ImageProblem)(configuration, device)


def _mean(logits: Tensor, y: Tensor) -> Tensor:
    return cross_entropy(logits.reshape(-1, logits.shape[-1]), y.reshape(-1))


def _detached(state: Any) -> Any:
    return state.detach() if torch.is_tensor(state) else tuple(map(_detached, state))


def _shifted(batch: NDArray[Any], rng: np.random.Generator) -> NDArray[Any]:
    """Each image moved by up to 4 pixels, and mirrored in half of the cases."""
    size = batch.shape[-1]
    padded = np.pad(batch, ((0, 0), (0, 0), (4, 4), (4, 4)))
    moves, mirrored = rng.integers(9, size=(len(batch), 2)), rng.random(len(batch)) < 0.5
    cut = [p[:, a : a + size, b : b + size] for p, (a, b) in zip(padded, moves, strict=True)]
    return np.stack([p[:, :, ::-1] if m else p for p, m in zip(cut, mirrored, strict=True)])
