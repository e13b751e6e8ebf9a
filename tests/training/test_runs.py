"""Runs on small files: the same bits after a kill, records that repeat, departures that are found."""

import copy
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch

from verify.training import configuration, records
from verify.training.configuration import Method, Run
from verify.training.models import build
from verify.training.runs import repeat, run_experiment
from verify.training.runs.experiment import choose
from verify.training.runs.problem import problem
from verify.training.runs.train import prepare, train

ROOT = Path(__file__).resolve().parents[2]
WORDS = ("the", "a", "cat", "<unk>", "N", "ran", "sat", "on", "mat")


@pytest.fixture(scope="module")
def treebank(tmp_path_factory):
    folder, rng = tmp_path_factory.mktemp("ptb"), np.random.default_rng(0)
    for part in ("train", "valid", "test"):
        lines = [" " + " ".join(rng.choice(WORDS, 8)) + " \n" for _ in range(60)]
        (folder / f"ptb.{part}.txt").write_text("".join(lines))
    return folder


@pytest.fixture(scope="module")
def small(treebank):
    """The LSTM's problem on the small text, and a plan for one run."""
    plan, _ = configuration.load("awd-lstm", quick=True, data=f"ptb:{treebank}")
    prepare()
    task = problem(plan)

    def run(**changes):
        values = dict(role="held out", series="clipped", method=plan.method("clipped"), step=10.0, seed=1,
                      model=plan.models[""], probed=True)  # fmt: skip
        return Run(**{**values, **changes})

    return task, run


def test_continuing_gives_the_same_bits(small, tmp_path):
    task, run = small
    whole = train(task, run())
    file = tmp_path / "run.pt"

    class Killed(Exception):
        pass

    def kill(iteration):
        if iteration == 17:
            raise Killed

    with pytest.raises(Killed):
        train(task, run(), checkpoint=file, tick=kill)
    assert file.is_file()  # from iteration 10: dropout, state and trace go on from there
    assert train(task, run(), checkpoint=file) == whole
    assert whole["clipped"] > 0 and len(whole["probes"]) == 2


def test_seeds_and_methods_make_a_difference(small):
    task, run = small
    first = train(task, run(), steps=5)
    assert train(task, run(), steps=5) == first
    assert train(task, run(seed=2), steps=5)["loss"] != first["loss"]
    assert train(task, run(method=Method(name="tight", clip=0.01)), steps=5)["loss"] != first["loss"]
    assert train(task, run(method=Method(name="tight", clip=0.01)), steps=1)["loss"] == first["loss"][:1]


def test_clipping_bounds_the_step(small):
    task, run = small
    steps = [probe["step"] for probe in train(task, run(step=30.0), steps=21)["probes"]]
    assert max(steps) <= 30 * 0.25 * (1 + 1e-4)


def test_a_run_that_diverges_says_so(small):
    task, run = small
    trace = train(task, run(method=Method(name="unclipped"), step=1e6, probed=False))
    assert trace["status"] == "diverged"
    assert "test" not in trace and len(trace["loss"]) < 30


def test_momentum_and_warm_up(small):
    task, run = small

    def first(**method):
        return train(task, run(method=Method(name="m", **method)), steps=16)

    plain, slow, heavy = first(), first(warm_up=10), first(momentum=0.9)
    assert slow["probes"][0]["step"] == pytest.approx(plain["probes"][0]["step"] / 10, rel=1e-3)
    assert heavy["loss"][:2] == plain["loss"][:2]
    assert heavy["loss"][2] != plain["loss"][2]
    assert heavy["probes"][1]["step"] > 2 * plain["probes"][1]["step"]


def test_redrawn_chunks_are_an_artefact_and_fixed_ones_are_not(small):
    task, _ = small
    model = build({"name": "lstm", "embedding": 4, "hidden": 5, "layers": 1}, seed=0, tokens=task.data.tokens)
    f, rng = task.subset(model), np.random.default_rng(0)
    x = f.point()
    assert torch.equal(f.gradient(x)[1], f.gradient(x)[1])
    pairs = [[task.redrawn(model, rng).gradient(x)[1] for _ in range(2)] for _ in range(10)]
    apart = [(a - b).norm().item() for a, b in pairs]
    assert max(apart) > 0.1 * f.gradient(x)[1].norm().item()


def test_a_step_that_diverged_once_is_not_chosen():
    def tried(step, seed, loss):
        run = Run(role="grid", series="s", method=Method(name="s"), step=step, seed=seed, model={}, probed=False)
        return run, {"status": "diverged" if loss is None else "finished", "valid": {"loss": loss}}

    seen = [tried(1.0, 1, 3.0), tried(1.0, 2, 3.2), tried(3.0, 1, 2.0), tried(3.0, 2, None), tried(0.3, 1, 4.0)]
    assert choose(seen) == {"s": 1.0}


@pytest.fixture(scope="module")
def record(treebank, tmp_path_factory):
    folder = tmp_path_factory.mktemp("records")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RATEPROOF_CACHE", str(folder / "cache"))
        path = run_experiment("awd-lstm", quick=True, data=f"ptb:{treebank}", out=folder)
    return records.read(path.name, folder)


def test_a_record_repeats(record):
    assert repeat(record) == (7, [])


@pytest.mark.parametrize(("name", "where"), [("loss", "loss 7"), ("gradient", "gradient 7")])
def test_an_edited_record_is_caught_even_with_a_new_hash(record, name, where):
    edited = copy.deepcopy(record)
    edited["runs"] = edited["runs"][-2:]
    edited["runs"][-1][name][7] *= 1.01
    _, departures = repeat(records.seal(edited))
    assert len(departures) == 1
    assert where in departures[0]


def test_an_edited_probe_is_caught(record):
    edited = copy.deepcopy(record)
    edited["runs"] = edited["runs"][-1:]
    edited["runs"][-1]["probes"]["smoothness"][1] *= 2
    assert "smoothness of the probe 1" in repeat(edited)[1][0]


def test_other_data_are_named(record):
    edited = copy.deepcopy(record)
    edited["data"]["sha256"] = "0" * 64
    assert repeat(edited)[1][0].startswith("the data are others")


def start(folder, treebank, *more):
    words = ["experiment", "awd-lstm", "--quick", "--data", f"ptb:{treebank}", "--out", str(folder), *more]
    environment = {**os.environ, "RATEPROOF_CACHE": str(folder / "cache"), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen([sys.executable, str(ROOT / "rateproof.py"), *words], env=environment,
                            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip


def finished(folder):
    return {file.name: json.loads(file.read_text()) for file in folder.glob("training/awd-lstm-*/*.json")}


def test_kill_9_and_resume_give_the_same_trace_bit_for_bit(treebank, tmp_path):
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    assert start(whole, treebank).wait(250) == 0
    process = start(killed, treebank)
    deadline = time.monotonic() + 200
    while not list(killed.glob("training/awd-lstm-*/held-out-*.pt")):
        assert process.poll() is None and time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert 0 < len(finished(killed)) < len(finished(whole))
    assert start(killed, treebank, "--resume").wait(250) == 0
    assert finished(killed) == finished(whole)
    files = [folder / "training-awd-lstm.json" for folder in (whole, killed)]
    assert files[0].read_bytes() == files[1].read_bytes()
