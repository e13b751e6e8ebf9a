"""A paper file that says something that cannot be meant is refused, with the value, the rule and the next step."""

from typing import Any

import pytest
import sympy as sp

from theory import ForAll, Inclusion, L0L1Smooth, Paper, PaperError, Rational, SmoothConvex, gap, symbols
from theory.methods import gradient_descent
from theory.symbols import N

L, R = symbols("L R", positive=True)
t, u = symbols("t u")


@pytest.fixture
def paper() -> Paper:
    return Paper("doe2026", title="Last iterates", url="arXiv:2601.00001v1")


def fact(**changes: Any) -> dict[str, Any]:
    """Arguments of a declaration that is accepted, with some of them changed."""
    return {"statement": ForAll(then=L * t <= R), "kind": "lemma", "locator": "Lemma 1", **changes}


def run(**changes: Any) -> dict[str, Any]:
    """Arguments of an accepted theorem about a run, with some of them changed."""
    setting = {
        "functions": SmoothConvex(L),
        "method": gradient_descent,
        "step": 1 / L,
        "given": gap(0) <= R,
        "then": gap(N) <= R,
        "locator": "Thm. 1",
    }
    return {**setting, **changes}


def test_a_claim_knows_its_label_file_and_line(paper: Paper) -> None:
    claim = paper.claim("growth", **fact())
    assert (claim.label, claim.paper, claim.slug) == ("doe2026/growth", "doe2026", "growth")
    assert claim.file == __file__ and claim.line > 0
    assert claim.source == "arXiv:2601.00001v1"
    assert paper["growth"] is claim and list(paper) == [claim]


def test_a_theorem_separates_method_parameters_from_claim_fields(paper: Paper) -> None:
    claim = paper.theorem("rate", **run(sense="tight"))
    assert dict(claim.statement.parameters) == {"step": 1 / L}
    assert claim.statement.given == (gap(0) <= R,)
    assert (claim.kind, claim.sense, claim.file) == ("theorem", "tight", __file__)


def test_a_control_is_expected_to_fail(paper: Paper) -> None:
    assert paper.control("planted", **run()).expect == "false"


@pytest.mark.parametrize(
    ("statement", "shown"),
    [
        (ForAll(then=0.1 * L <= R), "0.1"),
        (ForAll(then=R >= L, given=(t >= 0.25 * L,)), "0.25"),
        (ForAll(then=R >= L, given=(ForAll(over=(u,), then=u * 0.5 <= t),)), "0.5"),
        (Inclusion(function=0.5 * u**2, variable=u, functions=L0L1Smooth(1, 1)), "0.5"),
    ],
)
def test_a_float_is_refused_wherever_it_stands(paper: Paper, statement: Any, shown: str) -> None:
    with pytest.raises(PaperError, match=r"theory is exact.*Rational") as error:
        paper.claim("growth", **fact(statement=statement))
    assert shown in str(error.value) and "doe2026/growth" in str(error.value) and __file__ in str(error.value)


def test_a_float_as_a_constant_of_the_class_is_refused() -> None:
    with pytest.raises(PaperError, match="theory is exact"):
        L0L1Smooth(0.1, 10)


@pytest.mark.parametrize("changes", [{"step": 0.1}, {"then": gap(N) <= 0.5 * R}, {"given": gap(0) <= 0.5}])
def test_a_float_in_a_run_is_refused(paper: Paper, changes: dict[str, Any]) -> None:
    with pytest.raises(PaperError, match="theory is exact"):
        paper.theorem("rate", **run(**changes))


def test_an_exact_fraction_in_its_place_is_accepted(paper: Paper) -> None:
    paper.claim("growth", **fact(statement=ForAll(then=Rational(1, 10) * L <= R)))
    assert len(paper) == 1


def test_a_label_cannot_be_used_twice(paper: Paper) -> None:
    first = paper.claim("growth", **fact())
    with pytest.raises(PaperError, match=rf"label used twice \(first in line {first.line}\).*choose another"):
        paper.claim("growth", **fact())


@pytest.mark.parametrize("provenance", ["quoted", "reconstructed"])
def test_what_a_source_says_needs_a_place_in_it(paper: Paper, provenance: str) -> None:
    with pytest.raises(PaperError, match=r"no locator.*locator='Thm. 3'"):
        paper.claim("growth", **fact(locator="", provenance=provenance))


def test_our_own_claim_needs_no_place(paper: Paper) -> None:
    assert paper.claim("growth", **fact(locator="")).locator == "ours"


def test_an_unknown_provenance_is_refused(paper: Paper) -> None:
    with pytest.raises(PaperError, match="'hearsay' is not one of quoted, reconstructed, ours"):
        paper.claim("growth", **fact(provenance="hearsay"))


@pytest.mark.parametrize("slug", ["Growth", "growth_1", "growth--1", "-growth", ""])
def test_a_slug_is_lower_case_with_single_hyphens(paper: Paper, slug: str) -> None:
    with pytest.raises(PaperError, match="lower-case"):
        paper.claim(slug, **fact())


def test_a_paper_key_is_checked_too() -> None:
    with pytest.raises(PaperError, match="lower-case"):
        Paper("Doe 2026", title="Last iterates")


@pytest.mark.parametrize("missing", ["functions", "method", "then"])
def test_a_run_without_its_parts_is_refused(paper: Paper, missing: str) -> None:
    parts = run()
    del parts[missing]
    with pytest.raises(PaperError, match=f"needs {missing}"):
        paper.theorem("rate", **parts)


def test_an_unknown_claim_offers_the_nearest(paper: Paper) -> None:
    paper.claim("growth", **fact())
    with pytest.raises(PaperError, match=r"no claim 'grwth'\. Nearest: growth"):
        paper["grwth"]


def test_a_hypothesis_that_can_never_hold_is_refused(paper: Paper) -> None:
    """``L < 0`` for a positive L is evaluated by sympy to False: the claim would be true of nothing."""
    with pytest.raises(PaperError, match=r"given: this hypothesis is False.*positive=True"):
        paper.claim("growth", **fact(statement=ForAll(then=R >= L, given=(L < 0,))))


def test_a_hypothesis_that_is_true_anyway_is_harmless(paper: Paper) -> None:
    paper.claim("growth", **fact(statement=ForAll(then=R >= L, given=(L > 0,))))
    assert len(paper) == 1


@pytest.mark.parametrize("word", ["even", "odd", "prime", "negative", "nonzero", "irrational", "infinite", "imaginary"])
def test_an_assumption_on_a_symbol_that_no_checker_reads_is_refused(paper: Paper, word: str) -> None:
    symbol = sp.Symbol("a", **{word: True})
    with pytest.raises(PaperError, match=rf"the symbol a is assumed to be .*{word}.*which no checker reads. Assume"):
        paper.claim("growth", **fact(statement=ForAll(given=(sp.Eq(symbol**2, t),), then=L * t <= R)))
    plain = [
        sp.Symbol("a"),
        *(sp.Symbol("a", **{fine: True}) for fine in ("real", "positive", "nonnegative", "integer")),
    ]
    for n, symbol in enumerate(plain):
        paper.claim(f"growth-{n}", **fact(statement=ForAll(given=(sp.Eq(symbol**2, t),), then=L * t <= R)))
