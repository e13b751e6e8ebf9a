"""From exact multipliers to kernel steps: instances of the rules, the method's equations, a Gram matrix, one sum."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from verify.finders.performance.forms import Form, Vector, added, product
from verify.finders.performance.problem import Problem, Relation, Row
from verify.finders.performance.rational import Exact, halved
from verify.finders.performance.solve import Dual
from verify.finders.performance.units import Monomial, times
from verify.finders.proofs.prove import NotFound, Writer
from verify.kernel.terms import Atom, as_json, formula, show

__all__ = ["emit"]


class _Factors:
    """Monomials in the parameters as names of facts 0 < s and 0 < 1/s, and as terms."""

    def __init__(self, w: Writer, problem: Problem) -> None:
        self.w, self.problem = w, problem
        self.used: dict[str, None] = {}

    def names(self, monomial: Monomial) -> list[str]:
        """Facts whose product is 0 < the monomial."""
        found: list[str] = []
        for symbol, exponent in sorted(monomial.items()):
            count = _whole(exponent, symbol)
            found += [self._positive(symbol if count > 0 else f"1/{symbol}", symbol)] * abs(count)
        return found

    def term(self, monomial: Monomial) -> str:
        """The monomial as a term."""
        for symbol in monomial:
            self._positive(symbol, symbol)
        return "*".join(f"{s}**({_whole(e, s)})" for s, e in sorted(monomial.items())) or "1"

    def _positive(self, text: str, symbol: str) -> str:
        base = self.w.establish(_atom(self.w, f"0 < {symbol}"), "positive", ())
        self.used[base] = None
        if text == symbol:
            return base
        name = f"positive 1/{symbol}"
        if name not in self.w.context.facts:
            self.w.apply(name, "inverse_positive", {"a": symbol})
        return name


def _atom(w: Writer, text: str) -> Atom:
    found = formula(text, w.context.scope)
    if not isinstance(found, Atom):
        raise NotFound(f"{text} is no relation")
    return found


def _whole(exponent: Fraction, symbol: str) -> int:
    if exponent.denominator != 1:
        raise NotFound(f"a multiplier would need {symbol}**({exponent})")
    return int(exponent)


def emit(w: Writer, goal: Atom, name: str, problem: Problem, dual: Dual, found: Exact) -> None:
    """Write the proof of the goal; whether it is one is for the kernel to say."""
    factors = _Factors(w, problem)
    chosen = [(dual.rows[k], value) for k, value in found.multipliers.items()]
    total, entries, equal = Form(), list[Any](), list[Any]()
    for row, value in chosen:
        total = total.plus(row.form, value)
        entries.append([str(value), [*factors.names(times(problem.unit, row.unit, -1)), _instance(w, name, row)], []])
    if found.slack:
        entries.append([str(found.slack), factors.names(problem.unit), []])
    flat = times(problem.unit, problem.units.length, -2)
    if found.gram:
        entries.append(["1", [*factors.names(flat), _gram(w, name, problem, dual, found, factors)], []])
    rest = added(added(problem.target.gram, total.gram, Fraction(-1)), _expanded(problem, dual, found), Fraction(-1))
    left, vectors = problem.eliminated(rest)
    if left:
        raise NotFound(f"the forms do not cancel: {left}")
    for relation in problem.relations:
        if relation.name in vectors:
            fact = _relation(w, name, relation, _text(problem, vectors[relation.name], factors))
            scale = times(times(problem.unit, problem.units.length, -1), relation.unit, -1)
            equal.append([factors.term(scale), fact])
    facts = dict.fromkeys([*(n for _, names, _ in entries for n in names), *(n for _, n in equal), *factors.used])
    certificate = {"sum": entries, "equal": equal, "nonzero": list(factors.used)}
    certificate = {key: value for key, value in certificate.items() if value}
    w.add(rule="arith", name=name, show=as_json(goal), **{"from": list(facts)}, certificate=certificate)


def _instance(w: Writer, name: str, row: Row) -> str:
    if not row.points:
        return row.name
    label = f"{name} {row.name}({', '.join(row.points)})"
    if label not in w.context.facts:
        rule = w.context.find(row.name)
        variables = [v for v, _ in getattr(rule, "fix", ())]
        w.apply(label, row.name, dict(zip(variables, row.points, strict=True)))
    return label


def _scaled(problem: Problem, atom: str) -> tuple[str, Monomial]:
    """A basis vector in the unit of length: the point from the centre, or the gradient times X^2/F."""
    if atom.startswith("grad("):
        return atom, times(times({}, problem.units.length, 2), problem.units.value, -1)
    return (f"({atom} - {problem.centre})" if problem.centre else atom), {}


def _text(problem: Problem, v: Vector, factors: _Factors) -> str:
    parts = []
    for atom, c in v.items():
        monomial = _scaled(problem, atom)[1]
        parts.append(f"({c})*{factors.term(monomial)}*{atom}" if monomial else f"({c})*{atom}")
    return " + ".join(parts)


def _gram(w: Writer, name: str, problem: Problem, dual: Dual, found: Exact, factors: _Factors) -> str:
    """The fact that the form that is left is nonnegative, over the basis vectors that occur in it."""
    used = sorted({i for pair in found.gram for i in pair})
    place = {i: n for n, i in enumerate(used)}
    matrix = [["0"] * len(used) for _ in used]
    for (i, j), c in halved(found.gram).items():
        matrix[place[i]][place[j]] = matrix[place[j]][place[i]] = str(c)
    vectors = []
    for i in used:
        text, monomial = _scaled(problem, dual.basis[i])
        vectors.append(f"{factors.term(monomial)}*{text}" if monomial else text)
    return w.add(rule="gram", name=f"{name} gram", vectors=vectors, matrix=matrix)


def _expanded(problem: Problem, dual: Dual, found: Exact) -> Mapping[tuple[str, str], Fraction]:
    """The Gram matrix's form over the atoms, points measured from the centre written out."""
    total: dict[tuple[str, str], Fraction] = {}
    for (i, j), c in found.gram.items():
        u, v = (_vector(problem, dual.basis[index]) for index in (i, j))
        total = added(total, product(u, v), c)
    return total


def _vector(problem: Problem, atom: str) -> Vector:
    if problem.centre is None or atom.startswith("grad("):
        return {atom: Fraction(1)}
    return {atom: Fraction(1), problem.centre: Fraction(-1)}


def _relation(w: Writer, name: str, relation: Relation, other: str) -> str:
    """<left, w> == <right, w>, from left == right."""
    left, right = show(relation.left), show(relation.right)
    same = f"inner({left}, {other})"
    base = w.add(rule="arith", name=f"{name} {relation.name} same", show=f"{same} == {same}",
                 **{"from": []}, certificate={})  # fmt: skip
    shown = f"{same} == inner({right}, {other})"
    return w.add(rule="rewrite", name=f"{name} {relation.name}", show=shown, fact=base, by=relation.name)
