"""From a claim's witness, as a paper writes it, to the counterexample that the kernel rechecks.

A witness is a dict.  Its symbols get exact values.  For a run it also says ``"function"`` (an expression in
``"variable"``), ``"start"``, and where a minimiser occurs ``"minimiser"``; ``"gradient"`` replaces the derivative that
sympy would find, for functions written with Min and Max.  ``"noise": 0`` says that a random method is run without
noise, which its assumptions must allow.  A sequence of the statement, the iterates among them, may be given as a term
in its index: ``{b(k): 1 + k/4, x(k): 1 - k}``.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import sympy as sp

from theory import measures
from theory.claim import Claim
from theory.statement import Run
from theory.symbols import norm
from verify import compile as compiled
from verify.kernel.terms import REAL, All, Atom, Formula, Term, show, substitute, term

__all__ = ["NoWitness", "counterexamples"]


class NoWitness(Exception):
    """The witness of a claim does not fit its statement; says what is missing."""


def counterexamples(claim: Claim, stated: tuple[Formula, ...]) -> Iterator[dict[str, Any]]:
    """The kernel's witnesses, one for each part of the obligation that the claim's witness speaks about.

    Args:
        claim: with a witness.
        stated: the formulas of its obligation.

    Raises:
        NoWitness: if no part of the obligation has values for all its names.
    """
    if not isinstance(claim.witness, Mapping):
        raise NoWitness("no witness; give witness={symbol: value, ...}")
    values = {str(name): sp.sympify(value) for name, value in claim.witness.items() if isinstance(name, sp.Symbol)}
    told = {name: value for name, value in claim.witness.items() if isinstance(name, str)}
    sequences = dict(_sequence(name, value) for name, value in claim.witness.items() if isinstance(name, sp.Function))
    if told.get("noise", 0) != 0:
        raise NoWitness(f"the noise {told['noise']}: only runs without noise are rechecked exactly")
    if "function" in told and not isinstance(told.get("variable"), sp.Symbol):
        raise NoWitness("the function of the witness has no variable; give 'variable': symbol")
    missing: set[str] = set()
    fits = False
    for i, phi in enumerate(stated):
        names = {name for name, _ in phi.fix} if isinstance(phi, All) else set()
        here = values | (_run_values(claim.statement, values, told, names) if isinstance(claim.statement, Run) else {})
        if names <= set(here):
            fits = True
            model = _model(phi, here, told, sequences) if "function" in told and isinstance(phi, All) else sequences
            yield {"part": i, "values": {n: compiled.text(here[n]) for n in sorted(names)}, "model": model}
        missing |= names - set(here)
    if not fits:
        raise NoWitness(f"the witness gives no value for {', '.join(sorted(missing))}")


def _sequence(applied: Any, meaning: Any) -> tuple[str, list[str]]:
    """Name and meaning, as the kernel reads it, of a function of one variable."""
    if len(applied.args) != 1 or not applied.args[0].is_Symbol:
        raise NoWitness(f"a value of {applied}; give the sequence at a symbol, as in {{b(k): 1 + k/4}}")
    return str(applied.func.__name__), [str(applied.args[0]), compiled.text(meaning)]


def _run_values(run: Run, values: Mapping[str, Any], told: Mapping[str, Any], names: set[str]) -> dict[str, Any]:
    """What follows from the witness of a run: one step more than the bound allows; the iterates up to the horizon."""
    found: dict[str, Any] = {}
    if run.then.has(measures.hitting_time):
        bound = _at(run.then.rhs, values)
        if not bound.free_symbols:
            found[str(compiled.K)] = values.get(str(compiled.K), sp.floor(bound) + 1)
        return found
    horizon = max((int(n[1:]) for n in names if n[0] == "x" and n[1:].isdigit()), default=0)
    if "start" not in told or "function" not in told:
        return found
    oracle, parameters = _Oracle(told), {n: _at(v, values) for n, v in run.parameters.items()}
    iterates = run.method(oracle, sp.sympify(told["start"]), **parameters)
    for i in range(horizon + 1):
        found[f"x{i}"] = _plain(next(iterates))
    return found | ({"xs": sp.sympify(told["minimiser"])} if "minimiser" in told else {})


class _Oracle:
    """The witness's function, for tracing a method on exact numbers."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self.variable = told["variable"]
        self.function = sp.sympify(told["function"])
        self.gradient = sp.sympify(told.get("gradient", sp.diff(self.function, self.variable)))

    def __call__(self, point: Any) -> Any:
        return self.function.subs(self.variable, point)

    def grad(self, point: Any) -> Any:
        """The derivative at a point."""
        return self.gradient.subs(self.variable, point)


def _at(expr: Any, values: Mapping[str, Any]) -> Any:
    expr = sp.sympify(expr)
    return expr.subs({s: values[str(s)] for s in expr.free_symbols if str(s) in values})


def _plain(expr: Any) -> Any:
    """An expression of the line: the norm is the absolute value."""
    return sp.sympify(expr).replace(norm, sp.Abs)


def _model(
    phi: All, values: Mapping[str, Any], told: Mapping[str, Any], sequences: Mapping[str, list[str]]
) -> dict[str, Any]:
    """Meanings of f, grad, hess and of the iterates, as far as the formula speaks of them."""
    oracle, said = _Oracle(told), _applied(phi)
    variable = str(oracle.variable)
    # the gradient always: the kernel has to see that the objective is C^1, also where only its values occur
    model: dict[str, Any] = {**sequences, "f": [variable, compiled.text(oracle.function)]}
    model["grad"] = [variable, compiled.text(oracle.gradient)]
    if "hess" in said:
        model["hess"] = [variable, compiled.text(sp.diff(oracle.gradient, oracle.variable))]
    if "x" in said and "x" not in model and "start" not in told:
        raise NoWitness("the run of the witness has no start; give 'start': value")
    if "x" in said and "x" not in model:
        model["x"] = {"start": compiled.text(told["start"]), "next": _recursion(phi, values, oracle)}
    return model


def _recursion(phi: All, values: Mapping[str, Any], oracle: _Oracle) -> list[str]:
    """The step of the method, as the formula states it, on the witness's function at the witness's values."""
    v, slope = sp.Symbol("v", real=True), compiled.text(oracle.gradient)
    at = {str(oracle.variable): REAL}

    def line(t: Term) -> Term:
        if t[0] in ("num", "sym"):
            return t
        if t[0] == "**":
            return ("**", line(t[1]), t[2])
        if t[0] != "app":
            return (t[0], line(t[1]), line(t[2]))
        if t[1] == "x":
            return ("sym", str(v), REAL)
        arguments = [line(a) for a in t[2:]]
        if t[1] == "grad":
            return substitute(term(slope, at), {str(oracle.variable): arguments[0]})
        return ("*", *arguments) if t[1] == "inner" else ("app", "abs" if t[1] == "norm" else t[1], *arguments)

    by = {name: term(compiled.text(value), {}) for name, value in values.items()}
    for given in phi.given:
        then = given.then if isinstance(given, All) else None
        if isinstance(then, Atom) and then.rel == "==" and then.left[:2] == ("app", "x"):
            return [str(v), show(substitute(line(then.right), by))]
    raise NoWitness("the statement gives the iterates by no recursion")


def _applied(phi: Formula) -> set[str]:
    """Names of the functions that a formula applies."""

    def inside(t: Any) -> set[str]:
        found = {t[1]} if t[0] == "app" else set()
        return found.union(*(inside(part) for part in t if isinstance(part, tuple)))

    if isinstance(phi, Atom):
        return inside(phi.left) | inside(phi.right)
    return _applied(phi.then).union(*(_applied(given) for given in phi.given))
