"""Steps whose lengths a statement leaves open, as a line search does: the lengths of a worst case, as simple numbers.

The semidefinite program leaves the equation x1 = x0 + t d out, in which t is unknown, so its points need not lie on a
line.  At those that break a bound most the equation nearly holds, which gives t; with t a number it is linear.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

from verify.finders.performance.problem.assembly import Problem
from verify.finders.performance.problem.forms import Vector, added, replaced, vector
from verify.finders.performance.problem.hypotheses import by_kind
from verify.finders.performance.problem.table import Dual
from verify.finders.proofs.prove import NotFound
from verify.kernel.steps import Context
from verify.kernel.terms import REAL, All, Atom

__all__ = ["Lengths", "nearby", "open_lengths", "with_numbers"]

SIMPLE = (4, 16, 64, 1024)
"""Largest denominators of the lengths that are tried."""

Lengths = Mapping[str, tuple[Vector, Vector]]
"""Name of a length t -> the vectors a and b of its equation a + t b = 0."""


def open_lengths(problem: Problem, context: Context) -> Lengths:
    """The unknown numbers that multiply vectors in the equations which the problem leaves out."""
    read = {relation.name for relation in problem.relations}
    unknown = [name for name, sort in context.scope.items() if sort == REAL and name not in problem.positive]
    found: dict[str, tuple[Vector, Vector]] = {}
    for name, phi in by_kind(context)[1].items():
        for length in () if name in read else unknown:
            if (row := _affine(phi, length, dict.fromkeys(problem.positive, 1))) is not None:
                found[length] = row
    return found


def _affine(phi: Atom, length: str, numbers: Mapping[str, Any]) -> tuple[Vector, Vector] | None:
    def at(value: int) -> Vector:
        given = {**numbers, length: value}
        return added(vector(phi.right, given), vector(phi.left, given), -1)

    try:
        still, along = at(0), added(at(1), at(0), -1)
        return (still, along) if added(at(2), still, -1) == added(along, along) else None
    except NotFound:
        return None


def nearby(lengths: Lengths, dual: Dual, gram: Any) -> Iterator[dict[str, Fraction]]:
    """Numbers for the lengths, simple ones first: those at which a + t b is shortest in a Gram matrix of floats.

    The parameters are 1 with them, since a length has a unit that cannot be taken out of the other relations.
    """

    def measured(u: Vector, v: Vector) -> float:
        return float(sum(c * d * gram[i, j] for i, c in placed(u) for j, d in placed(v)))

    def placed(row: Vector) -> list[tuple[int, float]]:
        over = [(a, c * d) for atom, c in row.items() for a, d in dual.problem.over_basis(atom).items()]
        return [(dual.place[a], float(c)) for a, c in over if a in dual.place]

    sizes = {name: measured(along, along) for name, (_, along) in lengths.items()}
    if all(sizes.values()):
        floats = {name: -measured(still, along) / sizes[name] for name, (still, along) in lengths.items()}
        ones = dict.fromkeys(dual.problem.positive, Fraction(1))
        for most in SIMPLE:
            yield {**ones, **{name: Fraction(t).limit_denominator(most) for name, t in floats.items()}}


def with_numbers(phi: All, numbers: Mapping[str, Fraction]) -> All:
    """The formula with numbers put for names; all its hypotheses are relations."""
    for name, value in numbers.items():
        old, new = ("sym", name, REAL), ("num", value)
        given = tuple(replaced(part, old, new) for part in phi.given if isinstance(part, Atom))
        then = replaced(phi.then, old, new) if isinstance(phi.then, Atom) else phi.then
        phi = replace(phi, fix=tuple(pair for pair in phi.fix if pair[0] != name), given=given, then=then)
    return phi
