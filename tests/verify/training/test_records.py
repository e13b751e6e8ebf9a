"""The committed records: sealed, whole, and of the frozen configurations; an edit is caught."""

import json

import pytest

from theory.claim import PaperError
from verify.places import RUNS
from verify.training import configuration, records

NAMES = ("lstm", "residual")


@pytest.fixture(params=NAMES)
def record(request):
    return records.read(records.file_name(request.param))


def test_the_configuration_is_the_frozen_one(record):
    assert record["configuration"] == configuration.load(record["experiment"])[1]


def test_every_run_is_reported(record):
    plan = configuration.Configuration.of(record["configuration"])
    planned = [run.name for run in [*plan.grid(), *plan.measured(record["chosen"])]]
    made = [f"{run['role']} {run['series']} {run['step']:g} {run['seed']}".replace(" ", "-") for run in record["runs"]]
    assert made == planned
    assert all(run["status"] in ("finished", "diverged") for run in record["runs"])
    assert all(run["status"] == "diverged" or run["iterations"] == plan.iterations for run in record["runs"])


def test_it_says_where_it_was_made(record):
    assert {"python", "torch", "numpy", "scikit-learn"} == set(record["versions"])
    assert record["hardware"]["device"] == "cpu"
    assert len(record["code"]) == len(record["data"]["sha256"]) == 64


def test_fixed_chunks_at_rest_give_nothing_but_rounding(record):
    for run in record["runs"]:
        for noise, estimate in zip(run["probes"].get("order", ()), run["probes"].get("smoothness", ()), strict=True):
            assert float(noise) < 0.01 * float(estimate)


def test_they_are_small():
    assert sum((RUNS / records.file_name(name)).stat().st_size for name in NAMES) < 600_000


@pytest.mark.parametrize(("path", "value"), [(("runs", -1, "loss", 3), 1.0), (("chosen", "x"), 3.0), (("data", "name"), "x")])
def test_an_edit_is_caught(record, tmp_path, path, value):
    name = records.file_name(record["experiment"])
    inner = record
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    (tmp_path / name).write_text(json.dumps(record))
    with pytest.raises(PaperError, match="was changed after it was written"):
        records.read(name, tmp_path)
    assert records.read(records.write(record, tmp_path).name, tmp_path)["sha256"] != record["sha256"]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"runs": []}'])
def test_what_is_no_record(tmp_path, text):
    (tmp_path / "training-lstm.json").write_text(text)
    with pytest.raises(PaperError, match="rateproof experiment lstm"):
        records.read("training-lstm.json", tmp_path)


def test_numbers_that_are_not_finite_survive(tmp_path):
    record = {"experiment": "lstm", "runs": [{"loss": [1.23456789, float("inf"), float("nan")]}]}
    assert records.read(records.write(record, tmp_path).name, tmp_path)["runs"] == [{"loss": [1.23457, "inf", "nan"]}]


def test_the_code_is_hashed_without_its_words(tmp_path, monkeypatch):
    for place in records.CODE:
        file = tmp_path / (place if place.endswith(".py") else f"{place}/x.py")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text('"""Words."""\nx = 1  # more\n')
    monkeypatch.setattr(records, "HERE", tmp_path)
    before = records.code_hash()
    (tmp_path / "probe" / "x.py").write_text('"""Other words."""\nx = 1\n')
    assert records.code_hash() == before
    (tmp_path / "probe" / "x.py").write_text("x = 2\n")
    assert records.code_hash() != before
