"""Tracing a method for a given number of steps: every iterate and every query point gets a name and an equation."""

from typing import Any

import sympy as sp

from theory.statement import Run
from theory.symbols import N, f, grad
from verify.compile.formulas import Unsupported

__all__ = ["Point", "PointByPoint", "trace"]


ASKED = (
    "drawn",
    "inexact_grad",
    "inexact_prox",
    "line_search",
    "linear_minimiser",
    "part",
    "parts",
    "prox",
    "sampled",
    "start",
)
"""What a method may ask for besides values and gradients, where functions are known point by point."""


class PointByPoint(Unsupported):
    """The method asks for more than values and gradients."""


class Point:
    """A linear form in named points and gradients, for the text of a method to compute with.

    When a method yields a point, or asks for the gradient there, the point gets a name: from then on the same object
    stands for that name, and the equation that defines it is kept.  So no expression ever grows with the horizon.
    """

    def __init__(self, formal: Any) -> None:
        self.formal = sp.sympify(formal)

    def __add__(self, other: Any) -> "Point":
        return Point(self.formal + _vector(other))

    __radd__ = __add__

    def __neg__(self) -> "Point":
        return Point(-self.formal)

    def __sub__(self, other: Any) -> "Point":
        return Point(self.formal - _vector(other))

    def __rsub__(self, other: Any) -> "Point":
        return Point(_vector(other) - self.formal)

    def __mul__(self, scalar: Any) -> "Point":
        if isinstance(scalar, Point):
            raise Unsupported("a product of two vectors")
        return Point(scalar * self.formal)

    __rmul__ = __mul__

    def __truediv__(self, scalar: Any) -> "Point":
        return Point(self.formal / scalar)

    def __abs__(self) -> "Point":
        raise Unsupported("abs of a vector: write norm(v), with norm from theory")


def _vector(other: Any) -> Any:
    if isinstance(other, Point):
        return other.formal
    if other == 0:
        return sp.S.Zero
    raise Unsupported(f"the sum of a vector and the number {other}")


class _Oracle:
    """Names the points at which it is asked."""

    def __init__(self) -> None:
        self.equations: list[Any] = []
        self.names: dict[sp.Expr, sp.Symbol] = {}

    def name(self, point: Point, name: sp.Symbol) -> None:
        """Call a point by a name."""
        self.equations.append(sp.Eq(name, point.formal, evaluate=False))
        point.formal = name

    def _named(self, point: Point) -> sp.Symbol:
        if not isinstance(point, Point):
            raise Unsupported(f"a gradient at {point}")
        if not point.formal.is_Symbol:
            if point.formal not in self.names:
                self.names[point.formal] = sp.Symbol(f"y{len(self.names)}", real=True)
                self.name(point, self.names[point.formal])
            else:
                point.formal = self.names[point.formal]
        return point.formal

    def __call__(self, point: Point) -> sp.Expr:
        return f(self._named(point))

    def __getattr__(self, name: str) -> Any:
        if name in ASKED:
            raise PointByPoint(f"{name}: only values and gradients are known of a function here")
        raise AttributeError(f"f has no {name!r}: a method may ask for f(x) and f.grad(x)")

    def grad(self, point: Point) -> Point:
        """The gradient at a point."""
        return Point(grad(self._named(point)))


def trace(run: Run, horizon: int) -> tuple[tuple[sp.Symbol, ...], tuple[sp.Symbol, ...], list[Any]]:
    """The iterates x0 .. xn, the other points at which the method asks for gradients, and the equations of both.

    Raises:
        Unsupported: when the method ends before the horizon, or does what is no linear algebra.
    """
    oracle, start = _Oracle(), sp.Symbol("x0", real=True)
    # a step may be chosen for the horizon: N is a number here, not a symbol that nothing ties to it
    at_horizon = {N: sp.Integer(horizon)}
    parameters = {n: v.xreplace(at_horizon) if isinstance(v, sp.Basic) else v for n, v in run.parameters.items()}
    iterates, names = run.method(oracle, Point(start), **parameters), list[sp.Symbol]()
    for i in range(horizon + 1):
        try:
            point = next(iterates, None)
        except TypeError as error:
            if "truth value" not in str(error):  # sympy's words for a comparison that it cannot decide
                raise
            raise Unsupported("the method compares numbers that are symbols here: in place of min, max and if, write "
                              "minimum and maximum, from theory") from None  # fmt: skip
        point = point[0] if isinstance(point, tuple) else point
        if not isinstance(point, Point):
            raise Unsupported(f"the method yields no point number {i}")
        names.append(sp.Symbol(f"x{i}", real=True))
        if i:
            oracle.name(point, names[-1])
        elif point.formal != start:  # the equation would speak of the start on both sides
            raise Unsupported("a method that does not yield its start first")
    return tuple(names), tuple(oracle.names.values()), oracle.equations
