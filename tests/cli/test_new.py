"""``rateproof new``: the file it writes runs, its right rate is proved, its wrong one refuted; nothing is overwritten."""

import pytest

from theory import PaperError
from theory.catalog import load
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
