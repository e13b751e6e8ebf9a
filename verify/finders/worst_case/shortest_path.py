"""The exact N-step worst case on the line of a method whose step length depends on |f'| alone.

In the levels s_k (see ``line``), a step of length r_k from s_k to s_{k+1} falls by at least
d_k = H(s_k) + H(s_{k+1}) - 2 H((s_k + s_{k+1} - sign(s_k) r_k)/2), and f - f* >= H(s_k) at every iterate.  So N steps
from a point with gap Delta can all miss |f'| <= eps only if
Delta >= min over paths of max_k [d_0 + ... + d_{k-1} + H(s_k)], and this is attained when the run moves in one
direction.  Dynamic programming finds the path: with V_N = H,
V_k(s) = max(H(s), min over s' of d(s, s') + V_{k+1}(s')).  Floats; the path is a proposal that ``line.Member`` makes
exact.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from verify.finders.worst_case.line import Line, Member, through

__all__ = ["Path", "explicit", "resting", "worst_case"]

Length = Callable[[Any], Any]
"""Step length as a vectorised function of |f'|."""


@dataclass(frozen=True, kw_only=True)
class Path:
    """A run that fails for as long as possible.

    Attributes:
        line: the constants of the class.
        delta: the least gap f(x_0) - f* at which the run of these levels exists (a float).
        levels: s_0, ..., s_N.
        lengths: r_0, ..., r_{N-1}.
        attained: whether a function of the class has this run; otherwise ``delta`` is a lower bound only.
    """

    line: Line
    delta: float
    levels: tuple[float, ...]
    lengths: tuple[float, ...]
    attained: bool


def worst_case(
    line: Line,
    length: Length,
    eps: float,
    steps: int,
    *,
    monotone: bool = False,
    steepest: float = np.inf,
    points: int = 240,
) -> Path:
    """The least gap with which ``steps`` steps, and the point after them, can all have |f'| >= eps.

    Args:
        line: the constants of the class.
        length: step length as a function of |f'|.
        eps: accuracy, units of f'.
        steps: N.
        monotone: allow only runs that move in one direction (a change of sign at the last point is such a run).
        steepest: a bound on |f'| that the function must respect (Assumption 4).
        points: size of the grid of levels.

    Returns:
        The optimal path, refined far beyond the grid.
    """
    low, cap = float(line.level(eps)), float(line.level(steepest)) if np.isfinite(steepest) else np.inf
    rest = np.full(steps + 1, low)
    if cap < low:
        levels = tuple(map(float, rest))
        return Path(line=line, delta=np.inf, levels=levels, lengths=(0.0,) * steps, attained=False)
    known = _objective(line, length, rest, cap)
    if not np.isfinite(known):  # resting at eps would break the bound on |f'|
        known = float(line.energy(min(cap, 4 * low)))
    top = min(cap, _top(line, known))
    grid = np.concatenate([[low], np.linspace(low, max(top, low * (1 + 1e-9)), points)[1:]])
    stages = [grid] + [np.concatenate([-grid[::-1], grid]) for _ in range(steps)]
    if monotone:
        stages = [grid] * steps + [np.concatenate([-grid[::-1], grid])] if steps else [grid]
    path = _solve(line, length, stages, cap)
    width = 2 * float(grid[1] - grid[0])
    best, least = min(((p, _objective(line, length, p, cap)) for p in (path, rest)), key=lambda pair: pair[1])
    while width > 1e-11 * max(1.0, top):
        candidate = _solve(line, length, [_near(level, width, low, cap) for level in best], cap)
        gap = _objective(line, length, candidate, cap)
        best, least = (candidate, gap) if gap < least else (best, least)
        width *= 0.6
    turns = [bool(s < 0) for s in best[:-1]]
    return Path(
        line=line,
        delta=least,
        levels=tuple(map(float, best)),
        lengths=tuple(float(length(line.size(abs(s)))) for s in best[:-1]),
        attained=not any(turns),
    )


def resting(line: Line, length: Length, eps: float, steps: int) -> float:
    """The gap of the path that stays at |f'| = eps: usually the best one, and cheap."""
    return _objective(line, length, np.full(steps + 1, float(line.level(eps))), np.inf)


def explicit(path: Path) -> tuple[Member, Fraction]:
    """A member of the class whose run from the start that is returned has the path's levels, up to rounding.

    Raises:
        ValueError: when the path turns back, so that no function need have it.
    """
    if not path.attained:
        raise ValueError("the path turns back: it bounds the gap from below, but no function need attain it")
    levels = [Fraction(s) for s in path.levels]
    lengths = [Fraction(r) for r in path.lengths]
    x = Fraction(0)
    visits = [(x, levels[0])]
    for k, r in enumerate(lengths):
        r = max(r, abs(levels[k + 1] - levels[k]))
        x -= r
        visits.append((x, levels[k + 1]))
    return through(path.line, visits), Fraction(0)


def _top(line: Line, energy: float) -> float:
    """The level at which H alone exceeds the gap of a known path, by bisection."""
    low, high = 0.0, 1.0
    while line.energy(high) < energy:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if line.energy(middle) < energy else (low, middle)
    return high


def _fall(line: Line, s: Any, t: Any, r: Any, cap: float) -> Any:
    """d from level s to level t over a step of length r; infinite where the step cannot connect them."""
    dip = (s + t - np.sign(s) * r) / 2
    fall = line.energy(s) + line.energy(t) - 2 * line.energy(dip)
    return np.where((np.abs(s - t) <= r * (1 + 1e-15)) & (np.abs(dip) <= cap), fall, np.inf)


def _solve(line: Line, length: Length, stages: list[Any], cap: float) -> Any:
    value = line.energy(stages[-1])
    choices = []
    for here, there in zip(stages[-2::-1], stages[:0:-1], strict=True):
        r = np.asarray(length(line.size(np.abs(here))), dtype=float) * np.ones_like(here)
        onward = _fall(line, here[:, None], there[None, :], r[:, None], cap) + value[None, :]
        choice = np.argmin(onward, axis=1)
        choices.append(choice)
        value = np.maximum(line.energy(here), onward[np.arange(len(here)), choice])
    place = int(np.argmin(value))
    path = [stages[0][place]]
    for stage, choice in zip(stages[1:], reversed(choices), strict=True):
        place = int(choice[place])
        path.append(stage[place])
    return np.array(path)


def _objective(line: Line, length: Length, path: Any, cap: float) -> float:
    s, t, energy = path[:-1], path[1:], line.energy(path)
    falls = _fall(line, s, t, np.asarray(length(line.size(np.abs(s))), dtype=float), cap)
    return float(np.max(energy + np.concatenate([[0.0], np.cumsum(falls)])))


def _near(level: float, width: float, low: float, cap: float) -> Any:
    """A fine grid around a level, on its side of zero; its own level and the least one are always in it."""
    size = np.clip(np.abs(level) + width * np.linspace(-1, 1, 21), low, cap)
    return np.sign(level) * np.unique(np.append(size, [np.abs(level), min(low, cap)]))
