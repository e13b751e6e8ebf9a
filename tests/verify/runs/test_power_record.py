"""The record of the power table says when it speaks of other claims than those that stand."""

from dataclasses import replace

import pytest

from theory import ForAll, Paper, symbols
from theory.catalog import Catalog, built_in
from verify import runs
from verify.power.report import MUST
from verify.runs import power

g, h = symbols("g h", positive=True)


def catalog(bound):
    paper = Paper("planted", title="Planted")
    paper.claim("square", ForAll(then=g**2 + h**2 >= bound * g * h), kind="control")
    return Catalog([paper])


def record(of):
    return {"claims": {claim.label: {"digest": power._digest(claim)} for claim in of}}


def test_a_record_of_the_same_claims_is_current():
    assert not list(power.stale(record(catalog(2)), catalog(2)))


def test_a_changed_constant_a_new_claim_and_a_lost_one_are_told_with_the_command():
    (changed,) = power.stale(record(catalog(1)), catalog(2))
    (new,) = power.stale({"claims": {}}, catalog(2))
    (gone,) = power.stale(record(catalog(2)), Catalog([Paper("planted", title="Planted")]))
    assert "has changed" in changed and "not in" in new and "no claim" in gone
    assert all(line.endswith("Run: rateproof record power") for line in (changed, new, gone))


def test_a_claim_that_need_not_be_refuted_any_more_is_a_change():
    (claim,) = catalog(2)
    assert power._digest(claim) != power._digest(replace(claim, kind="step"))


def test_an_interrupted_record_leaves_the_old_one(tmp_path, monkeypatch):
    (tmp_path / "power.json").write_text('{"old": 1}')
    monkeypatch.setattr(power, "compute", lambda: {"new": object()})
    with pytest.raises(TypeError):
        list(runs.record(["power"], tmp_path))
    assert runs.read("power", tmp_path) == {"old": 1}
    monkeypatch.setattr(power, "compute", lambda: {"new": 1 / 3})
    assert list(runs.record(["power"], tmp_path)) == [tmp_path / "power.json"]
    assert runs.read("power", tmp_path) == {"new": 0.333333333} and [*tmp_path.iterdir()] == [tmp_path / "power.json"]


def test_the_committed_record_speaks_of_the_claims_that_stand_and_no_mutant_of_a_tight_one_survives():
    stored, built = runs.read("power"), Catalog(built_in())
    assert list(power.stale(stored, built)) == []
    rows = [row for row in stored["claims"].values() if row["role"] == "tight"]
    mutants = [(row["label"], mutant) for row in rows for mutant in row["mutants"] if mutant["name"] in MUST]
    assert len(rows) >= 50 and len(mutants) > 200
    assert [(label, mutant["name"]) for label, mutant in mutants if not mutant["caught"]] == []
    controls = {label for label, row in stored["claims"].items() if row["role"] == "control"}
    survived = {line.partition(":")[0] for line in stored["defects"] if "survives" in line}
    assert survived <= controls  # of a false claim that stands by its own witness
