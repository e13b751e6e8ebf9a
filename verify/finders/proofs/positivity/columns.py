"""What a certificate may add up: products of facts times monomials of known sign, squares, multiples of equations.

Candidates are found by matching: a product is multiplied only by monomials that bring one of its terms onto a monomial
already in play, starting from those of the target.  This keeps the linear programs small whatever the number of facts.
Source for completeness: J.-L. Krivine (1964), Anneaux preordonnes; D. Handelman (1988), Representing polynomials by
positive linear functions on compact convex polyhedra.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, combinations_with_replacement
from math import isqrt
from time import monotonic

from verify.finders.proofs.positivity.ring import Exponents, Laurent, Ring, multiply, shift
from verify.finders.proofs.positivity.signs import Multiplier, Sign, multiplier

__all__ = ["Column", "Factor", "Search", "products", "pruned"]


@dataclass(frozen=True, kw_only=True)
class Factor:
    """Something nonnegative: a product of facts and squares.

    Attributes:
        facts: exponents per fact. squares: what is squared. value: the polynomial. strict: whether it is positive.
    """

    facts: Mapping[str, int]
    squares: tuple[Laurent, ...] = ()
    value: Laurent
    strict: bool


@dataclass(frozen=True, kw_only=True)
class Column:
    """One candidate summand.

    Attributes:
        value: the polynomial. constant: positive; value = constant * facts * squares. facts, squares, strict: as above.
        equation: the equality fact it is a multiple of; "" if the kernel clears it by itself; None for inequalities.
        multiple: the multiplier of the equation.
    """

    value: Laurent
    constant: Fraction = Fraction(1)
    facts: Mapping[str, int] = field(default_factory=dict)
    squares: tuple[Laurent, ...] = ()
    strict: bool = False
    equation: str | None = None
    multiple: Laurent = field(default_factory=dict)

    @property
    def cost(self) -> float:
        """Preference among certificates: few and small summands."""
        return 1 + len(self.value) + 2 * len(self.squares) + sum(map(abs, self.facts.values()))


def products(factors: Sequence[Factor], degree: int, ring: Ring, most: int) -> list[Factor]:
    """All products of at most ``degree`` factors, small ones first, at most ``most``; the empty product is 1."""
    found = [Factor(facts={}, value=ring.one, strict=True)]
    for size in range(1, degree + 1):
        for chosen in combinations_with_replacement(factors, size):
            if len(found) >= most:
                return found
            facts: dict[str, int] = {}
            value = ring.one
            for factor in chosen:
                for name, e in factor.facts.items():
                    facts[name] = facts.get(name, 0) + e
                value = multiply(value, factor.value)
            squares = tuple(s for factor in chosen for s in factor.squares)
            found.append(
                Factor(
                    facts=facts,
                    squares=squares,
                    value=value,
                    strict=all(factor.strict for factor in chosen),
                )
            )
    return found


_WORK = 1_000_000
"""Comparisons per round of matching, about one second."""

_EARLY = 60
"""How many of the monomials in play are joined by squares: those that came first, which are nearest to the target."""


def _code(m: Exponents) -> int:
    """One integer for a monomial, additive in the exponents and injective while they stay below 128."""
    code = 0
    for e in m:
        code = (code << 8) + e
    return code


@dataclass(kw_only=True)
class Search:
    """Columns collected from a set of monomials in play.

    Attributes:
        ring, signs: the ring and the known signs. monomials: those in play, in order of arrival.
        columns: what was found so far. deadline: the monotonic time after which nothing more is collected.
    """

    ring: Ring
    signs: Mapping[int, Sign]
    monomials: dict[Exponents, None]
    deadline: float
    columns: list[Column] = field(default_factory=list)
    _seen: set[object] = field(default_factory=set)
    _cache: dict[Exponents, Multiplier | None] = field(default_factory=dict)

    def sign(self, m: Exponents) -> Multiplier | None:
        """The sign of a monomial, remembered."""
        if m not in self._cache:
            self._cache[m] = multiplier(m, self.ring, self.signs)
        return self._cache[m]

    def round(
        self,
        factors: Sequence[Factor],
        equations: Sequence[tuple[str, Laurent]],
        *,
        most: int,
    ) -> None:
        """Match every factor and equation against the monomials in play; at most ``most`` new columns.

        Those that bring the fewest new monomials into play, and among them the shortest, come first.
        """
        play = {_code(m): m for m in self.monomials}
        found: list[tuple[int, int, int, Exponents]] = []
        work = 0
        for number, p in enumerate([*(e for _, e in equations), *(factor.value for factor in factors)]):
            work += len(play) * len(p) ** 2
            if work > _WORK or monotonic() > self.deadline:
                break
            free = number < len(equations)
            for fresh, by in self._matches(p, play):
                if (number, by) in self._seen or not (self._invertible(by) if free else self.sign(by)):
                    continue
                found.append((fresh, len(p), number, by))
        found.sort(key=lambda item: item[:3])
        for _, _, number, by in found[:most]:
            self._seen.add((number, by))
            if number < len(equations):
                name, e = equations[number]
                column = Column(value=shift(e, by), equation=name, multiple={by: Fraction(1)})
            else:
                column = self.column(factors[number - len(equations)], by)
            self._take(column)

    def bare(self, factors: Sequence[Factor], equations: Sequence[tuple[str, Laurent]]) -> None:
        """Every factor and equation as it stands, times nothing: no matching, so that their length does not matter."""
        for factor in factors:
            self._take(self.column(factor, self.ring.unit))
        for name, e in equations:
            self._take(Column(value=e, equation=name, multiple={self.ring.unit: Fraction(1)}))

    def _invertible(self, by: Exponents) -> bool:
        return all(k >= 0 or i in self.ring.nonzero for i, k in enumerate(by))

    def _matches(self, p: Laurent, play: Mapping[int, Exponents]) -> Iterator[tuple[int, Exponents]]:
        """Monomials that move a term of p into play, with how many other terms they do not."""
        codes = {_code(m): m for m in p}
        pairs = {s - c: (s, c) for s in play for c in codes}
        for by, (s, c) in pairs.items():
            fresh = sum(by + other not in play for other in codes)
            yield fresh, tuple(a - b for a, b in zip(play[s], codes[c], strict=True))

    def column(self, factor: Factor, by: Exponents) -> Column:
        """A factor times a monomial of known sign, made nonnegative."""
        sign = self.sign(by)
        assert sign is not None
        facts = dict(factor.facts)
        for name, e in sign.facts.items():
            facts[name] = facts.get(name, 0) + e
        squares = factor.squares + (({sign.square: Fraction(1)},) if any(sign.square) else ())
        flip = Fraction(1 if sign.constant > 0 else -1)
        return Column(
            value=shift(factor.value, by, flip),
            constant=abs(sign.constant),
            facts={name: e for name, e in facts.items() if e},
            squares=squares,
            strict=factor.strict and sign.strict,
        )

    def reaches(self, target: Laurent) -> bool:
        """Whether each term of the target occurs in some column, with its own sign if the column has no other term.

        A term that is the geometric mean of two monomials in play counts too: a further square may bring it in.
        """
        found = {m for column in self.columns if len(column.value) > 1 or column.equation for m in column.value}
        single = {(m, c > 0) for column in self.columns for m, c in column.value.items()}
        return all(m in found or (m, c > 0) in single or self._mean(m) for m, c in target.items())

    def _mean(self, m: Exponents) -> bool:
        mirrored = (tuple(2 * a - b for a, b in zip(m, s, strict=True)) for s in self.monomials if s != m)
        return any(s in self.monomials for s in mirrored)

    def squares(self, target: Laurent, ratios: Sequence[Fraction], *, most: int) -> None:
        """Squares of differences m - t n, times a monomial of known sign, that join two early monomials in play."""
        early = sorted(list(self.monomials)[:_EARLY])
        found: list[tuple[int, Exponents, Exponents]] = []
        for a, b in combinations(early, 2):
            if any((x - y) % 2 for x, y in zip(a, b, strict=True)) or not (self.sign(a) and self.sign(b)):
                continue
            middle = tuple((x + y) // 2 for x, y in zip(a, b, strict=True))
            found.append((int(middle not in self.monomials), a, b))
        found.sort(key=lambda item: item[0])
        for _, a, b in found[:most]:
            odd = tuple(x % 2 for x in a)
            m, n = (tuple((x - o) // 2 for x, o in zip(s, odd, strict=True)) for s in (a, b))
            for t in _ratios(a, b, target, ratios):
                difference = {m: Fraction(1), n: -t}
                if ("square", a, b, t) not in self._seen:
                    self._seen.add(("square", a, b, t))
                    value = multiply(difference, difference)
                    self._take(self.column(Factor(facts={}, squares=(difference,), value=value, strict=False), odd))

    def _take(self, column: Column) -> None:
        self.columns.append(column)
        self.monomials.update(dict.fromkeys(column.value))


def _ratios(a: Exponents, b: Exponents, target: Laurent, ratios: Sequence[Fraction]) -> list[Fraction]:
    """Candidates for t: fixed ones, and those that complete a square in the target."""
    found = {sign * r for r in ratios for sign in (1, -1)}
    c, d = target.get(a), target.get(b)
    cross = target.get(tuple((x + y) // 2 for x, y in zip(a, b, strict=True)))
    if cross and c and c > 0:
        found.add(-cross / (2 * c))
    if cross and d and d > 0:
        found.add(-2 * d / cross)
    if c and d and c * d > 0:
        square = d / c
        root = Fraction(isqrt(square.numerator), isqrt(square.denominator))
        if root**2 == square:
            found.update((root, -root))
    return sorted(found)


def pruned(columns: Sequence[Column], target: Laurent) -> list[Column]:
    """The columns left after dropping, again and again, those with a term that nothing could cancel."""
    users: dict[Exponents, set[int]] = {}
    sides: dict[Exponents, list[int]] = {}  # how many columns can give a monomial a negative, a positive weight
    for k, column in enumerate(columns):
        for m, c in column.value.items():
            users.setdefault(m, set()).add(k)
            _count(sides.setdefault(m, [0, 0]), column, c, 1)
    dropped: set[int] = set()
    pending = [m for m in users if m not in target]
    while pending:
        m = pending.pop()
        for k in list(users[m]):
            if columns[k].equation is not None and sum(sides[m]) > 2:  # it is counted on both sides itself
                continue
            if columns[k].equation is None and sides[m][0 if columns[k].value[m] > 0 else 1]:
                continue
            dropped.add(k)
            for other, d in columns[k].value.items():
                users[other].discard(k)
                _count(sides[other], columns[k], d, -1)
                if other not in target:
                    pending.append(other)
    return [column for k, column in enumerate(columns) if k not in dropped]


def _count(sides: list[int], column: Column, c: Fraction, by: int) -> None:
    if c < 0 or column.equation is not None:
        sides[0] += by
    if c > 0 or column.equation is not None:
        sides[1] += by
