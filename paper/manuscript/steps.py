"""A step of a derivation as a formula, so that a proof in prose cites what the kernel has accepted."""

import re
from collections.abc import Iterator
from typing import Any

import sympy as sp

from paper import mathematics
from theory.claim import Claim, PaperError
from theory.derivation import Derivation, Step
from theory.symbols import f, grad, hess, inner, norm, x

__all__ = ["latex_of"]

READ: dict[str, Any] = {
    "f": f, "grad": grad, "hess": hess, "inner": inner, "norm": norm, "x": x,
    "min": sp.Min, "max": sp.Max, "abs": sp.Abs,
}  # fmt: skip
_NAME = re.compile(r"\b[A-Za-z_]\w*\b(?!\()")


def latex_of(claim: Claim, name: str) -> str:
    """What a step of the claim's derivation shows.

    Args:
        claim: with a written derivation.
        name: of the step; a step inside another is ``outer/inner``.

    Raises:
        PaperError: when there is no such step, or it states no relation.
    """
    found = dict(_named(claim.proof)) if isinstance(claim.proof, Derivation) else {}
    if name not in found:
        raise PaperError(f"{claim.label} has no step {name!r} that states a relation. There are: {', '.join(found)}.")
    return mathematics.latex(_read(found[name]))


def _named(derivation: Derivation) -> Iterator[tuple[str, str]]:
    for part in derivation.parts:
        yield from _below(part or (), "")


def _below(steps: tuple[Step, ...], prefix: str) -> Iterator[tuple[str, str]]:
    for step in steps:
        if isinstance(step.show, str):
            yield prefix + step.name, step.show
        for inside in step.inside:
            yield from _below(inside, f"{prefix}{step.name}/")


def _read(text: str) -> Any:
    """The kernel's syntax as a relation between positive numbers."""
    names = {word: sp.Symbol(word, positive=True) for word in _NAME.findall(text)} | READ
    for sign, relation in (("<=", sp.Le), ("==", sp.Eq), ("<", sp.Lt)):
        left, found, right = text.partition(sign)
        if found:
            sides = (sp.sympify(side, locals=names) for side in (left, right))
            return relation(*sides, evaluate=False)
    return sp.sympify(text, locals=names)
