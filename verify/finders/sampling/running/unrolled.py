"""Values of a process in floats: its rules unrolled along the histories that are asked for."""

import functools
import math
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import sympy as sp
from sympy.core.function import AppliedUndef

from theory.symbols import f as f_of
from theory.symbols import grad as grad_of
from theory.symbols import inner as inner_of
from theory.symbols import norm as norm_of
from theory.symbols import x as x_of
from verify.finders.sampling.running.evaluate import Evaluator, Unreadable
from verify.finders.sampling.running.numbers import Floats, Numbers, Undecided
from verify.finders.sampling.running.processes import Process, Sum, Unfold

__all__ = ["LEAVES", "Components", "Unrolled"]

LEAVES = 64
"""Histories over which a mean is taken exactly; beyond, it is sampled."""
PATHS = 4
"""Histories behind a sampled mean."""

Compiled = Callable[["Unrolled", dict[str, Any]], Any]


@dataclass(frozen=True)
class Components:
    """n convex functions of the offset o from their centre, each least at 0 up to its slope there.

    The i-th has the gradient q_i o + h_i max(-below_i, min(above_i, o)) in each entry: curvature in [q_i, q_i + h_i].

    Attributes:
        q, h, below, above: arrays of shape (n, 1).
        slopes: the gradients at the centre, which are subtracted everywhere: shape (n, d), their sum 0.
    """

    q: Any
    h: Any
    below: Any
    above: Any
    slopes: Any

    def gradients(self, o: Any) -> Any:
        """The gradients of all components at the offset o, minus those at 0, shape (n, d)."""
        return self.q * o + self.h * np.clip(o, -self.below, self.above)

    def value(self, o: Any) -> float:
        """The mean of the components at the offset o, minus its tangent at 0."""
        inside = np.clip(o, -self.below, self.above)
        return float(np.sum(self.q * o**2 / 2 + self.h * inside * (o - inside / 2))) / len(self.q)


@dataclass
class Unrolled:
    """One process with everything that was drawn for it.

    Attributes:
        scalars: symbol -> number (natural numbers as int), and the points by name.
        components: behind the slopes.
        start: the offset of a first point from the centre, shape (d,).
        seed: of what has to be random besides.
        sampled: whether means over histories are sampled.
    """

    process: Process
    scalars: dict[Any, Any]
    components: Components
    start: Any
    seed: int
    sampled: bool
    known: dict[tuple[Any, ...], Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.count = int(self.scalars[self.process.number])
        self.centre = next((self.scalars[s.centre] for s in self.process.slopes.values()), None)
        self.cold = {
            node.func.__name__: len(node.args) == 1
            for head in self.process.cold & set(self.process.sums)
            for node in self.process.sums[head].term.atoms(AppliedUndef)
            if node.func.__name__ in self.process.placed
        }
        self.scalars.update({root: ("root", str(root)) for root in self.process.roots})
        self.named = {str(symbol): value for symbol, value in self.scalars.items()}

    def evaluator(self, numbers: Numbers) -> Evaluator:
        """An evaluator of the statement's relations; processes have values in floats only."""
        if numbers.exact:
            raise Undecided("a process is unrolled in floats only")
        values = {s: v for s, v in self.scalars.items() if not isinstance(v, tuple)}
        return _Evaluator(self, {s: float(v) if isinstance(v, int) else v for s, v in values.items()})

    def enter(self, symbol: Any, value: Any) -> None:
        """Give one more symbol its value."""
        self.scalars[symbol] = self.named[str(symbol)] = value

    def value(self, node: Any, bound: dict[str, Any] | None = None) -> Any:
        """The value of an expression."""
        return _compiled(node)(self, bound or {})

    def __call__(self, point: Any) -> float:
        """The mean of the components, up to their tangents at the centre."""
        return self.components.value(point - self._centre())

    def grad(self, point: Any) -> Any:
        """Its gradient."""
        return self.components.gradients(point - self._centre()).sum(axis=0) / self.count

    def _centre(self) -> Any:
        if self.centre is None:
            raise Unreadable("a function besides a process that has no components")
        return self.centre

    def apply(self, head: Any, arguments: tuple[Any, ...]) -> Any:
        """head(*arguments): by its rules, or as drawn."""
        key = (head, arguments)
        if key not in self.known:
            self.known[key] = self._apply(head, arguments)
        return self.known[key]

    def _apply(self, head: Any, arguments: tuple[Any, ...]) -> Any:
        process = self.process
        if head in process.sums:
            return self._sum(process.sums[head], head, arguments)
        for rule in process.unfold.get(head, ()):
            bound: dict[str, Any] = {}
            matches, conditions, value = _matcher(rule)
            if matches(self, arguments, bound) and all(
                large(self, bound) > small(self, bound) for large, small in conditions
            ):
                return self._shaped(head, value(self, bound))
        return self._drawn(head, arguments)

    def _shaped(self, head: Any, value: Any) -> Any:
        return np.zeros(len(self.start)) if head in self.process.placed and isinstance(value, int | float) else value

    def _sum(self, rule: Sum, head: Any, arguments: tuple[Any, ...]) -> Any:
        bound: dict[str, Any] = {}
        for place, (pattern, value) in enumerate(zip(rule.pattern, arguments, strict=True)):
            if place != rule.place and pattern.is_Symbol:
                bound[str(pattern)] = value
        size = arguments[rule.place]
        places, weight = list(range(size)), 1.0
        if rule.branches and self.sampled and size == self.count:
            history = max((a for a in arguments if isinstance(a, tuple)), key=_depth)
            few = 2 if 2 ** (_depth(history) + 1) <= PATHS else 1
            chance = self._chance(head, arguments)
            places, weight = [chance.randrange(size) for _ in range(few)], size / few
        term, index = _compiled(rule.term), str(rule.index)
        terms = [term(self, {**bound, index: i}) for i in places]
        return self._shaped(head, weight * functools.reduce(lambda a, b: a + b, terms) if terms else 0.0)

    def _drawn(self, head: Any, arguments: tuple[Any, ...]) -> Any:
        slopes = self.process.slopes.get(head)
        index = arguments[0]
        if slopes is not None:
            all_of_them = (f"all of {head}", arguments[1:])
            if all_of_them not in self.known:
                offset = self.apply(slopes.point, arguments[1:]) - self.scalars[slopes.centre]
                self.known[all_of_them] = self.components.gradients(offset)
            return self.known[all_of_them][index]
        if head in self.cold:
            return self.components.slopes[index] * (1 if self.cold[head] else -1)
        if any(head == slopes.point for slopes in self.process.slopes.values()):
            return self._centre() + self.start
        chance = self._chance(head, arguments)
        entries = [chance.choice((0, 1, -1, 2, -2, 3)) * 2.0 ** chance.randint(-3, 3) for _ in self.start]
        return np.array(entries) if head in self.process.placed else entries[0]

    def _chance(self, head: Any, arguments: tuple[Any, ...]) -> random.Random:
        return random.Random(f"{self.seed} {head} {arguments}")

    def histories(self) -> list[Any]:
        """The histories that have been asked for, shortest first."""
        found = {a for _, arguments in self.known for a in arguments if isinstance(a, tuple)}
        return sorted(found, key=lambda history: (_depth(history), str(history)))

    def contradicted(self, chance: random.Random, tries: int = 2) -> str | None:
        """A hypothesis that fails at one of a few histories, indices and points, if there is one."""
        histories = self.histories()
        places = [value for (head, _), value in self.known.items() if head in self.process.placed]
        for hypothesis in self.process.checked:
            for _ in range(tries if hypothesis.over else 1):
                bound = {
                    str(s): chance.randrange(self.count) if s.is_integer
                    else chance.choice(places) + chance.choice((0, 1)) * self.start if s in hypothesis.points
                    else chance.choice(histories)
                    for s in hypothesis.over
                }  # fmt: skip
                if not all(self._holds(condition, bound) for condition in hypothesis.given):
                    continue
                if not self._holds(hypothesis.then, bound):
                    return str(hypothesis.then)
        return None

    def _holds(self, relation: Any, bound: dict[str, Any]) -> bool:
        """Whether a relation holds up to rounding errors, which are relative to the terms of both sides."""
        terms = [self.value(term, bound) for side in relation.args for term in sp.Add.make_args(side)]
        size = 1e-9 * sum(float(np.linalg.norm(term)) for term in terms)
        if isinstance(relation, sp.Eq):
            return float(np.linalg.norm(self.value(relation.lhs, bound) - self.value(relation.rhs, bound))) <= size
        large, small = self.value(relation.gts, bound), self.value(relation.lts, bound)
        return bool(large > small if isinstance(relation, sp.Lt | sp.Gt) else large >= small - size)


class _Evaluator(Evaluator):
    def __init__(self, unrolled: Unrolled, values: dict[Any, Any]) -> None:
        super().__init__(Floats(), values, unrolled)
        self.unrolled = unrolled

    def _applied(self, node: Any) -> Any:
        if isinstance(node, AppliedUndef | x_of):
            return self.unrolled.value(node)
        return super()._applied(node)


def _depth(history: Any) -> int:
    return 1 + _depth(history[1]) if isinstance(history, tuple) and isinstance(history[1], tuple) else 0


@functools.lru_cache(maxsize=4096)
def _compiled(node: Any) -> Compiled:
    """An expression as a function of the process and of what is bound."""
    if isinstance(node, sp.Rational):
        number = int(node) if node.is_Integer else float(node)
        return lambda _, __: number
    if node.is_Symbol:
        name = str(node)
        return lambda unrolled, bound: bound[name] if name in bound else unrolled.named[name]
    if isinstance(node, x_of) and isinstance(node.args[0], AppliedUndef):
        return _compiled(node.args[0])
    if isinstance(node, AppliedUndef):
        head, arguments = node.func.__name__, [_argument(a) for a in node.args]
        return lambda unrolled, bound: unrolled.apply(head, tuple(a(unrolled, bound) for a in arguments))
    parts = [_compiled(part) for part in node.args]
    if isinstance(node, sp.Add | sp.Mul):
        return _folded(parts, isinstance(node, sp.Add))
    if isinstance(node, f_of):
        return lambda unrolled, bound: unrolled(parts[0](unrolled, bound))
    if isinstance(node, grad_of):
        return lambda unrolled, bound: unrolled.grad(parts[0](unrolled, bound))
    operation = _OPERATIONS.get(type(node))
    if operation is None:
        raise Unreadable(f"{node} has no value in a trial of a process")
    return lambda unrolled, bound: operation(*(part(unrolled, bound) for part in parts))


@functools.lru_cache(maxsize=256)
def _matcher(rule: Unfold) -> tuple[Callable[..., bool], list[tuple[Compiled, Compiled]], Compiled]:
    """A rule as functions: whether arguments match it (binding its variables), its conditions, its value."""
    fits = [_fitting(pattern, rule.over) for pattern in rule.pattern]

    def matches(unrolled: Unrolled, arguments: tuple[Any, ...], bound: dict[str, Any]) -> bool:
        return all(fit(unrolled, value, bound) for fit, value in zip(fits, arguments, strict=True))

    conditions = [(_compiled(c.gts), _compiled(c.lts)) for c in rule.conditions]
    return matches, conditions, _compiled(rule.value)


def _fitting(pattern: Any, over: tuple[Any, ...]) -> Callable[[Unrolled, Any, dict[str, Any]], bool]:
    """Whether one argument matches a pattern."""
    if pattern.is_Integer:
        number = int(pattern)
        return lambda _, value, __: bool(value == number)
    if pattern.is_Symbol:
        name = str(pattern)
        if pattern in over:
            return lambda _, value, bound: bool(bound.setdefault(name, value) == value)
        return lambda unrolled, value, _: bool(unrolled.named[name] == value)
    if isinstance(pattern, AppliedUndef):
        made, parts = pattern.func.__name__, [_fitting(part, over) for part in pattern.args]
        return lambda unrolled, value, bound: (
            isinstance(value, tuple)
            and value[0] == made
            and len(value) == 1 + len(parts)
            and all(part(unrolled, entry, bound) for part, entry in zip(parts, value[1:], strict=True))
        )
    before = _fitting(pattern - 1, over)
    return lambda unrolled, value, bound: isinstance(value, int) and value > 0 and before(unrolled, value - 1, bound)


def _folded(parts: list[Compiled], adds: bool) -> Compiled:
    def value(unrolled: Unrolled, bound: dict[str, Any]) -> Any:
        result = parts[0](unrolled, bound)
        for part in parts[1:]:
            result = result + part(unrolled, bound) if adds else result * part(unrolled, bound)
        return result

    return value


def _argument(node: Any) -> Compiled:
    """An argument: a natural number, or a history that a constructor makes."""
    if not isinstance(node, AppliedUndef):
        return _compiled(node)
    name, parts = node.func.__name__, [_argument(a) for a in node.args]
    return lambda unrolled, bound: (name, *(part(unrolled, bound) for part in parts))


def _power(base: Any, exponent: Any) -> Any:
    if (base == 0 and exponent < 0) or (base < 0 and exponent != int(exponent)):
        raise Undecided(f"{base}**{exponent}")
    return base**exponent


def _log(value: float) -> float:
    if not value > 0:
        raise Undecided(f"log of {value}")
    return math.log(value)


_OPERATIONS: dict[Any, Callable[..., Any]] = {
    sp.Pow: _power,
    sp.log: _log,
    inner_of: lambda a, b: float(a @ b),
    norm_of: lambda a: float(np.linalg.norm(a)),
}
