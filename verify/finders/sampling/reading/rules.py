"""Rules of sequences, read from relations at every index: what each determines, and which signs follow by induction."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import sympy as sp
from sympy.core.function import AppliedUndef

from theory.statement import ForAll
from theory.symbols import f as f_of
from theory.symbols import grad as grad_of
from theory.symbols import inner as inner_of
from theory.symbols import x as x_of
from verify.finders.sampling.reading.relations import Isolated, isolate
from verify.finders.sampling.running.sequences import TURN, Rule, heads

__all__ = ["followers", "periodic", "rule_of", "sign_of", "signed", "signs", "steps_of"]

Signs = Mapping[Any, bool]
"""Sequence -> whether it is positive (True) or nonnegative (False)."""


def steps_of(hypothesis: ForAll) -> sp.Symbol | None:
    """The one natural number over which a hypothesis is taken, or None."""
    if len(hypothesis.over) != 1:
        return None
    (i,) = hypothesis.over
    return i if i in hypothesis.indices or (i.is_integer and i.is_nonnegative) else None


def sign_of(i: sp.Symbol, then: Any) -> tuple[Any, bool] | None:
    """(sequence, strict) of head(i) > 0 or head(i) >= 0."""
    if not isinstance(then, sp.Ge | sp.Gt | sp.Le | sp.Lt) or then.lts != 0:
        return None
    node = then.gts
    if not isinstance(node, AppliedUndef) or node.args != (i,):
        return None
    return node.func, isinstance(then, sp.Gt | sp.Lt)


def signed(given: Iterable[Any]) -> Iterator[tuple[Any, bool]]:
    """What the hypotheses say of the signs of sequences."""
    for part in given:
        i = steps_of(part) if isinstance(part, ForAll) and not part.given else None
        for then in part.conclusions if i is not None else ():
            found = sign_of(i, then)
            if found is not None:
                yield found


def followers(given: Iterable[Any], signed: Signs) -> dict[Any, Any]:
    """Sequence -> the relation that gives its next value: no other relation is solved for it."""
    found: dict[Any, Any] = {}
    for part in given:
        i = steps_of(part) if isinstance(part, ForAll) else None
        if i is None:
            continue
        for then in part.conclusions:
            following = [node for node in then.atoms(AppliedUndef) if node.args == (i + 1,)]
            rule = _solved(i, then, following[0], signed) if len(following) == 1 else None
            if rule is not None and rule.kind == "next":
                found.setdefault(following[0].func, then)
    return found


def rule_of(i: sp.Symbol, then: Any, taken: Any, signed: Signs | None) -> tuple[Any, Rule, tuple[Any, ...]] | None:
    """The sequence that a relation for all i determines, how, and (relation, condition) to be checked besides.

    What is a multiple of a term is solved first by a number, then by a positive factor, by a root, by a quotient.

    Args:
        i: the index.
        then: the relation.
        taken: sequences that another relation determines.
        signed: sequences that are assumed to be positive or nonnegative: these are the roots of their squares; None for
            indices that need not be natural, where nothing but numbers is divided by.
    """
    applied = sorted(then.atoms(AppliedUndef), key=str)
    if any(node.args not in ((i,), (i + 1,)) for node in applied) or not isinstance(then, sp.Eq | sp.Le | sp.Ge):
        return None
    ordered = sorted(applied, key=lambda node: (node.args == (i,), node != then.lhs, node != then.rhs))
    ordered = [node for node in ordered if node.func not in taken]
    for node in ordered:
        rule = _solved(i, then, node, {}, by_numbers=True)
        if rule is not None:
            return node.func, rule, ()
    if signed is None:
        return None
    for node in ordered:
        rule = _solved(i, then, node, signed)
        if rule is not None:
            return node.func, rule, ()
    for node in ordered:
        quotient = _quotient(i, then, node)
        if quotient is not None:
            return node.func, *quotient
    return None


def _isolated(then: Any, node: Any) -> Isolated | None:
    unknown = sp.Dummy("unknown", real=True)
    return isolate(then.xreplace({node: unknown}), unknown)


def _solved(i: sp.Symbol, then: Any, node: Any, signed: Signs, by_numbers: bool = False) -> Rule | None:
    """The rule that a relation is for head(i) or head(i + 1), if it has no other use for the sequence."""
    found = _isolated(then, node)
    if found is None or heads(found.slope) or not (found.slope.is_Rational if by_numbers else _sign(found.slope)):
        return None
    if found.power == 1:
        value = sp.expand(-found.rest / found.slope)
    elif found.power == 2 and found.equal and node.func in signed:
        value = sp.sqrt(-found.rest / found.slope)
    else:
        return None
    own = sp.Dummy("i", integer=True, nonnegative=True)
    sense = 0 if found.equal else _sign(found.slope)
    others = {other.args for other in value.atoms(node.func)}
    if node.args == (i + 1,) and others <= {(i,)}:
        return Rule(index=own, kind="next", value=value.subs(i, own), sense=sense)
    if node.args == (i,) and not others:
        return Rule(index=own, kind="same", value=value.subs(i, own), sense=sense)
    if node.args == (i,) and found.equal and found.power == 1 and others == {(i + 1,)}:
        return Rule(index=own, kind="back", value=value.subs(i, own))
    return None


def _sign(factor: sp.Expr) -> int:
    return 1 if factor.is_positive else -1 if factor.is_negative else 0


def _quotient(i: sp.Symbol, then: Any, node: Any) -> tuple[Rule, tuple[Any, ...]] | None:
    """head(i) of slope * head(i) + rest = 0, other sequences in the slope: anything where both are 0."""
    found = _isolated(then, node)
    if found is None or not found.equal or found.power != 1 or node.args != (i,) or not heads(found.slope):
        return None
    if node.func in heads(found.rest) | heads(found.slope):
        return None
    own = sp.Dummy("i", integer=True, nonnegative=True)
    slope, rest = found.slope.subs(i, own), found.rest.subs(i, own)
    above, below = (-rest.xreplace({sp.Abs(slope): sign * slope}) / slope for sign in (1, -1))
    value = sp.Piecewise((above, slope > 0), (below, slope < 0), (TURN(own), True))
    where = sp.Eq(found.slope, 0, evaluate=False)
    return Rule(index=own, kind="same", value=value), ((sp.Eq(found.rest, 0, evaluate=False), where),)


def periodic(relation: Any, index: sp.Symbol, rules: Mapping[Any, Rule]) -> bool:
    """Whether a relation at an index says the same a cycle later, as all that it says of the index is by patterns."""
    waiting, seen = [(relation, index)], set[Any]()
    while waiting:
        part, place = waiting.pop()
        nodes = [node for node in part.atoms(AppliedUndef) if len(node.args) == 1]
        if part.xreplace({node: sp.Dummy() for node in nodes}).has(place, f_of, grad_of, x_of):
            return False
        for head in {node.func for node in nodes} - seen:
            seen.add(head)
            rule = rules.get(head)
            if rule is not None and rule.kind != "same":
                return False
            if rule is not None:
                waiting.append((rule.value, rule.index))
    return True


def signs(rules: Mapping[Any, Rule], claimed: Signs, given: Iterable[Any]) -> dict[Any, bool]:
    """The sequences that are positive (True) or nonnegative (False) at every index, by induction along their rules.

    All that could have a sign are taken to have it, and those whose rule does not show it are dropped until none is;
    what is left holds at an index if it holds before.  At 0 the hypotheses must say it.

    Args:
        rules: of all sequences.
        claimed: what the hypotheses say.
        given: the plain hypotheses.
    """
    relations = list(given)
    found = {h: claimed.get(h, False) for h, r in rules.items() if r.kind != "back" and _starts(h, r, relations)}
    while True:
        shown = {head: sign for head in found if (sign := _shown(rules[head], found)) is not None}
        shown = {head: sign and found[head] for head, sign in shown.items()}
        if shown == found:
            return found
        found = shown


def _starts(head: Any, rule: Rule, given: Iterable[Any]) -> bool:
    """Whether the value at 0 is assumed to be at least something nonnegative."""
    if rule.kind == "same":
        return True
    if rule.first is not None:
        return bool(rule.first.is_nonnegative)
    first = head(0)
    for relation in given:
        if isinstance(relation, sp.Eq) and relation.lhs == first and relation.rhs.is_nonnegative:
            return True
        if (
            isinstance(relation, sp.Ge | sp.Gt | sp.Le | sp.Lt)
            and relation.gts == first
            and relation.lts.is_nonnegative
        ):
            return True
    return False


def _shown(rule: Rule, known: Signs) -> bool | None:
    """Whether the value is positive (True) or nonnegative (False) as these sequences are; None if neither follows."""
    if rule.sense < 0:
        return None
    marks = {node: _marked(node, known) for node in _opaque(rule.value)}
    value = rule.value.xreplace(marks)
    return True if value.is_positive else False if value.is_nonnegative else None


def _opaque(value: Any) -> Iterator[Any]:
    for node in value.atoms(AppliedUndef, inner_of):
        if isinstance(node, inner_of) or len(node.args) == 1:
            yield node


def _marked(node: Any, known: Signs) -> sp.Dummy:
    """A symbol that has the sign of a term."""
    if isinstance(node, inner_of):
        return sp.Dummy(real=True, nonnegative=(node.args[0] == node.args[1]) or None)
    strict = known.get(node.func)
    return sp.Dummy(real=True, positive=strict or None, nonnegative=True if strict is False else None)
