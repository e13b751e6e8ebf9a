"""What can be asked of fixed-step methods: method, class, condition on the start, and what is measured."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from theory import measures
from theory.claim import Claim
from theory.classes import FunctionClass, Smooth, SmoothConvex
from theory.methods import accelerated_gradient, gradient_descent, heavy_ball
from theory.paper import Paper
from theory.symbols import N, symbols
from verify.finders.performance.witnesses.cases import Measured

__all__ = ["CLASSES", "METHODS", "Parameters", "Question", "chosen", "rate"]

Parameters = Mapping[str, sp.Rational]

L, R, Delta = symbols("L R Delta", positive=True)

METHODS: Mapping[str, tuple[Callable[..., Any], Mapping[str, sp.Rational]]] = {
    "gd": (gradient_descent, {"step": sp.Integer(1)}),
    "accelerated-gd": (accelerated_gradient, {"step": sp.Integer(1)}),
    "heavy-ball": (heavy_ball, {"step": sp.Rational(1, 2), "momentum": sp.Rational(1, 4)}),
}
"""Method -> its text and the default parameters, steps in units of 1/L."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked of a method on a class.

    Attributes:
        functions: the class.
        given: the condition on the start.
        what: what is bounded, a measure.
        unit: what it is bounded in.
        measured: the same along a run with L = R = 1, in the unit.
        words: for the answer, with the horizon to be filled in.
        start: the condition in words.
        methods: those that can be asked about.
    """

    functions: FunctionClass
    given: Any
    what: Any
    unit: Any
    measured: Measured
    words: str
    start: str
    methods: tuple[str, ...]


CLASSES: Mapping[str, Question] = {
    "smooth-convex": Question(
        functions=SmoothConvex(L), given=measures.squared_distance(0) <= R**2, what=measures.gap(N), unit=L * R**2,
        measured=lambda f, points: f(points[-1]), words="f(x_{0}) - f*", start="||x_0 - x*|| <= R",
        methods=tuple(METHODS),
    ),
    "smooth": Question(
        functions=Smooth(L), given=measures.gap(0) <= Delta, what=measures.best_gradient_norm(N) ** 2, unit=L * Delta,
        measured=lambda f, points: min(abs(f.grad(x)) for x in points) ** 2 / f(points[0]),
        words="min ||grad f(x_i)||^2, i <= {0}", start="f(x_0) - f* <= Delta", methods=("gd",),
    ),
}  # fmt: skip
"""Class -> what is asked."""


def rate(
    method: str, horizon: int, parameters: Parameters, bound: Any, functions: str = "smooth-convex", start: bool = True
) -> Claim:
    """The claim that a method's worst case on a class is at most a bound, in the unit of the question.

    Args:
        method: a key of METHODS.
        horizon: the number of steps.
        parameters: exact numbers, steps in units of 1/L.
        bound: an exact number.
        functions: a key of CLASSES.
        start: whether the condition on the start is among the hypotheses.
    """
    question, (text, _) = CLASSES[functions], METHODS[method]
    then = sp.Le(question.what, bound * question.unit, evaluate=False)
    values = {n: v / L if n == "step" else v for n, v in chosen(method, parameters).items()}
    return Paper("worst-case", title="Worst cases").theorem(
        f"{method}-{functions}-n{horizon}", functions=question.functions, method=text, horizons=(horizon,),
        given=question.given if start else (), then=then, **values,
    )  # fmt: skip


def chosen(method: str, parameters: Parameters) -> dict[str, sp.Rational]:
    """The parameters, with the defaults."""
    return {name: parameters.get(name, value) for name, value in METHODS[method][1].items()}
