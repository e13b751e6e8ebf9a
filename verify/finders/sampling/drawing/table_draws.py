"""Draw functions of real variables as tables, and the points that minimise them."""

import dataclasses
from fractions import Fraction

from verify.finders.sampling.drawing.state import Reject, State
from verify.finders.sampling.running.tables import Minimiser, Table, Tables
from verify.finders.strategies import chosen, whole

__all__ = ["Tabling"]


class Tabling(State):
    """The tables of a draw."""

    def _tables(self) -> None:
        """Tables on a few cells, once the scalars but the minimisers are known."""
        shapes, scalars = self.reading.shapes, self.trial.scalars
        spread = [scalars[m.low] for m in shapes.least] + [scalars[m.high] for m in shapes.least] or [Fraction(0)]
        low, high = min(spread), max(spread)
        inside = [low + (high - low) * Fraction(n, 4) for n in range(whole(self.draw, 0, 3) + 1)]
        ends = tuple(sorted({low - 1, *inside}))
        unit = max([scalars[d] for _, _, d in shapes.near], default=Fraction(0)) or Fraction(1)
        functions: dict[str, Table] = {}
        for one, other, d in shapes.near:
            if other in functions:
                raise Reject("a function is near to two others")
            base = functions.setdefault(one, Table(self._column(ends, unit)))
            shares = self._column(ends, Fraction(1, 4), (4, -4, 0, 2, -1))
            moved = zip(base.values, shares, strict=True)
            functions[other] = Table(tuple(value + share * scalars[d] for value, share in moved))
        for name, L in shapes.steep.items():
            slopes = self._column(ends, scalars[L] / 4, (4, -4, 0, 2, -1))
            heights = self._column(ends, unit * scalars[L], (0, 1, -1, 2))
            functions[name] = Table(heights, slopes, self._column(ends, unit))
        for name in sorted(shapes.names - set(functions)):
            arguments = {m.outer for m in shapes.least}
            blank = self._column(ends, Fraction(0)) if name in arguments else ()
            functions[name] = Table(self._column(ends, unit), blank, blank)
        self.trial = dataclasses.replace(self.trial, tables=Tables(ends, functions))
        for minimiser in shapes.least:
            scalars[minimiser.point] = self._lowest(minimiser)
        self._rebuild()

    def _column(
        self, ends: tuple[Fraction, ...], unit: Fraction, options: tuple[int, ...] = (0, 1, -1, 2, 3)
    ) -> tuple[Fraction, ...]:
        return tuple(unit * chosen(self.draw, options) for _ in range(len(ends) + 1))

    def _lowest(self, minimiser: Minimiser) -> Fraction:
        """A point of a cell in which the function is least on the interval."""
        tables, scalars = self.trial.tables, self.trial.scalars
        assert tables is not None
        low, high = scalars[minimiser.low], scalars[minimiser.high]
        if low > high:
            raise Reject("an empty interval")
        cell = chosen(self.draw, tables.lowest(minimiser, low, high))
        left = max(low, tables.ends[cell - 1]) if cell else low
        right = min(high, tables.ends[cell]) if cell < len(tables.ends) else high
        return right - (right - left) * chosen(self.draw, (Fraction(0), Fraction(1, 2)))
