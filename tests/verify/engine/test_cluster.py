"""Checking on a Dask cluster: a real scheduler and two worker processes of this machine, and one of them killed."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import distributed
import pytest

from theory import PaperError
from theory.catalog import Catalog, built_in, load
from verify import engine
from verify.engine import cluster
from verify.engine.child import Child
from verify.engine.parallel import Job

ROOT = Path(__file__).resolve().parents[3]
EXAMPLE = str(ROOT / "tests/examples/doe2026.py")
PAPERS = ("calculus", "zhang2020/l*")


def start(*arguments, folder):
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "dask", *map(str, arguments), "--scheduler-file", str(folder / "scheduler.json")]
    log = (folder / "cluster.log").open("a")
    return subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log)


@pytest.fixture
def dask(tmp_path):
    """A scheduler with two workers; the second has nobody who would start it again."""
    quiet = ("--no-dashboard", "--host", "127.0.0.1")
    processes = [start("scheduler", "--port", 0, *quiet, folder=tmp_path)]
    for keeper in ("--nanny", "--no-nanny"):
        mine = ("--nthreads", 1, "--memory-limit", 0, "--local-directory", tmp_path / keeper, *quiet)
        processes.append(start("worker", keeper, *mine, folder=tmp_path))
    try:
        with distributed.Client(scheduler_file=str(tmp_path / "scheduler.json"), timeout=60) as client:
            client.wait_for_workers(2, timeout=60)
            yield client, processes[-1]
    finally:
        for process in reversed(processes):
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def timeless(ledger):
    """The ledger as text, but for the times."""

    def strip(value):
        if isinstance(value, dict):
            return {name: strip(item) for name, item in value.items() if name != "seconds"}
        return [strip(item) for item in value] if isinstance(value, list) else value

    return json.dumps(strip(ledger.as_json()), indent=1)


def verify(progress=lambda tally: None, **options):
    catalog = Catalog([*built_in(), load(EXAMPLE)])
    claims = catalog.select([*PAPERS, "doe2026"])
    chosen = engine.Options(checkers=("exact", "interval"), cached=False, workers=2, **options)
    return engine.verify(catalog, claims, papers=[EXAMPLE], options=chosen, progress=progress)


@pytest.mark.timeout(900)  # minutes on a busy machine: five interpreters load the papers
def test_a_killed_worker_loses_nothing(dask):
    client, victim = dask
    killed = []

    def kill(tally):
        if not killed and tally.checked >= tally.total // 3:
            address, busy = next((a, keys) for a, keys in client.processing().items() if a.endswith(f":{port}"))
            victim.send_signal(signal.SIGKILL)
            victim.wait()
            killed.append((address, len(busy), tally.checked, tally.total))

    pids = client.run(os.getpid)
    port = next(address for address, pid in pids.items() if pid == victim.pid).rpartition(":")[2]
    there, tally = verify(kill, dask=client.scheduler.address)
    ((address, busy, checked, total),) = killed
    assert busy > 0  # it had work when it died
    assert checked < total
    assert address not in client.nthreads()
    assert tally.checked == total == len(there) * 2
    here, _ = verify()
    assert timeless(there) == timeless(here)
    assert {entry.verdict.word for entry in there} >= {"proved", "refuted"}


@pytest.mark.timeout(900)
def test_the_command_and_its_refusals(dask, cli):
    """A limit holds on a worker that its nanny keeps from starting processes; other sources are not believed."""
    result = cli("verify", EXAMPLE, "--checker", "exact", "--dask", dask[0].scheduler.address)
    assert result.code == 1
    assert "proved at listed N" in result.out
    assert "refuted (expected true)" in result.out
    assert "on 2 processes" in result.err
    address, job = dask[0].scheduler.address, Job(label="calculus/mean-value", checker="exact")
    long, found = Job(label="zhang2020/lemma9", checker="fuzz", trials=10**6), []
    for one, limit in ((long, 2), (job, 60)):
        cluster.run([one], {one: "another key"}, address=address, papers=(), limit=limit,
                    done=lambda job, finding: found.append(finding))  # fmt: skip
    assert [f.outcome for f in found] == ["crashed", "crashed"]
    assert "out of time after 2 s" in found[0].reason
    assert "another version of rateproof" in found[1].reason


def test_nobody_there(cli, monkeypatch):
    monkeypatch.setattr(cluster, "CONNECT", "1s")
    result = cli("verify", "calculus", "--no-cache", "--dask", "tcp://127.0.0.1:9")
    assert result.code == 2
    assert "no scheduler answers" in result.err
    assert "Traceback" not in result.err


def test_without_distributed_it_says_what_to_install(cli, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = cli("verify", "calculus", "--dask", "tcp://127.0.0.1:9")
    assert result.code == 2
    assert "pip install distributed" in result.err


def test_a_child_is_ended_at_the_limit_and_replaced():
    child = Child((), ("zhang2020",), ("fuzz", "exact"))
    job = Job(label="zhang2020/lemma9", checker="fuzz", trials=10**6)
    key, found = child.check(job, 2.0)
    assert (key, found.outcome, found.reason) == ("", "crashed", "out of time after 2 s; --timeout gives it longer")
    key, found = child.check(Job(label="calculus/mean-value", checker="exact"), 60.0)
    assert key
    assert child.stop() in (0, -9)  # ended by itself, or on a busy machine by force


def test_a_child_that_dies_says_so(monkeypatch):
    child = Child((), ("zhang2020",), ("exact",))
    child._start()
    child._process.kill()
    child._process.wait()
    _, found = child.check(Job(label="calculus/mean-value", checker="exact"), 60.0)
    assert found.reason == "its process died with exit code -9"


def test_a_broken_address():
    with pytest.raises(PaperError, match="no scheduler answers"):
        cluster.run([Job(label="a/b", checker="exact")], {}, address="nonsense", papers=(), limit=1, done=print)
