"""Frozen configurations: everything that is decided before a run, one JSON file an experiment."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from theory.claim import PaperError

__all__ = ["Configuration", "Method", "Run", "load", "names"]

FOLDER = Path(__file__).resolve().parent / "configs"


@dataclass(frozen=True, kw_only=True)
class Method:
    """How a step is made from the stochastic gradient G.

    Attributes:
        name: of the method.
        clip: G is scaled down to this norm where it is longer; 0 does not clip.
        momentum: v <- momentum v + G, x <- x - step v.
        warm_up: over so many iterations the step grows linearly from step/warm_up.
    """

    name: str
    clip: float = 0.0
    momentum: float = 0.0
    warm_up: int = 0


@dataclass(frozen=True, kw_only=True)
class Run:
    """One training run.

    Attributes:
        role: "grid" (a step is tried) or "held out" (measured, on seeds that no choice has seen).
        series: its name in figures: method, normalisation, which step.
        method: how steps are made.
        step: the step size.
        seed: of weights and batches.
        model: options of the network.
        probed: whether the probe looks along it.
    """

    role: str
    series: str
    method: Method
    step: float
    seed: int
    model: Mapping[str, Any]
    probed: bool

    @property
    def name(self) -> str:
        """Of its checkpoint; unique in an experiment."""
        return f"{self.role} {self.series} {self.step:g} {self.seed}".replace(" ", "-")


@dataclass(frozen=True, kw_only=True)
class Configuration:
    """One experiment, as its file in ``configs`` has it.

    Attributes:
        experiment: its name.
        about: what it is, and why its numbers are what they are.
        data: kind and place; see ``verify.training.data``.
        models: by name in the series (empty for one), the network's options.
        batch: sequences or images a step.
        window: steps of a sequence (text only).
        iterations: of every run, clipped or not.
        weight_decay: weight_decay * x is added to G after clipping.
        drops: iterations at which the step is divided by ten.
        augment: whether images are shifted by up to 4 pixels and mirrored.
        diverged_above: a run whose batch loss is not below this is diverged and ends.
        methods: those that are compared; every one gets the same grid, seeds and iterations.
        steps: the grid.
        tuning_seeds, seeds: of the grid; of the held-out runs.
        held_out: the runs of each held-out seed: series name, method, and ``step``, whose best step is taken.
        probe: subset ("columns", "length" of text; "examples" and "chunk" of images), "every" so many iterations,
            "hessian" at every so-manieth probe, Lanczos "products" at most and "tolerance", "warm up cut" iterations
            that correlations leave out.
        score: size of the validation and test sets ("columns", "length"; images: "examples").
        checkpoint: iterations between checkpoints.
        quick: what ``--quick`` changes.
    """

    experiment: str
    about: str
    data: Mapping[str, Any]
    models: Mapping[str, Mapping[str, Any]]
    batch: int
    iterations: int
    methods: tuple[Method, ...]
    steps: tuple[float, ...]
    tuning_seeds: tuple[int, ...]
    seeds: tuple[int, ...]
    held_out: tuple[Mapping[str, Any], ...]
    probe: Mapping[str, Any]
    score: Mapping[str, Any] = field(default_factory=dict)
    window: int = 0
    weight_decay: float = 0.0
    drops: tuple[int, ...] = ()
    augment: bool = False
    diverged_above: float = 20.0
    checkpoint: int = 50
    quick: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Configuration":
        """The configuration that plain data say; raises TypeError for a name that has no place in it."""
        made: dict[str, Any] = {key: tuple(item) if isinstance(item, list) else item for key, item in plain.items()}
        made["methods"] = tuple(Method(**method) for method in plain["methods"])
        return cls(**made)

    def method(self, name: str) -> Method:
        """A method by name."""
        return next(method for method in self.methods if method.name == name)

    def grid(self) -> list[Run]:
        """Every step for every compared method, network and tuning seed; methods that only control are not tuned."""
        tuned = {entry["step"] for entry in self.held_out}
        return [
            Run(role="grid", series=_series(model, method.name), method=method, step=step, seed=seed,
                model=options, probed=False)
            for model, options in self.models.items()
            for method in self.methods if method.name in tuned
            for step in self.steps
            for seed in self.tuning_seeds
        ]  # fmt: skip

    def measured(self, best: Mapping[str, float]) -> list[Run]:
        """The held-out runs, for the best step of each tuned series."""
        return [
            Run(role="held out", series=_series(model, entry["series"]), method=self.method(entry["method"]),
                step=best[_series(model, entry["step"])], seed=seed, model=options, probed=True)
            for model, options in self.models.items()
            for entry in self.held_out
            for seed in self.seeds
        ]  # fmt: skip


def names() -> tuple[str, ...]:
    """The experiments that have a configuration."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.json")))


def load(name: str, *, quick: bool = False, data: str = "") -> tuple[Configuration, dict[str, Any]]:
    """A configuration, and the plain data that it was made from.

    Args:
        name: of the experiment.
        quick: with the changes of its ``quick``.
        data: ``ptb:PATH`` or ``cifar10:PATH`` instead of its own data.

    Raises:
        PaperError: for an unknown name, or data of the wrong kind.
    """
    if name not in names():
        raise PaperError(f"there is no experiment {name!r}. There are: {', '.join(names())}.")
    plain = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    if quick:
        plain |= plain["quick"]
    if data:
        kind, _, where = data.partition(":")
        if kind not in ("ptb", "cifar10") or not where:
            raise PaperError(f"--data {data!r}: write ptb:PATH or cifar10:PATH.")
        if (kind == "ptb") != ("window" in plain):
            raise PaperError(f"the experiment {name} does not train on {kind}.")
        plain["data"] = {"kind": kind, "where": where}
    if "where" not in plain["data"]:
        raise PaperError(f"the experiment {name} needs data of yours: --data {plain['data']['kind']}:PATH")
    return Configuration.of(plain), plain


def _series(model: str, method: str) -> str:
    return f"{method}, {model} norm" if model else method
