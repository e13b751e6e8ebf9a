"""The hypotheses of a goal by kind: a parameter is positive, a rule for points, a step of the method, a bound."""

from verify.finders.performance.problem.forms import is_vector
from verify.kernel.steps import Context
from verify.kernel.terms import VECTOR, ZERO, All, Atom, Term

__all__ = ["by_kind", "positive_symbols"]


def positive_symbols(context: Context) -> dict[str, str]:
    """The symbols that a hypothesis calls positive, each with its name."""
    found: dict[str, str] = {}
    for name, phi in context.facts.items():
        if isinstance(phi, Atom) and phi.rel == "<" and phi.left == ZERO and phi.right[0] == "sym":
            found.setdefault(phi.right[1], name)
    return found


def by_kind(context: Context) -> tuple[dict[str, All], dict[str, Atom], dict[str, Atom]]:
    """The hypotheses that are rules for one or two points, vector equations, and bounds on what is unknown."""
    rules, equations, bounds = dict[str, All](), dict[str, Atom](), dict[str, Atom]()
    unknown = set(context.scope) - set(positive_symbols(context))
    for name, phi in context.facts.items():
        if isinstance(phi, All):
            points = [sort for _, sort in phi.fix if sort == VECTOR]
            plain = isinstance(phi.then, Atom) and phi.then.rel == "<=" and not phi.given
            if plain and 1 <= len(phi.fix) == len(points) <= 2:
                rules[name] = phi
        elif phi.rel == "==" and (is_vector(phi.left) or is_vector(phi.right)):
            equations[name] = phi
        elif phi.rel in ("<=", "<") and _mentions(phi, unknown):
            bounds[name] = phi
    return rules, equations, bounds


def _mentions(phi: Atom, unknown: set[str]) -> bool:
    def inside(t: Term) -> bool:
        if t[0] == "sym":
            return t[1] in unknown
        return t[0] != "num" and any(inside(part) for part in t[1:] if isinstance(part, tuple))

    return inside(phi.left) or inside(phi.right)
