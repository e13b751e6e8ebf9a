"""Training loss against iterations, clipped and not: the recorded runs, as in the paper's Figure 4."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from figures import style
from figures.formulas import said
from verify.ledger import Ledger
from verify.training import records

NAME = "training-curves"
CLAIMS = ("zhang2020/clipping-trains-faster", "zhang2020/clipping-matches-momentum")

LOOK = {
    "clipped": ("clipped", "-"),
    "unclipped": ("fixed", "--"),
    "momentum": ("ours", "-."),
    "warm-up, large step": ("soft", ":"),
}
PANELS = (("lstm", "", "LSTM, bytes of text"), ("residual", "batch", "residual, batch norm"),
          ("residual", "group", "residual, group norm"))  # fmt: skip
WINDOW = 20


def draw(ledger: Ledger) -> Figure:
    """For each series the running mean of the batch loss: the middle seed, between the least and the largest."""
    made, axes = style.figure(2.6, width=2 * style.WIDTH, columns=len(PANELS))
    for ax, (experiment, norm, title) in zip(axes, PANELS, strict=True):
        record = records.read(records.file_name(experiment))
        for name, (role, stroke) in LOOK.items():
            runs = _runs(record, f"{name}, {norm} norm" if norm else name)
            whole = [run for run in runs if run["status"] == "finished"]
            lines = np.array([_smooth(run["loss"]) for run in whole])
            if not len(lines):
                continue
            at = np.arange(lines.shape[1]) + WINDOW
            ax.fill_between(at, lines.min(0), lines.max(0), color=style.color(role), alpha=0.2, linewidth=0)
            lost = f", {len(runs) - len(whole)} of {len(runs)} diverged" if len(whole) < len(runs) else ""
            ax.plot(at, np.median(lines, 0), stroke, color=style.color(role), label=f"{name.partition(',')[0]}, "
                    f"step {runs[0]['step']:g}{lost}")  # fmt: skip
        ax.set(xlabel="iteration", title=title)
        if experiment == "residual":
            ax.set_yscale("log")
            style.logarithmic(ax.yaxis)
        ax.legend(loc="upper right", fontsize=6, handlelength=2.4)
    axes[0].set_ylabel("training loss of a batch (nats)")
    return made


def caption(ledger: Ledger) -> str:
    """What is seen, on what, and on what evidence."""
    text, images = (records.read(records.file_name(name)) for name in ("lstm", "residual"))
    return (
        f"Training loss, running mean of {WINDOW} batches: middle of the held-out seeds, between the least and the "
        f"largest. LSTM: {_about(text)}. Residual network: {_about(images)}. Clipped: the gradient is scaled down to "
        f"norm {_clip(text):g}; every step was chosen on one grid and other seeds for every method alike; warm-up: the "
        f"clipped run's step without clipping, grown over the first iterations. "
        f"{'; '.join(said(ledger[label]) for label in CLAIMS)}."
    )


def _runs(record: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [run for run in record["runs"] if run["role"] == "held out" and run["series"] == name]


def _smooth(loss: list[float]) -> Any:
    return np.convolve(np.array(loss, float), np.full(WINDOW, 1 / WINDOW), "valid")


def _clip(record: dict[str, Any]) -> float:
    return max(float(method.get("clip", 0)) for method in record["configuration"]["methods"])


def _about(record: dict[str, Any]) -> str:
    plain = record["configuration"]
    return f"{record['data']['name']}, {len(plain['seeds'])} seeds, {plain['iterations']} iterations"
