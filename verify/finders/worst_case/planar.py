"""One step in the plane: gradient curves along the segment as a control problem, and the two-centre inequality.

Along the segment x - t g/|g|, t in [0, r], the gradient is a curve v with |v'| <= L0 + L1 |v|, and f falls by the
integral of its component along g.  In any dimension only two directions matter.  Not every such curve belongs to a
function, so the least fall over all curves bounds the guaranteed decrease from below.  The minimum is computed in
floats by local search, hence rigour "numerical": a better curve could exist, and with it a smaller bound.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.optimize import minimize, minimize_scalar

from verify.finders.worst_case.line import Line

__all__ = ["Curve", "best_step", "least_fall", "two_centre"]


@dataclass(frozen=True, kw_only=True)
class Curve:
    """The gradient curve with the least fall that was found.

    Attributes:
        fall: f(x) - f(x - r g/|g|) along it.
        end: the gradient at the far end, components along g and across.
        angles: direction of v' at equally spaced points of the segment (radians; pi is straight against g).
    """

    fall: float
    end: tuple[float, float]
    angles: tuple[float, ...]


def least_fall(
    line: Line, g: float, r: float, *, g_plus: float | None = None, knots: int = 9, pieces: int = 24
) -> Curve:
    """The least fall over planar gradient curves.

    Args:
        line: the constants L0 >= 0, L1 >= 0, not both zero.
        g: size of the gradient at the start.
        r: length of the step.
        g_plus: if given, the gradient at the end has at least this size.
        knots: the direction of v' is piecewise linear through this many angles.
        pieces: number of pieces of the integration.

    Returns:
        The best of three local searches from fixed starts.

    Raises:
        ValueError: when no curve ends with the size ``g_plus``.
    """
    if g_plus is not None and g_plus > g + _reach(line, g, r):
        raise ValueError(f"no curve from size {g} reaches size {g_plus} within {r}")
    spread = _spread(knots, pieces)

    def batch(angles: Any) -> tuple[Any, Any]:
        return _travel(line, g, r, angles @ spread)

    place = np.linspace(0, 1, knots)
    starts = [np.full(knots, np.pi - 0.1), np.full(knots, 2.2), np.pi - 0.3 - (np.pi - 0.6) * place]
    best: tuple[float, Any] | None = None
    constraints = () if g_plus is None else ({"type": "ineq", **_end_constraint(batch, g_plus)},)
    for start in starts:
        found = minimize(
            lambda a: float(batch(a[None, :])[0][0]) / (g * r),
            start,
            jac=lambda a: _slopes(lambda b: batch(b)[0], a) / (g * r),
            method="SLSQP",
            constraints=constraints,
            options={"maxiter": 120, "ftol": 1e-9},
        )
        fall, end = batch(found.x[None, :])
        reached = g_plus is None or np.hypot(*end[0]) >= g_plus * (1 - 1e-6)
        if reached and (best is None or fall[0] < best[0]):
            best = float(fall[0]), found.x
    if best is None:
        raise ValueError(f"no curve from size {g} was found that reaches size {g_plus} within {r}")
    _, end = batch(best[1][None, :])
    return Curve(fall=best[0], end=(float(end[0, 0]), float(end[0, 1])), angles=tuple(map(float, best[1])))


def _spread(knots: int, pieces: int) -> Any:
    """The matrix that interpolates angles linearly from knots to the middles of pieces, shape (knots, pieces)."""
    middles = (np.arange(pieces) + 0.5) / pieces
    return np.array([np.interp(middles, np.linspace(0, 1, knots), unit) for unit in np.eye(knots)])


def best_step(line: Line, g: float, longest: float) -> tuple[float, float]:
    """The step length in (0, longest] whose guaranteed fall is largest.

    Returns:
        (step length, least fall there).
    """
    found = minimize_scalar(
        lambda r: -least_fall(line, g, float(r)).fall,
        bounds=(longest / 100, longest),
        method="bounded",
        options={"xatol": 1e-2 * longest},
    )
    return float(found.x), -float(found.fun)


def two_centre(line: Line, g: float, g_plus: float, r: float, *, angles: int = 721) -> float:
    """A fall that every function of the class in every dimension guarantees, given the sizes at both ends.

    f(z) is bounded above around one end and below around the other, with curvature
    A = (L0 + L1 |gradient|) 2 phi(L1 rho)/(L1 rho)^2 where rho covers z, and the best z is inserted; the angle of the
    second gradient is scanned (floats), as far as a gradient can turn along the step.
    """
    phi = np.linspace(0, np.pi, angles)
    ends = g_plus * np.stack([np.cos(phi), np.sin(phi)])
    x = np.array([[r], [0.0]])  # the start, seen from the end of the step
    start = np.array([[g], [0.0]])
    rho = np.full(angles, r / 2)
    for _ in range(60):  # rho grows until it covers the point z that it determines
        a, b = (_curvature(line, size, rho) for size in (g, g_plus))
        z = (a * x - (start - ends)) / (a + b)
        rho = np.maximum(rho, np.maximum(np.hypot(*(z - x)), np.hypot(*z)))
    turn = np.hypot(*(ends - start))  # the gradient cannot turn further than this along the step
    possible = turn <= _reach(line, min(g, g_plus), r) * (1 + 1e-12)
    fall = g * r - a * r**2 / 2 + np.sum((ends - start + a * x) ** 2, axis=0) / (2 * (a + b))
    return float(np.min(fall[possible], initial=np.inf))


def _curvature(line: Line, size: float, rho: Any) -> Any:
    z = float(line.L1) * rho
    factor = 2 * (np.expm1(z) - z) / z**2 if line.L1 else np.ones_like(rho)
    return (float(line.L0) + float(line.L1) * size) * factor


def _reach(line: Line, size: float, r: float) -> float:
    """How far a gradient of this size can move within distance r."""
    a, b = float(line.L0), float(line.L1)
    return float((a / b + size) * np.expm1(b * r)) if b else a * r


def _travel(line: Line, g: float, r: float, angles: Any) -> tuple[Any, Any]:
    """Falls and end gradients of curves, one a row of ``angles`` (fourth-order Runge-Kutta on each piece)."""
    a, b = float(line.L0), float(line.L1)
    rows, pieces = angles.shape
    v, fall, h = np.tile([g, 0.0], (rows, 1)), np.zeros(rows), r / pieces
    for k in range(pieces):
        direction = np.stack([np.cos(angles[:, k]), np.sin(angles[:, k])], axis=1)
        speeds, position, sampled = [], v, [v[:, 0]]
        for share in (0.5, 0.5, 1.0):
            speeds.append((a + b * np.hypot(position[:, 0], position[:, 1]))[:, None] * direction)
            position = v + share * h * speeds[-1]
            sampled.append(position[:, 0])
        speeds.append((a + b * np.hypot(position[:, 0], position[:, 1]))[:, None] * direction)
        fall = fall + h / 6 * (sampled[0] + 2 * sampled[1] + 2 * sampled[2] + sampled[3])
        v = v + h / 6 * (speeds[0] + 2 * speeds[1] + 2 * speeds[2] + speeds[3])
    return fall, v


def _slopes(value: Any, point: Any) -> Any:
    """Central differences in one batch."""
    step = 1e-6 * np.eye(len(point))
    high, low = np.split(value(np.concatenate([point + step, point - step])), 2)
    return (high - low) / 2e-6


def _end_constraint(batch: Any, g_plus: float) -> dict[str, Any]:
    def size(angles: Any) -> Any:
        _, end = batch(angles)
        return np.hypot(end[:, 0], end[:, 1]) - g_plus

    return {"fun": lambda a: float(size(a[None, :])[0]), "jac": lambda a: _slopes(size, a)}
