"""The run of a method on a member, in either arithmetic, and the measures along it."""

import math
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import numpy as np
import sympy as sp

from theory import measures
from theory.symbols import x as x_of
from verify.finders.sampling.functions.oracle import Oracle
from verify.finders.sampling.reading.statement import Reading
from verify.finders.sampling.running.evaluate import Evaluator
from verify.finders.sampling.running.numbers import Undecided

__all__ = ["SAMPLES", "History"]

SAMPLES = 4
"""Independent runs behind an estimated expectation or probability."""


class _Noisy:
    """The oracle that a stochastic method sees: unbiased errors of norm at most tau (symmetric in direction)."""

    def __init__(self, oracle: Oracle, tau: float, seed: int) -> None:
        self.oracle, self.tau, self.random = oracle, tau, np.random.default_rng(seed)
        self.two_points = bool(seed % 2)

    def __call__(self, x: Any) -> Any:
        return self.oracle(x)

    def grad(self, x: Any) -> Any:
        """The gradient plus plus-or-minus tau along it (two points), or tau times a uniform direction."""
        gradient = self.oracle.grad(x)
        way = gradient if self.two_points else self.random.standard_normal(len(gradient))
        size = float(way @ way) ** 0.5
        sign = 1.0 if self.random.random() < 0.5 else -1.0
        return gradient + (sign * self.tau / size * way if size > 0 else 0.0)


class History:
    """The iterates of a run (of several when the oracle is noisy), computed as far as they are asked for.

    Args:
        reading: the statement.
        oracle: the member; measures always use its true gradient.
        start: x(0), if the statement has a run.
        evaluator: values of the method's parameters.
        cap: the largest index that is run to.
        seed: of the noise, or None for exact gradients.

    Attributes:
        censored: whether a hitting time was only bounded below, by ``cap + 1``.
        longest: the largest index asked for.
    """

    def __init__(
        self, reading: Reading, oracle: Oracle, start: Any, evaluator: Evaluator, cap: int, seed: int | None = None
    ) -> None:
        self.reading, self.oracle, self.start, self.evaluator, self.cap, self.seed = (
            reading,
            oracle,
            start,
            evaluator,
            cap,
            seed,
        )
        self.censored, self.longest = False, 0
        self._runs: list[tuple[Iterator[Any], list[Any]]] | None = None

    def _begin(self) -> list[tuple[Iterator[Any], list[Any]]]:
        run = self.reading.run
        assert run is not None
        parameters = {name: self.evaluator(sp.sympify(value)) for name, value in run.parameters.items()}
        seen: list[Any] = [self.oracle]
        if self.seed is not None:
            tau = float(self.evaluator(run.noise))
            seen = [_Noisy(self.oracle, tau, self.seed * SAMPLES + i) for i in range(SAMPLES)]
        return [(iter(run.method(oracle, self.start, **parameters)), []) for oracle in seen]

    def iterates(self, k: int) -> list[Any]:
        """The k-th iterate of every run."""
        if k < 0 or k > self.cap:
            raise Undecided(f"iterate {k} is beyond the {self.cap} steps of a trial")
        self.longest = max(self.longest, k)
        if k == 0:
            return [self.start] if self.seed is None else [self.start] * SAMPLES
        if self._runs is None:
            self._runs = self._begin()
        for steps, found in self._runs:
            with np.errstate(all="ignore"):
                while len(found) <= k:
                    found.append(next(steps))
        return [found[k] for _, found in self._runs]

    def measure(self, node: Any) -> Any:
        """The value of a measure; with noise the mean, the root of the least mean square, the median hitting time."""
        kind, argument = type(node), node.args[0]
        if kind is measures.hitting_time:
            return self._hitting(self.evaluator(argument))
        k = self.evaluator.index(argument)
        if self.reading.run is None:
            return self._at_points(kind, argument)
        if kind is measures.gap:
            if self.oracle.infimum is None:
                raise Undecided("the function is unbounded below")
            return self._mean([self._value(x) - self.oracle.infimum for x in self.iterates(k)])
        if kind is measures.squared_distance:
            place = self.oracle.member.minimiser
            if place is None:
                raise Undecided("no minimiser is known")
            centre = self.oracle.point(place)
            return self._mean([(x - centre) @ (x - centre) for x in self.iterates(k)])
        if kind is measures.gradient_norm:
            return self._size(k)
        if kind is measures.best_gradient_norm:
            best = self._size(0)
            for j in range(1, k + 1):
                best = self.oracle.numbers.functions[sp.Min](best, self._size(j))
            return best
        raise Undecided(f"the measure {kind.__name__}")

    def _at_points(self, kind: Any, argument: Any) -> Any:
        """A measure of a statement without a method: of the point x(k)."""
        point = self.evaluator(x_of(argument))
        if kind is measures.gap and self.oracle.infimum is not None:
            return self.oracle(point) - self.oracle.infimum
        if kind is measures.gradient_norm:
            return self._norm(point)
        raise Undecided(f"the measure {kind.__name__} of a point")

    def _value(self, x: Any) -> Any:
        if self.oracle.numbers.exact:
            return self.oracle(x)
        try:
            return self.oracle(x)
        except Undecided:
            return math.inf  # overflow: the iterates have diverged

    def _norm(self, x: Any) -> Any:
        if not self.oracle.numbers.exact:
            try:
                size = float(np.linalg.norm(self.oracle.grad(x)))
            except Undecided:
                return math.inf
            return size if size == size else math.inf
        gradient = self.oracle.grad(x)
        return (gradient @ gradient) ** 0.5

    def _mean(self, values: list[Any]) -> Any:
        return values[0] if len(values) == 1 else sum(values) / len(values)

    def _size(self, k: int) -> Any:
        norms = [self._norm(x) for x in self.iterates(k)]
        return norms[0] if len(norms) == 1 else math.sqrt(sum(size**2 for size in norms) / len(norms))

    def _hitting(self, eps: Any) -> Any:
        """The first index at which half of the runs have been eps-stationary, or cap + 1 and ``censored``."""
        hit: set[int] = set()
        for k in range(self.cap + 1):
            hit |= {i for i, x in enumerate(self.iterates(k)) if self._norm(x) <= eps}
            if hit and 2 * len(hit) >= (1 if self.seed is None else SAMPLES):
                return self.oracle.numbers.number(Fraction(k))
        self.censored = True
        return self.oracle.numbers.number(Fraction(self.cap + 1))

    def steepest(self, start: Any) -> float:
        """A bound on the gradient norm on {f <= f(start)}: the root of M - (L0/L1) log(1 + L1 M/L0) = L1 (f - inf)."""
        if self.oracle.infimum is None:
            raise Undecided("the function is unbounded below")
        gap = float(self.oracle(start) - self.oracle.infimum)
        low, high = 0.0, 1.0
        while self._flow(high) < gap:
            high *= 2
        for _ in range(80):
            middle = (low + high) / 2
            low, high = (middle, high) if self._flow(middle) < gap else (low, middle)
        return high

    def _flow(self, size: float) -> float:
        """The least gap at a point with this gradient norm (gradient flow; sharp on the line)."""
        L0, L1 = (float(value) for value in self.constants())
        if L1 == 0:
            return size**2 / (2 * L0)
        if L0 == 0 or L1 * size / L0 > 1e-4:
            return (size - (L0 / L1 * math.log1p(L1 * size / L0) if L0 else 0.0)) / L1
        ratio = L1 * size / L0
        return size**2 / L0 * (0.5 - ratio / 3 + ratio**2 / 4)

    def constants(self) -> tuple[Any, Any]:
        """L0 and L1 of the class, in the arithmetic."""
        assert self.reading.functions is not None
        values = [self.evaluator(sp.sympify(value)) for value in self.reading.functions.parameters.values()]
        return (values[0], values[1]) if len(values) == 2 else (values[0], self.oracle.numbers.number(0))

    def confirms_steepness(self, bound: Any, start: Any) -> bool:
        """Whether balls show that ``bound`` bounds the gradient on the sublevel set of the start."""
        if self.oracle.infimum is None:
            return False
        gap = self.oracle(start) - self.oracle.infimum
        L0, L1 = self.constants()
        if L1.arb.is_zero():
            return bool(bound**2 >= 2 * L0 * gap)
        log = self.oracle.numbers.functions[sp.log]
        flow = bound if L0.arb.is_zero() else bound - L0 / L1 * log(1 + L1 * bound / L0)
        return bool(flow >= L1 * gap)
