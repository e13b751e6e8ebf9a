"""Iterations against M and against eps: what clipping gains over a fixed step, in one picture each."""

from typing import Any

import numpy as np

from figures import style
from figures.formulas import count, evaluate, holds, margin, numbers, said, shown, upper
from verify import runs
from verify.ledger import Entry, Ledger

__all__ = ["CLAIMS", "NAMES", "REACH", "curves", "largest", "place", "sources"]

UPPER = ("zhang2020/thm6", "ours/thm6-best", "zhang2020/thm3", "ours/normalized-step", "ours/normalized-step-trapezoid")
LOWER = ("ours/thm4-repaired", "ours/no-log-lower-bound")
REACH = "ours/gradient-bound"
CLAIMS = (*UPPER, *LOWER, REACH)

NAMES = {
    "zhang2020/thm6": ("fixed step, Thm. 6", "fixed", "--"),
    "ours/thm6-best": ("fixed step, Thm. 6 improved", "fixed", "-"),
    "ours/no-log-lower-bound": ("any fixed step: needs more (d ≥ 2)", "soft", "-"),
    "ours/thm4-repaired": ("any fixed step: needs more (Thm. 4 repaired)", "soft", "--"),
    "zhang2020/thm3": ("clipped, Thm. 3", "clipped", "--"),
    "ours/normalized-step": ("step 1/(L₀ + L₁g), ours", "clipped", "-"),
    "ours/normalized-step-trapezoid": ("the same by the trapezoidal rule", "ours", "-"),
}
"""Of every curve: its name, its colour's role, its stroke."""


def place() -> dict[str, str]:
    """L0, L1 and Delta of the recorded runs."""
    return dict(runs.read("slow-lines")["parameters"])


def largest(entry: Entry, parameters: dict[str, str]) -> float:
    """The largest gradient norm on the sublevel set: equality in the claim that bounds it, by bisection."""
    excess = margin(entry)
    low, high, at = 0.0, 1.0, numbers(parameters)
    while evaluate(excess, {**at, "g": high}) < 0:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if evaluate(excess, {**at, "g": middle}) < 0 else (low, middle)
    return low


def curves(ledger: Ledger, axes: Any, values: dict[str, Any], along: str) -> None:
    """Draw every bound where its conditions hold, and the region in which a fixed step's count lies."""
    across, drawn = values[along], {}
    for label, (name, role, stroke) in NAMES.items():
        entry = ledger[label]
        steps = evaluate(upper(entry) if label in UPPER else count(entry), values) + 0 * across
        steps = np.where(holds(entry, values) & (steps >= 1), steps, np.nan)
        drawn[label] = steps
        axes.plot(across, steps, stroke, color=style.color(role), label=name)
    least = np.fmax(*(drawn[label] for label in LOWER))
    axes.fill_between(across, least, drawn["ours/thm6-best"], color=style.color("fixed"), alpha=0.13, linewidth=0)
    axes.set(xscale="log", yscale="log", ylabel="iterations until ‖∇f‖ ≤ ε")


def sources(ledger: Ledger, parameters: dict[str, Any]) -> str:
    """What the curves are: claims, verdicts, parameters and units."""
    upper_bounds, lower_bounds = ("; ".join(said(ledger[label]) for label in part) for part in (UPPER, LOWER))
    return (
        f"Upper bounds: {upper_bounds}. Lower bounds for every fixed step, each drawn where its conditions hold: "
        f"{lower_bounds}. Shaded: where the best fixed step's count lies in dimension two and more. "
        f"{shown(parameters)}. Units: L₀ in [f]/[x]², L₁ in 1/[x], Δ in [f], M and ε in [f]/[x]; iterations are counts."
    )
