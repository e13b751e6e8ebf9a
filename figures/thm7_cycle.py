"""Theorem 7 as printed runs to and fro for ever; and f1 of Theorem 4 leaves its class when L0 < L1."""

from itertools import islice
from typing import Any

import numpy as np
import sympy as sp
from matplotlib.figure import Figure

from figures import style
from figures.formulas import branches, evaluate, readable, said, shown
from theory.statement import Run
from verify.ledger import Ledger

NAME = "thm7-cycle"
THEOREM, MEMBER = "zhang2020/thm7", "zhang2020/thm4-f1-member"
CLAIMS = (THEOREM, MEMBER)
SHOWN = 24
"""Iterates drawn."""


class _Objective:
    """The witness's function, in floats, as the method wants it."""

    def __init__(self, function: sp.Expr, variable: sp.Symbol) -> None:
        self.grad: Any = sp.lambdify(variable, sp.diff(function, variable), "math")


def _witness(ledger: Ledger, label: str) -> dict[str, Any]:
    return {str(name): value for name, value in ledger[label].claim.witness.items()}


def _iterates(ledger: Ledger) -> tuple[Any, Any, float]:
    """The first iterates of the printed method at the witness, the gradient there, and eps."""
    witness, statement = _witness(ledger, THEOREM), ledger[THEOREM].claim.statement
    if not isinstance(statement, Run):
        raise TypeError(f"{THEOREM} is not about a method's run.")
    parameters = {name: float(evaluate(sp.sympify(p), witness)) for name, p in statement.parameters.items()}
    objective = _Objective(witness["function"], witness["variable"])
    points = np.array(list(islice(statement.method(objective, float(witness["start"]), **parameters), SHOWN)))
    return points, np.abs([objective.grad(x) for x in points]), float(witness["eps"])


def draw(ledger: Ledger) -> Figure:
    """Left: the trapped run. Right: the curvature of f1 against its frontier."""
    made, (left, right) = style.figure(2.7, width=2 * style.WIDTH, columns=2)
    points, _, _ = _iterates(ledger)
    left.plot(points, "o-", markersize=3, linewidth=0.7, color=style.color("fixed"))
    left.axhline(0, color=style.color("ours"), linewidth=1)
    left.set(xlabel="step k", ylabel="iterate $x_k$; the line is the minimiser")
    left.set_title("Theorem 7 as printed: no progress")
    witness = _witness(ledger, MEMBER)
    values = {name: float(value) for name, value in witness.items()}
    points = np.linspace(-1.5 / values["L1"], 1.5 / values["L1"], 1201)
    _, curvature, frontier = branches(ledger[MEMBER], values, points)
    right.plot(points, curvature, color=style.color("fixed"), label="f₁″")
    right.plot(points, frontier, "--", color=style.color("clipped"), label="L₀ + L₁|f₁′|")
    right.fill_between(points, frontier, curvature, where=curvature > frontier, color=style.color("refuted"), alpha=0.2,
                       linewidth=0, label="outside the class")  # fmt: skip
    at = int(np.argmin(np.abs(points - values["u"])))
    right.plot(points[at], curvature[at], "o", markersize=4, color=style.color("refuted"), label="witness")
    right.set(xlabel="x", title=f"f₁ with {shown({'L0': witness['L0'], 'L1': witness['L1']})}", ylim=(0, None))
    right.legend(loc="lower right", fontsize=6.5)
    return made


def caption(ledger: Ledger) -> str:
    """What is seen, for which numbers, and on what evidence."""
    witness = _witness(ledger, THEOREM)
    points, slopes, eps = _iterates(ledger)
    constants = {name: witness[name] for name in ("L0", "L1", "tau", "eps", "Delta", "T")}
    here = _witness(ledger, MEMBER)
    return (
        f"Left: the first {len(points)} iterates of the method of Theorem 7 with the printed step on "
        f"f(x) = {readable(str(witness['function']).replace(str(witness['variable']), 'x'))} "
        f"from x = {witness['start']}, "
        f"{shown(constants)}, no noise: |x_k| stays between {abs(points).min():.8g} and {abs(points).max():.8g}, where "
        f"|f′| ≥ {slopes.min():.4g} = {slopes.min() / eps:.3g} ε: {said(ledger[THEOREM])}. Right: at "
        f"x = {here['u']} the second derivative of f₁ of Theorem 4 exceeds L₀ + L₁|f₁′| when L₀ < L₁; "
        f"{shown({'L0': here['L0'], 'L1': here['L1']})}: {said(ledger[MEMBER])}. Units: x in [x], f″ in [f]/[x]²."
    )
