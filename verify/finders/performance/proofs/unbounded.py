"""Why no multipliers show any bound: which condition on the start would help, or that none does."""

from dataclasses import replace
from fractions import Fraction

from verify.finders.performance.problem.assembly import Problem, Rule
from verify.finders.performance.problem.forms import Form, product
from verify.finders.performance.proofs.known import DEEPER

__all__ = ["explained"]

FIRST = "x0"
"""The name of the first iterate."""


def explained(problem: Problem, pattern: str = "all") -> str:
    """One sentence on an unbounded problem, found by adding conditions on the start and solving again.

    Args:
        problem: one whose dual has no solution with a pattern of pairs.
        pattern: the pattern.
    """
    if FIRST not in problem.points or problem.centre is None:
        return "no bound of this kind: a step is too long or a condition is missing"
    # without convexity a function is not determined by these points up to its minimum: then no bound is only not shown
    found = "these points show no bound" if DEEPER in problem.points else "unbounded"
    useful = [words for words, condition in _conditions(problem.centre) if _bounded(problem, [condition], pattern)]
    had = any(not problem.units.numbers.keys() & bound.form.values.keys() for bound in problem.bounds)
    if useful:
        kind = "another condition" if had else "a condition"
        return f"{found}: {kind} on the start is missing; with {' or '.join(useful)} there is a bound"
    both = [condition for _, condition in _conditions(problem.centre)]
    if _bounded(problem, both, pattern):
        return f"{found}: two conditions on the start are missing, on the value and on the distance"
    return f"{found}, whatever is known of the start: a step is too long, or a condition of another kind is missing"


def _bounded(problem: Problem, more: list[Rule], pattern: str) -> bool:
    from verify.finders.performance.solve import DONE, solve, tabulate

    trial = replace(problem, bounds=(*problem.bounds, *more))
    return solve(tabulate(trial, pattern)).status in (DONE, f"Almost{DONE}")  # words only: no verdict hangs on it


def _conditions(centre: str) -> list[tuple[str, Rule]]:
    gap = Form(Fraction(1), {f"f({FIRST})": Fraction(-1), f"f({centre})": Fraction(1)}, {})
    way = {FIRST: Fraction(1), centre: Fraction(-1)}
    near = Form(Fraction(1), {}, {pair: -c for pair, c in product(way, way).items()})
    return [
        (f"f({FIRST}) - f({centre}) <= Delta", Rule(name="gap", variables=(), form=gap)),
        (f"||{FIRST} - {centre}||^2 <= R^2", Rule(name="distance", variables=(), form=near)),
    ]
