"""The decrease that one gradient step guarantees, against the step size."""

import numpy as np
from matplotlib.figure import Figure

from figures import style
from figures.formulas import decrease, evaluate, exact, holds, numbers, said, shown
from verify import runs
from verify.ledger import Ledger

NAME = "one-step"
PUBLISHED, LEMMA_A, SHARP = "zhang2020/local-descent", "ours/descent-local-constant", "ours/refined-descent"
CLAIMS = (PUBLISHED, LEMMA_A, SHARP)

LOOK = {
    PUBLISHED: ("published local descent", "fixed", "--"),
    LEMMA_A: ("Lemma A", "ours", "-"),
    SHARP: ("Lemma A, conjectured sharp form", "soft", "-."),
}


def draw(ledger: Ledger) -> Figure:
    """Published and new bounds, each as far as its condition on the step size goes, and the truth."""
    recorded = runs.read("one-step")
    steps = exact(recorded["step sizes"])
    fine = np.linspace(0, steps[-1], 521)
    values = {**numbers(recorded["parameters"]), "h": fine}
    line, plane = np.array(recorded["line"]), np.array(recorded["plane"])
    made, axes = style.figure(3.3)
    axes.fill_between(steps, np.minimum(line, plane), line, color=style.color("clipped"), alpha=0.3, linewidth=0,
                      label="bracket for d ≥ 2")  # fmt: skip
    axes.plot(steps, line, color=style.color("clipped"), label="exact for d = 1")
    for label, (name, role, stroke) in LOOK.items():
        gain = np.where(holds(ledger[label], values), evaluate(decrease(ledger[label]), values), np.nan)
        axes.plot(fine, gain, stroke, color=style.color(role), label=name)
        end = np.flatnonzero(~np.isnan(gain))[-1]
        if end < len(fine) - 1 and gain[end] >= 0:
            axes.plot(fine[end], gain[end], "o", markersize=3, color=style.color(role))
    axes.axhline(0, color=style.color("plain"), linewidth=0.6)
    axes.set(xlabel="step size h", ylabel="guaranteed f(x) − f(x − h∇f(x))", xlim=(0, steps[-1]))
    axes.set_ylim(-0.1 * line.max(), 1.1 * line.max())
    style.legend_below(made, axes)
    return made


def caption(ledger: Ledger) -> str:
    """What is seen, for which numbers, and on what evidence."""
    recorded = runs.read("one-step")
    steps = exact(recorded["step sizes"])
    best = max(zip(recorded["line"], steps, strict=True))
    apart = max(zip((a - b for a, b in zip(recorded["line"], recorded["plane"], strict=True)), steps, strict=True))
    return (
        f"Decrease that one gradient step guarantees against the step size h. {shown(recorded['parameters'])}; g is "
        f"the gradient norm before the step. Bounds: {'; '.join(said(ledger[label]) for label in CLAIMS)}; a dot marks "
        f"where a bound's condition on h ends. For d = 1 the decrease is largest at h = {best[1]:.4g}, where it is "
        f"{best[0]:.4g}; for d ≥ 2 it lies in the band, which is widest, {apart[0]:.2g}, at h = {apart[1]:.4g} (lower "
        f"edge: least fall over planar gradient curves that a local search found, floats, not certified). Units: h in "
        "[x]²/[f], the decrease in [f]."
    )
