"""Draw values, points, a member and a start that satisfy a statement's hypotheses, and evaluate its conclusions."""

import contextlib
import dataclasses
import itertools
import math
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, ClassVar

import hypothesis.strategies as st
import sympy as sp

from theory.classes import FunctionClass
from theory.measures import hitting_time
from theory.symbols import f as f_of
from theory.symbols import grad as grad_of
from theory.symbols import hess as hess_of
from theory.symbols import norm as norm_of
from theory.symbols import x as x_of
from verify.finders.sampling.numbers import Undecided
from verify.finders.sampling.reading import Reading
from verify.finders.sampling.relations import Isolated, Length, isolate
from verify.finders.sampling.sequences import PERIODS, at
from verify.finders.sampling.trial import FLOATS, Rejected, Trial, assemble
from verify.finders.strategies import chosen, direction, inner_point, member, scale, whole

__all__ = ["INWARD", "Drawing", "Reject", "outward", "trials"]

Draw = Callable[[Any], Any]
ATTEMPTS = 4
INWARD = 2.0**-40  # relative distance kept from a bound, so that balls can confirm the hypothesis


class Reject(Exception):
    """Raised inside a draw."""


@st.composite
def trials(draw: Draw, reading: Reading, cap: int) -> Trial | Rejected:
    """Strategy for trials that satisfy the hypotheses in floats (or the reason why a draw does not)."""
    drawing = Drawing(draw, reading, cap)
    try:
        return drawing.finish()
    except Reject as reason:
        return Rejected(str(reason), drawing.retries)
    except (Undecided, OverflowError, ZeroDivisionError) as reason:
        return Rejected(f"not defined: {reason}" if isinstance(reason, Undecided) else "overflow or division by zero")


class Drawing:
    """One draw in progress."""

    attempts: ClassVar = ATTEMPTS
    """Attempts at the scalars for one member."""

    def __init__(self, draw: Draw, reading: Reading, cap: int) -> None:
        self.draw, self.reading, self.cap = draw, reading, cap
        self.trial = Trial(member=None, points={}, scalars={}, derived={})
        self.evaluator, self.history = assemble(reading, self.trial, FLOATS, cap)
        self.unit = 1.0
        self.retries = 0

    def finish(self) -> Trial:
        """The trial; raises ``Reject`` where a hypothesis cannot be met."""
        reading = self.reading
        if reading.patterns:
            self.trial = dataclasses.replace(self.trial, patterns=self._patterns())
            self._rebuild()
        self._scalars([s for s in reading.scalars if s in reading.constants])
        if reading.functions is not None:
            self._member(reading.functions)
            self._rebuild()
        self._points()
        self._bounds_of_the_function()
        self._rest()
        if reading.run is not None and reading.run.noise is not None:
            self.trial = dataclasses.replace(self.trial, seed=whole(self.draw, 0, 2**16))
        return self.trial

    def _rest(self) -> None:
        """The remaining scalars, in a few attempts, since a new member costs more than new scalars."""
        fixed, derived = dict(self.trial.scalars), dict(self.trial.derived)
        for attempt in range(self.attempts):
            try:
                self._scalars([s for s in self.reading.scalars if s not in self.evaluator.memo])
                for relation in self.reading.given:
                    if self.evaluator.holds(relation, 1e-12) is not True:
                        raise Reject(f"{relation}")
                self.trial = dataclasses.replace(self.trial, retries=self.retries)
                return
            except Reject as reason:
                if attempt == self.attempts - 1:
                    raise Reject(str(reason)) from None
                self.retries += 1
                self.trial = dataclasses.replace(self.trial, scalars=dict(fixed), derived=dict(derived))
                self._rebuild()

    def _rebuild(self) -> None:
        self.evaluator, self.history = assemble(self.reading, self.trial, FLOATS, self.cap)

    def _patterns(self) -> dict[Any, tuple[Fraction, ...]]:
        """What repeats in each sequence that the hypotheses leave open."""
        return {
            head: tuple(self._entry(kind) for _ in range(1 if kind == "end" else chosen(self.draw, PERIODS)))
            for head, kind in self.reading.patterns.items()
        }

    def _entry(self, kind: str) -> Fraction:
        if kind == "share":
            return Fraction(chosen(self.draw, (4, 4, 2, 1, 0)), 4)
        size = scale(self.draw, -3, 3) if whole(self.draw, 0, 1) else Fraction(chosen(self.draw, (1, 0)))
        return size if kind == "slack" else size * chosen(self.draw, (1, -1))

    # -- the function and the points ------------------------------------------------------------------------------

    def _member(self, functions: FunctionClass) -> None:
        numbers = {}
        for name in functions.parameters:
            value = sp.sympify(getattr(functions, name))
            if value in self.trial.scalars:
                numbers[name] = sp.Rational(self.trial.scalars[value].numerator, self.trial.scalars[value].denominator)
                continue
            exact = value.subs({s: sp.Rational(v.numerator, v.denominator) for s, v in self.trial.scalars.items()})
            if not exact.is_Rational:
                if not value.free_symbols <= set(self.trial.scalars):
                    raise Reject("a constant of the class is not rational")
                below = Fraction(float(self.evaluator(value))) * (1 - Fraction(1, 2**30))  # a subclass, surely
                exact = sp.Rational(below.numerator, below.denominator)
            numbers[name] = exact
        fixed = dataclasses.replace(functions, **numbers)
        flat = all(value == 0 for value in numbers.values())
        if flat or any(value < 0 for value in numbers.values()):
            raise Reject("no members for these constants of the class")
        self.trial = dataclasses.replace(self.trial, member=member(self.draw, fixed))

    def _points(self) -> None:
        waiting = list(self.reading.points)
        waiting.sort(key=lambda s: (isinstance(s, sp.Symbol) and not self._is_place(s), str(s)))
        for symbol in waiting:
            self._place(symbol)
            self._rebuild()
            self._mend(symbol)

    def _mend(self, symbol: Any) -> None:
        """Place a point anew, at last on another one, until what is assumed of f there and at earlier ones holds."""
        placed = {*self.trial.points, *self.trial.derived}
        related = [
            relation
            for relation, points, scalars in self.reading.values
            if symbol in points and points <= placed and self.evaluator.knows(scalars)
        ]
        if not related or symbol in self.trial.derived:
            return
        others = [point for point in self.trial.points.values() if point is not self.trial.points[symbol]]
        for attempt in range(ATTEMPTS + len(others)):
            with contextlib.suppress(Undecided, OverflowError):
                if all(self.evaluator.holds(relation, 1e-12) is True for relation in related):
                    return
            if attempt < ATTEMPTS - 1:
                self._place(symbol)
            else:
                self.trial.points[symbol] = others[min(attempt - ATTEMPTS + 1, len(others) - 1)]
            self._rebuild()

    def _is_place(self, symbol: Any) -> bool:
        """Whether f, grad or hess is ever taken at the symbol itself (else it is a displacement)."""
        relations = (*self.reading.given, *self.reading.then)
        return any(r.has(f_of(symbol), grad_of(symbol), hess_of(symbol)) for r in map(sp.sympify, relations))

    def _place(self, symbol: Any) -> None:
        member, points = self.trial.member, self.trial.points
        definition = next((r for r in self.reading.given if isinstance(r, sp.Eq) and symbol in (r.lhs, r.rhs)), None)
        if definition is not None:
            other = definition.rhs if definition.lhs == symbol else definition.lhs
            if not other.free_symbols - set(self.evaluator.memo):
                self.trial.derived[symbol] = other
                return
        size = member.dim if member else len(next(iter(points.values()))) if points else whole(self.draw, 1, 3)
        others = [p for p in points if self._is_place(p) and p != symbol]
        displacement = isinstance(symbol, sp.Symbol) and member is not None and not self._is_place(symbol)
        displacement = displacement and not any(self._limits(symbol - p) for p in others)
        if member is None:
            points[symbol] = inner_point(self.draw, size)
        elif displacement or (others and (any(self._limits(symbol - p) for p in others) or whole(self.draw, 0, 3))):
            near = [p for p in others if self._limits(symbol - p)]
            base = chosen(self.draw, near or others) if others else None
            step = self._step(symbol, base, size, displacement)
            origin = points[base] if base is not None and not displacement else (Fraction(0),) * size
            points[symbol] = tuple(a + b for a, b in zip(origin, step, strict=True))
        else:
            points[symbol] = member.outer(inner_point(self.draw, size))

    def _step(self, symbol: Any, base: Any, size: int, displacement: bool) -> tuple[Fraction, ...]:
        """A displacement from a point, as long as the hypotheses on its norm allow, or of any size (perhaps zero)."""
        member = self.trial.member
        assert member is not None
        free = chosen(self.draw, ("bound", "bound", "any", "zero"))
        if free == "zero" and not displacement:
            return (Fraction(0),) * size
        limits = [float(self.evaluator(bound)) for bound in self._limits(symbol if displacement else symbol - base)]
        longest = min(limits) if limits else None
        length = float(scale(self.draw, -12, 4)) / float(member.stretch)
        if longest is not None:
            length = longest if free == "bound" else longest * chosen(self.draw, (0.5, 0.1, 1e-3))
        way: list[float] = [float(n) for n in direction(self.draw, size)]
        if base is not None and whole(self.draw, 0, 1):
            gradient = self.history.oracle.grad(self.evaluator(base)) if self.history else None
            if gradient is not None and any(gradient):
                sign = chosen(self.draw, (-1.0, 1.0))
                way = [sign * float(entry) for entry in gradient]
        total = math.hypot(*way)
        return tuple(Fraction(entry / total * length * (1 - INWARD)) for entry in way)

    def _limits(self, target: sp.Expr) -> list[sp.Expr]:
        """Upper bounds on the norm of a displacement whose symbols are all known."""
        bounds = [
            r.gts
            for r in self.reading.given
            if isinstance(r, sp.Le | sp.Ge) and r.lts in (norm_of(target), norm_of(-target))
        ]
        return [bound for bound in bounds if all(s in self.evaluator.memo for s in bound.free_symbols)]

    # -- what the hypotheses say about the function -----------------------------------------------------------------

    def _bounds_of_the_function(self) -> None:
        if self.history is None:
            return
        oracle = self.history.oracle
        start = self.evaluator.memo.get(x_of(0))
        if start is None and self.trial.points:
            start = self.evaluator(next(iter(self.trial.points)))
        if start is not None:
            gradient = oracle.grad(start)
            self.unit = float(gradient @ gradient) ** 0.5 or 1.0
        for symbol in self.reading.lower:
            if oracle.infimum is None:
                raise Reject("the function is unbounded below")
            low = float(oracle.infimum)
            self._enter(symbol, Fraction(low) - Fraction(abs(low)) * Fraction(1, 2**40))
        for symbol, origin in self.reading.steep:
            if symbol not in self.evaluator.memo:
                least = self.history.steepest(self.evaluator(origin)) * (1 + 1e-9)
                more = chosen(self.draw, (1, 1, 1, 2, 16))
                self._enter(symbol, Fraction(least) * more)

    def _enter(self, symbol: Any, value: Fraction) -> None:
        self.trial.scalars[symbol] = value
        self.evaluator.set(symbol, FLOATS.number(value))

    # -- scalars ----------------------------------------------------------------------------------------------------

    def _scalars(self, waiting: list[sp.Symbol]) -> None:
        """Draw each within what the hypotheses that involve no later symbol allow; the hard to isolate come first."""
        waiting = list(waiting)
        late = any(s.is_integer for s in waiting) and (bool(self.reading.lengths) or whole(self.draw, 0, 1) == 1)
        while waiting:
            fixed = self._defined(waiting)
            if fixed is not None:
                waiting.remove(fixed)
                continue
            waiting.sort(key=lambda s: (-self._tangled(s), bool(s.is_integer) is late, str(s)))
            symbol = waiting.pop(0)
            value = self._value(symbol)
            ready = self.reading.functions is None or self.trial.member is not None  # else measures have no value yet
            ready = ready and not self.reading.recursions  # the values of sequences are not computed anew
            if ready and any(symbol in length.symbols for length in self.reading.lengths):
                value = self._short(symbol, value)
            self._enter(symbol, value)

    def _short(self, symbol: sp.Symbol, value: Fraction) -> Fraction:
        """The value, or the nearest of its multiples by powers of four for which a trial's steps may be enough."""
        kept = self.evaluator.memo
        low, high = self._interval(symbol)
        if symbol in self._targets:
            high = min(high, self.unit)  # an accuracy that the start meets would test nothing
        for power in (0, *(sign * n for n in range(1, 13) for sign in (1, -1))):
            other = value * Fraction(4) ** power
            if power and not low <= other <= high:
                continue
            self.evaluator.memo = {**kept, symbol: FLOATS.number(other)}
            try:
                if all(self._least(length) <= self.cap for length in self.reading.lengths):
                    return other
            except Reject:
                continue
            finally:
                self.evaluator.memo = kept
        return value

    def _least(self, length: Length) -> float:
        """The least of a bound over what is not drawn yet, as far as the ends of intervals tell; 0 if they do not."""
        ends = []
        for symbol in length.symbols:
            if self.evaluator.knows([symbol]):
                ends.append([float(self.evaluator(symbol))])
                continue
            low, high = self._interval(symbol)
            ends.append([end for end in (low, high) if math.isfinite(end)])
        found = []
        for values in itertools.product(*ends):
            with contextlib.suppress(ZeroDivisionError, OverflowError, ValueError):
                found.append(length.bound(*values))
        return min(found, default=0.0)

    def _tangled(self, symbol: sp.Symbol) -> int:
        """The number of relations with other unknowns that cannot be solved for the symbol."""
        return sum(
            1 for others, found, _ in self.reading.about[symbol] if found is None and not self.evaluator.knows(others)
        )

    def _defined(self, waiting: list[sp.Symbol]) -> sp.Symbol | None:
        """Compute a symbol that an equation gives, if there is one."""
        for symbol in waiting:
            for others, found, relation in self.reading.about[symbol]:
                if found is None or not found.equal or not self.evaluator.knows(others):
                    continue
                solution = found.solution
                if found.power != 1 and not symbol.is_nonnegative:
                    if found.power % 2:
                        continue
                    solution = chosen(self.draw, (solution, -solution))
                value = self.evaluator(solution)
                if symbol.is_integer and not float(value).is_integer():
                    continue
                if (
                    not math.isfinite(value)
                    or (symbol.is_positive and not value > 0)
                    or (symbol.is_nonnegative and value < 0)
                ):
                    raise Reject(f"{relation} gives {symbol} an impossible value")
                self.trial.derived[symbol] = solution
                self.evaluator.set(symbol, value)
                return symbol
        return None

    def _value(self, symbol: sp.Symbol) -> Fraction:
        low, high = self._interval(symbol)
        if low > high:
            raise Reject(f"no {symbol} fits the bounds on it")
        if symbol.is_integer:
            return self._integer(symbol, low, high)
        if math.isinf(low) and math.isinf(high):
            return Fraction(chosen(self.draw, (1, -1, 0))) * self._scale()
        if math.isinf(high):
            if low == 0:
                return self._scale() * Fraction(self._scale_of(symbol))
            if whole(self.draw, 0, 2):
                return outward(low, 1)
            return outward(low, 1) + abs(Fraction(low)) * scale(self.draw, -6, 12)
        if math.isinf(low):
            return outward(high, -1) - chosen(self.draw, (0, 1)) * scale(self.draw)
        share = chosen(self.draw, ("high", "low", "part", "small"))
        if share == "high" or high - low <= INWARD * abs(high):
            return max(outward(high, -1), Fraction(low))
        if share == "low" and not (low == 0 and symbol.is_positive):
            return min(outward(low, 1), Fraction(high))
        factor = Fraction(whole(self.draw, 1, 15), 16) if share == "part" else scale(self.draw, -16, -2)
        return Fraction(low) + (Fraction(high) - Fraction(low)) * factor

    def _scale(self) -> Fraction:
        """A positive number, half of the time within a factor of 16 of 1; on more scales where no function is drawn."""
        wide = 10 if self.trial.member else 24
        return scale(self.draw, -3, 3) if whole(self.draw, 0, 1) else scale(self.draw, -wide, wide)

    def _integer(self, symbol: sp.Symbol, low: float, high: float) -> Fraction:
        least = max(math.ceil(low), -self.cap) if math.isfinite(low) else -8
        most = math.floor(high) if math.isfinite(high) else max(int(2 ** whole(self.draw, 1, 8)), 2 * least)
        if least > self.cap:
            raise Reject(f"{symbol} would have to exceed the steps that a trial runs")
        if least > most:
            raise Reject(f"no integer {symbol} fits the bounds on it")
        least = least or min(most, chosen(self.draw, (1, 1, 1, 0)))
        choice = chosen(self.draw, ("low", "any", "high"))
        return Fraction(least if choice == "low" else most if choice == "high" and most <= self.cap else whole(
            self.draw, least, min(most, least + 32)))  # fmt: skip

    def _scale_of(self, symbol: sp.Symbol) -> float:
        """The natural size of an unbounded symbol: accuracies and noise are measured in gradients."""
        run = self.reading.run
        if run is not None and (symbol in self._targets or symbol == run.noise):
            return self.unit * chosen(self.draw, (0.5, 0.01))
        return 1.0

    @property
    def _targets(self) -> set[Any]:
        """Accuracies whose hitting time the conclusion bounds."""
        return {a.args[0] for r in self.reading.then for a in sp.sympify(r).atoms(hitting_time)}

    def _interval(self, symbol: sp.Symbol) -> tuple[float, float]:
        low = 0.0 if symbol.is_nonnegative else -math.inf
        if symbol.is_integer and symbol.is_positive:
            low = 1.0
        high = math.inf
        for found, slope, rest in self._bounds(symbol):
            if slope == 0 or not math.isfinite(slope) or not math.isfinite(rest):
                continue
            end, upward = -rest / slope, slope > 0
            if found.power != 1:
                if end == 0 and found.power < 0 and not upward:
                    raise Reject(f"no {symbol} is large enough")
                if not symbol.is_nonnegative or end < 0 or (end == 0 and found.power < 0):
                    continue
                end, upward = end ** (1 / found.power), upward == (found.power > 0)
            low, high = (max(low, end), high) if upward else (low, min(high, end))
        return low, high

    def _bounds(self, symbol: sp.Symbol) -> Iterator[tuple[Isolated, float, float]]:
        """The inequalities ``slope * symbol**power + rest >= 0`` whose slope and rest are known."""
        for others, found, _ in self.reading.about[symbol]:
            if found is not None and not found.equal and self.evaluator.knows(others):
                yield found, float(self.evaluator(found.slope)), float(self.evaluator(found.rest))
        for part in self.reading.along:
            others = (part.relation.free_symbols | self.reading.hidden(part.relation)) - {part.index, symbol}
            found = isolate(part.relation, symbol) if part.bound is not None and self.evaluator.knows(others) else None
            if found is None or not self.evaluator.knows([part.bound]):
                continue
            for k in part.places(self.evaluator, 0):
                slope, rest = (self.evaluator(at(e, part.index, k)) for e in (found.slope, found.rest))
                yield found, float(slope), float(rest)


def outward(value: float, sign: int) -> Fraction:
    """Just inside a lower bound (sign 1) or an upper bound (sign -1)."""
    return Fraction(value) + sign * abs(Fraction(value)) * Fraction(1, 2**40)
