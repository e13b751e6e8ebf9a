"""A project of somebody else: one test a claim, members to draw, failures that carry the witness."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import verify
from theory import L0L1Smooth, PaperError
from verify import members
from verify.testing import as_tests

ROOT = Path(__file__).resolve().parents[2]

PAPER = """
from theory import Inclusion, L0L1Smooth, Paper
import sympy as sp

u = sp.Symbol("u", real=True)
paper = Paper("my-paper", title="A quartic")
for slug, L0 in (("member", 16), ("too-good", 15)):
    paper.claim(slug, Inclusion(function=u**4, variable=u, functions=L0L1Smooth(L0, 1)), kind="lemma")
"""

SUITE = """
import numpy as np
from hypothesis import given, settings
from theory import L0L1Smooth
from verify import as_tests, members

test_claim = as_tests("my_paper.py")


@settings(max_examples=20, derandomize=True, deadline=None, database=None)
@given(members(L0L1Smooth(1, 2), dim=3))
def test_members(f):
    x = np.array([0.5, -1.0, 2.0])
    assert f.hessian_norm(x) <= (1 + 2 * np.linalg.norm(f.grad(x))) * (1 + 1e-9)
"""


def test_an_empty_project(tmp_path):
    (tmp_path / "my_paper.py").write_text(PAPER)
    (tmp_path / "test_mine.py").write_text(SUITE)
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "RATEPROOF_CACHE": str(tmp_path / "cache")}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", str(tmp_path)]
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 1, run.stdout + run.stderr
    assert "1 failed, 2 passed" in run.stdout
    assert "test_claim[too-good]" in run.stdout
    for part in ("my-paper/too-good (", "is refuted, expected true", "witness: u = "):
        assert part in run.stdout
    assert "Traceback" not in run.stdout


def test_a_paper_that_is_not_in_a_file():
    from theory import Paper

    with pytest.raises(PaperError, match="no single file"):
        as_tests(Paper("mine", title="Nothing"))


def test_a_missing_paper(tmp_path):
    with pytest.raises(PaperError, match="no such file"):
        as_tests(tmp_path / "none.py")


@given(members(L0L1Smooth(1, 2), dim=2), st.tuples(st.integers(-3, 3), st.integers(-3, 3)))
def test_members_have_values_and_derivatives(f, point):
    x = np.array(point, dtype=float) + 0.3
    assert f.dim == 2
    assert np.isfinite(f(x))
    assert f.grad(x).shape == (2,)
    assert f.member.proof
    assert f.hessian_norm(x) <= (1 + 2 * np.linalg.norm(f.grad(x))) * (1 + 1e-9)


def test_other_names_are_no_attributes():
    with pytest.raises(AttributeError, match="as_test"):
        _ = verify.as_test


def test_importing_the_room_loads_neither():
    code = "import verify, sys; print([n for n in ('hypothesis', 'pytest', 'numpy', 'verify.testing') if n in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
