"""Bounds by multipliers: inequalities between points, weighted and added up, leave a positive semidefinite form.

Let p be positive parameters (L, R, ...), and X^2 and F, the units of squared lengths and of values, monomials in p.
Every relation used here is a monomial in p times a relation with rational coefficients between the numbers

    f(x)/F,   s/unit(s),   <a, b>/unit(a, b)   with the unit X^2, F, F^2/X^2 for none, one, two gradients among a, b,

which are scalars, and inner products of the vectors x/X and grad(x) X/F.  This is checked, term by term.  A monomial
in p is positive and is divided out.  So from facts 0 <= row_k and rationals lambda_k >= 0 follows 0 <= target, if

    target - sum_k lambda_k row_k  =  constant + sum_ij M_ij <v_i, v_j>,   constant >= 0,   M positive semidefinite.

Equations between vectors replace an atom by a combination of others, which changes no value.  A point with a new name
and a definition is a vector like any other: rules that hold for all vectors hold for it.  A named vector may be
measured like a gradient, in F/X.  This is a change of variables like the others as long as the name stands for itself;
the variables of a quantified fact are measured in X, so no such vector may be put for one, nor may one have its name.
Source of the method: Y. Drori and M. Teboulle, Math. Program. 145 (2014).
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from verify.kernel.arith import rational
from verify.kernel.errors import KernelError
from verify.kernel.errors import show as shown
from verify.kernel.numeric import psd
from verify.kernel.numeric.units import Piece, Row, Units, piece
from verify.kernel.polynomial import Poly, poly, vector
from verify.kernel.terms import VECTOR, All, Atom, Formula, Scope, declare, term

__all__ = ["FIELDS", "check"]

FIELDS = frozenset({"show", "positive", "units", "define", "solve", "basis", "rows"})

Number = int | Fraction
Combination = dict[int, Number]


def check(show: Atom, data: Mapping[str, Any], find: Callable[[Any], Formula], scope: Scope) -> None:
    """Refuse unless the multipliers show the relation.

    Args:
        show: a relation ``<=`` between reals.
        data: the fields of the step.
        find: the facts in force, by name.
        scope: declared names.
    """
    if show.rel != "<=":
        raise KernelError("multipliers show relations <= only.")
    sum_ = _Sum(data, find, scope)
    sum_.add(Fraction(1), (), _difference(show))
    for entry in _lists(data["rows"], "rows"):
        if len(entry) < 2 or not all(isinstance(part, str) for part in entry):
            raise KernelError(f"a row is [multiplier, fact, point, ...], not {str(entry)[:80]}.")
        multiplier = rational(entry[0])
        if multiplier < 0:
            raise KernelError(f"the multiplier {entry[0]} of {entry[1]!r} is negative.")
        sum_.add(-multiplier, (entry[1], *entry[2:]), None)
    sum_.close()


def _lists(data: Any, what: str) -> list[list[Any]]:
    if not isinstance(data, list) or not all(isinstance(item, list) for item in data):
        raise KernelError(f"{what!r} is a list of lists.")
    return data


def _difference(phi: Formula) -> Poly:
    if not isinstance(phi, Atom) or phi.rel not in ("<=", "<"):
        raise KernelError("only facts <= and < may be added up.")
    return poly(phi.right) - poly(phi.left)


class _Sum:
    """target - sum of multipliers times rows, over the basis."""

    def __init__(self, data: Mapping[str, Any], find: Callable[[Any], Formula], scope: Scope) -> None:
        self.find, self.scope = find, dict(scope)
        self.units = Units(data, find, scope)
        self.known: dict[Piece, Combination] = {}
        self.cache: dict[str, tuple[tuple[str, ...], Row, int]] = {}
        self.constant = Fraction(0)
        self.scalars: dict[Piece, Number] = {}
        self.gram: dict[tuple[int, int], Number] = {}
        if not isinstance(data["basis"], list):
            raise KernelError("'basis' is a list of points and gradients.")
        for i, text in enumerate(data["basis"]):
            part = piece(text)
            named = self.scope.get(part[1], VECTOR if part[0] == "grad" else None)  # or defined below
            if part[0] == "f" or named != VECTOR:
                raise KernelError(f"{text!r} is no vector: 'basis' is a list of points and gradients.")
            self.known[part] = {i: 1}
        self.size = len(data["basis"])
        for pair in _lists(data["solve"], "solve"):
            if len(pair) != 2:
                raise KernelError(f"an equation is used as [fact, atom], not {str(pair)[:80]}.")
            self._solve(pair[0], piece(pair[1]))
        for pair in _lists(data["define"], "define"):
            if len(pair) != 2 or not isinstance(pair[0], str) or pair[0] in self.scope:
                raise KernelError(f"a definition is [new name, vector], not {str(pair)[:80]}.")
            declare({pair[0]: VECTOR})
            found, factor = self.units.vector(vector(term(pair[1], self.scope, VECTOR)))
            if factor:
                raise KernelError(f"{pair[1]!r} is measured in {factor} units of length.")
            self.scope[pair[0]] = VECTOR
            self.known[("", pair[0])] = self._combined(found)

    def _solve(self, name: Any, part: Piece) -> None:
        """Replace an atom of a vector equation by what the equation says it is."""
        phi = self.find(name)
        if not isinstance(phi, Atom) or phi.rel != "==":
            raise KernelError(f"{name!r} is no equation.")
        row, _ = self.units.vector(vector(("+", phi.right, ("*", ("num", Fraction(-1)), phi.left))))
        own = row.pop(part, None)
        if own is None:
            raise KernelError(f"the equation {name!r} does not mention {part}.")
        self.known[part] = self._combined({other: -c / own for other, c in row.items()})

    def _combined(self, row: Mapping[Piece, Fraction]) -> Combination:
        total: dict[int, Number] = {}
        for part, c in row.items():
            for i, value in self._over_basis(part).items():
                total[i] = total.get(i, 0) + c * value
        return {i: _plain(value) for i, value in total.items() if value}

    def _over_basis(self, part: Piece) -> Combination:
        found = self.known.get(part)
        if found is None:
            raise KernelError(f"{part} is neither in the basis nor solved for.")
        return found

    def add(self, weight: Fraction, source: Sequence[str], target: Poly | None) -> None:
        """Add a multiple of the target, or of a fact at points."""
        names, row, scale = self._fact(source[0]) if target is None else ((), *self.units.row(target))
        points = source[1:]
        if len(names) != len(points):
            raise KernelError(f"{source[0]!r} holds for {len(names)} points, not {len(points)}.")
        if any(self.scope.get(point) != VECTOR for point in points):
            raise KernelError(f"{points} are not points that are declared here.")
        if self.units.gradients & {*names, *points}:  # the variables of a fact are measured in X
            raise KernelError(f"{source[0]!r} holds for points: nothing measured like a gradient may stand in it.")
        by: dict[str, str] = dict(zip(names, points, strict=True))
        times, gram = _plain(weight / scale), dict[tuple[int, int], Number]()
        for key, c in row:
            if len(key) == 2:
                (p, a), (q, b) = key
                self._product(gram, (p, by.get(a, a)), (q, by.get(b, b)), c)
            elif key:
                ((kind, name),) = key
                scalar = (kind, by.get(name, name) if kind == "f" else name)
                self.scalars[scalar] = self.scalars.get(scalar, 0) + times * c
            else:
                self.constant += times * c
        for place, value in gram.items():
            if value:
                self.gram[place] = self.gram.get(place, 0) + times * value

    def _product(self, gram: dict[tuple[int, int], Number], a: Piece, b: Piece, c: int) -> None:
        """Add c <a, b> to a symmetric form, as twice its matrix in the upper triangle."""
        right = self._over_basis(b)
        for i, v in self._over_basis(a).items():
            for j, w in right.items():
                place = (i, j) if i <= j else (j, i)
                gram[place] = gram.get(place, 0) + (2 * c * v * w if i == j else c * v * w)

    def _fact(self, name: str) -> tuple[tuple[str, ...], Row, int]:
        if name not in self.cache:
            phi, names = self.find(name), tuple[str, ...]()
            if isinstance(phi, All):
                if phi.given or any(sort != VECTOR for _, sort in phi.fix):
                    raise KernelError(f"{name!r} is no inequality for all points.")
                names, phi = tuple(n for n, _ in phi.fix), phi.then
            self.cache[name] = (names, *self.units.row(_difference(phi)))
        return self.cache[name]

    def close(self) -> None:
        """Refuse unless what is left is nonnegative."""
        left = [scalar for scalar, c in self.scalars.items() if c]
        if left:
            raise KernelError(f"the multipliers leave {shown(self.scalars[left[0]])} times {left[0]}.")
        if self.constant < 0:
            raise KernelError(f"the multipliers leave the constant {shown(self.constant)}, which is negative.")
        found = psd.is_psd_banded(self.gram, self.size) if self.gram else None
        if found is not None and not found.psd:
            raise KernelError(f"the form that is left is not positive semidefinite: {found.reason}")


def _plain(value: Number) -> Number:
    return value.numerator if value.denominator == 1 else value
