"""Sums of functions, each of a class of its own, and averages of functions of one class."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sympy as sp

from theory.classes.base import FunctionClass

__all__ = ["FiniteSum", "Sum"]


@dataclass(frozen=True, init=False)
class Sum(FunctionClass):
    """f_0 + f_1 + ..., each summand of its class.

    The conditions of every summand hold between its own points.  They are necessary and sufficient if they are so for
    each summand (Taylor, Hendrickx and Glineur, SIAM J. Optim. 27 (2017)): the summands are chosen independently.
    """

    summands: tuple[FunctionClass, ...]

    by_points = True

    def __init__(self, *summands: FunctionClass) -> None:
        object.__setattr__(self, "summands", summands)
        object.__setattr__(self, "citation", "; ".join(dict.fromkeys(part.citation for part in summands)))
        object.__setattr__(self, "sufficient", all(part.sufficient for part in summands))

    @property
    def parts(self) -> tuple[FunctionClass, ...]:
        """The classes of the summands."""
        return self.summands

    @property
    def parameters(self) -> Mapping[str, sp.Expr]:
        """The constants of all summands, numbered."""
        return {f"{name}{i}": v for i, part in enumerate(self.summands) for name, v in part.parameters.items()}

    @property
    def conditions(self) -> tuple[Any, ...]:
        """Those of all summands."""
        return tuple(condition for part in self.summands for condition in part.conditions)

    @property
    def is_convex(self) -> bool:
        """Whether every summand is convex."""
        return all(part.is_convex for part in self.summands)


@dataclass(frozen=True)
class FiniteSum(FunctionClass):
    """(f_1 + ... + f_n)/n with every f_i of one class; a stochastic oracle draws i uniformly.

    Attributes:
        part: the class of each f_i.
        count: their number n, a positive integer.
    """

    part: FunctionClass
    count: int

    by_points = True

    def __post_init__(self) -> None:
        """Take the citation of the part."""
        object.__setattr__(self, "citation", self.part.citation)
        object.__setattr__(self, "sufficient", self.part.sufficient)

    @property
    def parts(self) -> tuple[FunctionClass, ...]:
        """The class of the part, once for each component."""
        return (self.part,) * self.count

    @property
    def weight(self) -> sp.Rational:
        """1/n."""
        return sp.Rational(1, self.count)

    @property
    def parameters(self) -> Mapping[str, sp.Expr]:
        """The constants of the part."""
        return self.part.parameters

    @property
    def conditions(self) -> tuple[Any, ...]:
        """Those of the part."""
        return self.part.conditions

    @property
    def is_convex(self) -> bool:
        """Whether the parts are convex."""
        return self.part.is_convex
