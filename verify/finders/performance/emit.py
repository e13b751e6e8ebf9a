"""From exact multipliers to one kernel step."""

from typing import Any

from verify.finders.performance.rational import Exact
from verify.finders.performance.table import Dual
from verify.finders.performance.units import Monomial
from verify.kernel.terms import Atom, as_json

__all__ = ["step"]


def step(goal: Atom, name: str, dual: Dual, found: Exact) -> dict[str, Any]:
    """The step that shows the goal by the rule ``multipliers``; whether it does is for the kernel to say."""
    problem = dual.problem
    units = {"square": problem.units.square, "value": problem.units.value, **problem.units.numbers}
    equations = [relation for relation in problem.relations if relation.name]
    # the point that all is measured from comes last: its row is full, and eliminated last it fills nothing in
    return {
        "rule": "multipliers",
        "name": name,
        "show": as_json(goal),
        "positive": list(problem.positive.values()),
        "units": {unit: _text(monomial) for unit, monomial in units.items()},
        "solve": [[relation.name, relation.pivot] for relation in equations],
        "define": [[point, text] for point, text in problem.defined.items()],
        "basis": [*dual.basis, *([problem.centre] if problem.centre is not None else [])],
        "rows": [
            [str(value), dual.rows[k].name, *dual.rows[k].points] for k, value in found.multipliers.items()
        ],
    }


def _text(monomial: Monomial) -> str:
    return "*".join(f"{s}**({e})" if e != 1 else s for s, e in sorted(monomial.items())) or "1"
