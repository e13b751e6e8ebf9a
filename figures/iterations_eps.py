"""Iterations against the accuracy eps."""

import numpy as np
from matplotlib.figure import Figure

from figures import complexity, style
from figures.formulas import exact, numbers
from verify import runs
from verify.ledger import Ledger

NAME = "iterations-eps"
CLAIMS = tuple(complexity.NAMES)
M = "500"


def draw(ledger: Ledger) -> Figure:
    """All bounds grow like 1/eps^2 for small eps; the normalised step gains for large eps as well."""
    recorded = runs.read("slow-lines")
    accuracies = exact(recorded["accuracies"])
    values = {**numbers({**complexity.place(), "M": M}), "eps": np.geomspace(accuracies[0], accuracies[-1], 241)}
    made, axes = style.figure(3.6)
    complexity.curves(ledger, axes, values, "eps")
    for label, marker in (("zhang2020/thm3", "o"), ("ours/normalized-step", "s")):
        name = complexity.NAMES[label][0].partition(",")[0]
        axes.plot(
            accuracies[::4], recorded["iterations"][label][::4], marker, markersize=3, fillstyle="none", clip_on=False,
            color=style.color("plain"), label=f"{name}: worst found (d = 1)",
        )  # fmt: skip
    axes.plot(
        accuracies[::4], recorded["fixed step"]["against eps"][::4], "x", markersize=3.5, clip_on=False,
        color=style.color("plain"), label="fixed step, Thm. 6 improved: worst found (d = 1)",
    )  # fmt: skip
    axes.set(xlabel="accuracy ε", xlim=(accuracies[0], accuracies[-1]))
    style.legend_below(made, axes)
    return made


def caption(ledger: Ledger) -> str:
    """What is seen, for which numbers, and on what evidence."""
    return (
        "Iterations to an ε-stationary point against ε. "
        f"{complexity.sources(ledger, {**complexity.place(), 'M': M})} Markers: iterates that fail on an explicit "
        "function of one variable (recorded run slow-lines, floats)."
    )
