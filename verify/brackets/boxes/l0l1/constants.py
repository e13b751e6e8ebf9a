"""The constants that hold on a box of norms, as rationals, each with the relation between numbers that it rests on."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import ceil, floor

from verify.brackets.boxes.cover import Box
from verify.kernel.numeric.enclosure import exp, log

__all__ = ["Pair", "Setting", "pair", "relations"]

DIGITS = 10**6
"""Denominator of constants."""

BITS = 96

HALVINGS = 8


@dataclass(frozen=True, kw_only=True)
class Setting:
    """Numbers of the class and of the method.

    Attributes:
        L0, L1: constants of the class.
        eps: the accuracy.
        step: eta of the clipped step min(eta, radius/||g||); None for the step 1/(L0 + L1 ||g||).
        radius: the longest clipped step.
    """

    L0: Fraction
    L1: Fraction
    eps: Fraction
    step: Fraction | None = None
    radius: Fraction = Fraction(0)

    def local(self, norm: Fraction) -> Fraction:
        """L0 + L1 ||g||."""
        return self.L0 + self.L1 * norm

    def length(self, norm: Fraction) -> Fraction:
        """How far the step from a gradient of this norm goes; increasing."""
        return norm / self.local(norm) if self.step is None else min(self.step * norm, self.radius)

    def forward(self, low: Fraction, high: Fraction) -> Fraction:
        """A lower bound of ||g|| - (L0 + L1 ||g||) r over norms on one side of the corner, where it is concave."""
        return max(Fraction(0), min(n - self.local(n) * self.length(n) for n in (low, high)))

    def needed(self, norm: Fraction) -> Fraction:
        """A lower bound of what Lemma B asks for."""
        logarithm = log(1 + self.L1 * norm / self.L0, BITS).hi
        return Fraction(floor((norm - self.L0 / self.L1 * logarithm) / self.L1 * DIGITS), DIGITS)


@dataclass(frozen=True, kw_only=True)
class Pair:
    """What holds for a step between intervals of norms.

    Attributes:
        near: L0 + L1 ||g|| times 2 phi(L1 reach)/(L1 reach)^2 at most, before and after the step.
        reach: no less than the distance of the auxiliary point from either end.
        change: no less than the change of the gradient.
    """

    near: tuple[Fraction, Fraction]
    reach: Fraction
    change: Fraction


@lru_cache(maxsize=10000)
def pair(setting: Setting, before: tuple[Fraction, Fraction], after: tuple[Fraction, Fraction]) -> Pair:
    """The constants of a step: nearly the least reach that holds the auxiliary point, by bisection."""
    length, norms = setting.length(before[1]), (before[1], after[1])
    change = _up((setting.L0 / setting.L1 + min(norms)) * (exp(setting.L1 * length, BITS).hi - 1))

    def near(reach: Fraction) -> tuple[Fraction, Fraction]:
        t = setting.L1 * reach
        factor = 2 * (exp(t, BITS).hi - 1 - t) / t**2
        return _up(setting.local(norms[0]) * factor), _up(setting.local(norms[1]) * factor)

    def wanted(reach: Fraction) -> Fraction:
        one, two = near(reach)
        return (max(one, two) * length + change) / (one + two)

    low = _up(length / 2)  # too short
    high = _up(wanted(low))  # long enough, as a longer reach has larger constants, and wants less
    for _ in range(HALVINGS):
        middle = _up((low + high) / 2)
        low, high = (low, middle) if wanted(middle) <= middle else (middle, high)
    return Pair(near=near(high), reach=high, change=change)


def relations(setting: Setting, box: Box) -> Iterator[str]:
    """What the constants of a box rest on: relations between numbers, for the kernel."""
    ratio, L1 = setting.L0 / setting.L1, setting.L1
    for before, after in pairwise(box):
        found, length = pair(setting, before, after), setting.length(before[1])
        t = L1 * found.reach
        for constant, (_, high) in zip(found.near, (before, after), strict=True):
            yield f"2*({setting.local(high)})*(exp({t}) - 1 - {t})/({t})**2 <= {constant}"
        low = min(before[1], after[1])
        yield f"({ratio + low})*(exp({L1 * length}) - 1) <= {found.change}"
        yield f"{max(found.near)}*({length}) + {found.change} <= {found.reach}*({sum(found.near)})"
    norm = box[-1][0]
    yield f"{setting.needed(norm)} <= (({norm}) - ({ratio})*log(1 + {L1 * norm / setting.L0}))/({L1})"


def _up(x: Fraction) -> Fraction:
    return Fraction(ceil(x * DIGITS), DIGITS)
