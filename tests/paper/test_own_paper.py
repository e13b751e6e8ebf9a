"""Figures, report and manuscript about a user's own paper file, from what a check of it left in the cache."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from figures import own, places, witness
from theory.catalog import Catalog, built_in, load
from theory.claim import PaperError
from verify.commands.common import known
from verify.ledger import Ledger

EXAMPLE = Path(__file__).resolve().parents[1] / "examples/doe2026.py"


@pytest.fixture(scope="module")
def ledger():
    return known(None, None)[1]


def test_a_paper_that_was_not_checked_is_one_sentence(cli, tmp_path):
    for command, out in (("figures", "f"), ("report", "r"), ("paper", "p.pdf")):
        told = cli(command, "--paper", EXAMPLE, "--out", tmp_path / out)
        assert told.code == 2
        assert f"doe2026/last-iterate has not been checked. Run: rateproof verify {EXAMPLE}" in told.err
        assert not (tmp_path / out).exists()


def test_a_checked_paper_gets_figures_report_and_manuscript(cli, tmp_path):
    cli("verify", EXAMPLE, "--checker", "exact", "--checker", "gram", "--jobs", "1")
    assert cli("figures", "--paper", EXAMPLE, "--out", tmp_path / "f", "--format", "png").code == 0
    assert {path.name for path in (tmp_path / "f").iterdir()} == {
        "rates.png", "rates.txt", "witness-too-good.png", "witness-too-good.txt",
    }  # fmt: skip
    caption = (tmp_path / "f/rates.txt").read_text()
    assert "doe2026/last-iterate (proved at listed N, exact)" in caption
    assert cli("report", "--paper", EXAMPLE, "--out", tmp_path / "r").code == 0
    page = (tmp_path / "r/claims/doe2026/too-good.html").read_text()
    assert "refuted" in page
    assert "too-good-witness.svg" in page
    assert f"rateproof verify doe2026/too-good --no-cache --paper {EXAMPLE}" in page
    assert not (tmp_path / "r/claims/zhang2020").exists()
    front = (tmp_path / "r/index.html").read_text()
    assert re.search(r"Not as expected:.*doe2026/too-good", front)
    assert cli("paper", "--paper", EXAMPLE, "--out", tmp_path / "p.pdf").code == 0
    assert (tmp_path / "p.pdf").read_bytes().startswith(b"%PDF-")


def test_a_paper_without_figures_gets_report_and_manuscript(cli, write_paper, tmp_path):
    mine = write_paper('paper.claim("small", ForAll(then=at_most(1, 2)), kind="remark")')
    assert cli("verify", mine, "--jobs", "1").code == 0
    assert cli("figures", "--paper", mine, "--out", tmp_path / "f").code == 2
    assert cli("report", "--paper", mine, "--out", tmp_path / "r").code == 0
    assert "1 claim, " in (tmp_path / "r/papers/doe2026.html").read_text()
    assert cli("paper", "--paper", mine, "--out", tmp_path / "p.pdf").code == 0
    assert (tmp_path / "p.pdf").read_bytes().startswith(b"%PDF-")
    told = cli("paper", "--paper", mine, "--out", tmp_path / "p.pdf/below.pdf")
    assert told.code == 2
    assert "cannot be written" in told.err


def test_the_committed_ledger_is_there_without_a_file():
    catalog, ledger, keys = known(None, None)
    assert keys == ()
    assert len(ledger) == len(catalog)


def test_a_paper_with_nothing_to_draw_is_one_sentence(write_paper):
    load(write_paper('paper.claim("small", ForAll(then=at_most(1, 2)), kind="remark")'))
    with pytest.raises(PaperError, match="doe2026 has nothing to draw"):
        own.of_papers(Ledger(entries=()), ["doe2026"])


def test_witnesses_are_drawn_where_there_is_one():
    _, ledger, _ = known(None, None)
    drawn = {entry.claim.label: witness.tells(entry) for entry in ledger}
    assert "iterates" in drawn["zhang2020/thm7"]
    assert "frontier" in drawn["zhang2020/thm4-f1-member"]
    assert "against Δ, where L₀ = 1" in drawn["zhang2020/thm4"]
    assert drawn["zhang2020/thm3"] == ""
    with pytest.raises(TypeError, match="no witness that can be drawn"):
        witness.draw(ledger["zhang2020/thm3"])
    axes = witness.draw(ledger["zhang2020/thm7"]).axes[0]
    points = axes.lines[1].get_xdata()
    assert points[0] == pytest.approx(6.25)
    assert all(abs(a) > 6 and a * b < 0 for a, b in pairwise(points)), "a two-cycle"
    assert len(Catalog(built_in())) == len(drawn)


def test_every_refuted_claim_has_a_picture(ledger):
    refuted = [entry for entry in ledger if entry.verdict.word == "refuted"]
    assert len(refuted) > 40
    assert [entry.claim.label for entry in refuted if not witness.tells(entry)] == []
    for label in ("sato2021/gap-careless", "classics/heavy-ball-polyak", "classics/douglas-rachford-too-good"):
        assert witness.draw(ledger[label]).axes[0].lines


def test_places_are_those_of_the_witness(ledger):
    too_long = places.marked(ledger["sato2021/projected-step-too-long"])
    assert too_long is not None
    assert too_long.at == {"p": 1, "q": -2}
    assert too_long.run == ()
    careless = places.marked(ledger["sato2021/gap-careless"])
    assert careless is not None
    assert careless.at == {"z": -1}
    here, after = careless.run[:2]
    assert (here, after) == (1, pytest.approx(1 - 0.1 * (0.1 + 0.01)))
    assert careless.value(careless.run[-1]) > careless.value(-1), "the run has settled in the worse well"


def test_values_and_slopes_are_those_of_the_witness(ledger):
    found = places.places(ledger["classics/subgradient-last"])
    assert found is not None
    assert found.jets == ((1, 1, 1), (0.5, 0.5, 1), (0, 0, -1), (0.5, 0.5, 1))
    assert found.least == (0, 0)
    split = places.places(ledger["classics/sgd-too-good"])
    assert split is not None
    assert split.jets == ()
    assert split.at["x1a"] == -0.6
    assert places.places(ledger["zhang2020/thm3"]) is None
    assert places.marked(ledger["zhang2020/thm3"]) is None
