"""What follows for a claim from its findings and from what it rests on."""

import pytest
import sympy as sp

from theory import ForAll, Paper
from theory.catalog import Catalog
from verify.ledger import settle
from verify.verdict import Finding

TRUE = ForAll(then=sp.Le(1, 2, evaluate=False))


def finding(outcome, *, checker="exact", rigour="exact", **fields):
    return Finding(
        checker=checker, outcome=outcome, rigour=rigour if outcome in ("proved", "refuted") else "none", **fields
    )


@pytest.fixture
def catalog():
    paper = Paper("doe2026", title="x")
    paper.claim("trust", TRUE, kind="axiom")
    paper.claim("base", TRUE, kind="lemma", uses=("doe2026/trust",))
    paper.claim("middle", TRUE, kind="lemma", uses=("doe2026/base",))
    paper.claim("main", TRUE, kind="theorem", uses=("doe2026/middle",))
    return Catalog([paper])


def settled(catalog, **outcomes):
    kept = {"trust": "axiom", "base": "proved", "middle": "proved", "main": "proved", **outcomes}
    made = {slug: finding(value) if isinstance(value, str) else value for slug, value in kept.items()}
    return settle(catalog, {f"doe2026/{slug}": (value,) for slug, value in made.items()})


def test_fully_verified(catalog):
    entry = settled(catalog)["doe2026/main"]
    assert (entry.verdict.word, entry.expected, entry.unproved) == ("proved", True, ())
    assert entry.axioms == ("doe2026/trust",)


@pytest.mark.parametrize("word", ["undecided", "refuted"])
def test_a_gap_far_below_is_named_by_everything_above(catalog, word):
    ledger = settled(catalog, base=word)
    for label in ("doe2026/middle", "doe2026/main"):
        assert not ledger[label].expected
        assert ledger[label].unproved == ("doe2026/base",)
        assert ledger[label].reason == f"proved, but rests on doe2026/base: {word}"
    assert ledger.exit_code == 1


@pytest.mark.parametrize("outcome", ["survived", "supported"])
def test_evidence_is_not_a_proof_to_rest_on(catalog, outcome):
    checker = "fuzz" if outcome == "survived" else "gram"
    ledger = settled(catalog, base=finding(outcome, checker=checker))
    assert ledger["doe2026/base"].expected
    assert not ledger["doe2026/main"].expected


def test_a_lemma_for_some_horizons_is_named(catalog):
    entry = settled(catalog, base=finding("proved", scope="N = 1, 2"))["doe2026/main"]
    assert entry.expected
    assert "rests on doe2026/base (N = 1, 2 only)" in entry.reason


def test_a_refutation_rests_on_nothing(catalog):
    entry = settled(catalog, main=finding("refuted", axioms=("doe2026/base",)), base="undecided")["doe2026/main"]
    assert entry.unproved == ()
    assert entry.axioms == ("doe2026/base",)
    assert entry.reason == ""


def test_exit_codes(catalog):
    assert settled(catalog).exit_code == 0
    assert settled(catalog, main="refuted").exit_code == 1
    crashed = settled(catalog, main=finding("crashed", reason="out of time"))
    assert crashed.exit_code == 3
    assert crashed["doe2026/main"].reason == "exact: out of time"
    assert crashed.broken("doe2026")


@pytest.mark.parametrize(
    ("expect", "outcome", "code", "missed"),
    [
        ("true", "undecided", 0, False), ("true", "refuted", 1, False), ("true", None, 0, False),
        ("false", "survived", 0, True), ("false", "proved", 1, True), ("false", None, 0, False),
        ("false", "refuted", 0, False), ("true", "crashed", 3, False),
    ],
)  # fmt: skip
def test_where_some_checkers_were_asked_only_what_speaks_against_a_claim_counts(expect, outcome, code, missed):
    paper = Paper("doe2026", title="x")
    claim = paper.claim("it", TRUE, kind="lemma", expect=expect)
    checker = "fuzz" if outcome == "survived" else "exact"
    found = () if outcome is None else (finding(outcome, checker=checker),)
    ledger = settle(Catalog([paper]), {claim.label: found}, partial=True)
    entry = ledger[claim.label]
    assert (ledger.exit_code, entry.missed, entry.silent) == (code, missed, outcome is None)
    if outcome in ("undecided", "survived", None):  # the same findings of all checkers are not as expected
        whole = settle(Catalog([paper]), {claim.label: found})
        assert (whole[claim.label].expected, whole.exit_code) == (False, 1)


def test_a_contradiction_is_no_verdict(catalog):
    both = (finding("proved"), finding("refuted", checker="interval", rigour="interval"))
    ledger = settle(catalog, {"doe2026/trust": (finding("axiom"),), "doe2026/base": both})
    entry = ledger["doe2026/base"]
    assert entry.contradictory
    assert (entry.verdict.word, entry.expected, ledger.exit_code) == ("undecided", False, 3)


@pytest.mark.parametrize(
    ("pair", "ratio"),
    [
        ((20, sp.Rational(5, 2)), 8.0),
        ((4, sp.E), 1.471518),
        ((4 * sp.Symbol("a"), sp.Symbol("a")), 4.0),
        ((1, 0), None),
    ],
)
def test_looseness_is_a_ratio(pair, ratio):
    paper = Paper("doe2026", title="x")
    claim = paper.claim("base", TRUE, kind="lemma", looseness={"T": tuple(map(sp.sympify, pair))})
    entry = settle(Catalog([paper]), {claim.label: (finding("proved"),)})[claim.label]
    assert entry.looseness["T"]["ratio"] == ratio
