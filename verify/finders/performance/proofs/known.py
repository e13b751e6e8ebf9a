"""Multipliers known in closed form, as guesses: they are tried on every problem of their shape, and the kernel decides.

For gradient descent x_{i+1} = x_i - (h/L) grad f(x_i), 0 < h <= 1, N steps:

* smooth convex, f(x_N) - f* <= L R^2/(4 N h + 2): the inequality of (x_{i-1}, x_i) has the multiplier i/(2 N + 1 - i),
  and those of (x*, x_i) are what the values leave (Drori and Teboulle, Math. Program. 145 (2014), Theorem 3.1);
* smooth, min ||grad f(x_i)||^2 <= 4 L Delta/(N h (4 - h) + 2): the inequalities of (x_i, x_{i+1}), and of x_N and the
  point one step of length 1/L further, all have the same multiplier (Abbaszadehpeivasti, de Klerk and Zamani, Optim.
  Lett. 16 (2022), Theorem 2; the last one is the descent lemma).
"""

from collections.abc import Iterator
from fractions import Fraction

from verify.finders.performance.numbers import Number, ratio
from verify.finders.performance.problem.assembly import Problem, Row, Rule
from verify.finders.performance.problem.forms import Vector
from verify.finders.performance.proofs.emit import monomial

__all__ = ["Guess", "deepened", "guesses"]

Guess = list[tuple[Row, Number]]
"""Rows with their multipliers."""

DEEPER = "deeper"
"""The name of the point that is added."""


def deepened(problem: Problem) -> Problem:
    """With the point one step of length 1/L beyond the last one, where a minimum of all values is a hypothesis.

    A function that need not be convex says less about its minimum from one point: f(x) - f* >= ||grad f(x)||^2/(2 L)
    follows from the point where it would be attained.
    """
    last = next((p for p in reversed(problem.points) if p != problem.centre), None)
    lowest = any(len(rule.variables) == 1 and rule.form.values and not rule.form.gram for rule in problem.rules)
    if last is None or not lowest or f"grad({last})" in problem.expressions or DEEPER in problem.points:
        return problem
    square, value = problem.units.square, problem.units.value
    unit = {name: square.get(name, 0) - value.get(name, 0) for name in {**square, **value}}
    row: Vector = {last: 1, f"grad({last})": -1}
    return problem.with_point(DEEPER, f"{last} - {monomial(unit)}*grad({last})", row)


def guesses(problem: Problem) -> Iterator[Guess]:
    """Guesses for a problem, the likely ones only: rows and their multipliers."""
    pairs = [rule for rule in problem.rules if len(rule.variables) == 2]
    chain = [p for p in problem.points if p not in (problem.centre, DEEPER)]
    if len(pairs) != 1 or problem.centre is None or len(chain) < 2:
        return
    if len(problem.bounds) == 1 and len(problem.rules) == 1:
        yield _convex(problem, pairs[0], problem.bounds[0], problem.centre, chain)
    start = [bound for bound in problem.bounds if not problem.units.numbers.keys() & set(bound.form.values)]
    lowest = [rule for rule in problem.rules if len(rule.variables) == 1]
    moved = problem.expressions.get(f"grad({chain[0]})", {}).get(chain[0])
    shape = len(start) == len(lowest) == 1 and len(problem.bounds) == len(chain) + 1 and DEEPER in problem.points
    if problem.units.numbers and shape and moved:
        yield _smooth(problem, (pairs[0], lowest[0], start[0]), chain, ratio(1, moved))


def _convex(problem: Problem, pair: Rule, bound: Rule, centre: str, chain: list[str]) -> Guess:
    n = len(chain) - 1
    steps = [Fraction(0), *(Fraction(i, 2 * n + 1 - i) for i in range(1, n + 1)), Fraction(1)]
    weights: Guess = [(Row(rule=bound, points=()), ratio(problem.target.constant, bound.form.constant))]
    for i, point in enumerate(chain):
        if i:
            weights.append((Row(rule=pair, points=(chain[i - 1], point)), steps[i]))
        weights.append((Row(rule=pair, points=(centre, point)), steps[i + 1] - steps[i]))
    return weights


def _smooth(problem: Problem, rules: tuple[Rule, Rule, Rule], chain: list[str], h: Number) -> Guess:
    (pair, lowest, start), n = rules, len(chain) - 1
    total = Fraction(n * h * (4 - h), 4) + Fraction(1, 2)
    weights: Guess = [(Row(rule=start, points=()), 1 / total), (Row(rule=lowest, points=(DEEPER,)), 1 / total)]
    weights += [(Row(rule=pair, points=points), 1 / total) for points in zip(chain, [*chain[1:], DEEPER], strict=True)]
    for i, bound in enumerate(bound for bound in problem.bounds if bound is not start):
        weight = (Fraction(h * (3 - h), 4) if i < n else Fraction(1, 2)) + (Fraction(h, 4) if i else 0)
        weights.append((Row(rule=bound, points=()), weight / total))
    return weights
