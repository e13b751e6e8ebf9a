"""Sequences that a statement speaks of: how each value follows from others, and their values in a trial.

A hypothesis for all indices is met by construction: what it leaves open is drawn as a pattern that repeats for ever,
and the value that it speaks of is computed.
"""

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

import sympy as sp
from sympy.core.function import AppliedUndef

from theory.symbols import grad as grad_of
from theory.symbols import norm as norm_of
from theory.symbols import x as x_of
from verify.finders.sampling.running.evaluate import Evaluator, Unreadable
from verify.finders.sampling.running.numbers import Undecided

__all__ = ["CYCLE", "PERIODS", "SHARE", "TURN", "Along", "Rule", "Values", "descent", "followed", "heads"]

PERIODS = (1, 2, 3, 4, 6)
"""Lengths of the patterns that are drawn."""
CYCLE = 12
"""A multiple of all of them: what depends on patterns alone repeats after so many indices."""

SHARE = sp.Function("share", real=True)
"""Share of the longest step that decreases a function of the class surely."""
TURN = sp.Function("turn", real=True)
"""What an equation leaves open, where it says that 0 is a multiple of 0."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """How one value of a sequence follows from others.

    Attributes:
        index: a symbol of the rule's own.
        kind: "next": head(index + 1) = value; "same": head(index) = value, of other sequences; "back":
            head(index) = value, of head(index + 1).
        value: the value, or (``sense`` 1, -1) a lower, an upper bound on it.
        sense: 0 for an equation.
        first: the value at 0 of "next"; None where x(0) is drawn as a point.
    """

    index: sp.Symbol
    kind: Literal["next", "same", "back"]
    value: sp.Expr
    sense: int = 0
    first: sp.Expr | None = None

    @property
    def pattern(self) -> str:
        """What has to be drawn for it: "slack" of an inequality, an "end" to start from, or ""."""
        return "slack" if self.sense else "end" if self.kind == "back" else ""


@dataclass(frozen=True, kw_only=True)
class Along:
    """A hypothesis at every index, which is checked where a trial looks.

    Attributes:
        index: the symbol bound.
        relation: what is assumed.
        bound: the index stays below this; None if it is assumed at all of them.
        conditions: the indices at which these fail are left out.
    """

    index: sp.Symbol
    relation: Any
    bound: sp.Expr | None = None
    conditions: tuple[Any, ...] = ()

    def holds(self, evaluator: Evaluator, last: int, tolerance: float = 0.0) -> bool | None:
        """Whether it holds up to ``last``, or below the bound."""
        states = {True} | {
            evaluator.holds(at(self.relation, self.index, k), tolerance) for k in self.places(evaluator, last)
        }
        return False if False in states else None if None in states else True

    def places(self, evaluator: Evaluator, last: int) -> Iterator[int]:
        """The indices."""
        for k in range(last + 1 if self.bound is None else evaluator.index(self.bound)):
            if all(evaluator.holds(at(condition, self.index, k)) is not False for condition in self.conditions):
                yield k


@functools.lru_cache(maxsize=8192)
def at(part: Any, index: Any, k: int) -> Any:
    """A relation or an expression at one index; each trial of a claim asks for the same ones."""
    place = {index: sp.Integer(k)}
    if isinstance(part, sp.core.relational.Relational):  # undecided: sympy would ask for a difference's sign
        return part.func(*(side.xreplace(place) for side in part.args), evaluate=False)
    return part.xreplace(place)


def heads(part: Any) -> set[Any]:
    """The functions of one argument in an expression that are not the objective's."""
    return {node.func for node in sp.sympify(part).atoms(AppliedUndef) if len(node.args) == 1}


def followed(part: Any) -> set[Any]:
    """The sequences in an expression, x with them; x(0) is a point like others, and so are those of a family."""
    places = [node.args[0] for node in sp.sympify(part).atoms(x_of)]
    return heads(part) | ({x_of} if any(p != 0 and not isinstance(p, AppliedUndef) for p in places) else set())


def descent(L0: sp.Expr, L1: sp.Expr) -> Rule:
    """Points along which f does not increase, for hypotheses that say so: steps of gradient descent."""
    i = sp.Dummy("i", integer=True, nonnegative=True)
    gradient = grad_of(x_of(i))
    step = SHARE(i) / (2 * (L0 + L1 * norm_of(gradient)))
    return Rule(index=i, kind="next", value=x_of(i) - step * gradient)


class Values:
    """Values of the sequences of one trial, computed one after another.

    Args:
        rules: sequence -> its rule.
        patterns: sequence -> what was drawn for it.
        ends: sequence with a rule of kind "back" -> the index to start from, as expressions.
        starts: known values at 0 of sequences whose rules do not give them.
        outer: the evaluator of the trial.
        cap: the largest index.
    """

    def __init__(
        self, rules: Any, patterns: Any, ends: Any, starts: Any, outer: Callable[[], Evaluator], cap: int
    ) -> None:
        self.rules, self.patterns, self.ends, self.starts = rules, patterns, ends, starts
        self.outer, self.cap = outer, cap
        self.known: dict[Any, dict[int, Any]] = {}
        self.busy: set[tuple[Any, int]] = set()

    def __call__(self, kind: Any, index: int) -> Any:
        """The value at an index; raises ``Undecided`` where there is none."""
        head = kind if kind in self.rules or kind in self.patterns else self._named(str(kind))
        if head is None or index < 0 or index > self.cap:
            raise Undecided(f"{kind} at {index}")
        if head not in self.rules:
            return self._drawn(head, index)
        found = self.known.setdefault(head, {})
        if index not in found:
            if (head, index) in self.busy:
                raise Unreadable(f"{head} follows from itself")
            self.busy.add((head, index))
            try:
                self._compute(head, self.rules[head], found, index)
            finally:
                self.busy.discard((head, index))
        if index not in found:
            raise Undecided(f"{kind} at {index}")
        return found[index]

    def _compute(self, head: Any, rule: Rule, found: dict[int, Any], index: int) -> None:
        if rule.kind == "next":
            self._forward(head, rule, found, index)
        elif rule.kind == "same":
            found[index] = self._value(head, rule, index)
        else:
            self._backward(head, rule, found)

    def _named(self, name: str) -> Any:
        return next((head for head in (*self.rules, *self.patterns) if str(head) == name), None)

    def _drawn(self, head: Any, index: int) -> Any:
        pattern, numbers = self.patterns[head], self.outer().numbers
        if not pattern:
            raise Undecided(f"{head} is not drawn yet")
        entry = pattern[index % len(pattern)]
        if isinstance(entry, tuple):
            return numbers.vector([numbers.number(part) for part in entry])
        return numbers.number(entry)

    def _value(self, head: Any, rule: Rule, k: int) -> Any:
        outer = self.outer()
        known = {**outer.memo, rule.index: outer.numbers.number(Fraction(k))}
        inner = Evaluator(outer.numbers, known, outer.oracle, self)
        value = inner(rule.value)
        return value + rule.sense * self._drawn(head, k) if rule.sense else value

    def _forward(self, head: Any, rule: Rule, found: dict[int, Any], index: int) -> None:
        if not found:
            if rule.first is None and head(0) not in self.starts:
                raise Undecided(f"{head(0)}: no hypothesis says where the sequence starts")
            found[0] = self.starts[head(0)] if rule.first is None else self.outer()(rule.first)
        for k in range(len(found), index + 1):
            found[k] = self._value(head, rule, k - 1)

    def _backward(self, head: Any, rule: Rule, found: dict[int, Any]) -> None:
        """From the last index that is asked for; beyond it the sequence goes on if the factors there are not zero."""
        last = max((self.outer().index(end) for end in self.ends[head]), default=0)
        if last > self.cap - CYCLE:
            raise Undecided(f"{head} at {last}")
        for k in range(last, last + CYCLE):
            ends = []
            for far in (0, 1):
                found[k + 1] = self.outer().numbers.number(Fraction(far))
                ends.append(self._value(head, rule, k))
                found.clear()
            if not (ends[0] < ends[1] or ends[0] > ends[1]):
                raise Undecided(f"{head} stops at {k}")
        found[last] = self._drawn(head, 0)
        for k in range(last - 1, -1, -1):
            found[k] = self._value(head, rule, k)
