"""How far the runs came, and which form their smoothness has."""

import math
from collections.abc import Mapping
from typing import Any

from verify.experiments import Reading
from verify.experiments.zhang2020.reading import (
    IMAGES,
    NORMS,
    TEXT,
    Run,
    checked,
    names,
    pairs,
    points,
    recorded,
    scope,
    series,
)  # fmt: skip
from verify.training import statistics as st

__all__ = ["accuracy_against_momentum", "affine_against_constant", "affine_against_power", "clipped_against_unclipped"]


def clipped_against_unclipped(deep: bool = False, seed: int = 0) -> Reading:
    """Test loss (nats a byte) after equally many gradients: unclipped less clipped, each at its best step, by seed."""
    record = recorded(TEXT)
    found = st.mean([_loss(record, plain) - _loss(record, clipped)
                     for clipped, plain in pairs(record, "clipped", "unclipped")])  # fmt: skip
    return Reading(
        values={"gain": found.mean, "gain_low": found.low},
        scope=scope(record, "clipped and unclipped"),
        trials=len(series(record, "clipped")),
        evidence={
            "interval over seeds, 95 %": [found.low, found.high],
            "test losses": _outcomes(record, "loss"),
            "steps chosen": record["chosen"],
            "share of steps clipped": [run["clipped"] / run["iterations"] for run in series(record, "clipped")],
            "grid, validation loss": _grid(record),
            **checked(record),
        },
    )


def accuracy_against_momentum(deep: bool = False, seed: int = 0) -> Reading:
    """Test accuracy of the clipped residual network less that with momentum, the normalisation where it is less."""
    record = recorded(IMAGES)
    found = {}
    for norm in NORMS:
        both = pairs(record, f"clipped, {norm} norm", f"momentum, {norm} norm")
        found[norm] = st.mean([_accuracy(clipped) - _accuracy(momentum) for clipped, momentum in both])
    worst = min(found.values(), key=lambda interval: interval.low)
    return Reading(
        values={"difference": worst.mean, "difference_low": worst.low},
        scope=scope(record, "clipped and momentum"),
        trials=sum(len(series(record, f"clipped, {norm} norm")) for norm in NORMS),
        evidence={
            "intervals over seeds, 95 %": {norm: [found[norm].low, found[norm].high] for norm in NORMS},
            "test accuracies": _outcomes(record, "accuracy"),
            "steps chosen": record["chosen"],
            "grid, validation loss": _grid(record),
            **checked(record),
        },
    )


def affine_against_constant(deep: bool = False, seed: int = 0) -> Reading:
    """Error on a left-out seed of the best constant against that of L0 + L1 g: logarithm of their ratio."""
    return _forms("constant")


def affine_against_power(deep: bool = False, seed: int = 0) -> Reading:
    """Error on a left-out seed of the best power law against that of L0 + L1 g: logarithm of their ratio."""
    return _forms("power")


def _forms(other: str) -> Reading:
    record = recorded(TEXT)
    runs = series(record, "clipped")
    traces = [points(record, run, "smoothness") for run in runs]
    errors = st.form_errors(traces)
    found = st.mean([math.log(a / b) for a, b in zip(errors[other], errors["affine"], strict=True)])
    return Reading(
        values={"gain": found.mean, "gain_low": found.low},
        scope=scope(record, "clipped"),
        trials=len(runs),
        evidence={
            "interval over seeds, 95 %": [found.low, found.high],
            "mean squared logarithmic errors on the seed left out": errors,
            "smallest (L0, L1) that cover each seed": [st.cover(*pair) for pair in traces],
            **checked(record),
        },
    )


def _loss(record: Mapping[str, Any], run: Run) -> float:
    """The test loss; a run that diverged has that of a uniform guess over the 256 bytes, which is kind to it."""
    return float(run["test"]["loss"]) if run["status"] == "finished" else math.log(256)


def _accuracy(run: Run) -> float:
    return float(run["test"]["accuracy"]) if run["status"] == "finished" else 0.1


def _outcomes(record: Mapping[str, Any], name: str) -> dict[str, list[Any]]:
    return {called: [run["test"][name] if run["status"] == "finished" else "diverged" for run in series(record, called)]
            for called in names(record)}  # fmt: skip


def _grid(record: Mapping[str, Any]) -> dict[str, dict[str, list[Any]]]:
    table: dict[str, dict[str, list[Any]]] = {}
    for run in record["runs"]:
        if run["role"] == "grid":
            seen = run["valid"]["loss"] if run["status"] == "finished" else "diverged"
            table.setdefault(run["series"], {}).setdefault(f"{run['step']:g}", []).append(seen)
    return table
