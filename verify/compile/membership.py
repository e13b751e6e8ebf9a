"""The obligation of a membership: an explicit function of one variable is in a class."""

from itertools import pairwise

import sympy as sp
from sympy.core.relational import Eq

from theory.classes import L0L1Smooth
from theory.statement import ForAll, Inclusion
from verify.compile.formulas import Formula, Unsupported, formula, pieces

__all__ = ["inclusion_obligation"]


def inclusion_obligation(statement: Inclusion) -> list[Formula]:
    """Pointwise conditions on every piece, and matching derivatives (up to the second for C^2 classes) at joints."""
    v, cls = statement.variable, statement.functions
    order = 2 if isinstance(cls, L0L1Smooth) else 1
    parted = pieces(statement.function)
    parts: list[Formula] = []
    for expr, where in parted:
        first = sp.diff(expr, v)
        for rel in cls.pointwise(v, first, sp.diff(first, v)):
            parts += formula(ForAll(given=(*statement.given, *where), then=rel))
    for (left, where), (right, _) in pairwise(parted):
        if where[-1].lhs != v:
            raise Unsupported(f"pieces in {where[-1].lhs} of a function of {v}")
        joint = where[-1].rhs
        for n in range(order + 1):
            gap = sp.simplify((sp.diff(left, v, n) - sp.diff(right, v, n)).subs(v, joint))
            parts += formula(ForAll(given=statement.given, then=Eq(gap, 0, evaluate=False)))
    return parts
