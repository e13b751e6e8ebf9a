"""The experiment checker supports what is measured, says no to what is not, and never proves or refutes."""

import math
from fractions import Fraction

import pytest

from theory import Observation, Paper, Rational, symbols
from theory.catalog import Catalog
from theory.claim import PaperError
from verify.checkers import experiment
from verify.experiments import Reading
from verify.task import Task
from verify.verdict import Finding, as_expected, conclude

slope = symbols("slope")
STEEP = (slope > Rational(1, 2),)


def measure(value):
    def run(deep, seed):
        return Reading(values={"slope": value}, scope=f"seed {seed}", trials=3, evidence={"deep": deep})

    return run


def observed(value, then=STEEP, expect="true"):
    paper = Paper("doe2026", title="Trial")
    said = Observation(text="It rises.", contradicted_by="it falls", then=then, measured_by=measure(value))
    claim = paper.claim("rises", said, kind="experiment", expect=expect)
    return claim, experiment.check(Task(claim=claim, catalog=Catalog([paper])))


def test_what_is_seen_is_supported():
    claim, finding = observed(0.75)
    assert (finding.outcome, finding.rigour, finding.trials, finding.scope) == ("supported", "numerical", 3, "seed 0")
    assert conclude(claim, [finding]).word == "supported"
    assert as_expected(claim, conclude(claim, [finding]))


@pytest.mark.parametrize("value", [0.25, 0.5, Fraction(1, 2), math.nan, -math.inf])
def test_what_is_not_seen_is_not_supported(value):
    claim, finding = observed(value)
    verdict = conclude(claim, [finding])
    assert finding.outcome == verdict.word == "not supported"
    assert "this contradicts slope > 1/2" in finding.reason
    assert not as_expected(claim, verdict)


def test_an_open_question_may_be_answered_no():
    claim, finding = observed(0.25, expect="open")
    assert as_expected(claim, conclude(claim, [finding]))


def test_exact_values_stay_exact():
    assert observed(Fraction(2, 3))[1].evidence["measured"] == {"slope": "2/3"}


def test_a_claim_that_nothing_can_contradict_is_refused():
    with pytest.raises(PaperError, match="no relation"):
        observed(0.75, then=())


def test_a_symbol_without_a_value_is_named():
    with pytest.raises(PaperError, match=r"no value for width; it gives slope"):
        observed(0.75, then=(symbols("width") > 0,))


@pytest.mark.parametrize("outcome", ["proved", "refuted", "survived"])
def test_it_may_not_conclude_more(outcome):
    with pytest.raises(ValueError, match="may not conclude"):
        Finding(checker="experiment", outcome=outcome, rigour="exact")


def test_an_observation_without_a_measurement_is_left_alone():
    claim, _ = observed(0.75)
    assert experiment.applies(claim)
    paper = Paper("doe2026", title="Trial")
    bare = paper.claim("rises", Observation(text="It rises.", contradicted_by="it falls"), kind="experiment")
    assert not experiment.applies(bare)
