"""The upper end: a cover of all gradient norms, each with a certificate."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from verify.brackets.boxes.cover import Box, certificate, clipped_step, covered, halves, proof, stated

__all__ = ["Box", "Upper", "box_formula", "stated", "upper"]

CLASS = {
    "for": {"u": "vector", "v": "vector"},
    "if": [],
    "then": "0 <= f(u) - f(v) - inner(grad(v), u - v) - inner(grad(u) - grad(v), grad(u) - grad(v))/2",
}
"""Smooth and convex with L = 1: Taylor, Hendrickx and Glineur (2017), Theorem 4."""


@dataclass(frozen=True, kw_only=True)
class Upper:
    """A bound for all functions.

    Attributes:
        bound: f(x_N) - f* <= bound.
        boxes: a cover of all norms.
        certificate: one formula and proof for each box, and first that ||g_0|| <= 1.
    """

    bound: Fraction
    boxes: tuple[Box, ...]
    certificate: Mapping[str, Any]


def box_formula(box: Box, step: Fraction, radius: Fraction, bound: Fraction) -> dict[str, Any]:
    """What is to be shown for the norms of a box, for the kernel; a fixed norm makes the step a multiple of g."""
    points = [f"x{k}" for k in range(len(box) + 1)]
    given: list[Any] = [CLASS, "grad(xs) == 0", "inner(x0 - xs, x0 - xs) <= 1"]
    for k, (a, b) in enumerate(box):
        g, x, y = f"grad(x{k})", f"x{k}", f"x{k + 1}"
        if b * step <= radius:
            given += [f"{y} == {x} - ({step})*{g}", f"inner({g}, {g}) <= {b * b}"]
        else:
            given += clipped_step(x, y, a, b, radius)
    then = f"f(x{len(box)}) - f(xs) <= {bound}"
    return {"for": {**dict.fromkeys(points, "vector"), "xs": "vector"}, "if": given, "then": then}


def upper(horizon: int, step: Fraction, radius: Fraction, bound: Fraction) -> Upper | None:
    """Show a bound on all boxes, dividing them where it does not follow; None if it does not follow on a narrow one.

    Args:
        horizon: the number of steps.
        step: at most 2, in units of 1/L.
        radius: the longest step, in units of R.
        bound: in units of L R^2.
    """
    first = {
        "for": {"x0": "vector", "xs": "vector"},
        "if": [CLASS, "grad(xs) == 0", "inner(x0 - xs, x0 - xs) <= 1"],
        "then": "inner(grad(x0), grad(x0)) <= 1",
    }
    start = proof(first, attained=True)
    found = covered(
        _regimes(horizon, min(radius / step, Fraction(1))), lambda box: box_formula(box, step, radius, bound), _halves
    )
    if start is None or found is None:
        return None
    boxes, proofs = found
    formulas = [first, *(box_formula(box, step, radius, bound) for box in boxes)]
    label = f"worst-case/clipped-gd-smooth-convex-n{horizon}"
    return Upper(bound=bound, boxes=tuple(boxes), certificate=certificate(label, formulas, [start, *proofs]))


def _regimes(horizon: int, corner: Fraction) -> Iterator[Box]:
    """Clipped steps first: their number, and the widest boxes."""
    for clipped in range(horizon + 1 if corner < 1 else 1):
        yield ((corner, Fraction(1)),) * clipped + ((Fraction(0), corner),) * (horizon - clipped)


def _halves(box: Box) -> list[Box]:
    """The box cut through its widest interval of a clipped step; what increases along the run is left out."""
    parts = halves(box, [b - a if a else Fraction(0) for a, b in box])
    return [half for half in parts if all(later[0] <= earlier[1] for earlier, later in pairwise(half))]
