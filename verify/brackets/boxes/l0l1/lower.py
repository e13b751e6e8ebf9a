"""A cover of all norms, each box with a formula that the kernel accepts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

from verify.brackets.boxes.cover import Box, Formula, Steps, certificate, contains_all, covered, halves, stated
from verify.brackets.boxes.l0l1.constants import BITS, Setting, pair, relations
from verify.kernel.certificate import check
from verify.kernel.errors import KernelError

__all__ = ["Proved", "best", "box_formula", "cap", "proved", "refusals"]

GAPS = tuple(Fraction(1, n) for n in (1000, 200, 50, 20, 5))
"""By how much, relatively, a bound may lie below what the program gives where all norms are least."""

NARROW = Fraction(1, 64)
"""Width of the box there, relative to eps."""


@dataclass(frozen=True, kw_only=True)
class Proved:
    """A bound for all (L0,L1)-smooth functions.

    Attributes:
        setting: class, method and accuracy.
        bound: f(x_0) - f* >= bound for every run whose N steps fail.
        boxes: intervals of ||g_0||, ..., ||g_N|| that cover all norms from eps to the cap.
        certificate: relations between numbers, the first about the cap, then a formula for each box.
    """

    setting: Setting
    bound: Fraction
    boxes: tuple[Box, ...]
    certificate: Mapping[str, Any]


def cap(setting: Setting, bound: Fraction) -> Fraction:
    """A norm from which on Lemma B asks for the bound."""
    norm = setting.eps
    while setting.needed(norm) < bound:
        norm += setting.eps / 32
    return norm


def box_formula(setting: Setting, box: Box, bound: Fraction) -> Formula:
    """What is to be shown for the norms of a box."""
    last = len(box) - 1
    given = list[str]()
    for k, ((a, b), after) in enumerate(pairwise(box)):
        given += [*_step(setting, k, a, b), *_between(setting, k, (a, b), after)]
    (a, b), g = box[-1], f"grad(x{last})"
    given += [f"{a * a} <= inner({g}, {g})", f"inner({g}, {g}) <= {b * b}"]
    given.append(f"{setting.needed(a)} <= f(x{last}) - least")
    return {
        "for": {"least": "real", **{f"x{k}": "vector" for k in range(last + 1)}},
        "if": given,
        "then": f"{bound} <= f(x0) - least",
    }


def _step(setting: Setting, k: int, a: Fraction, b: Fraction) -> Iterator[str]:
    """The step from a norm in [a, b]: along the gradient, with bounds on its length and on ||g|| over its length."""
    g, d = f"grad(x{k})", f"(x{k} - x{k + 1})"
    if setting.step is not None and b * setting.step <= setting.radius:
        yield f"x{k + 1} == x{k} - ({setting.step})*{g}"
        yield f"{a * a} <= inner({g}, {g})"
        yield f"inner({g}, {g}) <= {b * b}"
        return
    low, high = setting.length(a), setting.length(b)
    yield f"{low**2} <= inner({d}, {d})"
    yield f"inner({d}, {d}) <= {high**2}"
    yield f"{a * low} <= inner({g}, {d})"
    yield f"inner({g}, {d}) <= {b * high}"
    yield f"inner({g}, {g}) <= ({a / low + b / high})*inner({g}, {d}) - ({a / low * (b / high)})*inner({d}, {d})"


def _between(
    setting: Setting, k: int, before: tuple[Fraction, Fraction], after: tuple[Fraction, Fraction]
) -> Iterator[str]:
    """What the two gradients of a step say: the two-centre inequality both ways, their change, Lemma A."""
    found = pair(setting, before, after)
    ends = (k, found.near[0]), (k + 1, found.near[1])
    for (i, one), (j, two) in (ends, ends[::-1]):
        d = f"(x{i} - x{j})"
        e = f"(grad(x{j}) - grad(x{i}) + {one}*{d})"
        yield (
            f"inner(grad(x{i}), {d}) - {one / 2}*inner({d}, {d}) + {1 / (2 * (one + two))}*inner({e}, {e})"
            f" <= f(x{i}) - f(x{j})"
        )
    change = f"(grad(x{k}) - grad(x{k + 1}))"
    yield f"inner({change}, {change}) <= {found.change**2}"
    least = setting.forward(*before) * setting.length(before[0])
    yield f"{least} <= inner(grad(x{k + 1}), x{k} - x{k + 1})"


def _numbers(setting: Setting, bound: Fraction, boxes: Iterable[Box]) -> list[str]:
    """All relations between numbers, each once: about the cap, then about the boxes."""
    top, ratio = cap(setting, bound), setting.L0 / setting.L1
    first = f"{bound} <= (({top}) - ({ratio})*log(1 + {setting.L1 * top / setting.L0}))/({setting.L1})"
    return list(dict.fromkeys([first, *(text for box in boxes for text in relations(setting, box))]))


def _formulas(setting: Setting, bound: Fraction, boxes: Iterable[Box]) -> list[Any]:
    kept = list(boxes)
    return [*_numbers(setting, bound, kept), *(box_formula(setting, box, bound) for box in kept)]


def proved(horizon: int, setting: Setting, bound: Fraction) -> Proved | None:
    """Show a bound on all boxes below the cap; None if it does not follow on a narrow one.

    Args:
        horizon: the number of steps, N.
        setting: class, method and accuracy; steps must be at most 1/(L0 + L1 ||g||).
        bound: of f(x_0) - f*.
    """
    found = covered(
        _regimes(horizon, setting, cap(setting, bound)),
        lambda box: box_formula(setting, box, bound),
        lambda box: list(halves(box, [b - a for a, b in box], setting.eps)),
    )
    if found is None:
        return None
    boxes, proofs = found
    numbers: list[Steps] = [
        [{"rule": "enclose", "name": "number", "show": text, "bits": BITS}] for text in _numbers(setting, bound, boxes)
    ]
    label = f"worst-case/l0l1-boxes-n{horizon}"
    return Proved(
        setting=setting, bound=bound, boxes=tuple(boxes),
        certificate=certificate(label, _formulas(setting, bound, boxes), [*numbers, *proofs]),
    )  # fmt: skip


def best(horizon: int, setting: Setting) -> Proved | None:
    """The largest bound of a few that is proved: near what the program gives where all norms are least."""
    from verify.finders.performance.solve import solve, tabulate

    corner = ((setting.eps, setting.eps * (1 + NARROW)),) * (horizon + 1)
    numeric = solve(tabulate(stated(box_formula(setting, corner, Fraction(0))).problem, "all"))
    for gap in GAPS if numeric.ok else ():
        bound = Fraction(int(numeric.slack * float(1 - gap) * 10**6), 10**6)
        found = proved(horizon, setting, bound)
        if found is not None and not refusals(found, horizon):
            return found
    return None


def refusals(found: Proved, horizon: int) -> list[str]:
    """Why an answer is no proof, exactly: norms left out, formulas about something else, the kernel's refusal."""
    setting, broken = found.setting, list[str]()
    if not contains_all(((setting.eps, cap(setting, found.bound)),) * (horizon + 1), found.boxes):
        broken.append("the boxes leave norms out")
    if setting.step is not None and setting.L0 * setting.step + setting.L1 * setting.radius > 1:
        broken.append("the steps are too long for Lemma A")
    corner = _corner(setting)
    if corner is not None and any(a < corner < b for box in found.boxes for a, b in box[:-1]):
        broken.append("an interval has norms of clipped steps and of others")
    if found.certificate["obligation"] != {"claim": _formulas(setting, found.bound, found.boxes)}:
        broken.append("the certificate shows something else")
    try:
        check(found.certificate, {})
    except KernelError as error:
        broken.append(f"the kernel refuses: {error}")
    return broken


def _corner(setting: Setting) -> Fraction | None:
    return None if setting.step is None else setting.radius / setting.step


def _regimes(horizon: int, setting: Setting, top: Fraction) -> Iterator[Box]:
    """Each step clipped or not, with the widest boxes."""
    corner = _corner(setting)
    whole = (setting.eps, top)
    inside = corner is not None and setting.eps < corner < top
    intervals = [(setting.eps, corner), (corner, top)] if inside and corner is not None else [whole]
    yield from ((*steps, whole) for steps in product(intervals, repeat=horizon))
