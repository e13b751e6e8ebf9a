"""Draw values, points, a member and a start that satisfy a statement's hypotheses, and evaluate its conclusions."""

import dataclasses
from fractions import Fraction
from typing import Any, ClassVar

import hypothesis.strategies as st
import sympy as sp

from theory.classes import FunctionClass, SmoothConvex, SmoothStronglyConvex
from theory.symbols import x as x_of
from verify.finders.sampling.drawing.law_draws import Lawgiving
from verify.finders.sampling.drawing.level import level
from verify.finders.sampling.drawing.placing import Placing
from verify.finders.sampling.drawing.process_draws import ProcessDrawing
from verify.finders.sampling.drawing.scalars import Scalars
from verify.finders.sampling.drawing.state import ATTEMPTS, INWARD, Draw, Reject, outward
from verify.finders.sampling.drawing.table_draws import Tabling
from verify.finders.sampling.functions.bent import strongly_convex
from verify.finders.sampling.functions.oracle import Member
from verify.finders.sampling.members.draw import drawn
from verify.finders.sampling.reading.statement import Reading
from verify.finders.sampling.running.numbers import Undecided
from verify.finders.sampling.running.sequences import PERIODS
from verify.finders.sampling.running.trial import Rejected, Trial
from verify.finders.strategies import chosen, direction, member, scale, whole

__all__ = ["INWARD", "Drawing", "Reject", "outward", "trials"]


@st.composite
def trials(draw: Draw, reading: Reading, cap: int) -> Trial | Rejected:
    """Strategy for trials that satisfy the hypotheses in floats (or the reason why a draw does not)."""
    drawing = (Drawing if reading.process is None else ProcessDrawing)(draw, reading, cap)
    try:
        return drawing.finish()
    except Reject as reason:
        return Rejected(str(reason), drawing.retries)
    except (Undecided, OverflowError, ZeroDivisionError) as reason:
        return Rejected(f"not defined: {reason}" if isinstance(reason, Undecided) else "overflow or division by zero")


class Drawing(Placing, Scalars, Tabling, Lawgiving):
    """One draw in progress."""

    attempts: ClassVar = ATTEMPTS
    """Attempts at the scalars for one member."""

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
        if reading.shapes.names:
            self._scalars([s for s in reading.scalars if s not in reading.shapes.points | set(self.evaluator.memo)])
            self._tables()
        if reading.expectations:
            self._scalars([s for s in reading.scalars if any(s in e.scalars for e in reading.expectations)])
            self._laws()
        self._points()
        self._vectors()
        moved = level(self)
        if moved is not None:
            self.trial.points[x_of(0)] = moved
            self._rebuild()
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

    def _patterns(self) -> dict[Any, tuple[Fraction, ...]]:
        """What repeats in each sequence that the hypotheses leave open; of vectors, once the dimension is known."""
        return {
            head: tuple(
                self._entry(kind)
                for _ in range(0 if kind == "vector" else 1 if kind == "end" else chosen(self.draw, PERIODS))
            )
            for head, kind in self.reading.patterns.items()
        }

    def _vectors(self) -> None:
        """Families of vectors: what repeats in each, often along the way between two points."""
        trial, families = self.trial, [head for head, kind in self.reading.patterns.items() if kind == "vector"]
        if not families:
            return
        size = trial.member.dim if trial.member else len(next(iter(trial.points.values()), (1,)))
        places = list(trial.points.values())
        ways = [tuple(a - b for a, b in zip(p, q, strict=True)) for p in places for q in places if p != q]
        for head in families:
            unit = scale(self.draw, -3, 3)
            vectors = [
                chosen(self.draw, ways) if ways and whole(self.draw, 0, 1) else direction(self.draw, size)
                for _ in range(chosen(self.draw, PERIODS))
            ]
            trial.patterns[head] = tuple(tuple(unit * entry for entry in vector) for vector in vectors)
        self._rebuild()

    def _entry(self, kind: str) -> Fraction:
        if kind == "share":
            return Fraction(chosen(self.draw, (4, 4, 2, 1, 0)), 4)
        if kind == "turn":
            return Fraction(chosen(self.draw, (4, -4, 0, 2, -1)), 4)
        if kind == "slack":  # most often none: a bound that holds with equality is the hard case
            return scale(self.draw, -3, 3) if chosen(self.draw, (False, False, True)) else Fraction(0)
        size = scale(self.draw, -3, 3) if whole(self.draw, 0, 1) else Fraction(chosen(self.draw, (1, 0)))
        return size * chosen(self.draw, (1, -1))

    def _member(self, functions: FunctionClass) -> None:
        numbers = {}
        for name in functions.parameters:
            value = sp.sympify(functions.parameters[name])
            if value in self.trial.scalars:
                numbers[name] = sp.Rational(self.trial.scalars[value].numerator, self.trial.scalars[value].denominator)
                continue
            exact = value.subs({s: sp.Rational(v.numerator, v.denominator) for s, v in self.trial.scalars.items()})
            if not exact.is_Rational:
                if not value.free_symbols <= set(self.trial.scalars):
                    raise Reject("a constant of the class is not rational")
                inward = Fraction(1, 2**30) * (1 if name == "mu" else -1)  # a subclass, surely
                inside = Fraction(float(self.evaluator(value))) * (1 + inward)
                exact = sp.Rational(inside.numerator, inside.denominator)
            numbers[name] = exact
        if isinstance(functions, SmoothStronglyConvex) and numbers["mu"] >= numbers["L"]:
            raise Reject("no members for these constants of the class")
        flat = bool(numbers) and all(value == 0 for value in numbers.values())
        if flat or any(value < 0 for value in numbers.values()):
            raise Reject("no members for these constants of the class")
        if self.reading.run is not None:
            found = drawn(self.draw, functions, numbers, self.reading.run)
        elif isinstance(functions, SmoothStronglyConvex):
            fixed = SmoothStronglyConvex(**numbers)
            found = strongly_convex(self.draw, fixed, SmoothConvex(fixed.L))
        else:
            found = member(self.draw, dataclasses.replace(functions, **numbers))
        self.trial = dataclasses.replace(self.trial, member=found)

    # -- what the hypotheses say about the function -----------------------------------------------------------------

    def _bounds_of_the_function(self) -> None:
        if self.history is None:
            return
        oracle = self.history.oracle
        start = self.evaluator.memo.get(x_of(0))
        if start is None and self.trial.points:
            start = self.evaluator(next(iter(self.trial.points)))
        if start is not None and isinstance(self.trial.member, Member):
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
