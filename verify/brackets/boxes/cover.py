"""Covers of all gradient norms by boxes, each with a formula about runs with such norms and a kernel proof.

A clipped step is radius times the direction of the gradient g, which no linear relation says.  In a box a <= ||g|| <= b
it follows that <g, x - y> = radius ||g|| lies in [radius a, radius b] for the step from x to y, and that

    ||g||^2 <= (a + b)/radius <g, x - y> - a b,   because (||g|| - a)(||g|| - b) <= 0.

The solver proposes multipliers, which are made exact; where none are found the box is divided.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from verify.finders.performance.proofs.multipliers import Prepared, prepared
from verify.kernel.certificate import FORMAT, check, opened, parts
from verify.kernel.steps import Context

__all__ = ["Box", "Formula", "certificate", "clipped_step", "contains_all", "covered", "halves", "proof", "stated"]

LEAST_SLACK = 1e-8
"""Less than this is not tried to be made exact; the box is divided."""

EMPTY, SOME_SLACK = "DualInfeasible", 1e-3
"""What the solver says of a box without any run, and the slack that is then asked for."""

NARROWEST = Fraction(1, 2**14)
"""Boxes that are narrower, in units of the norm, are given up."""

MOST_BOXES = 4000
"""More are not tried."""

Box = tuple[tuple[Fraction, Fraction], ...]
"""For each step the interval in which the gradient's norm lies; intervals do not cross radius/step."""

Formula = dict[str, Any]
Steps = list[dict[str, Any]]


def clipped_step(x: str, y: str, a: Fraction, b: Fraction, radius: Fraction) -> list[str]:
    """What holds for a clipped step from x to y if a <= ||grad(x)|| <= b."""
    g, along, length = f"grad({x})", f"inner(grad({x}), {x} - {y})", f"inner({x} - {y}, {x} - {y})"
    if a == b:
        square = f"inner({g}, {g})"
        return [f"{y} == {x} - ({radius / a})*{g}", f"{square} <= {a * a}", f"{a * a} <= {square}"]
    return [
        f"{length} <= {radius**2}",
        f"{radius**2} <= {length}",
        f"{radius * a} <= {along}",
        f"{along} <= {radius * b}",
        f"inner({g}, {g}) <= ({(a + b) / radius})*{along} - ({a * b})",
    ]


def stated(formula: Any) -> Prepared:
    """The problem of a formula."""
    (phi,) = parts({"claim": [formula]})
    scope, facts, goal = opened(phi, {})
    return prepared(goal, Context(scope, facts))


def proof(formula: Formula, *, attained: bool = False) -> Steps | None:
    """Kernel steps for a formula, if the solver finds slack and its multipliers can be made exact.

    Args:
        formula: without parameters.
        attained: try even if there is no slack.
    """
    from verify.finders.performance.proofs.rational import exact
    from verify.finders.performance.solve import solve, tabulate

    ready = stated(formula)
    dual = tabulate(ready.problem, "all")
    numeric = solve(dual)
    if numeric.status == EMPTY:  # no function has such norms: every bound follows, with as much slack as is wanted
        numeric = replace(numeric, slack=SOME_SLACK)
    elif not numeric.ok or (numeric.slack < LEAST_SLACK and not attained):
        return None
    found = exact(dual, numeric)
    return None if found is None else ready.steps(found.rows(dual))


def covered(
    first: Iterable[Box], formula: Callable[[Box], Formula], divide: Callable[[Box], Sequence[Box]]
) -> tuple[list[Box], list[Steps]] | None:
    """Boxes with proofs in place of the first ones, divided where nothing follows; None if one gets too narrow.

    Args:
        first: boxes that cover everything.
        formula: what is to be shown on a box.
        divide: a box in parts that cover what is possible in it; nothing gives up.
    """
    boxes, proofs, waiting = list[Box](), list[Steps](), list(first)
    while waiting:
        box = waiting.pop()
        steps = proof(formula(box))
        if steps is not None:
            boxes.append(box)
            proofs.append(steps)
            continue
        smaller = divide(box)
        if not smaller or len(boxes) + len(waiting) > MOST_BOXES:
            return None
        waiting += smaller
    return boxes, proofs


def halves(box: Box, widths: Sequence[Fraction], unit: Fraction = Fraction(1)) -> Iterator[Box]:
    """The box cut through the interval of the greatest width, unless all are narrow."""
    widest = max(widths, default=Fraction(0))
    if widest < NARROWEST * unit:
        return
    k = widths.index(widest)
    a, b = box[k]
    for interval in ((a, (a + b) / 2), ((a + b) / 2, b)):
        yield (*box[:k], interval, *box[k + 1 :])


def certificate(label: str, formulas: Sequence[Formula], proofs: Sequence[Steps]) -> dict[str, Any]:
    """One certificate for all formulas, which the kernel has accepted."""
    found = {
        "format": FORMAT, "label": label, "kind": "proof", "obligation": {"claim": list(formulas)}, "uses": [],
        "proofs": list(proofs),
    }  # fmt: skip
    check(found, {})
    return found


def contains_all(whole: Box, boxes: Sequence[Box]) -> bool:
    """Whether boxes cover a box, decided exactly by cutting it along their faces."""
    near = [box for box in boxes if all(a < d and c < b for (a, b), (c, d) in zip(whole, box, strict=True))]
    for k, (a, b) in enumerate(whole):
        cut = next((end for box in near for end in box[k] if a < end < b), None)
        if cut is not None:
            parts = ((*whole[:k], side, *whole[k + 1 :]) for side in ((a, cut), (cut, b)))
            return all(contains_all(part, near) for part in parts)
    return bool(near)
