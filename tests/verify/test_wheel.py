"""A project of somebody else that depends on the built wheel: installed from no network, in an environment of its own."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

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
from pathlib import Path

import numpy as np
from hypothesis import given, settings

import theory
from theory import L0L1Smooth
from verify import as_tests, members

test_claim = as_tests("my_paper.py")


def test_the_wheel_is_what_is_tested():
    assert "site-packages" in Path(theory.__file__).parts


@settings(max_examples=20, derandomize=True, deadline=None, database=None)
@given(members(L0L1Smooth(1, 2), dim=3))
def test_members(f):
    x = np.array([0.5, -1.0, 2.0])
    assert f.hessian_norm(x) <= (1 + 2 * np.linalg.norm(f.grad(x))) * (1 + 1e-9)
"""


def run(*command, cwd, **environment):
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTEST_ADDOPTS")}
    command = [str(word) for word in command]
    return subprocess.run(command, cwd=cwd, env={**clean, **environment}, capture_output=True, text=True, check=False)


@pytest.fixture
def python(tmp_path):
    """The interpreter of an environment with the wheel, which finds what the wheel needs where this one finds it."""
    tracked = run("git", "ls-files", "-z", cwd=ROOT).stdout.split("\0")
    for name in filter(None, tracked):
        (tmp_path / "source" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "source" / name).write_bytes((ROOT / name).read_bytes())
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    build = run(*pip, "wheel", "-q", "--no-index", "--no-deps", "--no-build-isolation", "-w", ".", "./source", cwd=tmp_path)
    assert build.returncode == 0, build.stderr
    (wheel,) = tmp_path.glob("rateproof-*.whl")
    venv.create(tmp_path / "env", with_pip=False, symlinks=True)
    found = tmp_path / "env/bin/python"
    install = run(*pip, "--python", found, "install", "-q", "--no-index", "--no-deps", wheel, cwd=tmp_path)
    assert install.returncode == 0, install.stderr
    own = Path(run(found, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).stdout.strip())
    (own / "needed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return found


@pytest.mark.slow
def test_an_empty_project_that_depends_on_the_wheel(python, tmp_path):
    project = tmp_path / "project"
    project.mkdir()
    (project / "my_paper.py").write_text(PAPER)
    (project / "test_mine.py").write_text(SUITE)
    found = run(python, "-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=project)
    assert found.returncode == 1, found.stdout + found.stderr
    assert "1 failed, 3 passed" in found.stdout
    assert "test_claim[too-good]" in found.stdout
    for part in ("my-paper/too-good (", "is refuted, expected true", "witness: u = "):
        assert part in found.stdout
    assert "Traceback" not in found.stdout
    command = run(python.parent / "rateproof", "verify", "my_paper.py", "--junit", "claims.xml", "--json", "claims.json", cwd=project)
    assert command.returncode == 1
    assert 'failures="1"' in (project / "claims.xml").read_text()
    assert '"verdict": "refuted"' in (project / "claims.json").read_text()
