"""Linear dynamics: the best antisymmetric drift, and how long a distance takes to shrink."""

from typing import Any

import numpy as np
from scipy.linalg import expm, sqrtm

from verify.experiments import Reading

__all__ = ["best_drift", "optimal_drift", "recurrence", "recurrence_times"]

SHRINK = 1e-3
CURVATURES = (1e-1, 1e-2, 1e-3, 1e-4)


def best_drift(hessian: Any) -> Any:
    """J for which all eigenvalues of (I + J) H have the real part tr(H)/d (Lelievre, Nier, Pavliotis 2013).

    In an orthonormal basis in which H has an equal diagonal, A_jk = (l_j + l_k)/(l_j - l_k) H_jk with distinct l > 0;
    J = H^(-1/2) A H^(-1/2).
    """
    d = len(hessian)
    basis = _level(hessian)
    numbers = np.arange(1.0, d + 1)
    apart = numbers[:, None] - numbers[None, :]
    np.fill_diagonal(apart, 1)
    mixed = (numbers[:, None] + numbers[None, :]) / apart * (basis.T @ hessian @ basis)
    np.fill_diagonal(mixed, 0)
    root = np.linalg.inv(sqrtm(hessian).real)
    return root @ basis @ mixed @ basis.T @ root


def _level(hessian: Any) -> Any:
    """An orthonormal basis in which the matrix has an equal diagonal: d - 1 plane rotations."""
    d = len(hessian)
    mean, basis = np.trace(hessian) / d, np.eye(d)
    for k in range(d - 1):
        here = basis.T @ hessian @ basis
        rest = np.diag(here)[k:]
        i, j = k + int(np.argmin(rest)), k + int(np.argmax(rest))
        if i == j:
            break
        # a rotation of the planes i, j gives the first the diagonal entry `mean`, which lies between both
        a, b, c = here[i, i] - mean, here[i, j], here[j, j] - mean
        tangent = (-b + np.sqrt(max(b * b - a * c, 0.0))) / c if c else 0.0
        turn = np.array([[1, -tangent], [tangent, 1]]) / np.hypot(1, tangent)
        basis[:, [i, j]] = basis[:, [i, j]] @ turn
        basis[:, [k, i]] = basis[:, [i, k]]
    return basis


def _hessian(d: int, condition: float, draw: Any) -> Any:
    turned, _ = np.linalg.qr(draw.normal(size=(d, d)))
    return turned @ np.diag(np.geomspace(1 / condition, 1, d)) @ turned.T


def optimal_drift(deep: bool = False, seed: int = 0) -> Reading:
    """Real parts for the constructed J, and random J beside it."""
    draw = np.random.default_rng(seed)
    off = asymmetry = 0.0
    outside = tried = 0
    sizes = (2, 3, 5, 10, 20, 30) if deep else (2, 3, 5, 10)
    for d in sizes:
        for condition in (10.0, 1e4):
            hessian = _hessian(d, condition, draw)
            best, drift = np.trace(hessian) / d, best_drift(hessian)
            parts = np.linalg.eigvals((np.eye(d) + drift) @ hessian).real
            off = max(off, float(np.abs(parts / best - 1).max()))
            asymmetry = max(asymmetry, float(np.abs(drift + drift.T).max() / np.abs(drift).max()))
            for _ in range(200 if deep else 30):
                turned = draw.normal(size=(d, d)) * 10 ** draw.uniform(-1, 2)
                least = np.linalg.eigvals((np.eye(d) + turned - turned.T) @ hessian).real.min()
                outside += not (1 - 1e-6) / condition <= least <= best * (1 + 1e-6)
                tried += 1
    return Reading(
        values={"off": off, "asymmetry": asymmetry, "outside": outside},
        scope=f"dimensions {', '.join(map(str, sizes))}, condition 10 and 10^4, {tried} random J beside",
        trials=2 * len(sizes),
    )


def _last_time(matrix: Any, observe: Any, horizon: float) -> float:
    """The last time before the horizon at which the observed part of exp(-t matrix) has a norm above ``SHRINK``."""
    pieces = 4000
    step, here, last = expm(-matrix * horizon / pieces), np.eye(len(matrix)), 0
    for i in range(1, pieces + 1):
        here = step @ here
        last = i if np.linalg.norm(observe(here), 2) > SHRINK else last
    if last >= pieces:
        raise ValueError("the horizon is too short")
    return last * horizon / pieces


def recurrence_times(curvatures: tuple[float, ...] = CURVATURES) -> dict[str, list[float]]:
    """For H = diag(m, 1): times of LD, critically damped ULD started at rest, and NLD with the constructed J."""
    found: dict[str, list[float]] = {"LD": [], "ULD": [], "NLD": []}
    for m in curvatures:
        hessian, friction = np.diag([m, 1.0]), 2 * np.sqrt(m)
        under = np.block([[friction * np.eye(2), hessian], [-np.eye(2), np.zeros((2, 2))]])
        turned = (np.eye(2) + best_drift(hessian)) @ hessian
        found["LD"].append(_last_time(hessian, lambda p: p, 10 / m))
        found["ULD"].append(_last_time(under, lambda p: p[2:, 2:], 12 / np.sqrt(m)))
        found["NLD"].append(_last_time(turned, lambda p: p, 100.0))
    return found


def recurrence(deep: bool = False, seed: int = 0) -> Reading:
    """Slopes of the times against m in logarithms."""
    curvatures = (*CURVATURES, 1e-5, 1e-6) if deep else CURVATURES
    times = recurrence_times(curvatures)
    slope = {name: float(np.polyfit(np.log(curvatures), np.log(found), 1)[0]) for name, found in times.items()}
    return Reading(
        values={
            "slope_ld": slope["LD"], "slope_uld": slope["ULD"], "growth_nld": max(times["NLD"]) / min(times["NLD"])
        },
        scope=f"H = diag(m, 1), {len(curvatures)} values of m down to {min(curvatures):g}",
        trials=len(curvatures),
        evidence={"times": times},
    )  # fmt: skip
