"""The answer on the command line."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy as sp

from theory.catalog import Catalog
from theory.claim import PaperError
from verify.brackets.answers import Answer
from verify.brackets.boxes.smooth.lower import Proved, cap, proved, refusals
from verify.brackets.boxes.smooth.points import Run, explicit

__all__ = ["bracket", "clipped_smooth"]

GAPS = tuple(Fraction(1, n) for n in (10**6, 10**5, 10**4, 1000, 200, 50, 10))
"""By how much, relatively, the proved end may lie below the explicit one; the first that can be proved is taken."""

MOST_STEPS = 5
"""Each step is clipped or not, so there are up to 2^N boxes to begin with."""


def bracket(horizon: int, step: Fraction, radius: Fraction) -> tuple[Proved | None, Run | None]:
    """The two ends of the least gap with which N steps fail."""
    run = explicit(horizon, step, radius)
    if run is None:
        return None, None
    for gap in GAPS:
        bound = Fraction(int(run.gap * (1 - gap) * 10**9), 10**9)
        found = proved(horizon, step, radius, bound)
        if found is not None and not refusals(found, horizon):
            return found, run
    return None, run


def clipped_smooth(
    catalog: Catalog, method: str, functions: str, options: Mapping[str, sp.Rational], words: Mapping[str, str]
) -> Answer:
    """Answer for the command line.

    Raises:
        PaperError: for options that do not fit.
    """
    unknown = sorted([*options.keys() - {"N", "step", "radius"}, *words])
    if unknown:
        raise PaperError(f"{method} on {functions} has no --{unknown[0]}; L and eps stay symbols.")
    steps = options.get("N", sp.Integer(1))
    if not (steps.is_Integer and 1 <= steps <= MOST_STEPS):
        raise PaperError(f"--N {steps}: here a number of steps is a whole number from 1 to {MOST_STEPS}.")
    numbers = (sp.Rational(options.get(name, default)) for name, default in (("step", 1), ("radius", "1/2")))
    step, radius = (Fraction(int(number.p), int(number.q)) for number in numbers)
    if not (0 < step < 2 and radius > 0):
        raise PaperError("--step must lie in (0, 2), in units of 1/L, and --radius be positive, in units of eps/L.")
    low, high = bracket(int(steps), step, radius)
    return Answer(
        lines=tuple(_lines(int(steps), step, radius, low, high)),
        data=_data(low, high),
        certificate=None if low is None else low.certificate,
    )


def _lines(steps: int, step: Fraction, radius: Fraction, low: Proved | None, high: Run | None) -> Iterator[str]:
    yield f"the least f(x0) - f* with which {steps} steps of clipped-gd can fail on smooth functions"
    yield f"  steps min({step}/L, {radius} eps/(L ||g||)); they fail if ||g|| >= eps at x_0, ..., x_{steps}"
    if high is None:
        yield "  no explicit run: undecided"
        return
    if low is None:
        yield "  no lower end: undecided"
    else:
        yield f"  at least {float(low.bound):.8f} * eps^2/L, proved for every smooth function in any dimension"
        top = float(cap(low.bound))
        yield f"  on {len(low.boxes)} boxes that cover all gradient norms up to {top:.4g} eps (larger ones need more,"
        yield "  as f does not increase); every part by exact multipliers, accepted by the kernel"
    yield f"  at most  {float(high.gap):.8f} * eps^2/L, attained by rational points in dimension {len(high.points[0])}"


def _data(low: Proved | None, high: Run | None) -> dict[str, Any]:
    return {
        "low": None if low is None else str(low.bound),
        "high": None if high is None else str(high.gap),
        "boxes": None if low is None else [[[str(a), str(b)] for a, b in box] for box in low.boxes],
        "points": None if high is None else [[str(c) for c in x] for x in high.points],
        "gradients": None if high is None else [[str(c) for c in g] for g in high.gradients],
        "values": None if high is None else [str(f) for f in high.values],
    }
