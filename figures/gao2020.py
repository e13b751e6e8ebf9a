"""Langevin dynamics that break reversibility: how much sooner they leave a well, and how soon they return."""

import numpy as np
from matplotlib.figure import Figure

from figures import style
from figures.formulas import said
from verify import runs
from verify.ledger import Ledger

NAME = "gao2020"
WINS, LOSES = "gao2020/underdamped-wins", "gao2020/underdamped-loses"
EXITS, PLANE, TIMES = "gao2020/exit-times", "gao2020/nonreversible-exits", "gao2020/recurrence-scaling"
CLAIMS = (WINS, LOSES, EXITS, PLANE, TIMES)
SADDLES = {"0.25": ("clipped", "o"), "0.5": ("ours", "s"), "1.0": ("fixed", "^")}
DYNAMICS = {"LD": ("fixed", "o", -1.0), "ULD": ("clipped", "s", -0.5), "NLD": ("ours", "^", None)}


def theory(mu: float, friction: np.ndarray) -> np.ndarray:
    """The speed-up mu_U/mu* that the Eyring-Kramers formula gives."""
    return (np.sqrt(friction**2 + 4 * mu) - friction) / (2 * mu)


def draw(ledger: Ledger) -> Figure:
    """Speed-ups of ULD against friction, of NLD against the drift, and recurrence times against curvature."""
    recorded = runs.read("gao2020")
    made, (left, middle, right) = style.figure(2.5, width=2 * style.WIDTH, columns=3)
    frictions = np.array(recorded["frictions"])
    fine = np.linspace(frictions[0], frictions[-1], 200)
    for name, (role, marker) in SADDLES.items():
        mu = float(name)
        left.plot(fine, theory(mu, fine), color=style.color(role), linewidth=1)
        left.plot(frictions, recorded["underdamped"][name], marker, markersize=3.5, color=style.color(role),
                  label=f"μ* = {mu:g}")  # fmt: skip
        if mu < 1:
            left.plot(1 - mu, 1, "D", markersize=4, fillstyle="none", color=style.color("plain"))
    left.axhline(1, color=style.color("plain"), linewidth=0.7)
    left.set(xlabel="friction γ", ylabel="exit rate over that of LD", title="ULD: gains if γ + μ* < 1", ylim=(0, 2))
    left.legend(loc="upper right")
    turns = np.array(recorded["turns"])
    fine = np.linspace(0, turns[-1], 100)
    middle.plot(fine, np.sqrt(1 + fine**2), color=style.color("ours"), linewidth=1, label="√(1 + a²)")
    middle.plot(turns, recorded["nonreversible"], "^", markersize=3.5, color=style.color("ours"), label="spectrum")
    middle.set(xlabel="drift a", ylabel="exit rate over that of LD", title="NLD in the plane", ylim=(0, None))
    middle.legend(loc="upper left")
    curvatures = np.array(recorded["curvatures"])
    for name, (role, marker, slope) in DYNAMICS.items():
        times = np.array(recorded["times"][name])
        right.loglog(curvatures, times, marker, markersize=3.5, color=style.color(role), label=name)
        if slope is not None:
            line = times[-1] * (curvatures / curvatures[-1]) ** slope
            right.loglog(curvatures, line, color=style.color(role), linewidth=1)
    right.set(xlabel="smallest curvature m", ylabel="recurrence time", title="Back near the minimum")
    right.legend(loc="upper right")
    return made


def caption(ledger: Ledger) -> str:
    """What is seen, for which numbers, and on what evidence."""
    recorded = runs.read("gao2020")
    heights = recorded["beta times barrier"]
    frictions = np.array(recorded["frictions"])
    off = max(
        float(np.abs(np.array(found) / theory(float(mu), frictions) - 1).max())
        for mu, found in recorded["underdamped"].items()
    )
    turns = np.array(recorded["turns"])
    plane = float(np.abs(np.array(recorded["nonreversible"]) / np.sqrt(1 + turns**2) - 1).max())
    return (
        "Langevin dynamics: overdamped (LD), underdamped (ULD), non-reversible (NLD). "
        f"Left: exit rate of ULD over that of LD in the double well μ*(x² − 1)²/4, from spectral gaps (marks; β times "
        f"barrier {heights['ULD']:g}) and from the formula μ_U/μ* (lines), at most {100 * off:.1f} % apart: "
        f"{said(ledger[EXITS])}. Diamonds: γ + μ* = 1, where the winner changes: {said(ledger[WINS])}, "
        f"{said(ledger[LOSES])}. Middle: the same for NLD in the plane, F = (x² − 1)² + 2y², J = a((0, 1), (−1, 0)), β "
        f"times barrier {heights['NLD']:g}; at most {100 * plane:.1f} % from √(1 + a²): {said(ledger[PLANE])}. "
        f"Right: time in which the linearised dynamics with H = diag(m, 1) shrink every start to "
        f"{recorded['shrink']:g} of it (ULD: γ = 2√m, at rest); lines of slope −1 and −1/2: {said(ledger[TIMES])}."
    )
