"""Controls of a NeurODE over time for several weights, and the weight below which two of them are optimal."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from figures import style
from figures.formulas import said
from verify import runs
from verify.ledger import Ledger

NAME = "bonnet2023"
CLAIMS = (
    "bonnet2023/unique",
    "bonnet2023/two-minimisers",
    "bonnet2023/double-well-limits",
    "bonnet2023/shooting-direct",
    "bonnet2023/lipschitz-in-time",
)
STROKES = ("-", "--", "-.", ":", (0, (4, 1, 1, 1, 1, 1)))


def draw(ledger: Ledger) -> Figure:
    """Left the controls over time, right the ends of the double well's optimal runs against the weight."""
    recorded = runs.read("bonnet2023")
    made, (left, right) = style.figure(2.9, columns=2)
    _controls(left, recorded["controls"])
    _well(right, recorded["double well"])
    handles, names = left.get_legend_handles_labels()
    more, others = right.get_legend_handles_labels()
    made.legend(handles + more, names + others, loc="outside lower left", ncols=2, handlelength=2.4, columnspacing=1.0)
    return made


def _controls(axes: Any, controls: dict[str, list[float]]) -> None:
    for (weight, theta), stroke, role in zip(controls.items(), STROKES, style.ROLES):
        times = np.arange(len(theta)) / len(theta)
        axes.plot(times, theta, linestyle=stroke, color=style.color(role), label=f"λ = {weight}")
    axes.set(xlabel="time t", ylabel="control θ(t)", xlim=(0, 1), ylim=(0, None))


def _well(axes: Any, well: dict[str, list[float]]) -> None:
    below, above = np.linspace(0.001, 2, 400), np.linspace(2, 3, 2)
    for sign, name in ((1, "optimal ends"), (-1, None)):
        axes.plot(below, sign * np.sqrt(1 - below / 2), color=style.color("ours"), label=name)
    axes.plot(above, 0 * above, color=style.color("ours"))
    axes.axvline(2, color=style.color("plain"), linewidth=0.8, linestyle=":", label="λ = 2")
    axes.plot(
        well["weights"][::3], well["limits"][::3], "o", markersize=2.6, color=style.color("fixed"), label="shooting"
    )
    axes.set(xlabel="weight λ", ylabel="end of the run", xlim=(0, 3))


def caption(ledger: Ledger) -> str:
    """What is seen, for which numbers, and on what evidence."""
    recorded = runs.read("bonnet2023")
    steps = len(next(iter(recorded["controls"].values())))
    return (
        f"Left: controls that the damped shooting iteration settles at, for {recorded['particles']} particles pushed "
        f"by tanh(θx) from around ±1 to ±2 in {steps} Euler steps, T = 1, for several weights λ of the control "
        f"({said(ledger['bonnet2023/shooting-direct'])}; {said(ledger['bonnet2023/lipschitz-in-time'])}). "
        "Right: F = θ from 0 with loss (x² − 1)²: ends of the optimal runs against λ "
        f"({said(ledger['bonnet2023/unique'])}; {said(ledger['bonnet2023/two-minimisers'])}), and where the explicit "
        f"iteration ends from 0.01 ({said(ledger['bonnet2023/double-well-limits'])}). All quantities are pure numbers."
    )
