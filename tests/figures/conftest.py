import json
from pathlib import Path

import pytest

import figures
from theory import Observation
from theory.catalog import Catalog, built_in
from verify import shards
from verify.verdict import Finding

CATALOG = Catalog(built_in())
NEEDED = tuple(dict.fromkeys(label for module in figures.catalogue().values() for label in module.CLAIMS))


def write(folder: Path, labels, **limits: float) -> Path:
    """Shards in which every claim ended as its paper says; limits: by slug, what the search found."""
    for paper in {label.partition("/")[0] for label in labels}:
        entries = []
        for claim in map(CATALOG.__getitem__, labels):
            if claim.paper != paper:
                continue
            outcome = {"true": "proved", "false": "refuted", "open": "survived"}[claim.expect]
            checker, rigour = ("fuzz", "sampled") if outcome == "survived" else ("exact", "exact")
            if isinstance(claim.statement, Observation):
                checker, outcome, rigour = "experiment", "supported", "numerical"
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
