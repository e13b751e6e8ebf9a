"""The search checker: the exact worst case on the line against claimed bounds on the hitting time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp
from scipy.optimize import minimize

from theory.claim import Claim
from verify.finders.covers.balls import normalise
from verify.finders.worst_case.families import Jump, families, worst_jump
from verify.finders.worst_case.hitting import SIZE, HittingBound, Instance, confirm, read, recheck
from verify.finders.worst_case.line import Line
from verify.finders.worst_case.shortest_path import Path, resting, worst_case
from verify.task import Task
from verify.verdict import Finding

__all__ = ["NAME", "VERSION", "applies", "check"]

NAME = "search"
VERSION = "1"

POOL = tuple(sp.Rational(p, q) for p, q in ((1, 10), (1, 4), (1, 2), (1, 1), (2, 1), (4, 1), (10, 1)))
MARGIN = 1 + 1e-6
"""The worst case is computed for an accuracy this much above eps, so that rounding cannot undo a failure."""


GRID = 120
"""Levels of the dynamic program, before its refinement."""

JUMP_BITS = 2048
"""Balls grow when a run jumps to and fro, so these runs need more bits."""

LARGEST = 1e30
"""Gaps beyond this are not tried."""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One parameter point and one run there: a path of least gap, or a jumping run on an even function."""

    values: Mapping[sp.Symbol, sp.Rational]
    source: Path | Jump
    failures: int
    claimed: float

    @property
    def ratio(self) -> float:
        """The claimed bound over the failures: at least 1 if the bound holds; how loose it is, at most."""
        return self.claimed / self.failures

    def confirm(self, bound: HittingBound) -> Instance | None:
        """The run in balls."""
        if isinstance(self.source, Path):
            return confirm(bound, self.values, self.source)
        jump = self.source
        return recheck(bound, self.values, jump.member, jump.start, jump.failures, bits=JUMP_BITS)


def applies(claim: Claim) -> bool:
    """Whether the claim bounds the hitting time of a method whose step length depends on |grad| alone."""
    return read(claim.statement) is not None


def check(task: Task) -> Finding:
    """Compute the worst case at a handful of parameter points, go where the bound looks tightest, recheck in balls."""
    bound = read(task.claim.statement)
    if bound is None:
        raise ValueError(f"{task.claim.label}: not a bound on a hitting time that this checker reads")
    horizons = range(9 if task.deep else 4)
    points, rejected = _points(bound, 40 if task.deep else 5, task.seed)
    trials = [trial for values in points for trial in _trials(bound, values, horizons)]
    for trial in sorted(trials, key=lambda trial: trial.ratio)[:2]:
        for values in _descend(bound, trial):
            trials += list(_trials(bound, values, (trial.failures - 1,)))
    trials += [trial for values in points for trial in _jumps(bound, values)]
    if not trials:
        reason = "no parameter point was found at which the hypotheses hold and some run fails"
        return Finding(checker=NAME, outcome="undecided", rigour="none", rejected=rejected, reason=reason)
    suspicious = [trial for trial in trials if trial.ratio < 1]
    for trial in sorted(suspicious, key=_plainness):
        instance = trial.confirm(bound)
        if instance is not None and instance.broken:
            return _refuted(trial, instance)
    tightest = sorted((trial for trial in trials if trial.ratio >= 1), key=lambda trial: trial.ratio)
    instances = ((trial, trial.confirm(bound)) for trial in tightest)
    found = next(((trial, instance) for trial, instance in instances if instance is not None), None)
    if any(trial.ratio < 1 / MARGIN for trial in suspicious) or found is None:
        broken = f"{len(suspicious)} break the bound in floats, but none is confirmed in balls"
        reason = f"{len(trials)} worst cases computed; {broken}"
        return Finding(checker=NAME, outcome="undecided", rigour="none", rejected=rejected, reason=reason)
    return _survived(found[0], found[1], len(trials), rejected)


def _points(bound: HittingBound, count: int, seed: int) -> tuple[list[dict[sp.Symbol, sp.Rational]], float]:
    """Admissible parameter points, the simplest first, and the share of draws that the hypotheses turned away."""
    random = np.random.default_rng(seed)
    points: list[dict[sp.Symbol, sp.Rational]] = []
    draws = 0
    while len(points) < count and draws < 40 * count:
        values = {s: POOL[3] if draws == 0 else POOL[int(random.integers(len(POOL)))] for s in bound.free}
        draws += 1
        if values not in points and bound.line(values) is not None and _admissible(bound, values):
            points.append(values)
    return points, 1 - len(points) / draws


def _admissible(bound: HittingBound, values: Mapping[sp.Symbol, Any], delta: float | None = None) -> bool:
    """Whether the hypotheses hold (those on the gap too, if it is given), and the gradient may exceed eps at all."""
    at = {**values, bound.delta: sp.Float(delta)} if delta is not None else values
    scalars = [g.subs(at) for g in bound.given if delta is not None or not g.has(bound.delta)]
    eps, steepest, _ = bound.numbers(values)
    return steepest > MARGIN * eps and all(bool(scalar) for scalar in scalars)


def _trials(bound: HittingBound, values: dict[sp.Symbol, sp.Rational], horizons: Any) -> Iterator[Trial]:
    line = bound.line(values)
    if line is None or not _admissible(bound, values):
        return
    eps, steepest, _ = bound.numbers(values)
    eps, steepest, length = eps * MARGIN, steepest / MARGIN, bound.lengths(values)
    for steps in horizons:
        path = worst_case(line, length, eps, steps, steepest=steepest, points=GRID)
        if not path.attained:
            path = worst_case(line, length, eps, steps, steepest=steepest, points=GRID, monotone=True)
        if path.attained and path.delta < LARGEST and _admissible(bound, values, path.delta):
            _, _, claimed = bound.numbers(values, path.delta)
            yield Trial(values=values, source=path, failures=steps + 1, claimed=claimed)


def _jumps(bound: HittingBound, values: Mapping[sp.Symbol, sp.Rational]) -> Iterator[Trial]:
    line = bound.line(values)
    for member in families(line) if line is not None else ():
        jump = worst_jump(bound, values, member)
        if jump is not None:
            at = {**values, bound.eps: jump.eps}
            yield Trial(values=at, source=jump, failures=jump.failures, claimed=jump.ratio * jump.failures)


def _descend(bound: HittingBound, trial: Trial) -> list[dict[sp.Symbol, sp.Rational]]:
    """Nearby parameter points, simple numbers, at which the bound is tighter on the path that rests at eps."""
    free, steps = bound.free, trial.failures - 1
    sides = [side.expression for relation in bound.given for side in normalise(relation)]
    margins = [*sides, bound.L0, bound.L1] + ([] if bound.steepest is None else [bound.steepest - bound.eps])
    numbers = sp.lambdify((*free, bound.delta), [bound.bound, sp.Min(*margins)], "numpy")
    constants = sp.lambdify(free, [bound.L0, bound.L1, bound.eps], "numpy")
    length = sp.lambdify((*free, SIZE), bound.length, "numpy")

    def ratio(logs: Any) -> float:
        values = np.exp(np.clip(logs, -5, 5))
        a, b, eps = (float(c) for c in constants(*values))
        with np.errstate(all="ignore"):
            delta = resting(Line(a, b), lambda size: length(*values, size), eps, steps) if a > 0 else np.inf
            claimed, margin = (float(number) for number in numbers(*values, delta))
        return claimed / (steps + 1) if delta < LARGEST and margin >= 0 and claimed > 0 else 1e9

    start = np.log([float(trial.values[s]) for s in free])
    found = minimize(ratio, start, method="Nelder-Mead", options={"maxfev": 150, "xatol": 1e-3, "fatol": 1e-6})
    best = np.exp(np.clip(found.x, -5, 5))
    return [{s: sp.Rational(f"{v:.{digits}g}") for s, v in zip(free, best, strict=True)} for digits in (1, 3)]


def _survived(trial: Trial, instance: Instance, trials: int, rejected: float) -> Finding:
    return Finding(
        checker=NAME,
        outcome="survived",
        rigour="numerical",
        scope="one dimension, " + ("sampled parameters" if trial.values else "all parameters fixed"),
        trials=trials,
        rejected=rejected,
        evidence={
            "bracket": [instance.failures, trial.claimed],
            "looseness at most": trial.ratio,
            "at": _plain(trial),
            "start": str(instance.start),
            "gap": str(instance.gap),
            "function": instance.member.as_json(),
        },
        reason=f"at {_show(trial.values)} a function of one variable with gap {float(instance.gap):.6g} needs "
        f"{instance.failures} steps (confirmed in balls); the bound is {trial.claimed:.6g}",
    )


def _refuted(trial: Trial, instance: Instance) -> Finding:
    return Finding(
        checker=NAME,
        outcome="refuted",
        rigour="interval",
        scope=_show(trial.values),
        evidence={
            "bracket": [instance.failures, trial.claimed],
            "at": _plain(trial),
            "start": str(instance.start),
            "gap": str(instance.gap),
            "function": instance.member.as_json(),
        },
        reason=f"at {_show(trial.values)} the function listed has gap at most {float(instance.gap):.6g} at the start "
        f"x = {instance.start} and |f'| > eps at the first {instance.failures} iterates; the bound is "
        f"{trial.claimed:.6g} (all strict: where f'' jumps, rounding off the corner changes nothing)",
    )


def _plainness(trial: Trial) -> tuple[int, int, str]:
    """Short runs at simple numbers first: a reader checks the witness by hand."""
    return trial.failures, len(_show(trial.values)), _show(trial.values)


def _plain(trial: Trial) -> dict[str, str]:
    return {str(symbol): str(value) for symbol, value in trial.values.items()}


def _show(values: Mapping[sp.Symbol, sp.Rational]) -> str:
    return ", ".join(f"{symbol} = {value}" for symbol, value in values.items()) or "the given constants"
