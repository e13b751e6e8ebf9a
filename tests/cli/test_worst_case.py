"""``rateproof worst-case``: what is printed, the same as JSON, and mistakes."""

import json

import pytest


def test_the_two_ends_and_their_evidence(cli, tmp_path):
    file = tmp_path / "out.json"
    result = cli("worst-case", "clipped-gd", "--class", "l0l1", "--L0", 1, "--L1", 2, "--Delta", 1, "--N", 2,
                 "--json", file)  # fmt: skip
    assert result.code == 0
    assert "proved for every (L0,L1)-smooth function in any dimension: ours/clipped-count-trapezoid" in result.out
    assert "compare  ours/clipped-count-exact" in result.out
    assert "rechecked in ball arithmetic" in result.out
    data = json.loads(file.read_text())
    assert float(data["low"]["decimal"]) < float(data["high"]["decimal"])
    assert data["function"]["failing iterates"] == 3
    assert data["proved end"] == "high"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("newton", "--L0", 1), "Known: clipped-gd on l0l1"),
        (("clipped-gd", "--L0", 1, "--N", 1, "--eps", 1), "needs --L1"),
        (("clipped-gd", "--L0", "zero", "--L1", 1), "exact number"),
        (("clipped-gd", "--L0", 1, "--L1", 1, "--N", 1), "two of"),
        (("clipped-gd", "--L0", 1, "--L1", 1, "--N", "5/2", "--eps", 1), "whole number"),
        (("normalized-gd", "--L0", 1, "--L1", 1, "--N", 1, "--eps", 1, "--step", 1), "belong to clipped-gd"),
    ],
)
def test_mistakes_are_one_line(cli, arguments, says):
    result = cli("worst-case", *arguments)
    assert result.code == 2
    assert says in result.err
    assert len(result.err.splitlines()) == 1


def test_compare_prints_the_table_and_writes_the_same_data(cli, tmp_path):
    file = tmp_path / "compare.json"
    result = cli("compare", "gd", "clipped-gd", "--class", "l0l1", "--M", "10..100", "--json", file)
    assert result.code == 0
    assert "ours/no-log-lower-bound" in result.out
    assert json.loads(file.read_text())["M"] == ["10", "100"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(("gd", "adam"), "Known: gd clipped-gd"), (("--M", "many"), "write a range"), (("--Delta", 0), "positive")],
)
def test_mistakes_in_comparisons(cli, arguments, says):
    result = cli("compare", *arguments)
    assert result.code == 2
    assert says in result.err
