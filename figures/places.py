"""Witnesses that are places: on the function that they name, or with values and slopes alone."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp
from matplotlib.figure import Figure

from figures import style
from theory.statement import ForAll
from theory.symbols import f, grad, x
from verify.ledger import Entry

__all__ = ["Marked", "Places", "Values", "marked", "places"]

SHOWN = 12
"""Iterates drawn at most."""

_LIMIT = 121
"""Points along a curve."""


@dataclass(frozen=True, kw_only=True)
class Marked:
    """A function of one variable, the places of it that a witness names, and the run that the statement's rule makes.

    Attributes:
        value: the function, on arrays.
        at: the places by name.
        run: the first iterates; none if the statement has no rule.
    """

    value: Any
    at: Mapping[str, float]
    run: tuple[float, ...]

    def tells(self) -> str:
        """What the picture shows."""
        names = ", ".join(self.at)
        iterates = f", and the first {len(self.run)} iterates from its start" if self.run else ""
        return f"The function of the witness{iterates}; marked: {names}."

    def draw(self) -> Figure:
        """The function, the places, the iterates."""
        made, axes = style.figure(2.4)
        every = np.array([*self.at.values(), *self.run])
        span = max(float(np.ptp(every)), 1e-9)
        across = np.linspace(every.min() - 0.3 * span, every.max() + 0.3 * span, _LIMIT)
        axes.plot(across, self.value(across) + 0 * across, color=style.color("clipped"), label="f")
        if self.run:
            run = np.array(self.run)
            axes.plot(run, self.value(run), "o--", markersize=3.5, linewidth=0.8, color=style.color("refuted"),
                      label="iterates")  # fmt: skip
        for (name, place), (role, marker) in zip(self.at.items(), (("ours", "D"), ("fixed", "s"), ("plain", "^")) * 4,
                                                 strict=False):  # fmt: skip
            axes.plot(place, self.value(place), marker, markersize=5, color=style.color(role), linestyle="none",
                      label=f"{name} = {place:g}")  # fmt: skip
        axes.set(xlabel="x", ylabel="f(x)")
        axes.margins(y=0.1)
        style.legend_below(made, axes, columns=3)
        return made


def marked(entry: Entry) -> Marked | None:
    """For a statement about all points whose witness is a function and places of it."""
    statement, told = entry.claim.statement, entry.claim.witness
    if not isinstance(statement, ForAll) or not isinstance(told, Mapping) or "function" not in told:
        return None
    function, variable = sp.sympify(told["function"]), told["variable"]
    values = {key: sp.sympify(value) for key, value in told.items() if isinstance(key, sp.Symbol)}
    parts = [*statement.conclusions, *(part for part in statement.given if isinstance(part, sp.Basic))]
    asked = {call.args[0] for part in parts for call in part.atoms(f, grad)}
    at = {symbol.name: float(value) for symbol, value in values.items() if symbol in asked}
    rule, start = next(_rules(statement), None), told.get("start")
    run = tuple(_listed(told)) if rule is None or start is None else tuple(
        _run(rule, values, function, variable, float(start)))  # fmt: skip
    if not at and not run:
        return None
    return Marked(value=sp.lambdify(variable, function, "numpy"), at=at, run=run)


def _rules(statement: ForAll) -> Iterator[tuple[sp.Symbol, sp.Expr]]:
    """The index k and the right-hand side of x(k + 1) = ..., among the hypotheses."""
    for part in statement.given:
        if isinstance(part, ForAll) and len(part.indices) == 1:
            k = part.indices[0]
            for relation in part.conclusions:
                if isinstance(relation, sp.Eq) and relation.lhs == x(k + 1):
                    yield k, relation.rhs


def _listed(told: Mapping[Any, Any]) -> Iterator[float]:
    """The iterates x(0), ..., x(T) of a witness that gives them as a term in their index."""
    last = next((int(value) for key, value in told.items() if str(key) == "T"), SHOWN - 1)
    for key, term in told.items():
        if isinstance(key, x) and key.args[0].is_Symbol:
            numbers = (sp.sympify(term).subs(key.args[0], i) for i in range(min(last + 1, SHOWN)))
            yield from (0.0 if number is sp.zoo else float(number) for number in numbers)  # for the kernel a/0 is 0


def _run(
    rule: tuple[sp.Symbol, sp.Expr], values: Mapping[Any, Any], function: sp.Expr, variable: sp.Symbol, here: float
) -> Iterator[float]:
    k, after = rule
    place = sp.Symbol("place")
    slope = sp.diff(function, variable).subs(variable, place)
    step = sp.lambdify(place, after.subs(grad(x(k)), slope).subs(x(k), place).subs(values))
    for _ in range(SHOWN):
        yield here
        with np.errstate(all="ignore"):  # a rule may divide by a gradient that vanishes where the run has arrived
            here = float(step(here))


@dataclass(frozen=True, kw_only=True)
class Places:
    """Points on the line that an exact witness lists by name, with values and slopes where it has one function's.

    Attributes:
        at: the points.
        jets: place, value and slope at the iterates.
        least: place and value of the minimiser, if they are listed.
    """

    at: Mapping[str, float]
    jets: tuple[tuple[float, float, float], ...]
    least: tuple[float, float] | None

    def tells(self) -> str:
        """What the picture shows."""
        if self.jets:
            return "Values and slopes of the witness at the points of the run; a function of the class has them."
        return "The points of the witness, in one dimension."

    def draw(self) -> Figure:
        """Tangents at the iterates; without one function's values the points alone, by their names."""
        made, axes = style.figure(2.2 if self.jets else 1.1)
        every = np.array(list(self.at.values()))
        span = max(float(np.ptp(every)), 1e-9)
        for i, (place, value, slope) in enumerate(self.jets):
            ends = np.array([-0.08, 0.08]) * span
            axes.plot(place + ends, value + slope * ends, color=style.color("clipped"), linewidth=1,
                      label=None if i else "slope")  # fmt: skip
            axes.plot(place, value, "o", markersize=4, color=style.color("refuted"), label=None if i else "value")
        if self.jets:
            if self.least:
                axes.plot(*self.least, "D", markersize=4, color=style.color("ours"), label="minimiser")
            axes.set(ylabel="f(x)")
            axes.margins(0.1, 0.2)
            style.legend_below(made, axes, columns=3)
        else:
            self._names(axes, every, span)
        axes.set(xlabel="x")
        return made

    def _names(self, axes: Any, every: Any, span: float) -> None:
        """The points on a line; names of equal points stand together, those of neighbours in turn above and below."""
        together: dict[float, list[str]] = {}
        for name, place in self.at.items():
            together.setdefault(place, []).append(name)
        for i, place in enumerate(sorted(together)):
            axes.plot(place, 0, "o", markersize=4, color=style.color("refuted"))
            axes.annotate(" = ".join(together[place]), (place, 0), ha="center", va="bottom" if i % 2 else "top",
                          xytext=(0, 5 if i % 2 else -6), textcoords="offset points")  # fmt: skip
        axes.set(yticks=[], ylim=(-1, 1), xlim=(every.min() - 0.2 * span, every.max() + 0.2 * span))
        axes.spines["left"].set_visible(False)


@dataclass(frozen=True, kw_only=True)
class Values:
    """What a witness in several dimensions shows at the points of its run.

    Attributes:
        dimension: of its points.
        gaps: value above the minimiser's at x0, x1, ...
        slopes: length of the gradient there.
    """

    dimension: int
    gaps: tuple[float, ...]
    slopes: tuple[float, ...]

    def tells(self) -> str:
        """What the picture shows."""
        return f"Values above the minimum and lengths of gradients along the run, in {self.dimension} dimensions."

    def draw(self) -> Figure:
        """Both against the number of steps."""
        made, axes = style.figure(2.2)
        steps = range(1, len(self.gaps) + 1)
        axes.plot(steps, self.gaps, "o-", markersize=4, color=style.color("refuted"), label="f(x_k) - f*")
        axes.plot(steps, self.slopes, "s--", markersize=4, color=style.color("clipped"), label="length of the gradient")
        axes.set(xlabel="gradients asked for", xticks=list(steps), ylim=(0, None))
        style.legend_below(made, axes, columns=2)
        return made


def _values(told: Mapping[str, Any]) -> Values:
    """From coordinates and their weights."""
    weights = _entries(told.get("weights of the coordinates", ""))
    slopes, gaps = [], []
    k = 0
    while f"f{k + 1}" in told and f"g{k + 1}" in told:
        slope = _entries(told[f"g{k + 1}"])
        slopes.append(sum(w * s * s for w, s in zip(weights or [1.0] * len(slope), slope, strict=True)) ** 0.5)
        gaps.append(_float(told[f"f{k + 1}"]) - _float(told["f0"]))
        k += 1
    return Values(dimension=len(_entries(told["x0"])), gaps=tuple(gaps), slopes=tuple(slopes))


def _entries(text: Any) -> list[float]:
    return [_float(entry) for entry in str(text).strip("()").split(",") if entry.strip()]


def places(entry: Entry) -> Places | Values | None:
    """For a refutation whose exact witness lists the iterates x0, x1, ..., as numbers or by coordinates."""
    for finding in entry.findings:
        told = finding.evidence.get("witness")
        if finding.outcome == "refuted" and isinstance(told, Mapping) and "x0" in told and "f(u)" not in told:
            if "," in str(told["x0"]):
                return _values(told)
            at = {name: _float(told[name]) for name in told if re.fullmatch(r"[xyw](\d+[a-z]?|s)", name)}
            least = (at["xs"], _float(told["f0"])) if "xs" in at and "f0" in told else None
            return Places(at=at, jets=tuple(_jets(told, at)), least=least)
    return None


def _jets(told: Mapping[str, Any], at: Mapping[str, float]) -> Iterator[tuple[float, float, float]]:
    """At x_k, what a witness without other points lists as f_(k+1) and g_(k+1)."""
    iterates = [name for name in at if re.fullmatch(r"x\d+", name)]
    if len(iterates) + ("xs" in at) < len(at):
        return
    for name in sorted(iterates, key=lambda word: int(word[1:])):
        k = int(name[1:]) + 1
        if f"f{k}" in told and f"g{k}" in told:
            yield at[name], _float(told[f"f{k}"]), _float(told[f"g{k}"])


def _float(text: Any) -> float:
    return float(sp.Rational(str(text).strip("()")))
