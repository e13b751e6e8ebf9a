"""Bounds as functions of numbers, taken from the exact statements of the ledger's claims."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import sympy as sp
from sympy.core.function import AppliedUndef

from theory.measures import Measure
from theory.statement import ForAll, Inclusion, Run
from theory.symbols import f, grad, hess, inner, norm
from verify.ledger import Entry

__all__ = [
    "Values",
    "branches",
    "constants",
    "count",
    "decrease",
    "evaluate",
    "exact",
    "holds",
    "margin",
    "numbers",
    "readable",
    "said",
    "shown",
    "upper",
]

Values = Mapping[str, Any]
"""Numbers, or arrays of one shape, by the name of a symbol."""

WORDS = {
    "Delta": "Δ", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "eps": "ε", "eta": "η", "theta": "θ",
    "kappa": "κ", "lam": "λ", "lambda_": "λ", "mu": "μ", "xi": "ξ", "rho": "ρ", "sigma": "σ", "tau": "τ",
    "L0": "L₀", "L1": "L₁",
}  # fmt: skip
FORMAL = (AppliedUndef, Measure, f, grad, hess, inner, norm)
SIZE, EPS = sp.symbols("g eps", positive=True)


def upper(entry: Entry) -> sp.Expr:
    """The bound of a claim ``T_eps <= bound``."""
    statement = entry.claim.statement
    if not isinstance(statement, Run) or not isinstance(statement.then, sp.Le | sp.Ge):
        raise TypeError(f"{entry.claim.label} does not bound a number of steps.")
    return statement.then.gts


def count(entry: Entry) -> sp.Expr:
    """The number k of steps up to which a lower bound says that a run fails; a slope that tends to eps is eps."""
    for relation in _relations(entry):
        found = [symbol for symbol in relation.free_symbols if symbol.name == "k"]
        if found and not isinstance(relation, sp.Eq):
            slopes = [symbol for symbol in relation.free_symbols if symbol.name == "slope"]
            return (relation.gts / (relation.lts / found[0])).subs(dict.fromkeys(slopes, EPS))
    raise TypeError(f"{entry.claim.label} is not a lower bound on a number of steps k.")


def decrease(entry: Entry) -> sp.Expr:
    """What a claim f(p - h grad f(p)) <= f(p) - ... guarantees, in h and the size g of the gradient."""
    rise = margin(entry)
    return rise.subs(dict.fromkeys(rise.atoms(f), 0))


def margin(entry: Entry) -> sp.Expr:
    """Left side minus right side of a claim's only conclusion left <= right, with g for the norm of the gradient."""
    statement = entry.claim.statement
    if not isinstance(statement, ForAll) or len(statement.conclusions) != 1:
        raise TypeError(f"{entry.claim.label} has not one conclusion.")
    relation = statement.conclusions[0]
    return (relation.lts - relation.gts).replace(norm, lambda _: SIZE)


def holds(entry: Entry, values: Values) -> Any:
    """Where the claim's conditions on the numbers given hold; strict ones with their limits."""
    good: Any = True
    for relation in _relations(entry):
        margin = (relation.gts - relation.lts).replace(norm, lambda _: SIZE)
        if margin.has(*FORMAL) or any(symbol.name not in values for symbol in margin.free_symbols):
            continue
        good = good & (evaluate(margin, values) >= -1e-9)
    return good


def _relations(entry: Entry) -> list[Any]:
    statement = entry.claim.statement
    given = statement.given if isinstance(statement, ForAll | Run | Inclusion) else ()
    return [item for item in given if isinstance(item, sp.Le | sp.Ge | sp.Lt | sp.Gt)]


def evaluate(expression: sp.Expr, values: Values) -> Any:
    """The expression at numbers or arrays.

    Raises:
        KeyError: when a symbol has no value.
    """
    free = sorted(expression.free_symbols, key=str)
    arrays = [np.asarray(values[symbol.name], dtype=float) for symbol in free]
    with np.errstate(all="ignore"):
        return sp.lambdify(free, expression, "numpy")(*arrays)


def _inclusion(entry: Entry) -> Inclusion:
    statement = entry.claim.statement
    if not isinstance(statement, Inclusion):
        raise TypeError(f"{entry.claim.label} is not about a function of one variable.")
    return statement


def constants(entry: Entry, values: Values) -> tuple[float, float]:
    """L0 and L1 of the class that a claim is about, at numbers."""
    functions = _inclusion(entry).functions
    return float(evaluate(sp.sympify(functions.L0), values)), float(evaluate(sp.sympify(functions.L1), values))


def branches(entry: Entry, values: Values, points: Any) -> tuple[Any, Any, Any]:
    """|f'|, |f''| of the function that an ``Inclusion`` is about, and L0 + L1 |f'| of its class, at points."""
    statement, (low, rate) = _inclusion(entry), constants(entry, values)
    at = {**values, statement.variable.name: points}
    # Piecewise functions are differentiated piece by piece, which is exact inside the pieces.
    first, second = (np.abs(evaluate(sp.diff(statement.function, statement.variable, i), at)) for i in (1, 2))
    return first, second, low + rate * first


def numbers(parameters: Mapping[str, Any]) -> dict[str, float]:
    """Parameters as floats."""
    return {str(name): float(sp.Rational(str(value))) for name, value in parameters.items()}


def exact(texts: Sequence[str]) -> Any:
    """Recorded exact numbers as an array of floats."""
    return np.array([float(sp.Rational(text)) for text in texts])


def shown(parameters: Mapping[str, Any]) -> str:
    """Parameters in words: ``L₀ = 1, ε = 1/10``."""
    return ", ".join(f"{WORDS.get(str(name), name)} = {value}" for name, value in parameters.items())


def readable(text: str) -> str:
    """A formula or sentence in plain letters, with Greek ones: ``L0*Delta/eps**2`` becomes ``L₀ Δ/ε²``."""
    for name, letter in WORDS.items():
        text = re.sub(rf"\b{name}\b", letter, text)
    text = re.sub(r"\bE\b", "e", re.sub(r"sqrt\((\d+)\)", r"√\1", text))  # as sympy writes Euler's number and roots
    return text.replace("**2", "²").replace("*", " ").replace("<=", "≤").replace(">=", "≥")


def said(entry: Entry) -> str:
    """The label and the verdict of a claim, as a caption cites it."""
    rigour = f", {entry.verdict.rigour}" if entry.verdict.rigour != "none" else ""
    return f"{entry.claim.label} ({entry.verdict.word}{rigour})"
