"""Every classical rate is proved by its stored certificate, every wrong variant refuted by its own."""

import pytest

from theory.catalog import Catalog
from theory.papers.classics import paper
from verify.checkers import exact
from verify.places import certificate_file
from verify.task import Task

CATALOG = Catalog([paper])


@pytest.mark.parametrize("claim", list(paper), ids=lambda claim: claim.slug)
def test_the_stored_certificate_decides(claim):
    assert certificate_file(claim).is_file()
    found = exact.check(Task(claim=claim, catalog=CATALOG))
    expected = "proved" if claim.expect == "true" else "refuted"
    assert (found.outcome, found.rigour) == (expected, "exact"), found.reason
    assert not found.axioms


def test_every_kind_of_rate_has_a_wrong_variant():
    assert sum(claim.expect == "true" for claim in paper) >= 50
    assert sum(claim.expect == "false" for claim in paper) >= 35
    assert all(claim.source for claim in paper if claim.kind == "theorem")
