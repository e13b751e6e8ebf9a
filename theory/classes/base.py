"""What a class of functions is: assumptions as data, inequalities between points, and where they come from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, NamedTuple

import sympy as sp

from theory.claim import PaperError
from theory.statement import ForAll

__all__ = ["FunctionClass", "Triple"]


class Triple(NamedTuple):
    """What an oracle reveals at one point: the point, the gradient there, the value there."""

    x: Any
    g: Any
    f: Any


@dataclass(frozen=True, kw_only=True)
class FunctionClass:
    """A class of functions.  Subclasses are the named classes of the field, one file each.

    Attributes:
        citation: source of the inequalities, and whether they are known to be sufficient.
        sufficient: True when the pairwise inequalities are interpolation conditions, False when only necessary.
    """

    citation: str = field(default="", init=False)
    sufficient: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        """Refuse constants that no member can have; raises PaperError."""
        made = f"{type(self).__name__}({', '.join(f'{name}={value}' for name, value in self.parameters.items())})"
        for value in self.parameters.values():
            if value.has(sp.Float):
                raise PaperError(f"{made}: {value} is a float, and theory is exact. Write Rational('{value}').")
        for condition in self.conditions:
            if condition == sp.false:
                raise PaperError(
                    f"{made}: a constant has the wrong sign, so the class is empty or not the one of its definition. "
                    f"Rule: {self.rule}. Give a positive number or symbols(..., positive=True)."
                )

    rule: ClassVar[str] = "its constants are nonnegative"
    """What ``conditions`` ask, in words."""

    by_points: ClassVar[bool] = False
    """Whether gradients are no function of the point, so that every point asked for brings a gradient of its own."""

    by_combinations: ClassVar[bool] = False
    """Whether what holds for single points and pairs is not all: ``together`` says the rest."""

    is_indicator: ClassVar[bool] = False
    """Whether members are 0 where they are finite."""

    @property
    def parameters(self) -> Mapping[str, sp.Expr]:
        """The class's constants by name, as exact sympy expressions."""
        return {}

    @property
    def conditions(self) -> tuple[Any, ...]:
        """Relations that the constants must satisfy, e.g. ``L > 0``."""
        return ()

    @property
    def is_convex(self) -> bool:
        """Whether every member is convex, so that a stationary point is a minimiser."""
        return False

    @property
    def assumptions(self) -> tuple[ForAll, ...]:
        """The definition as hypotheses on the formal functions f, grad and hess."""
        return ()

    @property
    def parts(self) -> "tuple[FunctionClass, ...]":
        """The classes of the summands of a member."""
        return (self,)

    @property
    def weight(self) -> sp.Rational:
        """What each summand is multiplied by."""
        return sp.Integer(1)

    def single(self, i: Triple) -> tuple[Any, ...]:
        """Expressions that are nonnegative for every point of every member."""
        return ()

    def pair(self, i: Triple, j: Triple) -> tuple[Any, ...]:
        """Expressions that are nonnegative for every two points of every member."""
        return ()

    def together(self, points: Sequence[Triple], weights: Sequence[sp.Symbol]) -> tuple[ForAll, ...]:
        """What holds for all points at once, for any weights of all but the first."""
        return ()

    def pointwise(self, variable: sp.Symbol, first: sp.Expr, second: sp.Expr) -> tuple[Any, ...]:
        """Relations on first and second derivative that put a function of one variable into the class."""
        raise TypeError(
            f"{type(self).__name__}: no test by derivatives in one dimension is known here; "
            "state membership as an inequality instead."
        )
