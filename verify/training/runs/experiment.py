"""A whole experiment: the grid, the choice of steps, the held-out runs, the record."""

import hashlib
import json
import math
import os
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch

from theory.claim import PaperError
from verify.engine.cache import default_folder
from verify.training import configuration as settings
from verify.training import records
from verify.training.configuration import Configuration, Run
from verify.training.runs.problem import Problem, problem
from verify.training.runs.train import prepare, train

__all__ = ["SHOWN", "choose", "run_experiment"]

SHOWN = 20
"""Steps that a record keeps of a grid run, and that are run again when it is checked."""

PROBE = 60
"""A probe takes about as long as so many steps; only the time remaining is reckoned with it."""

Progress = Callable[[str, int, int], None]


def run_experiment(
    name: str,
    *,
    quick: bool = False,
    resume: bool = False,
    data: str = "",
    device: str = "cpu",
    out: Path | None = None,
    progress: Progress = lambda what, done, total: None,
) -> Path:
    """Run every run of an experiment and write its record, whatever it shows.

    Args:
        name: of the configuration.
        quick: its small version; the record goes to the scratch folder, unless ``out`` says where.
        resume: go on from what an earlier call, killed or finished, left.
        data: ``ptb:PATH`` or ``cifar10:PATH``; the record goes to the scratch folder likewise.
        device: "cpu" or "cuda".
        out: folder of the record.
        progress: called with what is run, and the work done and to do.

    Returns:
        The file of the record.

    Raises:
        PaperError: for unknown names and missing data.
    """
    configuration, plain = settings.load(name, quick=quick, data=data)
    if device == "cuda" and not torch.cuda.is_available():
        raise PaperError("--device cuda: torch finds no such device here; leave it out.")
    prepare(device)
    task = problem(configuration, device)
    about = {
        "experiment": name,
        "configuration": plain,
        "versions": records.versions(),
        "hardware": records.hardware(device),
        "code": records.code_hash(),
        "data": {"name": task.data.name, "sha256": task.data.digest},
    }
    scratch = default_folder().parent / "training"
    work = scratch / f"{name}-{hashlib.sha256(json.dumps(about).encode()).hexdigest()[:16]}"
    if not resume:
        shutil.rmtree(work, ignore_errors=True)
    runs = _Runs(configuration, task, work, progress)
    grid = runs.all(configuration.grid())
    best = choose(grid)
    held = runs.all(configuration.measured(best))
    entries = [_entry(run, trace) for run, trace in (*grid, *held)]
    folder = out or (scratch / "records" if quick or data else None)
    return records.write({**about, "chosen": best, "runs": entries}, folder)


def choose(grid: Iterable[tuple[Run, Mapping[str, Any]]]) -> dict[str, float]:
    """For every series the step of least mean validation loss among those with which no tuning seed diverged."""
    losses: dict[str, dict[float, list[float]]] = {}
    for run, trace in grid:
        seen = trace["valid"]["loss"] if trace["status"] == "finished" else math.inf
        losses.setdefault(run.series, {}).setdefault(run.step, []).append(seen if math.isfinite(seen) else math.inf)
    means = {series: {step: float(np.mean(seen)) for step, seen in steps.items()} for series, steps in losses.items()}
    return {series: min(steps, key=lambda step: (steps[step], step)) for series, steps in means.items()}


class _Runs:
    """Runs one after the other, each finished one kept in a file of its own."""

    def __init__(self, configuration: Configuration, task: Problem, work: Path, progress: Progress) -> None:
        self.task, self.work, self.progress = task, work, progress
        every, most = configuration.probe["every"], configuration.iterations
        self.cost = {False: most, True: most + PROBE * (most // every)}
        tuned = {entry["step"] for entry in configuration.held_out}
        held = len(configuration.models) * len(configuration.held_out) * len(configuration.seeds)
        tried = len(configuration.models) * len(tuned) * len(configuration.steps) * len(configuration.tuning_seeds)
        self.total = tried * self.cost[False] + held * self.cost[True]
        self.iterations, self.done = most, 0

    def all(self, runs: Iterable[Run]) -> list[tuple[Run, dict[str, Any]]]:
        """Each run and its trace, from the files where it is finished."""
        return [(run, self._one(run)) for run in runs]

    def _one(self, run: Run) -> dict[str, Any]:
        file = self.work / f"{run.name}.json"
        cost = self.cost[run.probed]
        if not file.is_file():
            midway = self.work / f"{run.name}.pt"

            def tick(iteration: int) -> None:
                self.progress(run.name, self.done + cost * iteration // self.iterations, self.total)

            trace = train(self.task, run, checkpoint=midway, tick=tick)
            self.work.mkdir(parents=True, exist_ok=True)
            fresh = file.with_suffix(".new")
            fresh.write_text(json.dumps(trace))
            os.replace(fresh, file)
            midway.unlink(missing_ok=True)
        self.done += cost
        self.progress(run.name, self.done, self.total)
        found: dict[str, Any] = json.loads(file.read_text())
        return found


def _entry(run: Run, trace: Mapping[str, Any]) -> dict[str, Any]:
    """A run as the record has it: probes by column, of a grid run the first steps only."""
    kept = None if run.probed else SHOWN
    probes = trace["probes"]
    columns = {name: [probe.get(name) for probe in probes] for name in (probes[0] if probes else ())}
    scores = {name: trace[name] for name in ("train", "valid", "test") if name in trace}
    return {
        "role": run.role, "series": run.series, "method": run.method.name, "step": run.step, "seed": run.seed,
        "status": trace["status"], "iterations": len(trace["loss"]), "clipped": trace["clipped"], **scores,
        "loss": trace["loss"][:kept], "gradient": trace["gradient"][:kept], "probes": columns,
    }  # fmt: skip
