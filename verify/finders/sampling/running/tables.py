"""Functions of real variables as tables: constant on the cells of the line in the first variable.

The hypotheses that are recognised speak of all reals of an interval: two functions differ by at most d, a function of
two variables has the Lipschitz constant L in the second, a point minimises top(a, inner(a)).  On tables they are met
exactly: differences and slopes are drawn as shares of d and L, and a minimiser among finitely many cells is found.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from theory.statement import ForAll
from verify.finders.sampling.running.numbers import Numbers, Undecided

__all__ = ["Minimiser", "Shapes", "Table", "Tables"]


@dataclass(frozen=True)
class Minimiser:
    """``point`` minimises outer(a, inner(a)) over low <= a <= high."""

    point: sp.Symbol
    outer: str
    inner: str
    low: sp.Symbol
    high: sp.Symbol


@dataclass
class Shapes:
    """What the hypotheses say of functions of real variables.

    Attributes:
        near: (one, other, d): the two functions of one variable differ by at most d.
        steep: function of two variables -> its Lipschitz constant in the second.
        least: what minimises what.
    """

    near: list[tuple[str, str, sp.Symbol]] = field(default_factory=list)
    steep: dict[str, sp.Symbol] = field(default_factory=dict)
    least: list[Minimiser] = field(default_factory=list)

    def take(self, hypothesis: ForAll, then: Any) -> bool:
        """Whether a hypothesis is one of the three forms; if so it is kept."""
        if any(symbol.is_integer or symbol in hypothesis.indices for symbol in hypothesis.over):
            return False
        return self._difference(hypothesis, then) or self._minimiser(hypothesis, then)

    def _difference(self, hypothesis: ForAll, then: Any) -> bool:
        if not isinstance(then, sp.Le | sp.Ge) or not isinstance(then.lts, sp.Abs):
            return False
        nodes = sorted(then.lts.atoms(AppliedUndef), key=str)
        if len(nodes) != 2 or then.lts not in (sp.Abs(nodes[0] - nodes[1]), sp.Abs(nodes[1] - nodes[0])):
            return False
        (one, other), over = nodes, hypothesis.over
        if one.args == other.args == over and len(over) == 1 and then.gts.is_Symbol and then.gts.is_nonnegative:
            self.near.append((one.func.__name__, other.func.__name__, then.gts))
            return True
        same = one.func == other.func and len(one.args) == 2 and len(over) == 3 and one.args[0] == other.args[0]
        if not same or hypothesis.given or {*one.args, *other.args} != set(over):
            return False
        constant = then.gts / sp.Abs(one.args[1] - other.args[1])
        name = one.func.__name__
        if not constant.is_Symbol or not constant.is_nonnegative or self.steep.get(name, constant) != constant:
            return False
        self.steep[name] = constant
        return True

    def _minimiser(self, hypothesis: ForAll, then: Any) -> bool:
        if not isinstance(then, sp.Le | sp.Ge) or len(hypothesis.over) != 1 or not isinstance(then.gts, AppliedUndef):
            return False
        (a,), outer = hypothesis.over, then.gts
        if len(outer.args) != 2 or outer.args[0] != a or not isinstance(outer.args[1], AppliedUndef):
            return False
        inner, point = outer.args[1], then.lts.args[0] if then.lts.args else None
        low = [c.lhs for c in hypothesis.given if isinstance(c, sp.Le) and c.rhs == a]
        low += [c.rhs for c in hypothesis.given if isinstance(c, sp.Ge) and c.lhs == a]
        high = [c.rhs for c in hypothesis.given if isinstance(c, sp.Le) and c.lhs == a]
        high += [c.lhs for c in hypothesis.given if isinstance(c, sp.Ge) and c.rhs == a]
        ends = [*low, *high]
        if len(low) != 1 or len(high) != 1 or len(hypothesis.given) != 2 or not all(end.is_Symbol for end in ends):
            return False
        if inner.args != (a,) or not isinstance(point, sp.Symbol) or then.lts != outer.xreplace({a: point}):
            return False
        self.least.append(Minimiser(point, outer.func.__name__, inner.func.__name__, *ends))
        return True

    @property
    def names(self) -> set[str]:
        """The functions that are spoken of."""
        pairs = [(one, other) for one, other, _ in self.near] + [(m.outer, m.inner) for m in self.least]
        return {name for pair in pairs for name in pair} | set(self.steep)

    @property
    def points(self) -> set[sp.Symbol]:
        """What minimises something."""
        return {minimiser.point for minimiser in self.least}

    def met(self, tables: "Tables", values: Mapping[Any, Fraction]) -> bool:
        """Whether the tables satisfy every hypothesis at all reals: exact, as cells are finite in number."""
        known = {s for _, _, s in self.near} | set(self.steep.values()) | self.points
        if not known <= set(values) or not self.names <= set(tables.functions):
            return False
        functions = tables.functions
        close = all(
            abs(p - q) <= values[d]
            for one, other, d in self.near
            for p, q in zip(functions[one].values, functions[other].values, strict=True)
        )
        flat = all(abs(slope) <= values[L] for name, L in self.steep.items() for slope in functions[name].slopes)
        return (
            close
            and flat
            and all(
                tables.cell(values[m.point]) in tables.lowest(m, values[m.low], values[m.high])
                and values[m.low] <= values[m.point] <= values[m.high]
                for m in self.least
            )
        )


@dataclass(frozen=True)
class Table:
    """One function: in cell j the value is ``values[j]``, or ``values[j] + slopes[j] |y - centres[j]|`` at (a, y)."""

    values: tuple[Fraction, ...]
    slopes: tuple[Fraction, ...] = ()
    centres: tuple[Fraction, ...] = ()


@dataclass(frozen=True)
class Tables:
    """All functions of a trial, on the cells ends[j - 1] < a <= ends[j] (the first and the last are unbounded)."""

    ends: tuple[Fraction, ...]
    functions: dict[str, Table]

    def describe(self) -> dict[str, Any]:
        """The cells' ends, and what each function is on each."""
        found: dict[str, Any] = {"ends of the cells": [str(end) for end in self.ends]}
        for name, table in self.functions.items():
            found[name] = [str(value) for value in table.values]
            if table.slopes:
                bent = zip(table.values, table.slopes, table.centres, strict=True)
                found[name] = [f"{value} + {slope}*|y - {centre}|" for value, slope, centre in bent]
        return found

    def cell(self, a: Fraction) -> int:
        """The cell of a rational number."""
        return sum(1 for end in self.ends if a > end)

    def exact(self, name: str, j: int, y: Fraction | None = None) -> Fraction:
        """The value in cell j."""
        table = self.functions[name]
        return table.values[j] if y is None else table.values[j] + table.slopes[j] * abs(y - table.centres[j])

    def met(self, low: Fraction, high: Fraction) -> range:
        """The cells that meet the interval."""
        return range(self.cell(low), self.cell(high) + 1)

    def lowest(self, minimiser: Minimiser, low: Fraction, high: Fraction) -> list[int]:
        """The cells of the interval in which the function is least."""
        values = {j: self.exact(minimiser.outer, j, self.exact(minimiser.inner, j)) for j in self.met(low, high)}
        return [j for j, value in values.items() if value == min(values.values())]

    def value(self, name: str, arguments: Iterable[Any], numbers: Numbers) -> Any:
        """The value at numbers of either arithmetic."""
        if name not in self.functions:
            raise Undecided(f"{name} has no table")
        a, *rest = arguments
        table, j = self.functions[name], sum(1 for end in self.ends if a > numbers.number(end))
        value = numbers.number(table.values[j])
        if not rest:
            return value
        distance = numbers.functions[sp.Abs](rest[0] - numbers.number(table.centres[j]))
        return value + numbers.number(table.slopes[j]) * distance
