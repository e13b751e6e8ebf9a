"""Points that suit the hypotheses: near each other, at a minimiser, at projections."""

import contextlib
import math
from fractions import Fraction
from typing import Any

import sympy as sp

from theory.symbols import f as f_of
from theory.symbols import grad as grad_of
from theory.symbols import hess as hess_of
from theory.symbols import norm as norm_of
from verify.finders.sampling.drawing.state import ATTEMPTS, INWARD, Reject, State
from verify.finders.sampling.functions.oracle import Member
from verify.finders.sampling.running.numbers import Undecided
from verify.finders.strategies import chosen, direction, inner_point, scale, whole

__all__ = ["Placing"]


class Placing(State):
    """The points of a draw."""

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
        if not related or symbol in self.trial.derived or symbol in self.reading.stationary:
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
        if symbol in self.reading.stationary:
            points[symbol] = self._minimiser()
            return
        before, step = self.reading.projections.get(symbol, (None, sp.Integer(0)))
        if before in points and self.evaluator.knows(step.free_symbols):
            share = chosen(self.draw, (Fraction(1) - Fraction(1, 2**40), *(Fraction(n, 4) for n in (2, 1, 3, 0))))
            self.trial.derived[symbol] = before - sp.Rational(share.numerator, share.denominator) * step * grad_of(
                before
            )
            return
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
        elif isinstance(member, Member):
            points[symbol] = member.outer(inner_point(self.draw, size))
        else:
            points[symbol] = member.start(self.draw)

    def _minimiser(self) -> tuple[Fraction, ...]:
        found = None if self.trial.member is None else self.trial.member.minimiser
        if found is None:
            raise Reject("no minimiser is known")
        return found

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
