"""Draw a process: scalars, few components, slopes that add up to zero, a start."""

import contextlib
import dataclasses
import math
import random
from fractions import Fraction
from typing import Any

import numpy as np

from verify.finders.sampling.drawing.scalars import Scalars
from verify.finders.sampling.drawing.state import ATTEMPTS, Reject
from verify.finders.sampling.reading.statement import Reading
from verify.finders.sampling.running.processes import Process
from verify.finders.sampling.running.trial import Trial
from verify.finders.sampling.running.unrolled import LEAVES, Components, Unrolled
from verify.finders.strategies import chosen, whole

__all__ = ["ProcessDrawing"]


class ProcessDrawing(Scalars):
    """One draw of a process in progress."""

    def finish(self) -> Trial:
        """The trial; raises ``Reject`` where a hypothesis cannot be met."""
        full = self.reading
        for attempt in range(ATTEMPTS):
            try:
                self._numbers(full.small)
                break
            except Reject:
                if attempt == ATTEMPTS - 1:
                    raise
        self.reading = full
        unrolled = self._unroll()
        evaluator = unrolled.evaluator(self.evaluator.numbers)
        for relation in full.then:
            evaluator.holds(relation)  # so that the histories are known
        failing = unrolled.contradicted(random.Random(unrolled.seed))
        if failing is not None:
            raise Reject(failing)
        return dataclasses.replace(self.trial, process=unrolled)

    @property
    def _process(self) -> Process:
        assert self.reading.process is not None
        return self.reading.process

    def _numbers(self, readings: tuple[Reading, ...]) -> None:
        """All scalars but those that the process gives: the number of components, its class's constants, the others."""
        for small in readings:
            self.reading = small
            self.trial = dataclasses.replace(self.trial, scalars={}, derived={})
            self._rebuild()
            with contextlib.suppress(Reject):
                self._scalars([self._process.number])
                break
        else:
            raise Reject("no number of components fits the bounds on it")
        process = self._process
        first = {s for slopes in process.slopes.values() for s in slopes.steepest.free_symbols}
        then = set() if process.least is None else process.least.free_symbols
        for names in (first, then - first, set(small.scalars) - set(process.squares)):
            self._scalars(sorted((s for s in names if s not in self.evaluator.memo), key=str))
        for relation in small.given:
            if self.evaluator.holds(relation, 1e-12) is not True:
                raise Reject(f"{relation}")

    def _unroll(self) -> Unrolled:
        process = self._process
        numbers: dict[Any, Any] = {
            s: int(self.evaluator(s)) if s.is_integer else float(self.evaluator(s))
            for s in self.reading.scalars
            if s not in process.squares
        }
        count, dim = numbers[process.number], chosen(self.draw, (1, 1, 2, 3))
        L = max((float(self.evaluator(s.steepest)) for s in process.slopes.values()), default=1.0)
        least = 0.0 if process.least is None else float(self.evaluator(process.least))
        size = 2.0 ** whole(self.draw, -3, 3)
        numbers |= {point: self._vector(dim, 1.0) for point in process.points}
        depth = sum(n for s, n in numbers.items() if s.is_Symbol and s.is_integer and s != process.number)
        unrolled = Unrolled(
            process=process,
            scalars=numbers,
            components=self._components(count, dim, L, least, size),
            start=self._vector(dim, size),
            seed=whole(self.draw, 0, 2**16),
            sampled=process.branching and count**depth > LEAVES,
        )
        for symbol, (total, factor) in process.squares.items():
            square = float(unrolled.value(total) / unrolled.value(factor))
            if not square > 0:
                raise Reject(f"{symbol} would not be positive")
            unrolled.enter(symbol, math.sqrt(square))
            self._enter(symbol, Fraction(math.sqrt(square)))
        return unrolled

    def _vector(self, dim: int, size: float) -> Any:
        return np.array([float(chosen(self.draw, (1, -1, 0, 2))) * size for _ in range(dim)])

    def _components(self, count: int, dim: int, L: float, least: float, size: float) -> Components:
        """Curvatures in [0, L] whose least have a mean of at least ``least``; slopes at the centre that sum to 0."""
        form = chosen(self.draw, ("any", "equal", "one"))
        shares = [0.0] * count if form == "one" else [float(chosen(self.draw, (0, 4, 1, 2))) / 4 for _ in range(count)]
        if form != "any":
            shares = [1.0, *shares[1:]] if form == "one" else [shares[0]] * count
        q = np.array(shares) * L
        if q.mean() < min(least, L):
            q = q + (L - q) * min(1.0, (least - q.mean()) / (L - q.mean()))
        h = np.array([float(chosen(self.draw, (0, 2, 1))) / 2 for _ in range(count)]) * (L - q)
        reach = [[size * 2.0 ** whole(self.draw, -4, 3) for _ in range(count)] for _ in range(2)]
        unit = 2.0 ** (round(math.log2(L * size)) + whole(self.draw, -4, 4))
        slopes = np.array([[float(chosen(self.draw, (1, -1, 0, 3))) for _ in range(dim)] for _ in range(count)])
        slopes[-1] = -slopes[:-1].sum(axis=0)
        if not slopes.any() and count > 1:
            slopes[0, 0], slopes[1, 0] = 1.0, -1.0
        below, above = (np.array(side)[:, None] for side in reach)
        return Components(q[:, None], h[:, None], below, above, slopes * unit)
