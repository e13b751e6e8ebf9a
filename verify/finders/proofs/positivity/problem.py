"""A goal and its facts, taken to one ring and simplified by the equalities among them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from verify.finders.proofs.positivity.columns import Factor
from verify.finders.proofs.positivity.reduce import Substitution, reduce_all, substitutions
from verify.finders.proofs.positivity.ring import Laurent, Ring, add, multiply, power
from verify.finders.proofs.positivity.signs import Sign, multiplier, signs
from verify.kernel import arith
from verify.kernel.polynomial import Poly, poly
from verify.kernel.terms import Atom, Formula, Scope, Term

__all__ = ["Problem", "build"]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """The question in its ring.

    Attributes:
        ring: the ring. known: relation and exact polynomial per fact. chain: substitutions from equalities.
        signs: atoms of known sign after the substitutions. factors: inequality facts that are not signs, and hints.
        equations: equalities that are not substitutions, by name, and p * 1/p == 1 where p is positive, as "".
    """

    ring: Ring
    known: Mapping[str, tuple[str, Laurent]]
    chain: tuple[Substitution, ...]
    signs: Mapping[int, Sign]
    factors: tuple[Factor, ...]
    equations: tuple[tuple[str, Laurent], ...]

    def product(self, facts: Mapping[str, int]) -> Laurent:
        """The exact product of powers >= 0 of facts."""
        total = self.ring.one
        for name, e in facts.items():
            total = multiply(total, power(self.known[name][1], e, self.ring.one))
        return total


def build(goal: Atom, facts: Mapping[str, Formula], hints: Sequence[Term], scope: Scope) -> Problem:
    """Take a goal, usable facts and terms to square into one ring, and simplify."""
    known = {name: arith.difference(phi) for name, phi in facts.items()}
    terms = [side for phi in (goal, *facts.values()) if isinstance(phi, Atom) for side in (phi.left, phi.right)]
    polys = [poly(t) for t in (*terms, *hints)]
    strict = {name: p for name, (rel, p) in known.items() if rel == "<" and p}
    ring = Ring.over(polys, strict, [*terms, *hints], scope)
    exact = {name: (rel, ring.convert(p)) for name, (rel, p) in known.items()}
    zero = {name: p for name, (rel, p) in exact.items() if rel == "==" and p}
    single = [p for rel, p in exact.values() if rel != "==" and len(p) == 1]
    signed = {i for p in single for m in p for i, e in enumerate(m) if e % 2}
    chain = tuple(substitutions(ring, zero, signed))
    reduced = {name: reduce_all(p, chain, ring) for name, (_, p) in exact.items()}
    lead = {i: _lead(known[name][1], base) for i, (name, base) in ring.quotients.items()}
    found = signs(
        ring,
        {n: (exact[n][0], p) for n, p in reduced.items() if exact[n][0] != "==" and p},
        lead,
    )
    spent = {name for sign in found.values() for name in sign.facts if len(reduced[name]) == 1}
    factors = [
        Factor(facts={name: 1}, value=p, strict=exact[name][0] == "<")
        for name, p in reduced.items()
        if exact[name][0] != "==" and name not in spent and not _follows(exact[name][0], p, ring, found)
    ]
    for hint in hints:
        p = ring.convert(poly(hint))
        value = reduce_all(p, chain, ring)
        factors.append(Factor(facts={}, squares=(p,), value=multiply(value, value), strict=False))
    used = {step.name for step in chain}
    equations = [(name, p) for name, p in reduced.items() if exact[name][0] == "==" and name not in used and p]
    for i, (_, base) in ring.quotients.items():
        unit = tuple(int(i == j) for j in range(len(ring.atoms)))
        value = reduce_all(ring.convert(base), chain, ring)
        equations.append(("", add(multiply(value, {unit: Fraction(1)}), ring.one, Fraction(-1))))
    return Problem(
        ring=ring, known=exact, chain=chain, signs=found, factors=tuple(factors), equations=tuple(equations)
    )  # fmt: skip


def _follows(rel: str, p: Laurent, ring: Ring, known: Mapping[int, Sign]) -> bool:
    """Whether an inequality says nothing that the signs do not: multipliers cover it."""
    if len(p) != 1:
        return not p and rel == "<="
    ((m, c),) = p.items()
    sign = multiplier(m, ring, known)
    return sign is not None and c * sign.constant > 0 and (sign.strict or rel == "<=")


def _lead(p: Poly, base: Poly) -> Fraction:
    m = min(base.terms)
    return p.terms[m] / base.terms[m]
