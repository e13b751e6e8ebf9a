"""Strongly convex members: a convex part with a known minimiser, bent by a quadratic around that minimiser."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from theory.classes import SmoothStronglyConvex
from theory.classes.members import PROFILES
from verify.finders.sampling.functions.oracle import Line, Member, Part
from verify.finders.sampling.running.numbers import Numbers
from verify.finders.strategies import Draw, chosen, member, whole

__all__ = ["Bent", "strongly_convex"]


@dataclass(frozen=True)
class Bent:
    """(1 - q) h part(s y) + q ||y - m||^2/2, m the part's minimiser, with h s^2 <= 1 and 0 <= q <= 1.

    The part is convex with curvature in [0, 1], so this has curvature in [q, 1]; as both terms are least at m, so is
    the sum, and its infimum is (1 - q) h times that of the part.
    """

    part: Part
    h: Fraction
    s: Fraction
    q: Fraction

    @property
    def dim(self) -> int:
        """The number of variables."""
        return self.part.dim

    @property
    def profile(self) -> Any:
        """Where name and proof stand."""
        return self.part.profile

    @property
    def minimiser(self) -> tuple[Fraction, ...]:
        """The minimiser, exactly."""
        place = self.part.minimiser
        assert place is not None
        return tuple(entry / self.s for entry in place)

    def _way(self, y: Any, numbers: Numbers) -> Any:
        return y - numbers.vector([numbers.number(entry) for entry in self.minimiser])

    def _inside(self, y: Any, numbers: Numbers) -> Any:
        return y * numbers.number(self.s)

    def value(self, y: Any, numbers: Numbers) -> Any:
        """The value at a vector of ``dim`` numbers."""
        way = self._way(y, numbers)
        height = numbers.number((1 - self.q) * self.h)
        return self.part.value(self._inside(y, numbers), numbers) * height + (way @ way) * numbers.number(self.q / 2)

    def gradient(self, y: Any, numbers: Numbers) -> list[Any]:
        """The gradient, a list of ``dim`` numbers."""
        slopes = self.part.gradient(self._inside(y, numbers), numbers)
        factor, bend = numbers.number((1 - self.q) * self.h * self.s), numbers.number(self.q)
        return [slope * factor + step * bend for slope, step in zip(slopes, self._way(y, numbers), strict=True)]

    def hessian(self, y: Any) -> Any:
        """The Hessian in floats, shape (dim, dim)."""
        own = self.part.hessian(y * float(self.s)) * float((1 - self.q) * self.h * self.s**2)
        return own + float(self.q) * np.eye(self.dim)

    def hessian_norm(self, y: Any, numbers: Numbers) -> Any:
        """The spectral norm of the Hessian: the part's eigenvalues are nonnegative, and all move by q."""
        own = self.part.hessian_norm(self._inside(y, numbers), numbers)
        return own * numbers.number((1 - self.q) * self.h * self.s**2) + numbers.number(self.q)

    def infimum(self, numbers: Numbers) -> Any:
        """The infimum."""
        return self.part.infimum(numbers) * numbers.number((1 - self.q) * self.h)

    def describe(self) -> str:
        """The function in words."""
        centre = tuple(map(str, self.minimiser))
        return f"{(1 - self.q) * self.h}*[{self.part.describe()}]({self.s}*y) + {self.q / 2}*||y - {centre}||^2"


def strongly_convex(draw: Draw, functions: SmoothStronglyConvex, base: Any) -> Member:
    """A member of the class, made from a convex member of ``base``, the class with the constant L alone.

    Args:
        draw: of Hypothesis.
        functions: with rational constants, 0 < mu <= L.
        base: ``SmoothConvex(L)``.
    """
    ratio = Fraction(int(functions.mu.p), int(functions.mu.q)) / Fraction(int(functions.L.p), int(functions.L.q))
    found = member(draw, base)
    parts = tuple(_bent(draw, part, h, s, ratio) for part, h, s in found.parts)
    rule = f"{found.rule}; each part times 1 - {ratio} plus a quadratic of curvature {ratio} around its minimiser"
    return Member(
        parts=tuple((part, Fraction(1), Fraction(1)) for part in parts),
        height=found.height, stretch=found.stretch, shift=found.shift, mirror=found.mirror, rule=rule,
    )  # fmt: skip


def _bent(draw: Draw, part: Part, h: Fraction, s: Fraction, least: Fraction) -> Bent:
    """The part bent just enough, or by more; a quadratic of the least curvature where no minimiser is known."""
    if part.minimiser is None:
        part, h, s = Line(PROFILES[0]), chosen(draw, (Fraction(0), Fraction(1))), Fraction(1)
    more = (1 - least) * Fraction(whole(draw, 0, 3), 4) if whole(draw, 0, 3) == 3 else Fraction(0)
    return Bent(part, h, s, least + more)
