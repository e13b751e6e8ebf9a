"""Members of the classes as data (exact), and as oracles in either arithmetic."""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import flint
import numpy as np
import sympy as sp

from theory.classes.members import Plane, Profile, t, u, v
from verify.finders.sampling.functions.ramp import Ramp, Square
from verify.finders.sampling.running.evaluate import Evaluator
from verify.finders.sampling.running.numbers import Ball, Floats, Numbers, Undecided

__all__ = ["Line", "Member", "Oracle", "Part", "Sheet"]

Shape = tuple[tuple[sp.Symbol, Fraction], ...]


@functools.lru_cache(maxsize=256)
def _compiled(expressions: tuple[sp.Expr, ...], variables: tuple[sp.Symbol, ...]) -> Callable[..., Any]:
    function: Callable[..., Any] = sp.lambdify(variables, list(expressions), modules="math", cse=True)
    return function


def _evaluate(expressions: tuple[sp.Expr, ...], values: dict[sp.Symbol, Any], numbers: Numbers) -> list[Any]:
    if not numbers.exact:
        return list(_compiled(expressions, tuple(values))(*values.values()))
    evaluator = Evaluator(numbers, values)
    return [evaluator(expression) for expression in expressions]


@dataclass(frozen=True)
class Line:
    """A profile with its shape parameters, on the line or (``radial``) as u(||x||) in ``dim`` variables."""

    profile: Profile | Ramp | Square
    shape: Shape = ()
    dim: int = 1
    radial: bool = False

    def derivatives(self, place: Any, numbers: Numbers) -> Sequence[Any]:
        """u, u', u'' at a number."""
        if isinstance(self.profile, Ramp | Square):
            return self.profile.derivatives(place, numbers)
        if not numbers.exact:
            result: list[Any] = self._compiled(place)
            return result
        values = {t: place, **{symbol: numbers.number(value) for symbol, value in self.shape}}
        return _evaluate(self.profile.derivatives, values, numbers)

    @functools.cached_property
    def _compiled(self) -> Callable[[float], list[Any]]:
        """u, u', u'' in floats: looked up and given its shape once a member, since a run asks thousands of times."""
        assert not isinstance(self.profile, Ramp | Square)
        function = _compiled(self.profile.derivatives, (t, *(symbol for symbol, _ in self.shape)))
        shape = [Floats().number(value) for _, value in self.shape]
        return lambda place: list(function(place, *shape))

    def value(self, y: Any, numbers: Numbers) -> Any:
        """The value at a vector of ``dim`` numbers."""
        return self.derivatives((y @ y) ** 0.5 if self.radial else y[0], numbers)[0]

    def gradient(self, y: Any, numbers: Numbers) -> list[Any]:
        """The gradient, a list of ``dim`` numbers."""
        if not self.radial:
            return [self.derivatives(y[0], numbers)[1]]
        r = (y @ y) ** 0.5
        factor = self._turn(r, self.derivatives(r, numbers), numbers)
        return [factor * entry for entry in y]

    def _turn(self, r: Any, derivatives: Sequence[Any], numbers: Numbers) -> Any:
        """u'(r)/r, which at the origin is u''(0) and where a ball cannot exclude it is at most 1 + |u'| in modulus."""
        _, slope, curvature = derivatives
        if not numbers.exact:
            return slope / r if r > 0 else curvature
        if not r.arb.contains(0) and r.arb.is_finite():
            return slope / r
        return Ball(flint.arb(0, (1 + abs(slope.arb)).upper()))

    def hessian(self, y: Any) -> Any:
        """The Hessian in floats, shape (dim, dim)."""
        numbers = Floats()
        if not self.radial:
            return np.array([[self.derivatives(y[0], numbers)[2]]], dtype=float)
        r = float(y @ y) ** 0.5
        _, slope, curvature = self.derivatives(r, numbers)
        if r == 0:
            return curvature * np.eye(self.dim)
        ray = np.outer(y, y) / r**2
        return curvature * ray + slope / r * (np.eye(self.dim) - ray)

    def hessian_norm(self, y: Any, numbers: Numbers) -> Any:
        """The spectral norm of the Hessian."""
        if not self.radial:
            return abs(self.derivatives(y[0], numbers)[2])
        r = (y @ y) ** 0.5
        derivatives = self.derivatives(r, numbers)
        return numbers.functions[sp.Max](abs(derivatives[2]), abs(self._turn(r, derivatives, numbers)))

    def infimum(self, numbers: Numbers) -> Any:
        """The infimum, or None when unbounded below."""
        if isinstance(self.profile, Ramp | Square):
            return self.profile.infimum(numbers)
        if self.profile.infimum is None:
            return None
        values = {symbol: numbers.number(value) for symbol, value in self.shape}
        return _evaluate((self.profile.infimum,), values, numbers)[0]

    @property
    def minimiser(self) -> tuple[Fraction, ...] | None:
        """A point where the infimum is attained."""
        place = self.profile.minimiser
        return None if place is None else (Fraction(int(place.numerator), int(place.denominator)),) * self.dim

    def describe(self) -> str:
        """The function in words."""
        shape = "".join(f", {symbol} = {value}" for symbol, value in self.shape)
        return f"{self.profile.name}{shape}" + (f" of the norm in dimension {self.dim}" if self.radial else "")


@dataclass(frozen=True)
class Sheet:
    """A function of two variables."""

    plane: Plane
    dim: int = field(default=2, init=False)
    minimiser: None = field(default=None, init=False)

    @property
    def profile(self) -> Plane:
        """Where name and proof stand."""
        return self.plane

    def value(self, y: Any, numbers: Numbers) -> Any:
        """The value at a pair of numbers."""
        return _evaluate(self.plane.derivatives[0], {u: y[0], v: y[1]}, numbers)[0]

    def gradient(self, y: Any, numbers: Numbers) -> list[Any]:
        """The gradient, a list of two numbers."""
        return _evaluate(self.plane.derivatives[1], {u: y[0], v: y[1]}, numbers)

    def hessian(self, y: Any) -> Any:
        """The Hessian in floats, shape (2, 2)."""
        a, b, c = _evaluate(self.plane.derivatives[2], {u: y[0], v: y[1]}, Floats())
        return np.array([[a, b], [b, c]], dtype=float)

    def hessian_norm(self, y: Any, numbers: Numbers) -> Any:
        """The spectral norm of the Hessian: |mean of the eigenvalues| + half their distance."""
        a, b, c = _evaluate(self.plane.derivatives[2], {u: y[0], v: y[1]}, numbers)
        return abs((a + c) / 2) + (((a - c) / 2) ** 2 + b**2) ** 0.5

    def infimum(self, numbers: Numbers) -> Any:
        """The infimum, or None when unbounded below."""
        return None if self.plane.infimum is None else numbers.number(self.plane.infimum)

    def describe(self) -> str:
        """The function in words."""
        return self.plane.name


Part = Line | Sheet


@dataclass(frozen=True, kw_only=True)
class Member:
    """f(x) = height * sum over parts of h * part(s * y), y = reflect(stretch * (x - shift)) split among the parts.

    Attributes:
        parts: (part, h, s), each a ``Part`` or one built upon it, in the order of the coordinates.
        height, stretch: the scale that turns the normal form into the class (units of f, and 1/x).
        shift: the origin of the parts, one rational a coordinate.
        mirror: normal of the reflection (integers), or None.
        rule: the construction rule that proves membership.
    """

    parts: tuple[tuple[Any, Fraction, Fraction], ...]
    height: Fraction
    stretch: Fraction
    shift: tuple[Fraction, ...]
    mirror: tuple[int, ...] | None = None
    rule: str = ""

    @property
    def dim(self) -> int:
        """The number of variables."""
        return len(self.shift)

    @property
    def proof(self) -> str:
        """Why it is a member: the rule and the proof of each part."""
        reasons = dict.fromkeys(f"{part.describe()}: {part.profile.proof}" for part, _, _ in self.parts)
        return "; ".join([self.rule, *reasons])

    def describe(self) -> str:
        """The function in words, with its exact parameters."""
        parts = " + ".join(f"{h}*[{part.describe()}]({s}*y)" for part, h, s in self.parts)
        mirror = f", reflected along {self.mirror}" if self.mirror else ""
        shift = f" - {tuple(map(str, self.shift))}" if any(self.shift) else ""
        return f"{self.height}*({parts}), y = {self.stretch}*(x{shift}){mirror}"

    def oracle(self, numbers: Numbers) -> "Oracle":
        """In one arithmetic."""
        return Oracle(self, numbers)

    def outer(self, y: Sequence[Fraction]) -> tuple[Fraction, ...]:
        """The point x that has the inner coordinates y, exactly."""
        inner = list(y)
        if self.mirror:
            square = sum(n * n for n in self.mirror)
            along = 2 * sum((n * entry for n, entry in zip(self.mirror, inner, strict=True)), Fraction(0)) / square
            inner = [entry - along * n for n, entry in zip(self.mirror, inner, strict=True)]
        return tuple(entry / self.stretch + origin for entry, origin in zip(inner, self.shift, strict=True))

    @property
    def minimiser(self) -> tuple[Fraction, ...] | None:
        """A minimiser, exactly, if the infimum is attained."""
        inner: list[Fraction] = []
        for part, _, s in self.parts:
            if part.minimiser is None:
                return None
            inner.extend(entry / s for entry in part.minimiser)
        return self.outer(inner)


class Oracle:
    """A member in one arithmetic: ``f(x)``, ``f.grad(x)``, as a method expects it, and what a checker needs besides.

    Points are numpy arrays of shape (d,) in floats, ``BallVector`` in balls.
    """

    def __init__(self, member: Member, numbers: Numbers) -> None:
        self.member, self.numbers, self.dim = member, numbers, member.dim
        self._height, self._stretch = numbers.number(member.height), numbers.number(member.stretch)
        self._shift = numbers.vector([numbers.number(entry) for entry in member.shift]) if any(member.shift) else None
        self._mirror = self._square = None
        if member.mirror is not None:
            self._mirror = numbers.vector([numbers.number(n) for n in member.mirror])
            self._square = numbers.number(sum(n * n for n in member.mirror))
        self._parts = [(part, numbers.number(h), numbers.number(s)) for part, h, s in member.parts]
        self._last: dict[str, tuple[Any, Any]] = {}

    def _reflect(self, y: Any) -> Any:
        return y if self._mirror is None else y - self._mirror * (2 * (self._mirror @ y) / self._square)

    def _pieces(self, x: Any) -> list[tuple[Part, Any, Any, Any]]:
        y = self._reflect((x if self._shift is None else x - self._shift) * self._stretch)
        pieces, place = [], 0
        for part, h, s in self._parts:
            own = self.numbers.vector([y[j] * s for j in range(place, place + part.dim)])
            pieces.append((part, h, s, own))
            place += part.dim
        return pieces

    def _kept(self, what: str, x: Any, compute: Callable[[Any], Any]) -> Any:
        """The last value, if it was asked for at this very point (methods and measures ask for the same gradient)."""
        if what in self._last and self._last[what][0] is x:
            return self._last[what][1]
        try:
            with np.errstate(all="ignore"):
                value = compute(x)
        except OverflowError:
            raise Undecided("overflow") from None
        self._last[what] = (x, value)
        return value

    def __call__(self, x: Any) -> Any:
        """f(x)."""
        return self._kept("value", x, self._value)

    value = __call__

    def _value(self, x: Any) -> Any:
        terms = [part.value(own, self.numbers) * h for part, h, _, own in self._pieces(x)]
        return self._height * functools.reduce(lambda a, b: a + b, terms)

    def grad(self, x: Any) -> Any:
        """The gradient at x."""
        return self._kept("grad", x, self._gradient)

    def _gradient(self, x: Any) -> Any:
        entries: list[Any] = []
        for part, h, s, own in self._pieces(x):
            entries.extend(entry * (h * s) for entry in part.gradient(own, self.numbers))
        return self._reflect(self.numbers.vector(entries)) * (self._height * self._stretch)

    def hessian_norm(self, x: Any) -> Any:
        """The spectral norm of the Hessian: the largest among the blocks."""
        largest = self.numbers.functions[sp.Max]
        try:
            norms = [part.hessian_norm(own, self.numbers) * (h * s**2) for part, h, s, own in self._pieces(x)]
        except OverflowError:
            raise Undecided("overflow") from None
        return functools.reduce(largest, norms) * (self._height * self._stretch**2)

    def hessian(self, x: Any) -> Any:
        """The Hessian in floats, shape (d, d)."""
        matrix, place = np.zeros((self.dim, self.dim)), 0
        for part, h, s, own in self._pieces(x):
            block = slice(place, place + part.dim)
            matrix[block, block] = part.hessian(own) * (h * s**2)
            place += part.dim
        if self._mirror is not None:
            reflection = np.eye(self.dim) - 2 * np.outer(self._mirror, self._mirror) / self._square
            matrix = reflection @ matrix @ reflection
        return matrix * self._height * self._stretch**2

    @functools.cached_property
    def infimum(self) -> Any:
        """The infimum of f, or None when f is unbounded below."""
        total = self.numbers.number(0)
        for part, h, _ in self._parts:
            own = part.infimum(self.numbers)
            if own is None:
                return None
            total = total + h * own
        return total * self._height

    def point(self, coordinates: Sequence[Fraction]) -> Any:
        """A vector with these exact coordinates."""
        return self.numbers.vector([self.numbers.number(entry) for entry in coordinates])
