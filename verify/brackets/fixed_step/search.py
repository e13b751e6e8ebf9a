"""Guess, certify, meet."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

import sympy as sp

from theory.claim import Claim
from verify.brackets.fixed_step.questions import CLASSES, METHODS, Parameters, chosen, rate
from verify.compile import obligation
from verify.finders.performance.proofs.known import guesses
from verify.finders.performance.proofs.multipliers import PATTERNS, Prepared, prepared
from verify.finders.performance.witnesses.cases import Case, cases
from verify.kernel.certificate import FORMAT, check, opened, parts
from verify.kernel.errors import KernelError
from verify.kernel.steps import Context

__all__ = ["PAIRS", "Found", "find"]

PAIRS = ("auto", *PATTERNS)
"""Patterns of pairs of points: "auto" widens until the two ends meet."""

MARGINS = (8, 7, 6, 5, 4, 3)
"""Powers of 1/10 by which a guessed bound is enlarged until it can be made exact."""

CLOSE = 1e-5
"""Relative: floats this near to the witness count as a guess that the witness is a worst case."""

CLARABEL = "clarabel"


@dataclass(frozen=True, kw_only=True)
class Found:
    """The worst case in the unit of its question.

    Attributes:
        low: attained by the witness, exactly; None if no candidate is a member.
        high: proved for every member, exactly; None if it could not be.
        witness: the run on a function of one variable.
        certificate: of the upper end.
        status: how the multipliers were found, or what the solver said, pattern by pattern.
        reason: why there is no upper end, in words.
    """

    low: Fraction | None
    high: Fraction | None
    witness: Case | None
    certificate: Mapping[str, Any] | None
    status: tuple[str, ...]
    reason: str = ""

    @property
    def exact(self) -> bool:
        """Whether the two ends meet."""
        return self.low is not None and self.low == self.high


@dataclass(kw_only=True)
class _Search:
    """One question at one horizon."""

    method: str
    horizon: int
    parameters: Parameters
    functions: str
    solver: str
    start: bool
    said: list[str] = field(default_factory=list)
    answers: dict[tuple[Fraction, str], tuple[Any, Any]] = field(default_factory=dict)

    def worst(self, corners: Sequence[Fraction] = ()) -> Case | None:
        """The worst of the runs tried."""
        question, values = CLASSES[self.functions], chosen(self.method, self.parameters)
        tried = cases(
            METHODS[self.method][0], {n: Fraction(int(v.p), int(v.q)) for n, v in values.items()}, self.horizon,
            question.functions.is_convex, question.measured, corners,
        )  # fmt: skip
        return max(tried, key=lambda case: case.value, default=None)

    def stated(self, bound: Fraction) -> "_Stated":
        """The claim with a bound, compiled."""
        value = sp.Rational(bound.numerator, bound.denominator)
        claim = rate(self.method, self.horizon, self.parameters, value, self.functions, self.start)
        target = obligation(claim)
        (phi,) = parts(target)
        scope, facts, goal = opened(phi, {})
        return _Stated(bound=bound, claim=claim, target=target, ready=prepared(goal, Context(scope, facts)))

    def asked(self, stated: "_Stated", pattern: str) -> tuple[Any, Any]:
        """The dual with a pattern of pairs, and what the solver says; once."""
        from verify.finders.performance.solve import solve, tabulate

        case = stated.bound, pattern
        if case not in self.answers:
            dual = tabulate(stated.ready.problem, pattern)
            self.answers[case] = dual, solve(dual, solver=self.solver)
        return self.answers[case]


@dataclass(frozen=True, kw_only=True)
class _Stated:
    """A claim, its obligation, and the problem assembled from it."""

    bound: Fraction
    claim: Claim
    target: Mapping[str, Any]
    ready: Prepared

    def accepted(self, rows: Any) -> dict[str, Any] | None:
        """The certificate with these multipliers, if the kernel accepts it."""
        data = {
            "format": FORMAT, "label": self.claim.label, "kind": "proof", "obligation": self.target, "uses": [],
            "proofs": [self.ready.steps(rows)],
        }  # fmt: skip
        try:
            check(data, {}, self.target)
        except KernelError:
            return None
        return data

    def known(self) -> dict[str, Any] | None:
        """The certificate with multipliers known in closed form."""
        found = map(self.accepted, guesses(self.ready.problem))
        return next((data for data in found if data is not None), None)


def find(
    method: str,
    horizon: int,
    parameters: Parameters,
    functions: str = "smooth-convex",
    *,
    pairs: str = "auto",
    solver: str | None = None,
    start: bool = True,
) -> Found:
    """Bracket the worst case.

    Args:
        method: a key of METHODS.
        horizon: the number of steps.
        parameters: exact numbers, steps in units of 1/L.
        functions: a key of CLASSES.
        pairs: one of PAIRS; if not "auto", a solver solves for the worst case on just these pairs.
        solver: "clarabel", or the name of a solver that cvxpy knows; if given, it is asked even where multipliers are
            known.
        start: whether the condition on the start is among the hypotheses.
    """
    search = _Search(
        method=method,
        horizon=horizon,
        parameters=parameters,
        functions=functions,
        solver=solver or CLARABEL,
        start=start,
    )
    witness = search.worst() if start else None  # without a condition every value occurs, or none is the worst
    stated = search.stated(witness.value if witness is not None else Fraction(1))
    if pairs == "auto" and solver is None and witness is not None:
        data = stated.known()
        if data is not None:
            said = ("known multipliers",)
            return Found(low=witness.value, high=witness.value, witness=witness, certificate=data, status=said)
    return _solved(search, stated, witness, PATTERNS if pairs == "auto" else (pairs,))


def _solved(search: _Search, stated: _Stated, witness: Case | None, patterns: Sequence[str]) -> Found:
    """Ask a solver, on growing patterns, until the two ends meet; else enlarge what it says until it can be proved."""
    guess: float | None = None
    for pattern in patterns:
        dual, numeric = search.asked(stated, pattern)
        search.said.append(f"{pattern}: {numeric.status}")
        if not numeric.ok:
            continue
        guess = float(dual.constant) - numeric.slack
        if witness is not None and guess > float(witness.value) * (1 + CLOSE):
            better = search.worst(_corners(numeric))
            witness = better if better is not None and better.value > witness.value else witness
        if witness is not None and guess < float(witness.value) * (1 + CLOSE):
            break
    found = Found(
        low=None if witness is None else witness.value,
        high=None,
        witness=witness,
        certificate=None,
        status=tuple(search.said),
        reason=_reason(search, stated, patterns[-1]) if guess is None else "no multipliers found could be made exact",
    )
    for bound in _bounds(witness, guess):
        here = stated if bound == stated.bound else search.stated(bound)
        data = _proved(search, here, PATTERNS[: PATTERNS.index(patterns[-1]) + 1])
        if data is not None:
            return replace(found, high=bound, certificate=data, reason="")
    return found


def _reason(search: _Search, stated: _Stated, pattern: str) -> str:
    from verify.finders.performance.proofs.unbounded import explained
    from verify.finders.performance.solve import UNBOUNDED

    if any(UNBOUNDED not in status for status in search.said):
        return "the solver did not claim a solution of full accuracy, so nothing is concluded"
    return explained(stated.ready.problem, pattern)


def _proved(search: _Search, stated: _Stated, patterns: Sequence[str]) -> dict[str, Any] | None:
    """A certificate for a bound; multipliers of fewer pairs are multipliers of more, so these are tried first."""
    from verify.finders.performance.proofs.rational import exact, narrowed

    if (stated.bound, patterns[0]) not in search.answers and (stated.bound, patterns[-1]) in search.answers:
        dual, numeric = search.answers[stated.bound, patterns[-1]]
        found = narrowed(dual, numeric) if numeric.ok else None
        data = None if found is None else stated.accepted(found.rows(dual))
        if data is not None:
            return data
    for pattern in patterns:
        dual, numeric = search.asked(stated, pattern)
        found = exact(dual, numeric, search.solver) if numeric.ok else None
        data = None if found is None else stated.accepted(found.rows(dual))
        if data is not None:
            return data
    return None


def _corners(numeric: Any) -> list[Fraction]:
    """Where a Huber function has its corner if the worst case is one: the gradient at the end."""
    last = float(numeric.worst[-1, -1]) ** 0.5 if numeric.worst.size and numeric.worst[-1, -1] > 0 else 0.0
    found = (Fraction(last).limit_denominator(bound) for bound in (10, 100, 1000, 10**4))
    return [value for value in found if value > 0]


def _bounds(witness: Case | None, guess: float | None) -> Iterator[Fraction]:
    """The witness's value if the floats agree with it, then the float value enlarged, as short decimals."""
    if guess is None:
        return
    low = None if witness is None else witness.value
    if low is not None and abs(guess - float(low)) < CLOSE * max(guess, 1e-9):
        yield low
    for digits in MARGINS:
        value = Fraction(int(guess * (1 + 10.0**-digits) * 10 ** (digits + 4)) + 1, 10 ** (digits + 4))
        if low is None or value > low:
            yield value
