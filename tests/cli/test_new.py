"""``rateproof new``: the file it writes runs, its right rate is proved, its wrong one refuted; nothing is overwritten."""

import re

import pytest

from theory import PaperError
from theory.catalog import load
from verify.compile.formulas import Unsupported
from verify.compile.points import trace
from verify.start import start


@pytest.mark.slow
def test_the_right_rate_is_proved_and_the_wrong_one_refuted(cli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    written = cli("new", "my_paper")
    assert (written.code, written.out) == (0, "wrote my_paper.py; check it with: rateproof verify my_paper.py\n")
    right = cli("verify", "my_paper.py", "--checker", "exact", "--jobs", 1)
    assert right.code == 0
    assert "my-paper/last-iterate" in right.out
    assert "proved at listed N" in right.out
    file = tmp_path / "my_paper.py"
    file.write_text(file.read_text().replace("# paper.theorem(", "paper.theorem("))
    wrong = cli("verify", "my_paper.py", "--checker", "exact", "--jobs", 1)
    assert wrong.code == 1
    assert "refuted (expected true)" in wrong.out


def test_the_file_can_be_listed(cli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert cli("new", "my_paper").code == 0
    assert "my-paper/last-iterate" in cli("list", "my_paper.py").out


def test_nothing_is_overwritten(cli, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.py").write_text("precious")
    result = cli("new", "mine.py")
    assert result.code == 2
    assert "mine.py exists and is left as it is" in result.err
    assert (tmp_path / "mine.py").read_text() == "precious"


def test_the_key_follows_from_the_name(tmp_path):
    assert load(start("My Paper_2", tmp_path)).key == "my-paper-2"


@pytest.mark.parametrize(("name", "part"), [("...", "letters or digits"), ("no/such/folder", "cannot be written")])
def test_a_name_that_is_none(tmp_path, name, part):
    with pytest.raises(PaperError, match=part):
        start(name, tmp_path)


ERRORS = {
    "a decimal in the rate": ("(4 * N + 2)", "(4.5 * N + 2)", ["last-iterate", "is a float", "Rational('4.5"]),
    "a decimal step": ("step=1 / L", "step=0.5 / L", ["step: 0.5", "is a float"]),
    "a name that is none": ("import N, Paper", "import N, Papers", ["my_paper.py:8", "Papers"]),
    "no yield": ("        yield x\n", "        break\n", ["gradient_descent never yields", "yield x"]),
    "a class without its constant": ("SmoothConvex(L)", "SmoothConvex()", ["my_paper.py:23", "'L'"]),
    "a rate in quotes": ("then=gap(N) <= L * R**2 / (4 * N + 2)", "then='gap(N) <= L'", ["then: 'gap(N) <= L' is a str", "without quotes"]),
    "a rate that Python decided": ("then=gap(N) <= L * R**2 / (4 * N + 2)", "then=1 < 2", ["then: True is a bool", "gap(N) <="]),
    "a condition that is a number": ("given=squared_distance(0) <= R**2", "given=R**2", ["given: R**2", "not a relation"]),
    "a parameter of another name": ("step=1 / L", "stepp=1 / L", ["no parameter 'stepp'", "Did you mean 'step'"]),
    "no setting": (", **setting)\n\n# A wrong", ")\n\n# A wrong", ["a theorem about a run needs functions, method"]),
}  # fmt: skip


@pytest.mark.parametrize("mistake", ERRORS)
def test_every_error_on_the_way_is_a_sentence(cli, tmp_path, monkeypatch, mistake):
    monkeypatch.chdir(tmp_path)
    old, new, parts = ERRORS[mistake]
    text = start("my_paper").read_text()
    assert old in text
    (tmp_path / "my_paper.py").write_text(text.replace(old, new, 1))
    result = cli("verify", "my_paper.py", "--jobs", 1)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("error: ")
    assert "Traceback" not in result.err
    assert [part for part in parts if part not in result.err] == [], result.err


@pytest.mark.parametrize(
    ("step", "sentence"),
    [
        ("step * f.gradient(x)", "f has no 'gradient': a method may ask for f(x) and f.grad(x)"),
        ("min(step, 1 / abs(f.grad(x))) * f.grad(x)", "write norm(v), with norm from theory"),
        ("min(step, 1 / norm(f.grad(x))) * f.grad(x)", "write minimum and maximum, from theory"),
    ],
)
def test_what_a_method_cannot_do_names_what_it_can(tmp_path, step, sentence):
    file = start("my_paper", tmp_path)
    file.write_text(file.read_text().replace("step * f.grad(x)", step).replace("import N, Paper", "import N, Paper, norm"))
    (claim,) = load(file)
    with pytest.raises((Unsupported, AttributeError), match=re.escape(sentence)):
        trace(claim.statement, 2)
