"""Rigorous enclosures with python-flint: intervals, evaluation of sympy expressions, relations on boxes."""

from verify.finders.covers.balls.enclosure import Interval, Undefined
from verify.finders.covers.balls.evaluate import Unsupported, compile_expression, supports
from verify.finders.covers.balls.relations import Domain, Side, Unusable, domain, normalise

__all__ = [
    "Domain",
    "Interval",
    "Side",
    "Undefined",
    "Unsupported",
    "Unusable",
    "compile_expression",
    "domain",
    "normalise",
    "supports",
]
