"""Logistic regression on the breast cancer data of scikit-learn: stochastic average gradient, its peers, a real client.

569 patients, 30 measurements, columns standardised, rows scaled to length 1, no intercept.  g is the mean logistic loss
plus lambda/2 ||x||^2 with lambda = 4/n: then L = 1/4 + lambda and mu = lambda satisfy n >= 8L/mu.
"""

import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit

from theory.methods import accelerated_gradient, gradient_descent, stochastic_average_gradient

__all__ = ["Logistic", "breast_cancer", "client", "peers"]

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Component:
    """The loss of one patient, with the whole regulariser."""

    row: Array
    label: float
    weight: float

    def grad(self, x: Array) -> Array:
        """Its gradient, shape (d,)."""
        return np.asarray(self.weight * x - self.label * expit(-self.label * (self.row @ x)) * self.row)


@dataclass(frozen=True, kw_only=True)
class Logistic:
    """Regularised logistic regression.

    Attributes:
        rows: shape (n, d), each of length 1.
        labels: -1 or 1, shape (n,).
        weight: lambda.
    """

    rows: Array
    labels: Array
    weight: float

    def __call__(self, x: Array) -> float:
        """g(x)."""
        return float(np.logaddexp(0, -self.labels * (self.rows @ x)).mean() + self.weight * (x @ x) / 2)

    def grad(self, x: Array) -> Array:
        """The gradient of g, shape (d,)."""
        weights = self.labels * expit(-self.labels * (self.rows @ x))
        return np.asarray(self.weight * x - weights @ self.rows / self.count)

    @property
    def parts(self) -> list[Component]:
        """The n components."""
        return [Component(row, label, self.weight) for row, label in zip(self.rows, self.labels, strict=True)]

    @property
    def count(self) -> int:
        """n."""
        return len(self.rows)

    @property
    def smooth(self) -> float:
        """L."""
        return 0.25 + self.weight

    @property
    def start(self) -> Array:
        """The origin."""
        return np.zeros(self.rows.shape[1])

    def solve(self) -> Array:
        """The minimiser, by Newton's method, to the last digits."""
        found = minimize(self, self.start, jac=self.grad, method="L-BFGS-B", options={"gtol": 1e-12, "maxiter": 10**4})
        x = np.asarray(found.x)
        for _ in range(3):
            weights = expit(self.rows @ x) * expit(-(self.rows @ x))
            hessian = (self.rows * weights[:, None]).T @ self.rows / self.count + self.weight * np.eye(len(x))
            x = x - np.linalg.solve(hessian, self.grad(x))
        return x


@cache
def breast_cancer() -> tuple[Logistic, Array]:
    """The problem and its minimiser."""
    from sklearn.datasets import load_breast_cancer

    raw, target = load_breast_cancer(return_X_y=True)
    rows = (raw - raw.mean(axis=0)) / raw.std(axis=0)
    rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    problem = Logistic(rows=rows, labels=np.where(target == 1, 1.0, -1.0), weight=4 / len(rows))
    return problem, problem.solve()


def client(seed: int, passes: Iterable[int]) -> list[float]:
    """g - min g after so many epochs of scikit-learn's solver "sag", each time from scratch."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    problem, best = breast_cancer()
    found = []
    for epochs in passes:
        model = LogisticRegression(
            solver="sag", C=1 / (problem.weight * problem.count), fit_intercept=False, max_iter=epochs, tol=0.0,
            random_state=seed,
        )  # fmt: skip
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # to stop early is the point
            model.fit(problem.rows, problem.labels)
        found.append(problem(model.coef_[0]) - problem(best))
    return found


def peers(seed: int, passes: int) -> dict[str, list[float]]:
    """g - min g after 0 ... ``passes`` passes over the data (n gradients of components each), by method."""
    problem, best = breast_cancer()
    n, smooth, strong = problem.count, problem.smooth, problem.weight
    draws = np.random.default_rng(seed).integers(n, size=n * passes)
    runs: dict[str, Iterator[Any]] = {
        "SAG, step 1/(2nμ)": stochastic_average_gradient(problem, problem.start, 1 / (2 * n * strong), draws),
        "SAG, step 1/L": stochastic_average_gradient(problem, problem.start, 1 / smooth, draws),
        "SAG, step 1/(2nL)": stochastic_average_gradient(problem, problem.start, 1 / (2 * n * smooth), draws),
        "stochastic gradient": _stochastic(problem, draws),
    }
    found = {name: [problem(x) - problem(best) for x in islice(run, 0, None, n)] for name, run in runs.items()}
    full: dict[str, Iterator[Any]] = {
        "gradient descent": gradient_descent(problem, problem.start, 1 / smooth),
        "accelerated gradient": accelerated_gradient(problem, problem.start, 1 / smooth),
    }
    return found | {name: [problem(x) - problem(best) for x in islice(run, passes + 1)] for name, run in full.items()}


def _stochastic(problem: Logistic, draws: npt.NDArray[np.int64]) -> Iterator[Array]:
    """The first phase of Proposition 2, carried on: steps 1/(2L + mu j/2)."""
    parts, x = problem.parts, problem.start
    yield x
    for j, i in enumerate(draws, 1):
        x = x - parts[i].grad(x) / (2 * problem.smooth + problem.weight * j / 2)
        yield x
