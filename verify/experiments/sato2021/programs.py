"""The forward recursion on small programs: exactly in fractions, and as the engine of projected gradient descent."""

import random
from collections.abc import Callable
from fractions import Fraction
from itertools import islice, pairwise
from typing import Any

from theory.classes.nested import NestedProblem
from theory.dual import Block, gradient
from theory.methods.multilevel_gradient import multilevel_gradient
from verify.experiments import Reading

__all__ = ["exact_hypergradient", "projected_gradient", "random_problem", "toy", "toy_problem"]

SHAPES = (
    ((1, 1), (3,)),
    ((2, 2), (3,)),
    ((1, 1, 1), (1, 1)),
    ((1, 1, 1), (3, 2)),
    ((2, 1, 2), (2, 2)),
    ((1, 2, 1), (2, 3)),
    ((1, 1, 1, 1), (1, 1, 1)),
    ((1, 1, 1, 1), (2, 2, 2)),
    ((2, 1, 1, 1), (2, 1, 2)),
)
"""Dimensions of the blocks, and T_2, ..., T_n."""


def random_problem(dimensions: tuple[int, ...], iterations: tuple[int, ...], draw: random.Random) -> NestedProblem:
    """Levels |x_i - q_i|^2/2 + (coupling to all deeper ones), q_i quadratic in the blocks above; rationals."""
    levels = range(len(dimensions))
    return NestedProblem(
        objectives=tuple(_objective(i, dimensions, draw) for i in levels),
        iterations=iterations,
        steps=tuple(Fraction(draw.randint(1, 3), 4) for _ in levels[1:]),
        starts=tuple(tuple(_number(draw) for _ in range(dimensions[i])) for i in levels[1:]),
    )


def _number(draw: random.Random) -> Fraction:
    return Fraction(draw.choice((-3, -2, -1, 1, 2, 3)), 4)


def _objective(i: int, dimensions: tuple[int, ...], draw: random.Random) -> Callable[..., Any]:
    above = [(j, m) for j in range(i) for m in range(dimensions[j])]
    below = [(j, m) for j in range(i + 1, len(dimensions)) for m in range(dimensions[j])]
    straight = [[(_number(draw), at) for at in above] for _ in range(dimensions[i])]
    curved = [(_number(draw), draw.choice(above), draw.choice(above)) for _ in range(dimensions[i])] if above else []
    coupled = [(_number(draw), at, m) for at in below for m in range(dimensions[i])]

    def objective(*blocks: Block) -> Any:
        total: Any = 0
        for m, own in enumerate(blocks[i]):
            aim = sum(c * blocks[j][n] for c, (j, n) in straight[m])
            if curved:
                c, (j, n), (jj, nn) = curved[m]
                aim = aim + c * blocks[j][n] * blocks[jj][nn]
            total = total + (own - aim) ** 2 / 2
        for c, (j, n), m in coupled:
            total = total + c * blocks[j][n] * blocks[i][m] + blocks[j][n] ** 2 / 4
        return total

    return objective


def exact_hypergradient(deep: bool = False, seed: int = 0) -> Reading:
    """The recursion, the derivative of the program, a difference quotient, a planted mistake, on random problems."""
    draw = random.Random(seed)
    wrong = caught = cases = trials = 0
    gap = 0.0
    for _ in range(6 if deep else 2):
        for dimensions, iterations in SHAPES:
            problem = random_problem(dimensions, iterations, draw)
            x = tuple(_number(draw) for _ in range(dimensions[0]))
            found = problem.hypergradient(x)
            derivative = gradient(lambda at, p=problem: p.value(1, at), (x,), 0)
            trials, wrong = trials + 1, wrong + (found != derivative)
            gap = max(gap, _against_quotient(problem, x, found))
            if len(dimensions) > 2:
                cases += 1
                caught += problem.hypergradient(x, forget=(3, 2)) != found
    return Reading(
        values={"wrong": wrong, "caught": caught, "cases": cases, "gap": gap},
        scope=f"{trials} random polynomial problems, 2 to 4 levels, blocks of 1 or 2, T_i <= 3, in fractions",
        trials=trials,
    )


def _against_quotient(problem: NestedProblem, x: Block, found: Block) -> float:
    small = Fraction(1, 10**6)
    worst = 0.0
    for k, value in enumerate(found):
        ahead, back = ((*x[:k], x[k] + side * small, *x[k + 1 :]) for side in (1, -1))
        quotient = (problem.value(1, ahead) - problem.value(1, back)) / (2 * small)
        worst = max(worst, abs(float(quotient - value)) / max(1.0, abs(float(value))))
    return worst


def toy_problem(iterations: int) -> NestedProblem:
    """Section 5: f_1 = (x_3 - x_1)^2 + x_1^2, f_2 = (x_2 - x_1)^2, f_3 = (x_3 - x_2)^2, starts 1, steps 1/10."""
    return NestedProblem(
        objectives=(
            lambda x, y, z: (z[0] - x[0]) ** 2 + x[0] ** 2,
            lambda x, y, z: (y[0] - x[0]) ** 2,
            lambda x, y, z: (z[0] - y[0]) ** 2,
        ),
        iterations=(iterations, iterations),
        steps=(0.1, 0.1),
        starts=((1.0,), (1.0,)),
    )


TOY_STEPS = 500
STEP = 0.2


def toy(deep: bool = False, seed: int = 0) -> Reading:
    """|x_1| after 500 steps; the hypergradient is affine here, so that two evaluations give all of it."""
    lengths = (1, 5, 20, 40) if deep else (1, 5, 20)
    found = {}
    for iterations in lengths:
        problem = toy_problem(iterations)
        (at_zero,), (at_one,) = problem.hypergradient((0.0,)), problem.hypergradient((1.0,))
        x = 1.0
        for _ in range(TOY_STEPS):
            x -= 0.05 * (at_zero + (at_one - at_zero) * x)
        found[iterations] = abs(x)
    return Reading(
        values=dict(zip(("few", "more", "many"), (found[n] for n in (1, 5, 20)), strict=True)),
        scope=f"one variable a level, {TOY_STEPS} outer steps of 0.05 from 1, T = {', '.join(map(str, lengths))}",
        trials=len(lengths),
        evidence={"distance": {str(n): value for n, value in found.items()}},
    )


def projected_gradient(deep: bool = False, seed: int = 0) -> Reading:
    """Projected gradient descent on [-1/2, 1/2]^2 for random three-level problems, in floats."""
    draw = random.Random(seed)
    last = rise = 0.0
    problems, steps = (20, 500) if deep else (4, 200)
    for _ in range(problems):
        problem = random_problem((2, 1, 1), (2, 2), draw)
        run = multilevel_gradient(problem, (0.5, -0.5), STEP, _project)
        points = list(islice(run, steps + 1))
        values = [float(problem.value(1, x)) for x in points]
        rise = max(rise, *(after - before for before, after in pairwise(values)))
        last = max(last, *(abs(a - b) for a, b in zip(points[-1], points[-2], strict=True)))
    return Reading(
        values={"rise": 0 if rise < 1e-14 else rise, "last": last},
        scope=f"{problems} random problems with three levels, T = (2, 2), {steps} steps of {STEP}",
        trials=problems,
    )


def _project(x: Block) -> Block:
    return tuple(min(0.5, max(-0.5, float(value))) for value in x)
