"""The dual of a performance estimation problem as data: exact, row by row when asked, and in floats, all at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from verify.finders.performance.numbers import Number
from verify.finders.performance.problem.assembly import Problem, Row
from verify.finders.performance.problem.floats import Floats, floats, mentioned
from verify.finders.performance.problem.forms import Pair

__all__ = ["Dual", "Exactly", "Floats", "tabulate"]


@dataclass(frozen=True, kw_only=True)
class Exactly:
    """A form over the basis.

    Attributes:
        constant: the constant.
        values: the coefficient of each value and unknown number.
        gram: over pairs of basis indices (i, j), i <= j, the coefficient of inner(i, j).
    """

    constant: Number
    values: Mapping[str, Number]
    gram: Mapping[tuple[int, int], Number]


@dataclass(frozen=True, kw_only=True)
class Dual:
    """The dual problem.

    Attributes:
        problem: what it is the dual of.
        rows: the inequalities, one multiplier each.
        basis: atoms of the quadratic forms.
    """

    problem: Problem
    rows: tuple[Row, ...]
    basis: tuple[str, ...]

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Index of each atom of the basis."""
        return {atom: i for i, atom in enumerate(self.basis)}

    @cached_property
    def _cache(self) -> dict[int, Exactly]:
        return {}

    def row(self, k: int) -> Exactly:
        """A row exactly."""
        if k not in self._cache:
            form = self.rows[k].form
            self._cache[k] = Exactly(constant=form.constant, values=form.values, gram=self._indexed(form.gram))
        return self._cache[k]

    @cached_property
    def target(self) -> Exactly:
        """The target exactly."""
        form = self.problem.target
        return Exactly(constant=form.constant, values=form.values, gram=self._indexed(form.gram))

    @property
    def constant(self) -> Number:
        """The target's constant."""
        return self.target.constant

    def _indexed(self, gram: Mapping[Pair, Number]) -> dict[tuple[int, int], Number]:
        found = {}
        for (a, b), c in self.problem.reduced(gram).items():
            i, j = self.place[a], self.place[b]
            found[(i, j) if i <= j else (j, i)] = c
        return found

    @cached_property
    def floats(self) -> Floats:
        """All rows in floats."""
        return floats(self.problem, self.rows, self.place, self.target)


def tabulate(problem: Problem, pattern: str) -> Dual:
    """The dual with the rules at a pattern of pairs, "path", "star" or "all"."""
    rows = problem.instances(pattern)
    atoms: dict[str, None] = {}
    for atom in (*(atom for pair in problem.target.gram for atom in pair), *mentioned(rows)):
        atoms |= dict.fromkeys(problem.over_basis(atom))
    return Dual(problem=problem, rows=rows, basis=tuple(problem.ordered(atoms)))
