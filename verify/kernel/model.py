"""Refutation: a counterexample gives every name of a statement a meaning on the real line.

Points become real numbers, ``inner`` becomes the product and ``norm`` the absolute value.  The objective, its
gradient and (where the statement speaks of it) its Hessian become explicit terms in one variable; that each is the
derivative of the one before is part of what has to be proved, branch by branch where min, max or abs occur.  So the
objective is C^1 with a locally Lipschitz gradient, and C^2 if the statement speaks of the Hessian.  The iterates may
be given in closed form, or by a start and a recursion: a sequence with these exists, so its two defining facts may
be used (``goal.start`` and ``goal.next``).  Then every hypothesis of the statement must be proved, and its
conclusion disproved.
"""

from dataclasses import dataclass
from typing import Any

from verify.kernel import calculus, space
from verify.kernel.errors import KernelError
from verify.kernel.space import denied, written
from verify.kernel.terms import (
    REAL,
    SIGNATURES,
    ZERO,
    All,
    Atom,
    Formula,
    Term,
    instantiate,
    substitute,
    variable,
)  # fmt: skip

__all__ = ["ORBIT", "goals", "orbit"]

_OBJECTIVE = ("f", "grad", "hess")


@dataclass(frozen=True)
class Meaning:
    """A function of one real variable, as a term."""

    variable: str
    body: Term

    def at(self, argument: Term) -> Term:
        """The term at an argument."""
        return substitute(self.body, {self.variable: argument})


ORBIT = "orbit"
"""The name, in the proofs, of iterates that are defined by recursion."""


def orbit(witness: Any) -> dict[str, Formula]:
    """The facts that define the iterates, if the counterexample gives them by recursion."""
    entry = witness.get("model", {}).get("x") if isinstance(witness.get("model"), dict) else None
    if not isinstance(entry, dict):
        return {}
    if set(entry) != {"start", "next"} or not isinstance(entry["next"], list) or len(entry["next"]) != 2:
        raise KernelError("iterates by recursion are {start: term, next: [variable, term]}.")
    var, body = entry["next"]
    k: Term = ("sym", "k", REAL)
    here: Term = ("app", ORBIT, k)
    after: Term = ("app", ORBIT, ("+", k, calculus.ONE))
    following = substitute(written(body, variable(var)), {var: here})
    start = Atom("==", ("app", ORBIT, ZERO), written(entry["start"], {}))
    recursion = All((("k", REAL),), (Atom("nat", k, ZERO),), Atom("==", after, following))
    return {"goal.start": start, "goal.next": recursion}


def _meanings(data: Any) -> dict[str, Meaning]:
    if not isinstance(data, dict):
        raise KernelError("'model' is an object: function name -> [variable, term].")
    found = {}
    for name, entry in data.items():
        if name == "x" and isinstance(entry, dict):
            found[name] = Meaning("k", ("app", ORBIT, ("sym", "k", REAL)))
            continue
        if name == ORBIT or not isinstance(entry, list) or len(entry) != 2 or not isinstance(entry[0], str):
            raise KernelError(f"the meaning of {name!r} is a pair [variable, term].")
        if name in SIGNATURES and name not in (*_OBJECTIVE, "x"):
            raise KernelError(f"the meaning of {name} is fixed.")
        found[name] = Meaning(entry[0], written(entry[1], variable(entry[0])))
    if set(_OBJECTIVE) & set(found) and not {"f", "grad"} <= set(found):
        raise KernelError("an objective is given with its gradient: f and grad.")
    return found


def _real(t: Term, model: dict[str, Meaning]) -> Term:
    head = t[0]
    if head == "num":
        return t
    if head == "sym":
        return ("sym", t[1], REAL)
    if head == "**":
        return ("**", _real(t[1], model), t[2])
    if head != "app":
        return (head, _real(t[1], model), _real(t[2], model))
    name, arguments = t[1], [_real(a, model) for a in t[2:]]
    if name == "inner":
        return ("*", *arguments)
    if name == "norm":
        return ("app", "abs", *arguments)
    if name == "hess":
        return ("app", "abs", _meaning("hess", model).at(arguments[0]))
    if name in SIGNATURES and name not in ("f", "grad", "x"):
        if name in ("hv", "flow", "rest", "iterate", "disturbance"):
            raise KernelError(f"{name} cannot be given a meaning in a counterexample.")
        return ("app", name, *arguments)
    if len(arguments) != 1:
        raise KernelError(f"{name} has {len(arguments)} arguments; a counterexample gives functions of one.")
    return _meaning(name, model).at(arguments[0])


def _meaning(name: str, model: dict[str, Meaning]) -> Meaning:
    if name not in model:
        raise KernelError(f"the counterexample gives {name} no meaning.")
    return model[name]


def _formula(phi: Formula, model: dict[str, Meaning]) -> Formula:
    if isinstance(phi, Atom):
        return Atom(phi.rel, _real(phi.left, model), _real(phi.right, model))
    fix = tuple((name, REAL) for name, _ in phi.fix)
    return All(fix, tuple(_formula(g, model) for g in phi.given), _formula(phi.then, model))


def _derivatives(model: dict[str, Meaning]) -> list[Formula]:
    """That grad is the derivative of f and hess that of grad, on every branch."""
    result: list[Formula] = []
    for name, prime in (("f", "grad"), ("grad", "hess")):
        if prime not in model:
            continue
        whole, slope = _meaning(name, model), model[prime]
        var = whole.variable
        if calculus.divisors(whole.body, var) or calculus.divisors(slope.body, slope.variable):
            raise KernelError(f"{name} divides by a term in its variable; write it without.")
        for choice in calculus.choices(whole.body, var):
            found = calculus.derivative(whole.body, var, {n: label for n, label, _ in choice}, set())
            equal = Atom("==", found, slope.at(("sym", var, REAL)))
            result.append(All(((var, REAL),), tuple(condition for _, _, condition in choice), equal))
    return result


def goals(parts: tuple[Formula, ...], witness: Any) -> list[list[Formula]]:
    """What has to be proved to refute: for each goal the formulas any one of which will do.

    Args:
        parts: the formulas of the obligation.
        witness: {"part": index, "values": {name: closed term}, "model": {function: [variable, term]}}, or with
            "metric" in place of "model", see ``space``.
    """
    flat = isinstance(witness, dict) and "metric" not in witness
    if not isinstance(witness, dict) or set(witness) != {"part", "values", "model" if flat else "metric"}:
        raise KernelError("a witness has exactly the fields part, values, and model or metric.")
    part, values = witness["part"], witness["values"]
    if type(part) is not int or not 0 <= part < len(parts):
        raise KernelError(f"there is no part {part!r} to refute.")
    phi = parts[part]
    if not isinstance(phi, All):
        phi = All((), (), phi)
    if not flat:
        return space.goals(phi, witness)
    if not isinstance(values, dict) or set(values) != {name for name, _ in phi.fix}:
        raise KernelError(f"'values' must give a closed term for each of {[name for name, _ in phi.fix]}.")
    model = _meanings(witness["model"])
    by = {name: written(text, {}) for name, text in values.items()}
    hypotheses = [instantiate(_formula(g, model), by) for g in phi.given]
    denials = [instantiate(_formula(d, model), by) for d in denied(phi.then)]
    return [*([d] for d in _derivatives(model)), *([h] for h in hypotheses), denials]
