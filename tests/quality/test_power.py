"""The power table: mutants are what they say, checkers notice them, and one that notices nothing is reported."""

import json

import pytest
import sympy as sp

from theory import ForAll, Paper, symbols
from theory.catalog import Catalog, built_in
from theory.claim import Claim
from theory.statement import Inclusion
from verify.power import Power, attack
from verify.power.idle import idle
from verify.power.mutate import FACTORS, dropped, flipped, mutants, shrunk, widened
from verify.power.report import MUST
from verify.power.vacuity import point
from verify.verdict import Finding

a, b, c = symbols("a b c", positive=True)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog(built_in())


def claim(then, *given, **fields) -> Claim:
    paper = Paper("doe2026", title="Numbers")
    return paper.claim("it", ForAll(given=given, then=then), kind="lemma", **fields)


def then(mutant):
    return mutant.claim.statement.then


# -- what the mutators do -----------------------------------------------------------------------------------------


def test_an_upper_bound_is_shrunk_and_a_lower_bound_enlarged():
    (upper,), (lower,) = (list(shrunk(claim(relation), sp.Rational(9, 10))) for relation in (a <= 10 * b, a >= 9 * b))
    assert then(upper) == sp.Le(a, 9 * b)
    assert then(lower) == sp.Ge(a, 10 * b)


def test_values_of_f_are_not_part_of_the_constant(catalog):
    descent = catalog["ours/descent-local-constant"]
    (mutant,) = shrunk(descent, sp.Rational(1, 2))
    before, after = descent.statement.then, then(mutant)
    added = [term for term in before.rhs.args if not term.could_extract_minus_sign() and term.has(sp.Rational(1, 2))]
    assert after.lhs == before.lhs
    assert sp.expand(before.rhs - after.rhs - added[0] / 2) == 0


def test_every_conclusion_is_mutated_alone():
    two = claim((a <= b, a <= 2 * c), a <= b)
    assert [(m.part, then(m)) for m in flipped(two)] == [(1, sp.Ge(a, b)), (2, sp.Ge(a, 2 * c))]
    assert [m.claim.label for m in shrunk(two, FACTORS[2])] == [
        "doe2026/it~shrink-0.999-part-1",
        "doe2026/it~shrink-0.999-part-2",
    ]


def test_each_hypothesis_is_dropped_in_turn_and_each_limit_widened():
    it = claim(a <= 3, a <= b, b <= 1, sp.Eq(c, 1))
    assert [m.claim.statement.given for m in dropped(it)] == [
        (b <= 1, sp.Eq(c, 1)),
        (a <= b, sp.Eq(c, 1)),
        (a <= b, b <= 1),
    ]
    assert [m.claim.statement.given[i] for i, m in enumerate(widened(it))] == [
        sp.Le(a, sp.Rational(11, 10) * b),
        sp.Le(b, sp.Rational(11, 10)),
    ]


def test_a_mutant_carries_no_proof_and_a_witness_only_if_it_is_false_all_the_more(catalog):
    control = catalog["ours/deep-linear-in-class"]
    assert control.witness is not None
    for mutant in mutants(control):
        assert mutant.claim.witness == (control.witness if mutant.kind == "shrink" else None)
        assert mutant.claim.proof is None
        assert mutant.claim.statement != control.statement


def test_the_constant_of_a_membership_is_that_of_the_class(catalog):
    (mutant,) = shrunk(catalog["ours/quartic"], sp.Rational(1, 2))
    assert isinstance(mutant.claim.statement, Inclusion)
    L1 = catalog["ours/quartic"].statement.functions.L1
    assert mutant.claim.statement.functions.L0 == 8 / L1**2


# -- mutants are noticed ------------------------------------------------------------------------------------------

TIGHT = (
    "ours/self-bounding",
    "ours/gradient-bound",
    "ours/growth-sharp",
    "ours/koloskova-factor",
    "ours/quartic",
    "ours/thm4-f1-threshold",
    "ours/thm4-threshold-exact",
    "ours/ngd-equivalence",
)
REFUTED = (
    "ours/deep-linear-in-class",
    "ours/koloskova-class",
    "ours/quartic-printed",
    "ours/scale-invariance",
    "zhang2020/thm4",
    "zhang2020/thm4-f1-member",
    "zhang2020/thm4-offset",
)
BUILT_IN = Catalog(built_in())
CONTROLS = (*REFUTED, *(claim.label for claim in BUILT_IN if claim.kind == "control"))


def functional(claim: Claim) -> bool:
    """Whether the statement is about functions, so that its witness is not found by trying numbers."""
    named = claim.witness or {}
    nested = any(isinstance(given, ForAll) for given in getattr(claim.statement, "given", ()))
    return "function" in named or any(isinstance(key, sp.Function) for key in named) or nested


HARD = {"lerouxschmidtbach2012/prop2-n4"} | {
    claim.label for claim in BUILT_IN.papers["classics"] if claim.kind == "control" and functional(claim)
}
"""Refuted by the witness of the original; no checker finds one by itself in time."""


@pytest.mark.parametrize("label", [*TIGHT, *CONTROLS])
def test_the_smallest_shrink_is_refuted_exactly(catalog, label):
    *by, own = attack.attackers()
    quick = sorted(by, key=lambda checker: checker.NAME == "fuzz")  # the sampling checker last: it is the slowest
    for mutant in shrunk(catalog[label], FACTORS[2]):
        found = attack.hit(mutant, catalog, (own,) if label in HARD else quick, every=False)
        assert found["caught"], f"{mutant.claim.label} survives {found['tried']}"
        assert not found["crashed"]


def test_what_holds_is_not_refuted(catalog):
    for label in ("ours/growth-sharp", "ours/thm4-threshold-exact"):
        (mutant,) = shrunk(catalog[label], sp.Rational(1))
        assert attack.hit(mutant, catalog, attack.attackers(), trials=20)["caught"] == []


def test_a_loose_constant_is_bracketed(catalog):
    loose = claim(2 * a * b <= 4 * (a**2 + b**2), sense="upper")
    (found,) = attack.row(loose, catalog)["loose"]
    assert found["refuted"] == "1/5"  # 1/4 is the best
    sharp = claim(2 * a * b <= a**2 + b**2, sense="upper")
    (found,) = attack.row(sharp, catalog)["loose"]
    assert found["refuted"] == "999/1000"


TIGHT_RATES = [claim.label for claim in Catalog(built_in()) if claim.paper == "classics" and claim.sense == "tight"]


@pytest.mark.slow
@pytest.mark.parametrize("label", TIGHT_RATES)
def test_a_tight_rate_has_a_worst_case_just_below_it(catalog, label):
    by = [checker for checker in attack.attackers() if checker.NAME != "fuzz"]
    for mutant in shrunk(catalog[label], FACTORS[2]):
        assert attack.hit(mutant, catalog, by, every=False)["caught"], mutant.claim.label


# -- defects ------------------------------------------------------------------------------------------------------


class Blind:
    """A checker that looks at everything and sees nothing."""

    NAME = "blind"

    def applies(self, claim):
        return True

    def check(self, task):
        return Finding(checker="blind", outcome="survived", rigour="sampled", trials=100)


class Breaking(Blind):
    NAME = "breaking"

    def check(self, task):
        raise ValueError("no such thing")


def power(catalog, label, *by):
    row = attack.row(catalog[label], catalog, by)
    return Power(rows=({**row, "failed": "", "proved": [], "idle": [], "unproved": ""},))


def test_a_checker_that_catches_nothing_is_a_defect(catalog):
    interval = attack.attackers()[0]
    found = power(catalog, "ours/thm4-threshold-exact", interval, Blind())
    assert found.defects() == ["checker blind catches none of the 4 mutants that it was given"]
    assert "defect: checker blind" in "\n".join(found.lines())
    assert power(catalog, "ours/thm4-threshold-exact", interval).defects() == []


def test_a_mutant_that_survives_is_a_defect(catalog):
    found = power(catalog, "ours/thm4-threshold-exact", Blind())
    assert [line.split(": ")[1].split(" survives")[0] for line in found.defects()[:4]] == list(MUST)


def test_a_checker_that_breaks_is_a_defect(catalog):
    found = power(catalog, "ours/thm4-threshold-exact", attack.attackers()[0], Breaking())
    assert any("breaking: ValueError: no such thing" in line for line in found.defects())


def test_the_record_is_the_same_every_time(catalog):
    first, second = (power(catalog, "ours/quartic", *attack.attackers()).as_text() for _ in range(2))
    assert first == second
    assert json.loads(first)["defects"] == []


# -- vacuity and idle hypotheses ----------------------------------------------------------------------------------


def test_a_claim_that_speaks_of_nothing_has_no_point():
    assert "none of" in point(claim(a <= 1, a <= b, b + 1 <= a))["reason"]
    assert point(claim(a <= 1, a <= b, b <= 1))["checked"] == "balls"


def test_an_idle_hypothesis_is_proved_to_be_idle(catalog):
    it = claim(a <= 1, b <= 7, a <= b, b <= 1, sense="upper")
    catalog = Catalog([*catalog.papers.values(), _paper(it)])
    assert idle(catalog["doe2026/it"], catalog)["idle"] == ["drop-1"]


def _paper(it: Claim) -> Paper:
    paper = Paper("doe2026", title="Numbers")
    paper.claim("it", it.statement, kind=it.kind, sense=it.sense)
    return paper
