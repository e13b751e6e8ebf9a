"""Scalars within what the hypotheses allow."""

import contextlib
import itertools
import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import sympy as sp

from theory.measures import Measure, hitting_time
from theory.symbols import N
from verify.finders.sampling.drawing.state import INWARD, Reject, State, outward
from verify.finders.sampling.members.known import plain
from verify.finders.sampling.reading.relations import Isolated, Length, isolate
from verify.finders.sampling.running.sequences import at
from verify.finders.sampling.running.trial import FLOATS
from verify.finders.strategies import chosen, scale, whole

__all__ = ["Scalars"]


class Scalars(State):
    """The scalars of a draw."""

    def _scalars(self, waiting: list[sp.Symbol]) -> None:
        """Draw each within what the hypotheses that involve no later symbol allow; the hard to isolate come first."""
        waiting = list(waiting)
        late = any(s.is_integer for s in waiting) and (bool(self.reading.lengths) or whole(self.draw, 0, 1) == 1)
        while waiting:
            fixed = self._defined(waiting)
            if fixed is not None:
                waiting.remove(fixed)
                continue
            waiting.sort(key=lambda s: (*self._turn(s, late), s.name))
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
        hard = [others for others, found, _ in self.reading.about[symbol] if found is None]
        return sum(1 for others in (*hard, *self.reading.behind.get(symbol, ())) if not self.evaluator.knows(others))

    def _turn(self, symbol: sp.Symbol, late: bool) -> tuple[Any, ...]:
        """What decides the order; natural numbers come before or after the others, before if an equation has them."""
        number = bool(symbol.is_integer) is late and not (symbol.is_integer and symbol in self.reading.equated)
        return symbol in self.reading.loose, -self._tangled(symbol), number

    def _defined(self, waiting: list[sp.Symbol]) -> sp.Symbol | None:
        """Compute a symbol that an equation gives, if there is one."""
        for symbol in waiting:
            if symbol in self.reading.roots:
                return self._root(symbol)
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

    def _root(self, symbol: sp.Symbol) -> sp.Symbol:
        """A root of the polynomial that the symbol is assumed to be a zero of, where the other hypotheses allow it."""
        low, high = self._interval(symbol)
        suiting = [root for root in self.reading.roots[symbol] if low <= float(self.evaluator(root)) <= high]
        if not suiting:
            raise Reject(f"no root fits the bounds on {symbol}")
        self.trial.derived[symbol] = chosen(self.draw, suiting)
        self.evaluator.set(symbol, self.evaluator(self.trial.derived[symbol]))
        return symbol

    def _value(self, symbol: sp.Symbol) -> Fraction:
        low, high = self._interval(symbol)
        if low > high:
            raise Reject(f"no {symbol} fits the bounds on it")
        if symbol.is_integer:
            return self._integer(symbol, low, high)
        ends = [outward(high, -1)] if math.isfinite(high) else [outward(low, 1)] if low and math.isfinite(low) else []
        if symbol in self.reading.loose and ends and whole(self.draw, 0, 3):
            return ends[0]
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
        run = self.reading.run
        if symbol == N and run is not None and not plain(run):  # claimed for its horizons only, as its method may end
            return Fraction(chosen(self.draw, run.horizons))
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
        for others, found, relation in self.reading.about[symbol]:
            early = self.history is None and relation.has(Measure)  # there is no function yet that could have one
            if found is not None and not found.equal and not early and self.evaluator.knows(others):
                yield found, float(self.evaluator(found.slope)), float(self.evaluator(found.rest))
        for part in self.reading.along:
            others = (part.relation.free_symbols | self.reading.hidden(part.relation)) - {part.index, symbol}
            if part.bound is None or not self.evaluator.knows(others | part.bound.free_symbols):
                continue
            found = isolate(part.relation, symbol)
            if found is None:
                continue
            for k in part.places(self.evaluator, 0):
                slope, rest = (self.evaluator(at(e, part.index, k)) for e in (found.slope, found.rest))
                yield found, float(slope), float(rest)
        yield from self._probed(symbol)

    def _probed(self, symbol: sp.Symbol) -> Iterator[tuple[Isolated, float, float]]:
        """Bounds on sequences that depend on the symbol, where they do so linearly: from their values at 0, 1 and 2."""
        parts = [
            part
            for part, free in self.reading.tied
            if part.bound is not None
            and symbol in free - part.relation.free_symbols - part.bound.free_symbols
            and self.evaluator.knows(free - {symbol})
        ]
        if not parts:
            return
        slacks = [self._slacks(parts, symbol, value) for value in (0, 1, 2)]
        self.trial.scalars.pop(symbol, None)
        self._rebuild()
        for zero, one, two in zip(*slacks, strict=True):
            if abs(two - 2 * one + zero) <= 1e-9 * (abs(zero) + abs(one) + abs(two)):
                yield Isolated(sp.Integer(0), 1, sp.Integer(0), False), one - zero, zero

    def _slacks(self, parts: list[Any], symbol: sp.Symbol, value: int) -> list[float]:
        """By how much the bounds hold if the symbol has a value."""
        self.trial.scalars[symbol] = Fraction(value)
        self._rebuild()
        return [
            float(self.evaluator(at(part.relation.gts - part.relation.lts, part.index, k)))
            for part in parts
            for k in part.places(self.evaluator, 0)
        ]
