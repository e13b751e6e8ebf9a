"""The answer on the command line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from theory.catalog import Catalog
from theory.claim import PaperError
from verify.brackets.answers import Answer
from verify.brackets.fixed_step.questions import CLASSES, METHODS, chosen
from verify.brackets.fixed_step.search import PAIRS, Found, find
from verify.finders.performance.solve import solvers
from verify.finders.performance.witnesses.cases import Case

__all__ = ["fixed_step"]

MOST_KNOTS = 8
"""More knots than this are not printed."""


def fixed_step(
    catalog: Catalog, method: str, functions: str, options: Mapping[str, sp.Rational], words: Mapping[str, str]
) -> Answer:
    """Answer for the command line.

    Args:
        catalog: not used; all that is claimed is proved here.
        method: a key of METHODS.
        functions: a key of CLASSES.
        options: N and the method's parameters.
        words: how to look for it: "pairs", "solver", and "start", which may be "none".

    Raises:
        PaperError: for options that do not fit.
    """
    unknown = sorted(options.keys() - {"N", *METHODS[method][1]})
    if unknown:
        raise PaperError(f"{method} on {functions} has no --{unknown[0]}; L, R and Delta stay symbols.")
    steps = options.get("N", sp.Integer(1))
    if not (steps.is_Integer and steps >= 1):
        raise PaperError(f"--N {steps}: a number of steps is a whole number, at least 1.")
    pairs, start = words.get("pairs", "auto"), words.get("start", "given")
    if pairs not in PAIRS:
        raise PaperError(f"--pairs {pairs}: known are {', '.join(PAIRS)}.")
    if start not in ("given", "none"):
        raise PaperError(f"--start {start}: known are given ({CLASSES[functions].start}) and none.")
    solver = words.get("solver")
    if solver is not None and solver.lower() not in (known := solvers()):
        raise PaperError(f"--solver {solver}: installed are {', '.join(known)}.")
    parameters = {name: value for name, value in options.items() if name != "N"}
    found = find(method, int(steps), parameters, functions, pairs=pairs, solver=solver, start=start == "given")
    asked = _Asked(method=method, functions=functions, steps=int(steps), parameters=chosen(method, parameters),
                   start=start == "given")  # fmt: skip
    return Answer(lines=tuple(_lines(asked, found)), data=_data(asked, found), certificate=found.certificate)


@dataclass(frozen=True, kw_only=True)
class _Asked:
    """The question."""

    method: str
    functions: str
    steps: int
    parameters: Mapping[str, sp.Rational]
    start: bool


def _lines(asked: _Asked, found: Found) -> Iterator[str]:
    question = CLASSES[asked.functions]
    what, condition = question.words.format(asked.steps), f"if {question.start}" if asked.start else "from any start"
    yield f"the worst {what} of {asked.method} on {asked.functions} functions, {condition}"
    unit = str(question.unit).replace("**", "^").replace("*", " ")
    if found.high is not None and found.exact:
        yield f"  exactly {found.high} * {unit} = {float(found.high):.9g} * {unit}"
    else:
        yield f"  at least {found.low} * {unit}" if found.low is not None else "  no function tried is a lower bound"
        yield f"  at most  {found.high} * {unit}" if found.high is not None else "  no upper bound: undecided"
    if found.high is not None:
        yield "  the upper end by exact multipliers, accepted by the kernel"
    else:
        yield f"  {found.reason}"
        step = asked.parameters.get("step", sp.Integer(0))
        if asked.start and step >= 2:
            yield f"  the step {step}/L is too long for these multipliers: below 2/L they suffice"
        if not asked.start and "on the start is missing" not in found.reason:
            yield f"  nothing is known of the start (--start none); without it {question.start} is assumed"
    if found.witness is not None:
        yield "  the lower end by a function of one variable, run exactly (L = 1, minimum 0 at 0):"
        yield from (f"    {line}" for line in _function(found.witness))
    yield f"  solver: {', '.join(found.status)}"


def _function(witness: Case) -> Iterator[str]:
    knots = witness.function.knots
    shown = [f"({u}, {s})" for u, s in knots]
    middle = shown if len(shown) <= MOST_KNOTS else [*shown[: MOST_KNOTS - 2], "...", shown[-1]]
    yield f"f' piecewise linear through (u, f'(u)) = {' '.join(middle)}, f'' = {witness.function.outside} outside"
    yield f"x_0 = {witness.start}"


def _data(asked: _Asked, found: Found) -> dict[str, Any]:
    witness = found.witness
    return {
        "method": asked.method,
        "class": asked.functions,
        "N": asked.steps,
        "low": str(found.low),
        "high": str(found.high),
        "exact": found.exact,
        "witness": None
        if witness is None
        else {
            "knots (u, f'(u))": [[str(u), str(s)] for u, s in witness.function.knots],
            "f'' outside": str(witness.function.outside),
            "start": str(witness.start),
            "run (x, f'(x), f(x))": [[str(v) for v in triple] for triple in witness.triples],
        },
        "status": list(found.status),
        "reason": found.reason,
    }
