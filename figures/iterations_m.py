"""Iterations against M, the bound on the gradient over the sublevel set."""

import numpy as np
from matplotlib.figure import Figure

from figures import complexity, style
from figures.formulas import exact, numbers, said
from verify import runs
from verify.ledger import Ledger

NAME = "iterations-m"
CLAIMS = complexity.CLAIMS
EPS = "1/10"
"""As in the recorded run."""


def draw(ledger: Ledger) -> Figure:
    """The picture of the paper's claim: clipping does not pay for M."""
    parameters = {**complexity.place(), "eps": EPS}
    top = complexity.largest(ledger[complexity.REACH], complexity.place())
    values = {**numbers(parameters), "M": np.geomspace(1, top, 241)}
    made, axes = style.figure(3.6)
    complexity.curves(ledger, axes, values, "M")
    recorded = runs.read("slow-lines")
    found = recorded["iterations"]["zhang2020/thm3"][recorded["accuracies"].index(EPS)]
    axes.axhline(found, linestyle=":", color=style.color("plain"), label="clipped as in Thm. 3, worst found (d = 1)")
    fixed = recorded["fixed step"]
    axes.plot(exact(fixed["M"]), fixed["against M"], "x", markersize=4, clip_on=False, color=style.color("plain"),
              label="fixed step as in Thm. 6 improved, worst found (d = 1)")  # fmt: skip
    axes.set(xlabel="M, largest gradient norm on the sublevel set", xlim=(1, top))
    style.legend_below(made, axes)
    return made


def caption(ledger: Ledger) -> str:
    """What is seen, for which numbers, and on what evidence."""
    parameters = {**complexity.place(), "eps": EPS}
    top = complexity.largest(ledger[complexity.REACH], complexity.place())
    return (
        "Iterations to an ε-stationary point against M. A fixed step pays for M, clipping does not. "
        f"{complexity.sources(ledger, parameters)} The axis ends at M = {top:.4g}, the largest gradient that a gap Δ "
        f"allows: {said(ledger[complexity.REACH])}. Dotted and crosses: iterates that fail on an explicit "
        "function of one variable, with the steps of Theorem 3 and of the improved Theorem 6 (recorded run slow-lines, "
        "floats)."
    )
