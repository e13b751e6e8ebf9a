"""Worst cases of fixed-step methods on smooth convex functions: guess, certify, meet.

A float solution of the semidefinite program guesses the worst gap.  An explicit function of one variable, run exactly,
bounds it from below; exact multipliers, accepted by the kernel, bound it from above.  Where the two meet, the answer is
exact; where they do not, it is a bracket.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy as sp

from theory import measures
from theory.catalog import Catalog
from theory.claim import Claim, PaperError
from theory.classes import SmoothConvex
from theory.methods import accelerated_gradient, gradient_descent, heavy_ball
from theory.paper import Paper
from theory.statement import Run
from theory.symbols import N, symbols
from verify.brackets.answers import Answer
from verify.certify import certificate
from verify.compile import obligation
from verify.finders.performance.counterexample import worst
from verify.finders.performance.problem import assemble
from verify.finders.performance.solve import Numeric, solve, tabulate
from verify.finders.proofs.prove import NotFound
from verify.kernel.certificate import opened, parts
from verify.kernel.steps import Context

__all__ = ["METHODS", "Found", "find", "fixed_step"]

L, R = symbols("L R", positive=True)

METHODS: Mapping[str, tuple[Callable[..., Any], Mapping[str, sp.Rational]]] = {
    "gd": (gradient_descent, {"step": sp.Integer(1)}),
    "accelerated-gd": (accelerated_gradient, {"step": sp.Integer(1)}),
    "heavy-ball": (heavy_ball, {"step": sp.Rational(1, 2), "momentum": sp.Rational(1, 4)}),
}
"""Method -> its text and the default parameters, steps in units of 1/L."""

MARGINS = (8, 7, 6, 5, 4, 3)
"""Powers of 1/10 by which a guessed bound is enlarged until it can be made exact."""

UNBOUNDED = ("PrimalInfeasible", "AlmostPrimalInfeasible")


@dataclass(frozen=True, kw_only=True)
class Found:
    """The worst f(x_N) - f* in units of L R^2, R a bound on the distance of x_0 from a minimiser.

    Attributes:
        low: attained by the witness, exactly; None if no candidate is a member.
        high: proved for every member, exactly; None if it could not be.
        witness: the function of one variable.
        certificate: of the upper end.
        status: what the solver said, pattern by pattern.
    """

    low: sp.Rational | None
    high: sp.Rational | None
    witness: Mapping[Any, Any] | None
    certificate: Mapping[str, Any] | None
    status: tuple[str, ...]

    @property
    def exact(self) -> bool:
        """Whether the two ends meet."""
        return self.low is not None and self.low == self.high


def rate(method: str, horizon: int, parameters: Mapping[str, sp.Rational], bound: Any) -> Claim:
    """The claim f(x_N) - f* <= bound * L R^2 for a method on smooth convex functions."""
    text, defaults = METHODS[method]
    chosen = {name: parameters.get(name, value) for name, value in defaults.items()}
    values = {name: value / L if name == "step" else value for name, value in chosen.items()}
    return Paper("worst-case", title="Worst cases").theorem(
        f"{method}-smooth-convex-n{horizon}", functions=SmoothConvex(L), method=text, horizons=(horizon,),
        given=measures.squared_distance(0) <= R**2, then=sp.Le(measures.gap(N), bound * L * R**2), **values,
    )  # fmt: skip


def find(method: str, horizon: int, parameters: Mapping[str, sp.Rational]) -> Found:
    """Bracket the worst case.

    Args:
        method: a key of METHODS.
        horizon: the number of steps.
        parameters: exact numbers, steps in units of 1/L.
    """
    said: list[str] = []
    corners, guess = list[sp.Rational](), None
    for name, numeric in _floats(rate(method, horizon, parameters, 1), horizon):
        said.append(f"{name}: {numeric.status}")
        if numeric.ok:
            guess = 1 - numeric.slack
            corners = _corners(numeric)
            attained = worst(_run(rate(method, horizon, parameters, 0)), horizon, corners)
            if attained is not None and guess < float(attained[0]) * (1 + 1e-5):
                break
    attained = worst(_run(rate(method, horizon, parameters, 0)), horizon, corners)
    low, witness = (None, None) if attained is None else attained
    high, proof = None, None
    for bound in _bounds(low, guess):
        try:
            proof = certificate(rate(method, horizon, parameters, bound), {})
        except NotFound:
            continue
        high = bound
        break
    if proof is not None and proof["kind"] != "proof":
        high, proof = None, None
    return Found(low=low, high=high, witness=witness, certificate=proof, status=tuple(said))


def _run(claim: Claim) -> Run:
    assert isinstance(claim.statement, Run)
    return claim.statement


def _floats(claim: Claim, horizon: int) -> Iterator[tuple[str, Numeric]]:
    """What the solver says on growing patterns of pairs."""
    (phi,) = parts(obligation(claim))
    scope, facts, goal = opened(phi, {})
    problem = assemble(goal, Context(scope, facts))
    for pattern in ("path", "star", "all")[: 3 if horizon <= 30 else 2]:
        yield pattern, solve(tabulate(problem, pattern))


def _corners(numeric: Numeric) -> list[sp.Rational]:
    """Where a Huber function has its corner if the worst case is one: the gradient at the end."""
    last = float(numeric.worst[-1, -1]) ** 0.5 if numeric.worst.size and numeric.worst[-1, -1] > 0 else 0.0
    found = (Fraction(last).limit_denominator(bound) for bound in (10, 100, 1000, 10**4))
    return [sp.Rational(value.numerator, value.denominator) for value in found if value > 0]


def _bounds(low: Any, guess: float | None) -> Iterator[sp.Rational]:
    """The witness's value if the floats agree with it, then the float value enlarged, as short decimals."""
    if guess is None:
        return
    if low is not None and abs(guess - float(low)) < 1e-5 * max(guess, 1e-9):
        yield low
    for digits in MARGINS:
        value = sp.Rational(int(guess * (1 + 10.0**-digits) * 10 ** (digits + 4)) + 1, 10 ** (digits + 4))
        if low is None or value > low:
            yield value


def fixed_step(catalog: Catalog, method: str, options: Mapping[str, sp.Rational]) -> Answer:
    """Answer for the command line.

    Raises:
        PaperError: for options that do not fit.
    """
    known = {"N", *METHODS[method][1]}
    unknown = sorted(options.keys() - known)
    if unknown:
        raise PaperError(f"{method} on smooth-convex has no --{unknown[0]}; L and R stay symbols.")
    steps = options.get("N", sp.Integer(1))
    if not (steps.is_Integer and steps >= 1):
        raise PaperError(f"--N {steps}: a number of steps is a whole number, at least 1.")
    found = find(method, int(steps), {name: value for name, value in options.items() if name != "N"})
    return Answer(lines=tuple(_lines(method, int(steps), found)), data=_data(found), certificate=found.certificate)


def _lines(method: str, steps: int, found: Found) -> Iterator[str]:
    yield f"the worst f(x_{steps}) - f* of {method} on smooth convex functions, if ||x_0 - x*|| <= R"
    if found.high is not None and found.exact:
        yield f"  exactly {found.high} * L R^2 = {float(found.high):.9g} * L R^2"
    else:
        yield f"  at least {found.low} * L R^2" if found.low is not None else "  no function tried is a lower bound"
        yield f"  at most  {found.high} * L R^2" if found.high is not None else "  no upper bound: undecided"
    if found.high is not None:
        yield "  the upper end by exact multipliers, accepted by the kernel"
    elif found.status[-1].endswith(UNBOUNDED):
        yield "  the program is unbounded: the step is too long for any bound of this kind, or a condition is missing"
    if found.witness is not None:
        yield "  the lower end by this function, run exactly (L = R = 1):"
        yield f"    f(u) = {found.witness['function']}, x_0 = {found.witness['start']}"
    yield f"  solver: {', '.join(found.status)}"


def _data(found: Found) -> dict[str, Any]:
    witness = {str(name): str(value) for name, value in (found.witness or {}).items()}
    return {"low": str(found.low), "high": str(found.high), "exact": found.exact, "witness": witness,
            "status": list(found.status)}  # fmt: skip
