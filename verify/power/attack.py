"""Attacks: every mutant of a claim is handed to the checkers that can refute; who refutes it is recorded."""

from collections.abc import Sequence
from typing import Any, Protocol

import sympy as sp

from theory.catalog import Catalog
from theory.claim import Claim
from theory.statement import Unformalised
from verify import checkers
from verify.power import climb, own, points
from verify.power.mutate import FACTORS, Mutant, dropped, flipped, mutants, shrunk, widened
from verify.power.vacuity import point
from verify.task import Task

__all__ = ["GRID", "Attacker", "attackers", "hit", "role", "row"]

GRID = (*(sp.Rational(n, 20) for n in range(1, 18)), FACTORS[0], sp.Rational(19, 20), *FACTORS[1:])
"""Factors among which the largest that is refuted is looked for, by bisection."""

FULL, SHORT, FEW, NOISY = 100, 20, 10, 3
"""Effective trials: of mutants that must be refuted, in a bisection, of changed hypotheses, of runs with noise."""

BROKEN = (ArithmeticError, LookupError, TypeError, ValueError, RecursionError)
"""What a checker may raise on a statement that nobody wrote; it is reported as its defect."""


class Attacker(Protocol):
    """What may refute a mutant: a checker, or anything with its two functions."""

    NAME: str

    def applies(self, claim: Claim) -> bool:
        """Whether it has anything to say about the claim."""

    def check(self, task: Task) -> Any:
        """What it concludes."""


def attackers() -> tuple[Attacker, ...]:
    """The checkers that look for violations, the directed search, points that functions of the class run through, and
    last what is known to refute the original.

    The exact checker is not one of them: it reads stored certificates, which mutants do not have.
    """
    return (*(checkers.load(name) for name in checkers.CHECKERS if name != "exact"), climb, points, own)


def role(claim: Claim) -> str:
    """tight or control (each mutant must be refuted), false, loose, or nothing if the table has no row for the claim.

    What a paper says falsely is refuted by its own witness; whether a checker finds out by itself is reported.
    """
    if isinstance(claim.statement, Unformalised) or claim.expect == "open":
        return ""
    if claim.kind == "control":
        return "control"
    if claim.expect == "false":
        return "false"
    return "tight" if claim.sense == "tight" else "loose" if claim.sense in ("upper", "lower") else ""


def hit(
    mutant: Mutant, catalog: Catalog, by: Sequence[Attacker], *, trials: int = FULL, every: bool = True, seed: int = 0
) -> dict[str, Any]:
    """What became of one mutant.

    Args:
        mutant: to be refuted.
        catalog: of the original.
        by: the attackers, in this order.
        trials: effective trials of a sampling one.
        every: whether all of them try, or the first that refutes ends it.
        seed: of every random choice.

    Returns:
        Plain data: name, part and change of the mutant, who ``tried``, who ``caught`` it, who ``crashed``.
    """
    tried: list[str] = []
    caught: list[str] = []
    crashed: list[str] = []
    for attacker in by:
        try:
            if not attacker.applies(mutant.claim):
                continue
            tried.append(attacker.NAME)
            found = attacker.check(Task(claim=mutant.claim, catalog=catalog, trials=trials, seed=seed))
        except BROKEN as error:
            crashed.append(f"{attacker.NAME}: {type(error).__name__}: {error}")
            continue
        if found.outcome == "refuted":
            caught.append(attacker.NAME)
            if not every:
                break
    return {
        "kind": mutant.kind,
        "name": mutant.name,
        "part": mutant.part,
        "change": mutant.change,
        "tried": tried,
        "caught": caught,
        "crashed": crashed,
    }


def row(claim: Claim, catalog: Catalog, by: Sequence[Attacker] = (), seed: int = 0) -> dict[str, Any]:
    """One row of the power table, as plain data: the mutants' fates, the looseness found, the vacuity point."""
    by, kind = by or attackers(), role(claim)
    found: dict[str, Any] = {"label": claim.label, "role": kind, "mutants": [], "loose": []}
    found["vacuity"] = point(claim, seed)
    if kind in ("tight", "control"):
        for mutant in mutants(claim):
            must = mutant.kind in ("shrink", "flip")
            trials = FULL if must else FEW
            found["mutants"].append(hit(mutant, catalog, by, trials=trials, every=must, seed=seed))
    elif kind == "false":
        for mutant in mutants(claim):
            found["mutants"].append(hit(mutant, catalog, by, trials=_few(claim), every=False, seed=seed))
    elif kind == "loose":
        found["loose"] = [_bisect(claim, catalog, by, part, seed) for part in _constants(claim)]
        for mutant in (*flipped(claim), *dropped(claim), *widened(claim)):
            found["mutants"].append(hit(mutant, catalog, by, trials=_few(claim), every=False, seed=seed))
    return found


def _few(claim: Claim, usual: int = FEW) -> int:
    """Fewer trials where each of them samples runs with noise."""
    return min(usual, NOISY) if getattr(claim.statement, "noise", None) is not None else usual


def _constants(claim: Claim) -> list[int]:
    return [mutant.part for mutant in shrunk(claim, FACTORS[0])]


def _bisect(claim: Claim, catalog: Catalog, by: Sequence[Attacker], part: int, seed: int) -> dict[str, Any]:
    """The largest factor of the grid at which the shrunk claim is refuted (smaller ones are false all the more).

    The largest of all is tried first, since many constants are sharp.
    """
    low, high, catcher, middle = -1, len(GRID), "", len(GRID) - 1
    while high - low > 1:
        mutant = next(m for m in shrunk(claim, GRID[middle]) if m.part == part)
        caught = hit(mutant, catalog, by, trials=_few(claim, SHORT), every=False, seed=seed)["caught"]
        if caught:
            low, catcher = middle, caught[0]
        else:
            high = middle
        middle = (low + high) // 2
    return {"part": part, "refuted": str(GRID[low]) if low >= 0 else "", "by": catcher}
