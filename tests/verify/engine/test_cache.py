"""What is remembered: everything that did not change, through edits, interrupts and kills."""

import importlib
import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from verify import checkers
from verify.engine.cache import Cache
from verify.verdict import Finding

ROOT = Path(__file__).resolve().parents[3]

TEXT = """
y = symbols("y")
paper.claim("base", ForAll(given=(at_most(y, 2),), then=at_most(1, 2)), kind="lemma")
paper.claim("main", ForAll(then=at_most(2, 3)), kind="theorem", uses=("doe2026/base",))
paper.claim("apart", ForAll(then=at_most(4, 5)), kind="theorem")
"""


def test_nothing_is_checked_twice(cli, prover, write_paper):
    paper = write_paper(TEXT)
    first, second = cli("verify", paper, "--jobs", 1), cli("verify", paper, "--jobs", 1)
    assert len(prover()) == 3
    assert first.out == second.out
    assert "0 checks" in second.err
    cli("verify", paper, "--jobs", 1, "--no-cache")
    assert len(prover()) == 6


def test_one_constant_changes_the_verdict(cli, prover, write_paper):
    assert "refuted" not in cli("verify", write_paper(TEXT), "--jobs", 1).out
    edited = cli("verify", write_paper(TEXT.replace("at_most(4, 5)", "at_most(4, 3)")), "--jobs", 1)
    assert edited.code == 1
    assert "doe2026/apart  theorem  refuted" in edited.out
    assert prover() == ["doe2026/apart", "doe2026/apart", "doe2026/base", "doe2026/main"]


def test_an_edit_reaches_what_rests_on_it_and_nothing_else(cli, prover, write_paper):
    cli("verify", write_paper(TEXT), "--jobs", 1)
    cli("verify", write_paper("# a comment\n" + TEXT.replace("at_most(y, 2)", "at_most(y, 7)")), "--jobs", 1)
    assert prover() == ["doe2026/apart", "doe2026/base", "doe2026/base", "doe2026/main", "doe2026/main"]


def test_words_around_a_claim_are_not_its_content(cli, prover, write_paper):
    cli("verify", write_paper(TEXT), "--jobs", 1)
    cli("verify", write_paper(TEXT.replace('kind="theorem")', 'kind="theorem", title="x", note="y")')), "--jobs", 1)
    assert len(prover()) == 3


def test_an_edited_checker_checks_again(cli, prover, write_paper):
    paper = write_paper(TEXT)
    cli("verify", paper, "--jobs", 1)
    file = Path(importlib.import_module(checkers.CHECKERS[0]).__file__ or "")
    file.write_text(file.read_text() + "# edited\n")
    cli("verify", paper, "--jobs", 1)
    assert len(prover()) == 6


def test_other_seeds_and_depths_are_other_findings(cli, prover, write_paper):
    paper = write_paper(TEXT)
    for arguments in ([], ["--seed", 1], ["--deep"], ["--seed", 1]):
        cli("verify", paper, "--jobs", 1, *arguments)
    assert len(prover()) == 9


def test_an_unwritable_cache_is_a_warning(cli, prover, write_paper, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("RATEPROOF_CACHE", str(tmp_path / "file"))
    result = cli("verify", write_paper(TEXT), "--jobs", 1)
    assert result.code == 0
    assert result.err.count("warning: ") == 1
    assert "not writable" in result.err


def test_round_trip(tmp_path):
    cache = Cache(tmp_path)
    found = Finding(checker="fuzz", outcome="survived", rigour="sampled", trials=100, rejected=0.25, axioms=("a/b",))
    cache.put("a/c", "fuzz", "k" * 64, found)
    cache.put("a/c", "exact", "k" * 64, None)
    assert cache.get("a/c", "fuzz", "k" * 64) == (True, found)
    assert cache.get("a/c", "exact", "k" * 64) == (True, None)
    assert cache.get("a/c", "fuzz", "j" * 64) == (False, None)
    assert not list(tmp_path.rglob("*.part"))


SLOW = """
import pathlib, time
from verify.verdict import Finding
NAME = __name__

def applies(claim):
    return True

def check(task):
    with open(pathlib.Path(__file__).with_suffix(".calls"), "a") as calls:
        calls.write(task.claim.label + "\\n")
    time.sleep(0.2)
    return Finding(checker=NAME, outcome="proved", rigour="exact")
"""


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT])
def test_a_killed_run_goes_on_where_it_stopped(tmp_path, write_paper, stop):
    slugs = [f"c{number}" for number in range(30)]
    paper = write_paper("\n".join(f'paper.claim("{s}", ForAll(then=at_most(1, 2)), kind="lemma")' for s in slugs))
    (tmp_path / "fakes").mkdir()
    (tmp_path / "fakes" / "slowly.py").write_text(SLOW)
    (tmp_path / "start.py").write_text(
        "import rateproof, verify.checkers\n"
        "if __name__ == '__main__':\n"
        "    verify.checkers.CHECKERS = ('fakes.slowly',)\n"
        "    rateproof.main()\n"
    )
    command = [sys.executable, "start.py", "verify", paper.name, "--json", "out.json"]
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{tmp_path}"}
    cached = tmp_path / "cache" / "doe2026"

    # a shell's background job starts with SIGINT ignored, and its children inherit that: listen again
    run = subprocess.Popen(
        command, cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip
    limit = time.monotonic() + 60
    while len(list(cached.rglob("*.json"))) < 8 and time.monotonic() < limit:
        time.sleep(0.02)
    run.send_signal(stop)
    _, printed = run.communicate(timeout=30)
    assert run.returncode == (-9 if stop == signal.SIGKILL else 130)
    assert "Traceback" not in printed
    finished = len(list(cached.rglob("*.json")))
    assert 8 <= finished < 30
    time.sleep(1)  # workers that outlived their parent finish what they had begun
    calls = (tmp_path / "fakes" / "slowly.calls").read_text().split()

    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    assert f"{30 - finished} checks" in done.stderr
    assert f"{finished} from the cache" in done.stderr
    again = (tmp_path / "fakes" / "slowly.calls").read_text().split()[len(calls) :]
    assert len(again) == 30 - finished
    assert len(json.loads((tmp_path / "out.json").read_text())["claims"]) == 30
