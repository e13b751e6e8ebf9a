"""The ring a search runs in: Laurent polynomials over the atoms of a goal and its facts.

The kernel keeps ``1/[a]`` as an atom of its own.  Where a fact ``0 < a`` is at hand the certificate's field "nonzero"
identifies ``a * 1/[a]`` with 1, so here such an atom simply gets negative exponents.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from verify.kernel.errors import KernelError
from verify.kernel.polynomial import Poly, inverses, invert_atom, poly, vector
from verify.kernel.terms import VECTOR, Scope, Term, show, signature, term

__all__ = [
    "Exponents",
    "Laurent",
    "Ring",
    "add",
    "is_vector",
    "multiply",
    "names",
    "power",
    "shift",
]

Exponents = tuple[int, ...]
"""One exponent per atom of the ring."""

Laurent = dict[Exponents, Fraction]
"""Monomials with their nonzero coefficients."""


def add(p: Laurent, q: Laurent, by: Fraction = Fraction(1)) -> Laurent:
    """p + by * q."""
    total = dict(p)
    for m, c in q.items():
        value = total.get(m, Fraction(0)) + by * c
        if value:
            total[m] = value
        else:
            total.pop(m, None)
    return total


def shift(p: Laurent, by: Exponents, factor: Fraction = Fraction(1)) -> Laurent:
    """p times factor times one monomial."""
    return {tuple(a + b for a, b in zip(m, by, strict=True)): c * factor for m, c in p.items()}


def multiply(p: Laurent, q: Laurent) -> Laurent:
    """The product."""
    total: Laurent = {}
    for m, c in p.items():
        total = add(total, shift(q, m, c))
    return total


def power(p: Laurent, exponent: int, one: Laurent) -> Laurent:
    """p to a power >= 0, where one is the ring's 1."""
    result = one
    for _ in range(exponent):
        result = multiply(result, p)
    return result


def is_vector(t: Term) -> bool:
    """Whether a typed term is a vector."""
    head = t[0]
    if head == "sym":
        return bool(t[2] == VECTOR)
    if head == "app":
        return signature(t[1], len(t) - 2)[1] == VECTOR
    return head not in ("num", "**") and any(is_vector(part) for part in t[1:])


def names(terms: Iterable[Term]) -> dict[str, Term]:
    """Canonical atom names with a term each: every subterm that the normal form turns into an atom."""
    found: dict[str, Term] = {}
    for t in terms:
        _walk(t, found)
    return found


def _walk(t: Term, found: dict[str, Term]) -> None:
    head = t[0]
    if head == "num":
        return
    for part in t[2:] if head == "app" else t[1:2] if head == "**" else t[1:] if head != "sym" else ():
        _walk(part, found)
    if head == "app" and t[1] == "inner":
        for a in vector(t[2]):
            for b in vector(t[3]):
                if a in found and b in found:
                    found.setdefault(
                        f"inner({', '.join(sorted((a, b)))})",
                        ("app", "inner", found[a], found[b]),
                    )
    elif head in ("sym", "app"):
        parts = vector(t) if is_vector(t) else {next(iter(poly(t).terms))[0][0]: Poly()}
        for name in parts:
            found.setdefault(name, t)
    elif head == "/" or (head == "**" and t[2] < 0):
        _walk_inverse(t[2] if head == "/" else t[1], found)


def _walk_inverse(base: Term, found: dict[str, Term]) -> None:
    p = poly(base)
    if p.as_constant() is not None:
        return
    if len(p.terms) == 1:
        for atom, _ in next(iter(p.terms)):
            if atom in found:
                found.setdefault(invert_atom(atom), ("/", ("num", Fraction(1)), found[atom]))
        return
    lead = p.terms[min(p.terms)]
    found.setdefault(
        f"1/({Poly({m: c / lead for m, c in p.terms.items()})})",
        ("/", ("num", lead), base),
    )


@dataclass(frozen=True, kw_only=True)
class Ring:
    """Atoms in a fixed order.

    Attributes:
        atoms: canonical names; an atom with negative exponents stands for both a and 1/[a].
        texts: concrete syntax per atom.
        nonzero: per atom that may have negative exponents, the fact to cite in "nonzero".
        quotients: per atom ``1/(p)`` with p known positive: the fact and p as a kernel polynomial.
    """

    atoms: tuple[str, ...]
    texts: tuple[str, ...]
    nonzero: Mapping[int, str]
    quotients: Mapping[int, tuple[str, Poly]]
    index: Mapping[str, int] = field(repr=False)

    @staticmethod
    def over(
        polys: Iterable[Poly],
        strict: Mapping[str, Poly],
        terms: Iterable[Term],
        scope: Scope,
    ) -> "Ring":
        """The ring for some polynomials, where those in ``strict`` (by fact name) are positive."""
        nonzero: dict[str, str] = {}
        quotients: dict[str, tuple[str, Poly]] = {}
        for name, p in strict.items():
            for atom, base in inverses(p):
                if len(p.terms) == 1:
                    nonzero.setdefault(_base(atom), name)
                else:
                    quotients.setdefault(atom, (name, base))
        used = [p for _, p in quotients.values()] + list(polys) + list(strict.values())
        raw = {atom for p in used for m in p.terms for atom, _ in m}
        atoms = sorted({_base(a) if _base(a) in nonzero else a for a in raw})
        concrete = names(terms)
        texts = [_text(atom, concrete, scope) for atom in atoms]
        return Ring(
            atoms=tuple(atoms),
            texts=tuple(texts),
            nonzero={i: nonzero[a] for i, a in enumerate(atoms) if a in nonzero},
            quotients={i: quotients[a] for i, a in enumerate(atoms) if a in quotients},
            index={a: i for i, a in enumerate(atoms)},
        )

    @property
    def one(self) -> Laurent:
        """The polynomial 1."""
        return {self.unit: Fraction(1)}

    @property
    def unit(self) -> Exponents:
        """The exponents of 1."""
        return (0,) * len(self.atoms)

    def convert(self, p: Poly) -> Laurent:
        """A kernel polynomial in this ring; KeyError if it has a foreign atom."""
        total: Laurent = {}
        for m, c in p.terms.items():
            exponents = [0] * len(self.atoms)
            for atom, e in m:
                i = self.index.get(atom, -1)
                if i < 0:
                    exponents[self.index[_base(atom)]] -= e
                else:
                    exponents[i] += e
            total = add(total, {tuple(exponents): c})
        return total

    def show(self, p: Laurent) -> str:
        """Concrete syntax of an element."""
        parts = []
        for m, c in sorted(p.items(), reverse=True):
            factors = [] if c == 1 and any(m) else [str(c) if c.denominator == 1 and c >= 0 else f"({c})"]
            for text, e in zip(self.texts, m, strict=True):
                if e:
                    factors.append(text if e == 1 else f"{text}**{e}" if e > 0 else f"{text}**({e})")
            parts.append("*".join(factors))
        return " + ".join(parts) or "0"


def _base(atom: str) -> str:
    return invert_atom(atom) if atom.startswith("1/[") else atom


def _text(atom: str, concrete: Mapping[str, Term], scope: Scope) -> str:
    """Concrete syntax that the kernel reads back as this very atom."""
    if atom not in concrete and invert_atom(atom) in concrete:
        text = f"(1/{show(concrete[invert_atom(atom)])})"
    elif atom in concrete:
        t = concrete[atom]
        text = show(t) if t[0] in ("sym", "app") else f"({show(t)})"
    else:
        raise KernelError(f"no term is known for the atom {atom[:100]}.")
    if poly(term(text, scope)) != Poly.atom(atom):
        raise KernelError(f"{text[:100]} does not read back as the atom {atom[:100]}.")
    return text
