"""The witness of a refuted claim as a picture: a run that breaks a bound, a frontier crossed, two sides that part."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

import numpy as np
import sympy as sp
from matplotlib.figure import Figure
from sympy.core.function import AppliedUndef

from figures import places, style
from figures.formulas import FORMAL, WORDS, branches, evaluate, shown
from theory.statement import ForAll, Inclusion, Run
from theory.symbols import inner, norm
from verify.ledger import Entry

__all__ = ["draw", "tells"]

SHOWN = 12
"""Iterates drawn at most."""

BY_NAME = {"max": sp.Max, "min": sp.Min, "abs": sp.Abs}


class _Line:
    """A function of one variable, its gradient in floats, and the points of a run on it."""

    def __init__(self, function: sp.Expr, variable: sp.Symbol, gradient: sp.Expr) -> None:
        self.value: Any = sp.lambdify(variable, function, "numpy")
        self.grad: Any = sp.lambdify(variable, gradient, "numpy")
        self.points: list[float] = []


def tells(entry: Entry) -> str:
    """What the picture of a refuted claim's witness shows; empty if none is drawn."""
    if entry.verdict.word != "refuted":
        return ""
    if _run(entry) is not None:
        return "The function of the witness, and the iterates of the method on it."
    values = _values(entry)
    if isinstance(entry.claim.statement, Inclusion) and values:
        return "Second derivative against the frontier of the class; marked: the witness."
    found = _sides(entry)
    if found is None:
        shown_places = places.marked(entry) or places.places(entry)
        return shown_places.tells() if shown_places else ""
    relation, along = found
    rest = shown({name: value for name, value in values.items() if name != along and name in _names(relation)})
    at = f", where {rest}" if rest else ""
    against = f"against {WORDS.get(along, along)}{at}"
    return f"The two sides of the relation (their difference, if it is small) {against}; marked: the witness."


def draw(entry: Entry) -> Figure:
    """The picture that ``tells`` describes.

    Raises:
        TypeError: when ``tells`` says that there is none.
    """
    line = _run(entry)
    if line is not None:
        return _draw_run(line)
    if isinstance(entry.claim.statement, Inclusion) and _values(entry):
        return _draw_frontier(entry, entry.claim.statement)
    found = _sides(entry)
    at = places.marked(entry) or places.places(entry)
    if found is None and at is not None and entry.verdict.word == "refuted":
        return at.draw()
    if found is None:
        raise TypeError(f"{entry.claim.label} has no witness that can be drawn.")
    return _draw_sides(*found, _values(entry))


def _values(entry: Entry) -> dict[str, sp.Expr]:
    """Exact numbers of the witness by the name of their symbol."""
    given = entry.claim.witness if isinstance(entry.claim.witness, Mapping) else {}
    found = {str(name): sp.sympify(value) for name, value in given.items() if isinstance(name, sp.Symbol)}
    return {name: value for name, value in found.items() if value.is_number}


def _run(entry: Entry) -> _Line | None:
    statement = entry.claim.statement
    told = entry.claim.witness if isinstance(entry.claim.witness, Mapping) else {}
    if isinstance(statement, Run) and "function" in told and "start" in told:
        function, variable = sp.sympify(told["function"]), told["variable"]
        line = _Line(function, variable, sp.sympify(told.get("gradient", sp.diff(function, variable))))
        at = _values(entry)
        parameters = {name: float(evaluate(sp.sympify(p), at)) for name, p in statement.parameters.items()}
        line.points = [float(x) for x in islice(statement.method(line, float(told["start"]), **parameters), SHOWN)]
        return line
    for finding in entry.findings:
        recorded = finding.evidence.get("witness")
        if finding.outcome == "refuted" and isinstance(recorded, Mapping) and "f(u)" in recorded:
            function, gradient = (sp.sympify(recorded[name], locals=BY_NAME) for name in ("f(u)", "grad(u)"))
            line = _Line(function, sp.Symbol("u"), gradient)
            line.points = [float(sp.Rational(recorded[name].strip("()"))) for name in _iterates(recorded)]
            return line
    return None


def _iterates(recorded: Mapping[str, str]) -> Iterator[str]:
    """Names x0, x1, ... of the points that a witness lists."""
    k = 0
    while f"x{k}" in recorded:
        yield f"x{k}"
        k += 1


def _draw_run(line: _Line) -> Figure:
    made, axes = style.figure(2.4)
    points = np.array(line.points)
    span = max(np.ptp(points), np.abs(points).max(), 1e-9)
    across = np.linspace(min(points.min(), 0) - 0.15 * span, max(points.max(), 0) + 0.15 * span, 121)
    axes.plot(across, line.value(across) + 0 * across, color=style.color("clipped"), label="f")
    heights = np.array([float(line.value(x)) for x in points])
    axes.plot(points, heights, "o--", markersize=4, linewidth=0.8, color=style.color("refuted"), label="iterates")
    for k, place in enumerate(zip(points[:2], heights[:2], strict=True)):
        axes.annotate(f"$x_{k}$", place, xytext=(-12, 5), textcoords="offset points", color=style.color("refuted"))
    axes.set(xlabel="x", ylabel="f(x)")
    axes.margins(y=0.14)
    style.legend_below(made, axes, columns=2)
    return made


def _draw_frontier(entry: Entry, statement: Inclusion) -> Figure:
    values = _values(entry)
    numbers = {name: float(value) for name, value in values.items()}
    place = next((numbers[name] for name in numbers if name == statement.variable.name), None)
    place = numbers.get("u", 0.0) if place is None else place
    reach = 2 * abs(place) or 1.0
    points = np.linspace(-reach, reach, 401)
    _, curvature, frontier = branches(entry, numbers, points)
    made, axes = style.figure(2.4)
    axes.plot(points, curvature + 0 * points, color=style.color("fixed"), label="|f″|")
    axes.plot(points, frontier + 0 * points, "--", color=style.color("clipped"), label="L₀ + L₁|f′|")
    axes.fill_between(points, frontier, curvature, where=curvature > frontier, color=style.color("refuted"), alpha=0.2,
                      linewidth=0, label="outside the class")  # fmt: skip
    nearest = int(np.argmin(np.abs(points - place)))
    axes.plot(points[nearest], curvature[nearest], "o", markersize=5, color=style.color("refuted"), label="witness")
    axes.set(xlabel="x", ylim=(0, None))
    style.legend_below(made, axes, columns=2)
    return made


def _names(relation: Any) -> set[str]:
    return {symbol.name for symbol in relation.free_symbols}


def _sides(entry: Entry) -> tuple[Any, str] | None:
    """The conclusion that the witness breaks, and the symbol along which its sides are drawn."""
    statement, values = entry.claim.statement, _values(entry)
    if not isinstance(statement, ForAll):
        return None
    numbers = {name: float(value) for name, value in values.items()}
    for conclusion in statement.conclusions:
        relation = _on_the_line(conclusion, entry.claim.witness)
        if not isinstance(relation, sp.core.relational.Relational) or relation.has(*FORMAL):
            continue
        if not _names(relation) or not _names(relation) <= set(numbers):
            continue
        left, right = (float(evaluate(side, numbers)) for side in _ordered(relation))
        if left > right or (isinstance(relation, sp.Eq) and left != right):
            along = [name for name in _order(statement, relation) if _moves(relation, name, numbers)]
            return (relation, along[0]) if along else None
    return None


def _on_the_line(relation: Any, told: Any) -> Any:
    """A conclusion with products and lengths of points on the line, and a witness's terms for sequences."""
    if not isinstance(relation, sp.Basic) or not isinstance(told, Mapping):
        return relation
    for key, term in told.items():
        if isinstance(key, AppliedUndef) and key.args[0].is_Symbol:
            terms = {call: sp.sympify(term).subs(key.args[0], call.args[0]) for call in relation.atoms(key.func)}
            relation = relation.xreplace(terms)
    return relation.replace(inner, lambda a, b: a * b).replace(norm, sp.Abs)


def _ordered(relation: Any) -> tuple[sp.Expr, sp.Expr]:
    return (relation.lhs, relation.rhs) if isinstance(relation, sp.Eq) else (relation.lts, relation.gts)


def _order(statement: ForAll, relation: Any) -> list[str]:
    bound = [symbol.name for symbol in statement.over if symbol.name in _names(relation)]
    return [*bound, *sorted(_names(relation) - set(bound))]


def _range(value: float) -> Any:
    points = np.linspace(value / 2, 1.5 * value, 121) if value else np.linspace(-1, 1, 121)
    return np.sort(np.append(points, value))


def _moves(relation: Any, name: str, numbers: Mapping[str, float]) -> bool:
    across = {**numbers, name: _range(numbers[name])}
    left, right = (evaluate(side, across) + 0 * across[name] for side in _ordered(relation))
    return bool(np.all(np.isfinite(left - right)) and np.ptp(left - right) > 1e-9)


def _draw_sides(relation: Any, along: str, values: Mapping[str, sp.Expr]) -> Figure:
    numbers: dict[str, Any] = {name: float(value) for name, value in values.items()}
    place, across = numbers[along], _range(numbers[along])
    less, more = (evaluate(side, {**numbers, along: across}) + 0 * across for side in _ordered(relation))
    made, axes = style.figure(2.4)
    equal = isinstance(relation, sp.Eq)
    axes.set(xlabel=WORDS.get(along, along))
    axes.ticklabel_format(useOffset=False)
    if _close(relation, numbers, np.ptp([less, more])):
        _draw_excess(axes, across, less - more, place)
        style.legend_below(made, axes, columns=2)
        return made
    axes.plot(across, less, color=style.color("fixed"), label="left side" if equal else "claimed to be the smaller")
    axes.plot(across, more, "--", color=style.color("clipped"), label="right side" if equal else "and the larger")
    if not equal:
        axes.fill_between(across, more, less, where=less > more, color=style.color("refuted"), alpha=0.2, linewidth=0,
                          label="violated")  # fmt: skip
    at = [float(evaluate(side, numbers)) for side in _ordered(relation)]
    axes.plot([place, place], at, "o-", markersize=4, linewidth=1, color=style.color("refuted"), label="witness")
    style.legend_below(made, axes, columns=2)
    return made


def _close(relation: Any, numbers: Mapping[str, Any], height: float) -> bool:
    """Whether the sides part by so little at the witness that a picture of both would show one line."""
    left, right = (float(evaluate(side, numbers)) for side in _ordered(relation))
    return abs(left - right) < 0.01 * height


def _draw_excess(axes: Any, across: Any, excess: Any, place: float) -> None:
    axes.plot(across, excess, color=style.color("fixed"), label="what should be the smaller, less the larger")
    axes.axhline(0, color=style.color("plain"), linewidth=0.7)
    axes.fill_between(across, 0, excess, where=excess > 0, color=style.color("refuted"), alpha=0.2, linewidth=0,
                      label="violated")  # fmt: skip
    axes.plot(place, excess[int(np.argmin(np.abs(across - place)))], "o", markersize=4, color=style.color("refuted"),
              linestyle="none", label="witness")  # fmt: skip
