"""Measurements on records made up so that the answer is known: they say yes, and no, for the right reason."""

import math

import numpy as np
import pytest

import verify.experiments.zhang2020 as measured
from theory.catalog import Catalog, built_in
from theory.claim import PaperError
from verify.checkers import experiment
from verify.task import Task
from verify.training import records

CATALOG = Catalog(built_in())
STEPS = np.arange(0, 400, 10)


def probes(seed, law, *, noise=1e-6, spread=1.0):
    """Columns in which smoothness follows a law of the gradient norm."""
    rng = np.random.default_rng(seed)
    g = np.exp(spread * rng.normal(size=len(STEPS)))
    smooth = law(g) * np.exp(0.1 * rng.normal(size=len(STEPS)))
    hessian = [value if index % 3 == 0 else None for index, value in enumerate(2 * smooth)]
    return {
        "iteration": STEPS.tolist(), "gradient": g.tolist(), "smoothness": smooth.tolist(), "hessian": hessian,
        "residual": [None if value is None else 0.01 * value for value in hessian],
        "order": (noise * smooth).tolist(), "precision": (noise * smooth).tolist(),
        "redrawn": (3 * g).tolist(), "redrawn at rest": (2 * g * np.exp(0.1 * rng.normal(size=len(g)))).tolist(),
    }  # fmt: skip


def run(series, seed, law, *, loss=2.0, accuracy=0.9, status="finished", **options):
    scores = {"test": {"loss": loss, "accuracy": accuracy}, "valid": {"loss": loss}} if status == "finished" else {}
    return {"role": "held out", "series": series, "method": series, "step": 1.0, "seed": seed, "status": status,
            "iterations": 400, "clipped": 100, "loss": [1.0], "gradient": [1.0], **scores,
            "probes": probes(seed, law, **options)}  # fmt: skip


def rising(g):
    return 0.1 + 2 * g


def flat(g):
    return 1 + 0 * g


def falling(g):
    return 1 / g


@pytest.fixture
def recorded(tmp_path, monkeypatch):
    """Write both records from lists of runs."""
    monkeypatch.setattr(records, "run_record", lambda name: tmp_path / name)

    def write(runs):
        for name in ("lstm", "residual"):
            plain = {"iterations": 400, "seeds": [1, 2, 3], "probe": {"warm up cut": 20}}
            about = {"experiment": name, "configuration": plain, "chosen": {}, "code": "0", "versions": {"torch": "0"},
                     "data": {"name": "made up", "sha256": "0"}}  # fmt: skip
            records.write({**about, "runs": runs}, tmp_path)
        return tmp_path

    return write


def verdict(slug):
    return experiment.check(Task(claim=CATALOG[f"zhang2020/{slug}"], catalog=CATALOG))


def series(name, law, seeds=(1, 2, 3), **options):
    return [run(name, seed, law, **options) for seed in seeds]


@pytest.mark.parametrize("slug", ["smoothness-correlates", "hessian-correlates"])
@pytest.mark.parametrize(("law", "outcome"), [(rising, "supported"), (flat, "not supported"), (falling, "not supported")])
def test_a_correlation_is_seen_where_it_is(recorded, slug, law, outcome):
    recorded(series("clipped", law))
    found = verdict(slug)
    assert (found.outcome, found.trials) == (outcome, 3)
    assert "record checked by hash only" in str(found.evidence) or "training-records" in str(found.evidence)


def test_seeds_that_disagree_support_nothing(recorded):
    recorded([run("clipped", 1, rising), run("clipped", 2, rising), run("clipped", 3, falling)])
    assert verdict("smoothness-correlates").outcome == "not supported"


def test_noise_as_large_as_the_estimate_supports_nothing(recorded):
    recorded(series("clipped", rising, noise=0.5))
    found = verdict("smoothness-correlates")
    assert found.outcome == "not supported"
    assert "contradicts floor < 1/10" in found.reason


def test_what_warming_up_alone_shows_is_cut_off(recorded):
    runs = series("clipped", flat)
    for each in runs:
        for column in ("gradient", "smoothness"):
            each["probes"][column][:2] = [1e6, 1e6]
    recorded(runs)
    assert verdict("smoothness-correlates").outcome == "not supported"


@pytest.mark.parametrize(("law", "outcome"), [(flat, "supported"), (rising, "not supported")])
def test_the_difference_to_unclipped_runs(recorded, law, outcome):
    recorded([*series("clipped", rising), *series("unclipped", law)])
    assert verdict("correlation-needs-clipping").outcome == outcome


@pytest.mark.parametrize(("weaker", "outcome"), [(rising, "supported"), (flat, "not supported")])
def test_images_need_both_normalisations(recorded, weaker, outcome):
    recorded([*series("clipped, batch norm", rising), *series("clipped, group norm", weaker)])
    assert verdict("smoothness-correlates-images").outcome == outcome


@pytest.mark.parametrize(
    ("losses", "status", "outcome"),
    [
        ((2.5, 2.6, 2.4), "finished", "supported"),
        ((2.5, 1.6, 2.4), "finished", "not supported"),
        ((1.5, 1.6, 1.4), "finished", "not supported"),
        ((0, 0, 0), "diverged", "supported"),  # as bad as a uniform guess, ln 256
    ],
)
def test_the_gain_over_the_best_fixed_step(recorded, losses, status, outcome):
    plain = [run("unclipped", seed, flat, loss=loss, status=status) for seed, loss in zip((1, 2, 3), losses, strict=True)]
    recorded([*series("clipped", rising), *plain])
    found = verdict("clipping-trains-faster")
    assert found.outcome == outcome
    if status == "diverged":
        assert found.evidence["measured"]["gain"] == pytest.approx(math.log(256) - 2, rel=1e-5)
        assert found.evidence["test losses"]["unclipped"] == ["diverged"] * 3


@pytest.mark.parametrize(("accuracy", "outcome"), [(0.9, "supported"), (0.95, "supported"), (0.85, "not supported")])
def test_accuracy_against_momentum(recorded, accuracy, outcome):
    runs = [*series("clipped, batch norm", flat, accuracy=accuracy), *series("clipped, group norm", flat, accuracy=0.9)]
    recorded([*runs, *series("momentum, batch norm", flat), *series("momentum, group norm", flat)])
    assert verdict("clipping-matches-momentum").outcome == outcome


@pytest.mark.parametrize(
    ("law", "constant", "power"),
    [(lambda g: 1 + 3 * g, "supported", "supported"), (flat, "not supported", "not supported"),
     (lambda g: g**0.4, "supported", "not supported")],
)  # fmt: skip
def test_forms(recorded, law, constant, power):
    recorded(series("clipped", law, spread=1.5))
    assert verdict("affine-beats-constant").outcome == constant
    assert verdict("affine-beats-power-law").outcome == power


def test_the_artefact_is_a_correlation_of_nothing(recorded):
    runs = series("clipped", flat)
    recorded([*runs, *series("unclipped", flat)])
    assert verdict("chunk-artefact").outcome == "supported"
    assert verdict("smoothness-correlates").outcome == "not supported"
    for each in runs:
        each["probes"]["redrawn at rest"] = flat(np.array(each["probes"]["gradient"])).tolist()
    recorded([*runs, *series("unclipped", flat)])
    assert verdict("chunk-artefact").outcome == "not supported"


def test_an_edited_record_is_no_evidence(recorded):
    folder = recorded(series("clipped", rising))
    file = folder / "training-lstm.json"
    file.write_text(file.read_text().replace('"clipped": 100', '"clipped": 101', 1))
    with pytest.raises(PaperError, match="was changed after it was written"):
        verdict("smoothness-correlates")
    with pytest.raises(PaperError, match="was changed after it was written"):
        verdict("training-records")


def test_runs_that_begin_otherwise_do_not_repeat(recorded, monkeypatch):
    from verify.experiments.zhang2020 import repeating

    recorded(series("clipped", rising))
    monkeypatch.setattr(repeating, "has_torch", lambda: False)
    assert verdict("training-records").outcome == "supported"
    assert "record checked by hash only" in verdict("training-records").scope
    monkeypatch.setattr(repeating, "has_torch", lambda: True)
    monkeypatch.setattr(repeating, "_again", lambda name: (3, ["clipped 1: loss 7: recorded 1, now 2"]))
    assert verdict("training-records").outcome == "not supported"


def test_every_claim_of_the_experiments_has_its_measurement():
    claims = [claim for claim in CATALOG.papers["zhang2020"] if claim.kind == "experiment"]
    assert {claim.statement.measured_by for claim in claims} == set(measured.__all__)
    assert all(claim.statement.contradicted_by and claim.statement.records for claim in claims)
