"""The data of a dual in floats: one rule at all its points in one go."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from verify.finders.performance.numbers import Number
from verify.finders.performance.problem.assembly import Problem, Row, Rule
from verify.finders.performance.problem.entries import Entries

__all__ = ["Floats", "floats", "grouped", "mentioned"]

Lines = Mapping[str, int]
"""A number for each atom."""


@dataclass(frozen=True, kw_only=True)
class Floats:
    """The data of a dual: matrices with a column for each row of the problem.

    Attributes:
        constants: of each row.
        names: of the values; values: these by rows; wanted: the target's.
        grams: packed triangles, column by column and scaled by sqrt(1/2) off the diagonal, by rows; base: the target's.
    """

    constants: Any
    names: tuple[str, ...]
    values: Entries
    wanted: Any
    grams: Entries
    base: Any


def grouped(rows: Sequence[Row]) -> list[tuple[Rule, list[tuple[str, ...]]]]:
    """Neighbouring rows of one rule: its points."""
    found: list[tuple[Rule, list[tuple[str, ...]]]] = []
    for row in rows:
        if not found or found[-1][0] is not row.rule:
            found.append((row.rule, []))
        found[-1][1].append(row.points)
    return found


def mentioned(rows: Sequence[Row]) -> Iterator[str]:
    """The atoms in the quadratic forms of rows."""
    for rule, points in grouped(rows):
        for local in {atom for pair in rule.form.gram for atom in pair}:
            head, place = _variable(local, rule)
            if place is None:
                yield local
            else:
                yield from (f"{head}({p})" if head else p for p in dict.fromkeys(p[place] for p in points))


def _variable(local: str, rule: Rule) -> tuple[str, int | None]:
    """What is taken of which variable of a rule; none if the atom is the same at all points."""
    head, _, inside = local.rpartition("(")
    name = inside.rstrip(")")
    return (head, rule.variables.index(name)) if name in rule.variables else ("", None)


class _Products:
    """Products of a coefficient with numbered atoms, column by column, in lists: most are short."""

    def __init__(self, count: int) -> None:
        self.atoms: list[list[int]] = [[] for _ in range(count)]
        self.columns, self.values = list[int](), list[float]()

    def add(self, atoms: Sequence[list[int]], columns: range, value: float) -> None:
        """Add a coefficient times atoms in some columns."""
        for mine, lines in zip(self.atoms, atoms, strict=True):
            mine += lines
        self.columns += columns
        self.values += [value] * len(columns)

    def arrays(self) -> tuple[Any, ...]:
        """The columns, the coefficients and the atoms of all entries."""
        import numpy as np

        return np.array(self.columns, dtype=int), np.array(self.values), *(np.array(a, dtype=int) for a in self.atoms)


def floats(problem: Problem, rows: Sequence[Row], place: Lines, target: Any) -> Floats:
    """All rows in floats.

    Args:
        problem: which they are of.
        rows: the inequalities.
        place: the index of each atom of the basis.
        target: what is to be shown, over the basis.
    """
    import numpy as np

    lines = {p: i for i, p in enumerate(problem.points)}
    lines |= {f"{head}({p})": n * len(lines) + i for n, head in ((1, "grad"), (2, "f"))
              for i, p in enumerate(problem.points)}  # fmt: skip
    start = {"": 0, "grad": len(problem.points), "f": 2 * len(problem.points)}
    constants, linear, products = list[float](), _Products(1), _Products(2)
    for rule, points in grouped(rows):
        columns = range(len(constants), len(constants) + len(points))
        constants += [float(rule.form.constant)] * len(points)

        def lined(local: str, rule: Rule = rule, points: Sequence[Sequence[str]] = points) -> list[int]:
            head, variable = _variable(local, rule)
            if variable is None:
                return [lines.setdefault(local, len(lines))] * len(points)
            return [lines[ps[variable]] + start[head] for ps in points]

        for local, c in rule.form.values.items():
            linear.add([lined(local)], columns, float(c))
        sides = {local: lined(local) for local in dict.fromkeys(atom for pair in rule.form.gram for atom in pair)}
        for (a, b), c in rule.form.gram.items():
            products.add([sides[a], sides[b]], columns, float(c))
    names, values = _values(linear, lines, target.values, len(rows))
    size = len(place)
    base = np.zeros(size * (size + 1) // 2)
    for (p, q), c in target.gram.items():
        base[q * (q + 1) // 2 + p] = float(c) * (1.0 if p == q else 0.5**0.5)
    return Floats(
        constants=np.array(constants),
        names=names,
        values=values,
        wanted=np.array([float(target.values.get(name, 0)) for name in names]),
        grams=_grams(problem, products, lines, place, len(rows)),
        base=base,
    )


def _values(
    linear: _Products, lines: Lines, wanted: Mapping[str, Number], count: int
) -> tuple[tuple[str, ...], Entries]:
    """Names of the values, the target's first, and their coefficients."""
    import numpy as np

    columns, values, where = linear.arrays()
    called = list(lines)
    names = dict.fromkeys([*wanted, *(called[line] for line in dict.fromkeys(linear.atoms[0]))])
    renamed = np.zeros(len(called), dtype=int)
    renamed[[lines[name] for name in names if name in lines]] = [i for i, name in enumerate(names) if name in lines]
    return tuple(names), Entries(renamed[where], columns, values, (len(names), count))


def _grams(problem: Problem, products: _Products, lines: Lines, place: Lines, count: int) -> Entries:
    """Packed triangles: each inner product with both sides over the basis."""
    import numpy as np

    columns, c, left, right = products.arrays()
    called = list(lines)
    over = {line: problem.over_basis(called[line]) for line in sorted({*products.atoms[0], *products.atoms[1]})}
    width = max(1, *(len(row) for row in over.values())) if over else 1
    index, value = np.zeros((len(lines), width), dtype=int), np.zeros((len(lines), width))
    for line, row in over.items():
        for n, (atom, share) in enumerate(row.items()):
            index[line, n], value[line, n] = place[atom], float(share)
    size, found = len(place), list[tuple[Any, Any, Any]]()
    for p, q in product(range(width), repeat=2):  # not all at once: few atoms have as many entries
        a, b = value[left, p], value[right, q]
        kept = (a * b).nonzero()[0]
        i, j = index[left[kept], p], index[right[kept], q]
        low, high = np.minimum(i, j), np.maximum(i, j)
        x = c[kept] * a[kept] * b[kept]
        found.append((high * (high + 1) // 2 + low, columns[kept], np.where(low == high, x, x * 0.5**0.5)))
    where, columns, x = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return Entries(where, columns, x, (size * (size + 1) // 2, count))
