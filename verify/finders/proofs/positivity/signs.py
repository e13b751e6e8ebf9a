"""Which monomials have a known sign, and how that sign follows from facts.

A fact with a single monomial, such as ``0 < a`` or ``0 <= g * h``, is used as a multiplier rather than as a factor to
be guessed.  Negative powers of strict facts are allowed: the certificate multiplies them away through "scale".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from verify.finders.proofs.positivity.ring import Exponents, Laurent, Ring

__all__ = ["Multiplier", "Sign", "multiplier", "signs"]


@dataclass(frozen=True, kw_only=True)
class Sign:
    """An atom as a constant times a product of powers of facts.

    Attributes:
        constant: not zero; its sign is the atom's. facts: exponents per fact. strict: whether all facts are strict.
    """

    constant: Fraction
    facts: Mapping[str, int]
    strict: bool


@dataclass(frozen=True, kw_only=True)
class Multiplier:
    """A monomial as a constant times powers of facts times a square of a monomial.

    Attributes:
        constant: not zero. facts: exponents per fact. square: exponents of the monomial that is squared.
        strict: whether the product of the facts is positive and nothing is squared.
    """

    constant: Fraction
    facts: Mapping[str, int]
    square: Exponents
    strict: bool


def signs(ring: Ring, known: Mapping[str, tuple[str, Laurent]], lead: Mapping[int, Fraction]) -> dict[int, Sign]:
    """Signs of atoms that follow from facts with a single monomial.

    Args:
        ring: the ring.
        known: relation and reduced polynomial per inequality fact.
        lead: per quotient atom u, the constant l with u = l / p for the fact 0 < p.
    """
    found = {i: Sign(constant=lead[i], facts={name: -1}, strict=True) for i, (name, _) in ring.quotients.items()}
    order = sorted(
        (name for name, (_, p) in known.items() if len(p) == 1),
        key=lambda n: (known[n][0] != "<", n),
    )
    changed = True
    while changed:
        changed = False
        for name in order:
            new = _from_fact(name, *known[name], found)
            if new and (new[0] not in found or (new[1].strict and not found[new[0]].strict)):
                found[new[0]] = new[1]
                changed = True
    return found


def _from_fact(name: str, rel: str, p: Laurent, found: Mapping[int, Sign]) -> tuple[int, Sign] | None:
    ((m, c),) = p.items()
    unknown = [i for i, e in enumerate(m) if e and not (i in found and found[i].strict)]
    if len(unknown) != 1 or m[unknown[0]] not in ((1, -1) if rel == "<" else (1,)):
        return None
    atom, constant, facts = unknown[0], 1 / c, {name: 1}
    for i, e in enumerate(m):
        if e and i != atom:
            constant /= found[i].constant ** e
            _accumulate(facts, found[i].facts, -e)
    if m[atom] == -1:
        constant, facts = 1 / constant, {n: -e for n, e in facts.items()}
    return atom, Sign(
        constant=constant,
        facts={n: e for n, e in facts.items() if e},
        strict=rel == "<",
    )


def _accumulate(total: dict[str, int], more: Mapping[str, int], times: int) -> None:
    for name, e in more.items():
        total[name] = total.get(name, 0) + e * times


def multiplier(m: Exponents, ring: Ring, known: Mapping[int, Sign]) -> Multiplier | None:
    """A monomial as a constant times something nonnegative, if its sign is known."""
    constant, facts, square, strict = Fraction(1), dict[str, int](), [0] * len(m), True
    for i, e in enumerate(m):
        if not e:
            continue
        if e < 0 and i not in ring.nonzero:
            return None
        sign = known.get(i)
        if sign is None or (e < 0 and not sign.strict):
            if e % 2:
                return None
            square[i], strict = e // 2, False
        else:
            constant *= sign.constant**e
            strict = strict and sign.strict
            _accumulate(facts, sign.facts, e)
    return Multiplier(
        constant=constant,
        facts={n: e for n, e in facts.items() if e},
        square=tuple(square),
        strict=strict,
    )
