"""The dual of a performance estimation problem as data: exact, row by row when asked, and in floats, all at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from verify.finders.performance.problem.assembly import Problem, Row, Rule
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

    constant: Fraction
    values: Mapping[str, Fraction]
    gram: Mapping[tuple[int, int], Fraction]


@dataclass(frozen=True, kw_only=True)
class Floats:
    """The same in floats: matrices with a column for each row of the problem.

    Attributes:
        constants: of each row.
        names: of the values; values: these by rows; wanted: the target's.
        grams: packed triangles, column by column and scaled by sqrt(1/2) off the diagonal, by rows; base: the target's.
    """

    constants: Any
    names: tuple[str, ...]
    values: Any
    wanted: Any
    grams: Any
    base: Any


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
    def constant(self) -> Fraction:
        """The target's constant."""
        return self.target.constant

    def _indexed(self, gram: Mapping[Pair, Fraction]) -> dict[tuple[int, int], Fraction]:
        found = {}
        for (a, b), c in self.problem.reduced(gram).items():
            i, j = self.place[a], self.place[b]
            found[(i, j) if i <= j else (j, i)] = c
        return found

    @cached_property
    def floats(self) -> Floats:
        """All rows in floats."""
        return _floats(self)


def tabulate(problem: Problem, pattern: str) -> Dual:
    """The dual with the rules at a pattern of pairs, "path", "star" or "all"."""
    rows = problem.instances(pattern)
    atoms: dict[str, None] = {}
    for a, b in problem.target.gram:
        atoms |= dict.fromkeys((*problem.over_basis(a), *problem.over_basis(b)))
    for rule, points in _grouped(rows):
        used = {atom for pair in rule.form.gram for atom in pair}
        for local in used:
            for atom in set(_at(local, rule, points)):
                atoms |= dict.fromkeys(problem.over_basis(atom))
    return Dual(problem=problem, rows=rows, basis=tuple(problem.ordered(atoms)))


def _grouped(rows: Sequence[Row]) -> list[tuple[Rule, list[tuple[str, ...]]]]:
    """Neighbouring rows of one rule."""
    found: list[tuple[Rule, list[tuple[str, ...]]]] = []
    for row in rows:
        if not found or found[-1][0] is not row.rule:
            found.append((row.rule, []))
        found[-1][1].append(row.points)
    return found


def _at(local: str, rule: Rule, points: Sequence[Sequence[str]]) -> list[str]:
    """An atom of a rule at one tuple of points after another."""
    head, _, inside = local.rpartition("(")
    name = inside.rstrip(")")
    if name not in rule.variables:
        return [local] * len(points)
    place = rule.variables.index(name)
    return [f"{head}({p[place]})" for p in points] if head else [p[place] for p in points]


def _floats(dual: Dual) -> Floats:
    import numpy as np
    import scipy.sparse as sp

    values = dict.fromkeys(dual.problem.target.values)
    entries, constants = list[tuple[str, int, float]](), np.zeros(len(dual.rows))
    triples: list[Any] = []
    start = 0
    for rule, points in _grouped(dual.rows):
        columns = np.arange(start, start + len(points))
        start += len(points)
        constants[columns] = float(rule.form.constant)
        for local, c in rule.form.values.items():
            value = float(c)
            entries += [(at, k, value) for at, k in zip(_at(local, rule, points), columns.tolist(), strict=True)]
        sides = {local: _padded(dual, _at(local, rule, points))
                 for local in {atom for pair in rule.form.gram for atom in pair}}  # fmt: skip
        for (a, b), c in rule.form.gram.items():
            triples.append(_products(sides[a], sides[b], float(c), columns))
    for name, _, _ in entries:
        values.setdefault(name)
    where, size = {name: i for i, name in enumerate(values)}, len(dual.basis)
    packed = size * (size + 1) // 2
    i, j, v = ([where[n] for n, _, _ in entries], [k for _, k, _ in entries], [c for _, _, c in entries])
    r, k, x = (np.concatenate(part) for part in zip(*triples, strict=True)) if triples else (np.zeros(0, int),) * 3
    base = np.zeros(packed)
    for (p, q), c in dual.target.gram.items():
        base[q * (q + 1) // 2 + p] = float(c) * (1.0 if p == q else 0.5**0.5)
    return Floats(
        constants=constants,
        names=tuple(values),
        values=sp.csc_matrix((v, (i, j)), shape=(len(values), len(dual.rows))),
        wanted=np.array([float(dual.target.values.get(name, 0)) for name in values]),
        grams=sp.csc_matrix((x, (r, k)), shape=(packed, len(dual.rows))),
        base=base,
    )


def _padded(dual: Dual, atoms: Sequence[str]) -> tuple[Any, Any]:
    """The atoms over the basis: indices and coefficients, one line each, padded with zeros."""
    import numpy as np

    cache = {atom: dual.problem.over_basis(atom) for atom in dict.fromkeys(atoms)}
    width = max(1, *(len(v) for v in cache.values()))
    index, value = np.zeros((len(cache), width), dtype=int), np.zeros((len(cache), width))
    line = {atom: i for i, atom in enumerate(cache)}
    for atom, v in cache.items():
        for n, (name, c) in enumerate(v.items()):
            index[line[atom], n], value[line[atom], n] = dual.place[name], float(c)
    lines = np.array([line[atom] for atom in atoms])
    return index[lines], value[lines]


def _products(left: tuple[Any, Any], right: tuple[Any, Any], c: float, columns: Any) -> tuple[Any, Any, Any]:
    """c <a, b> for each line: places in the packed triangle, columns, and values."""
    import numpy as np

    (i, v), (j, w) = left, right
    i, j = np.repeat(i, j.shape[1], 1), np.tile(j, (1, i.shape[1]))
    x = c * np.repeat(v, w.shape[1], 1) * np.tile(w, (1, v.shape[1]))
    low, high = np.minimum(i, j), np.maximum(i, j)
    x = np.where(low == high, x, x * 0.5**0.5)
    k, keep = np.repeat(columns[:, None], i.shape[1], 1), x != 0
    return (high * (high + 1) // 2 + low)[keep], k[keep], x[keep]
