"""The record of the power table says when it speaks of other claims than those that stand."""

from dataclasses import replace

import pytest

from theory import ForAll, Paper, symbols
from theory.catalog import Catalog
from verify import runs
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
