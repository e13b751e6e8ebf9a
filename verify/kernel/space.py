"""Refutation in several dimensions: points of R^d, with an inner product that weighs the coordinates.

For statements about finitely many points: no function of a vector other than ``inner`` and ``norm`` occurs.  Every
vector gets d coordinates, and inner(u, v) is sum_i m_i u_i v_i for positive weights m_i.  Scaling the i-th coordinate
by sqrt(m_i) makes this R^d with its usual inner product, so what is false here is false there.  Weights are what lets
all coordinates be rational when the inner products are: a rational Gram matrix is L D L^T with rational L and D.
"""

from collections.abc import Mapping
from typing import Any

from verify.kernel.errors import KernelError
from verify.kernel.polynomial import is_vector
from verify.kernel.terms import REAL, VECTOR, ZERO, All, Atom, Formula, Scope, Term, term

__all__ = ["denied", "goals", "written"]

FIXED = ("min", "max", "abs", "exp", "log", "sqrt", "alternate")
"""Functions of reals whose meaning is fixed."""

LARGEST = 200
"""Dimensions beyond this are refused."""

Vector = tuple[Term, ...]


class Space:
    """The meaning of every name, and of the inner product."""

    def __init__(self, fix: tuple[tuple[str, str], ...], values: Any, metric: Any) -> None:
        if not isinstance(metric, list) or not 1 <= len(metric) <= LARGEST:
            raise KernelError(f"'metric' is a list of 1 to {LARGEST} closed terms, the weights of the coordinates.")
        self.metric = tuple(written(text, {}) for text in metric)
        if not isinstance(values, dict) or set(values) != {name for name, _ in fix}:
            raise KernelError(f"'values' must give a value for each of {[name for name, _ in fix]}.")
        self.reals: dict[str, Term] = {}
        self.vectors: dict[str, Vector] = {}
        for name, sort in fix:
            if sort == REAL:
                self.reals[name] = written(values[name], {})
            elif not isinstance(values[name], list) or len(values[name]) != len(self.metric):
                raise KernelError(f"the vector {name} has {len(self.metric)} coordinates, one for each weight.")
            else:
                self.vectors[name] = tuple(written(text, {}) for text in values[name])

    def real(self, t: Term) -> Term:
        """A term of the statement as a closed real term."""
        head = t[0]
        if head == "num":
            return t
        if head == "sym":
            return self.reals[t[1]]
        if head == "**":
            return ("**", self.real(t[1]), t[2])
        if head != "app":
            return (head, self.real(t[1]), self.real(t[2]))
        if t[1] == "inner":
            return self._product(self.vector(t[2]), self.vector(t[3]))
        if t[1] == "norm":
            u = self.vector(t[2])
            return ("app", "sqrt", self._product(u, u))
        if t[1] not in FIXED:
            raise KernelError(f"{t[1]} has no meaning at finitely many points.")
        return ("app", t[1], *(self.real(argument) for argument in t[2:]))

    def vector(self, t: Term) -> Vector:
        """A vector term by its coordinates."""
        if t == ZERO:
            return (ZERO,) * len(self.metric)
        if t[0] == "sym" and t[2] == VECTOR:
            return self.vectors[t[1]]
        if t[0] == "+":
            left, right = self.vector(t[1]), self.vector(t[2])
            return tuple(("+", a, b) for a, b in zip(left, right, strict=True))
        if t[0] == "*" and is_vector(t[2]):
            scale = self.real(t[1])
            return tuple(("*", scale, a) for a in self.vector(t[2]))
        if t[0] in ("*", "/"):
            scale = self.real(t[2])
            return tuple((t[0], a, scale) for a in self.vector(t[1]))
        raise KernelError(f"{t[1] if t[0] == 'app' else t[0]} has no meaning as a vector at finitely many points.")

    def _product(self, u: Vector, v: Vector) -> Term:
        total: Term = ZERO
        for weight, a, b in zip(self.metric, u, v, strict=True):
            total = ("+", total, ("*", weight, ("*", a, b)))
        return total

    def atoms(self, phi: Formula) -> list[Atom]:
        """A relation as relations between reals: of vectors one for each coordinate."""
        if not isinstance(phi, Atom):
            raise KernelError("a hypothesis that is quantified itself has no meaning at finitely many points.")
        if is_vector(phi.left) or is_vector(phi.right):
            pairs = zip(self.vector(phi.left), self.vector(phi.right), strict=True)
            return [Atom(phi.rel, a, b) for a, b in pairs]
        return [Atom(phi.rel, self.real(phi.left), self.real(phi.right))]


def written(text: Any, scope: Scope) -> Term:
    """A real term of known functions; anything else would be a second unknown inside the counterexample."""
    found = term(text, scope, REAL)
    unknown = _functions(found) - set(FIXED)
    if unknown:
        raise KernelError(f"a counterexample is written with {', '.join(FIXED)} only, not with {sorted(unknown)}.")
    return found


def _functions(t: Term) -> set[str]:
    found = {t[1]} if t[0] == "app" else set()
    return found.union(*(_functions(part) for part in t if isinstance(part, tuple)))


def denied(then: Formula) -> list[Atom]:
    """The relations any one of which is the denial of a relation between reals."""
    if isinstance(then, Atom) and then.rel == "<=":
        return [Atom("<", then.right, then.left)]
    if isinstance(then, Atom) and then.rel == "<":
        return [Atom("<=", then.right, then.left)]
    if isinstance(then, Atom) and then.rel == "==":
        return [Atom("<", then.left, then.right), Atom("<", then.right, then.left)]
    raise KernelError("only a relation can be disproved.")


def goals(phi: All, witness: Mapping[str, Any]) -> list[list[Formula]]:
    """What has to be proved to refute, in the form of ``model.goals``.

    Args:
        phi: the formula to refute; its hypotheses and conclusion are relations.
        witness: {"part": index, "values": {name: closed term or list of them}, "metric": [closed terms]}.
    """
    space = Space(phi.fix, witness["values"], witness["metric"])
    positive: list[list[Formula]] = [[Atom("<", ZERO, weight)] for weight in space.metric]
    hypotheses: list[list[Formula]] = [[atom] for given in phi.given for atom in space.atoms(given)]
    if is_vector(getattr(phi.then, "left", ZERO)) or is_vector(getattr(phi.then, "right", ZERO)):
        found = [denial for atom in space.atoms(phi.then) for denial in denied(atom)]
    else:
        found = [atom for denial in denied(phi.then) for atom in space.atoms(denial)]
    return [*positive, *hypotheses, list(found)]
