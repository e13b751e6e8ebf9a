"""Regression under poisoning on the diabetes data: regularisation above an attacker above the fit."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.datasets import load_diabetes

from verify.experiments import Reading

__all__ = ["Poisoning", "poisoning"]

NOISE = (0.0, 0.5, 1.0)
TINY = 1e-20
"""Complex step: everything below is analytic, so the imaginary part over this is the derivative to the last digit."""


@dataclass(frozen=True)
class Poisoning:
    """One split.  Features and targets are standardised with the training part.

    Attributes:
        train, valid: pairs (features n x d, targets n).
        penalty: c of the attacker's c |P|^2/(2n).
        iterations: T_2 = T_3.
    """

    train: tuple[Any, Any]
    valid: tuple[Any, Any]
    penalty: float = 20.0
    iterations: int = 20

    def fit(self, features: Any, strength: Any) -> list[Any]:
        """Level 3: steps on |Xw - y|^2/(2n) + strength sum sqrt(w^2 + 1/100), all iterates."""
        target = self.train[1]
        size, weights = 0.2, np.zeros(features.shape[1]) + 0j
        path = [weights]
        for _ in range(self.iterations):
            slope = features.T @ (features @ weights - target) / len(target)
            weights = weights - size * (slope + strength * weights / np.sqrt(weights**2 + 0.01))
            path.append(weights)
        return path

    def pull(self, features: Any, path: list[Any], strength: Any) -> Any:
        """Level 2: the gradient in P of -|(X + P)w_T - y|^2/(2n) through all steps of level 3 (reverse mode)."""
        target, count, size = self.train[1], len(self.train[1]), 0.2
        rest = features @ path[-1] - target
        slope = -np.outer(rest, path[-1]) / count
        adjoint = -features.T @ rest / count
        for weights in reversed(path[:-1]):
            rest = features @ weights - target
            slope = slope - size * (np.outer(rest, adjoint) + np.outer(features @ adjoint, weights)) / count
            bent = 0.01 / np.sqrt(weights**2 + 0.01) ** 3
            adjoint = adjoint - size * (features.T @ (features @ adjoint) / count + strength * bent * adjoint)
        return slope

    def weights(self, log_strength: Any, *, attacked: bool) -> Any:
        """What the lower levels return for the regularisation exp(log_strength)."""
        strength, features = np.exp(log_strength), self.train[0] + 0j
        if attacked:
            count, push = len(features), np.zeros_like(features)
            for _ in range(self.iterations):
                path = self.fit(features + push, strength)
                slope = self.pull(features + push, path, strength) + self.penalty * push / count
                push = push - count / (2 * self.penalty) * slope
            features = features + push
        return self.fit(features, strength)[-1]

    def loss(self, log_strength: Any, *, attacked: bool) -> Any:
        """Level 1: mean squared error on the validation part."""
        features, target = self.valid
        return np.mean((features @ self.weights(log_strength, attacked=attacked) - target) ** 2)

    def choose(self, *, attacked: bool, steps: int) -> float:
        """Projected gradient steps on log strength in [-6, 0], halved when the loss grows."""
        at, size, value = -2.0, 4.0, np.inf
        kept = at
        for _ in range(steps):
            answer = self.loss(at + 1j * TINY, attacked=attacked)
            if answer.real > value:
                size /= 2
            else:
                kept, value, slope = at, float(answer.real), float(answer.imag / TINY)
            at = min(0.0, max(-6.0, kept - size * slope))
        return kept


def split(draw: Any) -> tuple[Poisoning, tuple[Any, Any]]:
    """A random split of the data: 100 to train, 100 to validate, the rest to test."""
    data = load_diabetes()
    order = draw.permutation(len(data.target))
    parts = [(data.data[rows], data.target[rows]) for rows in (order[:100], order[100:200], order[200:])]
    (features, target), *_ = parts
    mean, scale, middle, width = features.mean(0), features.std(0), target.mean(), target.std()
    train, valid, test = (((x - mean) / scale, (y - middle) / width) for x, y in parts)
    return Poisoning(train, valid), test


def reduction(two: Any, three: Any) -> tuple[float, float]:
    """By what fraction the third level lowers the standard deviation over the splits, and the jackknife's error."""

    def found(kept: Any) -> float:
        return float(1 - three[kept].std(ddof=1) / two[kept].std(ddof=1))

    everything = np.arange(len(two))
    left_out = [found(np.delete(everything, i)) for i in everything]
    return found(everything), float(np.sqrt((len(two) - 1) * np.var(left_out)))


def poisoning(deep: bool = False, seed: int = 0) -> Reading:
    """Test errors of both models over random splits, with noise on the test features."""
    splits, steps = (100, 8) if deep else (40, 8)
    draw = np.random.default_rng(seed)
    table: dict[bool, list[list[float]]] = {False: [], True: []}
    for _ in range(splits):
        problem, (features, target) = split(draw)
        noise = draw.normal(size=features.shape)
        for attacked, rows in table.items():
            weights = problem.weights(problem.choose(attacked=attacked, steps=steps), attacked=attacked).real
            rows.append([float(np.mean(((features + s * noise) @ weights - target) ** 2)) for s in NOISE])
    two, three = (np.array(table[attacked]) for attacked in (False, True))
    stable = {level: reduction(two[:, i], three[:, i]) for i, level in enumerate(NOISE)}
    summary = {
        name: {str(s): [float(values[:, i].mean()), float(values[:, i].std(ddof=1))] for i, s in enumerate(NOISE)}
        for name, values in (("two levels", two), ("three levels", three), ("difference", three - two))
    }
    return Reading(
        values={
            "half": stable[0.5][0], "half_error": stable[0.5][1], "one": stable[1.0][0], "one_error": stable[1.0][1]
        },
        scope=f"{splits} random splits of the diabetes data, noise {', '.join(map(str, NOISE))} on the test features",
        trials=splits,
        evidence={
            "reduction and its standard error by noise": {str(level): pair for level, pair in stable.items()},
            "mean and deviation of the test error by noise": summary,
        },
    )  # fmt: skip
