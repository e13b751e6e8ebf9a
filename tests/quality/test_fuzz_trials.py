"""What the committed ledger promises of fuzz: enough effective trials of every theorem and lemma, or the reason."""

import pytest

from theory.catalog import Catalog, built_in
from theory.statement import Inclusion, Run, Unformalised
from verify import shards
from verify.checkers import fuzz

CATALOG = Catalog(built_in())
FEWEST = 100
STATED = [claim for claim in CATALOG if claim.kind in ("theorem", "lemma")]
TRIED = [claim for claim in STATED if fuzz.applies(claim)]

UNTRIED = {
    "classics/halpern-every-horizon": "vectors tied to each other by an inequality at any two indices are not drawn",
}
"""Theorems and lemmas without trials, and why."""


def found(claim):
    entry = shards.read(claim.paper)[claim.label]
    return next(finding for finding in entry["findings"] if finding["checker"] == "fuzz")


def test_there_is_something_to_promise():
    assert len(TRIED) >= 100 and {"zhang2020", "ours", "classics"} <= {claim.paper for claim in TRIED}


def test_only_statements_without_anything_to_draw_are_left_out():
    """An explicit function has nothing that could be drawn, and what is not formalised says nothing."""
    left_out = [claim for claim in STATED if not fuzz.applies(claim)]
    assert all(isinstance(claim.statement, Inclusion | Unformalised) for claim in left_out)


def test_every_theorem_about_a_method_is_tried():
    runs = [claim for claim in STATED if isinstance(claim.statement, Run)]
    assert len(runs) >= 60
    assert not {claim.label for claim in runs} & set(UNTRIED)
    assert all(found(claim)["trials"] for claim in runs)


@pytest.mark.parametrize("claim", TRIED, ids=lambda claim: claim.label)
def test_theorems_and_lemmas_are_tried_often_enough(claim):
    finding = found(claim)
    assert (finding["outcome"] == "undecided") == (claim.label in UNTRIED), finding["reason"]
    if finding["outcome"] == "survived":
        assert finding["trials"] >= FEWEST or (finding["trials"], finding["rejected"]) == (
            1,
            0,
        )  # nothing is free in it
    elif finding["outcome"] == "undecided":
        assert finding["reason"].startswith("cannot draw for it: ")
    else:
        assert claim.expect == "false" and "balls confirm the failure" in finding["reason"]
