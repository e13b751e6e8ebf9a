"""How bad can it be?  Clipped and normalised gradient descent on (L0,L1)-smooth functions, bracketed.

Of the gap Delta, the number N of steps and the accuracy eps, two are given and the third is bracketed.  "N steps fail"
means that x_0, ..., x_N all have ||grad f|| > eps.  One end is proved for every function of the class in every
dimension (the trapezoidal rule along the run, Lemma B at its end, the decrease bounded over all pairs of gradient norms
at once, so for every number of steps); the other is a function of one variable on which the run was checked in ball
arithmetic.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from theory.catalog import Catalog
from theory.claim import Claim, PaperError
from theory.papers.ours.counts import r as RADIUS
from theory.papers.zhang2020.setting import L0, L1, Delta, eps, eta
from verify.brackets.bounds import Values, floor, guaranteed, least_gap
from verify.finders.worst_case import hitting, shortest_path

__all__ = ["LABELS", "Bracket", "Setup", "setup", "worst_case"]

LABELS: Mapping[str, str] = {
    "clipped-gd": "ours/clipped-count-trapezoid",
    "normalized-gd": "ours/normalized-count-trapezoid",
}
"""Method -> the claim that the guaranteed end is read from."""

MARGIN = sp.Rational(1000001, 1000000)
"""Runs are built for an accuracy this much above eps, so that rounding cannot undo a failure."""

GRID = 120
"""Levels of the dynamic program, before its refinement."""

EXACT_STEPS = 24
"""Longer runs rest at the accuracy, which is best or nearly so."""

FAR = sp.Integer(2) ** 64
"""A claim that excludes no failing run even at this accuracy says nothing about the accuracy."""

MOST_STEPS = 2000
"""Longer runs are not rechecked step by step: the explicit end then says at least this many."""


@dataclass(frozen=True, kw_only=True)
class Setup:
    """A method with its parameters fixed, on a class with its constants fixed.

    Attributes:
        method: name on the command line.
        claim: what is proved about it.
        bound: the same, as the searches read it.
        values: exact numbers for the constants and parameters, without eps.
        others: further claims in the catalog about exactly this method with these parameters.
    """

    method: str
    claim: Claim
    bound: hitting.HittingBound
    values: Values
    others: tuple[Claim, ...]


@dataclass(frozen=True, kw_only=True)
class Bracket:
    """The answer: the true number is in [low, high].

    Attributes:
        quantity: what is bracketed, in words.
        low, high: the ends; None where that end is not known.
        proved: which end is proved for the whole class: "low" or "high"; the other end is the explicit function's.
        instance: the explicit function and the run on it, rechecked in balls; None where none was found.
        setup: the method and class.
        given: the two numbers that were given.
        published: label -> what other claims about this very method give for the proved end.
    """

    quantity: str
    low: Any
    high: Any
    proved: str
    instance: hitting.Instance | None
    setup: Setup
    given: Mapping[str, Any]
    published: Mapping[str, Any]


def setup(catalog: Catalog, method: str, values: Mapping[str, sp.Rational]) -> Setup:
    """Fix a method.

    Args:
        catalog: the claims.
        method: a key of ``LABELS``.
        values: L0, L1 and, for clipping, step and radius (defaults 1/(2 L0) and 1/(2 L1)).

    Raises:
        PaperError: for an unknown method, or parameters for which nothing is proved.
    """
    if method not in LABELS:
        raise PaperError(f"no worst case of {method!r} on this class. Known: {', '.join(LABELS)}.")
    known = {L0: values["L0"], L1: values["L1"]}
    if method == "clipped-gd":
        known |= {eta: values.get("step", 1 / (2 * values["L0"])), RADIUS: values.get("radius", 1 / (2 * values["L1"]))}
    elif "step" in values or "radius" in values:
        raise PaperError("--step and --radius belong to clipped-gd; normalized-gd here has the step 1/(L0 + L1 g).")
    if not all(value > 0 for value in known.values()):
        raise PaperError("L0, L1, step and radius must be positive.")
    claim = catalog[LABELS[method]]
    bound = hitting.read(claim.statement)
    if bound is None:
        raise PaperError(f"{claim.label} is not a bound that the searches read.")
    failed = [g for g in bound.given if not bool(g.subs(known))]
    if failed:
        raise PaperError(f"nothing is proved for these parameters: {claim.label} asks for {failed[0]}.")
    return Setup(method=method, claim=claim, bound=bound, values=known, others=_others(catalog, claim, known))


def worst_case(fixed: Setup, *, delta: Any = None, steps: int | None = None, accuracy: Any = None) -> Bracket:
    """Bracket the third of gap, steps and accuracy.

    Args:
        fixed: method and class.
        delta: the gap f(x_0) - f* at most, an exact number.
        steps: N.
        accuracy: eps.

    Raises:
        PaperError: unless exactly two are given, positive.
    """
    given = {name: v for name, v in (("Delta", delta), ("N", steps), ("eps", accuracy)) if v is not None}
    if len(given) != 2 or any(value <= 0 for name, value in given.items() if name != "N"):
        raise PaperError("give two of --Delta, --N and --eps, positive: the third is bracketed.")
    if delta is None:
        return _gap(fixed, int(steps or 0), accuracy, given)
    if steps is None:
        return _steps(fixed, delta, accuracy, given)
    return _accuracy(fixed, delta, steps, given)


def failing_path(fixed: Setup, accuracy: Any, steps: int) -> shortest_path.Path:
    """The run on the line with the least gap that was found, in floats; long runs rest at the accuracy."""
    values = {**fixed.values, eps: accuracy}
    line = fixed.bound.line(values)
    if line is None:
        raise PaperError("L0 must be positive and L0, L1 rational.")
    lengths, goal = fixed.bound.lengths(values), float(accuracy * MARGIN)
    if steps > EXACT_STEPS:
        level, length = float(line.level(goal)), float(lengths(goal))
        gap = shortest_path.resting(line, lengths, goal, steps)
        return shortest_path.Path(
            line=line, delta=gap, levels=(level,) * (steps + 1), lengths=(length,) * steps, attained=True
        )
    path = shortest_path.worst_case(line, lengths, goal, steps, points=GRID)
    if path.attained:
        return path
    return shortest_path.worst_case(line, lengths, goal, steps, points=GRID, monotone=True)


def failing_run(fixed: Setup, accuracy: Any, steps: int) -> hitting.Instance | None:
    """A function of one variable with a small gap on which N steps fail, rechecked in balls."""
    path = failing_path(fixed, accuracy, steps)
    return hitting.confirm(fixed.bound, {**fixed.values, eps: accuracy}, path) if path.attained else None


def _gap(fixed: Setup, steps: int, accuracy: Any, given: Mapping[str, Any]) -> Bracket:
    values = {**fixed.values, eps: accuracy}
    found = failing_run(fixed, accuracy, steps)
    return Bracket(
        quantity=f"the least gap with which {steps} steps can fail",
        low=least_gap(fixed.claim, values, steps + 1),
        high=None if found is None else sp.Rational(found.gap.numerator, found.gap.denominator),
        proved="low",
        instance=found,
        setup=fixed,
        given=given,
        published={c.label: least_gap(c, values, steps + 1) for c in fixed.others},
    )


def _steps(fixed: Setup, delta: Any, accuracy: Any, given: Mapping[str, Any]) -> Bracket:
    values = {**fixed.values, eps: accuracy, Delta: delta}

    high = _count(fixed.claim, values)
    low, top = 0, min(high, MOST_STEPS)
    while low < top:
        middle = (low + top + 1) // 2
        low, top = (middle, top) if failing_path(fixed, accuracy, middle - 1).delta <= delta else (low, middle - 1)
    best = failing_run(fixed, accuracy, low - 1) if low else None
    while low and (best is None or best.gap > delta):  # floats were too hopeful
        low -= 1
        best = failing_run(fixed, accuracy, low - 1) if low else None
    return Bracket(
        quantity="the largest number of steps before ||grad f|| <= eps",
        low=low,
        high=high,
        proved="high",
        instance=best,
        setup=fixed,
        given=given,
        published={c.label: _count(c, values) for c in fixed.others},
    )


def _accuracy(fixed: Setup, delta: Any, steps: int, given: Mapping[str, Any]) -> Bracket:
    def excluded(claim: Claim) -> Callable[[Any], bool]:
        return lambda e: bool(least_gap(claim, {**fixed.values, eps: e}, steps + 1) > delta)

    low, _ = _threshold(lambda e: failing_path(fixed, e, steps).delta > delta)
    found = failing_run(fixed, low, steps)
    while found is not None and found.gap > delta:  # floats were too hopeful
        low *= 1 - 2 * (MARGIN - 1)
        found = failing_run(fixed, low, steps)
    return Bracket(
        quantity=f"the worst least gradient norm of x_0, ..., x_{steps}",
        low=low,
        high=_threshold(excluded(fixed.claim))[1],
        proved="high",
        instance=found,
        setup=fixed,
        given=given,
        published={c.label: _threshold(excluded(c))[1] for c in fixed.others if excluded(c)(FAR)},
    )


def _threshold(above: Callable[[Any], bool], digits: int = 7) -> tuple[Any, Any]:
    """Rationals of few digits around the number where a condition on eps begins to hold; it holds at the second."""
    low = high = sp.Integer(1)
    while above(low):
        low /= 2
    while not above(high):
        high *= 2
    while True:
        middle = sp.Rational(f"{float((low + high) / 2):.{digits}g}")
        if middle in (low, high) or not low < middle < high:
            return low, high
        low, high = (low, middle) if above(middle) else (middle, high)


def _count(claim: Claim, values: Values) -> int:
    bound = guaranteed(claim, values)
    if bound is None:
        raise PaperError(f"{claim.label} does not apply to these parameters.")
    return floor(bound)


def _others(catalog: Catalog, claim: Claim, values: Values) -> tuple[Claim, ...]:
    """Claims about the same method whose parameters have the same values, true ones."""
    found = []
    statement: Any = claim.statement
    for other in catalog:
        read = hitting.read(other.statement) if other.label != claim.label and other.expect == "true" else None
        if read is None or read.statement.method is not statement.method or read.L0 != L0 or read.L1 != L1:
            continue
        pairs = [(statement.parameters[n], read.statement.parameters[n]) for n in statement.parameters]
        same = all(a.subs(values) == sp.sympify(b).subs(values) for a, b in pairs)
        if same and all(bool(g.subs(values)) for g in read.given):
            found.append(other)
    return tuple(found)
