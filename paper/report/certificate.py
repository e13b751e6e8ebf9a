"""A stored certificate as lines that a person can read: what is to be shown, then step after step."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

__all__ = ["LONGEST", "readable"]

LONGEST = 300
"""Lines of one certificate; the rest is in the file."""

Line = tuple[int, str]

TITLES = {
    "le": "if the first is at most the second", "gt": "otherwise", "base": "first", "step": "from one to the next",
    "steps": "within", "branches": "branch",
}  # fmt: skip


def readable(path: Path) -> tuple[list[Line], int]:
    """The lines of a certificate with their depth, and how many more there are in the file."""
    data = json.loads(path.read_text(encoding="utf-8"))
    lines = list(_all(data))
    return lines[:LONGEST], max(0, len(lines) - LONGEST)


def _all(data: Mapping[str, Any]) -> Iterator[Line]:
    refutes = data["kind"] == "refutation"
    for formulas in data["obligation"].values():
        for i, formula in enumerate(formulas):
            yield 0, "what it refutes" if refutes else f"what it shows{f', part {i + 1}' if len(formulas) > 1 else ''}"
            yield from _formula(formula, 1)
    witness = data.get("witness") or {}
    for name, value in witness.get("values", {}).items():
        shown = f"({', '.join(value)})" if isinstance(value, list) else value
        yield 1, f"witness: {name} = {shown}"
    if set(witness.get("metric", ["1"])) != {"1"}:
        yield 1, f"witness: weights of the coordinates in inner products: {', '.join(witness['metric'])}"
    for i, steps in enumerate(data["proofs"]):
        many = f" of {'goal' if refutes else 'part'} {i + 1}" if len(data["proofs"]) > 1 else ""
        yield 0, f"proof{many}"
        yield from _steps(steps, 1)


def _formula(formula: Any, depth: int) -> Iterator[Line]:
    if isinstance(formula, str):
        yield depth, formula
        return
    if formula["for"]:
        yield depth, "for all " + ", ".join(f"{name}: {sort}" for name, sort in formula["for"].items())
    for given in formula["if"]:
        yield from _worded("if", given, depth)
    yield from _worded("then", formula["then"], depth)


def _worded(word: str, formula: Any, depth: int) -> Iterator[Line]:
    if isinstance(formula, str):
        yield depth, f"{word} {formula}"
    else:
        yield depth, word
        yield from _formula(formula, depth + 1)


def _steps(steps: Any, depth: int) -> Iterator[Line]:
    """Steps one after the other; a list of lists is one proof for each branch."""
    for step in steps:
        if isinstance(step, list):
            yield depth, "branch"
            yield from _steps(step, depth + 1)
            continue
        why = f"  ({step['why']})" if step.get("why") else ""
        yield depth, f"{step['name']}: {_says(step)} by {step['rule']}{_source(step)}{why}"
        if step["rule"] == "arith":
            yield from ((depth + 1, line) for line in _sum(step.get("certificate", {})))
        for field, value in step.items():
            if isinstance(value, list) and value and isinstance(value[0], dict | list) and _is_proof(value):
                yield depth + 1, TITLES.get(field, field)
                yield from _steps(value, depth + 2)
            elif field in ("matrix", "rows"):
                yield depth + 1, field
                yield from ((depth + 2, "  ".join(map(str, row))) for row in value)


def _is_proof(value: list[Any]) -> bool:
    first = value[0]
    while isinstance(first, list) and first:
        first = first[0]
    return isinstance(first, dict) and "rule" in first


def _says(step: Mapping[str, Any]) -> str:
    """What a step concludes, as far as it stands in the step."""
    if "show" in step:
        return str(step["show"])
    if "fact" in step:
        at = ", ".join(f"{name} = {value}" for name, value in step.get("with", {}).items())
        return f"{step['fact']}{f' at {at}' if at else ''}"
    if "function" in step:
        return f"the function {step['function']}"
    if "vectors" in step:
        return f"a sum of squares of {', '.join(step['vectors'])}"
    return "the following"


def _source(step: Mapping[str, Any]) -> str:
    cited = [str(name) for name in (*step.get("from", ()), *step.get("using", ()))]
    return f" from {', '.join(cited)}" if cited else ""


def _sum(certificate: Mapping[str, Any]) -> Iterator[str]:
    """The identity that the kernel expands: nonnegative multiples of products of facts and squares."""
    terms = ["·".join([str(c), *map(str, facts), *(f"({t})²" for t in squares)]) for c, facts, squares in
             certificate.get("sum", ())]  # fmt: skip
    terms += [f"({term})·{fact}" for term, fact in certificate.get("equal", ())]
    if terms:
        scale = "·".join(map(str, certificate.get("scale", ())))
        yield f"difference of the sides{f' times {scale}' if scale else ''} = {' + '.join(terms)}"
    if certificate.get("absurd"):
        yield "the facts contradict each other"
