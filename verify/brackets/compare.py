"""Fixed steps against clipped steps over a sweep of M, the largest gradient on the initial sublevel set.

What is fixed matters.  The constants L0, L1, the accuracy and the gap Delta stay the same along the sweep; only M,
which Assumption 4 allows a fixed step to know, changes.  A gradient of size M needs a gap of at least
(M - (L0/L1) log(1 + L1 M/L0))/L1 (ours/gradient-bound), so Delta is by default that of the largest M: with a fixed gap
the sweep ends somewhere, and "arbitrarily faster" needs gaps that grow with M.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

from theory.catalog import Catalog
from theory.claim import Claim, PaperError
from theory.papers.ours.counts import r as RADIUS
from theory.papers.ours.no_log import THRESHOLD
from theory.papers.ours.repaired_lower_bound import slope
from theory.papers.zhang2020.setting import L0, L1, Delta, M, eps, eta, h
from verify.brackets.bounds import Values, failing, floor, guaranteed, holds, solved
from verify.brackets.resting import failures
from verify.finders.worst_case import hitting

__all__ = ["Comparison", "Curve", "compare"]

ABOVE = 1 + sp.Rational(1, 2**20)
"""Gradients of explicit functions are this much above eps."""

EVERY = "gd, every fixed step"
LOWER = ("ours/thm4-repaired", "ours/thm4-constant-two", "ours/no-log-lower-bound")
UPPER = ("zhang2020/thm6", "ours/thm6-best")
FIXED_COUNT = "ours/gd-count-trapezoid"
CLIPPED_COUNTS = ("ours/clipped-count-exact", "ours/clipped-count-trapezoid")
CLIPPED = (
    ("clipped, the steps of Theorem 3", "zhang2020/thm3", ("ours/thm3-improved", *CLIPPED_COUNTS)),
    ("clipped, 1/(2 L0) and 1/(2 L1)", "ours/clipped-step", CLIPPED_COUNTS),
    (
        "normalised, 1/(L0 + L1 g)",
        "ours/normalized-step",
        ("ours/normalized-count-exact", "ours/normalized-step-trapezoid", "ours/normalized-count-trapezoid"),
    ),
)
"""Title, the claim that fixes the steps, further claims about the same steps."""


@dataclass(frozen=True, kw_only=True)
class Curve:
    """Numbers of steps along the sweep.

    Attributes:
        group: the method and its steps.
        side: "at least" or "at most".
        source: the label of the claim, or what was evaluated.
        counts: one integer for each M; None where the claim does not apply.
    """

    group: str
    side: str
    source: str
    counts: tuple[int | None, ...]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The table.

    Attributes:
        fixed: L0, L1, eps, Delta.
        sweep: the values of M.
        needed: the least gap with which a gradient of size M occurs, for each M (decimal text).
        largest: the largest gradient that the gap allows (decimal text).
        curves: the rows.
    """

    fixed: Mapping[str, sp.Rational]
    sweep: tuple[sp.Rational, ...]
    needed: tuple[str, ...]
    largest: str
    curves: tuple[Curve, ...]

    def best(self, group: str, side: str) -> tuple[int, ...]:
        """The best number of a group's claims for each M: the largest "at least", the smallest "at most"."""
        choose = max if side == "at least" else min
        rows = [c.counts for c in self.curves if c.group == group and c.side == side]
        return tuple(choose((n for n in column if n is not None), default=0) for column in zip(*rows, strict=True))

    @property
    def speedup(self) -> tuple[float, ...]:
        """By how much every fixed step is slower, at least, than the best of the clipped and normalised steps."""
        slow, fast = self.best(EVERY, "at least"), [min(pair) for pair in zip(*self._fast(), strict=True)]
        return tuple(a / max(b, 1) for a, b in zip(slow, fast, strict=True))

    def _fast(self) -> Iterator[tuple[int, ...]]:
        return (self.best(title, "at most") for title, _, _ in CLIPPED)

    def as_json(self) -> dict[str, Any]:
        """Data for a figure; equal inputs give equal data."""
        return {
            "fixed": {name: str(value) for name, value in self.fixed.items()},
            "M": [str(value) for value in self.sweep],
            "gap that M needs": list(self.needed),
            "largest gradient at this gap": self.largest,
            "curves": [{"group": c.group, "side": c.side, "source": c.source, "steps": list(c.counts)}
                       for c in self.curves],
            "speed-up at least": [float(f"{value:.6g}") for value in self.speedup],
        }  # fmt: skip


def compare(
    catalog: Catalog, constants: Mapping[str, sp.Rational], sweep: Sequence[sp.Rational], delta: Any = None
) -> Comparison:
    """Evaluate every bound along a sweep of M.

    Args:
        catalog: the claims that the bounds are read from.
        constants: L0, L1 and eps.
        sweep: increasing values of M.
        delta: the gap; by default what the largest M needs.

    Raises:
        PaperError: for numbers that are not positive, or a gap so small that no lower bound applies.
    """
    fixed = {L0: constants["L0"], L1: constants["L1"], eps: constants["eps"]}
    if not sweep or not all(value > 0 for value in (*fixed.values(), *sweep, 1 if delta is None else delta)):
        raise PaperError("L0, L1, eps, Delta and M must be positive.")
    gap = _needed(catalog, fixed)
    fixed[Delta] = _round(gap.subs(M, max(sweep)), up=True) if delta is None else delta
    low, high = _largest(gap, fixed)
    places = [{**fixed, M: min(value, low)} for value in sweep]
    bounded = [{**fixed, M: min(value, high)} for value in sweep]
    curves = [*_fixed_steps(catalog, places, bounded), *_clipped(catalog, places)]
    return Comparison(
        fixed={str(symbol): value for symbol, value in fixed.items()},
        sweep=tuple(sweep),
        needed=tuple(str(sp.N(gap.subs(M, value), 8)) for value in sweep),
        largest=str(sp.N(low, 8)),
        curves=tuple(curves),
    )


def _fixed_steps(catalog: Catalog, places: Sequence[Values], bounded: Sequence[Values]) -> Iterator[Curve]:
    for label in LOWER:
        yield Curve(group=EVERY, side="at least", source=label, counts=tuple(
            failing(catalog[label], {**_reachable(label, v), slope: v[eps] * ABOVE}) for v in places
        ))  # fmt: skip
    yield Curve(group=EVERY, side="at least", source="explicit functions, best fixed step",
                counts=tuple(_best_fixed(catalog, v) for v in places))  # fmt: skip
    for label in UPPER:
        claim = catalog[label]
        yield Curve(group=f"gd, step {_step(claim)}", side="at least", source="explicit function",
                    counts=tuple(_rest(claim, v) for v in places))  # fmt: skip
        yield Curve(group=f"gd, step {_step(claim)}", side="at most", source=label,
                    counts=tuple(_most(claim, v) for v in bounded))  # fmt: skip
        yield Curve(group=f"gd, step {_step(claim)}", side="at most", source=FIXED_COUNT, counts=tuple(
            _most(catalog[FIXED_COUNT], {**v, h: sp.sympify(_parameters(claim)["step"]).subs(v)}) for v in bounded
        ))  # fmt: skip


def _clipped(catalog: Catalog, places: Sequence[Values]) -> Iterator[Curve]:
    for title, label, others in CLIPPED:
        claim = catalog[label]
        yield Curve(group=title, side="at least", source="explicit function",
                    counts=tuple(_rest(claim, v) for v in places))  # fmt: skip
        parameters = _parameters(claim)
        steps = {eta: parameters["step"], RADIUS: parameters.get("radius", sp.Integer(1))}
        for other in (label, *others):
            yield Curve(group=title, side="at most", source=other, counts=tuple(
                _most(catalog[other], {**v, **{s: sp.sympify(e).subs(v) for s, e in steps.items()}}) for v in places
            ))  # fmt: skip


def _best_fixed(catalog: Catalog, values: Values) -> int | None:
    """Every step at or above a threshold fails for ever on one function; every step below it rests longer on another.

    The threshold is the smaller one of the function of one variable and, if it applies, of the function in the plane.
    """
    if failing(catalog["ours/thm4-constant-two"], {**values, slope: values[eps] * ABOVE}) is None:
        return None  # the function of one variable needs a larger gap
    diverges: Any = catalog["ours/thm4-repaired-divergence"].statement
    relation = diverges.given[0]
    step = solved(relation.subs(values), h)
    plane = _reachable("ours/no-log-lower-bound", values)
    if failing(catalog["ours/no-log-lower-bound"], {**plane, slope: values[eps] * ABOVE}) is not None:
        step = sp.Min(step, THRESHOLD / (plane[L1] * plane[M]))
    size = values[eps] * ABOVE
    return failures(values[L0], values[L1], size, step * size, values[Delta])


def _reachable(label: str, values: Values) -> dict[sp.Symbol, sp.Expr]:
    """The values, with M lowered to what the function in the plane can have with this gap: M <= L1 Delta."""
    lowered = min(values[M], values[L1] * values[Delta]) if label == "ours/no-log-lower-bound" else values[M]
    return {**values, M: lowered}


def _rest(claim: Claim, values: Values) -> int:
    """The explicit function that rests just above eps, for the steps that a claim is about."""
    bound = hitting.read(claim.statement)
    if bound is None:
        raise PaperError(f"{claim.label} is not a bound that the searches read.")
    size = values[eps] * ABOVE
    return failures(values[L0], values[L1], size, bound.length.subs(values).subs(hitting.SIZE, size), values[Delta])


def _most(claim: Claim, values: Values) -> int | None:
    bound = guaranteed(claim, values)
    return None if bound is None else floor(bound)


def _parameters(claim: Claim) -> Mapping[str, Any]:
    statement: Any = claim.statement
    parameters: Mapping[str, Any] = statement.parameters
    return parameters


def _step(claim: Claim) -> str:
    return str(_parameters(claim)["step"])


def _needed(catalog: Catalog, fixed: Values) -> sp.Expr:
    """The least gap with which a gradient of size M occurs, from the hypothesis of the repaired lower bound."""
    claim = catalog["ours/thm4-repaired"]
    statement: Any = claim.statement
    conditions = [g for g in statement.given if not hasattr(g, "given") and g.free_symbols == {L0, L1, M, Delta}]
    if len(conditions) != 1:
        raise PaperError(f"{claim.label} has no single hypothesis that ties M to Delta.")
    gap = solved(conditions[0], Delta)
    if not holds(conditions[0], {**fixed, M: sp.Integer(1), Delta: gap.subs({**fixed, M: 1}) + 1}, claim):
        raise PaperError(f"{claim.label}: {conditions[0]} does not bound Delta from below.")
    return sp.sympify(gap.subs(fixed))


def _largest(gap: sp.Expr, fixed: Values) -> tuple[sp.Rational, sp.Rational]:
    """Rationals just below and just above the largest gradient with this gap."""
    delta, high = fixed[Delta], sp.Integer(1)
    while gap.subs(M, high) < delta:
        high *= 2
    root = sp.nsolve(gap - delta, M, (high / 1000, high), solver="bisect", prec=40, verify=False)
    low, high = _round(root, up=False), _round(root, up=True)
    if not gap.subs(M, low) <= delta <= gap.subs(M, high):
        raise PaperError(f"no largest gradient found for the gap {delta}.")
    return low, high


def _round(number: sp.Expr, *, up: bool, digits: int = 12) -> sp.Rational:
    """A rational of few digits just above or just below a positive number."""
    scale = sp.Integer(10) ** (digits - 1 - int(sp.floor(sp.log(number, 10))))
    return (sp.floor(number * scale) + int(up)) / scale
