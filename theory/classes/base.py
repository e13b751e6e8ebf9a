"""What a class of functions is: assumptions as data, inequalities between points, and where they come from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import sympy as sp

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

    @property
    def parameters(self) -> Mapping[str, sp.Expr]:
        """The class's constants by name, as exact sympy expressions."""
        return {}

    @property
    def conditions(self) -> tuple[Any, ...]:
        """Relations that the constants must satisfy, e.g. ``L > 0``."""
        return ()

    @property
    def assumptions(self) -> tuple[ForAll, ...]:
        """The definition as hypotheses on the formal functions f, grad and hess."""
        return ()

    def pair(self, i: Triple, j: Triple) -> tuple[Any, ...]:
        """Expressions that are nonnegative for every two points of every member."""
        return ()

    def pointwise(self, variable: sp.Symbol, first: sp.Expr, second: sp.Expr) -> tuple[Any, ...]:
        """Relations on first and second derivative that put a function of one variable into the class."""
        raise TypeError(
            f"{type(self).__name__}: no test by derivatives in one dimension is known here; "
            "state membership as an inequality instead."
        )
