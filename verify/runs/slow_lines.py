"""How long a method can fail on one explicit function of one variable: the run that rests at |f'| = eps.

The gap of a run of N steps that rests at eps is H(eps) + N d: linear in N, so the longest run within a gap Delta is
known for every N.  Floats: the figures show these as what was found, never as a bound that is proved.
"""

from typing import Any

import sympy as sp

from theory.catalog import Catalog, built_in
from verify.finders.worst_case.hitting import read
from verify.finders.worst_case.shortest_path import resting

__all__ = ["compute"]

LABELS = ("zhang2020/thm3", "ours/normalized-step")
FIXED = "ours/thm6-best"
"""A bound for a fixed step, which needs M, a bound on the gradient, as well."""

PLACE = {"L0": sp.Integer(1), "L1": sp.Integer(1), "Delta": sp.Integer(1000)}
STEEPNESS, FINE = sp.Integer(500), sp.Rational(1, 10)
"""M while eps changes, and eps while M does."""

STEEPNESSES = tuple(map(sp.Integer, (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)))
ACCURACIES = tuple(sp.Rational(f"{10 ** (i / 8):.3g}") for i in range(-24, 17))


def compute() -> dict[str, Any]:
    """Iterations that fail, for every accuracy, for each of the methods."""
    catalog = Catalog(built_in())
    return {
        "what": "the largest number of iterates that fail to be eps-stationary on a run resting at |f'| = eps",
        "rigour": "numerical",
        "dimension": 1,
        "parameters": {name: str(value) for name, value in PLACE.items()},
        "accuracies": [str(eps) for eps in ACCURACIES],
        "iterations": {label: [_longest(catalog[label].statement, eps) for eps in ACCURACIES] for label in LABELS},
        "fixed step": {
            "claim": FIXED,
            "M": [str(top) for top in STEEPNESSES],
            "eps": str(FINE),
            "against M": [_longest(catalog[FIXED].statement, FINE, top) for top in STEEPNESSES],
            "at M": str(STEEPNESS),
            "against eps": [_longest(catalog[FIXED].statement, eps, STEEPNESS) for eps in ACCURACIES],
        },
    }


def _longest(statement: Any, eps: sp.Rational, steepest: sp.Integer = STEEPNESS) -> int:
    bound = read(statement)
    if bound is None:
        raise ValueError(f"not a bound on the number of steps: {statement}")
    values = {symbol: {**PLACE, "eps": eps, "M": steepest}[symbol.name] for symbol in bound.free}
    line, length, delta = bound.line(values), bound.lengths(values), float(PLACE["Delta"])
    if line is None:
        raise ValueError("the worst case on the line needs rational L0 > 0 and L1 >= 0")
    none, one = (resting(line, length, float(eps), steps) for steps in (0, 1))
    return int((delta - none) // (one - none)) + 1 if none <= delta else 0
