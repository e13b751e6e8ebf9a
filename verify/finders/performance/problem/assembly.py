"""One performance estimation problem, assembled from the hypotheses of a goal: sparse rows over (Gram, values)."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise, permutations
from math import lcm

from verify.finders.performance.numbers import Number, ratio
from verify.finders.performance.problem.forms import (
    Form,
    Pair,
    Vector,
    added,
    difference,
    is_gradient,
    is_vector,
    vector,
)
from verify.finders.performance.problem.hypotheses import by_kind, positive_symbols
from verify.finders.performance.problem.units import Evaluated, Units
from verify.finders.performance.problem.units import find as find_units
from verify.finders.proofs.prove import NotFound
from verify.kernel.steps import Context
from verify.kernel.terms import REAL, VECTOR, Atom, Formula

__all__ = ["Problem", "Relation", "Row", "Rule", "assemble"]


@dataclass(frozen=True, kw_only=True)
class Relation:
    """A vector equation, right minus left = 0, and the atom that it is solved for; without a name a definition."""

    name: str
    row: Vector
    pivot: str


@dataclass(frozen=True, kw_only=True)
class Rule:
    """An inequality that holds for any one or two points, or without variables a hypothesis."""

    name: str
    variables: tuple[str, ...]
    form: Form

    def at(self, points: Sequence[str]) -> Form:
        """Its instance at points."""
        if not self.variables:
            return self.form
        named = {f"{head}{v}{tail}": f"{head}{p}{tail}" for v, p in zip(self.variables, points, strict=True)
                 for head, tail in (("", ""), ("grad(", ")"), ("f(", ")"))}  # fmt: skip
        gram: dict[Pair, Number] = {}
        for (a, b), c in self.form.gram.items():
            i, j = named.get(a, a), named.get(b, b)
            pair = (i, j) if i <= j else (j, i)
            gram[pair] = gram[pair] + c if pair in gram else c
        values: dict[str, Number] = {}
        for atom, c in self.form.values.items():
            at = named.get(atom, atom)
            values[at] = values[at] + c if at in values else c
        return Form(self.form.constant, {a: c for a, c in values.items() if c}, {p: c for p, c in gram.items() if c})


@dataclass(frozen=True, kw_only=True)
class Row:
    """One inequality: a rule at points."""

    rule: Rule
    points: tuple[str, ...]

    @property
    def name(self) -> str:
        """The fact that it is an instance of."""
        return self.rule.name

    @property
    def form(self) -> Form:
        """The inequality as 0 <= form."""
        return self.rule.at(self.points)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Hypotheses and goal, with all parameters 1.

    Attributes:
        positive: the parameters, each with the fact that it is positive.
        units: of squared lengths, values and unknown numbers, in the parameters.
        points: names of the points, in natural order, defined ones last.
        defined: points with a name of their own, and their definitions.
        relations: vector equations in the order in which they were stated.
        rules: inequalities for any points.
        bounds: the other inequalities.
        target: what is to be shown nonnegative.
        centre: a point to measure from, if everything is invariant under translations.
        gradients: vectors with names of their own that are measured like gradients.
    """

    positive: Mapping[str, str]
    units: Units
    points: tuple[str, ...]
    defined: Mapping[str, str]
    relations: tuple[Relation, ...]
    rules: tuple[Rule, ...]
    bounds: tuple[Rule, ...]
    target: Form
    centre: str | None
    gradients: tuple[str, ...] = ()

    def instances(self, pattern: str) -> tuple[Row, ...]:
        """All inequalities, the rules at a pattern of pairs.

        Args:
            pattern: "path" takes each point with the next one, and the centre with each; "star" takes these both ways;
                "all" takes all pairs.
        """
        rows = [Row(rule=bound, points=()) for bound in self.bounds]
        for rule in self.rules:
            found = [Row(rule=rule, points=points) for points in self._tuples(len(rule.variables), pattern)]
            rows += found if len(rule.variables) > 1 else [row for row in found if not row.form.is_zero]
        return tuple(rows)

    def ordered(self, atoms: Iterable[str]) -> list[str]:
        """Atoms in the order of their points: then what a step couples lies close together."""
        return sorted(atoms, key=lambda atom: (_natural(atom.removeprefix("grad(").rstrip(")")), is_gradient(atom)))

    def _tuples(self, count: int, pattern: str) -> Iterator[tuple[str, ...]]:
        if count == 1:
            yield from ((p,) for p in self.points)
            return
        chain = [p for p in self.points if p != self.centre]
        path = [*pairwise(chain), *((self.centre, p) for p in chain if self.centre is not None)]
        if pattern == "all":
            yield from permutations(self.points, 2)
            return
        yield from path
        if pattern == "star":
            yield from ((j, i) for i, j in path)

    @cached_property
    def expressions(self) -> Mapping[str, Vector]:
        """What each solved atom is, over the atoms that are not solved for."""
        found: dict[str, Vector] = {}
        for relation in self.relations:
            scale, total = ratio(-1, relation.row[relation.pivot]), Vector()
            for atom, c in relation.row.items():
                if atom != relation.pivot:
                    total = added(total, found.get(atom, {atom: 1}), c * scale)
            found[relation.pivot] = total
        return found

    def with_point(self, name: str, text: str, row: Vector) -> "Problem":
        """The same problem with one more point, the combination of the others that the text and the row say."""
        relation = Relation(name="", row=added(row, {name: 1}, -1), pivot=name)
        return replace(
            self,
            points=(*self.points, name),
            defined={**self.defined, name: text},
            relations=(*self.relations, relation),
        )

    @cached_property
    def _measured(self) -> dict[str, Vector]:
        return {}

    def over_basis(self, atom: str) -> Vector:
        """An atom over those that are not solved for, measured from the centre."""
        found = self._measured.get(atom)
        if found is None:
            found = {a: c for a, c in self.expressions.get(atom, {atom: 1}).items() if a != self.centre}
            self._measured[atom] = found
        return found

    def reduced(self, gram: Mapping[Pair, Number]) -> dict[Pair, Number]:
        """A quadratic form over the atoms that are not solved for, measured from the centre."""
        scale, total = lcm(*(c.denominator for c in gram.values())), dict[Pair, Number]()
        for (a, b), c in gram.items():
            right, whole = self.over_basis(b), c.numerator * (scale // c.denominator)
            for i, v in self.over_basis(a).items():
                for j, w in right.items():
                    pair = (i, j) if i <= j else (j, i)
                    total[pair] = total.get(pair, 0) + whole * v * w
        return {pair: ratio(c, scale) for pair, c in total.items() if c}


_NUMBER = re.compile(r"(\d+)")


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in _NUMBER.split(name) if part]


def assemble(goal: Formula, context: Context) -> Problem:
    """The problem of a goal: which hypotheses are rules for points, equations of the method, or bounds.

    Raises:
        NotFound: if the goal is not of this kind.
    """
    if not isinstance(goal, Atom) or goal.rel == "nat" or is_vector(goal.left) or is_vector(goal.right):
        raise NotFound("not a bound on values and inner products")
    vectors = [n for n, sort in context.scope.items() if sort == VECTOR]
    points = tuple(sorted((n for n in vectors if not is_gradient(n)), key=_natural))
    positive = positive_symbols(context)
    unknown = tuple(n for n, sort in context.scope.items() if sort == REAL and n not in positive)
    rules, equations, bounds = by_kind(context)
    ones = dict.fromkeys(positive, 1)
    # a hypothesis of another kind is left out: the fewer hypotheses, the stronger what is shown
    known = {name: (phi, form) for name, phi in {**bounds, **{n: phi.then for n, phi in rules.items()}}.items()
             if isinstance(phi, Atom) and (form := _fitting(phi, ones)) is not None}  # fmt: skip
    rules = {name: phi for name, phi in rules.items() if name in known}
    bounds = {name: phi for name, phi in bounds.items() if name in known}
    if not points or not known:
        raise NotFound("no inequality between points is known here")
    rows: list[tuple[Form | Vector, Evaluated]] = [(difference(goal, ones), _row(goal))]
    rows += [(form, _row(phi)) for phi, form in known.values()]
    equations = {name: phi for name, phi in equations.items() if _is_linear(phi, ones)}
    rows += [(equation(ones), equation) for equation in map(_equation, equations.values())]
    forms = [form for form, _ in rows]
    found = find_units(tuple(positive), unknown, forms, [row for _, row in rows])
    plain = [form for form in forms if isinstance(form, Form)]
    by_name = dict(zip([*bounds, *rules, *equations], forms[1:], strict=True))
    relations = _solved(equations, by_name)
    return Problem(
        positive=positive,
        units=found,
        points=points,
        defined={},
        relations=relations,
        rules=tuple(
            Rule(name=n, variables=tuple(v for v, _ in phi.fix), form=_form(by_name[n])) for n, phi in rules.items()
        ),
        bounds=tuple(Rule(name=n, variables=(), form=_form(by_name[n])) for n in bounds),
        target=plain[0],
        centre=_centre(points, relations, plain, [row for row in forms if isinstance(row, dict)]),
        gradients=tuple(n for n in vectors if is_gradient(n)),
    )


def _fitting(phi: Atom, numbers: Mapping[str, Number]) -> Form | None:
    try:
        found = difference(phi, numbers)
    except NotFound:
        return None
    return None if found.is_constant else found


def _is_linear(phi: Atom, numbers: Mapping[str, Number]) -> bool:
    try:
        _equation(phi)(numbers)
    except NotFound:
        return False
    return True


def _form(row: Form | Vector) -> Form:
    if not isinstance(row, Form):
        raise NotFound("a vector where a real belongs")
    return row


def _row(phi: Atom) -> Callable[[Mapping[str, Number]], Form]:
    return lambda numbers: difference(phi, numbers)


def _equation(phi: Atom) -> Callable[[Mapping[str, Number]], Vector]:
    return lambda numbers: added(vector(phi.right, numbers), vector(phi.left, numbers), -1)


def _solved(equations: Mapping[str, Atom], rows: Mapping[str, Form | Vector]) -> tuple[Relation, ...]:
    """Each equation with an atom that no earlier one mentions: its gradient if possible, which keeps forms banded."""
    seen: set[str] = set()
    found = []
    for name in equations:
        row = rows[name]
        if not isinstance(row, dict):
            raise NotFound(f"{name} is no vector equation")
        new = [atom for atom in row if atom not in seen]
        if not new:
            raise NotFound(f"the equation {name} determines nothing new")
        pivot = max(new, key=lambda atom: (is_gradient(atom), _natural(atom)))
        seen |= set(row)
        found.append(Relation(name=name, row=row, pivot=pivot))
    return tuple(found)


def _centre(
    points: Sequence[str], relations: Sequence[Relation], forms: Sequence[Form], rows: Sequence[Vector]
) -> str | None:
    """A point to measure from, a stationary one if there is one; None unless all is invariant under translations."""
    for form in forms:
        total = Vector()
        for (a, b), c in form.gram.items():
            for atom, other in ((a, b), (b, a)):
                if not is_gradient(atom):
                    total = added(total, {other: c})
        if total:
            return None
    if any(sum(c for atom, c in row.items() if not is_gradient(atom)) for row in rows):
        return None
    solved = {relation.pivot for relation in relations}
    free = [p for p in points if p not in solved]
    still = [p for p in free if any(set(r.row) == {f"grad({p})"} for r in relations)]
    return next(iter([*still, *free]), None)
