"""The answer on the command line."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from theory.catalog import Catalog
from theory.claim import PaperError
from verify.brackets.answers import Answer
from verify.brackets.clipped_convex.boxes import Upper, upper
from verify.brackets.clipped_convex.points import Lower, lower

__all__ = ["bracket", "clipped_convex"]

GAPS = (Fraction(1, 1000), Fraction(1, 200), Fraction(1, 50), Fraction(1, 10))
"""By how much, relatively, the upper end may lie above the lower one; the first that can be proved is the answer."""

MOST_STEPS = 3
"""Boxes are in as many dimensions as there are steps."""


def bracket(horizon: int, step: Fraction, radius: Fraction) -> tuple[Lower | None, Upper | None]:
    """The two ends; for several steps the first gap is left out, as the boxes would be too many."""
    low = lower(horizon, step, radius)
    for gap in GAPS if horizon == 1 else GAPS[1:]:
        bound = None if low is None else Fraction(int(low.value * (1 + gap) * 10**7) + 1, 10**7)
        high = None if bound is None else upper(horizon, step, radius, bound)
        if high is not None:
            return low, high
    return low, None


def clipped_convex(
    catalog: Catalog, method: str, functions: str, options: Mapping[str, sp.Rational], words: Mapping[str, str]
) -> Answer:
    """Answer for the command line.

    Raises:
        PaperError: for options that do not fit.
    """
    unknown = sorted([*options.keys() - {"N", "step", "radius"}, *words])
    if unknown:
        raise PaperError(f"{method} on {functions} has no --{unknown[0]}; L and R stay symbols.")
    steps = options.get("N", sp.Integer(1))
    if not (steps.is_Integer and 1 <= steps <= MOST_STEPS):
        raise PaperError(f"--N {steps}: here a number of steps is a whole number from 1 to {MOST_STEPS}.")
    step, radius = (_fraction(options.get(name, default)) for name, default in (("step", 1), ("radius", "3/10")))
    if not (0 < step <= 2 and radius > 0):
        raise PaperError("--step must lie in (0, 2], in units of 1/L, and --radius must be positive, in units of R.")
    low, high = bracket(int(steps), step, radius)
    return Answer(
        lines=tuple(_lines(int(steps), step, radius, low, high)),
        data=_data(low, high),
        certificate=None if high is None else high.certificate,
    )


def _fraction(value: Any) -> Fraction:
    number = sp.Rational(value)
    return Fraction(int(number.p), int(number.q))


def _lines(steps: int, step: Fraction, radius: Fraction, low: Lower | None, high: Upper | None) -> Iterator[str]:
    yield f"the worst f(x_{steps}) - f* of clipped-gd on smooth-convex functions, if ||x_0 - x*|| <= R"
    yield f"  steps min({step}/L, {radius} R/||g||)"
    if low is None:
        yield "  no lower end: undecided"
        return
    yield f"  at least {float(low.value):.8f} * L R^2, attained by rational points in dimension {len(low.points[0])}"
    if high is None:
        yield "  no upper end: undecided"
        return
    yield f"  at most  {float(high.bound):.8f} * L R^2, proved on {len(high.boxes)} boxes that cover all gradient norms"
    yield "  every box by exact multipliers, accepted by the kernel; norms do not increase, as no step exceeds 2/L"


def _data(low: Lower | None, high: Upper | None) -> dict[str, Any]:
    return {
        "low": None if low is None else str(low.value),
        "high": None if high is None else str(high.bound),
        "points": None if low is None else [[str(c) for c in x] for x in low.points],
        "gradients": None if low is None else [[str(c) for c in g] for g in low.gradients],
        "values": None if low is None else [str(f) for f in low.values],
        "boxes": None if high is None else [[[str(a), str(b)] for a, b in box] for box in high.boxes],
    }
