"""A whole run in which no file and no library has changed prints what was printed, and reads no paper."""

import pytest

from verify.commands import again, check, common

GOOD = 'paper.claim("small", ForAll(then=at_most(1, 2)), kind="lemma")'
BAD = 'paper.claim("small", ForAll(then=at_most(2, 1)), kind="lemma")'
SAME = "no file and no library has changed since"


@pytest.fixture
def whole(cli, prover, write_paper, monkeypatch, tmp_path):
    """A run of everything, where everything is one small paper and the rooms hold one file each."""
    rooms = tmp_path / "rooms"
    for room in again.ROOMS:
        (rooms / room).mkdir(parents=True)
        (rooms / room / "one.py").write_text("1")
    monkeypatch.setattr(again, "ROOT", rooms)
    read = []

    def run(text, *options):
        file = write_paper(text)
        monkeypatch.setattr(check, "selected", lambda *_: read.append(1) or common.selected([], [file]))
        read.clear()
        result = cli("verify", *options, "--jobs", 1)
        return result, bool(read)

    run.rooms = rooms
    return run


def test_the_second_run_prints_the_same_without_reading_a_paper(whole):
    first, _ = whole(GOOD)
    second, read = whole(GOOD)
    assert (first.code, second.code) == (0, 0) and second.out == first.out and "small" in second.out
    assert SAME not in first.err and SAME in second.err and not read


@pytest.mark.parametrize("room", again.ROOMS)
def test_a_changed_a_new_and_a_lost_file_are_noticed(whole, room):
    whole(GOOD)
    edited = whole.rooms / room / "one.py"
    edited.write_text("2")
    assert whole(GOOD)[1] and not whole(GOOD)[1]
    (edited.parent / "two.json").write_text("{}")
    assert whole(GOOD)[1] and not whole(GOOD)[1]
    edited.unlink()
    assert whole(GOOD)[1]


def test_another_version_of_a_library_is_noticed(whole, monkeypatch):
    whole(GOOD)
    monkeypatch.setattr(again, "version", lambda name: "0")
    assert whole(GOOD)[1]


def test_a_run_that_did_not_end_as_expected_is_not_kept(whole):
    assert whole(BAD)[0].code == 1
    failed, read = whole(BAD)
    assert failed.code == 1 and read


@pytest.mark.parametrize("options", [("--no-cache",), ("--checker", "fuzz"), ("--seed", 1), ("--json", "-")])
def test_another_question_is_another_run(whole, options):
    whole(GOOD)
    assert whole(GOOD, *options)[1]


def test_a_damaged_or_foreign_file_is_passed_over(whole):
    whole(GOOD)
    for text in ("", "{", "[]", '{"key": 1}', '{"key": "0", "printed": "all proved"}'):
        again._path().write_text(text)
        assert whole(GOOD)[1]


def test_another_layout_is_printed_anew():
    again.keep(("80", None), "narrow")
    assert again.recall(("80", None)) == "narrow" and again.recall(("240", None)) is None
