"""The committed ledger: stable text, and one line for each thing that a fresh run says otherwise."""

import dataclasses
import json

import jsonschema
import pytest
import sympy as sp

from theory import ForAll, Paper
from theory.catalog import Catalog
from verify import shards
from verify.ledger import settle
from verify.places import SCHEMA
from verify.verdict import Finding

FOUND = Finding(
    checker="search", outcome="survived", rigour="sampled", trials=100, reason="bracket 0.123456 to 0.5", seconds=1.5,
    evidence={"bracket": [0.1234567890123, 0.5]},
)  # fmt: skip


@pytest.fixture
def catalog():
    paper = Paper("doe2026", title="x")
    for slug in ("b", "a"):
        paper.claim(slug, ForAll(then=sp.Le(1, 2, evaluate=False)), kind="lemma")
    return Catalog([paper])


def ledger(catalog, **changes):
    changed = dataclasses.replace(FOUND, **changes)
    return settle(catalog, {"doe2026/b": (FOUND,), "doe2026/a": (changed,)})


def test_what_is_written_is_stable_and_follows_the_schema(catalog, tmp_path):
    path = shards.write(catalog, "doe2026", ledger(catalog), tmp_path)
    text = path.read_text()
    assert "seconds" not in text
    assert "0.123456789\n" in text.replace(",", "\n")
    shards.write(catalog, "doe2026", ledger(catalog, seconds=77.0), tmp_path)
    assert path.read_text() == text
    schema = json.loads(SCHEMA.read_text())
    jsonschema.validate(json.loads(text), {**schema["$defs"]["shard"], "$defs": schema["$defs"]})
    assert [entry["label"] for entry in json.loads(text)["claims"]] == ["doe2026/b", "doe2026/a"]


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({}, []),
        ({"seconds": 9.0}, []),
        ({"evidence": {"boxes": [0.12345678902, 0.5]}}, []),
        ({"reason": "bracket 0.123456001 to 0.5"}, []),
        ({"reason": "bracket 0.124 to 0.5"}, ["findings[exact].reason", "reason"]),
        ({"evidence": {"boxes": [0.2, 0.5]}}, ["findings[exact].evidence.boxes[0]: 0.123456789 -> 0.2"]),
        ({"evidence": {"boxes": [0.1234567890123]}}, ["findings[exact].evidence.boxes[1]: 0.5 -> nothing"]),
        ({"scope": "a corner"}, ["findings[exact].scope", "scope"]),
    ],
)  # fmt: skip
def test_every_difference_of_an_exact_finding_counts(catalog, tmp_path, changes, lines):
    exact = {
        "checker": "exact", "outcome": "proved", "rigour": "exact", "reason": "bracket 0.123456 to 0.5",
        "evidence": {"boxes": [0.12345678901, 0.5]},
    }  # fmt: skip
    shards.write(catalog, "doe2026", ledger(catalog, **exact), tmp_path)
    found = shards.differences(ledger(catalog, **exact | changes), ["doe2026"], whole=True, folder=tmp_path)
    assert len(found) == len(lines)
    for line, expected in zip(found, lines):
        assert line.startswith(f"doe2026/a: {expected}")


def test_of_a_checker_with_floats_only_the_outcome_counts(catalog, tmp_path):
    shards.write(catalog, "doe2026", ledger(catalog), tmp_path)
    for changes in ({"trials": 101}, {"reason": "another example"}, {"evidence": {"bracket": [0.2, 0.5]}}):
        assert shards.differences(ledger(catalog, **changes), ["doe2026"], whole=True, folder=tmp_path) == []
    found = shards.differences(ledger(catalog, outcome="undecided"), ["doe2026"], whole=True, folder=tmp_path)
    assert [line.removeprefix("doe2026/a: ") for line in found] == [
        "as_expected: True -> False", "findings[search].outcome: survived -> undecided", "verdict: survived -> undecided",
    ]  # fmt: skip


def test_claims_that_come_and_go(catalog, tmp_path):
    assert "no ledger is committed" in shards.differences(ledger(catalog), ["doe2026"], folder=tmp_path)[0]
    shards.write(catalog, "doe2026", ledger(catalog), tmp_path)
    part = settle(catalog, {"doe2026/b": (FOUND,)})
    assert shards.differences(part, ["doe2026"], folder=tmp_path) == []
    assert shards.differences(part, ["doe2026"], whole=True, folder=tmp_path) == [
        "doe2026/a: in the ledger, but no such claim"
    ]
    catalog.papers["doe2026"].claim("c", ForAll(then=sp.Le(1, 2, evaluate=False)), kind="lemma")
    more = settle(Catalog(catalog.papers.values()), {"doe2026/c": (FOUND,)})
    assert shards.differences(more, ["doe2026"], folder=tmp_path) == ["doe2026/c: new, not in the committed ledger"]


def test_a_partial_run_keeps_the_other_entries(catalog, tmp_path):
    shards.write(catalog, "doe2026", ledger(catalog), tmp_path)
    before = shards.read("doe2026", tmp_path)
    shards.write(catalog, "doe2026", settle(catalog, {"doe2026/b": ()}), tmp_path)
    after = shards.read("doe2026", tmp_path)
    assert after["doe2026/a"] == before["doe2026/a"]
    assert after["doe2026/b"]["verdict"] == "undecided"
    assert shards.recorded("doe2026/a", tmp_path) == (
        dataclasses.replace(FOUND, seconds=0.0, evidence={"bracket": [0.123456789, 0.5]}),
    )
    assert shards.recorded("doe2026/none", tmp_path) == ()
