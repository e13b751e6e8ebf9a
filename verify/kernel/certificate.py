"""Certificates: what one file holds, and how it is checked against the statement it claims to prove.

A file is a JSON object with exactly the fields

    {"format": 1, "label": "paper/slug", "kind": "proof", "obligation": {"claim": [formula, ...]},
     "uses": [labels], "proofs": [[step, ...], ...]}

and, for the kind "refutation", also ``"witness"`` (see ``model.py``).  ``obligation`` is compiled from the claim
by ``verify/compile/`` in every run and compared with what the file says.  A proof has one list of steps for
each formula of the obligation, and may use the earlier ones under the names ``part.0``, ``part.1``, ...; a
refutation has one for each goal of the counterexample, with the earlier goals as ``goal.0``, ``goal.1``, ...
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verify.kernel.errors import KernelError
from verify.kernel.model import goals, orbit
from verify.kernel.polynomial import key
from verify.kernel.steps import Context, prove
from verify.kernel.terms import All, Formula, Scope, as_json, formula

__all__ = ["FORMAT", "Accepted", "check", "lemmas", "opened", "parts", "read"]

FORMAT = 1
LABEL = re.compile(r"[A-Za-z0-9]+(-[A-Za-z0-9]+)*/[A-Za-z0-9]+(-[A-Za-z0-9]+)*")
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
    except OSError as error:
        raise KernelError(f"cannot read {path.name}: {error.__class__.__name__}.") from None
    except json.JSONDecodeError as error:
        raise KernelError(f"not JSON (truncated or edited?): {error.msg} at line {error.lineno}.") from None
    except RecursionError:
        raise KernelError("nested too deeply.") from None
    except ValueError as error:
        raise KernelError(f"cannot read {path.name}: {error.__class__.__name__}.") from None
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
    if not isinstance(obligation, dict) or set(obligation) != {"claim"}:
        raise KernelError("an obligation has exactly the field claim.")
    if not isinstance(obligation["claim"], list) or not obligation["claim"]:
        raise KernelError("'claim' is a non-empty list of formulas.")
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
    try:
        return _check(data, known, obligation)
    except RecursionError:
        raise KernelError("a term, formula or proof is nested too deeply.") from None


def _check(data: Any, known: Mapping[str, Accepted], obligation: Any) -> Accepted:
    wanted = FIELDS | {"witness"} if isinstance(data, dict) and data.get("kind") == "refutation" else FIELDS
    if not isinstance(data, dict) or set(data) != wanted:
        wrong = sorted(set(data) ^ wanted) if isinstance(data, dict) else type(data).__name__
        raise KernelError(f"extra or missing fields: {wrong}.")
    _no_none(data)
    if type(data["format"]) is not int or data["format"] != FORMAT:
        told = str(data["format"])[:40]
        raise KernelError(f"format {told!r}; this kernel reads format {FORMAT}: regenerate the certificate.")
    if not isinstance(data["label"], str) or not LABEL.fullmatch(data["label"]):
        raise KernelError(f"'label' is a string paper/slug, not {str(data['label'])[:60]!r}.")
    if data["kind"] not in ("proof", "refutation"):
        raise KernelError("'kind' is proof or refutation.")
    if obligation is not None and data["obligation"] != obligation:
        raise KernelError("it proves another statement than the claim's obligation: regenerate it.")
    if not isinstance(data["uses"], list) or not all(isinstance(label, str) for label in data["uses"]):
        raise KernelError("'uses' is a list of labels.")
    missing = [label for label in data["uses"] if label not in known]
    if missing:
        raise KernelError(f"it uses {missing[0][:100]!r}, which has no accepted certificate.")
    stated = parts(data["obligation"])
    refutes = data["kind"] == "refutation"
    targets = goals(stated, data["witness"]) if refutes else [[phi] for phi in stated]
    if not isinstance(data["proofs"], list) or len(data["proofs"]) != len(targets):
        raise KernelError(f"{len(targets)} formulas need as many proofs.")
    available = lemmas({label: known[label] for label in data["uses"]})
    axioms: set[str] = set()
    used: set[str] = set()
    earlier = orbit(data["witness"]) if refutes else {}
    for i, (ways, proof) in enumerate(zip(targets, data["proofs"], strict=True)):
        found = _part(ways, proof, earlier, Context({}, {}, available, axioms, used))
        earlier[f"{'goal' if refutes else 'part'}.{i}"] = found
    if used != set(data["uses"]):
        raise KernelError(f"'uses' lists {sorted(set(data['uses']) - used)}, which the proof does not apply.")
    return Accepted(data["label"], data["kind"], stated, tuple(sorted(axioms)), tuple(sorted(used)))


def opened(phi: Formula, earlier: dict[str, Formula]) -> tuple[Scope, dict[str, Formula], Formula]:
    """The names, the hypotheses (``h1``, ``h2``, ...) and the conclusion with which the proof of phi starts."""
    if not isinstance(phi, All):
        return {}, dict(earlier), phi
    return dict(phi.fix), earlier | {f"h{i}": given for i, given in enumerate(phi.given, 1)}, phi.then


def _part(ways: list[Formula], proof: Any, earlier: dict[str, Formula], base: Context) -> Formula:
    for phi in ways:
        scope, facts, goal = opened(phi, earlier)
        found = prove(proof, Context(scope, facts, base.lemmas, base.axioms, base.used))
        if key(found) == key(goal):
            return phi
    raise KernelError(f"the proof ends with {str(as_json(found))[:160]}, not with {str(as_json(goal))[:160]}.")
