"""Adam and its repair on slopes that repeat C, -1, -1: one variable in [-1, 1], no momentum, a constant step.

For C > 2 the mean slope is positive, so -1 is the best point and 1 the worst.  beta2 = 1/(1 + C^2); the roots of the
means of squared slopes are r1, r2, r3 after the three slopes of a round.
"""

from typing import Any

from sympy import Eq, Integer, Max, Min, Rational, Symbol, sqrt

from theory.papers.classics.adaptive.setting import every, sequence
from theory.papers.classics.setting import alpha, paper
from theory.statement import ForAll
from theory.symbols import k, symbols

__all__ = ["adam"]

C, r1, r2, r3 = symbols("C r1 r2 r3", positive=True)
at, old = symbols("at old")
n = Symbol("n", integer=True, nonnegative=True)
REDDI = "Reddi, Kale and Kumar, International Conference on Learning Representations (2018)"


def moved(place: Any, *roots: Any) -> Any:
    """Three projected steps against the slopes C, -1, -1."""
    first, second, third = roots
    down = Max(-1, place - alpha * C / first)
    return Min(1, Min(1, down + alpha / second) + alpha / third)


def means(before: Any, *roots: Any) -> tuple[Any, ...]:
    """The means of squares, times 1 + C^2: what was before, and C^2 times the new square."""
    first, second, third = roots
    return (
        Eq((1 + C**2) * first**2, before + C**4, evaluate=False),
        Eq((1 + C**2) * second**2, first**2 + C**2, evaluate=False),
        Eq((1 + C**2) * third**2, second**2 + C**2, evaluate=False),
    )


adam = (C >= 1, old >= 0, old <= C**2, *means(old, r1, r2, r3), at <= 1)
paper.claim(
    "adam-period",
    ForAll(given=adam, then=(moved(at, r1, r2, r3) >= Min(1, at + 2 * alpha / 5), r3**2 <= C**2)),
    kind="step", title="Adam on the slopes C, -1, -1: a round leads up by 2/5 of the step at least, or to 1",
    locator="Thm. 1, proof (from memory)", source=REDDI,
    note="The two small slopes are divided by a mean that has forgotten C: both together are longer by sqrt(2) "
    "than the first step. old is the mean of squares before the round.",
)  # fmt: skip
place, before, *roots = (sequence(name) for name in ("place", "before", "r1", "r2", "r3"))
here = [root(k) for root in roots]
rounds = (
    C >= 1, place(0) >= -1, place(0) <= 1, before(0) >= 0, before(0) <= C**2,
    *(every(relation) for relation in means(before(k), *here)), *(every(root > 0) for root in here),
    every(Eq(place(k + 1), moved(place(k), *here), evaluate=False)),
    every(Eq(before(k + 1), here[2] ** 2, evaluate=False)),
)  # fmt: skip
paper.claim(
    "adam-diverges",
    ForAll(indices=(n,), given=rounds, then=place(n) >= Min(1, -1 + 2 * alpha * n / 5)),
    kind="theorem", title="Adam with a constant step reaches the worst point 1 within 5/alpha rounds, and stays there",
    locator="Thm. 1, for a constant step (from memory)", source=REDDI, sense="lower", uses=("classics/adam-period",),
    note="place(k) is where round k begins. The source has the step alpha/sqrt(t), and C > 2.",
)  # fmt: skip
paper.claim(
    "adam-approaches",
    ForAll(given=(*adam, C >= 2), then=moved(at, r1, r2, r3) <= at), kind="control",
    title="Adam on the slopes C, -1, -1: a round leads down, where the objective does", locator="refuted by Thm. 1",
    expect="false",
    witness={
        C: Integer(3), old: Integer(0), at: Integer(0), alpha: Rational(1, 10), r1: sqrt(Rational(81, 10)),
        r2: sqrt(Rational(171, 100)), r3: sqrt(Rational(1071, 1000)),
    },
)  # fmt: skip
paper.claim(
    "amsgrad-period",
    ForAll(
        given=(r1 <= r2, r2 <= r3),
        then=moved(at, r1, r2, r3) <= Max(-1 + 2 * alpha / r1, at - (C - 2) * alpha / r1),
    ),
    kind="step", title="AMSGrad on the slopes C, -1, -1: a round leads down by (C - 2) steps, or to -1 and two steps",
    locator="on the example of Thm. 1 (from memory)", source=REDDI,
    note="Its r is the largest root so far, so it does not decrease.",
)  # fmt: skip
paper.claim(
    "amsgrad-period-too-good",
    ForAll(
        given=(r1 <= r2, r2 <= r3),
        then=moved(at, r1, r2, r3) <= Max(-1 + 2 * alpha / r1, at - (C - 1) * alpha / r1),
    ),
    kind="control", title="the same with C - 1", locator="variant of the example", expect="false",
    witness={
        C: Integer(3), at: Integer(0), alpha: Rational(1, 10), r1: Integer(1), r2: Integer(1), r3: Integer(1),
    },
)  # fmt: skip
