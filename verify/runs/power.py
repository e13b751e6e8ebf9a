"""The power table of every built-in claim: which mutants are refuted and by whom, which constants may be loose."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from theory.catalog import Catalog, built_in
from theory.claim import Claim

__all__ = ["compute", "stale"]

REFRESH = "rateproof record power"


def compute() -> dict[str, Any]:
    """A row for each claim that is expressed, in order of declaration, with a digest of what was mutated."""
    from verify.power import measure

    catalog = Catalog(built_in())
    power = measure(catalog, list(catalog))
    return {
        "what": "mutants of every claim: who refutes them, and what survives",
        "rigour": "interval",
        "defects": power.defects(),
        "claims": {row["label"]: {"digest": _digest(catalog.claims[row["label"]]), **row} for row in power.rows},
    }


def stale(record: Mapping[str, Any], catalog: Catalog) -> Iterator[str]:
    """Where a record speaks of other claims than the catalog's, a line each that says how to compute it anew."""
    from verify.power.job import applies

    rows = record["claims"]
    present = {claim.label: claim for claim in catalog if applies(claim)}
    for label, claim in present.items():
        if label not in rows:
            yield f"{label} is not in the power record. Run: {REFRESH}"
        elif rows[label]["digest"] != _digest(claim):
            yield f"{label} has changed since the power record. Run: {REFRESH}"
    yield from (f"{label} of the power record is no claim. Run: {REFRESH}" for label in rows if label not in present)


def _digest(claim: Claim) -> str:
    """Of what decides a row: the statement, and whether its mutants must be refuted."""
    from verify.engine.fingerprint import canonical

    parts = (canonical(claim.statement), claim.kind, claim.expect, claim.sense)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
