"""One training run: steps, probes, checkpoints."""

import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from verify.training.configuration import Run
from verify.training.models import build
from verify.training.probe import along, extreme
from verify.training.runs.problem import Problem

__all__ = ["prepare", "train"]

Trace = dict[str, Any]


def prepare(device: str = "cpu") -> None:
    """One thread and the same order of additions every time."""
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True, warn_only=device != "cpu")


def train(
    problem: Problem,
    run: Run,
    *,
    steps: int | None = None,
    checkpoint: Path | None = None,
    tick: Callable[[int], None] = lambda iteration: None,
) -> Trace:
    """Train, and say what happened.

    Args:
        problem: data and losses.
        run: what is to be done.
        steps: stop after so many iterations, without a score; by default all, with one.
        checkpoint: file from which the run goes on, if it is there, and where it is kept meanwhile.
        tick: called after every iteration with its number.

    Returns:
        ``loss`` and ``gradient`` (norm of the stochastic gradient, before clipping) of every step, ``probes``,
        ``status`` ("finished" or "diverged"), the share of steps that were ``clipped``, ``valid`` and ``test``.
    """
    configuration = problem.configuration
    state = _Run(problem, run)
    if checkpoint is not None and checkpoint.is_file():
        state.load(checkpoint)
    last = configuration.iterations if steps is None else min(steps, configuration.iterations)
    while state.iteration < last and state.trace["status"] == "finished":
        state.advance()
        if checkpoint is not None and state.iteration % configuration.checkpoint == 0:
            state.save(checkpoint)
        tick(state.iteration)
    return state.trace if steps is not None else state.finish()


class _Run:
    """A run under way.

    Args:
        problem: data and losses.
        run: what is to be done.
    """

    def __init__(self, problem: Problem, run: Run) -> None:
        self.problem, self.run = problem, run
        self.model = build(run.model, seed=run.seed, **problem.sizes).to(problem.device)
        self.objective = problem.subset(self.model)
        self.velocity = torch.zeros_like(self.objective.point())
        self.memory: Any = None
        self.iteration = 0
        self.trace: Trace = {"loss": [], "gradient": [], "clipped": 0, "probes": [], "status": "finished"}

    def advance(self) -> None:
        """One step, and the probe along it where it is due."""
        method, configuration = self.run.method, self.problem.configuration
        self.model.train()
        torch.manual_seed(1_000_003 * self.run.seed + self.iteration)  # dropout
        loss, self.memory = self.problem.loss(self.model, self.iteration, self.run.seed, self.memory)
        x, g = self.objective.point(), self._gradient(loss)
        norm = g.norm().item()
        self.trace["loss"].append(loss.item())
        self.trace["gradient"].append(norm)
        if not (loss.item() < configuration.diverged_above and norm < float("inf")):
            self.trace["status"] = "diverged"
            return
        if method.clip and norm > method.clip:
            g = g * (method.clip / norm)
            self.trace["clipped"] += 1
        if configuration.weight_decay:
            g = g + configuration.weight_decay * x
        self.velocity = method.momentum * self.velocity + g
        moved = x - self._step() * self.velocity
        if self.run.probed and self.iteration % configuration.probe["every"] == 0:
            self.trace["probes"].append(self._probe(x, moved - x))
        self.objective.put(moved)
        self.iteration += 1

    def finish(self) -> Trace:
        """The trace, with scores unless the run diverged."""
        if self.trace["status"] == "finished":
            self.model.eval()
            self.trace |= {part: self.problem.score(self.model, part) for part in ("valid", "test")}
            self.trace["train"] = self.objective.gradient(self.objective.point())[0]
        return self.trace

    def save(self, file: Path) -> None:
        """Everything that the rest of the run depends on, so that a kill while writing leaves the old file."""
        file.parent.mkdir(parents=True, exist_ok=True)
        fresh = file.with_suffix(".new")
        kept = ("velocity", "memory", "iteration", "trace")
        torch.save({"model": self.model.state_dict()} | {name: getattr(self, name) for name in kept}, fresh)
        os.replace(fresh, file)

    def load(self, file: Path) -> None:
        """Go on from what ``save`` wrote."""
        kept = torch.load(file, map_location=self.problem.device, weights_only=True)
        self.model.load_state_dict(kept.pop("model"))
        for name, value in kept.items():
            setattr(self, name, value)

    def _gradient(self, loss: Tensor) -> Tensor:
        pieces = torch.autograd.grad(loss, self.objective.parameters)
        return torch.cat([piece.reshape(-1) for piece in pieces])

    def _step(self) -> float:
        warm = self.run.method.warm_up
        drops = sum(self.iteration >= drop for drop in self.problem.configuration.drops)
        return self.run.step * (min(1.0, (self.iteration + 1) / warm) if warm else 1.0) / 10**drops

    def _probe(self, x: Tensor, d: Tensor) -> Trace:
        """The estimate at x along d, the Hessian's norm where it is due, and the released code's artefact."""
        found: Trace = {"iteration": self.iteration, **asdict(along(self.objective, x, d))}
        settings = self.problem.configuration.probe
        if self.iteration % (settings["every"] * settings["hessian"]) == 0:
            top = extreme(
                lambda v: self.objective.hessian_times(x, v), x, most=settings["products"],
                tolerance=settings["tolerance"],
            )  # fmt: skip
            found |= {"hessian": abs(top.value), "residual": top.residual}
        return found | self._artefact(x, d)

    def _artefact(self, x: Tensor, d: Tensor) -> Trace:
        """||G'(x + d/2) - G(x)|| / ||d/2|| with chunks drawn anew for each, as released; and with no displacement."""
        rng = np.random.default_rng([self.run.seed, self.iteration])
        pair = [self.problem.redrawn(self.model, rng) for _ in range(2)]
        first, second = pair
        if first is None or second is None:
            return {}
        base = first.gradient(x)[1]
        half = (d / 2).norm().item()
        return {
            "redrawn": (second.gradient(x + d / 2)[1] - base).norm().item() / half,
            "redrawn at rest": (second.gradient(x)[1] - base).norm().item() / half,
        }
