"""What these files share: variables, the members of a class as a hypothesis, and sequences of numbers."""

from typing import Any

from sympy import Function, Symbol

from theory.classes import Smooth, SmoothConvex, Triple
from theory.statement import ForAll
from theory.symbols import f, grad, k, symbols

__all__ = ["eps", "eta", "every", "h", "least", "member", "p", "q", "r", "sequence", "u", "xs"]

p, q, u, xs = (Symbol(name, real=True) for name in ("p", "q", "u", "xs"))
least = symbols("least")
eps, eta, h, r = symbols("eps eta h r", positive=True)


def sequence(name: str) -> Any:
    """A sequence of real numbers, of which only the hypotheses are known."""
    return Function(name, real=True)


def member(functions: Smooth | SmoothConvex) -> ForAll:
    """The inequality of a class between any two points."""
    ((inequality),) = functions.pair(Triple(p, grad(p), f(p)), Triple(q, grad(q), f(q)))
    return ForAll(over=(p, q), points=(p, q), then=inequality >= 0)


def every(then: Any, *given: Any) -> ForAll:
    """A relation for every natural k that satisfies the hypotheses."""
    return ForAll(over=(k,), indices=(k,), given=given, then=then)
