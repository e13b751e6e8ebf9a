"""Where a formula is no smooth function: poles, ends of its domain, places where it is not real."""

import itertools
from collections.abc import Mapping, Sequence

import sympy as sp

from theory import PaperError
from verify.smoothness.bound import Ends

__all__ = ["defined", "known"]

PLACES = tuple(sp.Rational(n) for n in ("0", "1", "-1", "2", "-2", "1/2", "-1/2", "10", "-10"))
"""Where a formula is asked whether it is real."""


def defined(f: sp.Expr, x: sp.Symbol, ends: Ends, *, shown: str = "") -> None:
    """Refuse a function of one variable that has a pole in its domain, or a second derivative without a value.

    Args:
        f: the function.
        x: its variable.
        ends: of the domain; None is infinite.
        shown: what to call the function; by default it is written.

    Raises:
        PaperError: with the place, and a domain without it.
    """
    low = -sp.oo if ends[0] is None else sp.Rational(ends[0])
    high = sp.oo if ends[1] is None else sp.Rational(ends[1])
    known(f, (x,), {x: ends})
    for expression in (f, sp.diff(f, x, 2)):
        try:
            poles = sp.singularities(expression, x, sp.Interval(low, high))
        except (NotImplementedError, ValueError, TypeError):
            continue
        if isinstance(poles, sp.FiniteSet) and poles:
            places = ", ".join(map(str, poles))
        elif isinstance(poles, sp.ImageSet | sp.Union) and poles.is_empty is not True:
            first = poles.args[0] if isinstance(poles, sp.Union) else poles
            places = f"{first.lamda(0)} and more" if isinstance(first, sp.ImageSet) else str(poles)
        else:
            continue
        raise PaperError(f"{shown or f} is not smooth at {x} = {places}. Give a domain without it, e.g. --box 1..oo.")


def known(f: sp.Expr, variables: Sequence[sp.Symbol], ends: Mapping[sp.Symbol, Ends]) -> None:
    """Refuse a function that is not real at some simple point of its domain.

    Raises:
        PaperError: with the point.
    """
    choices = [[p for p in PLACES if _inside(p, ends[v])] or [PLACES[0]] for v in variables]
    for place in itertools.islice(itertools.product(*choices), 100):
        values = dict(zip(variables, place, strict=True))
        if any(not _inside(p, ends[v]) for v, p in values.items()):
            continue
        value = f.subs(values)
        at = ", ".join(f"{v} = {p}" for v, p in values.items())
        if value.is_infinite:
            raise PaperError(f"{f} is not smooth at {at}, where it is infinite. "
                             "Give a domain without it, e.g. --box 1..oo.")  # fmt: skip
        if value.is_real is False and value is not sp.nan:
            raise PaperError(f"{f} is not a real number at {at}. Give a domain where it is, e.g. --box 1..oo.")


def _inside(place: sp.Rational, ends: Ends) -> bool:
    low, high = ends
    return (low is None or bool(place >= sp.Rational(low))) and (high is None or bool(place <= sp.Rational(high)))
