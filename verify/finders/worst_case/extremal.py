"""Directed search for the worst case of an inequality: members of the line, and every free number, by descent.

Where fuzzing draws, this climbs: each member of the class in one variable, the point, the displacement and the scalars
are numbers that Nelder and Mead's method moves towards violation, bounds of the hypotheses included.  It proposes; the
caller rechecks in balls.
"""

import dataclasses
import functools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np
import sympy as sp
from scipy.optimize import minimize

from theory.classes import FunctionClass, L0L1Smooth
from theory.classes.members import PROFILES, Profile
from verify.finders.sampling.drawing.trials import INWARD, Drawing, Reject, outward
from verify.finders.sampling.functions.oracle import Line, Member
from verify.finders.sampling.reading.statement import Reading
from verify.finders.sampling.running.numbers import Undecided
from verify.finders.sampling.running.trial import FLOATS, Trial, assemble
from verify.finders.strategies import supported

__all__ = ["Proposal", "propose"]

DRAWS = 16
"""Points tried for each member before the best are improved."""
CLIMBS = 5
EVALUATIONS = 240
REJECTED = 10.0


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A trial that comes close to violating a conclusion, or violates it in floats.

    Attributes:
        trial: exact values, points and function.
        excess: (smaller side - larger side)/(sum of their sizes): positive for a violation.
    """

    trial: Trial
    excess: float


def propose(reading: Reading, cap: int, seed: int = 0) -> Iterator[Proposal]:
    """Trials that satisfy the hypotheses in floats, the most violating first.

    Args:
        reading: a statement taken apart.
        cap: steps that a run may take.
        seed: of the starting points.
    """
    random = np.random.default_rng(seed)
    members: list[Profile | None] = [*_profiles(reading.functions)] if reading.functions is not None else [None]
    starts: list[tuple[float, Profile | None, Any]] = []
    for profile in members:
        length = _length(reading, cap, profile)
        drawn = [np.ones(length), *(random.normal(0.0, 1.5, length) for _ in range(DRAWS - 1))]
        tried = sorted(((_objective(reading, cap, profile, z), i) for i, z in enumerate(drawn)))
        starts += [(value, profile, drawn[i]) for value, i in tried[: 1 if profile else CLIMBS]]
    starts.sort(key=lambda start: start[0])
    found: list[Proposal] = []
    for value, profile, numbers in starts[:CLIMBS]:
        if value >= REJECTED or not numbers.size:
            continue
        result = minimize(
            functools.partial(_objective, reading, cap, profile),
            numbers,
            method="Nelder-Mead",
            options={"maxfev": EVALUATIONS, "xatol": 1e-9, "fatol": 1e-12},
        )
        trial = _trial(reading, cap, profile, result.x)
        if trial is not None:
            found.append(Proposal(trial=trial, excess=-float(result.fun)))
    yield from sorted(found, key=lambda proposal: -proposal.excess)


def _profiles(functions: FunctionClass) -> Iterator[Profile]:
    """The members on the line that fit the class whatever its constants are."""
    if not supported(functions):
        return
    constants = [sp.sympify(value) for value in functions.parameters.values()]
    smooth = not isinstance(functions, L0L1Smooth) or constants[1] == 0
    convex = getattr(functions, "convex", "Convex" in type(functions).__name__)
    wanted = {"bounded"} if smooth else {"linear"} if constants[0] == 0 else {"bounded", "affine", "linear"}
    for profile in PROFILES:
        if wanted & set(profile.growth) and (profile.convex or not convex):
            yield profile


class _Numbers:
    """A vector read one entry after another; past its end zeros, so that its length can be found by reading."""

    def __init__(self, entries: Any) -> None:
        self.entries, self.used = entries, 0

    def __next__(self) -> float:
        self.used += 1
        return float(self.entries[self.used - 1]) if self.used <= len(self.entries) else 0.0


class _Directed(Drawing):
    """A drawing whose every number is read off a vector.  Choices left to chance elsewhere are the first: 1."""

    attempts: ClassVar = 1

    def __init__(self, reading: Reading, cap: int, profile: Profile | None, numbers: _Numbers) -> None:
        super().__init__(lambda strategy: 1, reading, cap)
        self.profile, self.numbers = profile, numbers

    def member_of(self, functions: FunctionClass) -> Member:
        """The profile, scaled into the class with the constants drawn."""
        assert self.profile is not None
        values = [Fraction(int(v.p), int(v.q)) for v in map(sp.sympify, functions.parameters.values())]
        L0, L1 = (values[0], values[1]) if isinstance(functions, L0L1Smooth) else (values[0], Fraction(0))
        height, stretch = (L0 / L1**2, L1) if L0 and L1 else (L0, Fraction(1)) if L0 else (Fraction(1), L1)
        s = Fraction(_exponential(next(self.numbers))) if self.profile.growth == ("bounded",) else Fraction(1)
        shape = tuple((symbol, Fraction(1)) for symbol in self.profile.shape)
        return Member(
            parts=((Line(self.profile, shape), 1 / s**2, s),),
            height=height,
            stretch=stretch,
            shift=(Fraction(0),),
            rule=f"scale to (L0,L1) = ({L0}, {L1}); stretch",
        )

    def _member(self, functions: FunctionClass) -> None:
        numbers = {}
        for name in functions.parameters:
            value = sp.sympify(getattr(functions, name)).subs(
                {s: sp.Rational(v.numerator, v.denominator) for s, v in self.trial.scalars.items()}
            )
            if not value.is_Rational or value < 0:
                raise Reject("a constant of the class is not a nonnegative rational")
            numbers[name] = value
        if not any(numbers.values()):
            raise Reject("only affine functions")
        self.trial = dataclasses.replace(self.trial, member=self.member_of(dataclasses.replace(functions, **numbers)))

    def _place(self, symbol: Any) -> None:
        if any(isinstance(r, sp.Eq) and symbol in (r.lhs, r.rhs) for r in self.reading.given):
            super()._place(symbol)
            return
        member, points, z = self.trial.member, self.trial.points, next(self.numbers)
        displacement = member is not None and not self._is_place(symbol)
        origins = [None] if displacement else [p for p in points if self._is_place(p)]
        for origin in origins:
            limits = self._limits(symbol if origin is None else symbol - origin)
            if limits:
                longest = min(float(self.evaluator(bound)) for bound in limits) * (1 - INWARD)
                base = Fraction(0) if origin is None else points[origin][0]
                points[symbol] = (base + Fraction(max(-1.0, min(1.0, z)) * longest),)
                return
        place = (Fraction(z),)
        points[symbol] = place if member is None else (place[0] / member.stretch,) if displacement else member.outer(
            place
        )  # fmt: skip

    def _value(self, symbol: sp.Symbol) -> Fraction:
        low, high = self._interval(symbol)
        if low > high:
            raise Reject(f"no {symbol} between {low:.3g} and {high:.3g}")
        z = next(self.numbers)
        if symbol.is_integer:
            least = max(math.ceil(low), 0) if math.isfinite(low) else 0
            whole = least + round(min(abs(z) / 2, self.cap))
            return Fraction(min(whole, math.floor(high)) if math.isfinite(high) else whole)
        if math.isinf(low) and math.isinf(high):
            return Fraction(z)
        if math.isinf(high):
            if low == 0:
                return Fraction(_exponential(z))
            return outward(low, 1) + abs(Fraction(low)) * Fraction(_exponential(max(z, 0.0)) - 1)
        if math.isinf(low):
            return outward(high, -1) - Fraction(_exponential(max(z, 0.0)) - 1)
        share = Fraction(max(0.0, min(1.0, 0.5 + z)))
        value: Fraction = Fraction(low) + (Fraction(high) - Fraction(low)) * share
        least_inside: Fraction = (
            outward(low, 1) if low or not symbol.is_positive else Fraction(high) * Fraction(1, 2**40)
        )
        return max((least_inside, min((value, outward(high, -1)))))


def _exponential(z: float) -> float:
    return math.exp(max(-25.0, min(25.0, z)))


def _length(reading: Reading, cap: int, profile: Profile | None) -> int:
    numbers = _Numbers(())
    _drawn(reading, cap, profile, numbers)
    return max(numbers.used, len(reading.scalars) + len(reading.points) + (profile is not None))


def _drawn(reading: Reading, cap: int, profile: Profile | None, numbers: _Numbers) -> Trial | None:
    try:
        return _Directed(reading, cap, profile, numbers).finish()
    except (Reject, Undecided, OverflowError, ZeroDivisionError):
        return None


def _trial(reading: Reading, cap: int, profile: Profile | None, z: Any) -> Trial | None:
    return _drawn(reading, cap, profile, _Numbers(z))


def _objective(reading: Reading, cap: int, profile: Profile | None, z: Any) -> float:
    """Minus the largest relative excess over the conclusions; a constant where a hypothesis fails."""
    trial = _trial(reading, cap, profile, z)
    if trial is None:
        return REJECTED
    try:
        evaluator, _ = assemble(reading, trial, FLOATS, cap)
        excess = max((_excess(relation, evaluator) for relation in reading.then), default=-1.0)
    except (Undecided, OverflowError, ZeroDivisionError):
        return REJECTED
    return -excess


def _excess(relation: Any, evaluator: Any) -> float:
    if isinstance(relation, sp.Eq) or not isinstance(relation, sp.Le | sp.Lt | sp.Ge | sp.Gt):
        return -1.0
    small, large = float(evaluator(relation.lts)), float(evaluator(relation.gts))
    size = abs(small) + abs(large)
    return (small - large) / size if 0 < size < math.inf else -1.0
