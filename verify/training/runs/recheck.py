"""The first steps of every recorded run once more."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from verify.training.configuration import Configuration, Run
from verify.training.runs.experiment import SHOWN
from verify.training.runs.problem import problem
from verify.training.runs.train import prepare, train

__all__ = ["repeat"]

TOLERANCE = 1e-3
"""Relative; another processor adds in another order, and steps amplify that."""

COMPARED = ("loss", "gradient", "smoothness")
"""Of the probe; its noise floors are noise."""


def repeat(record: Mapping[str, Any]) -> tuple[int, list[str]]:
    """Run the first twenty steps of every run of a record again.

    Returns:
        How many runs there were, and for each that departs from the record where it first does.
    """
    configuration = Configuration.of(record["configuration"])
    configuration = replace(configuration, probe={**configuration.probe, "products": 1})  # Hessians are not compared
    prepare()
    task = problem(configuration)
    if task.data.digest != record["data"]["sha256"]:
        return 0, [f"the data are others: here {task.data.name}, recorded {record['data']['name']}"]
    departures = []
    for entry in record["runs"]:
        run = _run(configuration, entry)
        trace = train(task, run, steps=SHOWN)
        where = next(_departures(entry, trace), None)
        if where:
            departures.append(f"{run.name}: {where}")
    return len(record["runs"]), departures


def _run(configuration: Configuration, entry: Mapping[str, Any]) -> Run:
    model = next(options for name, options in configuration.models.items()
                 if not name or entry["series"].endswith(f", {name} norm"))  # fmt: skip
    return Run(
        role=entry["role"], series=entry["series"], method=configuration.method(entry["method"]), step=entry["step"],
        seed=entry["seed"], model=model, probed=bool(entry["probes"]),
    )  # fmt: skip


def _departures(entry: Mapping[str, Any], trace: Mapping[str, Any]) -> Iterator[str]:
    for name in ("loss", "gradient"):
        yield from _apart(name, entry[name][:SHOWN], trace[name])
    for name in COMPARED:
        again = [probe[name] for probe in trace["probes"]]
        yield from _apart(f"{name} of the probe", entry["probes"].get(name, [])[: len(again)], again)


def _apart(name: str, recorded: list[Any], again: list[float]) -> Iterator[str]:
    if len(recorded) != len(again):
        yield f"{len(recorded)} values of {name} are recorded, {len(again)} came out"
    for index, (old, new) in enumerate(zip(recorded, again, strict=False)):
        old = float(old)
        same = math.isclose(old, new, rel_tol=TOLERANCE) or (math.isnan(old) and math.isnan(new))
        if not same:
            yield f"{name} {index}: recorded {old:.6g}, now {new:.6g}"
