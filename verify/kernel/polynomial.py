"""Normal forms: every real term is a polynomial, with rational coefficients, over *atoms*.

An atom is a symbol, an application (its arguments in normal form), or an inverse ``1/(p)``.  Inverses are
atoms of their own because division is total: no law relates ``p`` and ``1/(p)`` until ``p`` is known to be
positive.  A vector term is a linear combination of vector atoms; ``inner`` is expanded bilinearly.  Two
terms with the same normal form are equal in every interpretation; the converse need not hold.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache

from verify.kernel.errors import KernelError
from verify.kernel.terms import VECTOR, All, Formula, Term, instantiate, signature

__all__ = ["Monomial", "Poly", "clear", "inverses", "key", "normal", "poly", "vector"]

Monomial = tuple[tuple[str, int], ...]
"""Sorted pairs (atom, exponent >= 1); the empty tuple is 1."""

# Beyond these a certificate is refused instead of being computed with for hours.  Real ones stay far below.
TERMS_LIMIT = 4_000
WORK_LIMIT = 400_000
DEGREE_LIMIT = 400
BITS_LIMIT = 8_000
TEXT_LIMIT = 100_000


class Poly:
    """A polynomial over atoms: a map from monomials to nonzero rationals.  Immutable by convention."""

    __slots__ = ("terms",)

    def __init__(self, terms: Mapping[Monomial, Fraction] | None = None) -> None:
        self.terms: dict[Monomial, Fraction] = {m: c for m, c in (terms or {}).items() if c}

    @staticmethod
    def constant(value: int | Fraction) -> "Poly":
        """The constant polynomial."""
        return Poly({(): Fraction(value)})

    @staticmethod
    def atom(name: str) -> "Poly":
        """The polynomial that is one atom."""
        return Poly({((name, 1),): Fraction(1)})

    def __add__(self, other: "Poly") -> "Poly":
        total = dict(self.terms)
        for m, c in other.terms.items():
            c = total[m] = total[m] + c if m in total else c
            if c.numerator.bit_length() + c.denominator.bit_length() > BITS_LIMIT:
                raise KernelError(f"a coefficient has more than {BITS_LIMIT} bits.")
        return Poly(total)

    def __neg__(self) -> "Poly":
        return Poly({m: -c for m, c in self.terms.items()})

    def __sub__(self, other: "Poly") -> "Poly":
        return self + -other

    def __mul__(self, other: "Poly") -> "Poly":
        if len(self.terms) * len(other.terms) > WORK_LIMIT:
            raise KernelError(f"a product of {len(self.terms)} by {len(other.terms)} terms is too large.")
        total: dict[Monomial, Fraction] = {}
        for m, c in self.terms.items():
            for n, d in other.terms.items():
                product = _times(m, n)
                total[product] = total[product] + c * d if product in total else c * d
        return _bounded(Poly(total))

    def __pow__(self, exponent: int) -> "Poly":
        result = Poly.constant(1)
        for _ in range(exponent):
            result = result * self
        return result

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Poly) and self.terms == other.terms

    def __hash__(self) -> int:
        return hash(frozenset(self.terms.items()))

    def __bool__(self) -> bool:
        return bool(self.terms)

    def as_constant(self) -> Fraction | None:
        """The value, if this is a constant."""
        if not self.terms:
            return Fraction(0)
        return self.terms.get(()) if len(self.terms) == 1 else None

    def __str__(self) -> str:
        length = sum(len(atom) + 6 for m in self.terms for atom, _ in m)
        if length > TEXT_LIMIT:
            raise KernelError(f"a normal form has more than {TEXT_LIMIT} characters.")
        return " + ".join(_show(m, self.terms[m]) for m in sorted(self.terms)) or "0"


def _bounded(p: Poly) -> Poly:
    """The polynomial itself; refused if it is too large to go on with."""
    if len(p.terms) > TERMS_LIMIT:
        raise KernelError(f"a polynomial has more than {TERMS_LIMIT} terms.")
    for m, c in p.terms.items():
        if c.numerator.bit_length() + c.denominator.bit_length() > BITS_LIMIT:
            raise KernelError(f"a coefficient has more than {BITS_LIMIT} bits.")
        if sum(exponent for _, exponent in m) > DEGREE_LIMIT:
            raise KernelError(f"a polynomial has a degree beyond {DEGREE_LIMIT}.")
    return p


def _times(m: Monomial, n: Monomial) -> Monomial:
    if not m:
        return n
    if not n:
        return m
    powers = dict(m)
    for atom, exponent in n:
        powers[atom] = powers.get(atom, 0) + exponent
    return tuple(sorted(powers.items()))


def _show(m: Monomial, c: Fraction) -> str:
    factors = [f"({c})"] if c != 1 or not m else []
    return "*".join(factors + [atom if e == 1 else f"{atom}**{e}" for atom, e in m])


Vector = dict[str, Poly]
"""A linear combination of vector atoms with nonzero polynomial coefficients."""


@lru_cache(maxsize=200_000)
def poly(t: Term) -> Poly:
    """The normal form of a real term."""
    head = t[0]
    if head == "num":
        return Poly.constant(t[1])
    if head == "sym":
        return Poly.atom(t[1])
    if head == "+":
        return poly(t[1]) + poly(t[2])
    if head == "*":
        return poly(t[1]) * poly(t[2])
    if head == "/":
        return poly(t[1]) * inverse(poly(t[2]))
    if head == "**":
        return poly(t[1]) ** t[2] if t[2] >= 0 else inverse(poly(t[1])) ** -t[2]
    if t[1] == "inner":
        u, v = vector(t[2]), vector(t[3])
        total = Poly()
        for a, c in u.items():
            for b, d in v.items():
                total = total + c * d * Poly.atom(f"inner({', '.join(sorted((a, b)))})")
        return total
    return Poly.atom(f"{t[1]}({', '.join(_arguments(t))})")


def inverse(p: Poly) -> Poly:
    """1/p: of a constant its reciprocal (0 for 0), of a monomial the product of inverses, else an atom."""
    constant = p.as_constant()
    if constant is not None:
        return Poly.constant(1 / constant if constant else 0)
    if len(p.terms) == 1:
        ((m, c),) = p.terms.items()
        return Poly({_product((invert_atom(atom), e) for atom, e in m): 1 / c})
    lead = p.terms[min(p.terms)]
    return Poly({((f"1/({Poly({m: c / lead for m, c in p.terms.items()})})", 1),): 1 / lead})


def invert_atom(atom: str) -> str:
    """The name of the inverse of an atom; inverting twice gives the atom back."""
    if atom.startswith("1/[") and atom.endswith("]"):
        return atom[3:-1]
    return f"1/[{atom}]"


def _product(factors: Iterable[tuple[str, int]]) -> Monomial:
    powers: dict[str, int] = {}
    for atom, exponent in factors:
        powers[atom] = powers.get(atom, 0) + exponent
    return tuple(sorted(powers.items()))


@lru_cache(maxsize=100_000)
def _vector(t: Term) -> tuple[tuple[str, Poly], ...]:
    head = t[0]
    if head == "num" and t[1] == 0:
        return ()
    if head == "sym":
        return ((t[1], Poly.constant(1)),)
    if head == "app":
        return ((f"{t[1]}({', '.join(_arguments(t))})", Poly.constant(1)),)
    if head == "+":
        return _combine([*_vector(t[1]), *_vector(t[2])])
    if head in ("*", "/"):
        side, scale = (1, t[2]) if is_vector(t[1]) else (2, t[1])
        factor = inverse(poly(scale)) if head == "/" else poly(scale)
        return _combine([(a, c * factor) for a, c in _vector(t[side])])
    raise KernelError("a vector is a linear combination of vectors.")


def vector(t: Term) -> Vector:
    """The normal form of a vector term."""
    return dict(_vector(t))


def normal(t: Term) -> str:
    """The normal form of a term of either sort, as text."""
    return _show_vector(_vector(t)) if is_vector(t) else str(poly(t))


def _show_vector(parts: Iterable[tuple[str, Poly]]) -> str:
    return " + ".join(f"[{c}]*{a}" for a, c in parts) or "0"


def _combine(parts: list[tuple[str, Poly]]) -> tuple[tuple[str, Poly], ...]:
    total: Vector = {}
    for atom, c in parts:
        total[atom] = total[atom] + c if atom in total else c
    return tuple(sorted((a, c) for a, c in total.items() if c))


def is_vector(t: Term) -> bool:
    head = t[0]
    if head == "sym":
        return bool(t[2] == VECTOR)
    if head == "app":
        return signature(t[1], len(t) - 2)[1] == VECTOR
    if head in ("num", "**"):
        return False
    return any(is_vector(part) for part in t[1:])


def _arguments(t: Term) -> list[str]:
    sorts, _ = signature(t[1], len(t) - 2)
    texts = []
    for argument, sort in zip(t[2:], sorts, strict=True):
        if sort == VECTOR:
            texts.append(_show_vector(_vector(argument)))
        else:
            texts.append(str(poly(argument)))
    return texts


def inverses(p: Poly) -> list[tuple[str, Poly]]:
    """The inverse atoms that are known to be inverses once p is nonzero, each with what it inverts."""
    if not p or p.as_constant() is not None:
        return []
    if len(p.terms) == 1:
        ((m, _),) = p.terms.items()
        return [(invert_atom(atom), Poly.atom(atom)) for atom, _ in m]
    ((m, c),) = inverse(p).terms.items()
    return [(m[0][0], p * Poly.constant(c))]


def clear(p: Poly, known: Iterable[tuple[str, Poly]]) -> Poly:
    """Multiply p by powers of nonzero polynomials until their inverses are gone; p = 0 iff the result is 0."""
    for name, base in known:
        degree = max((dict(m).get(name, 0) for m in p.terms), default=0)
        if not degree:
            continue
        by_exponent: dict[int, dict[Monomial, Fraction]] = {}
        for m, c in p.terms.items():
            rest = tuple((a, e) for a, e in m if a != name)
            by_exponent.setdefault(dict(m).get(name, 0), {})[rest] = c
        p, power = Poly(), Poly.constant(1)
        for exponent in range(degree, -1, -1):
            p = p + Poly(by_exponent.get(exponent, {})) * power
            power = power * base if exponent else power
    return p


def key(phi: Formula, depth: int = 0) -> str:
    """A text that is equal for formulas that differ only by normal form, scaling and names of bound variables."""
    if isinstance(phi, All):
        names = {name: ("sym", f"_{depth + i}", sort) for i, (name, sort) in enumerate(phi.fix)}
        deeper = depth + len(names)
        given = [key(instantiate(g, names), deeper) for g in phi.given]
        sorts = [sort for _, sort in phi.fix]
        return f"for {sorts} if {given} then {key(instantiate(phi.then, names), deeper)}"
    if phi.rel == "nat":
        return f"nat({poly(phi.left)})"
    if is_vector(phi.left) or is_vector(phi.right):
        if phi.rel != "==":
            raise KernelError("vectors are not ordered.")
        difference = _vector(("+", phi.right, ("*", ("num", Fraction(-1)), phi.left)))
        return f"vector 0 == {_show_vector(difference)}"
    p = poly(phi.right) - poly(phi.left)
    if not p:
        return f"0 {phi.rel} 0"
    lead = p.terms[min(p.terms)]
    scale = lead if phi.rel == "==" else abs(lead)
    return f"0 {phi.rel} {Poly({m: c / scale for m, c in p.terms.items()})}"
