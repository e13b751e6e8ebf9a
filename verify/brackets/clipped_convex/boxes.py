"""The upper end: boxes of gradient norms, each with a certificate."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import Any

from verify.finders.performance.multipliers import Prepared, prepared
from verify.kernel.certificate import FORMAT, check, opened, parts
from verify.kernel.steps import Context

__all__ = ["Box", "Upper", "box_formula", "stated", "upper"]

CLASS = {
    "for": {"u": "vector", "v": "vector"},
    "if": [],
    "then": "0 <= f(u) - f(v) - inner(grad(v), u - v) - inner(grad(u) - grad(v), grad(u) - grad(v))/2",
}
"""Smooth and convex with L = 1: Taylor, Hendrickx and Glineur (2017), Theorem 4."""

LEAST_SLACK = 1e-8
"""Less than this is not tried to be made exact; the box is divided."""

EMPTY, SOME_SLACK = "DualInfeasible", 1e-3
"""What the solver says of a box without any run, and the slack that is then asked for."""

NARROWEST = Fraction(1, 2**14)
"""Boxes that are narrower are given up."""

Box = tuple[tuple[Fraction, Fraction], ...]
"""For each step the interval in which the gradient's norm lies; intervals do not cross radius/step."""


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
            continue
        if a == b:
            square = f"inner({g}, {g})"
            given += [f"{y} == {x} - ({radius / a})*{g}", f"{square} <= {a * a}", f"{a * a} <= {square}"]
            continue
        along, length = f"inner({g}, {x} - {y})", f"inner({x} - {y}, {x} - {y})"
        given += [
            f"{length} <= {radius**2}",
            f"{radius**2} <= {length}",
            f"{radius * a} <= {along}",
            f"{along} <= {radius * b}",
            f"inner({g}, {g}) <= ({(a + b) / radius})*{along} - ({a * b})",
        ]
    then = f"f(x{len(box)}) - f(xs) <= {bound}"
    return {"for": {**dict.fromkeys(points, "vector"), "xs": "vector"}, "if": given, "then": then}


def stated(formula: Any) -> Prepared:
    """The problem of a formula."""
    (phi,) = parts({"claim": [formula]})
    scope, facts, goal = opened(phi, {})
    return prepared(goal, Context(scope, facts))


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
    proofs = [_proof(first)]
    formulas, boxes = [first], list[Box]()
    waiting = list(_regimes(horizon, min(radius / step, Fraction(1))))
    while waiting:
        box = waiting.pop()
        formula = box_formula(box, step, radius, bound)
        steps = _proof(formula)
        if steps is not None:
            boxes.append(box)
            formulas.append(formula)
            proofs.append(steps)
            continue
        halves = list(_halves(box))
        if not halves:
            return None
        waiting += halves
    certificate = {
        "format": FORMAT, "label": f"worst-case/clipped-gd-smooth-convex-n{horizon}", "kind": "proof",
        "obligation": {"claim": formulas}, "uses": [], "proofs": proofs,
    }  # fmt: skip
    check(certificate, {})
    return Upper(bound=bound, boxes=tuple(boxes), certificate=certificate)


def _regimes(horizon: int, corner: Fraction) -> Iterator[Box]:
    """Clipped steps first: their number, and the widest boxes."""
    for clipped in range(horizon + 1 if corner < 1 else 1):
        yield ((corner, Fraction(1)),) * clipped + ((Fraction(0), corner),) * (horizon - clipped)


def _halves(box: Box) -> Iterator[Box]:
    """The box cut through its widest interval of a clipped step; what increases along the run is left out."""
    widths = [b - a if a else Fraction(0) for a, b in box]
    widest = max(widths)
    if widest < NARROWEST:
        return
    k = widths.index(widest)
    a, b = box[k]
    for interval in ((a, (a + b) / 2), ((a + b) / 2, b)):
        half = (*box[:k], interval, *box[k + 1 :])
        if all(later[0] <= earlier[1] for earlier, later in pairwise(half)):
            yield half


def _proof(formula: Any) -> list[dict[str, Any]] | None:
    """Kernel steps for a formula, if the solver finds slack and its multipliers can be made exact."""
    from verify.finders.performance.rational import exact
    from verify.finders.performance.solve import solve, tabulate

    ready = stated(formula)
    dual = tabulate(ready.problem, "all")
    numeric = solve(dual)
    if numeric.status == EMPTY:  # no function has such norms: every bound follows, with as much slack as is wanted
        numeric = replace(numeric, slack=SOME_SLACK)
    elif not numeric.ok or (numeric.slack < LEAST_SLACK and "f(" in formula["then"]):
        return None
    found = exact(dual, numeric)
    return None if found is None else ready.steps([(dual.rows[k], value) for k, value in found.multipliers.items()])
