"""Finds certificates for the kernel rule ``arith``: sums of products of facts, squares and multiples of equations.

Untrusted: what it returns was accepted by ``verify.kernel.arith.check``, and nothing else is claimed.  None means only
that the search gave up.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from time import monotonic
from typing import Any

from verify.finders.proofs.positivity.columns import Column, Factor, Search, products, pruned
from verify.finders.proofs.positivity.emit import Summands, certificate
from verify.finders.proofs.positivity.gram import gram
from verify.finders.proofs.positivity.linear import Mode, combine
from verify.finders.proofs.positivity.problem import Problem, build
from verify.finders.proofs.positivity.reduce import reduce_all
from verify.finders.proofs.positivity.ring import Laurent, add, is_vector, multiply
from verify.kernel import arith
from verify.kernel.errors import KernelError
from verify.kernel.polynomial import Poly
from verify.kernel.terms import Atom, Formula, Scope, term

__all__ = ["find"]


@dataclass(frozen=True, kw_only=True)
class _Level:
    """How hard to try: factors per product, rounds of matching, ratios in squares, and caps on products and columns."""

    degree: int
    rounds: int
    products: int
    columns: int
    ratios: tuple[Fraction, ...] = ()
    scales: bool = False
    absurd: bool = False
    gram: bool = False


_MOST_FACTS = 80
"""How many facts are looked at."""

_ONE, _TWO = (Fraction(1),), (Fraction(1), Fraction(2), Fraction(1, 2))
_LEVELS = (
    _Level(degree=1, rounds=0, products=_MOST_FACTS + 1, columns=0),  # weights only: what has many terms ends here
    _Level(degree=1, rounds=1, products=60, columns=300, absurd=True),
    _Level(degree=1, rounds=2, products=60, columns=500, ratios=_ONE, absurd=True),
    _Level(degree=2, rounds=2, products=200, columns=600, ratios=_ONE, absurd=True),
    _Level(degree=2, rounds=0, products=80, columns=0, gram=True),
    _Level(degree=2, rounds=3, products=300, columns=1000, ratios=_TWO, scales=True),
    _Level(degree=3, rounds=2, products=400, columns=1500, ratios=_ONE),
    _Level(degree=4, rounds=2, products=500, columns=2000, ratios=_ONE),
)


def find(
    goal: Atom,
    facts: Mapping[str, Formula],
    scope: Scope,
    *,
    degree: int | None = None,
    seconds: float = 20.0,
    squares: Sequence[str] = (),
) -> dict[str, Any] | None:
    """A certificate accepted by ``verify.kernel.arith.check`` for goal from facts, or None.

    Args:
        goal: a relation over the reals.
        facts: named facts; what is not a relation over the reals is passed over, and so is, where there are very many
            facts, what shares atoms with the goal only through many others.
        scope: declared names and sorts.
        degree: the most facts in one product, up to 4 by default.
        seconds: wall time after which no further attempt starts.
        squares: hints, terms whose squares may be used as summands.

    Raises:
        KernelError: the goal is not a relation over the reals, or a hint cannot be parsed.
    """
    deadline = monotonic() + seconds
    rel, target = arith.difference(goal)
    usable = _nearest(target, {name: phi for name, phi in facts.items() if _usable(phi)})
    problem = build(goal, usable, [term(text, scope) for text in squares], scope)
    exact = problem.ring.convert(target)
    for level in _LEVELS:
        for scale, absurd in _targets(problem, rel, level):
            if level.degree > (degree or 4) or monotonic() > deadline:
                return None
            summands = _attempt(problem, "absurd" if absurd else rel, exact, scale, level, deadline)
            if summands is None:
                continue
            found = certificate(problem, exact, summands, scale, absurd=absurd)
            if _accepted(goal, usable, found, scope):
                return _trimmed(goal, usable, found, scope)
    return None


def _usable(phi: Formula) -> bool:
    if not isinstance(phi, Atom) or phi.rel == "nat" or is_vector(phi.left) or is_vector(phi.right):
        return False
    try:
        arith.difference(phi)
    except KernelError:
        return False
    return True


def _nearest(target: Poly, facts: Mapping[str, Formula]) -> dict[str, Formula]:
    """The facts ordered by how many others lie between their atoms and the target's; the nearest ones if many."""
    atoms = {name: {atom for m in arith.difference(phi)[1].terms for atom, _ in m} for name, phi in facts.items()}
    reached = {atom for m in target.terms for atom, _ in m}
    left, order = list(facts), list[str]()
    while left:
        layer = [name for name in left if atoms[name] & reached or not atoms[name]] or left
        layer.sort(key=lambda name: len(atoms[name] - reached))
        order += layer
        reached = reached.union(*(atoms[name] for name in layer))
        left = [name for name in left if name not in set(layer)]
    return {name: facts[name] for name in order[:_MOST_FACTS]}


def _targets(problem: Problem, rel: str, level: _Level) -> Iterator[tuple[Mapping[str, int], bool]]:
    """What to scale the goal by, and whether to show an absurdity instead."""
    yield {}, False
    if level.absurd:
        yield {}, True
    if rel != "==" and level.scales:
        yield from ((factor.facts, False) for factor in problem.factors if factor.strict)


def _attempt(
    problem: Problem,
    rel: str,
    goal: Laurent,
    scale: Mapping[str, int],
    level: _Level,
    deadline: float,
) -> Summands | None:
    """Weighted columns that add up to the scaled goal, or to 0 if rel is "absurd"."""
    ring = problem.ring
    target = {} if rel == "absurd" else reduce_all(multiply(problem.product(scale), goal), problem.chain, ring)
    mode: Mode = "absurd" if rel == "absurd" else "strict" if rel == "<" else "plain"
    if not target and mode == "plain":
        return []
    zero = next((factor for factor in problem.factors if factor.strict and not factor.value), None)
    if zero is not None:  # a fact 0 < 0
        return [(Column(value={}, facts=zero.facts, strict=True), Fraction(1))] if mode == "absurd" else None
    monomials = dict.fromkeys([*sorted(target), *([ring.unit] if mode != "plain" else [])])
    if mode == "absurd":
        monomials.update({m: None for factor in problem.factors for m in factor.value})
    search = Search(ring=ring, signs=problem.signs, monomials=monomials, deadline=deadline)
    chosen = [] if rel == "==" else products(problem.factors, level.degree, ring, level.products)
    if not level.rounds and not level.gram:
        search.bare(chosen, problem.equations)
    for _ in range(level.rounds):
        if level.ratios and rel != "==":
            search.squares(target, level.ratios, most=level.columns)
        search.round(chosen, problem.equations, most=level.columns)
        if not search.reaches(target):
            return None
    if level.gram:
        return (
            None if mode == "absurd" or rel == "==" or not target else _squares(search, problem, chosen, target, mode)
        )
    return combine(pruned(search.columns, target), target, mode, deadline - monotonic())


def _squares(
    search: Search, problem: Problem, chosen: Sequence[Factor], target: Laurent, mode: Mode
) -> Summands | None:
    """Sums of squares for targets in few atoms; a strict goal keeps a small positive monomial apart."""
    if sum(any(m[i] for m in target) for i in range(len(problem.ring.atoms))) > 5:
        return None
    if mode == "plain":
        return gram(search, chosen, problem.equations, target)
    one = Factor(facts={}, value=problem.ring.one, strict=True)
    for m in list(search.monomials)[:3]:
        sign = search.sign(m)
        if sign is not None and sign.strict:
            positive, weight = search.column(one, m), Fraction(1, 1024)
            found = gram(search, chosen, problem.equations, add(target, positive.value, -weight))
            if found is not None:
                return [(positive, weight), *found]
    return None


def _trimmed(goal: Atom, facts: Mapping[str, Formula], found: dict[str, Any], scope: Scope) -> dict[str, Any]:
    """The certificate without the facts under "nonzero" that it can do without."""
    for name in list(found.get("nonzero", [])):
        smaller = {**found, "nonzero": [other for other in found["nonzero"] if other != name]}
        if _accepted(goal, facts, smaller, scope):
            found = smaller
    return {field: value for field, value in found.items() if value}


def _accepted(goal: Atom, facts: Mapping[str, Formula], candidate: dict[str, Any], scope: Scope) -> bool:
    try:
        arith.check(goal, facts, candidate, scope)
    except KernelError:
        return False
    return True
