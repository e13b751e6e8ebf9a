"""The end that is proved for all functions: a cover of all gradient norms, each with a certificate."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import isqrt
from typing import Any

from verify.brackets.boxes.cover import Box, Formula, certificate, clipped_step, contains_all, covered, halves, proof
from verify.kernel.certificate import check
from verify.kernel.errors import KernelError

__all__ = ["Proved", "box_formula", "cap", "proved", "refusals", "tail_formula"]

SMOOTH = {
    "for": {"u": "vector", "v": "vector"},
    "if": [],
    "then": "0 <= inner(u - v, u - v)/4 + f(u) - f(v) - inner(grad(u) + grad(v), u - v)/2"
    " - inner(grad(u) - grad(v), grad(u) - grad(v))/4",
}
"""L-smooth with L = 1: Taylor, Hendrickx and Glineur (2017), Theorem 6."""

LEAST = {"for": {"u": "vector"}, "if": [], "then": "least <= f(u)"}
"""f* is a lower bound of f."""


@dataclass(frozen=True, kw_only=True)
class Proved:
    """A bound for all functions.

    Attributes:
        step, radius: of the method.
        bound: f(x_0) - f* >= bound for every run whose N steps fail.
        boxes: intervals of ||g_0||, ..., ||g_{N-1}|| that cover all norms from 1 to ``cap(bound)``.
        certificate: a formula and proof for each k <= N that ||g_k|| is above the cap, then one for each box.
    """

    step: Fraction
    radius: Fraction
    bound: Fraction
    boxes: tuple[Box, ...]
    certificate: Mapping[str, Any]


def cap(bound: Fraction) -> Fraction:
    """A number whose square is at least twice the bound."""
    scale = 64
    return Fraction(isqrt(int(2 * bound * scale**2) + 1) + 1, scale)


def _run(count: int, given: list[Any], then: str) -> Formula:
    return {
        "for": {"least": "real", **{f"x{k}": "vector" for k in range(count + 1)}},
        "if": [SMOOTH, LEAST, *given],
        "then": then,
    }


def tail_formula(k: int, step: Fraction, bound: Fraction) -> Formula:
    """That a gradient above the cap at x_k needs the gap; each step is at most ``step`` times the gradient."""
    given = [
        f"inner(x{j} - x{j + 1}, x{j} - x{j + 1}) <= ({step})*inner(grad(x{j}), x{j} - x{j + 1})" for j in range(k)
    ]
    given += [f"{cap(bound) ** 2} <= inner(grad(x{k}), grad(x{k}))", f"x{k + 1} == x{k} - grad(x{k})"]
    return _run(k + 1, given, f"{bound} <= f(x0) - least")  # the last point is where f would be least


def box_formula(box: Box, step: Fraction, radius: Fraction, bound: Fraction) -> Formula:
    """What is to be shown for the norms of a box; an interval does not cross radius/step."""
    given = list[Any]()
    for k, (a, b) in enumerate(box):
        g, x, y = f"grad(x{k})", f"x{k}", f"x{k + 1}"
        if b * step <= radius:
            given += [f"{y} == {x} - ({step})*{g}", f"{a * a} <= inner({g}, {g})", f"inner({g}, {g}) <= {b * b}"]
        else:
            given += clipped_step(x, y, a, b, radius)
    given.append(f"1 <= inner(grad(x{len(box)}), grad(x{len(box)}))")
    return _run(len(box), given, f"{bound} <= f(x0) - least")


def proved(horizon: int, step: Fraction, radius: Fraction, bound: Fraction) -> Proved | None:
    """Show a bound above the cap and on all boxes below it; None if it does not follow on a narrow one.

    Args:
        horizon: the number of steps, N.
        step: at most 2, in units of 1/L.
        radius: the longest step, in units of eps/L.
        bound: in units of eps^2/L.
    """
    tails = [tail_formula(k, step, bound) for k in range(horizon + 1)]
    ends = [proof(formula, attained=True) for formula in tails]
    found = covered(
        _regimes(horizon, radius / step, cap(bound)), lambda box: box_formula(box, step, radius, bound), _halves
    )
    above = [steps for steps in ends if steps is not None]
    if found is None or len(above) < len(ends):
        return None
    boxes, proofs = found
    formulas = [*tails, *(box_formula(box, step, radius, bound) for box in boxes)]
    label = f"worst-case/clipped-gd-smooth-n{horizon}"
    return Proved(
        step=step, radius=radius, bound=bound, boxes=tuple(boxes),
        certificate=certificate(label, formulas, [*above, *proofs]),
    )  # fmt: skip


def refusals(found: Proved, horizon: int) -> list[str]:
    """Why an answer is no proof, exactly: norms left out, formulas about something else, the kernel's refusal."""
    broken = []
    ends = (Fraction(1), cap(found.bound))
    if not contains_all((ends,) * horizon, found.boxes):
        broken.append("the boxes leave norms out")
    if any(a * found.step < found.radius < b * found.step for box in found.boxes for a, b in box):
        broken.append("an interval has norms of clipped steps and of others")
    stated = [tail_formula(k, found.step, found.bound) for k in range(horizon + 1)]
    stated += [box_formula(box, found.step, found.radius, found.bound) for box in found.boxes]
    if found.certificate["obligation"] != {"claim": stated} or found.step > 2:
        broken.append("the certificate shows something else")
    try:
        check(found.certificate, {})
    except KernelError as error:
        broken.append(f"the kernel refuses: {error}")
    return broken


def _regimes(horizon: int, corner: Fraction, top: Fraction) -> Iterator[Box]:
    """Each step clipped or not, with the widest boxes."""
    low = Fraction(1)
    intervals = [(low, min(corner, top))] if corner > low else []
    if corner < top:
        intervals.append((max(low, corner), top))
    yield from product(intervals, repeat=horizon)


def _halves(box: Box) -> list[Box]:
    return list(halves(box, [b - a for a, b in box]))
