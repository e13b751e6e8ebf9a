"""Runs on any member: from two starts, of pairs of points, and over all components that may be drawn, exactly."""

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np
import sympy as sp

from theory import measures
from theory.classes import FiniteSum
from theory.symbols import x as x_of
from verify.finders.sampling.members.known import SECOND, begins
from verify.finders.sampling.members.sums import TotalOracle
from verify.finders.sampling.reading.asked import Asked
from verify.finders.sampling.running.evaluate import Unreadable
from verify.finders.sampling.running.numbers import Undecided
from verify.finders.sampling.running.runs import History

__all__ = ["Outcomes"]

MOST = 64
"""Sequences of components whose runs are averaged, at most."""
_EXPECTED = (measures.expected_gap, measures.expected_squared_distance, measures.expected_divergence)


class Outcomes(History):
    """The states that a method yields; for a finite sum, those of every sequence of components, equally likely.

    An expectation is the mean over all sequences, so nothing about it is sampled.
    """

    _tried: dict[Any, tuple[Iterator[Any], Asked, list[Any]]]

    def states(self, k: int, start: Any = None) -> list[Any]:
        """What is yielded at step k, once for each sequence of components drawn before."""
        if k < 0 or k > self.cap:
            raise Undecided(f"iterate {k} is beyond the {self.cap} steps of a trial")
        self.longest = max(self.longest, k)
        run = self.reading.run
        assert run is not None
        count = run.functions.count if isinstance(run.functions, FiniteSum) else 1
        if count**k > MOST:
            raise Undecided(f"{count}^{k} sequences of components are too many")
        sequences = itertools.product(range(count), repeat=k) if count > 1 else [(0,) * k]
        return [self._state(sequence, x_of(0) if start is None else start) for sequence in sequences]

    def _state(self, sequence: tuple[int, ...], start: Any) -> Any:
        """What is yielded last when these components are drawn; a run is kept as far as it has come."""
        tried = self.__dict__.setdefault("_tried", {})
        key = (start, sequence if isinstance(self._functions, FiniteSum) else ())
        if key not in tried:
            tried[key] = (*self._started(start), [])
        steps, asked, found = tried[key]
        with np.errstate(all="ignore"):
            while len(found) <= len(sequence):
                if isinstance(self._functions, FiniteSum) and found:
                    asked.now = sequence[len(found) - 1]
                try:
                    found.append(next(steps))
                except StopIteration:
                    raise Undecided(f"the method ends after {len(found) - 1} steps") from None
        return found[len(sequence)]

    @property
    def _functions(self) -> Any:
        return self.reading.run.functions if self.reading.run is not None else None

    def _started(self, start: Any) -> tuple[Iterator[Any], Asked]:
        run = self.reading.run
        assert run is not None
        errors = getattr(self.oracle.member, "errors", ())
        further = [self.evaluator(point) for point in begins(self.reading.points)]
        asked = Asked(self.oracle, further, errors, self.oracle.numbers)
        parameters = {name: self._parameter(sp.sympify(value)) for name, value in run.parameters.items()}
        return iter(run.method(asked, self.evaluator(start), **parameters)), asked

    def _parameter(self, value: Any) -> Any:
        return tuple(map(self.evaluator, value)) if isinstance(value, sp.Tuple) else self.evaluator(value)

    def iterates(self, k: int, start: Any = None) -> list[Any]:
        """The points x_k; the start is known before the method's parameters are."""
        if k == 0:
            return [self.evaluator(x_of(0) if start is None else start)]
        return [_first(state) for state in self.states(k, start)]

    # -- measures ------------------------------------------------------------------------------------------------

    def measure(self, node: Any) -> Any:
        """The value of a measure; those with an expectation are means over all sequences of components."""
        kind, argument = type(node), node.args[0]
        if kind is measures.hitting_time:
            return self._hitting(self.evaluator(argument))
        k = self.evaluator.index(argument)
        if kind is measures.noise_at_minimiser:
            return self._noise()
        if isinstance(self._functions, FiniteSum) and kind not in _EXPECTED and k:
            raise Unreadable(f"{kind.__name__} after a step that draws a component")
        special = {
            measures.best_gap: self._best_gap,
            measures.separation: self._separation,
            measures.memory_distance: self._memory_distance,
            measures.expected_divergence: self._expected_divergence,
        }
        if kind in special:
            return special[kind](k)
        if kind in (measures.gap, measures.expected_gap):
            return self._average([self._gap(x) for x in self.iterates(k)])
        if kind in (measures.squared_distance, measures.expected_squared_distance):
            return self._average([self._from_minimiser(x) for x in self.iterates(k)])
        return super().measure(node)

    def _average(self, values: list[Any]) -> Any:
        first, *others = values
        return first if not others else sum(others, first) / len(values)

    def _gap(self, x: Any) -> Any:
        if self.oracle.infimum is None:
            raise Undecided("no infimum is known")
        return self._value(x) - self.oracle.infimum

    @property
    def _centre(self) -> Any:
        place = self.oracle.member.minimiser
        if place is None:
            raise Undecided("no minimiser is known")
        return self.oracle.point(place)

    def _from_minimiser(self, x: Any) -> Any:
        return (x - self._centre) @ (x - self._centre)

    def _best_gap(self, k: int) -> Any:
        least = self.oracle.numbers.functions[sp.Min]
        best = self._gap(self.iterates(0)[0])
        for j in range(1, k + 1):
            best = least(best, self._gap(self.iterates(j)[0]))
        return best

    def _separation(self, k: int) -> Any:
        (one,), (other,) = self.iterates(k), self.iterates(k, SECOND)
        return (one - other) @ (one - other)

    def _memory_distance(self, k: int) -> Any:
        (state,) = self.states(k)
        if not isinstance(state, tuple):
            raise Unreadable("memory_distance of a method that yields no pairs")
        return self._from_minimiser(state[1])

    def _expected_divergence(self, k: int) -> Any:
        """E of the mean of f_i(p_i) - f_i(x*) - <grad f_i(x*), p_i - x*>."""
        found = []
        for state in self.states(k):
            if not isinstance(state, tuple) or not isinstance(self.oracle, TotalOracle):
                raise Unreadable("expected_divergence of a method that yields no table")
            parts, centre, slopes = self.oracle.parts, self._centre, self._slopes()
            terms = [
                part(p) - part(centre) - slopes[i] @ (p - centre)
                for i, (part, p) in enumerate(zip(parts, state[1], strict=True))
            ]
            found.append(self._average(terms))
        return self._average(found)

    def _noise(self) -> Any:
        return self._average([slope @ slope for slope in self._slopes()])

    def _slopes(self) -> list[Any]:
        """The gradients of the components at the minimiser."""
        if not isinstance(self.oracle, TotalOracle):
            raise Unreadable("a measure of the components, without components")
        return [self.oracle.slope_at_minimiser(i) for i in range(len(self.oracle.parts))]

    def _norm(self, x: Any) -> Any:
        if not isinstance(self.oracle, TotalOracle):
            return super()._norm(x)
        gradient = self.oracle.total_gradient(x)
        return (gradient @ gradient) ** 0.5


def _first(state: Any) -> Any:
    """The point x of a state, which may be a pair."""
    return state[0] if isinstance(state, tuple) else state
