"""Equality facts used as substitutions, so that the linear program need not guess their multipliers.

An equality ``0 == c * m * (a - t)`` with an invertible monomial m, an atom a and t free of a replaces a by t.  What a
certificate owes for it is recovered afterwards by dividing: p(a) - p(t) is a multiple of a - t.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from verify.finders.proofs.positivity.ring import Laurent, Ring, add, multiply, power, shift

__all__ = ["Substitution", "reduce_all", "substitutions"]


@dataclass(frozen=True, kw_only=True)
class Substitution:
    """Replace an atom by a value.

    Attributes:
        name: the equality fact. atom: index of the atom. value: what replaces it.
        cofactor: the inverse of c * m, so that atom - value = cofactor * equation, a single monomial.
    """

    name: str
    atom: int
    value: Laurent
    cofactor: Laurent

    def apply(self, p: Laurent, ring: Ring) -> Laurent:
        """p with the atom replaced."""
        return self.divide(p, ring)[1]

    def divide(self, p: Laurent, ring: Ring) -> tuple[Laurent, Laurent]:
        """The multiplier M and the rest r without the atom, with p = M * equation + r."""
        quotient: Laurent = {}
        rest: Laurent = {}
        for m, c in p.items():
            k = m[self.atom]
            bare = tuple(0 if i == self.atom else e for i, e in enumerate(m))
            if not k:
                rest = add(rest, {m: c})
                continue
            base = self.value if k > 0 else self._inverse()
            rest = add(rest, shift(power(base, abs(k), ring.one), bare, c))
            for j in range(abs(k)):
                sign = 1 if k > 0 else -1
                unit = tuple(sign * j if i == self.atom else e for i, e in enumerate(bare))
                part = shift(power(base, abs(k) - 1 - j, ring.one), unit, c)
                if k < 0:  # 1/a - 1/t = -(a - t) / (a t)
                    part = multiply(part, self._inverse())
                    down = tuple(-1 if i == self.atom else 0 for i in range(len(m)))
                    part = shift(part, down, Fraction(-1))
                quotient = add(quotient, part)
        return multiply(quotient, self.cofactor), rest

    def _inverse(self) -> Laurent:
        ((m, c),) = self.value.items()
        return {tuple(-e for e in m): 1 / c}


def reduce_all(p: Laurent, by: Iterable[Substitution], ring: Ring) -> Laurent:
    """p after all substitutions in order."""
    for step in by:
        p = step.apply(p, ring)
    return p


def substitutions(ring: Ring, equations: Mapping[str, Laurent], signed: Iterable[int]) -> list[Substitution]:
    """A chain of substitutions, each solved from an equation already reduced by those before it.

    Args:
        ring: where the equations live.
        equations: by fact name, the polynomials that are zero.
        signed: atoms whose sign is known; they are replaced by monomials only, so that their sign stays usable.
    """
    chain: list[Substitution] = []
    left, kept = dict(equations), set(signed)
    while True:
        step = next(
            (s for name, e in left.items() if (s := _solve(ring, name, reduce_all(e, chain, ring), kept))),
            None,
        )
        if step is None:
            return chain
        chain.append(step)
        del left[step.name]


def _solve(ring: Ring, name: str, e: Laurent, signed: set[int]) -> Substitution | None:
    for m, c in sorted(e.items(), key=lambda item: (sum(map(abs, item[0])), item[0])):
        rest = add(e, {m: -c})
        for a, exponent in enumerate(m):
            if a in ring.quotients or exponent < 1 or (exponent > 1 and a not in ring.nonzero):
                continue
            if len(rest) > 1 and (a in signed or a in ring.nonzero):
                continue
            cofactor = tuple(-(k - 1) if i == a else -k for i, k in enumerate(m))
            value = shift(rest, cofactor, -1 / c)
            if any(k and i not in ring.nonzero for i, k in enumerate(cofactor)) or any(n[a] for n in value):
                continue
            if a in ring.nonzero and not all(k >= 0 or i in ring.nonzero for n in value for i, k in enumerate(n)):
                continue
            if a in ring.nonzero and any(k and i not in ring.nonzero for n in value for i, k in enumerate(n)):
                continue
            if a in ring.nonzero and not value:
                continue
            return Substitution(name=name, atom=a, value=value, cofactor={cofactor: 1 / c})
    return None
