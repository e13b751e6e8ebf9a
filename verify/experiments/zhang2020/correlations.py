"""Correlations along the recorded runs: the effect, where else it is, and the artefact that looks like it."""

import math

import numpy as np

from verify.experiments import Reading
from verify.experiments.zhang2020.reading import (
    IMAGES,
    NORMS,
    TEXT,
    checked,
    column,
    detail,
    log_correlation,
    noise,
    pairs,
    recorded,
    scope,
    series,
    table,
)  # fmt: skip
from verify.training import statistics as st

__all__ = ["artefact", "correlation_clipped", "correlation_difference", "correlation_hessian", "correlation_images"]


def correlation_clipped(deep: bool = False, seed: int = 0) -> Reading:
    """Gradient norm against the paper's smoothness estimate, clipped LSTM at its large step, after the warm-up cut."""
    record = recorded(TEXT)
    runs = series(record, "clipped")
    found = st.over_seeds([log_correlation(record, run, "smoothness") for run in runs])
    floor = max((noise(run) for run in runs), default=math.nan)
    return Reading(
        values={"r": found.mean, "r_low": found.low, "floor": floor},
        scope=scope(record, "clipped"),
        trials=len(runs),
        evidence={
            "interval over seeds, 95 %": [found.low, found.high],
            "noise floor": f"at most {floor:.2g} of the estimate (chunks summed backwards, double precision)",
            "seeds": [detail(record, run, "smoothness", seed) for run in runs],
            "other series": table(record, "smoothness"),
            **checked(record),
        },
    )


def correlation_hessian(deep: bool = False, seed: int = 0) -> Reading:
    """Gradient norm against the Hessian's norm (Lanczos), the same runs."""
    record = recorded(TEXT)
    runs = series(record, "clipped")
    found = st.over_seeds([log_correlation(record, run, "hessian") for run in runs])
    residual = max((float(np.max(column(run, "residual") / column(run, "hessian"))) for run in runs), default=math.nan)
    return Reading(
        values={"r": found.mean, "r_low": found.low},
        scope=scope(record, "clipped"),
        trials=len(runs),
        evidence={
            "interval over seeds, 95 %": [found.low, found.high],
            "largest residual over value": residual,
            "seeds": [detail(record, run, "hessian", seed) for run in runs],
            "other series": table(record, "hessian"),
            **checked(record),
        },
    )


def correlation_difference(deep: bool = False, seed: int = 0) -> Reading:
    """Fisher's z of the clipped runs at the large step less that of the unclipped runs at their best step, by seed."""
    record = recorded(TEXT)
    both = pairs(record, "clipped", "unclipped")
    z = [[st.fisher(log_correlation(record, run, "smoothness")) for run in pair] for pair in both]
    found = st.mean([a - b for a, b in z])
    return Reading(
        values={"difference": found.mean, "difference_low": found.low},
        scope=scope(record, "clipped and unclipped"),
        trials=len(both),
        evidence={"interval over seeds, 95 %": [found.low, found.high],
                  "correlations": table(record, "smoothness"), **checked(record)},
    )  # fmt: skip


def correlation_images(deep: bool = False, seed: int = 0) -> Reading:
    """The correlation in the clipped residual networks, the normalisation where it is weaker."""
    record = recorded(IMAGES)
    found = {norm: st.over_seeds([log_correlation(record, run, "smoothness")
                                  for run in series(record, f"clipped, {norm} norm")]) for norm in NORMS}  # fmt: skip
    worst = min(found.values(), key=lambda interval: (interval.low, interval.mean))
    runs = [run for norm in NORMS for run in series(record, f"clipped, {norm} norm")]
    floor = max((noise(run) for run in runs), default=math.nan)
    return Reading(
        values={"r": worst.mean, "r_low": worst.low, "floor": floor},
        scope=scope(record, "clipped"),
        trials=len(runs),
        evidence={
            "intervals over seeds, 95 %": {norm: [found[norm].low, found[norm].high] for norm in NORMS},
            "seeds": [detail(record, run, "smoothness", seed) for run in runs],
            "series": table(record, "smoothness"),
            **checked(record),
        },
    )


def artefact(deep: bool = False, seed: int = 0) -> Reading:
    """The released code's estimate where nothing moves: chunks drawn anew, their means added up; zero in truth."""
    record = recorded(TEXT)
    runs, plain = series(record, "clipped"), series(record, "unclipped")
    found = st.over_seeds([log_correlation(record, run, "redrawn at rest") for run in runs])
    flat = st.over_seeds([log_correlation(record, run, "redrawn at rest") for run in plain])
    size = st.mean([float(np.median(column(run, "redrawn at rest") / column(run, "smoothness"))) for run in runs])
    return Reading(
        values={"r": found.mean, "r_low": found.low, "floor": max((noise(run) for run in runs), default=math.nan)},
        scope=scope(record, "clipped"),
        trials=len(runs),
        evidence={
            "interval over seeds, 95 %": [found.low, found.high],
            "the same without clipping": [flat.low, flat.mean, flat.high],
            "median of artefact over estimate with fixed chunks": [size.low, size.mean, size.high],
            "estimate with redrawn chunks": table(record, "redrawn"),
            "estimate with fixed chunks": table(record, "smoothness"),
            **checked(record),
        },
    )
