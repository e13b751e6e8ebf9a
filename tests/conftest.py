"""What all tests share: repeatable draws, papers and checkers made on the spot, and the command line as a function."""

import importlib
import importlib.util
import sys
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import hypothesis
import pytest

import rateproof
from verify import checkers

# What needs torch is tested where torch is: make training-tests.
collect_ignore = [] if importlib.util.find_spec("torch") else ["training"]

hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
hypothesis.settings.load_profile("repeatable")

PAPER = '''
"""A paper for tests: each statement is an inequality between two numbers."""
from theory import ForAll, Paper, symbols
import sympy as sp

def at_most(a, b):
    return sp.Le(a, b, evaluate=False)

paper = Paper("doe2026", title="Numbers")
'''

PROVER = '''
"""Decides inequalities between two numbers; counts its calls in a file beside itself."""
import pathlib
import sympy as sp
from verify.verdict import Finding

NAME = __name__


def applies(claim):
    return claim.kind not in ("axiom", "definition")


def check(task):
    with open(pathlib.Path(__file__).with_suffix(".calls"), "a") as calls:
        calls.write(task.claim.label + "\\n")
    outcome = {sp.true: "proved", sp.false: "refuted"}[task.claim.statement.then.doit()]
    return Finding(checker=NAME, outcome=outcome, rigour="exact", scope="all parameters", reason="arithmetic",
                   evidence={"value": sp.Rational(1, 3), "bracket": [0.5, float("inf")]})
'''

TRUSTS = '''
"""Takes axioms and definitions as they are."""
from verify.verdict import Finding

NAME = __name__


def applies(claim):
    return claim.kind in ("axiom", "definition")


def check(task):
    return Finding(checker=NAME, outcome="axiom", rigour="none", reason="taken on trust")
'''


@dataclass(frozen=True)
class Result:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATEPROOF_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def write_paper(tmp_path: Path) -> Callable[..., Path]:
    """Write a paper file: the header of PAPER (or none), then the given text."""

    def write(text: str, *, header: str = PAPER, name: str = "doe2026.py") -> Path:
        path = tmp_path / name
        path.write_text(header + textwrap.dedent(text))
        return path

    return write


@pytest.fixture
def write_checker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Write a checker module and make it the only one, or one more; returns its name."""
    package = f"checkers_{tmp_path.name.replace('-', '_')}"
    folder = tmp_path / package
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(checkers, "CHECKERS", ())

    def write(name: str, text: str) -> str:
        (folder / f"{name}.py").write_text(textwrap.dedent(text))
        importlib.invalidate_caches()
        full = f"{package}.{name}"
        if full not in checkers.CHECKERS:
            monkeypatch.setattr(checkers, "CHECKERS", (*checkers.CHECKERS, full))
        return full

    yield write
    for module in [name for name in sys.modules if name.partition(".")[0] == package]:
        del sys.modules[module]


@pytest.fixture
def prover(write_checker: Callable[..., str]) -> Callable[[], list[str]]:
    """Two fake checkers, ``prover`` and ``trusts``; returns a function that gives the labels checked so far."""
    name = write_checker("prover", PROVER)
    write_checker("trusts", TRUSTS)

    def calls() -> list[str]:
        file = Path(importlib.import_module(name).__file__ or "").with_suffix(".calls")
        return sorted(file.read_text().split()) if file.exists() else []

    return calls


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """The command line as a function of its arguments."""

    def run(*arguments: object) -> Result:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            rateproof.main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return Result(int(ended.value.code or 0), printed.out, printed.err)

    return run
