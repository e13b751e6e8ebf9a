"""The automatic prover for goals without a written derivation: small, and allowed to fail.

It opens quantifiers, decides closed inequalities by enclosures and one-variable polynomials by Sturm, splits on
min, max and abs, adds the standard facts on exp, log, sqrt and norms, and hands the rest to arithmetic.
"""

import contextlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, replace
from time import process_time
from typing import Any

from verify.finders.proofs.prove import NotFound, Writer, is_relation
from verify.kernel.errors import KernelError
from verify.kernel.polynomial import key, normal
from verify.kernel.steps import Context
from verify.kernel.terms import ZERO, All, Atom, Formula, Term, as_json, free, show

__all__ = ["SECONDS", "automatic"]

SPLITS = 6
SECONDS = 10.0


@dataclass(frozen=True, kw_only=True)
class _Limits:
    """What is left: case splits, and processor time (which, unlike wall time, does not depend on a busy machine)."""

    splits: int
    until: float

    def seconds(self, most: float) -> float:
        """The time for one attempt, at most so many seconds."""
        return max(0.0, min(most, self.until - process_time()))


def automatic(goal: Formula, context: Context, seconds: float = SECONDS) -> list[dict[str, Any]]:
    """Kernel steps that prove the goal.

    Args:
        goal: what to prove.
        context: declared names and hypotheses.
        seconds: processor time for the whole search, all case splits together.

    Raises:
        NotFound: if the prover does not find a proof; that says nothing about the goal.
    """
    inner = Context(context.scope, dict(context.facts), context.lemmas, context.axioms, context.used)
    writer = Writer(inner)
    _prove(writer, goal, "goal", _Limits(splits=SPLITS, until=process_time() + seconds))
    return writer.steps


def _prove(w: Writer, goal: Formula, name: str, limits: _Limits) -> None:
    if isinstance(goal, All):
        _open(w, goal, name, limits)
        return
    if goal.rel == "nat":
        _natural(w, goal, name)
        return
    if _closed(w, goal, name) or _polynomial(w, goal, name):
        return
    _instances(w, goal, name)
    _resolve(w, goal, name)
    relations = [n for n, p in w.context.facts.items() if is_relation(p)]
    node = next(_splittable(w, goal), None)
    with contextlib.suppress(NotFound):
        # with cases left to distinguish the full search would mostly be in vain
        within = {"seconds": limits.seconds(4.0)}
        w.arith(name, goal, relations, within if node is None else within | {"degree": 1})
        return
    if not limits.seconds(SECONDS):
        raise NotFound(f"no proof of {as_json(goal)} in time; it is left to a written derivation")
    if node is not None and limits.splits > 0:
        _split(w, goal, node, name, replace(limits, splits=limits.splits - 1))
        return
    extra = []
    for text in _library(w, goal):
        with contextlib.suppress(NotFound):
            extra.append(w.cite(text, name))
    w.arith(name, goal, [*relations, *extra], {"seconds": limits.seconds(SECONDS)})


def _instances(w: Writer, goal: Atom, name: str) -> None:
    """Instances of quantified hypotheses in one variable, at the arguments of functions in the goal."""
    arguments: dict[str, Term] = {}
    for t in _everywhere(w, goal):
        if t[0] == "app" and len(t) == 3 and len(arguments) < 12:
            arguments[show(t[2])] = t[2]
    for fact, phi in list(w.context.facts.items()):
        if not isinstance(phi, All) or not phi.fix or len(phi.fix) > 2 or not isinstance(phi.then, Atom):
            continue
        for values in itertools.product(arguments, repeat=len(phi.fix)):
            by = {variable: text for (variable, _), text in zip(phi.fix, values, strict=True)}
            with contextlib.suppress(NotFound, KernelError):
                w.apply(w.fresh(name), fact, by, known=True)


def _open(w: Writer, goal: All, name: str, limits: _Limits) -> None:
    assumed = {f"{name}.h{i}": g for i, g in enumerate(goal.given, 1)}
    inner = w.inner(dict(goal.fix), assumed)
    _prove(inner, goal.then, f"{name}.then", limits)
    pairs = [[n, as_json(p)] for n, p in assumed.items()]
    w.add(rule="block", name=name, fix=dict(goal.fix), assume=pairs, steps=inner.steps)


def _natural(w: Writer, goal: Atom, name: str) -> None:
    """The last step of a proof must state the goal, so a fact at hand is restated as its sum with zero."""
    w.natural(goal.left, name)
    w.apply(name, "nat_sum", {"a": show(goal.left), "b": "0"})


def _closed(w: Writer, goal: Atom, name: str) -> bool:
    if free(goal.left) | free(goal.right) or goal.rel == "==":
        return False
    for bits in (64, 256, 1024):
        try:
            w.add(rule="enclose", name=name, show=as_json(goal), bits=bits)
            return True
        except KernelError:
            continue
    return False


def _polynomial(w: Writer, goal: Atom, name: str) -> bool:
    symbols = free(goal.left) | free(goal.right)
    if len(symbols) != 1 or goal.rel == "==":
        return False
    bounds = [n for n, p in w.context.facts.items() if isinstance(p, Atom) and free(p.left) | free(p.right) == symbols]
    for used in (bounds, []):
        try:
            w.add(rule="univariate", name=name, show=as_json(goal), **{"from": used})
            return True
        except KernelError:
            continue
    return False


def _subterms(t: Term) -> Iterator[Term]:
    if t[0] not in ("num", "sym"):
        for part in t[2:] if t[0] == "app" else t[1:2] if t[0] == "**" else t[1:]:
            yield from _subterms(part)
    yield t


def _everywhere(w: Writer, goal: Atom) -> Iterator[Term]:
    yield from _subterms(goal.left)
    yield from _subterms(goal.right)
    for phi in w.context.facts.values():
        if isinstance(phi, Atom):
            yield from _subterms(phi.left)
            yield from _subterms(phi.right)


def _splittable(w: Writer, goal: Atom) -> Iterator[Term]:
    """Nodes min, max, abs whose branch is not settled, innermost first."""
    done = {n for n in w.context.facts if n.startswith("split ")}
    for t in _everywhere(w, goal):
        if t[0] == "app" and t[1] in ("min", "max", "abs") and f"split {normal(t)}" not in done:
            yield t


def _branches(node: Term) -> tuple[tuple[Atom, str, dict[str, str]], tuple[Atom, str, dict[str, str]]]:
    """The two cases left <= right, right < left of a node: condition, fact that gives its value, instance."""
    kind, *arguments = node[1:]
    left, right = arguments[0], arguments[1] if kind != "abs" else ZERO
    values = {"a": show(left)} if kind == "abs" else {"a": show(left), "b": show(right)}
    low, high = {
        "min": ("min_is_left", "min_is_right"),
        "max": ("max_is_right", "max_is_left"),
        "abs": ("abs_of_nonpositive", "abs_of_nonnegative"),
    }[kind]
    return (Atom("<=", left, right), low, values), (Atom("<", right, left), high, values)


def _resolve(w: Writer, goal: Atom, name: str) -> None:
    """Settle the branches whose condition is a fact or a comparison of numbers."""
    for _ in range(4 * SPLITS):
        for node in _splittable(w, goal):
            if any(_settled(w, node, *branch, name) for branch in _branches(node)):
                break
        else:
            return


def _settled(w: Writer, node: Term, condition: Atom, fact: str, values: dict[str, str], name: str) -> bool:
    weak = Atom("<=", condition.left, condition.right)
    if key(weak) not in w.known and not _closed(w, weak, w.fresh(name)):
        return False
    w.apply(f"split {normal(node)}", fact, values)
    return True


def _split(w: Writer, goal: Atom, node: Term, name: str, limits: _Limits) -> None:
    branches = _branches(node)
    proofs = []
    for label, (condition, fact, values) in zip(("le", "gt"), branches, strict=True):
        inner = w.inner({}, {f"{name}.{label}": condition})
        inner.apply(f"split {normal(node)}", fact, values, [f"{name}.{label}"])
        _prove(inner, goal, f"{name}.{label}.then", limits)
        proofs.append(inner.steps)
    on = [show(branches[0][0].left), show(branches[0][0].right)]
    w.add(rule="cases", name=name, on=on, show=as_json(goal), le=proofs[0], gt=proofs[1])


def _library(w: Writer, goal: Atom) -> list[str]:
    """Instances of standard facts about the exp, sqrt, norm and inverse terms that occur."""
    found: dict[str, None] = {}
    for t in _everywhere(w, goal):
        if t[0] != "app":
            continue
        a = show(t[2])
        if t[1] == "exp":
            found |= dict.fromkeys((f"exp_positive(a={a})", f"exp_tangent(a={a})", f"exp_negate(a={a})"))
        elif t[1] == "sqrt":
            found |= dict.fromkeys((f"sqrt_square(a={a})", f"sqrt_nonnegative(a={a})"))
        elif t[1] == "norm":
            found |= dict.fromkeys((f"norm_nonnegative(u={a})", f"norm_square(u={a})"))
    return list(found)
