"""What the boxes add to an answer on the command line."""

from fractions import Fraction
from typing import Any

import sympy as sp

from theory.claim import PaperError
from theory.papers.ours.counts import r as RADIUS
from theory.papers.zhang2020.setting import L0, L1, eta
from verify.brackets.bounds import Values
from verify.brackets.boxes.l0l1.constants import Setting
from verify.brackets.boxes.l0l1.lower import Proved, best

__all__ = ["MOST_STEPS", "by_boxes", "described"]

MOST_STEPS = 4
"""Boxes have one dimension more than there are steps."""


def by_boxes(values: Values, accuracy: sp.Rational, steps: int) -> Proved | None:
    """The bound by boxes for a method whose step lengths Lemma A allows.

    Args:
        values: L0, L1 and, for clipping, the step and the radius.
        accuracy: eps.
        steps: N.

    Raises:
        PaperError: for a number of steps for which there are too many boxes.
    """
    if not 1 <= steps <= MOST_STEPS:
        raise PaperError(f"--boxes goes with --N from 1 to {MOST_STEPS}, not {steps}.")
    numbers = {symbol: Fraction(int(value.p), int(value.q)) for symbol, value in values.items()}
    eps = Fraction(int(accuracy.p), int(accuracy.q))
    if eta in numbers:
        setting = Setting(L0=numbers[L0], L1=numbers[L1], eps=eps, step=numbers[eta], radius=numbers[RADIUS])
    else:
        setting = Setting(L0=numbers[L0], L1=numbers[L1], eps=eps)
    return best(steps, setting)


def described(found: Proved | None) -> tuple[str, dict[str, Any] | None]:
    """A line, and the same as data."""
    if found is None:
        return "compare  semidefinite programs with the two-centre inequality (*): undecided", None
    line = (
        f"compare  semidefinite programs with the two-centre inequality (*), on {len(found.boxes)} boxes that cover "
        f"all norms, give {float(found.bound):.6g}; accepted by the kernel"
    )
    boxes = [[[str(a), str(b)] for a, b in box] for box in found.boxes]
    return line, {"bound": str(found.bound), "boxes": boxes}
