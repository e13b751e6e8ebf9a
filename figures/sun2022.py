"""Screening over the iterations of a penalized conditional gradient method."""

import numpy as np
from matplotlib.figure import Figure

from figures import style
from figures.formulas import said
from verify import runs
from verify.ledger import Ledger

NAME = "sun2022"
CLAIMS = ("sun2022/safe", "sun2022/identified", "sun2022/safe-measured", "sun2022/identified-measured")
LOOKS = (("clipped", "-"), ("fixed", "--"), ("ours", "-."))


def draw(ledger: Ledger) -> Figure:
    """Left the gap, with the level below which the support is identified; right the coordinates left."""
    recorded = runs.read("sun2022")
    times = np.array(recorded["times"])
    made, (left, right) = style.figure(3.0, columns=2)
    rows = zip(LOOKS, recorded["gaps"], recorded["left"], recorded["thresholds"], recorded["support"])
    for number, ((role, stroke), gaps, kept, threshold, support) in enumerate(rows, 1):
        color = style.color(role)
        left.loglog(times, gaps, stroke, color=color, label=f"problem {number}")
        left.axhline(threshold, color=color, linewidth=0.7, linestyle=":")
        right.semilogx(times, kept, stroke, color=color)
        right.axhline(support, color=color, linewidth=0.7, linestyle=":")
    left.set(xlabel="iterations", ylabel="best duality gap")
    right.set(xlabel="iterations", ylabel="coordinates left", ylim=(0, None))
    left.plot([], [], ":", color=style.color("plain"), linewidth=0.9, label="δ²/(16 L); size of the support")
    style.legend_below(made, left, columns=2)
    return made


def caption(ledger: Ledger) -> str:
    """What is seen, for which numbers, and on what evidence."""
    recorded = runs.read("sun2022")
    place = recorded["parameters"]
    return (
        f"Screening over the iterations of P-CGM on three random least squares problems with {place['m']} rows and "
        f"{place['n']} columns, p = {place['p']}, ρ = {place['rho']}. Left: the best duality gap so far; dotted, the "
        "level δ²/(16 L) below which nothing outside the support is left. Right: coordinates that the rule has not yet "
        f"removed; dotted, the size of the minimiser's support. "
        f"{'; '.join(said(ledger[label]) for label in CLAIMS)}. All "
        "quantities are pure numbers."
    )
