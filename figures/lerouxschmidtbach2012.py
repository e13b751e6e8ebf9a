"""Stochastic average gradient against its bound and its peers, and how long its step may be."""

import numpy as np
from matplotlib.figure import Figure

from figures import style
from figures.formulas import said
from verify import runs
from verify.ledger import Ledger

NAME = "lerouxschmidtbach2012"
KEY = "lerouxschmidtbach2012"
CLAIMS = tuple(f"{KEY}/{slug}" for slug in ("prop2-cold", "peers", "scikit-learn", "edge-stable", "edge-unstable"))
LOOKS = {
    "SAG, step 1/(2nμ)": ("ours", "-"),
    "SAG, step 1/L": ("ours", "--"),
    "SAG, step 1/(2nL)": ("ours", ":"),
    "scikit-learn, solver sag": ("clipped", "-"),
    "stochastic gradient": ("soft", "-"),
    "gradient descent": ("fixed", "--"),
    "accelerated gradient": ("fixed", "-"),
}
FLOOR = 1e-13


def draw(ledger: Ledger) -> Figure:
    """Left the gap over passes; right what n draws do to the second moments, against the step."""
    recorded = runs.read(NAME)
    n, passes = recorded["parameters"]["n"], np.arange(len(next(iter(recorded["gaps"].values()))))
    made, (left, right) = style.figure(3.4, columns=2)
    for name, (role, stroke) in LOOKS.items():
        gaps = np.array(recorded["gaps"][name])
        left.semilogy(passes, np.where(gaps > FLOOR, gaps, np.nan), stroke, color=style.color(role), label=name)
    bound = sum(recorded["start"]) * (1 - 1 / (8 * n)) ** (n * passes)
    left.semilogy(passes, bound, color=style.color("plain"), linewidth=2, label="bound of Proposition 2")
    left.set(xlabel="passes over the data", ylabel="g − min g", xlim=(0, passes[-1]), ylim=(FLOOR, 5))
    strokes = ("-", "--", "-.", ":")
    for (size, radii), stroke in zip(recorded["radii"].items(), strokes, strict=True):
        role = style.color("refuted")
        right.plot(recorded["steps"], np.array(radii) ** int(size), stroke, color=role, label=f"one of {size} curved")
        edge = 2 * int(size) / (2 * int(size) - 1)
        right.plot(edge, 1, "o", markersize=3, color=style.color("plain"))
    right.axhline(1, color=style.color("plain"), linewidth=0.6)
    right.set(
        xlabel="step in units of 1/L",
        ylabel="second moments, per n draws",
        xlim=(0, 1.6),
        ylim=(0, 2),
        xticks=(0, 0.5, 1, 1.5),
    )
    handles, names = left.get_legend_handles_labels()
    more, others = right.get_legend_handles_labels()
    made.legend(handles + more, names + others, loc="outside lower left", ncols=2, handlelength=2.4, columnspacing=1.0)
    return made


def caption(ledger: Ledger) -> str:
    """What is seen, for which numbers, and on what evidence."""
    place = runs.read(NAME)["parameters"]
    evidence = {slug: said(ledger[f"{KEY}/{slug}"]) for slug in (label.partition("/")[2] for label in CLAIMS)}
    return (
        f"Left: logistic regression on the breast cancer data, n = {place['n']}, d = {place['d']}, "
        f"λ = {place['lambda']}, L/μ = {place['L/mu']:.3g}, so n ≥ 8 L/μ: distance from the minimum over passes, one "
        "run of each method, and the bound of Proposition 2 on the mean for the step 1/(2nμ) "
        f"({evidence['prop2-cold']}; {evidence['peers']}; {evidence['scikit-learn']}). Right: one of n "
        "components curved, the others flat: spectral radius of the "
        "recursion of second moments, to the power n, against the step; above 1 it diverges. Dots: the edge "
        f"2n/((2n − 1)L) ({evidence['edge-stable']}; {evidence['edge-unstable']}). All quantities are pure numbers."
    )
