"""Counterexamples to rates that are stated point by point: explicit functions of one variable, run exactly.

For each summand a few members of its class are tried that have their corner or kink where the run is; what is found
is checked against every hypothesis of the obligation in rational arithmetic, and again by the kernel.
"""

from dataclasses import fields, replace
from itertools import chain, islice, product
from typing import Any

import sympy as sp

from theory.classes import (
    BoundedSet,
    Cocoercive,
    Convex,
    FunctionClass,
    LipschitzConvex,
    Monotone,
    Quadratic,
    Smooth,
    StronglyConvex,
)
from theory.statement import ForAll, Run
from theory.symbols import N, inner, norm
from verify.compile.rates import traced
from verify.finders.performance.witnesses.polyline import Polyline, absolute, huber, indicator, linear, quadratic

__all__ = ["members", "sampled_counterexample"]

TRIES = 40
"""Candidates, at most."""


def members(cls: FunctionClass, horizon: int) -> list[Polyline]:
    """Members of a class whose constants are numbers, the plainest first; 0 is a minimiser of most."""
    c = {name: sp.sympify(value) for name, value in cls.parameters.items()}
    corners = [sp.Rational(p, q) for q in range(1, 2 * horizon + 4) for p in range(1, 3) if sp.gcd(p, q) == 1]
    if isinstance(cls, Quadratic):
        shares = {sp.S.Zero, sp.S.One, sp.Rational(1, 2), sp.Rational(1, 2 * horizon + 1), sp.Rational(1, horizon + 1)}
        return [quadratic(c["mu"] + share * (c["L"] - c["mu"])) for share in sorted(shares)]
    if isinstance(cls, BoundedSet):
        d = c["D"]
        return [indicator((low, low + d)) for low in (sp.S.Zero, -d, -d / 2, -d / 4)]
    if isinstance(cls, LipschitzConvex):
        m = c["M"]
        bent = [huber(m / corner, corner) for corner in corners]
        return [absolute(-m, m), linear(0), absolute(0, m), linear(m), linear(-m), *bent]
    if isinstance(cls, Monotone):
        return members(Convex(), horizon)
    high = 1 / c["beta"] if isinstance(cls, Cocoercive) else c.get("L")
    low = c.get("mu", sp.S.Zero) if not isinstance(cls, Smooth) else -c["L"]
    low = -c["rho"] if "rho" in c else low
    if high is None:  # convex, no smoothness
        base = c["mu"] if isinstance(cls, StronglyConvex) else sp.S.Zero
        kinks = [absolute(-s, s, base) for s in (*corners, 2)]
        sides = [absolute(0, s, base) for s in corners]
        slopes = [linear(s) for s in (1, -1)] if not base else []
        cones = [Polyline(((sp.S.Zero, sp.S.Zero),), None, base), Polyline(((sp.S.Zero, sp.S.One),), None, base)]
        return [quadratic(base), *kinks, *cones, *sides, *slopes, *(quadratic(base + q) for q in (1, 2, 10))]
    bent = [huber(high, corner, low) for corner in corners] + [huber(low, corner, high) for corner in corners]
    if low < 0:  # up to a corner and down again to a plateau, or straight on
        bent += [huber(high, corner) for corner in corners]
        bent = [Polyline(((c, high * c), (c - high * c / low, sp.S.Zero)), high, sp.S.Zero) for c in corners] + bent
    stairs = sp.Rational(3, 10)
    bent.append(Polyline(((stairs, high * stairs), (2 * stairs, (high + low) * stairs)), high, high))
    tilts = [sign * s for s in (sp.S.One, sp.Rational(1, 2), sp.Rational(3, 5)) for sign in (1, -1)]
    tilted = [Polyline(((sp.S.Zero, s),), c, c) for c in (high, low) for s in tilts]
    return [quadratic(high), quadratic(low), *bent, *tilted]


def sampled_counterexample(run: Run, horizon: int, tries: int = TRIES) -> dict[Any, Any] | None:
    """A witness in the form of ``Claim.witness``: a number for each name of the obligation; all parameters 1.

    Args:
        run: with a bound on measures, stated point by point.
        horizon: the number of steps.
        tries: runs on candidates, at most, for each start.

    Returns:
        The first witness found that satisfies every hypothesis and breaks the bound, in exact arithmetic, or None.
    """
    symbols = sorted(_symbols(run), key=str)
    values = {symbol: sp.Integer(1) for symbol in symbols}
    plain = _at(run, values)
    choices = [members(part, horizon) for part in plain.functions.parts]
    # components of one class that are all the same are the likely ones, and few
    alike = zip(*choices, strict=True) if len(set(plain.functions.parts)) == 1 < len(choices) else ()
    for models in islice(chain(alike, product(*choices)), tries):
        for first, second in _STARTS:
            numbers = _broken(plain, horizon, models, first, second)
            if numbers is not None:
                return {**values, **numbers}
    return None


_STARTS = tuple(
    (sp.Rational(first), sp.Rational(second))
    for first, second in ((1, 0), ("1/2", 0), ("1/4", 0), ("3/4", 0), (2, 0), (-1, 0), (1, 1))
)
"""Of the run, and of what it is compared with or remembers."""


def _symbols(run: Run) -> set[sp.Symbol]:
    said = [*run.parameters.values(), *run.functions.parameters.values(), *run.given, run.then]
    return set().union(*(sp.sympify(part).free_symbols for part in said)) - {N}


def _at(run: Run, values: dict[sp.Symbol, Any]) -> Run:
    """The run with its symbols replaced by numbers."""

    def put(part: Any) -> Any:
        if isinstance(part, FunctionClass):
            return _class_at(part, values)
        return sp.sympify(part).subs(values)

    return replace(
        run,
        functions=put(run.functions),
        parameters={name: put(value) for name, value in run.parameters.items()},
        given=tuple(put(part) for part in run.given),
        then=put(run.then),
    )


def _class_at(cls: FunctionClass, values: dict[sp.Symbol, Any]) -> FunctionClass:
    names = (field.name for field in fields(cls) if field.name not in ("citation", "sufficient"))
    own = {name: getattr(cls, name) for name in names}
    if "summands" in own:
        return type(cls)(*(_class_at(part, values) for part in own["summands"]))
    swapped = {
        name: _class_at(value, values) if isinstance(value, FunctionClass) else value
        if isinstance(value, int) else sp.sympify(value).subs(values)
        for name, value in own.items()
    }  # fmt: skip
    return type(cls)(**swapped)


def _broken(run: Run, horizon: int, models: tuple[Polyline, ...], first: Any, second: Any) -> dict[Any, Any] | None:
    """The numbers of a run, if it satisfies all hypotheses and breaks the bound."""
    try:
        rate = traced(run, horizon, models, first, second)
    except ValueError:  # outside a domain
        return None
    numbers = rate.samples.numbers

    def holds(relation: Any) -> bool:
        if isinstance(relation, ForAll):
            return True  # about combinations, of a member: the kernel decides
        found = relation.xreplace(numbers).replace(inner, lambda a, b: a * b).replace(norm, sp.Abs)
        return sp.sympify(found.doit() if isinstance(found, sp.Basic) else found) is sp.true

    if holds(rate.then) or not all(holds(relation) for relation in rate.given):
        return None
    return dict(numbers)
