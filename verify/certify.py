"""Making certificates: from a claim to the file that the kernel rechecks.

Untrusted, like the finders it calls.  ``rateproof certify`` writes; nothing else does.
"""

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from theory.claim import Claim
from theory.derivation import Derivation
from verify.compile import obligation
from verify.finders.automatic import automatic
from verify.finders.prove import NotFound, elaborate
from verify.kernel import model
from verify.kernel.certificate import FORMAT, Accepted, check, lemmas, opened, parts
from verify.kernel.steps import Context
from verify.kernel.terms import Formula

__all__ = ["RECORDS", "certificate", "path", "write"]

RECORDS = Path(__file__).resolve().parent / "records" / "certificates"


def path(label: str, records: Path = RECORDS) -> Path:
    """Where the certificate of a claim is kept."""
    paper, _, slug = label.partition("/")
    return records / paper / f"{slug}.json"


def certificate(claim: Claim, known: Mapping[str, Accepted]) -> dict[str, Any]:
    """The certificate of a claim, found with its derivation or automatically, and accepted by the kernel.

    Args:
        claim: the claim.
        known: accepted certificates of the claims that it uses.

    Raises:
        verify.finders.prove.NotFound: naming the step without a certificate.
        verify.compile.Unsupported: if the statement has no obligation.
    """
    target = obligation(claim)
    stated = parts(target)
    refutes = claim.expect == "false"
    usable = {label: known[label] for label in claim.uses if label in known}
    base = Context({}, {}, lemmas(usable))
    data: dict[str, Any] = {"format": FORMAT, "label": claim.label, "kind": "refutation" if refutes else "proof"}
    data |= {"obligation": target, "uses": [], "proofs": []}
    goals = [[phi] for phi in stated]
    if refutes:
        data["witness"] = claim.witness.as_json(stated) if hasattr(claim.witness, "as_json") else claim.witness
        goals = model.goals(stated, data["witness"])
    scripts = claim.proof.parts if isinstance(claim.proof, Derivation) else ()
    earlier = model.orbit(data["witness"]) if refutes else {}
    for i, ways in enumerate(goals):
        script = scripts[i] if i < len(scripts) and scripts[i] is not None else None
        steps, shown = _first(ways, script, earlier, base)
        data["proofs"].append(steps)
        earlier[f"{'goal' if refutes else 'part'}.{i}"] = shown
    data["uses"] = sorted(base.used)
    check(data, usable, target)
    return data


def _first(ways: list[Formula], script: Any, earlier: dict[str, Formula], base: Context) -> tuple[Any, Formula]:
    problem: Exception | None = None
    for phi in ways:
        scope, facts, goal = opened(phi, earlier)
        context = Context(scope, facts, base.lemmas, base.axioms, base.used)
        try:
            if script is not None:
                return elaborate(script, goal, context), phi
            return automatic(goal, context), phi
        except NotFound as error:
            problem = error
    assert problem is not None
    raise problem


def write(data: Mapping[str, Any], records: Path = RECORDS) -> Path:
    """Write a certificate file, by a temporary file and a rename, and return where it is."""
    target = path(data["label"], records)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=target.parent, suffix=".tmp", delete=False, encoding="utf-8") as file:
        json.dump(data, file, indent=1, ensure_ascii=True)
        file.write("\n")
    os.replace(file.name, target)
    return target


