"""Coupled three-level quadratics, whose unrolled problems have closed forms: how fast their solutions approach."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from verify.experiments import Reading

__all__ = ["Quadratics", "geometric_consistency"]

LONG = 100
SPAN = 40
SHORT = 5


@dataclass(frozen=True)
class Quadratics:
    """Three quadratic levels of one dimension.

    f_1 = (|x_1 - r|^2 + |x_3|^2)/2, f_2 = x_2'D x_2/2 - x_2'E x_1 + |x_3 - s|^2/4, and
    f_3 = x_3'A x_3/2 - x_3'(B x_1 + C x_2).

    Lower levels start from ones, with steps 1/(largest eigenvalue of their Hessian).
    """

    A: Any
    B: Any
    C: Any
    D: Any
    E: Any
    r: Any
    s: Any

    @staticmethod
    def random(dimension: int, seed: int) -> "Quadratics":
        """Hessians with condition numbers near 4, random couplings."""
        draw = np.random.default_rng(seed)

        def hessian(low: float, high: float) -> Any:
            basis, _ = np.linalg.qr(draw.normal(size=(dimension, dimension)))
            return basis @ np.diag(np.linspace(low, high, dimension)) @ basis.T

        couplings = [draw.normal(size=(dimension, dimension)) / 2 for _ in range(3)]
        B, C, E = couplings
        return Quadratics(
            hessian(0.5, 2.2), B, C, hessian(0.7, 2.4), E, draw.normal(size=dimension), draw.normal(size=dimension)
        )

    def lowest(self, steps: int | None) -> tuple[Any, Any, Any]:
        """x_3 = G x_1 + H x_2 + k after so many steps; None for the solution."""
        move = np.eye(len(self.r)) - self.A / np.linalg.norm(self.A, 2)
        left = np.zeros_like(move) if steps is None else np.linalg.matrix_power(move, steps)
        solve = (np.eye(len(self.r)) - left) @ np.linalg.inv(self.A)
        return solve @ self.B, solve @ self.C, left @ np.ones(len(self.r))

    def middle(self, steps: int | None, deeper: int | None) -> tuple[Any, Any, Any]:
        """x_2 = P x_1 + q after so many steps on the level with x_3 unrolled, and the matrix of one step."""
        G, H, k = self.lowest(deeper)
        hessian = self.D + H.T @ H / 2
        linear, constant = self.E - H.T @ G / 2, H.T @ (self.s - k) / 2
        exact = self.lowest(None)[1]
        size = 1 / np.linalg.norm(self.D + exact.T @ exact / 2, 2)
        move = np.eye(len(self.r)) - size * hessian
        left = np.zeros_like(move) if steps is None else np.linalg.matrix_power(move, steps)
        solve = (np.eye(len(self.r)) - left) @ np.linalg.inv(hessian)
        return solve @ linear, solve @ constant + left @ np.ones(len(self.r)), move

    def outer(self, steps: int | None, deeper: int | None) -> Any:
        """The minimiser x_1 of the single-level problem."""
        (G, H, k), (P, q, _) = self.lowest(deeper), self.middle(steps, deeper)
        slope, rest = G + H @ P, H @ q + k
        return np.linalg.solve(np.eye(len(self.r)) + slope.T @ slope, self.r - slope.T @ rest)

    def hypergradient(self, x: Any, steps: int | None, deeper: int | None) -> Any:
        """The gradient of the single-level objective at x_1 = x."""
        (G, H, k), (P, q, _) = self.lowest(deeper), self.middle(steps, deeper)
        slope = G + H @ P
        return x - self.r + slope.T @ (slope @ x + H @ q + k)

    @property
    def rates(self) -> tuple[float, float]:
        """Spectral radii of one step of level 2, with level 3 solved, and of level 3."""
        lowest = np.eye(len(self.r)) - self.A / np.linalg.norm(self.A, 2)
        return float(np.linalg.norm(self.middle(None, None)[2], 2)), float(np.linalg.norm(lowest, 2))


def errors(problem: Quadratics, lengths: list[tuple[int, int]]) -> list[float]:
    """Distances of the minimisers for (T_2, T_3) to the true one."""
    true = problem.outer(None, None)
    return [float(np.linalg.norm(problem.outer(*both) - true)) for both in lengths]


def geometric_consistency(deep: bool = False, seed: int = 0) -> Reading:
    """The factor a step on the worst of several problems, and what is left when one level stays short."""
    problems = [Quadratics.random(3, seed + i) for i in range(50 if deep else 10)]
    rows = []
    for problem in problems:
        first, second, deep_short, middle_short = errors(
            problem, [(LONG - SPAN, LONG - SPAN), (LONG, LONG), (LONG, SHORT), (SHORT, LONG)]
        )
        rows.append(((second / first) ** (1 / SPAN), max(problem.rates), second, deep_short, middle_short))
    worst = max(rows, key=lambda row: abs(row[0] / row[1] - 1))
    return Reading(
        values={
            "factor": worst[0],
            "predicted": worst[1],
            "joint": max(row[2] for row in rows),
            "stalled_deep": min(row[3] for row in rows),
            "stalled_middle": min(row[4] for row in rows),
        },
        scope=f"{len(problems)} random three-level quadratics, blocks of dimension 3, T up to {LONG}",
        trials=len(problems),
        evidence={"factor and prediction": [row[:2] for row in rows]},
    )
