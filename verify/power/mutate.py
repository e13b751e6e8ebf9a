"""Mutants: a claim with one thing changed, which a checker worth its name must notice.

A mutant is a new claim in memory.  Its label is the claim's with the change behind a tilde, a character that no
permanent label has: ``zhang2020/thm3~shrink-0.9``.  Proof and witness are dropped: they speak of the original; only
what refutes a false bound refutes a sharper one as well, and is kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import sympy as sp

from theory.claim import Claim
from theory.statement import ForAll, Inclusion, Run, Statement
from theory.symbols import f, fstar, inner

__all__ = ["FACTORS", "WIDER", "Mutant", "constants", "dropped", "flipped", "mutants", "shrunk", "widened"]

FACTORS = (sp.Rational(9, 10), sp.Rational(99, 100), sp.Rational(999, 1000))
"""What a constant is multiplied by where it bounds from above, and divided by where it bounds from below."""

WIDER = sp.Rational(11, 10)
"""By how much a domain is widened."""

Inequality = sp.Le | sp.Lt | sp.Ge | sp.Gt


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """A changed claim.

    Attributes:
        kind: shrink, flip, drop or widen.
        name: kind and amount, or kind and the number of the hypothesis: the part of the label behind the tilde.
        part: number of the conclusion that was changed, from 1; 0 if none was.
        change: the changed relation, for a reader.
        claim: the mutant.
    """

    kind: str
    name: str
    part: int
    change: str
    claim: Claim


def mutants(claim: Claim) -> Iterator[Mutant]:
    """Every mutant of a claim: three shrinks and a flip of each conclusion, each hypothesis dropped, each widened."""
    for factor in FACTORS:
        yield from shrunk(claim, factor)
    yield from flipped(claim)
    yield from dropped(claim)
    yield from widened(claim)


def shrunk(claim: Claim, factor: sp.Rational) -> Iterator[Mutant]:
    """The claimed constant improved by a factor below 1, one mutant for each conclusion that has one.

    For a function that is said to be in a class the constant is the class's first that is not zero.
    """
    name = f"shrink-{_decimal(factor)}"
    statement = claim.statement
    if isinstance(statement, Inclusion):
        constant = next((n for n, v in statement.functions.parameters.items() if v != 0), None)
        if constant is not None:
            value = factor * statement.functions.parameters[constant]
            smaller = replace(statement.functions, **{constant: value})
            yield _mutant(claim, "shrink", name, 1, f"{constant} = {value}", replace(statement, functions=smaller))
        return
    yield from _conclusions(claim, "shrink", name, lambda relation: _tightened(relation, factor))


def constants(claim: Claim) -> bool:
    """Whether the claim has a constant that can be shrunk."""
    return next(shrunk(claim, FACTORS[0]), None) is not None


def flipped(claim: Claim) -> Iterator[Mutant]:
    """Each conclusion with its sense reversed; of an equation the left side becomes the smaller one."""
    yield from _conclusions(claim, "flip", "flip", _reversed)


def dropped(claim: Claim) -> Iterator[Mutant]:
    """Each hypothesis left out in turn; what a symbol's own assumptions say, and the class of a run, stay."""
    statement: Any = claim.statement
    given = getattr(statement, "given", ())
    for i, hypothesis in enumerate(given, 1):
        fewer = given[: i - 1] + given[i:]
        yield _mutant(claim, "drop", f"drop-{i}", 0, shown(hypothesis), replace(statement, given=fewer))


def widened(claim: Claim) -> Iterator[Mutant]:
    """Each limit among the hypotheses moved outwards by a tenth; strict limits become attainable."""
    statement: Any = claim.statement
    given = getattr(statement, "given", ())
    for i, hypothesis in enumerate(given, 1):
        wider = _weakened(hypothesis)
        if wider is not None:
            new = (*given[: i - 1], wider, *given[i:])
            yield _mutant(claim, "widen", f"widen-{i}", 0, shown(wider), replace(statement, given=new))


def shown(hypothesis: Any) -> str:
    """A hypothesis on one line."""
    if isinstance(hypothesis, ForAll):
        given = "".join(f"{shown(part)} => " for part in hypothesis.given)
        names = ", ".join(map(str, hypothesis.over))
        return f"for all {names}: {given}{' and '.join(shown(part) for part in hypothesis.conclusions)}"
    return str(sp.sstr(hypothesis))


def _mutant(claim: Claim, kind: str, name: str, part: int, change: str, statement: Statement) -> Mutant:
    suffix = f"{name}-part-{part}" if part and len(_parts(claim.statement)) > 1 else name
    witness = claim.witness if kind == "shrink" and claim.expect == "false" else None
    # with the witness goes the derivation of what has to hold at it
    proof = None if witness is None else claim.proof
    changed = replace(
        claim, label=f"{claim.label}~{suffix}", statement=statement, proof=proof, witness=witness, looseness=None
    )
    return Mutant(kind=kind, name=name, part=part, change=change, claim=changed)


def _parts(statement: Statement) -> tuple[Any, ...]:
    then = getattr(statement, "then", ())
    return then if isinstance(then, tuple) else (then,)


def _conclusions(claim: Claim, kind: str, name: str, change: Any) -> Iterator[Mutant]:
    """A mutant for each conclusion that the change applies to; the others are left out, so that it alone is tested."""
    if not isinstance(claim.statement, ForAll | Run):
        return
    for i, relation in enumerate(_parts(claim.statement), 1):
        new = change(relation)
        if new is not None:
            yield _mutant(claim, kind, name, i, str(sp.sstr(new)), replace(claim.statement, then=new))


def _tightened(relation: Any, factor: sp.Rational) -> Any:
    """The relation with a better constant on the side that bounds (the right one, as it is written)."""
    if not isinstance(relation, Inequality | sp.Eq):
        return None
    if isinstance(relation, sp.Eq):
        size = relation.lhs if relation.rhs == 0 else relation.rhs
        return None if size == 0 or relation.rhs == 0 else sp.Eq(relation.lhs, factor * relation.rhs, evaluate=False)
    upper = isinstance(relation, sp.Le | sp.Lt)
    fixed, bound = _split(relation.rhs, upper)
    if bound == 0:
        return None
    times = factor if upper is not bool(bound.is_negative) else 1 / factor
    return relation.func(relation.lhs, fixed + times * bound, evaluate=False)


def _split(side: sp.Expr, upper: bool) -> tuple[sp.Expr, sp.Expr]:
    """What a side says of the function itself, and the bound on the error.

    Values of f mean nothing by themselves (a constant may be added), so in f(q) <= f(p) + <g, d> + bound only the last
    term has a constant, and a term of the other sign in such a sum, the decrease -h ||g||^2, is not improved with it.
    """
    terms = sp.Add.make_args(side)
    values = [term for term in terms if term.has(f, inner, fstar)]
    if not values:
        return sp.Integer(0), side
    rest = [term for term in terms if term not in values]
    bounds = [term for term in rest if term.could_extract_minus_sign() is not upper]
    return sp.Add(*values, *(term for term in rest if term not in bounds)), sp.Add(*bounds)


_OPPOSITE = {sp.Le: sp.Ge, sp.Lt: sp.Gt, sp.Ge: sp.Le, sp.Gt: sp.Lt, sp.Eq: sp.Lt}


def _reversed(relation: Any) -> Any:
    opposite = _OPPOSITE.get(type(relation))
    return None if opposite is None else opposite(relation.lhs, relation.rhs, evaluate=False)


def _weakened(hypothesis: Any) -> Any:
    """The limit moved outwards, or None for what is no limit: equations, signs, comparisons of values of f."""
    if not isinstance(hypothesis, Inequality) or hypothesis.lts == 0:
        return None
    small, large = hypothesis.lts, hypothesis.gts
    if large.is_nonnegative and not large.has(f):
        return sp.Le(small, WIDER * large, evaluate=False)
    if small.is_nonnegative and not small.has(f):
        return sp.Le(small / WIDER, large, evaluate=False)
    if large.is_nonpositive:
        return sp.Le(small, large / WIDER, evaluate=False) if large != 0 else None
    return None


def _decimal(factor: sp.Rational) -> str:
    return f"{float(factor):.6g}"
