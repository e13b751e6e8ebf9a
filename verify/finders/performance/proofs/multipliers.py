"""Proofs by multipliers: a bound on the run of a fixed-step method as a weighted sum of what holds for pairs of points.

A semidefinite program proposes weights, on a small pattern of pairs first (path and star), then on all pairs; they
are made exact and written as kernel steps.  Restricting the pairs only makes the bound weaker, never wrong.

Source: Y. Drori and M. Teboulle, Math. Program. 145 (2014); A. Taylor, J. Hendrickx and F. Glineur, Math. Program. 161
(2017).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from verify.finders.performance.numbers import Number
from verify.finders.performance.problem.assembly import Problem, Row, assemble
from verify.finders.performance.problem.forms import replaced, squared_norms
from verify.finders.performance.proofs.emit import step
from verify.finders.performance.proofs.known import deepened, guesses
from verify.finders.proofs.prove import NotFound, Writer
from verify.kernel.errors import KernelError
from verify.kernel.steps import Context, prove
from verify.kernel.terms import Atom, Formula, Term, as_json, show

if TYPE_CHECKING:
    from verify.finders.performance.problem.table import Dual
    from verify.finders.performance.proofs.rational import Exact

__all__ = ["PATTERNS", "Prepared", "by_multipliers", "prepared", "solved"]


PATTERNS = ("path", "star", "all")
"""Growing patterns of pairs of points."""


def by_multipliers(goal: Formula, context: Context) -> list[dict[str, Any]]:
    """Kernel steps that prove a bound from inequalities between points.

    Args:
        goal: a relation between function values, inner products and parameters.
        context: hypotheses: rules for one or two points, vector equations, bounds.

    Raises:
        NotFound: if the goal is of another kind, or no exact multipliers were found; with the solver's status.
    """
    ready, said = prepared(goal, context), list[str]()
    for rows in guesses(ready.problem):
        try:
            return ready.finished(rows)
        except KernelError:
            continue  # a guess; the solver makes a better one
    for pattern in PATTERNS:
        dual, found = solved(ready.problem, pattern, said)
        if found is not None:
            return ready.finished(found.rows(dual))
    raise NotFound(f"no exact multipliers ({'; '.join(said)})")


def solved(problem: Problem, pattern: str, said: list[str], solver: str = "clarabel") -> "tuple[Dual, Exact | None]":
    """Exact multipliers near a solver's at a pattern of pairs, or None; what the solver says is added to ``said``."""
    from verify.finders.performance.proofs.rational import exact
    from verify.finders.performance.solve import solve, tabulate

    dual = tabulate(problem, pattern)
    numeric = solve(dual, solver=solver)
    said.append(f"{len(dual.rows)} inequalities: {numeric.status}, slack {numeric.slack:.3g}")
    return dual, exact(dual, numeric, solver)


@dataclass(frozen=True, kw_only=True)
class Prepared:
    """A goal without squared norms, the proof so far, and the way back.

    Attributes:
        context: where it is to be proved.
        before: the proof so far: hypotheses without squared norms.
        goal: the goal without squared norms.
        problem: what is to be solved.
        restored: the goals to return to, in order, each with the equality that is used.
    """

    context: Context
    before: list[dict[str, Any]]
    goal: Atom
    problem: Problem
    restored: list[tuple[Atom, str]]

    def steps(self, rows: Iterable[tuple[Row, Number]]) -> list[dict[str, Any]]:
        """The proof with these multipliers, not yet checked."""
        name = "bound"
        while name in self.context.facts:
            name += "'"
        found = [*self.before, step(self.goal, name, self.problem, rows)]
        for i, (before, by) in enumerate(self.restored):
            found.append({"rule": "rewrite", "name": f"{name} {i}", "show": as_json(before), "fact": name, "by": by})
            name = f"{name} {i}"
        return found

    def finished(self, rows: Iterable[tuple[Row, Number]]) -> list[dict[str, Any]]:
        """The proof with these multipliers.

        Raises:
            KernelError: if the kernel refuses it.
        """
        found = self.steps(rows)
        prove(found, self.context)
        return found


def prepared(goal: Formula, context: Context) -> Prepared:
    """Assemble the problem of a goal.

    Raises:
        NotFound: if the goal is of another kind.
    """
    if not isinstance(goal, Atom) or goal.rel == "nat":
        raise NotFound("not a relation between reals")
    inner = Context(context.scope, dict(context.facts), context.lemmas, context.axioms, context.used)
    bounds = [phi for phi in (goal, *context.facts.values()) if isinstance(phi, Atom) and phi.rel in ("<=", "<", "==")]
    steps, plain, restored = list[dict[str, Any]](), goal, list[tuple[Atom, str]]()
    if any(map(squared_norms, bounds)):
        writer = Writer(inner)
        plain, restored = _without_norms(writer, goal)
        steps = writer.steps
    problem = deepened(assemble(plain, inner))
    return Prepared(context=context, before=steps, goal=plain, problem=problem, restored=restored)


def _without_norms(w: Writer, goal: Atom) -> tuple[Atom, list[tuple[Atom, str]]]:
    """Write norm(v)**2 as inner(v, v) in the hypotheses and the goal.

    Returns:
        The goal without squared norms; and how to go back, last first: the goal before, and the equality used.
    """
    names: dict[Term, str] = {}

    def equality(square: Term) -> tuple[str, Term]:
        v = square[1][2]
        if square not in names:
            names[square] = w.apply(w.fresh("square"), "norm_square", {"u": show(v)})
        return names[square], ("app", "inner", v, v)

    for name, phi in list(w.context.facts.items()):
        if isinstance(phi, Atom) and phi.rel in ("<=", "<"):
            for square in squared_norms(phi):
                by, product = equality(square)
                phi = replaced(phi, square, product)
                name = w.add(rule="rewrite", name=w.fresh(name), show=as_json(phi), fact=name, by=by)
    back: list[tuple[Atom, str]] = []
    for square in squared_norms(goal):
        by, product = equality(square)
        back.insert(0, (goal, by))
        goal = replaced(goal, square, product)
    return goal, back
