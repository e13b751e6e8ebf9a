"""From exact multipliers to one kernel step."""

from collections.abc import Iterable
from typing import Any

from verify.finders.performance.numbers import Number
from verify.finders.performance.problem.assembly import Problem, Row
from verify.finders.performance.problem.units import Monomial
from verify.kernel.numeric.units import GRADIENT
from verify.kernel.terms import Atom, as_json

__all__ = ["monomial", "step"]


def step(goal: Atom, name: str, problem: Problem, rows: Iterable[tuple[Row, Number]]) -> dict[str, Any]:
    """The step that shows the goal by the rule ``multipliers``; whether it does is for the kernel to say."""
    units = {"square": problem.units.square, "value": problem.units.value, **problem.units.numbers}
    texts = {unit: monomial(powers) for unit, powers in units.items()} | dict.fromkeys(problem.gradients, GRADIENT)
    solved = {relation.pivot for relation in problem.relations}
    atoms = [atom for p in problem.points for atom in (p, f"grad({p})") if p != problem.centre]
    atoms += problem.gradients
    # the point that all is measured from comes last: its row is full, and eliminated last it fills nothing in
    atoms += [] if problem.centre is None else [f"grad({problem.centre})", problem.centre]
    return {
        "rule": "multipliers",
        "name": name,
        "show": as_json(goal),
        "positive": list(problem.positive.values()),
        "units": texts,
        "solve": [[relation.name, relation.pivot] for relation in problem.relations if relation.name],
        "define": [[point, text] for point, text in problem.defined.items()],
        "basis": [atom for atom in atoms if atom not in solved],
        "rows": [[str(value), row.name, *row.points] for row, value in rows if value],
    }


def monomial(powers: Monomial) -> str:
    """A monomial in the parameters as a term."""
    return "*".join(f"{s}**({e})" if e != 1 else s for s, e in sorted(powers.items()) if e) or "1"
