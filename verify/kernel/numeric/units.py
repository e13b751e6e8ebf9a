"""Forms and vectors at unit parameters: positive parameters taken out as units of length and of values.

A relation is homogeneous if each of its terms is one and the same monomial in the parameters times a rational times a
number measured in its own unit.  The monomial, being positive, is divided out, and rationals are left.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Any

from verify.kernel.errors import KernelError
from verify.kernel.polynomial import Monomial, Poly, poly
from verify.kernel.terms import REAL, VECTOR, ZERO, Atom, Formula, Scope, term

__all__ = ["GRADIENT", "Key", "Piece", "Powers", "Row", "Units", "piece"]

Piece = tuple[str, str]
"""("", x) a point, ("grad", x) the gradient there, ("f", x) the value there, ("real", s) a number."""
Key = tuple[Piece, ...]
"""Nothing: the constant; one piece: a number; two: an inner product."""
Row = list[tuple[Key, int]]
Powers = dict[str, int]
"""A monomial in the parameters."""

GRADIENT = "gradient"
"""What stands for the unit of a vector with a name of its own that is measured like a gradient."""

_PIECE = re.compile(r"(?:(f|grad)\((\w+)\)|(\w+))", re.ASCII)
_INNER = re.compile(r"inner\((\w+|grad\(\w+\)), (\w+|grad\(\w+\))\)", re.ASCII)
_ALONE = "[(1)]*"
"""How normal forms write a vector that is an argument: [coefficient]*atom."""


def piece(text: Any) -> Piece:
    """Read a point, a gradient or a value at a named point."""
    found = _PIECE.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise KernelError(f"{str(text)[:60]!r} is no point, gradient or value at a named point.")
    return (found[1], found[2]) if found[1] else ("", found[3])


class Units:
    """Which symbols are positive parameters, and the units in them."""

    def __init__(self, data: Mapping[str, Any], find: Callable[[Any], Formula], scope: Scope) -> None:
        self.parameters: set[str] = set()
        if not isinstance(data["positive"], list):
            raise KernelError("'positive' is a list of facts 0 < parameter.")
        for name in data["positive"]:
            phi = find(name)
            if not isinstance(phi, Atom) or phi.rel != "<" or phi.left != ZERO or phi.right[0] != "sym":
                raise KernelError(f"{name!r} does not say that a parameter is positive.")
            self.parameters.add(phi.right[1])
        units = data["units"]
        if not isinstance(units, dict) or not {"square", "value"} <= set(units):
            raise KernelError("'units' has a monomial for square, for value and for each unknown number.")
        named = {name: text for name, text in units.items() if name not in ("square", "value")}
        self.gradients = {name for name, text in named.items() if text == GRADIENT and scope.get(name) == VECTOR}
        units = {name: text for name, text in units.items() if name not in self.gradients}
        self.units = {name: self._monomial(text, scope) for name, text in units.items()}
        if self.parameters & set(units) or any(scope.get(name) != REAL for name in set(units) - {"square", "value"}):
            raise KernelError("a unit is given for what is no unknown number.")

    def _monomial(self, text: Any, scope: Scope) -> Powers:
        p = poly(term(text, scope, REAL))
        if len(p.terms) != 1:
            raise KernelError(f"{text!r} is no monomial.")
        ((m, c),) = p.terms.items()
        powers, rest = self._split(m)
        if rest or c != 1:
            raise KernelError(f"{text!r} is no monomial in the positive parameters.")
        return powers

    def _split(self, m: Monomial) -> tuple[Powers, list[tuple[str, int]]]:
        """Exponents of the parameters, which cancel against those of their inverses, and the other factors."""
        powers, rest = Powers(), list[tuple[str, int]]()
        for atom, e in m:
            inverse = atom[3:-1] if atom.startswith("1/[") else ""
            if atom in self.parameters or inverse in self.parameters:
                name = inverse or atom
                powers[name] = powers.get(name, 0) + (-e if inverse else e)
            else:
                rest.append((atom, e))
        return powers, rest

    def _key(self, rest: Sequence[tuple[str, int]]) -> Key:
        if not rest:
            return ()
        if len(rest) == 1 and rest[0][1] == 1:
            text = rest[0][0].replace(_ALONE, "")
            inner = _INNER.fullmatch(text)
            if inner is not None:
                return piece(inner[1]), piece(inner[2])
            if text in self.units and text not in ("square", "value"):
                return (("real", text),)
            if text.startswith("f("):
                return (piece(text),)
        raise KernelError(f"{str(rest)[:80]} is no value, inner product or unknown number.")

    def _unit(self, key: Key) -> Powers:
        if not key:
            return {}
        if len(key) == 1:
            return self.units[key[0][1] if key[0][0] == "real" else "value"]
        gradients = sum(map(self._is_gradient, key))  # (F/X^2)^gradients X^2
        square, value = self.units["square"], self.units["value"]
        return {s: gradients * value.get(s, 0) + (1 - gradients) * square.get(s, 0) for s in {**square, **value}}

    def _is_gradient(self, part: Piece) -> bool:
        """Whether a vector is measured in F/X: a gradient at a point, or a name that is declared to be measured so."""
        return part[0] == "grad" or (part[0] == "" and part[1] in self.gradients)

    def row(self, p: Poly) -> tuple[Row, int]:
        """A form divided by its monomial, as integers and the denominator by which they are to be divided."""
        found, common = dict[Key, Fraction](), None
        for m, c in p.terms.items():
            powers, rest = self._split(m)
            key = self._key(rest)
            common = self._homogeneous(powers, self._unit(key), common)
            found[key] = found.get(key, Fraction(0)) + c
        scale = lcm(*(c.denominator for c in found.values()))
        return [(key, int(c * scale)) for key, c in found.items()], scale

    def vector(self, parts: Mapping[str, Poly]) -> tuple[dict[Piece, Fraction], Powers]:
        """A vector over x/X and grad(x) X/F, times the monomial X p; returns the rationals and p."""
        length = self._unit((("", ""), ("", "")))
        # c grad(x) = c F/X (grad(x) X/F), and F/X = X (F/X^2)
        slope = {s: self.units["value"].get(s, 0) - length.get(s, 0) for s in {**length, **self.units["value"]}}
        found, common = dict[Piece, Fraction](), None
        for atom, p in parts.items():
            part = piece(atom.replace(_ALONE, ""))
            for m, c in p.terms.items():
                powers, rest = self._split(m)
                if rest or part[0] == "f":
                    raise KernelError(f"{atom} has a coefficient that is no monomial in the positive parameters.")
                common = self._homogeneous(powers, slope if self._is_gradient(part) else {}, common)
                found[part] = found.get(part, Fraction(0)) + c
        return found, common or {}

    def _homogeneous(self, powers: Powers, unit: Powers, common: Powers | None) -> Powers:
        total = {s: powers.get(s, 0) + unit.get(s, 0) for s in {**powers, **unit}}
        total = {s: e for s, e in total.items() if e}
        if common is not None and total != common:
            raise KernelError(f"the units do not fit: {total} beside {common}.")
        return total
