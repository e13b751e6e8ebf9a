"""Statements: data, never lambdas, so that they can be printed, hashed, mutated and compiled by machine.

``ForAll`` is the only logical form the kernel knows.  The others are how people of this field speak --
a run of a method on a class, membership of a function in a class, a counterexample -- and
``verify/compile/`` turns each into ``ForAll``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import sympy as sp

from theory.measures import hitting_time

__all__ = [
    "Exists",
    "ForAll",
    "Inclusion",
    "Observation",
    "Run",
    "Statement",
    "Unformalised",
]


@dataclass(frozen=True, kw_only=True)
class Statement:
    """Base of everything a claim can say."""


@dataclass(frozen=True, kw_only=True)
class ForAll(Statement):
    """For all values of the free symbols (and of ``over``): the hypotheses ``given`` imply ``then``.

    Attributes:
        then: a relation, or a tuple of relations that all follow.
        given: relations, or nested ``ForAll`` hypotheses such as "for every z on the segment, ...".
        over: symbols bound here; at the top level the remaining free symbols are bound too.
        indices: which of the symbols range over the natural numbers.
        points: which of the symbols are vectors.
    """

    then: Any
    given: tuple[Any, ...] = ()
    over: tuple[sp.Symbol, ...] = ()
    indices: tuple[sp.Symbol, ...] = ()
    points: tuple[sp.Symbol, ...] = ()

    @property
    def conclusions(self) -> tuple[Any, ...]:
        """The relations that follow, always as a tuple."""
        return self.then if isinstance(self.then, tuple) else (self.then,)


Method = Callable[..., Any]
"""A generator function ``method(f, x, **parameters)`` that yields the iterates, as written in the paper."""


@dataclass(frozen=True, kw_only=True)
class Run(Statement):
    """For every function of the class and every start that satisfies ``given``, the method's run satisfies ``then``.

    Attributes:
        functions: the class of functions (``theory.classes.FunctionClass``).
        method: the optimisation method as a generator.
        parameters: the method's parameters, by name (step size, clipping radius, ...).
        given: hypotheses on parameters and initial conditions, as relations over measures.
        then: a relation over measures, e.g. ``gap(N) <= L*R**2/(4*N+2)`` or ``hitting_time(eps) <= ...``.
        noise: the symbol that bounds the stochastic gradient's error almost surely, if the oracle is random.
        horizons: the N for which a statement over a horizon is to be certified one by one.
    """

    functions: Any
    method: Method
    parameters: Mapping[str, Any] = field(default_factory=dict)
    given: tuple[Any, ...] = ()
    then: Any
    noise: sp.Expr | None = None
    horizons: tuple[int, ...] = (1, 2)

    @property
    def minimised(self) -> bool:
        """Whether the statement is about functions that have a minimiser: all but those on hitting times and noise.

        There fstar is any lower bound of f (Assumption 1 of zhang2020); elsewhere f* is a value that f takes.
        """
        parts = self.then if isinstance(self.then, tuple) else (self.then,)
        return self.noise is None and not any(part.has(hitting_time) for part in parts)


@dataclass(frozen=True, kw_only=True)
class Inclusion(Statement):
    """A function of one real variable, given explicitly (``Piecewise`` allowed), belongs to a class.

    Attributes:
        function: expression in ``variable`` and parameters.
        variable: the real variable.
        functions: the class.
        given: hypotheses on the parameters.
        extra: further relations that must hold for the derivative on the whole line, in ``variable``.
    """

    function: sp.Expr
    variable: sp.Symbol
    functions: Any
    given: tuple[Any, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Exists(Statement):
    """Some values of the parameters (and some function) satisfy all of ``that``.

    A proof is a witness: values at which every relation is verified exactly.
    """

    over: tuple[sp.Symbol, ...]
    that: tuple[Any, ...]


@dataclass(frozen=True, kw_only=True)
class Observation(Statement):
    """An empirical statement about measured quantities, and the observation that would contradict it.

    Attributes:
        text: what is seen, in words.
        contradicted_by: what would have to be seen instead, in words.
        then: the same as relations over symbols; the measurement gives each symbol its value.
        measured_by: the measurement: a function ``(deep, seed) -> verify.experiments.Reading``, or, for the
            built-in papers, the name of one in ``verify/experiments/<paper>``.  Empty: nothing measures it yet.
        records: names of the files in ``verify/records/runs`` that the measurement reads.
    """

    text: str
    contradicted_by: str
    then: tuple[Any, ...] = ()
    measured_by: str | Callable[..., Any] = ""
    records: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Unformalised(Statement):
    """A statement that is not expressed yet; it is listed, never silently passed."""

    text: str
    reason: str
