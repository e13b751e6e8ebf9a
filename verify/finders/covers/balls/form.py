"""One expression on a box: its sign, decided by its enclosure, by monotonicity, by the mean value theorem, exactly."""

from collections.abc import Sequence
from fractions import Fraction

import sympy as sp

from verify.finders.covers.balls.enclosure import Interval, Undefined
from verify.finders.covers.balls.evaluate import Unsupported, compile_expression

__all__ = ["Box", "Effort", "Form"]

Box = tuple[tuple[Fraction, Fraction], ...]

FACTOR_OPS = 120
"""Derivatives longer than this are not factored."""


class Effort:
    """Counts operations, so that a search ends after the same work on every machine."""

    def __init__(self, limit: int) -> None:
        self.limit, self.spent = limit, 0

    @property
    def exhausted(self) -> bool:
        """Whether the allowance is used up."""
        return self.spent >= self.limit


class Form:
    """An expression with its derivatives, compiled when first needed."""

    def __init__(self, expression: sp.Expr, variables: Sequence[sp.Symbol], depth: int, effort: Effort) -> None:
        self.expression, self.variables, self.depth, self.effort = expression, variables, depth, effort
        self._run = compile_expression(expression, variables)
        self._cost = 4 + sp.count_ops(expression)
        self._opposite: Form | None = None
        self.slopes: list[Form | None] | None = None
        # A derivative says nothing about the jumps of these.
        self.smooth = depth > 0 and not expression.has(sp.Piecewise, sp.sign, sp.Heaviside)

    def value(self, numbers: Sequence[Interval]) -> Interval:
        """The expression's enclosure."""
        self.effort.spent += self._cost
        return Interval.lift(self._run(numbers))

    def slope(self, place: int) -> "Form | None":
        """The derivative in one variable, or None when it has no enclosure."""
        if self.slopes is None:
            self.slopes = [self._differentiate(variable) for variable in self.variables]
        return self.slopes[place]

    def _differentiate(self, variable: sp.Symbol) -> "Form | None":
        if not self.smooth:
            return None
        slope = sp.diff(self.expression, variable)
        if sp.count_ops(slope) <= FACTOR_OPS:
            # Cancelling is sound: it is only used where the expression itself is finite on the whole box, hence
            # continuous, and then a slope that is right except at isolated points decides monotonicity.
            slope = min(slope, sp.factor(slope), key=sp.count_ops)
        try:
            return Form(slope, self.variables, self.depth - 1, self.effort)
        except Unsupported:
            return None

    def positive(self, box: Box, *, strict: bool) -> bool:
        """Whether the expression is >= 0 (or > 0) on the whole box; False when that cannot be told."""
        try:
            value = self.value([Interval(*ends) for ends in box])
        except Undefined:
            return False
        if value.lo > 0 or (not strict and value.lo >= 0):
            return True
        if value.hi < 0:
            return False
        moved = self._move(box)
        if moved != box:
            return self.positive(moved, strict=strict)
        return self._meanvalue(box, strict=strict) or (all(a == b for a, b in box) and self._exact(box, strict=strict))

    def _move(self, box: Box) -> Box:
        """Collapse one variable, in which the expression is monotone, to the end where it is smallest."""
        for place, (low, high) in enumerate(box):
            if low == high or (slope := self.slope(place)) is None:
                continue
            if slope.positive(box, strict=False):
                return (*box[:place], (low, low), *box[place + 1 :])
            if slope.negative(box):
                return (*box[:place], (high, high), *box[place + 1 :])
        return box

    def negative(self, box: Box) -> bool:
        """Whether the expression is <= 0 on the whole box."""
        try:
            if self.value([Interval(*ends) for ends in box]).hi <= 0:
                return True
        except Undefined:
            return False
        if self.depth == 0 or not self.smooth:
            return False
        if self._opposite is None:
            self._opposite = Form(-self.expression, self.variables, self.depth, self.effort)
        return self._opposite.positive(box, strict=False)

    def _meanvalue(self, box: Box, *, strict: bool) -> bool:
        centre = [(low + high) / 2 for low, high in box]
        try:
            total = self.value([Interval(c, c) for c in centre])
            for place, (low, high) in enumerate(box):
                if low == high:
                    continue
                if (slope := self.slope(place)) is None:
                    return False
                offset = Interval(low - centre[place], high - centre[place])
                total += slope.value([Interval(*ends) for ends in box]) * offset
        except Undefined:
            return False
        return bool(total.lo > 0 or (not strict and total.lo >= 0))

    def _exact(self, box: Box, *, strict: bool) -> bool:
        corner = [sp.Rational(low.numerator, low.denominator) for low, _ in box]
        point = dict(zip(self.variables, corner, strict=True))
        value = self.expression.subs(point)
        return bool(value.is_Rational and (value > 0 or (value == 0 and not strict)))
