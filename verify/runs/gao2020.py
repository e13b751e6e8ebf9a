"""Speed-ups of exits for many frictions and drifts, and recurrence times, for the figure of Gao et al. 2020."""

from typing import Any

from verify.experiments.gao2020.exits import overdamped_gap, plane_gap, underdamped_gap
from verify.experiments.gao2020.quadratics import SHRINK, recurrence_times

__all__ = ["compute"]

HEIGHT = 8.0
SADDLES = (0.25, 0.5, 1.0)
FRICTIONS = tuple(0.2 + 0.2 * i for i in range(10))
TURNS = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0)
GRID = (241, 121)
PLANE_HEIGHT = 6.0
CURVATURES = tuple(10.0 ** (-i / 2) for i in range(1, 9))


def compute() -> dict[str, Any]:
    """Ratios of spectral gaps; times in which a distance shrinks a thousandfold."""
    still = plane_gap(0.0, PLANE_HEIGHT, GRID)
    return {
        "what": "exit rates of ULD and NLD over those of LD in double wells; recurrence times of linear dynamics",
        "rigour": "numerical",
        "beta times barrier": {"ULD": HEIGHT, "NLD": PLANE_HEIGHT},
        "frictions": list(FRICTIONS),
        "underdamped": {str(mu): [_speed_up(mu, friction) for friction in FRICTIONS] for mu in SADDLES},
        "turns": list(TURNS),
        "nonreversible": [plane_gap(turn, PLANE_HEIGHT, GRID) / still for turn in TURNS],
        "shrink": SHRINK,
        "curvatures": list(CURVATURES),
        "times": {name: [float(t) for t in times] for name, times in recurrence_times(CURVATURES).items()},
    }


def _speed_up(mu: float, friction: float) -> float:
    beta = 4 * HEIGHT / mu
    return underdamped_gap(mu, friction, beta, modes=40) / overdamped_gap(mu, beta)
