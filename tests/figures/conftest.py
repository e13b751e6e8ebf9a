import json
from pathlib import Path

import pytest

from theory.catalog import Catalog, built_in
from verify import shards
from verify.verdict import Finding

CATALOG = Catalog(built_in())
NEEDED = (
    *("zhang2020/thm3", "zhang2020/thm6", "zhang2020/thm7", "zhang2020/local-descent", "zhang2020/thm4-f1-member"),
    *("zhang2020/thm4-f2-member", "ours/thm6-best", "ours/normalized-step", "ours/thm4-repaired", "ours/quartic"),
    *("ours/no-log-lower-bound", "ours/gradient-bound", "ours/descent-local-constant", "ours/refined-descent"),
    *("ours/thm4-repaired-member", "ours/thm4-f1-member", "ours/quartic-printed"),
)


def write(folder: Path, labels, **limits: float) -> Path:
    """Shards in which every claim ended as its paper says; limits: by slug, what the search found."""
    for paper in ("ours", "zhang2020"):
        entries = []
        for claim in map(CATALOG.__getitem__, labels):
            if claim.paper != paper:
                continue
            outcome = {"true": "proved", "false": "refuted", "open": "survived"}[claim.expect]
            rigour = "sampled" if outcome == "survived" else "exact"
            checker = "fuzz" if outcome == "survived" else "exact"
            found = [Finding(checker=checker, outcome=outcome, rigour=rigour, reason="fixture")]
            if claim.slug in limits:
                evidence = {"looseness at most": limits[claim.slug]}
                found.append(Finding(checker="search", outcome="survived", rigour="numerical", evidence=evidence))
            entries.append({"label": claim.label, "findings": [finding.as_json() for finding in found]})
        (folder / f"{paper}.json").write_text(json.dumps({"claims": entries}))
    return folder


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "ledger"
    place.mkdir()
    return write(place, NEEDED, thm3=3.5)


@pytest.fixture
def ledger(folder):
    return shards.committed(CATALOG, folder)
