"""The example of the README, from the command line: the first theorem is proved, the second refuted, and it says so."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / "tests" / "examples" / "doe2026.py"
STORED = EXAMPLE.parent / "certificates" / "doe2026"


def words(cli, paper, tmp_path):
    result = cli("verify", paper, "--checker", "exact", "--jobs", 1, "--json", tmp_path / "ledger.json")
    claims = json.loads((tmp_path / "ledger.json").read_text())["claims"]
    return result, {claim["label"]: claim for claim in claims}


def test_stored_certificates_decide_the_example(cli, tmp_path):
    result, claims = words(cli, EXAMPLE, tmp_path)
    assert result.code == 1  # what the paper calls true is not
    first, second = claims["doe2026/last-iterate"], claims["doe2026/too-good"]
    assert (first["verdict"], first["rigour"], first["as_expected"]) == ("proved at listed N", "exact", True)
    assert [f["scope"] for f in first["findings"]] == ["N = 1, 2"]
    assert (second["verdict"], second["rigour"], second["as_expected"]) == ("refuted", "exact", False)
    assert "f(u)" in second["findings"][0]["evidence"]["witness"]


def test_the_kernel_alone_accepts_them():
    run = subprocess.run(
        [sys.executable, "-I", "-S", "verify/kernel", *map(str, sorted(STORED.glob("*.json")))],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (run.returncode, run.stdout.splitlines()[-1]) == (0, "2 accepted, 0 refused")


def test_certify_writes_what_is_stored(cli, tmp_path):
    paper = tmp_path / "doe2026.py"
    shutil.copy(EXAMPLE, paper)
    result = cli("certify", paper)
    assert result.out.splitlines() == ["doe2026/last-iterate: stored", "doe2026/too-good: stored"]
    for name, kind in (("last-iterate", "proof"), ("too-good", "refutation")):
        found = json.loads((tmp_path / "certificates" / "doe2026" / f"{name}.json").read_text())
        stored = json.loads((STORED / f"{name}.json").read_text())
        assert found["kind"] == stored["kind"] == kind
        assert found["obligation"] == stored["obligation"]


@pytest.mark.parametrize(("old", "new", "verdict"), [
    ("(4 * N + 2)", "(4 * N + 1)", "proved at listed N"),
    ("(4 * N + 2)", "(4 * N + 2 + Rational(1, 100))", "refuted"),
    ("(5 * N + 2)", "(3 * N + 2)", "proved at listed N"),
])  # fmt: skip
def test_another_constant_gets_another_verdict(cli, tmp_path, old, new, verdict):
    text = EXAMPLE.read_text()
    assert old in text
    paper = tmp_path / "doe2026.py"
    paper.write_text("from sympy import Rational\n" + text.replace(old, new).replace('"""My theorem', '"""A theorem'))
    label = "doe2026/too-good" if "5" in old else "doe2026/last-iterate"
    assert words(cli, paper, tmp_path)[1][label]["verdict"] == verdict


def test_a_certificate_of_another_rate_is_refused(cli, tmp_path):
    paper = tmp_path / "doe2026.py"
    paper.write_text(EXAMPLE.read_text().replace("(4 * N + 2)", "(4 * N + 1)"))
    shutil.copytree(STORED.parent, tmp_path / "certificates")
    _, claims = words(cli, paper, tmp_path)
    assert claims["doe2026/last-iterate"]["verdict"] == "undecided"
    assert "another statement" in claims["doe2026/last-iterate"]["findings"][0]["reason"]
