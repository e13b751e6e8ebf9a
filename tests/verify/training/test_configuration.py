"""The frozen configurations: the same grid and budget for every method, held-out seeds that no choice has seen."""

import pytest

from theory.claim import PaperError
from verify.training import configuration

OWN = ("lstm", "residual", "fashion", "bible")


def loaded(name, **options):
    data = {"awd-lstm": "ptb:x", "resnet20": "cifar10:x"}.get(name, "")
    return configuration.load(name, data=data, **options)[0]


@pytest.mark.parametrize("quick", [False, True])
@pytest.mark.parametrize("name", configuration.names())
def test_clipped_and_unclipped_get_the_same(name, quick):
    plan = loaded(name, quick=quick)
    tried = {}
    for run in plan.grid():
        tried.setdefault(run.series, []).append((run.step, run.seed))
    assert len(tried) == len(plan.models) * len({entry["step"] for entry in plan.held_out})
    assert any("unclipped" in series for series in tried)
    assert len({tuple(sorted(each)) for each in tried.values()}) == 1
    assert not set(plan.tuning_seeds) & set(plan.seeds)


@pytest.mark.parametrize("name", configuration.names())
def test_every_seed_measures_every_series(name):
    plan = loaded(name)
    best = {run.series: 1.0 for run in plan.grid()}
    runs = plan.measured(best)
    assert len({run.name for run in [*runs, *plan.grid()]}) == len(runs) + len(plan.grid())
    assert len(runs) == len(plan.models) * len(plan.held_out) * len(plan.seeds)
    assert len(plan.seeds) >= 3
    assert all(run.probed for run in runs)


def test_the_papers_configurations():
    words, images = loaded("awd-lstm"), loaded("resnet20")
    assert (words.models[""]["name"], words.method("clipped").clip, 30.0 in words.steps) == ("awd-lstm", 0.25, True)
    assert images.models[""] == {"name": "residual", "width": 16, "blocks": 3, "norm": "batch"}
    assert (images.weight_decay, images.method("momentum").momentum) == (5e-4, 0.9)
    epoch = 45000 / images.batch
    assert images.drops == (pytest.approx(100 * epoch, rel=0.01), pytest.approx(150 * epoch, rel=0.01))


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("nothing", "", "There are: awd-lstm, bible, fashion, lstm, residual, resnet20"),
        ("awd-lstm", "", "--data ptb:PATH"),
        ("resnet20", "ptb:x", "does not train on ptb"),
        ("lstm", "cifar10:x", "does not train on cifar10"),
        ("lstm", "kjv:x", "write ptb:PATH or cifar10:PATH"),
        ("lstm", "ptb", "write ptb:PATH"),
    ],
)
def test_mistakes_are_answered(name, data, says):
    with pytest.raises(PaperError, match=says):
        configuration.load(name, data=data)
