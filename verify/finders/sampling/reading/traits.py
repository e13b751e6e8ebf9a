"""Classes of functions recognised from the inequality between any two points that a hypothesis states."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

import sympy as sp

from theory.classes import FunctionClass, Smooth, SmoothConvex, SmoothStronglyConvex
from theory.symbols import f as f_of
from theory.symbols import grad as grad_of
from theory.symbols import inner as inner_of
from theory.symbols import norm as norm_of
from verify.finders.sampling.running.evaluate import Unreadable

__all__ = ["CURVATURE", "Trait", "bend_along", "class_of", "self_bounding", "star", "trait_of"]

CURVATURE = sp.Symbol("curvature", positive=True)
"""The Lipschitz constant of the gradient of a convex function that the hypotheses give none: any will do."""

Kind = Literal["convex", "strong", "upper", "smooth", "smooth convex"]
Form = dict[Any, sp.Expr]


@dataclass(frozen=True)
class Trait:
    """One property of f: "strong" with mu, "upper" (curvature at most L), "smooth" with L, "smooth convex" with L."""

    kind: Kind
    constant: sp.Expr


def _square(vector: Any) -> Any:
    return inner_of(vector, vector)


def _templates(a: Any, b: Any) -> tuple[tuple[Kind, Any, Callable[[Any], Any], Callable[[Any], Any]], ...]:
    """(kind, entry of the form that has the constant, constant from that entry, the slack from the constant)."""
    d, e = a - b, grad_of(a) - grad_of(b)
    tangent = f_of(a) - f_of(b) - inner_of(grad_of(b), d)
    slopes, places = _key(grad_of(a), grad_of(a)), _key(a, a)
    return (
        ("convex", None, lambda _: sp.Integer(0), lambda _: tangent),
        ("strong", places, lambda q: -2 * q, lambda m: tangent - m / 2 * _square(d)),
        ("smooth convex", slopes, lambda q: -1 / (2 * q), lambda L: tangent - _square(e) / (2 * L)),
        ("upper", places, lambda q: 2 * q, lambda L: L / 2 * _square(d) - tangent),
        (
            "smooth", slopes, lambda q: -1 / (4 * q),
            lambda L: f_of(a) - f_of(b) + L / 4 * _square(d) - inner_of(grad_of(a) + grad_of(b), d) / 2
            - _square(e) / (4 * L),
        ),
        ("convex", None, lambda _: sp.Integer(0), lambda _: inner_of(e, d)),
        ("strong", places, lambda q: -q, lambda m: inner_of(e, d) - m * _square(d)),
        ("smooth convex", slopes, lambda q: -1 / q, lambda L: inner_of(e, d) - _square(e) / L),
    )  # fmt: skip


def trait_of(over: tuple[sp.Symbol, ...], then: Any) -> Trait | None:
    """What ``then``, for any two points ``over``, says of f; None where it is none of the known inequalities."""
    if len(over) != 2 or not isinstance(then, sp.Le | sp.Ge):
        return None
    for a, b in (over, over[::-1]):
        form = _form(then.gts - then.lts, (a, b))
        if form is None:
            return None
        for kind, place, constant, slack in _templates(a, b):
            found = constant(form[place]) if place in form else sp.Integer(0) if place is None else None
            if found is None:
                continue
            for scale in _scales(form, a):  # the inequality may be multiplied by a positive number
                constants = constant(form[place] / scale) if place is not None else found
                other = _form(slack(constants), (a, b))
                if other is not None and _same(form, other, scale):
                    constants = sp.simplify(constants)
                    return Trait(kind, constants) if constants.is_positive or place is None else None
    return None


def _scales(form: Form, a: Any) -> list[sp.Expr]:
    """What the slack may be a multiple of a template by: the coefficient of f, or of <grad(a), a>."""
    entries = (form.get(f_of(a)), form.get(_key(a, grad_of(a))))
    candidates = [sign * entry for entry in entries if entry is not None for sign in (1, -1)]
    return [entry for entry in candidates if entry.is_positive]


def _same(form: Form, other: Form, scale: sp.Expr) -> bool:
    return all(sp.simplify(form.get(key, 0) - scale * other.get(key, 0)) == 0 for key in {*form, *other})


def _key(v: Any, w: Any) -> tuple[Any, Any]:
    first, second = sorted((v, w), key=str)
    return first, second


def _form(slack: Any, places: tuple[Any, Any]) -> Form | None:
    """Coefficients of f at the places and of the inner products of places and gradients; None for anything else."""
    vectors = [*places, *(grad_of(place) for place in places)]
    form: Form = {}
    for term in sp.Add.make_args(sp.expand(slack)):
        factors = sp.Mul.make_args(term)
        marked = [part for part in factors if part.has(*places)]
        if len(marked) != 1:
            return None
        rest = sp.Mul(*(part for part in factors if part is not marked[0]))
        (node,) = marked
        if isinstance(node, sp.Pow) and isinstance(node.base, norm_of) and node.exp == 2:
            node = inner_of(node.base.args[0], node.base.args[0])
        if isinstance(node, f_of) and node.args[0] in places:
            form[node] = form.get(node, 0) + rest
            continue
        if not isinstance(node, inner_of):
            return None
        sides = [_linear(side, vectors) for side in node.args]
        if None in sides:
            return None
        for v, p in (sides[0] or {}).items():
            for w, q in (sides[1] or {}).items():
                form[_key(v, w)] = form.get(_key(v, w), 0) + rest * p * q
    return {key: value for key, value in ((key, sp.simplify(value)) for key, value in form.items()) if value != 0}


def _linear(vector: Any, vectors: list[Any]) -> dict[Any, sp.Expr] | None:
    """The coefficients of a linear form in the vectors."""
    marks = {v: sp.Dummy() for v in vectors}
    inner = sp.expand(vector.xreplace({v: m for v, m in marks.items() if isinstance(v, grad_of)}).xreplace(marks))
    found = {v: inner.coeff(mark, 1) for v, mark in marks.items()}
    rest = sp.expand(inner - sum(found[v] * mark for v, mark in marks.items()))
    if rest != 0 or any(value.has(*marks.values()) for value in found.values()):
        return None
    return {v: value for v, value in found.items() if value != 0}


def bend_along(over: tuple[sp.Symbol, ...], then: Any) -> tuple[Any, sp.Expr] | None:
    """(a, L) of f(z + t a) <= f(z) + t <grad(z), a> + L t^2/2, for all z and t: f bends at most by L along a."""
    if len(over) != 2 or not isinstance(then, sp.Le | sp.Ge) or not isinstance(then.lts, f_of):
        return None
    for z, t in (over, over[::-1]):
        shift = sp.expand(then.lts.args[0] - z)
        atom = sp.expand(shift / t)
        if atom.has(z, t) or not atom.is_Symbol:
            continue
        bend = sp.expand(2 * (then.gts - f_of(z) - t * inner_of(grad_of(z), atom)) / t**2)
        if not bend.has(z, t, atom) and bend.is_positive:
            return atom, bend
    return None


def star(over: tuple[sp.Symbol, ...], then: Any) -> bool:
    """Whether f(p) - f(q) <= <grad(p), p - q> is said of all p, for one point q."""
    places = _two_places(over, then)
    if places is None:
        return False
    p, q = places
    slack, said = (
        _form(part, (p, q)) for part in (then.gts - then.lts, inner_of(grad_of(p), p - q) - f_of(p) + f_of(q))
    )
    return slack is not None and said is not None and any(_same(slack, said, scale) for scale in _scales(slack, p))


def self_bounding(over: tuple[sp.Symbol, ...], then: Any) -> tuple[Any, sp.Expr, sp.Expr] | None:
    """(q, A, B) of ||grad(p)||^2 <= 2 (A + B ||grad(p)||) (f(p) - f(q)) for all p, for one point q; A, B positive."""
    places = _two_places(over, then)
    if places is None:
        return None
    p, q = places
    size, height = sp.Dummy(nonnegative=True), sp.Dummy()
    slack = (then.gts - then.lts).xreplace({inner_of(grad_of(p), grad_of(p)): size**2, norm_of(grad_of(p)): size})
    slack = sp.expand(sp.expand(slack).subs(f_of(p), height + f_of(q)))
    square = -slack.coeff(height, 0).coeff(size, 2)
    if not square.is_positive or slack.has(f_of, grad_of, p, q):
        return None
    A, B = (sp.simplify(slack.coeff(height, 1).coeff(size, power) / (2 * square)) for power in (0, 1))
    rest = sp.expand(slack / square - 2 * (A + B * size) * height + size**2)
    return (q, A, B) if A.is_positive and B.is_positive and sp.simplify(rest) == 0 else None


def _two_places(over: tuple[sp.Symbol, ...], then: Any) -> tuple[Any, Any] | None:
    """(p, q) of a relation for all p in which f is taken at p and at one other point that is a symbol."""
    if len(over) != 1 or not isinstance(then, sp.Le | sp.Ge):
        return None
    (p,) = over
    others = {node.args[0] for node in then.atoms(f_of)} - {p}
    return (p, others.pop()) if len(others) == 1 and all(q.is_Symbol for q in others) else None


def class_of(traits: Iterable[Trait]) -> FunctionClass | None:
    """A class whose members have all of these traits (it may be smaller than what they define).

    Raises:
        Unreadable: where two constants are assumed at once.
    """
    found = list(traits)
    steep = {trait.constant for trait in found if trait.kind in ("upper", "smooth", "smooth convex")}
    strong = {trait.constant for trait in found if trait.kind == "strong"}
    if len(steep) > 1 or len(strong) > 1:
        raise Unreadable("two different classes are assumed at once")
    if not found:
        return None
    L = steep.pop() if steep else CURVATURE
    if strong:
        return SmoothStronglyConvex(strong.pop(), L)
    return Smooth(L) if {trait.kind for trait in found} <= {"upper", "smooth"} else SmoothConvex(L)
