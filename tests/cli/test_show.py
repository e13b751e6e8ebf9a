"""``show``, ``list``, ``derive``, ``--help`` and ``python -m verify``."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

TEXT = """
y, z = symbols("y z")
paper.claim("base", ForAll(given=(at_most(y, 7),), then=at_most(1, 2)), kind="lemma", title="One is less than two")
paper.claim("main", ForAll(over=(y,), given=(at_most(y, 2), ForAll(over=(z,), then=at_most(z, 5))), then=at_most(1, 2)),
            kind="theorem", uses=("doe2026/base", "doe2026/trust"), note="In units of x.",
            witness={"y": sp.Rational(1, 2)}, looseness={"T": (sp.Integer(20), sp.Integer(2))})
paper.claim("trust", ForAll(then=at_most(y, y + 3)), kind="axiom")
"""


def test_show_before_checking(cli, prover, write_paper, monkeypatch, tmp_path):
    paper = write_paper(TEXT)
    monkeypatch.chdir(tmp_path)
    result = cli("show", "doe2026/main", "--paper", paper)
    assert result.code == 0
    for line in [
        "doe2026/main  main",
        "  kind         theorem",
        "  declared     doe2026.py:13",
        "  provenance   ours",
        "  uses         doe2026/base, doe2026/trust",
        "  axioms below doe2026/trust",
        "  note         In units of x.",
        "  for all y",
        "    given y <= 2",
        "  y: 1/2",
        f"not checked yet; check it with: rateproof verify doe2026/main --paper {paper}",
    ]:
        assert line in result.out.splitlines()
    assert "used by" not in result.out
    assert "  used by      doe2026/main" in cli("show", "doe2026/base", "--paper", paper).out


def test_show_after_checking_has_the_findings_and_how_to_repeat_them(cli, prover, write_paper):
    paper = write_paper(TEXT)
    cli("verify", paper, "--jobs", 1)
    before = prover()
    result = cli("show", "doe2026/main", "--paper", paper)
    assert prover() == before
    assert "verdict  proved (exact, all parameters)" in result.out
    assert "T: printed 20, best proved 2, ratio 10.0" in result.out
    assert 'bracket: [0.5, "inf"]' in result.out
    again = next(line for line in result.out.splitlines() if "again: " in line)
    words = again.split()
    assert words[1:] == [
        "rateproof",
        "verify",
        "doe2026/main",
        "--paper",
        str(paper),
        "--checker",
        words[-2],
        "--no-cache",
    ]
    assert cli(*words[2:], "--jobs", 1).code == 0
    assert len(prover()) == len(before) + 2


def test_show_forgets_what_an_edit_has_changed(cli, prover, write_paper):
    cli("verify", write_paper(TEXT), "--jobs", 1)
    edited = write_paper(TEXT.replace("at_most(y, 7)", "at_most(y, 8)"))
    for label in ("doe2026/base", "doe2026/main"):
        assert "not checked yet" in cli("show", label, "--paper", edited).out


def test_list(cli, write_paper):
    paper = write_paper(TEXT)
    lines = cli("list", paper).out.splitlines()
    assert [line.split()[0] for line in lines] == ["claim", "doe2026/base", "doe2026/main", "doe2026/trust"]
    assert "One is less than two" in lines[1]
    assert len(cli("list", paper, "doe2026/*s*").out.splitlines()) == 3


@pytest.mark.parametrize("command", [[], ["verify"], ["show"], ["list"], ["derive"]])
def test_help_teaches_by_example(cli, command):
    result = cli(*command, "--help")
    assert result.code == 0
    assert "rateproof " in result.out
    assert ("Examples" in result.out) == bool(command)


@pytest.mark.parametrize(
    ("arguments", "code"), [(["list"], 0), (["--help"], 0), (["nobody/nothing"], 2), (["verify", "nobody/x"], 2)]
)
def test_python_m_verify(arguments, code):
    run = subprocess.run([sys.executable, "-m", "verify", *arguments], cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == code
    assert "Traceback" not in run.stderr
    if code:
        assert "no claim" in run.stderr


@pytest.mark.parametrize("text", ["{}", '{"format": 1, "cl', ""])
def test_show_names_the_certificate_and_does_not_read_it(cli, write_paper, tmp_path, text):
    folder = tmp_path / "certificates" / "doe2026"
    folder.mkdir(parents=True)
    (folder / "base.json").write_text(text)
    result = cli("show", "doe2026/base", "--paper", write_paper(TEXT))
    assert result.code == 0
    assert f"recheck: python3 -I -S verify/kernel {folder / 'base.json'}" in result.out


@pytest.mark.parametrize("name", ["paper", "figures"])
def test_a_file_of_yours_may_be_called_like_a_room(tmp_path, write_paper, name):
    # With python -m the current folder comes first, and a paper's folder often has a paper.py.
    write_paper('paper.claim("base", ForAll(then=at_most(1, 2)), kind="lemma")', name=f"{name}.py")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "verify", "list", f"{name}.py"]
    run = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")
    assert "doe2026/base" in run.stdout
