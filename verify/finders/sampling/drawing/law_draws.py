"""Draw laws: a few values, often where a function bends, and weights that give the means which are numbers."""

import dataclasses
from fractions import Fraction

import sympy as sp

from verify.finders.sampling.drawing.state import ATTEMPTS, Reject, State
from verify.finders.sampling.running.laws import Expectation, Law
from verify.finders.strategies import chosen, scale, whole

__all__ = ["Lawgiving"]


class Lawgiving(State):
    """The laws of a draw."""

    def _laws(self) -> None:
        """A law for each expectation, once the scalars in its functions are known; its means are entered."""
        for expectation in self.reading.expectations:
            law = self._law(expectation)
            self.trial = dataclasses.replace(self.trial, laws=(*self.trial.laws, law))
            for function, mean in zip(expectation.functions, expectation.means, strict=True):
                value = expectation.mean(function, law, self.trial.scalars)
                assert value is not None  # the weights were solved for with these values
                self._enter(mean, value)

    def _law(self, expectation: Expectation) -> Law:
        for attempt in range(ATTEMPTS):
            found = self._tried(expectation)
            if found is not None:
                self.retries += attempt
                return found
        self.retries += ATTEMPTS - 1
        raise Reject("no weights give these values the means that are assumed")

    def _tried(self, expectation: Expectation) -> Law | None:
        """Values, some weights, and those that the fixed means then leave; None where a sign is not as assumed."""
        fixed = [
            (function, value)
            for function, value in zip(expectation.functions, expectation.values, strict=True)
            if value.is_Rational
        ]
        places = [expectation.at(bend, Fraction(0), self.trial.scalars) for bend in expectation.bends]
        bends = [place for place in places if place is not None]
        units = [abs(bend) for bend in bends if bend] or [Fraction(1)]
        count = max(1, len(fixed) + chosen(self.draw, (0, 0, 1, 2)))
        values = tuple(self._value_of(bends, units) for _ in range(count))
        free = [Fraction(1, 2 ** whole(self.draw, 1, 4)) for _ in range(count - len(fixed))]
        columns = [[expectation.at(f, value, self.trial.scalars) for value in values] for f in expectation.functions]
        if any(entry is None for column in columns for entry in column):
            raise Reject("a function of an expectation has a value that is not rational")
        rows = [[expectation.at(function, value, self.trial.scalars) for value in values] for function, _ in fixed]
        weights = _completed(rows, [Fraction(int(value.p), int(value.q)) for _, value in fixed], free)
        if weights is None or any(w < 0 for w in weights):
            return None
        law = Law(values, weights)
        positive = [f for f, value in zip(expectation.functions, expectation.values, strict=True) if value.is_positive]
        means = [expectation.mean(function, law, self.trial.scalars) for function in positive]
        return law if all(mean is not None and mean > 0 for mean in means) else None

    def _value_of(self, bends: list[Fraction], units: list[Fraction]) -> Fraction:
        if bends and chosen(self.draw, (False, False, True)):
            return Fraction(chosen(self.draw, bends))
        return Fraction(chosen(self.draw, units) * scale(self.draw, -2, 3) * chosen(self.draw, (1, -1)))


def _completed(
    rows: list[list[Fraction | None]], means: list[Fraction], free: list[Fraction]
) -> tuple[Fraction, ...] | None:
    """``free`` and the weights that solve ``rows @ weights = means``; None where they are not determined."""
    if not rows:
        return tuple(free)
    known = len(free)
    matrix = sp.Matrix([[sp.Rational(e.numerator, e.denominator) for e in row if e is not None] for row in rows])
    begun = sp.Matrix([sp.Rational(w.numerator, w.denominator) for w in free]) if free else sp.zeros(0, 1)
    right = sp.Matrix([sp.Rational(m.numerator, m.denominator) for m in means]) - matrix[:, :known] * begun
    square = matrix[:, known:]
    if square.det() == 0:
        return None
    solved = square.LUsolve(right)
    return (*free, *(Fraction(int(w.p), int(w.q)) for w in solved))
