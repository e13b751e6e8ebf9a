"""Reading the records: series of held-out runs, columns of their probes, tables for the evidence."""

import importlib.util
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from verify.training import records
from verify.training import statistics as st

__all__ = [
    "IMAGES", "NORMS", "TEXT", "Run", "checked", "column", "detail", "has_torch", "log_correlation", "names", "noise",
    "pairs", "points", "recorded", "scope", "series", "shown", "table",
]  # fmt: skip

TEXT, IMAGES = "lstm", "residual"
NORMS = ("batch", "group")
Run = Mapping[str, Any]


def recorded(name: str) -> dict[str, Any]:
    """The record of an experiment; raises PaperError if it is missing or was changed."""
    return records.read(records.file_name(name))


def has_torch() -> bool:
    """Whether runs can be run again here."""
    return importlib.util.find_spec("torch") is not None


def checked(record: Mapping[str, Any]) -> dict[str, str]:
    """Which record this is, and how it was checked."""
    how = "see zhang2020/training-records" if has_torch() else "record checked by hash only"
    return {"record": f"{records.file_name(record['experiment'])}, SHA-256 {record['sha256'][:16]}", "check": how}


def series(record: Mapping[str, Any], name: str) -> list[Run]:
    """The held-out runs of a series."""
    return [run for run in record["runs"] if run["role"] == "held out" and run["series"] == name]


def pairs(record: Mapping[str, Any], first: str, second: str) -> list[tuple[Run, Run]]:
    """The runs of two series, by seed."""
    other = {run["seed"]: run for run in series(record, second)}
    return [(run, other[run["seed"]]) for run in series(record, first)]


def column(run: Run, name: str) -> Any:
    """A column of the probes without the places where it was not measured."""
    return np.array([float(value) for value in run["probes"][name] if value is not None])


def points(record: Mapping[str, Any], run: Run, name: str) -> tuple[list[float], list[float]]:
    """Gradient norms and values of a column after the warm-up cut, where both are finite and positive."""
    probes, cut = run["probes"], record["configuration"]["probe"]["warm up cut"]
    rows = zip(probes["iteration"], probes["gradient"], probes[name], strict=True)
    kept = [(float(g), float(value)) for at, g, value in rows if at >= cut and value is not None]
    kept = [(g, value) for g, value in kept if 0 < g < math.inf and 0 < value < math.inf]
    return [g for g, _ in kept], [value for _, value in kept]


def log_correlation(record: Mapping[str, Any], run: Run, name: str) -> float:
    """Of gradient norm and a column of the probes, after the warm-up cut."""
    return st.correlation(*points(record, run, name))


def noise(run: Run) -> float:
    """The largest share of the estimate that rounding alone would give."""
    either = np.maximum(column(run, "order"), column(run, "precision"))
    return float(np.max(either / column(run, "smoothness")))


def detail(record: Mapping[str, Any], run: Run, name: str, seed: int) -> dict[str, Any]:
    """One run's correlation with what can be said of it from this run alone."""
    trace = points(record, run, name)
    low, high = st.block_bootstrap(*trace, seed=seed)
    return {
        "seed": run["seed"], "series": run["series"], "points": len(trace[0]), "r": st.correlation(*trace),
        "block bootstrap, 95 %": [low, high], "first differences": st.changes(*trace),
        "gradient norms": [min(trace[0], default=math.nan), max(trace[0], default=math.nan)],
    }  # fmt: skip


def names(record: Mapping[str, Any]) -> list[str]:
    """Of the series, in the order of the record."""
    return list(dict.fromkeys(run["series"] for run in record["runs"] if run["role"] == "held out"))


def table(record: Mapping[str, Any], name: str) -> dict[str, dict[str, Any]]:
    """For each series its correlations by seed, their interval, and the runs that diverged."""
    found = {}
    for called in names(record):
        runs = series(record, called)
        each = [log_correlation(record, run, name) for run in runs]
        known = [r for r in each if math.isfinite(r)]
        interval = st.over_seeds(known) if known else st.Interval(mean=math.nan, low=math.nan, high=math.nan)
        found[called] = {"r": shown(each), "interval": shown([interval.low, interval.high]),
                         "diverged": sum(run["status"] == "diverged" for run in runs)}  # fmt: skip
    return found


def shown(values: Sequence[float]) -> list[Any]:
    """Numbers for the evidence; what is not finite in words."""
    return [round(value, 4) if math.isfinite(value) else "none" for value in values]


def scope(record: Mapping[str, Any], what: str) -> str:
    """Which runs on what, with sizes."""
    plain = record["configuration"]
    return (
        f"{what}: {record['data']['name']}, {plain['iterations']} iterations, "
        f"{len(plain['seeds'])} held-out seeds, torch {record['versions']['torch']}"
    )
