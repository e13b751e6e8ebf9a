"""The lines below the table say which theorems had the trials asked for."""

import sympy as sp

from theory import ForAll, Paper
from theory.catalog import Catalog
from verify.ledger import settle
from verify.report import summary
from verify.report.table import verdict_text
from verify.verdict import Finding

TRUE = ForAll(then=sp.Le(1, 2, evaluate=False))


def fuzz(outcome, trials):
    return (Finding(checker="fuzz", outcome=outcome, rigour="none", trials=trials, reason="only a few draws"),)


def test_trials_that_are_short_are_named():
    paper = Paper("doe2026", title="x")
    for slug in ("enough", "few", "small", "other"):
        paper.claim(slug, TRUE, kind="theorem")
    paper.claim("planted", TRUE, kind="control", expect="false")
    found = {
        "enough": fuzz("survived", 50), "few": fuzz("undecided", 7), "small": fuzz("survived", 1), "other": (),
        "planted": fuzz("survived", 50),
    }  # fmt: skip
    ledger = settle(Catalog([paper]), {f"doe2026/{slug}": f for slug, f in found.items()}, partial=True)
    *_, tried, tally = lines = list(summary(ledger, trials=50))
    assert tried == "2 of 3 theorems and lemmas had their 50 trials, or all; not (see above): doe2026/few."
    assert "doe2026/few: only a few draws" in lines
    assert "all as expected; 1 expected refuted, not found by the checkers asked" in tally and "1 not checked" in tally
    assert [verdict_text(entry) for entry in ledger][3:] == ["not checked", "survived (expected refuted)"]
    assert not any("their" in line for line in summary(ledger))
