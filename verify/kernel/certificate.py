"""Certificates: what one file holds, and how it is checked against the statement it claims to prove.

A file is a JSON object with exactly the fields

    {"format": 1, "label": "paper/slug", "kind": "proof" | "refutation",
     "obligation": {"claim": [formula, ...], "refutes": bool}, "uses": [labels], "proofs": [[step, ...], ...]}

``obligation`` is compiled from the claim by ``verify/compile.py`` in every run and compared with what the file
says; ``proofs`` has one proof for each formula of the obligation.  The proof of a later formula may use the
earlier ones under the names ``part.0``, ``part.1``, ...
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verify.kernel.errors import KernelError
from verify.kernel.polynomial import key
from verify.kernel.steps import Context, prove
from verify.kernel.terms import All, Formula, as_json, formula

__all__ = ["FORMAT", "Accepted", "check", "lemmas", "read"]

FORMAT = 1
FIELDS = {"format", "label", "kind", "obligation", "uses", "proofs"}


@dataclass(frozen=True)
class Accepted:
    """What an accepted certificate shows, and what it rests on.

    Attributes:
        label: the claim.
        kind: "proof" of the claim, or "refutation" of it.
        parts: the formulas shown.
        axioms: labels of the axioms applied directly.
        uses: labels of the claims whose statements were applied.
    """

    label: str
    kind: str
    parts: tuple[Formula, ...]
    axioms: tuple[str, ...]
    uses: tuple[str, ...]


def _no_floats(text: str) -> Any:
    raise KernelError(f"{text} is a float; certificates hold integers and strings only.")


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise KernelError("a field occurs twice in one object.")
    return found


def read(path: Path) -> dict[str, Any]:
    """Read a certificate file; refuses anything that is not strict JSON without floats and null."""
    try:
        text = path.read_text(encoding="utf-8")
        data = json.loads(text, parse_float=_no_floats, parse_constant=_no_floats, object_pairs_hook=_no_twins)
    except (OSError, UnicodeDecodeError) as error:
        raise KernelError(f"cannot read {path.name}: {error.__class__.__name__}.") from None
    except json.JSONDecodeError as error:
        raise KernelError(f"not JSON (truncated or edited?): {error.msg} at line {error.lineno}.") from None
    except RecursionError:
        raise KernelError("nested too deeply.") from None
    if not isinstance(data, dict):
        raise KernelError("a certificate is a JSON object.")
    return data


def _no_none(data: Any) -> None:
    if data is None or isinstance(data, float):
        raise KernelError(f"{data!r} is not allowed in a certificate.")
    for item in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        _no_none(item)


def parts(obligation: Any) -> tuple[Formula, ...]:
    """The formulas of an obligation."""
    if not isinstance(obligation, dict) or set(obligation) != {"claim", "refutes"}:
        raise KernelError("an obligation has exactly the fields claim and refutes.")
    if type(obligation["refutes"]) is not bool or not isinstance(obligation["claim"], list) or not obligation["claim"]:
        raise KernelError("'refutes' is true or false and 'claim' a non-empty list.")
    return tuple(formula(data, {}) for data in obligation["claim"])


def lemmas(accepted: Mapping[str, Accepted]) -> dict[str, Formula]:
    """Statements that later proofs may apply: ``label`` for the first formula, ``label#i`` for the i-th."""
    found: dict[str, Formula] = {}
    for label, entry in accepted.items():
        if entry.kind == "proof":
            found[label] = entry.parts[0]
            found.update({f"{label}#{i}": part for i, part in enumerate(entry.parts)})
    return found


def check(data: Any, known: Mapping[str, Accepted], obligation: Any = None) -> Accepted:
    """Check one certificate.

    Args:
        data: the parsed file.
        known: accepted certificates of the claims it uses.
        obligation: the obligation recompiled from the claim; if given, the file must state exactly this.

    Raises:
        KernelError: with the reason for the refusal.
    """
    if not isinstance(data, dict) or set(data) != FIELDS:
        wrong = sorted(set(data) ^ FIELDS) if isinstance(data, dict) else type(data).__name__
        raise KernelError(f"extra or missing fields: {wrong}.")
    _no_none(data)
    if type(data["format"]) is not int or data["format"] != FORMAT:
        raise KernelError(f"format {data['format']!r}; this kernel reads format {FORMAT}: regenerate the certificate.")
    if not isinstance(data["label"], str) or data["kind"] not in ("proof", "refutation"):
        raise KernelError("'label' is a string and 'kind' proof or refutation.")
    if obligation is not None and data["obligation"] != obligation:
        raise KernelError("it proves another statement than the claim's obligation: regenerate it.")
    if not isinstance(data["uses"], list) or not all(isinstance(label, str) for label in data["uses"]):
        raise KernelError("'uses' is a list of labels.")
    missing = [label for label in data["uses"] if label not in known]
    if missing:
        raise KernelError(f"it uses {missing[0]}, which has no accepted certificate.")
    stated = parts(data["obligation"])
    if (data["kind"] == "refutation") != data["obligation"]["refutes"]:
        raise KernelError("'kind' does not fit the obligation.")
    if not isinstance(data["proofs"], list) or len(data["proofs"]) != len(stated):
        raise KernelError(f"{len(stated)} formulas need as many proofs.")
    available = lemmas({label: known[label] for label in data["uses"]})
    axioms: set[str] = set()
    used: set[str] = set()
    earlier: dict[str, Formula] = {}
    for i, (phi, proof) in enumerate(zip(stated, data["proofs"], strict=True)):
        _part(phi, proof, earlier, Context({}, {}, available, axioms, used))
        earlier[f"part.{i}"] = phi
    if used != set(data["uses"]):
        raise KernelError(f"'uses' lists {sorted(set(data['uses']) - used)}, which the proof does not apply.")
    return Accepted(data["label"], data["kind"], stated, tuple(sorted(axioms)), tuple(sorted(used)))


def _part(phi: Formula, proof: Any, earlier: dict[str, Formula], base: Context) -> None:
    scope, facts, goal = {}, dict(earlier), phi
    if isinstance(phi, All):
        scope = dict(phi.fix)
        facts |= {f"h{i}": given for i, given in enumerate(phi.given, 1)}
        goal = phi.then
    found = prove(proof, Context(scope, facts, base.lemmas, base.axioms, base.used))
    if key(found) != key(goal):
        raise KernelError(f"the proof ends with {str(as_json(found))[:160]}, not with {str(as_json(goal))[:160]}.")
