"""Exact expectations of stochastic average gradient on sums of quadratics, by the recursion of second moments.

State of a sum of f_i(x) = <x, H_i x>/2 + linear, measured from the minimiser: theta = (y_i - f_i'(xs), x - xs).
Drawing j maps theta to M_j theta, so E theta theta^T follows a linear recursion: no sampling, only rounding.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Quadratics", "heterogeneous", "maps", "radius", "second_moments", "stable_until", "warm_start"]

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Quadratics:
    """A mean of n quadratics in d variables.

    Attributes:
        hessians: shape (n, d, d), each positive semidefinite.
        slopes: f_i'(xs), shape (n, d), of mean 0.
        offset: x^0 - xs, shape (d,).
    """

    hessians: Array
    slopes: Array
    offset: Array

    @property
    def count(self) -> int:
        """n."""
        return len(self.hessians)

    @property
    def mean(self) -> Array:
        """The Hessian of the mean, shape (d, d)."""
        return np.asarray(self.hessians.mean(axis=0))

    @property
    def smooth(self) -> float:
        """L: the largest eigenvalue of any H_i."""
        return float(np.linalg.eigvalsh(self.hessians).max())

    @property
    def strong(self) -> float:
        """mu: the smallest eigenvalue of the mean."""
        return float(np.linalg.eigvalsh(self.mean)[0])

    @property
    def noise(self) -> float:
        """sigma^2: the mean of ||f_i'(xs)||^2."""
        return float((self.slopes**2).sum() / self.count)


def heterogeneous(random: np.random.Generator, count: int, size: int, floor: float) -> Quadratics:
    """Random quadratics with L = 1, many of them flat in most directions, and mu at least ``floor``."""
    factors = random.normal(size=(count, size, size)) * np.exp(random.uniform(-3, 0, size=(count, 1, size)))
    hessians = factors @ factors.transpose(0, 2, 1)
    hessians *= (1 - floor) / np.linalg.eigvalsh(hessians).max()
    slopes = random.normal(size=(count, size)) * np.exp(random.uniform(-3, 3))
    return Quadratics(
        hessians=hessians + floor * np.eye(size), slopes=slopes - slopes.mean(axis=0), offset=random.normal(size=size)
    )


def maps(hessians: Array, step: float) -> Array:
    """M_j for every j, shape (n, (n+1) d, (n+1) d): refresh entry j, then move."""
    count, size, _ = hessians.shape
    total = (count + 1) * size
    found = np.tile(np.eye(total), (count, 1, 1))
    for j in range(count):
        entry = slice(j * size, (j + 1) * size)
        found[j, entry] = 0
        found[j, entry, -size:] = hessians[j]
        found[j, -size:] -= step / count * found[j, :-size].reshape(count, size, total).sum(axis=0)
    return found


def second_moments(problem: Quadratics, step: float, steps: int) -> Array:
    """E of (x^k - xs)(x^k - xs)^T for k = 0 ... steps, from a table of zeros; shape (steps + 1, d, d)."""
    size, drawn = len(problem.offset), maps(problem.hessians, step)
    state = np.concatenate([-problem.slopes.ravel(), problem.offset])
    moment = np.outer(state, state)
    found = [moment[-size:, -size:]]
    for _ in range(steps):
        moment = np.einsum("jab,bc,jdc->ad", drawn, moment, drawn, optimize=True) / problem.count
        found.append(moment[-size:, -size:])
    return np.array(found)


def radius(hessians: Array, step: float) -> float:
    """The spectral radius of the recursion of second moments: below 1 exactly if it is stable in mean square."""
    drawn = maps(hessians, step)
    size = drawn.shape[1]
    operator = np.einsum("jab,jcd->acbd", drawn, drawn).reshape(size**2, size**2) / len(drawn)
    rows, columns = np.triu_indices(size)
    # on symmetric matrices: the entry (b, d) stands for (d, b) as well
    both = operator[:, rows * size + columns] + np.where(rows == columns, 0, 1) * operator[:, columns * size + rows]
    return float(np.abs(np.linalg.eigvals(both[rows * size + columns])).max())


def stable_until(hessians: Array, low: float, high: float, tolerance: float) -> float:
    """The step at which the recursion of second moments stops being stable, by bisection."""
    while high - low > tolerance:
        middle = (low + high) / 2
        # flat directions never shrink: what has to be excluded is growth
        low, high = (middle, high) if radius(hessians, middle) < 1 - 1e-12 else (low, middle)
    return (low + high) / 2


def warm_start(problem: Quadratics, smooth: float, strong: float) -> tuple[float, Array]:
    """E[g - g(xs)] at the average of the first n points of stochastic gradient with steps 1/(2L + mu j/2).

    Returns:
        The expectation, and the second moment of average - xs, shape (d, d).
    """
    count, size = problem.count, len(problem.offset)
    state = np.concatenate([problem.offset, problem.offset, [1.0]])
    moment = np.outer(state, state)
    for j in range(1, count):
        move = np.tile(np.eye(2 * size + 1), (count, 1, 1))
        step = 1 / (2 * smooth + strong * j / 2)
        move[:, :size, :size] -= step * problem.hessians
        move[:, :size, -1] -= step * problem.slopes
        move[:, size : 2 * size] += move[:, :size]
        moment = np.einsum("jab,bc,jdc->ad", move, moment, move, optimize=True) / count
    average: Any = moment[size : 2 * size, size : 2 * size] / count**2
    return float(np.trace(problem.mean @ average) / 2), np.asarray(average)
