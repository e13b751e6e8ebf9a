"""What the committed ledger promises of fuzz: enough effective trials of every theorem and lemma, or the reason."""

import pytest

from theory.catalog import Catalog, built_in
from verify import shards
from verify.checkers import fuzz

CATALOG = Catalog(built_in())
FEWEST = 100
STATED = [claim for claim in CATALOG if claim.kind in ("theorem", "lemma") and fuzz.applies(claim)]


def found(claim):
    entry = shards.read(claim.paper)[claim.label]
    return next(finding for finding in entry["findings"] if finding["checker"] == "fuzz")


def test_there_is_something_to_promise():
    assert len(STATED) >= 45 and {"zhang2020", "ours"} <= {claim.paper for claim in STATED}


@pytest.mark.parametrize("claim", STATED, ids=lambda claim: claim.label)
def test_theorems_and_lemmas_are_tried_often_enough(claim):
    finding = found(claim)
    if finding["outcome"] == "survived":
        assert finding["trials"] >= FEWEST or (finding["trials"], finding["rejected"]) == (1, 0)  # nothing is free in it
    elif finding["outcome"] == "undecided":
        assert finding["reason"].startswith(("cannot draw for it: ", "only "))
        assert claim.paper not in ("zhang2020", "ours") or finding["reason"].startswith("cannot draw for it: ")
    else:
        assert claim.expect == "false" and "balls confirm the failure" in finding["reason"]
