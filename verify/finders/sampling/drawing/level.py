"""Move a start so that two hypotheses on the size of the problem hold with equality at once."""

from fractions import Fraction
from typing import Any

from theory.measures import noise_at_minimiser, squared_distance
from theory.symbols import x as x_of
from verify.finders.sampling.members.sums import Total
from verify.finders.strategies import whole

__all__ = ["level"]


def level(drawing: Any) -> tuple[Fraction, ...] | None:
    """Half of the time, an x(0) as far from the minimiser as makes distance and noise bound the same scalar alike.

    Both bounds on R in ``squared_distance(0) <= R**2`` and ``noise_at_minimiser(0) <= c*R**2`` are then attained, while
    a start drawn without regard to the noise attains one of them only.

    Args:
        drawing: a ``Drawing`` whose member and points are drawn.
    """
    member, start = drawing.trial.member, drawing.trial.points.get(x_of(0))
    if not isinstance(member, Total) or start is None or not whole(drawing.draw, 0, 1):
        return None
    for symbol in drawing.reading.scalars:
        noise, distance = (_least(drawing, symbol, kind) for kind in (noise_at_minimiser, squared_distance))
        if noise and distance:
            share = Fraction(noise / distance)
            return tuple(c + share * (v - c) for v, c in zip(start, member.centre, strict=True))
    return None


def _least(drawing: Any, symbol: Any, kind: Any) -> float:
    """The least value of a scalar that a hypothesis with this measure allows; 0 if there is none."""
    for others, found, relation in drawing.reading.about[symbol]:
        if found is None or found.equal or found.power < 1 or not relation.has(kind) or symbol in drawing.trial.scalars:
            continue
        if drawing.evaluator.knows(others):
            slope, rest = float(drawing.evaluator(found.slope)), float(drawing.evaluator(found.rest))
            if slope > 0 > rest:
                return float((-rest / slope) ** (1 / found.power))
    return 0.0
