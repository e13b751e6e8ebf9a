"""Real arithmetic by explicit certificate (Positivstellensatz).

To conclude ``0 <= q`` from facts ``0 <= p_i``, ``0 < p_i`` and ``0 == e_j`` a certificate writes

    scale * q  =  sum_k  c_k * (product of p_i's) * (squares)  +  sum_j  h_j * e_j

with rationals c_k >= 0 and ``scale`` a product of facts ``0 < p_i``.  The kernel expands both sides and
compares coefficients; inverses of terms that are cited as positive are multiplied out first.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from verify.kernel.errors import KernelError
from verify.kernel.polynomial import Poly, clear, inverses, poly
from verify.kernel.terms import REAL, Atom, Formula, Scope, as_json, term

__all__ = ["check", "difference", "rational"]


def rational(text: Any) -> Fraction:
    """A rational from "p/q"; floats and everything else are refused."""
    if not isinstance(text, str) or len(text) > 1000 or not text.removeprefix("-").replace("/", "", 1).isdigit():
        raise KernelError(f"{str(text)[:60]!r} is not a rational; write it as a string p or p/q.")
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        raise KernelError(f"{text!r} is not a rational.") from None


def difference(phi: Formula) -> tuple[str, Poly]:
    """The relation and right minus left, of an atom over the reals."""
    if not isinstance(phi, Atom) or phi.rel == "nat":
        raise KernelError(f"arithmetic uses relations only, not {str(as_json(phi))[:100]}.")
    return phi.rel, poly(phi.right) - poly(phi.left)


def check(goal: Atom, facts: Mapping[str, Formula], certificate: Any, scope: Scope) -> None:
    """Refuse unless the certificate shows the goal from the facts.

    Args:
        goal: a relation over the reals.
        facts: the facts that may be cited, by name.
        certificate: object with "sum": [[c, [fact names], [squared terms]]...], "equal": [[term, fact name]...],
            "scale": [fact names], "nonzero": [fact names], and "absurd": true to show 0 <= -1 instead.
        scope: declared names.
    """
    fields = {"sum", "equal", "scale", "nonzero", "absurd"}
    if not isinstance(certificate, dict) or set(certificate) - fields:
        raise KernelError(f"an arithmetic certificate is an object with some of {sorted(fields)}.")
    for name in fields - {"absurd"}:
        if not isinstance(certificate.get(name, []), list):
            raise KernelError(f"arithmetic certificate: {name!r} must be a list.")
    known = {name: difference(phi) for name, phi in facts.items()}
    rel, target = difference(goal)
    if certificate.get("absurd", False):
        rel, target = "<=", Poly.constant(-1)
    total, strict = _sum(certificate.get("sum", []), known, scope)
    if rel == "==" and certificate.get("sum"):
        raise KernelError("an equality follows from equalities only; a sum of inequalities was given.")
    for entry in certificate.get("equal", []):
        multiplier, name = _pair(entry)
        if _cited(name, known)[0] != "==":
            raise KernelError(f"fact {name!r} is not an equality.")
        total = total + poly(term(multiplier, scope, REAL)) * known[name][1]
    for name in certificate.get("scale", []):
        target = target * _positive(name, known)
    remainder = target - total
    for name in certificate.get("nonzero", []):
        remainder = clear(remainder, inverses(_positive(name, known)))
    if remainder:
        raise KernelError(f"the two sides of the certificate differ by {str(remainder)[:200]}.")
    if rel == "<" and not strict:
        raise KernelError("a strict inequality needs a strictly positive summand.")


def _sum(entries: list[Any], known: Mapping[str, tuple[str, Poly]], scope: Scope) -> tuple[Poly, bool]:
    total, strict = Poly(), False
    for entry in entries:
        if not isinstance(entry, list) or len(entry) != 3 or not all(isinstance(part, list) for part in entry[1:]):
            raise KernelError(f"a summand is [rational, [fact names], [squared terms]], not {str(entry)[:80]}.")
        coefficient = rational(entry[0])
        if coefficient < 0:
            raise KernelError(f"summand {entry[0]} is negative.")
        product, all_strict = Poly.constant(coefficient), coefficient > 0
        for name in entry[1]:
            relation, p = _cited(name, known)
            if relation not in ("<=", "<"):
                raise KernelError(f"fact {name!r} is not an inequality.")
            product, all_strict = product * p, all_strict and relation == "<"
        for square in entry[2]:
            product, all_strict = product * poly(term(square, scope, REAL)) ** 2, False
        total, strict = total + product, strict or all_strict
    return total, strict


def _pair(entry: Any) -> tuple[Any, Any]:
    if not isinstance(entry, list) or len(entry) != 2:
        raise KernelError(f"an equality is used as [term, fact name], not {str(entry)[:80]}.")
    return entry[0], entry[1]


def _cited(name: Any, known: Mapping[str, tuple[str, Poly]]) -> tuple[str, Poly]:
    if not isinstance(name, str) or name not in known:
        raise KernelError(f"no fact {str(name)[:60]!r} among those cited.")
    return known[name]


def _positive(name: Any, known: Mapping[str, tuple[str, Poly]]) -> Poly:
    relation, p = _cited(name, known)
    if relation != "<":
        raise KernelError(f"fact {name!r} is not strict, so it cannot scale or be divided by.")
    return p
