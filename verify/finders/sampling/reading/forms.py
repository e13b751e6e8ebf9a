"""Forms of relations: parts of conjunctions, bounds on indices, projections, bounds on the Hessian and the gradient."""

import dataclasses
from collections.abc import Iterator
from typing import Any

import sympy as sp

from theory.statement import ForAll
from theory.symbols import _Real
from theory.symbols import f as f_of
from theory.symbols import grad as grad_of
from theory.symbols import hess as hess_of
from theory.symbols import inner as inner_of
from theory.symbols import norm as norm_of
from theory.symbols import x as x_of

__all__ = ["end_of", "flat", "gradient_bound", "hessian_bound", "naturals", "projection"]


def flat(relation: Any) -> Iterator[Any]:
    """The parts of a conjunction that say something."""
    if isinstance(relation, sp.And):
        for part in relation.args:
            yield from flat(part)
    elif relation not in (True, sp.true):
        yield relation


def naturals(statement: ForAll) -> ForAll:
    """The statement with its natural numbers as symbols that sympy knows to be such."""
    places = {s: sp.Symbol(s.name, integer=True, nonnegative=True) for s in statement.indices if not s.is_integer}
    return _renamed(statement, places) if places else statement


def _renamed(part: Any, places: dict[Any, Any]) -> Any:
    if isinstance(part, tuple):
        return tuple(_renamed(entry, places) for entry in part)
    if isinstance(part, ForAll):
        fields = {field.name: _renamed(getattr(part, field.name), places) for field in dataclasses.fields(part)}
        return ForAll(**fields)
    if isinstance(part, sp.core.relational.Relational):  # undecided: sympy would ask for a difference's sign
        return part.func(*(side.xreplace(places) for side in part.args), evaluate=False) if part.has(*places) else part
    return part.xreplace(places) if isinstance(part, sp.Basic) else part


def projection(then: Any) -> tuple[Any, Any, sp.Expr] | None:
    """(p, q, h) of <p - h grad(p) - q, p - q> <= 0: what the projection q of p - h grad(p) satisfies."""
    if not isinstance(then, sp.Le | sp.Ge) or then.gts != 0 or not isinstance(then.lts, inner_of):
        return None
    for far, near in (then.lts.args, then.lts.args[::-1]):
        points = [term for term in sp.Add.make_args(near) if isinstance(term, sp.Symbol | x_of)]
        for p in points:
            q, step = sp.expand(p - near), sp.expand(near - far).coeff(grad_of(p), 1)
            whole = sp.expand(far - (p - step * grad_of(p) - q)) == 0
            if isinstance(q, sp.Symbol | x_of) and whole and step.is_positive and not step.has(p, q):
                return p, q, step
    return None


def end_of(condition: Any, i: sp.Symbol) -> sp.Expr | None:
    """The number below which a condition keeps the index: N for i < N and i <= N - 1."""
    if not isinstance(condition, sp.Lt | sp.Le) or condition.lhs != i:
        return None
    end = condition.rhs + int(isinstance(condition, sp.Le))
    return end if end.free_symbols and all(s.is_integer for s in end.free_symbols) else None


def hessian_bound(over: tuple[sp.Symbol, ...], then: Any) -> tuple[sp.Expr, sp.Expr] | None:
    """(A, B) of hess(z) <= A + B ||grad(z)||."""
    if not isinstance(then, sp.Le | sp.Ge | sp.Lt | sp.Gt) or not isinstance(then.lts, hess_of):
        return None
    slope = norm_of(grad_of(then.lts.args[0]))
    placeholder = sp.Dummy()
    bound = sp.expand(then.gts.subs(slope, placeholder))
    B = bound.coeff(placeholder, 1)
    A = sp.expand(bound - B * placeholder)
    if A.has(placeholder) or A.has(sp.core.function.AppliedUndef, _Real) or A.free_symbols & set(over):
        return None
    return A, B


def gradient_bound(hypothesis: ForAll, then: Any) -> tuple[sp.Symbol, Any] | None:
    """(M, start) of "f(z) <= f(start) implies ||grad(z)|| <= M"."""
    if len(hypothesis.over) != 1 or len(hypothesis.given) != 1 or not isinstance(then, sp.Le | sp.Ge):
        return None
    (z,), (within,) = hypothesis.over, hypothesis.given
    if then.lts != norm_of(grad_of(z)) or not isinstance(then.gts, sp.Symbol):
        return None
    if not isinstance(within, sp.Le | sp.Ge) or within.lts != f_of(z) or not isinstance(within.gts, f_of):
        return None
    return then.gts, within.gts.args[0]
