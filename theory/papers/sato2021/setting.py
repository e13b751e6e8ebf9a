"""The paper, the words its claims share, and the programs whose hypergradients are compared."""

from collections.abc import Callable
from typing import Any

import sympy as sp
from sympy import Rational

from theory import Paper, symbols
from theory.classes.nested import NestedProblem

__all__ = ["FOUR", "HALF", "THREE", "TWO", "paper", "program"]

paper = Paper(
    "sato2021",
    title="A Gradient Method for Multilevel Optimization (Sato, Tanaka, Takeda 2021)",
    url="arXiv:2105.13954v2",
    provenance="reconstructed",
)

HALF = Rational(1, 2)

TWO: tuple[Callable[..., Any], ...] = (
    lambda x, y: (y[0] - x[0]) ** 2 + x[0] ** 2 * y[0],
    lambda x, y: HALF * (y[0] - x[0] ** 2) ** 2 + x[0] * y[0] ** 2 / 4,
)
"""Two levels, coupled by more than quadratic terms."""

THREE: tuple[Callable[..., Any], ...] = (
    lambda x, y, z: (z[0] - x[0]) ** 2 + x[0] * y[0],
    lambda x, y, z: HALF * (y[0] - x[0]) ** 2 + HALF * z[0] ** 2,
    lambda x, y, z: HALF * (z[0] - x[0] * y[0]) ** 2,
)
"""Three levels; x_3 depends on x_1 directly and through x_2."""

FOUR: tuple[Callable[..., Any], ...] = (
    lambda x, y, z, w: (w[0] - x[0]) ** 2 + y[0] * z[0],
    lambda x, y, z, w: HALF * (y[0] - x[0]) ** 2 + HALF * w[0] * y[0],
    lambda x, y, z, w: HALF * (z[0] - x[0] * y[0]) ** 2 + HALF * w[0] ** 2,
    lambda x, y, z, w: HALF * (w[0] - z[0] * x[0]) ** 2,
)
"""Four levels."""

x1, e = symbols("x1 e")


def program(objectives: tuple[Callable[..., Any], ...], *iterations: int) -> NestedProblem:
    """Levels of one variable each with T_i steps of size 1/2 from 1."""
    deeper = len(objectives) - 1
    one: tuple[tuple[sp.Expr], ...] = ((Rational(1),),) * deeper
    return NestedProblem(objectives=objectives, iterations=iterations, steps=(HALF,) * deeper, starts=one)
