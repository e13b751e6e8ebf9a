"""What a run asks of its functions, point by point: for subgradients, proximal steps, sums and random components.

Every answer of an oracle is a triple (point, gradient, value) of one summand.  The obligation then speaks of these
finitely many triples: the inequalities of the class between them, the equations of the method, the bound.  What is
shown of all such triples holds for all functions of the class.

The same text traces a run on explicit functions of one variable: then every name gets an exact number.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import sympy as sp

from theory.arithmetic import inner, square
from theory.classes import FunctionClass, Triple
from verify.compile.formulas import Unsupported
from verify.compile.points import Point

__all__ = ["Oracle", "Samples"]

_LETTERS = "abcdefghijklmnop"


class Samples:
    """The triples of each summand, and what else is known of the names in them.

    Attributes:
        triples: for each summand its triples by point.
        vectors, reals: all names, in the order in which they came up.
        equations: of the method.
        known: further relations.
        numbers: on explicit functions, the number that each name stands for.
    """

    def __init__(self, functions: FunctionClass, models: Sequence[Any] | None = None, second: Any = None) -> None:
        if len(functions.parts) > len(_LETTERS):
            raise Unsupported(f"a sum of more than {len(_LETTERS)} functions")
        self.functions, self.models, self.second = functions, models, second
        self.triples: list[dict[sp.Symbol, Triple]] = [{} for _ in functions.parts]
        self.vectors, self.reals = list[sp.Symbol](), list[sp.Symbol]()
        self.equations, self.known = list[Any](), list[Any]()
        self.numbers: dict[sp.Symbol, Any] = {}
        self.named: dict[Any, sp.Symbol] = {}
        self.starts: list[sp.Symbol] = []
        self.weights: list[sp.Symbol] = []
        self.count = 0

    # -- names ---------------------------------------------------------------------------------------------------

    def vector(self, name: str, number: Any = None) -> sp.Symbol:
        """A new vector."""
        symbol = sp.Symbol(name, real=True)
        self.vectors.append(symbol)
        self._stands(symbol, number)
        return symbol

    def real(self, name: str, number: Any = None) -> sp.Symbol:
        """A new real number."""
        symbol = sp.Symbol(name, real=True)
        self.reals.append(symbol)
        self._stands(symbol, number)
        return symbol

    def _stands(self, symbol: sp.Symbol, number: Any) -> None:
        if number is not None:
            self.numbers[symbol] = sp.sympify(number)

    def number(self, expr: Any) -> Any:
        """What an expression is on explicit functions, or None."""
        return None if self.models is None else sp.sympify(expr).xreplace(self.numbers)

    def fresh(self, number: Any = None) -> sp.Symbol:
        """A new point."""
        self.count += 1
        return self.vector(f"y{self.count - 1}", number)

    def point(self, point: Any, name: str = "") -> sp.Symbol:
        """The name of a point, which it gets if it has none."""
        if not isinstance(point, Point):
            raise Unsupported(f"a gradient at {point}")
        if not point.formal.is_Symbol:
            if point.formal not in self.named:
                number = self.number(point.formal)
                symbol = self.vector(name, number) if name else self.fresh(number)
                self.named[point.formal] = symbol
                self.equations.append(sp.Eq(symbol, point.formal, evaluate=False))
            point.formal = self.named[point.formal]
        return point.formal

    # -- triples -------------------------------------------------------------------------------------------------

    def label(self, part: int) -> str:
        """The letter of a summand; none if there is only one."""
        return "" if len(self.triples) == 1 else _LETTERS[part]

    def at(self, part: int, point: sp.Symbol) -> Triple:
        """The triple of a summand at a point: with a new gradient if the point is new."""
        if point not in self.triples[part]:
            slope = None if self.models is None else self.models[part].slope(self.numbers[point])
            tag = f"{self.label(part)}{len(self.triples[part])}"
            self.add(part, point, self.vector(f"g{tag}", slope))
        return self.triples[part][point]

    def add(self, part: int, point: sp.Symbol, gradient: Any) -> Triple:
        """A triple with a gradient that is known already."""
        if point in self.triples[part]:
            raise Unsupported(f"two gradients at {point}")
        tag = f"{self.label(part)}{len(self.triples[part])}"
        if self.functions.parts[part].is_indicator:
            value: Any = sp.S.Zero
        else:
            value = self.real(f"f{tag}", None if self.models is None else self.models[part].value(self.numbers[point]))
        self.triples[part][point] = Triple(point, gradient, value)
        return self.triples[part][point]

    def minimiser(self, name: str) -> sp.Symbol:
        """A minimiser: the gradients of the summands there add up to 0."""
        star = self.vector(name, 0)
        *first, last = range(len(self.triples))
        total = sum((self.at(part, star).g for part in first), sp.S.Zero)
        self.add(last, star, -total)
        return star

    def value(self, point: sp.Symbol) -> Any:
        """The value of the whole function at a point."""
        return self.functions.weight * sum(self.at(part, point).f for part in range(len(self.triples)))

    def gradient(self, point: sp.Symbol) -> Any:
        """A gradient of the whole function at a point: the sum of those of its parts."""
        return self.functions.weight * sum(self.at(part, point).g for part in range(len(self.triples)))

    def inequalities(self) -> Iterator[Any]:
        """The class of each summand between its triples."""
        for cls, triples in zip(self.functions.parts, self.triples, strict=True):
            found = list(triples.values())
            for i in found:
                yield from cls.single(i)
                for j in found:
                    if i is not j:
                        yield from cls.pair(i, j)

    def combinations(self, star: sp.Symbol | None) -> Iterator[Any]:
        """What the class of each summand says of all its triples at once, measured from the minimiser."""
        for part, (cls, triples) in enumerate(zip(self.functions.parts, self.triples, strict=True)):
            if cls.by_combinations and len(triples) > 1:
                found = sorted(triples.values(), key=lambda triple: triple.x != star)
                weights = sp.symbols(f"c{self.label(part)}1:{len(found)}", real=True)
                self.weights += weights
                yield from cls.together(found, weights)


class Oracle:
    """What the text of a method may ask of a sum of functions; ``part`` singles out one summand."""

    def __init__(self, samples: Samples, smooth: int = 0, simple: int = -1, branch: int | None = None) -> None:
        self.samples, self.smooth, self.branch, self.started = samples, smooth, branch, 0
        self.simple = simple % len(samples.triples)

    def part(self, index: int) -> "Oracle":
        """The oracle of one summand."""
        return Oracle(self.samples, index, index)

    @property
    def parts(self) -> "tuple[Oracle, ...]":
        """The oracles of all summands."""
        return tuple(map(self.part, range(len(self.samples.triples))))

    @property
    def drawn(self) -> int:
        """The index of the component that is drawn."""
        if self.branch is None:
            raise Unsupported("a random component of a function that is no FiniteSum")
        return self.branch

    @property
    def sampled(self) -> "Oracle":
        """The oracle of the component that is drawn."""
        return self.part(self.drawn)

    def start(self) -> Point:
        """A further point to start from, any; whatever is drawn, the same."""
        starts, self.started = self.samples.starts, self.started + 1
        if self.branch is None or len(starts) < self.started:
            starts.append(self.samples.fresh(self.samples.second))
        return Point(starts[-1 if self.branch is None else self.started - 1])

    def __call__(self, point: Point) -> Any:
        """The value of the whole function."""
        return self.samples.value(self.samples.point(point))

    def grad(self, point: Point) -> Point:
        """A (sub)gradient of the first summand."""
        return Point(self.samples.at(self.smooth, self.samples.point(point)).g)

    def prox(self, point: Point, step: Any) -> Point:
        """The minimiser p of h(p) + ||p - x||^2/(2 step), h the last summand: p = x - step*s, s a subgradient at p."""
        samples, part = self.samples, self.simple
        start = samples.number(point.formal)
        number = None if samples.models is None else samples.models[part].prox(start, sp.sympify(step))
        after = samples.fresh(number)
        tag = f"{samples.label(part)}{len(samples.triples[part])}"
        slope = samples.vector(f"g{tag}", None if number is None else (start - number) / step)
        samples.add(part, after, slope)
        samples.equations.append(sp.Eq(after, point.formal - step * slope, evaluate=False))
        return Point(after)

    def inexact_prox(self, point: Point, step: Any, error: Any) -> Point:
        """A p with p = x - step*s + e, s a subgradient of the last summand at p and ||e|| <= error ||p - x||."""
        samples, part = self.samples, self.simple
        before, start, number, slope_there = samples.point(point), samples.number(point.formal), None, None
        if samples.models is not None:  # as an exact step of a smaller size: e = -error (p - x)
            number = samples.models[part].prox(start, step / (1 + error))
            slope_there = (start - number) * (1 + error) / step
        after = samples.fresh(number)
        slope = samples.vector(f"g{samples.label(part)}{len(samples.triples[part])}", slope_there)
        samples.add(part, after, slope)
        samples.known.append(square(after - before + step * slope) <= error**2 * square(after - before))
        return Point(after)

    def linear_minimiser(self, direction: Point) -> Point:
        """A point of the set, the last summand's domain, that minimises the inner product with a vector."""
        samples, part = self.samples, self.simple
        number = None
        if samples.models is not None:
            number = samples.models[part].normal_at(-samples.number(direction.formal))
        point = samples.fresh(number)
        samples.add(part, point, -direction.formal)
        return Point(point)

    def line_search(self, point: Point, direction: Point) -> Point:
        """A point x + t d at which the first summand's gradient is orthogonal to d, and so to the step t d.

        If the function is convex, it is least there on the line; otherwise it need not be, and nothing could be
        refuted.  Proofs use the two products, which are linear in the Gram matrix; a counterexample needs t as well.
        """
        samples = self.samples
        if not samples.functions.is_convex:
            raise Unsupported("a line search on functions that need not be convex: a stationary point is no minimiser")
        start, number = samples.point(point), None
        if samples.models is not None:
            number = samples.models[self.smooth].lowest()
        after = samples.fresh(number)
        length = samples.real(f"t{samples.count - 1}", self._length(start, after, direction.formal))
        samples.equations.append(sp.Eq(after, start + length * direction.formal, evaluate=False))
        slope = samples.at(self.smooth, after).g
        for other in (after - start, direction.formal):
            samples.known += [inner(slope, other) <= 0, inner(slope, other) >= 0]
        return Point(after)

    def _length(self, start: sp.Symbol, after: sp.Symbol, direction: Any) -> Any:
        """On explicit functions the number of directions between two points."""
        way, one = self.samples.number(after - start), self.samples.number(direction)
        return way if way is None or one == 0 else way / one

    def inexact_grad(self, point: Point, error: Any) -> Point:
        """A vector d with ||d - g|| <= error ||g||, g the first summand's gradient."""
        samples = self.samples
        slope = samples.at(self.smooth, samples.point(point)).g
        found = samples.vector(f"gd{samples.count}", self._worst(slope, error))
        samples.count += 1
        samples.known.append(square(found - slope) <= error**2 * square(slope))
        return Point(found)

    def _worst(self, slope: sp.Symbol, error: Any) -> Any:
        number = self.samples.number(slope)
        return None if number is None else (1 - error) * number
