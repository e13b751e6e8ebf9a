"""Multilevel gradient method: the hypergradient of the unrolled levels approaches the true one, if all levels do."""

from typing import Any

import numpy as np
from matplotlib.figure import Figure

from figures import style
from figures.formulas import said
from verify import runs
from verify.ledger import Ledger

NAME = "sato2021"
STEP, RATE = "sato2021/chain-rule", "sato2021/geometric-consistency"
WELL, CARELESS = "sato2021/gap-second-well-attracts", "sato2021/gap-careless"
CLAIMS = (STEP, RATE, WELL, CARELESS)
LOOK = {
    "both": ("T₂ = T₃ = T", "clipped", "-"),
    "level 3 stopped": ("T₂ = T, T₃ = {}", "fixed", "-"),
    "level 2 stopped": ("T₂ = {}, T₃ = T", "soft", "-"),
}

def draw(ledger: Ledger) -> Figure:
    """Left: errors against T. Right: the level with two wells, and where steepest descent ends."""
    recorded = runs.read("sato2021")
    made, (left, right) = style.figure(2.9, width=2 * style.WIDTH, columns=2)
    lengths = np.array(recorded["T"])
    for name, (words, role, stroke) in LOOK.items():
        label = words.format(recorded["stopped at"])
        left.semilogy(lengths, recorded["hypergradient"][name], stroke, color=style.color(role), label=label)
    rate, errors = max(recorded["rates"]), recorded["hypergradient"]["both"]
    left.semilogy(lengths, 3 * errors[-1] * rate ** (lengths - lengths[-1]), "--", color=style.color("plain"),
                  linewidth=0.8, label="slope max(ρ₂, ρ₃)ᵀ")  # fmt: skip
    left.set(xlabel="inner steps T", ylabel="error of the hypergradient", title="Quadratic levels")
    left.legend(loc="lower left", fontsize=6.5)
    well = recorded["well"]
    right.plot(well["x"], well["value"], color=style.color("plain"), label="level 2, level 3 solved")
    for path in well["paths"]:
        here = np.interp(path, well["x"], well["value"])
        wrong = path[-1] > 0
        right.plot(path, here, "o", markersize=2.5, color=style.color("refuted" if wrong else "ours"))
        right.plot(path[0], here[0], "s", markersize=4, color=style.color("refuted" if wrong else "ours"))
    right.set(xlabel="x₂", ylabel="objective of level 2", title="Strongly convex levels, two wells", ylim=(0, 0.62))
    return made


def ends(well: dict[str, Any]) -> tuple[list[float], list[float]]:
    """Where the paths end: in the well of the minimiser, and in the other."""
    last = sorted(path[-1] for path in well["paths"])
    return [x for x in last if x < 0], [x for x in last if x > 0]


def caption(ledger: Ledger) -> str:
    """What is seen, for which numbers, and on what evidence."""
    recorded = runs.read("sato2021")
    good, bad = ends(recorded["well"])
    errors = recorded["hypergradient"]["both"]
    factor = (errors[-1] / errors[-21]) ** (1 / 20)
    return (
        f"Left: distance of the hypergradient of the unrolled problem at x₁ = (1, 1, 1) from the true one, three "
        f"quadratic levels of dimension {recorded['dimension']}, starts (1, 1, 1), step 1/L. One more inner step on "
        f"both lower levels multiplies it by {factor:.4f}; max(ρ₂, ρ₃) = {max(recorded['rates']):.4f}. It stalls "
        f"when one level is stopped after {recorded['stopped at']} steps: {said(ledger[RATE])}. That the recursion "
        f"computes these gradients: {said(ledger[STEP])}. Right: level 2 of f₂ = x₂²/20 + x₂/100 + x₃²/2, f₃ = (x₃ − "
        f"(x₂² − 1))²/2 with level 3 solved; {len(recorded['well']['paths'])} runs of steepest descent (squares: "
        f"starts), step {recorded['well']['step']:g}. {len(good)} end near {good[0]:.4f}, the minimiser, {len(bad)} "
        f"near {bad[-1]:.4f}: {said(ledger[WELL])}; so {said(ledger[CARELESS])}."
    )
