"""Kernel terms at given parameters, as affine forms over inner products and function values.

A *vector* is a row of coefficients over vector atoms: a point ``x0``, a gradient ``grad(x0)``.  A *form* is a constant
plus a row over values ``f(x0)`` and unknown numbers plus a row over pairs of atoms, where (a, b) with a <= b stands for
inner(a, b).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from verify.finders.performance.numbers import Number, plain, ratio
from verify.finders.proofs.prove import NotFound
from verify.kernel.terms import REAL, VECTOR, ZERO, Atom, Term, show, signature

__all__ = [
    "Form",
    "Pair",
    "Vector",
    "added",
    "difference",
    "form",
    "is_gradient",
    "is_vector",
    "product",
    "replaced",
    "squared_norms",
    "vector",
]

Pair = tuple[str, str]
Vector = dict[str, Number]
K = TypeVar("K", str, Pair)
Numbers = Mapping[str, Number]


@dataclass(frozen=True)
class Form:
    """constant + sum of values + sum of inner products.

    Attributes:
        constant: the constant.
        values: coefficient of each f(point), and of each symbol without a number.
        gram: coefficient of each inner(a, b), a <= b.
    """

    constant: Number = 0
    values: Mapping[str, Number] = field(default_factory=dict)
    gram: Mapping[Pair, Number] = field(default_factory=dict)

    def plus(self, other: "Form", scale: Number = 1) -> "Form":
        """This form plus a multiple of another."""
        return Form(
            plain(self.constant + scale * other.constant),
            added(self.values, other.values, scale),
            added(self.gram, other.gram, scale),
        )

    @property
    def is_constant(self) -> bool:
        """Whether only the constant is left."""
        return not self.values and not self.gram

    @property
    def is_zero(self) -> bool:
        """Whether nothing is left."""
        return not self.constant and self.is_constant


def is_gradient(atom: str) -> bool:
    """Whether a vector is measured in values over lengths: ``grad(x0)``, or a gradient with a name such as g0."""
    return atom.startswith("g")


def added(a: Mapping[K, Number], b: Mapping[K, Number], scale: Number = 1) -> dict[K, Number]:
    """a + scale*b without zeros."""
    total = dict(a)
    for name, value in b.items():
        total[name] = plain(total.get(name, 0) + scale * value)
        if not total[name]:
            del total[name]
    return total


def product(u: Mapping[str, Number], v: Mapping[str, Number]) -> dict[Pair, Number]:
    """inner(u, v) as a row over pairs."""
    total: dict[Pair, Number] = {}
    for a, c in u.items():
        for b, d in v.items():
            pair = (a, b) if a <= b else (b, a)
            total[pair] = total.get(pair, 0) + c * d
    return {pair: plain(value) for pair, value in total.items() if value}


def is_vector(t: Term) -> bool:
    """Whether a term is a vector (the number 0 counts as real)."""
    if t[0] == "sym":
        return bool(t[2] == VECTOR)
    if t[0] == "app":
        return signature(t[1], len(t) - 2)[1] == VECTOR
    return t[0] not in ("num", "**") and any(is_vector(part) for part in t[1:])


def vector(t: Term, numbers: Numbers) -> Vector:
    """A vector term as a row of coefficients; raises NotFound for what is not linear in points and gradients."""
    head = t[0]
    if t == ZERO:
        return {}
    if head == "sym":
        return {str(t[1]): 1}
    if head == "app" and t[1] == "grad" and t[2][0] == "sym":
        return {show(t): 1}
    if head == "+":
        return added(vector(t[1], numbers), vector(t[2], numbers))
    if head in ("*", "/"):
        side, other = (t[1], t[2]) if is_vector(t[1]) else (t[2], t[1])
        scale = _number(other, numbers)
        scale = scale if head == "*" else ratio(1, scale) if scale else 0
        parts = vector(side, numbers)
        return {a: plain(c * scale) for a, c in parts.items()} if scale else {}
    raise NotFound(f"{show(t)} is not linear in points and gradients")


def _number(t: Term, numbers: Numbers) -> Number:
    value = form(t, numbers)
    if not value.is_constant:
        raise NotFound(f"{show(t)} multiplies values or inner products")
    return value.constant


def form(t: Term, numbers: Numbers) -> Form:
    """A real term as a form, with the parameters set to numbers.

    Raises:
        NotFound: for what is not affine in values and inner products.
    """
    head = t[0]
    if head == "num":
        return Form(plain(t[1]))
    if head == "sym":
        if t[2] != REAL:
            raise NotFound(f"{t[1]} is a vector")
        return Form(numbers[t[1]]) if t[1] in numbers else Form(values={t[1]: 1})
    if head == "+":
        return form(t[1], numbers).plus(form(t[2], numbers))
    if head == "*":
        a, b = form(t[1], numbers), form(t[2], numbers)
        if not b.is_constant:
            a, b = b, a
        return Form().plus(a, _constant(b, t))
    if head == "/":
        below = _number(t[2], numbers)
        return Form().plus(form(t[1], numbers), ratio(1, below) if below else 0)
    if head == "**":
        return _power(t, numbers)
    return _applied(t, numbers)


def _constant(a: Form, t: Term) -> Number:
    if not a.is_constant:
        raise NotFound(f"{show(t)} multiplies values or inner products")
    return a.constant


def _power(t: Term, numbers: Numbers) -> Form:
    base, exponent = t[1], t[2]
    if exponent == 1:
        return form(base, numbers)
    value = _number(base, numbers)
    if exponent >= 0:
        return Form(value**exponent)
    return Form(ratio(1, value**-exponent) if value else 0)


def _applied(t: Term, numbers: Numbers) -> Form:
    if t[1] == "f" and t[2][0] == "sym":
        return Form(values={show(t): 1})
    if t[1] == "inner":
        return Form(gram=product(vector(t[2], numbers), vector(t[3], numbers)))
    if t[1] in ("min", "max"):
        a, b = (_number(argument, numbers) for argument in t[2:])
        return Form(min(a, b) if t[1] == "min" else max(a, b))
    raise NotFound(f"{show(t)} is neither a value nor an inner product")


def difference(phi: Atom, numbers: Numbers) -> Form:
    """Right minus left of a relation between reals."""
    return form(phi.right, numbers).plus(form(phi.left, numbers), -1)


def squared_norms(phi: Atom) -> list[Term]:
    """The terms norm(v)**2 of a relation, each once."""
    found: dict[Term, None] = {}

    def visit(t: Term) -> None:
        if t[0] == "**" and t[2] == 2 and t[1][:2] == ("app", "norm"):
            found[t] = None
        if t[0] not in ("num", "sym"):
            for part in t[2:] if t[0] == "app" else t[1:2] if t[0] == "**" else t[1:]:
                visit(part)

    visit(phi.left)
    visit(phi.right)
    return list(found)


def replaced(phi: Atom, old: Term, new: Term) -> Atom:
    """A relation with one term put for another."""

    def swap(t: Term) -> Term:
        if t == old:
            return new
        if t[0] in ("num", "sym"):
            return t
        if t[0] == "app":
            return ("app", t[1], *(swap(a) for a in t[2:]))
        return (t[0], swap(t[1]), t[2]) if t[0] == "**" else (t[0], swap(t[1]), swap(t[2]))

    return Atom(phi.rel, swap(phi.left), swap(phi.right))
