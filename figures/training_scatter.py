"""Local smoothness against gradient norm along the recorded runs, as in the paper's Figures 1 to 3."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from figures import style
from figures.formulas import said
from verify.ledger import Ledger
from verify.training import records
from verify.training import statistics as st

NAME = "training-scatter"
CLAIMS = (
    "zhang2020/smoothness-correlates",
    "zhang2020/correlation-needs-clipping",
    "zhang2020/smoothness-correlates-images",
)

PANELS = (
    ("lstm", "clipped", "LSTM, clipped"),
    ("lstm", "unclipped", "LSTM, unclipped"),
    ("lstm", "clipped, small step", "LSTM, clipped, small"),
    ("residual", "momentum, batch norm", "residual, momentum"),
    ("residual", "unclipped, batch norm", "residual, unclipped"),
    ("residual", "clipped, batch norm", "residual, clipped"),
)
MARKS = "o^sDv<>p"


def draw(ledger: Ledger) -> Figure:
    """One panel a series; colour is the iteration, a mark a seed; the line is the smallest L0 + L1 g above all."""
    made = Figure(figsize=(2 * style.WIDTH, 4.2), layout="constrained")
    axes = made.subplots(2, 3)
    seen: Any = None
    for ax, (experiment, name, title) in zip(axes.flat, PANELS, strict=True):
        record = records.read(records.file_name(experiment))
        runs = [run for run in record["runs"] if run["role"] == "held out" and run["series"] == name]
        every: list[tuple[float, float]] = []
        for run, mark in zip(runs, MARKS, strict=False):
            probes = run["probes"]
            rows = [(g, v, k) for g, v, k in zip(probes["gradient"], probes["smoothness"], probes["iteration"],
                    strict=True) if isinstance(g, float) and isinstance(v, float) and g > 0 and v > 0]  # fmt: skip
            g, values, at = np.array(rows).T
            seen = ax.scatter(g, values, c=at / record["configuration"]["iterations"], cmap="viridis", vmin=0, vmax=1,
                              s=9, marker=mark, linewidths=0)  # fmt: skip
            every += list(zip(g, values, strict=True))
        low, high = min(g for g, _ in every), max(g for g, _ in every)
        l0, l1 = st.cover(*zip(*every, strict=True))
        line = np.geomspace(low, high, 100)
        ax.set(xscale="log", yscale="log")
        ax.plot(line, l0 + l1 * line, color=style.color("plain"), linewidth=0.8)
        style.logarithmic(ax.xaxis)
        style.logarithmic(ax.yaxis)
        ax.set(title=f"{title}, step {runs[0]['step']:g}")
    for ax in axes[-1]:
        ax.set_xlabel("gradient norm")
    for ax in axes[:, 0]:
        ax.set_ylabel("smoothness estimate")
    made.colorbar(seen, ax=axes, shrink=0.6, label="share of the iterations", pad=0.01)
    return made


def caption(ledger: Ledger) -> str:
    """What is seen, on what, and on what evidence."""
    text, images = (records.read(records.file_name(name)) for name in ("lstm", "residual"))
    return (
        "Smoothness along the step, the largest of ‖∇f(x + γd) − ∇f(x)‖/‖γd‖ over γ = .1, ..., 1, against "
        "‖∇f(x)‖, both on one fixed subset in fixed chunks, along the held-out runs; marks are seeds, colour is "
        "the iteration, first ones included; the line is the smallest L₀ + L₁g above all points. "
        f"Above: {text['data']['name']}; below: {images['data']['name']}, batch normalisation. Units: the gradient in "
        f"[f]/[x], smoothness in [f]/[x]². {'; '.join(said(ledger[label]) for label in CLAIMS)}."
    )
