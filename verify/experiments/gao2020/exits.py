"""Exit times of double wells from the spectral gap of the discretised generator, against Eyring and Kramers."""

import math
from typing import Any

import numpy as np
import scipy.sparse as sparse
from scipy.linalg import eigh_tridiagonal
from scipy.sparse.linalg import eigs

from verify.experiments import Reading

__all__ = ["exit_times", "kramers", "nonreversible_exits", "overdamped_gap", "plane_gap", "underdamped_gap"]

PAIRS = ((0.25, 0.5), (0.25, 0.25), (0.25, 2.0), (0.5, 0.25), (1.0, 1.0))
"""(mu*, gamma)."""

REACH = 1.9


def _well(x: Any, mu: float) -> Any:
    """mu (x^2 - 1)^2/4: curvature -mu at the saddle, 2 mu in the wells, barrier mu/4."""
    return mu * (x**2 - 1) ** 2 / 4


def kramers(mu: float, beta: float, rate: float) -> float:
    """The expected exit time with the unstable rate at the saddle."""
    return 2 * math.pi / rate * math.sqrt(0.5) * math.exp(beta * mu / 4)


def unstable(mu: float, friction: float) -> float:
    """mu_U."""
    return (math.sqrt(friction**2 + 4 * mu) - friction) / 2


def overdamped_gap(mu: float, beta: float, points: int = 1200) -> float:
    """Of the generator of LD: jumps between neighbours that keep exp(-beta F), symmetrised."""
    x = np.linspace(-REACH, REACH, points)
    step = x[1] - x[0]
    jump = np.exp(-beta * np.diff(_well(x, mu)) / 2) / (beta * step**2)
    back = np.exp(beta * np.diff(_well(x, mu)) / 2) / (beta * step**2)
    diagonal = np.zeros(points)
    diagonal[:-1] += jump
    diagonal[1:] += back
    lowest = eigh_tridiagonal(diagonal, -np.sqrt(jump * back), select="i", select_range=(0, 1), eigvals_only=True)
    return float(lowest[1])


def underdamped_gap(mu: float, friction: float, beta: float, points: int = 260, modes: int = 30) -> float:
    """Of the generator of ULD: Hermite functions in the velocity, differences on a staggered grid in the position.

    Between modes n and n + 1 acts sqrt(n + 1) D and, back, minus its transpose, where D kills the square root of the
    density; mode n decays with n gamma.
    """
    nodes = np.linspace(-REACH, REACH, points)
    middles = (nodes[1:] + nodes[:-1]) / 2
    step = nodes[1] - nodes[0]
    on_nodes, on_middles = (np.exp(-beta * _well(x, mu) / 2) for x in (nodes, middles))

    def slope(source: Any, target: Any, shape: tuple[int, int], first: int) -> Any:
        rows = np.arange(len(target))
        left, right = rows + first, rows + first + 1
        columns = [left, right]
        values = [-target / source[left], target / source[right]]
        entries = np.concatenate(values) / (math.sqrt(beta) * step)
        return sparse.csr_array((entries, (np.concatenate([rows, rows]), np.concatenate(columns))), shape=shape)

    up = slope(on_nodes, on_middles, (points - 1, points), 0)
    inner = slope(on_middles, on_nodes[1:-1], (points - 2, points - 1), 0)
    down = sparse.vstack([sparse.csr_array((1, points - 1)), inner, sparse.csr_array((1, points - 1))]).tocsr()
    blocks: list[list[Any]] = [[None] * modes for _ in range(modes)]
    for n in range(modes):
        blocks[n][n] = -friction * n * sparse.eye_array(points if n % 2 == 0 else points - 1)
        if n + 1 < modes:
            across = math.sqrt(n + 1) * (up if n % 2 == 0 else down)
            blocks[n + 1][n], blocks[n][n + 1] = across, -across.T
    return _gap(sparse.block_array(blocks, format="csc"))


def plane_gap(turn: float, beta: float, points: tuple[int, int]) -> float:
    """Of the generator of NLD for F = (x^2 - 1)^2 + 2 y^2, curvatures -4 and 4 at the saddle; J_12 = turn = -J_21."""
    sides = [np.linspace(-1.8, 1.8, points[0]), np.linspace(-1.1, 1.1, points[1])]
    x, y = np.meshgrid(*sides, indexing="ij")
    value = ((x**2 - 1) ** 2 + 2 * y**2).ravel()
    count = value.size
    edges, slopes = [], []
    for axis, side in enumerate(sides):
        step = side[1] - side[0]
        near = [sparse.eye_array(n) for n in points]
        near[axis] = sparse.diags_array([-1.0, 1.0], offsets=[0, 1], shape=(points[axis] - 1, points[axis]))
        edges.append(sparse.kron(*near, format="csr") / step)
        near[axis] = sparse.diags_array([-0.5, 0.5], offsets=[-1, 1], shape=(points[axis], points[axis]))
        slopes.append(sparse.kron(*near, format="csr") / step)
    weight = np.exp(-beta * value)
    total: Any = sparse.csr_array((count, count))
    for edge in edges:
        ends = abs(edge) / abs(edge).sum(axis=1).reshape(-1, 1)
        middle = np.exp(-beta * (ends @ value))
        total = total - edge.T @ sparse.diags_array(middle) @ edge / beta
    density = sparse.diags_array(weight)
    total = total - turn / beta * (slopes[0] @ density @ slopes[1] - slopes[1] @ density @ slopes[0])
    half = sparse.diags_array(1 / np.sqrt(weight))
    return _gap((half @ total @ half).tocsc())


def _gap(generator: Any) -> float:
    """The second smallest real part of minus the generator; the smallest is 0, as constants are in its kernel."""
    found = eigs(generator, k=3, sigma=1e-7, v0=np.ones(generator.shape[0]), return_eigenvectors=False)
    return float(sorted(-found.real)[1])


def exit_times(deep: bool = False, seed: int = 0) -> Reading:
    """Expected times 2/gap over their formula, and speed-ups of ULD against LD."""
    heights, fine = ((5.0, 6.5, 8.0), 520) if deep else ((5.0, 8.0), 260)
    ld = uld = speed = 0.0
    wrong, rows = 0, []
    for mu, friction in PAIRS:
        rate = unstable(mu, friction)
        for height in heights:
            beta = 4 * height / mu
            slow = 2 / overdamped_gap(mu, beta)
            fast = 2 / underdamped_gap(mu, friction, beta, fine, 60 if deep else 30)
            over = (slow / kramers(mu, beta, mu), fast / kramers(mu, beta, rate), slow / fast, rate / mu)
            ld, uld = max(ld, abs(over[0] - 1)), max(uld, abs(over[1] - 1))
            speed = max(speed, abs(over[2] / over[3] - 1))
            wrong += (over[2] > 1) != (friction + mu < 1)
            rows.append({"mu": mu, "gamma": friction, "height": height, "LD, ULD, speed-up, theory": list(over)})
    return Reading(
        values={"ld": ld, "uld": uld, "speed": speed, "wrong_sign": wrong},
        scope=f"{len(PAIRS)} pairs (mu*, gamma), beta times barrier {', '.join(f'{h:g}' for h in heights)}",
        trials=len(rows),
        evidence={"ratios": rows},
    )


def nonreversible_exits(deep: bool = False, seed: int = 0) -> Reading:
    """Speed-ups by J in the plane."""
    points, beta = ((321, 161), 6.0) if deep else ((121, 61), 5.0)
    still = plane_gap(0.0, beta, points)
    speeds = {turn: plane_gap(turn, beta, points) / still for turn in (1.0, 2.0)}
    return Reading(
        values={"plane": max(abs(speed / math.sqrt(1 + turn**2) - 1) for turn, speed in speeds.items())},
        scope=f"grid {points[0]} x {points[1]}, beta times barrier {beta:g}, a = 1, 2",
        trials=len(speeds),
        evidence={"speed-ups": {f"a = {turn:g}": speed for turn, speed in speeds.items()}},
    )
