"""What is assumed for all numbers above some bounds, where it follows for all from the least of them."""

from dataclasses import dataclass
from typing import Any

import sympy as sp

from theory.statement import ForAll
from verify.finders.sampling.reading.rules import steps_of
from verify.finders.sampling.running.sequences import Rule

__all__ = ["Least", "least_of"]


@dataclass(frozen=True)
class Least:
    """A relation at the least number, and the rules of the sequences that give it."""

    relation: Any
    rules: dict[Any, Rule]


def least_of(hypothesis: ForAll, then: Any) -> Least | None:
    """Read "for all w with a <= w, and b(k) <= w for k < n: then", where ``then`` is the weaker the larger w is.

    The least such w is the largest of a and the b(k), the n-th term of the sequence of largest values.
    """
    if len(hypothesis.over) != 1 or not isinstance(then, sp.Le | sp.Ge):
        return None
    (w,) = hypothesis.over
    if w.is_integer or w in (*hypothesis.indices, *hypothesis.points) or not hypothesis.given:
        return None
    plain: list[Any] = []
    along: list[tuple[sp.Symbol, Any, Any]] = []
    for part in hypothesis.given:
        if not isinstance(part, ForAll):
            plain.append(_below(part, w))
            continue
        i = steps_of(part)
        if i is None or len(part.given) != 1 or len(part.conclusions) != 1:
            return None
        (within,) = part.given
        if not isinstance(within, sp.Lt) or within.lhs != i or within.rhs.has(i, w):
            return None
        along.append((i, within.rhs, _below(part.conclusions[0], w)))
    if not plain or None in plain or any(bound is None for _, _, bound in along):
        return None
    base = sp.Max(*plain)
    inside = sp.Dummy("w", real=True, nonnegative=base.is_nonnegative)
    if not sp.diff((then.gts - then.lts).xreplace({w: inside}), inside).is_nonnegative:
        return None
    rules, terms = {}, [base]
    for number, (i, end, bound) in enumerate(along):
        head, own = sp.Function(f"least {w}" + "'" * number, real=True), sp.Dummy("i", integer=True, nonnegative=True)
        rules[head] = Rule(index=own, kind="next", value=sp.Max(head(own), bound.subs(i, own)), first=base)
        terms.append(head(end))
    least = terms[-1] if len(terms) == 2 else sp.Max(*terms)
    return Least(then.xreplace({w: least}), rules)


def _below(relation: Any, w: Any) -> Any:
    """The a of a <= w."""
    if not isinstance(relation, sp.Le | sp.Ge) or relation.gts != w or relation.lts.has(w):
        return None
    return relation.lts
