"""One performance estimation problem, assembled from the hypotheses of a goal: sparse rows over (Gram, values)."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, permutations

from verify.finders.performance.forms import Form, Pair, Vector, added, difference, is_vector, product, vector
from verify.finders.performance.units import Evaluated, Monomial, Units
from verify.finders.performance.units import find as find_units
from verify.finders.proofs.prove import NotFound
from verify.kernel.steps import Context
from verify.kernel.terms import REAL, VECTOR, All, Atom, Formula, Term

__all__ = ["Problem", "Relation", "Row", "Rule", "assemble"]


@dataclass(frozen=True, kw_only=True)
class Relation:
    """A vector equation, right minus left = 0, and the atom that it is solved for."""

    name: str
    left: Term
    right: Term
    row: Vector
    pivot: str
    unit: Monomial


@dataclass(frozen=True, kw_only=True)
class Rule:
    """An inequality that holds for any one or two points."""

    name: str
    variables: tuple[str, ...]
    form: Form
    unit: Monomial

    def at(self, points: Sequence[str]) -> Form:
        """Its instance at points."""
        by = dict(zip(self.variables, points, strict=True))
        named = by | {f"grad({v})": f"grad({p})" for v, p in by.items()}
        gram: dict[Pair, Fraction] = {}
        for (a, b), c in self.form.gram.items():
            gram = added(gram, product({named.get(a, a): c}, {named.get(b, b): Fraction(1)}))
        values: dict[str, Fraction] = {}
        for atom, c in self.form.values.items():
            values = added(values, {f"f({by.get(atom[2:-1], atom[2:-1])})": c})
        return Form(self.form.constant, values, gram)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One inequality 0 <= form: a hypothesis, or a rule at points."""

    name: str
    points: tuple[str, ...]
    form: Form
    unit: Monomial


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Hypotheses and goal, with all parameters 1.

    Attributes:
        symbols: the parameters.
        units: of length and of values, in the parameters.
        points: names of the points, in natural order.
        relations: vector equations in the order in which they were stated.
        rules: inequalities for any points.
        rows: the other inequalities.
        target: what is to be shown nonnegative, and its unit.
        centre: a point to measure from, if everything is invariant under translations.
    """

    symbols: tuple[str, ...]
    units: Units
    points: tuple[str, ...]
    relations: tuple[Relation, ...]
    rules: tuple[Rule, ...]
    rows: tuple[Row, ...]
    target: Form
    unit: Monomial
    centre: str | None

    def instances(self, pattern: str) -> tuple[Row, ...]:
        """All inequalities, the rules at a pattern of pairs.

        Args:
            pattern: "path" takes each point with the next one, and the centre with each; "star" takes these both ways;
                "all" takes all pairs.
        """
        found = list(self.rows)
        for rule in self.rules:
            for points in self._tuples(len(rule.variables), pattern):
                form = rule.at(points)
                if not form.is_zero:
                    found.append(Row(name=rule.name, points=points, form=form, unit=rule.unit))
        return tuple(found)

    def ordered(self, atoms: Iterable[str]) -> list[str]:
        """Atoms in the order of their points: then what a step couples lies close together."""
        return sorted(atoms, key=lambda atom: (_natural(atom.removeprefix("grad(").rstrip(")")), atom[:5] == "grad("))

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

    def reduced(self, gram: Mapping[Pair, Fraction]) -> dict[Pair, Fraction]:
        """A quadratic form over the basis: solved atoms replaced, measured from the centre."""
        rest, _ = self.eliminated(gram)
        return {pair: c for pair, c in rest.items() if self.centre not in pair}

    def eliminated(self, gram: Mapping[Pair, Fraction]) -> tuple[dict[Pair, Fraction], dict[str, Vector]]:
        """A quadratic form without the solved atoms, and w with form = rest + sum <right - left, w> over relations."""
        rest, multipliers = dict(gram), dict[str, Vector]()
        for relation in reversed(self.relations):
            scale = -1 / relation.row[relation.pivot]
            # pivot = expression - E/c, with E the equation's row and c its coefficient
            expression = {a: c * scale for a, c in relation.row.items() if a != relation.pivot}
            square, linear = rest.pop((relation.pivot, relation.pivot), Fraction(0)), dict[str, Fraction]()
            for pair in [pair for pair in rest if relation.pivot in pair]:
                linear[pair[1] if pair[0] == relation.pivot else pair[0]] = rest.pop(pair)
            if not square and not linear:
                continue
            both = added({relation.pivot: square}, added(linear, expression, square)) if square else linear
            multipliers[relation.name] = {a: -c * scale for a, c in both.items()}
            rest = added(rest, product(expression, added(linear, expression, square)))
        return rest, multipliers


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name) if part]


def assemble(goal: Formula, context: Context) -> Problem:
    """The problem of a goal: which hypotheses are rules for points, equations of the method, or bounds.

    Raises:
        NotFound: if the goal is not of this kind.
    """
    if not isinstance(goal, Atom) or goal.rel == "nat" or is_vector(goal.left) or is_vector(goal.right):
        raise NotFound("not a bound on values and inner products")
    points = tuple(sorted((n for n, sort in context.scope.items() if sort == VECTOR), key=_natural))
    symbols = tuple(n for n, sort in context.scope.items() if sort == REAL)
    rules, equations, bounds = _sorted(context)
    ones = dict.fromkeys(symbols, Fraction(1))
    # a hypothesis of another kind is left out: the fewer hypotheses, the stronger what is shown
    rules = {name: phi for name, phi in rules.items() if _fits(phi.then, ones)}
    bounds = {name: phi for name, phi in bounds.items() if _fits(phi, ones)}
    if not points or not rules:
        raise NotFound("no inequality holds for all points here")
    evaluate: list[Evaluated] = [_row(phi) for phi in (goal, *bounds.values())]
    evaluate += [_row(phi.then) for phi in rules.values() if isinstance(phi.then, Atom)]
    evaluate += [_equation(phi) for phi in equations.values()]
    found = find_units(symbols, evaluate)
    forms = [row(ones) for row in evaluate]
    plain = [form for form in forms if isinstance(form, Form)]
    named = [*bounds, *rules, *equations]
    unit = dict(zip(named, found.rows[1:], strict=True))
    by_name = dict(zip(named, forms[1:], strict=True))
    relations = _solved(equations, by_name, unit)
    return Problem(
        symbols=symbols,
        units=found,
        points=points,
        relations=relations,
        rules=tuple(
            Rule(name=n, variables=tuple(v for v, _ in phi.fix), form=_form(by_name[n]), unit=unit[n])
            for n, phi in rules.items()
        ),
        rows=tuple(Row(name=n, points=(), form=_form(by_name[n]), unit=unit[n]) for n in bounds),
        target=plain[0],
        unit=found.rows[0],
        centre=_centre(points, relations, plain, [row for row in forms if isinstance(row, dict)]),
    )


def _fits(phi: Formula, numbers: Mapping[str, Fraction]) -> bool:
    try:
        return isinstance(phi, Atom) and not difference(phi, numbers).is_constant
    except NotFound:
        return False


def _form(row: Form | Vector) -> Form:
    if not isinstance(row, Form):
        raise NotFound("a vector where a real belongs")
    return row


def _row(phi: Atom) -> Callable[[Mapping[str, Fraction]], Form]:
    return lambda numbers: difference(phi, numbers)


def _equation(phi: Atom) -> Callable[[Mapping[str, Fraction]], Vector]:
    return lambda numbers: added(vector(phi.right, numbers), vector(phi.left, numbers), Fraction(-1))


def _sorted(context: Context) -> tuple[dict[str, All], dict[str, Atom], dict[str, Atom]]:
    """The hypotheses that are rules for one or two points, vector equations, and bounds that mention vectors."""
    rules, equations, bounds = dict[str, All](), dict[str, Atom](), dict[str, Atom]()
    vectors = {n for n, sort in context.scope.items() if sort == VECTOR}
    for name, phi in context.facts.items():
        if isinstance(phi, All):
            points = [sort for _, sort in phi.fix if sort == VECTOR]
            plain = isinstance(phi.then, Atom) and phi.then.rel == "<=" and not phi.given
            if plain and 1 <= len(phi.fix) == len(points) <= 2:
                rules[name] = phi
        elif phi.rel == "==" and (is_vector(phi.left) or is_vector(phi.right)):
            equations[name] = phi
        elif phi.rel in ("<=", "<") and _mentions(phi, vectors):
            bounds[name] = phi
    return rules, equations, bounds


def _mentions(phi: Atom, vectors: set[str]) -> bool:
    def inside(t: Term) -> bool:
        if t[0] == "sym":
            return t[1] in vectors
        return t[0] != "num" and any(inside(part) for part in t[1:] if isinstance(part, tuple))

    return inside(phi.left) or inside(phi.right)


def _solved(
    equations: Mapping[str, Atom], rows: Mapping[str, Form | Vector], unit: Mapping[str, Monomial]
) -> tuple[Relation, ...]:
    """Each equation with an atom that no earlier one mentions: its gradient if possible, which keeps forms banded."""
    seen: set[str] = set()
    found = []
    for name, phi in equations.items():
        row = rows[name]
        if not isinstance(row, dict):
            raise NotFound(f"{name} is no vector equation")
        new = [atom for atom in row if atom not in seen]
        if not new:
            raise NotFound(f"the equation {name} determines nothing new")
        pivot = max(new, key=lambda atom: (atom.startswith("grad("), _natural(atom)))
        seen |= set(row)
        found.append(Relation(name=name, left=phi.left, right=phi.right, row=row, pivot=pivot, unit=unit[name]))
    return tuple(found)


def _centre(
    points: Sequence[str], relations: Sequence[Relation], forms: Sequence[Form], rows: Sequence[Vector]
) -> str | None:
    """A point to measure from, a stationary one if there is one; None unless all is invariant under translations."""
    for form in forms:
        total: dict[str, Fraction] = {}
        for (a, b), c in form.gram.items():
            for atom, other in ((a, b), (b, a)):
                if not atom.startswith("grad("):
                    total = added(total, {other: c})
        if total:
            return None
    if any(sum(c for atom, c in row.items() if not atom.startswith("grad(")) for row in rows):
        return None
    solved = {relation.pivot for relation in relations}
    free = [p for p in points if p not in solved]
    still = [p for p in free if any(set(r.row) == {f"grad({p})"} for r in relations)]
    return next(iter([*still, *free]), None)


