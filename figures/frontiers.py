"""Hessian norm against gradient norm of functions that are, or are not, members of their class."""

import numpy as np
import sympy as sp
from matplotlib.figure import Figure

from figures import style
from figures.formulas import branches, constants, said, shown
from verify.ledger import Ledger

NAME = "frontiers"
INSIDE = ("ours/thm4-repaired-member", "ours/thm4-f1-member", "ours/quartic", "zhang2020/thm4-f2-member")
OUTSIDE = ("ours/quartic-printed", "zhang2020/thm4-f1-member")
CLAIMS = (*INSIDE, *OUTSIDE)

LOOK = {
    "ours/thm4-repaired-member": ("steepest function", "clipped", "-"),
    "ours/thm4-f1-member": ("f₁ with L₀ = L₁", "ours", "--"),
    "ours/quartic": ("x⁴, constants (16/L₁², L₁)", "soft", "-"),
    "zhang2020/thm4-f2-member": ("f₂", "plain", ":"),
    "ours/quartic-printed": ("x⁴, constants (0.1, 10): refuted", "refuted", "-"),
    "zhang2020/thm4-f1-member": ("f₁ at the witness: refuted", "fixed", "-."),
}
PLACE = {"L0": sp.Integer(1), "L1": sp.Integer(1), "eps": sp.Rational(1, 3)}
RIGHT = 6


def _values(ledger: Ledger, label: str) -> dict[str, float]:
    """The common parameters, or those of the witness that refutes."""
    witness = {str(symbol): value for symbol, value in (ledger[label].claim.witness or {}).items()}
    return {name: float(witness.get(name, value)) for name, value in PLACE.items()}


def draw(ledger: Ledger) -> Figure:
    """Both norms in units of the class, so that every frontier is the same line 1 + x."""
    made, axes = style.figure(3.6)
    reach = np.array([0.0, RIGHT])
    axes.fill_between(reach, 1 + reach, 9 + reach, color=style.color("plain"), alpha=0.12, linewidth=0)
    axes.plot(reach, 1 + reach, color=style.color("plain"), linewidth=2.4, alpha=0.5, label="frontier L₀ + L₁‖∇f‖")
    for label, (name, role, stroke) in LOOK.items():
        values = _values(ledger, label)
        low, rate = constants(ledger[label], values)
        slope, curvature, _ = branches(ledger[label], values, np.linspace(1e-6, 4 / rate, 4001))
        axes.plot(rate * slope / low, curvature / low, stroke, color=style.color(role), label=name)
    axes.set(xlabel="L₁‖∇f‖/L₀", ylabel="‖∇²f‖/L₀", xlim=(0, RIGHT), ylim=(0, 1 + RIGHT))
    axes.text(0.3, RIGHT, "outside the class", color=style.color("plain"))
    style.legend_below(made, axes)
    return made


def caption(ledger: Ledger) -> str:
    """What is seen, for which numbers, and on what evidence."""
    values = {name: str(value) for name, value in PLACE.items()}
    return (
        "Hessian norm against gradient norm along functions of one variable, both in units of the class (pure "
        f"numbers), so that every class ends at the same line. Certified inside: "
        f"{'; '.join(said(ledger[label]) for label in INSIDE)}. Crossing it: "
        f"{'; '.join(said(ledger[label]) for label in OUTSIDE)}. {shown(values)}, except where the "
        f"picture says otherwise. Witnesses: {'; '.join(_witness(ledger, label) for label in OUTSIDE)}."
    )


def _witness(ledger: Ledger, label: str) -> str:
    values = {str(symbol): value for symbol, value in (ledger[label].claim.witness or {}).items()}
    return f"{label} at {shown(values)}"
