"""Callables without torch: numpy is differentiated numerically, and a file that wants torch says what is missing."""

import subprocess
import sys
from pathlib import Path

import pytest

from theory import PaperError
from verify.smoothness import smoothness
from verify.smoothness.blackbox.autodiff import derivatives

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("library", ["torch", "jax"])
def test_a_file_that_needs_an_absent_library_says_so(tmp_path, monkeypatch, library):
    monkeypatch.setitem(sys.modules, library, None)  # as if it were not installed, wherever this runs
    (tmp_path / "losses.py").write_text(f"import {library}\n\ndef loss(w):\n    return w\n")
    with pytest.raises(PaperError, match=f"{library}.*pip install {library}, or do without it") as caught:
        smoothness(f"{tmp_path / 'losses.py'}:loss", dim=2)
    assert "\n" not in str(caught.value)


def test_a_numpy_callable_is_differentiated_numerically(tmp_path):
    (tmp_path / "losses.py").write_text("import numpy as np\n\ndef loss(w):\n    return float(np.sum(np.float64(w)**4))\n")
    found = smoothness(f"{tmp_path / 'losses.py'}:loss", dim=1, slopes=["1"], trials=100)
    assert "differentiated numerically" in found.notes[0]
    assert float(found.points[0].L0) == pytest.approx(16, abs=1e-2)


def test_numpy_functions_have_no_derivatives_of_their_own():
    assert derivatives(lambda w: float((w**2).sum()), 2) is None


def test_neither_library_is_imported():
    code = "import sys, verify.smoothness.blackbox.sample; print([n for n in ('torch', 'jax') if n in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
