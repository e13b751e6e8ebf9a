"""Checkers that misbehave: each is a finding, and the others are kept."""

import time

import pytest

CLAIMS = "\n".join(
    f'paper.claim("{slug}", ForAll(then=at_most(1, {number})), kind="lemma")'
    for number, slug in enumerate(["one", "two", "three"], 2)
)

MISBEHAVES = """
import ctypes, os, sys, time
from verify.verdict import Finding
NAME = __name__

def applies(claim):
    return claim.slug == "two"

def check(task):
    {body}
"""


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("raise ValueError('sign of 0')", "ValueError: sign of 0 (odd.py:"),
        ("os._exit(7)", "its process died with exit code 7"),
        ("os.kill(os.getpid(), 9)", "its process died with exit code -9"),
        ("ctypes.string_at(0)", "its process died with exit code -11"),
        ("sys.exit(3)", "3"),
        ("def f(): f()\n    f()", "RecursionError"),
        ("return 'proved'", "must return a Finding"),
        (
            "return Finding(checker='exact', outcome='undecided', rigour='none')",
            "must return a Finding of its own name",
        ),
        ("return Finding(checker=NAME, outcome='proved', rigour='numerical')", "ValueError: 'proved' needs exact"),
        ("while True: pass", "out of time after 3 s"),
        ("ctypes.PyDLL(None).sleep(60)", "out of time after 3 s"),  # holds the interpreter's lock: no signal gets in
    ],
    ids=lambda value: value if " " not in value else None,
)
def test_a_crash_is_a_finding(cli, prover, write_checker, write_paper, body, reason):
    write_checker("odd", MISBEHAVES.format(body=body))
    began = time.perf_counter()
    result = cli("verify", write_paper(CLAIMS), "--jobs", 2, "--timeout", 3)
    assert time.perf_counter() - began < 30
    assert result.code == 3
    assert "Traceback" not in result.err
    crash = [line for line in result.out.splitlines() if ".odd crashed: " in line]
    assert len(crash) == 1
    assert reason in crash[0]
    assert "doe2026/two: checker" in crash[0]
    assert "3 claims: 3 proved; all as expected; 1 crashed check" in result.out
    assert prover() == ["doe2026/one", "doe2026/three", "doe2026/two"]


def test_a_crash_is_tried_again(cli, prover, write_checker, write_paper):
    write_checker("odd", MISBEHAVES.format(body="raise ValueError"))
    paper = write_paper(CLAIMS)
    assert cli("verify", paper, "--jobs", 1).code == 3
    again = cli("verify", paper, "--jobs", 1)
    assert again.code == 3
    assert "1 checks on" in again.err


def test_a_claim_that_only_crashed_says_so(cli, write_checker, write_paper):
    write_checker("odd", MISBEHAVES.format(body="raise ValueError('sign of 0')"))
    result = cli("verify", write_paper(CLAIMS), "doe2026/two", "--jobs", 1)
    assert "doe2026/two: checkers_" in result.out
    assert "1 undecided; 1 not as expected; 1 crashed check" in result.out


def test_the_paper_file_may_hold_what_does_not_travel(cli, prover, write_paper):
    """Generator functions and closures of a paper file cannot be sent to a process; labels can."""
    paper = write_paper("""
from theory import Smooth, gap
L = symbols("L", positive=True)
def maker(factor):
    def method(f, x, step):
        while True:
            yield x
            x = x - factor * step * f.grad(x)
    return method
paper.theorem("run", functions=Smooth(L), method=maker(2), step=1 / L, then=at_most(1, 2))
""")
    assert cli("verify", paper, "--jobs", 2).code == 0
    assert prover() == ["doe2026/run"]
