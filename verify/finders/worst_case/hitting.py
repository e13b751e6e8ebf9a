"""Upper bounds on a hitting time, read out of a statement about a run, and tried on the worst functions of the line."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import floor, log10
from typing import Any, Protocol

import numpy as np
import sympy as sp
from flint import arb, ctx

from theory.classes import L0L1Smooth, Smooth
from theory.measures import Measure, gap, hitting_time
from theory.statement import ForAll, Run, Statement
from theory.symbols import f, grad, norm, x
from verify.finders.covers.balls import Undefined, Unusable, compile_expression, normalise
from verify.finders.covers.balls.enclosure import to_arb, to_fraction
from verify.finders.covers.cover import POINT_BITS
from verify.finders.worst_case.line import Line
from verify.finders.worst_case.shortest_path import Path, explicit
from verify.finders.worst_case.trace import step_length

__all__ = ["SIZE", "Explicit", "HittingBound", "Instance", "confirm", "read", "recheck"]

SIZE = sp.Symbol("size", positive=True)
"""||grad f(x_k)|| in the step length."""

Values = Mapping[sp.Symbol, sp.Rational]


@dataclass(frozen=True, kw_only=True)
class HittingBound:
    """The claim T_eps <= bound for runs that start with f(x_0) - f* <= delta.

    Attributes:
        statement: the run.
        L0, L1: the constants of the class (L1 = 0 for smooth functions).
        length: the step length as an expression in ``SIZE``.
        eps: the accuracy.
        bound: the claimed bound, an expression in the free symbols and ``delta``.
        delta: the symbol that bounds the initial gap.
        given: the remaining hypotheses, relations of scalars.
        steepest: a bound on |f'| over the initial sublevel set, or None.
    """

    statement: Run
    L0: sp.Expr
    L1: sp.Expr
    length: sp.Expr
    eps: sp.Expr
    bound: sp.Expr
    delta: sp.Symbol
    given: tuple[Any, ...]
    steepest: sp.Expr | None

    @property
    def free(self) -> tuple[sp.Symbol, ...]:
        """The symbols that have to be chosen, without ``delta``, in alphabetical order."""
        parts = (self.L0, self.L1, self.length, self.eps, self.bound, *self.given, self.steepest or sp.Integer(0))
        return tuple(sorted({s for part in parts for s in part.free_symbols} - {SIZE, self.delta}, key=str))

    def line(self, values: Values) -> Line | None:
        """The constants of the class at a parameter point; None when they are not rational, or L0 = 0."""
        a, b = self.L0.subs(values), self.L1.subs(values)
        if not (a.is_Rational and b.is_Rational and a > 0 and b >= 0):
            return None
        return Line(Fraction(int(a.p), int(a.q)), Fraction(int(b.p), int(b.q)))

    @cached_property
    def _floats(self) -> tuple[Any, Any]:
        steepest = sp.oo if self.steepest is None else self.steepest
        numbers = sp.lambdify((*self.free, self.delta), [self.eps, steepest, self.bound], "numpy")
        return numbers, sp.lambdify((*self.free, SIZE), self.length, "numpy")

    def numbers(self, values: Values, delta: float = np.nan) -> tuple[float, float, float]:
        """Floats of (eps, bound on the gradient, claimed bound) at a parameter point and gap."""
        with np.errstate(all="ignore"):  # numpy's floats divide by zero where the hypotheses fail
            eps, steepest, bound = self._floats[0](*(np.float64(values[s]) for s in self.free), np.float64(delta))
        return float(eps), float(steepest), float(bound)

    def lengths(self, values: Values) -> Any:
        """The step length as a vectorised function of floats."""
        fixed = [np.float64(values[s]) for s in self.free]
        return lambda size: self._floats[1](*fixed, size)


def read(statement: Statement) -> HittingBound | None:
    """The bound, when the statement is one: a step that depends on |grad| alone, a class whose worst case is known."""
    if not isinstance(statement, Run) or statement.noise is not None:
        return None
    functions, then = statement.functions, statement.then
    if isinstance(functions, L0L1Smooth) and not functions.convex:
        constants = sp.sympify(functions.L0), sp.sympify(functions.L1)
    elif isinstance(functions, Smooth):
        constants = sp.sympify(functions.L), sp.Integer(0)
    else:
        return None
    if (
        not isinstance(then, sp.Le | sp.Ge)
        or not isinstance(then.lts, hitting_time)
        or then.gts.has(Measure, f, grad, norm, x)
    ):
        return None
    hypotheses = _hypotheses(statement.given)
    length = step_length(statement.method, statement.parameters, SIZE)
    if hypotheses is None or length is None or length.has(Measure):
        return None
    delta, given, steepest = hypotheses
    return HittingBound(
        statement=statement,
        L0=constants[0],
        L1=constants[1],
        length=length,
        eps=then.lts.args[0],
        bound=then.gts,
        delta=delta,
        given=given,
        steepest=steepest,
    )


def _hypotheses(given: tuple[Any, ...]) -> tuple[sp.Symbol, tuple[Any, ...], sp.Expr | None] | None:
    delta, steepest, scalars = None, None, []
    for relation in given:
        if isinstance(relation, ForAll):
            steepest = _gradient_bound(relation)
            if steepest is None:
                return None
        elif isinstance(relation, sp.Le | sp.Ge) and relation.lts == gap(0):
            delta = relation.gts
        elif relation.has(Measure, f, grad, norm, x):
            return None
        else:
            try:
                normalise(relation)
            except Unusable:
                return None
            scalars.append(relation)
    return (delta, tuple(scalars), steepest) if isinstance(delta, sp.Symbol) else None


def _gradient_bound(hypothesis: ForAll) -> sp.Expr | None:
    """M in "||grad f(z)|| <= M for every z of the initial sublevel set"."""
    if len(hypothesis.over) != 1 or len(hypothesis.conclusions) != 1 or len(hypothesis.given) > 1:
        return None
    (point,), (then,) = hypothesis.over, hypothesis.conclusions
    sublevel = f(point) <= f(x(0))
    if hypothesis.given and hypothesis.given[0] != sublevel:
        return None
    bounded = isinstance(then, sp.Le | sp.Ge) and then.lts == norm(grad(point))
    return then.gts if bounded and not then.gts.has(point) else None


class Explicit(Protocol):
    """An explicit function of one variable that is known to be in the class, evaluated in balls."""

    def grad(self, x: arb) -> arb:
        """The derivative on a ball."""

    def fall(self, start: Fraction) -> arb:
        """f(start) - inf f."""

    def steepest(self, start: Fraction) -> arb:
        """An upper bound of |f'| where f <= f(start)."""

    def as_json(self) -> dict[str, Any]:
        """What a reader needs to write the function down."""


@dataclass(frozen=True, kw_only=True)
class Instance:
    """An explicit function on which the method was run in ball arithmetic.

    Attributes:
        member: the function.
        start: x_0.
        gap: a rational upper bound of f(x_0) - f*.
        failures: the iterates x_0, ..., x_{failures-1} certainly have |f'| > eps: the hitting time is at least this.
        broken: whether every hypothesis certainly holds and the claimed bound is certainly smaller than ``failures``.
    """

    member: Explicit
    start: Fraction
    gap: Fraction
    failures: int
    broken: bool


def confirm(claim: HittingBound, values: Values, path: Path) -> Instance | None:
    """Turn a path, proposed for an accuracy slightly above eps, into a function, and ``recheck`` that."""
    try:
        member, start = explicit(path)
    except ValueError:
        return None
    return recheck(claim, values, member, start, len(path.levels))


def recheck(
    claim: HittingBound, values: Values, member: Explicit, start: Fraction, failures: int, *, bits: int = POINT_BITS
) -> Instance | None:
    """Run the method's own text in balls on an explicit function and compare with the claimed bound.

    Args:
        claim: the bound.
        values: a rational for every symbol of ``claim.free``.
        member: the function.
        start: x_0.
        failures: how many iterates, from x_0, should have |f'| > eps.
        bits: working precision.

    Returns:
        What was confirmed, or None when an iterate is not certainly above eps or a hypothesis does not certainly hold.
    """
    try:
        with ctx.workprec(bits):
            parameters = {name: _ball(value, values) for name, value in claim.statement.parameters.items()}
            eps, run = _ball(claim.eps, values), claim.statement.method(member, to_arb(start), **parameters)
            if not all(abs(member.grad(next(run))) > eps for _ in range(failures)):
                return None
            if claim.steepest is not None and not member.steepest(start) <= _ball(claim.steepest, values):
                return None
            gap_above = _round_up(to_fraction(member.fall(start).upper()))
            at = {**values, claim.delta: sp.Rational(gap_above.numerator, gap_above.denominator)}
            if not all(_certain(relation, at) for relation in claim.given):
                return None
            broken = _certain(sp.Lt(claim.bound, failures, evaluate=False), at)
    except (ValueError, OverflowError, Undefined):  # no such function, or one of astronomical size
        return None
    return Instance(member=member, start=start, gap=gap_above, failures=failures, broken=broken)


def _ball(expression: Any, values: Values) -> arb:
    result: arb = compile_expression(sp.sympify(expression).subs(values), (), to_arb)(())
    return result


def _certain(relation: Any, at: Values) -> bool:
    """Whether balls show that a relation holds at a rational point."""
    for side in normalise(relation):
        value = _ball(side.expression, at)
        if not (value == 0 if side.equal else value > 0 if side.strict else value >= 0):
            return False
    return True


def _round_up(value: Fraction) -> Fraction:
    """The decimal of 12 significant digits just above a positive number."""
    scale = Fraction(10) ** (11 - floor(log10(value)))
    return Fraction(int(value * scale) + 1) / scale
