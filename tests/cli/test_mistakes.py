"""Mistakes in what is given: one screen with the value, the rule and the next step; exit code 2; never a traceback."""

import json

import pytest

from verify import shards

CLAIM = 'paper.claim("small", ForAll(then=at_most(1, 2)), kind="lemma")\n'
RUN = """
from theory import L0L1Smooth, Rational, Smooth, hitting_time
eps, L0, L1 = symbols("eps L0 L1", positive=True)
def gradient_descent(f, x, step):
    while True:
        yield x
        x = x - step * f.grad(x)
"""

PAPERS = {
    "syntax error": (CLAIM + "paper.claim(", ["doe2026.py:11: ", "was never closed"]),
    "exception": (CLAIM + "1 / 0", ["doe2026.py:11: ", "ZeroDivisionError", "1 / 0"]),
    "unknown name": (CLAIM + "paper.clam('x')", ["doe2026.py:11: ", "AttributeError", "'clam'"]),
    "no provenance": (
        'paper.claim("a", ForAll(then=at_most(1, 2)), kind="lemma", provenance="")',
        ["doe2026/a", "doe2026.py:10", "provenance ''", "quoted, reconstructed, ours"],
    ),
    "no locator": (
        'paper.claim("a", ForAll(then=at_most(1, 2)), kind="lemma", provenance="quoted")',
        ["doe2026/a", "doe2026.py:10", "no locator", "locator='Thm. 3'"],
    ),
    "float": (
        'paper.claim("a", ForAll(then=at_most(0.1 * symbols("y"), 2)), kind="lemma")',
        ["doe2026/a", "doe2026.py:10", "0.1", "is a float", "Rational(1, 10)"],
    ),
    "float in a class": (RUN + "Smooth(0.5)", ["doe2026.py:", "Smooth(L=0.5", "is a float", "Rational('0.5"]),
    "float as a step": (
        RUN
        + 'paper.theorem("a", functions=Smooth(L0), method=gradient_descent, step=0.1, then=hitting_time(eps) <= 1)',
        ["doe2026/a", "0.1 is a float", "Rational"],
    ),
    "cyclic uses": (
        'paper.claim("a", ForAll(then=at_most(1, 2)), kind="lemma", uses=("doe2026/b",))\n'
        'paper.claim("b", ForAll(then=at_most(1, 2)), kind="lemma", uses=("doe2026/a",))',
        ["cyclic", "doe2026/a -> doe2026/b -> doe2026/a", "drop one"],
    ),
    "unknown uses": (
        CLAIM + 'paper.claim("b", ForAll(then=at_most(1, 2)), kind="lemma", uses=("doe2026/smal",))',
        ["doe2026/b uses 'doe2026/smal'", "Nearest: doe2026/small"],
    ),
    "duplicate label": (CLAIM + CLAIM, ["doe2026/small", "doe2026.py:11", "used twice", "line 10"]),
    "bad slug": ('paper.claim("A b", ForAll(then=at_most(1, 2)), kind="lemma")', ["'A b'", "lower-case"]),
    "method without yield": (
        RUN + "def lazy(f, x, step):\n    return x\n"
        'paper.theorem("a", functions=Smooth(L0), method=lazy, step=1 / L0, then=hitting_time(eps) <= 1)',
        ["doe2026/a", "the method lazy never yields", "yield x"],
    ),
    "negative L0": (
        RUN + "L0L1Smooth(-1, L1)",
        ["doe2026.py:", "L0=-1", "L0 and L1 are nonnegative", "positive number"],
    ),
    "zero L": (RUN + "Smooth(0)", ["doe2026.py:", "Smooth(L=0)", "L is positive"]),
    "unknown expectation": (
        'paper.claim("a", ForAll(then=at_most(1, 2)), kind="lemma", expect="False")',
        ["doe2026.py:10", "doe2026/a", "expect='False' is none of 'true', 'false', 'open'", "Did you mean 'false'"],
    ),
    "unknown sense": (
        'paper.claim("a", ForAll(then=at_most(1, 2)), kind="lemma", sense="sharp")',
        ["doe2026/a", "sense='sharp' is none of 'upper', 'lower', 'tight', 'none'"],
    ),
    "method without its step": (
        RUN + 'paper.theorem("a", functions=Smooth(L0), method=gradient_descent, then=hitting_time(eps) <= 1)',
        ["doe2026/a", "gradient_descent also needs step", "Add step=..."],
    ),
    "class without its constants": (
        RUN + 'paper.theorem("a", functions=Smooth, method=gradient_descent, step=1, then=hitting_time(eps) <= 1)',
        ["doe2026/a", "functions=Smooth lacks its constants", "Smooth(L)"],
    ),
    "no class": (
        RUN + 'paper.theorem("a", functions="smooth", method=gradient_descent, step=1, then=hitting_time(eps) <= 1)',
        ["doe2026/a", "functions='smooth' is no class of functions", "SmoothConvex(L)"],
    ),
    "field of a claim misspelt": (
        RUN + 'paper.theorem("a", functions=Smooth(L0), method=gradient_descent, step=1, expects="false",'
        " then=hitting_time(eps) <= 1)",
        ["doe2026/a", "no parameter 'expects'", "Did you mean 'expect'"],
    ),
    "chained relations": (
        RUN + "eps <= hitting_time(eps) <= L0",
        ["doe2026.py:", "TypeError", "a <= b <= c", "(a <= b, b <= c)"],
    ),
    "power as in other languages": (RUN + "eps^2", ["doe2026.py:", "A power is written **"]),
    "misspelt import": ("from theory import squared_distnace", ["ImportError", "theory has: squared_distance"]),
    "theorem without conclusion": (
        RUN + 'paper.theorem("a", functions=Smooth(L0), method=gradient_descent)',
        ["doe2026/a", "needs then"],
    ),
}


def one_screen(result, *parts):
    assert result.code == 2
    assert result.out == ""
    assert result.err.startswith("error: ")
    assert "Traceback" not in result.err
    assert len(result.err.splitlines()) <= 20
    for part in parts:
        assert part in result.err


@pytest.mark.parametrize("mistake", PAPERS)
@pytest.mark.parametrize("command", ["verify", "list"])
def test_a_broken_paper_file(cli, prover, write_paper, mistake, command):
    text, parts = PAPERS[mistake]
    one_screen(cli(command, write_paper(text)), *parts)


def test_a_paper_file_without_paper(cli, write_paper):
    one_screen(cli("verify", write_paper("x = 1", header="")), "declares no paper", "paper = Paper(")


def test_a_missing_paper_file(cli, tmp_path):
    one_screen(cli("verify", tmp_path / "none.py"), "none.py", "no such file", "Paper(")


def test_a_paper_without_claims(cli, write_paper):
    one_screen(cli("verify", write_paper("")), "'doe2026' has no claim yet", "paper.theorem(")


def test_two_papers_of_one_key(cli, write_paper):
    one_screen(cli("list", write_paper(CLAIM), write_paper(CLAIM, name="other.py")), "two papers", "'doe2026'")


@pytest.mark.parametrize("command", ["verify", "show", "derive", "list"])
def test_an_unknown_label(cli, prover, write_paper, command):
    one_screen(cli(command, "doe2026/smal", "--paper", write_paper(CLAIM)), "'doe2026/smal'", "Nearest: doe2026/small")


def test_an_unknown_checker(cli, write_paper):
    one_screen(cli("verify", write_paper(CLAIM), "--checker", "exct"), "'exct'", "Did you mean 'exact'")


@pytest.mark.parametrize("setting", ["a", "a=", "a=x", "=1", "a=1/0", "a b=1"])
def test_a_setting_that_is_not_one(cli, write_paper, setting):
    result = cli("derive", "doe2026/small", "--set", setting, "--paper", write_paper(CLAIM))
    one_screen(result, repr(setting), "--set a=1/5")


def test_an_unwritable_report_keeps_the_findings(cli, prover, write_paper, tmp_path):
    result = cli("verify", write_paper(CLAIM), "--json", tmp_path / "no" / "out.json", "--jobs", 1)
    assert result.code == 2
    assert "out.json cannot be written" in result.err
    cli("verify", tmp_path / "doe2026.py", "--jobs", 1)
    assert prover() == ["doe2026/small"]


@pytest.mark.parametrize(
    "arguments", [["verify", "--jobs", "-1"], ["verify", "--timeout", "soon"], ["prove"], ["show"]]
)
def test_wrong_usage(cli, arguments):
    result = cli(*arguments)
    assert result.code == 2
    assert "Usage" in result.err


def test_the_ledger_is_not_compared_with_part_of_a_run(cli):
    one_screen(cli("verify", "--check-ledger", "--checker", "exact"), "leave out --checker")


def test_a_damaged_committed_ledger(tmp_path):
    (tmp_path / "doe2026.json").write_text('{"claims": [')
    with pytest.raises(ValueError, match="is damaged"):
        shards.read("doe2026", tmp_path)


@pytest.mark.parametrize(
    "damage", ["", "{", "[]", json.dumps({"format": 0}), json.dumps({"format": 1, "key": "other"})]
)
def test_a_damaged_cache_costs_one_line_and_one_check(cli, prover, write_paper, tmp_path, damage):
    paper = write_paper(CLAIM + 'paper.claim("other", ForAll(then=at_most(1, 3)), kind="lemma")')
    first = cli("verify", paper, "--jobs", 1)
    file = next((tmp_path / "cache" / "doe2026" / "small").glob("*prover*.json"))
    file.write_text(damage)
    second = cli("verify", paper, "--jobs", 1)
    assert (second.code, second.out.split()[-12:]) == (0, first.out.split()[-12:])
    assert second.err.count("warning: ") == 1
    assert ("from another version (format 0" if "0" in damage else "damaged") in second.err
    assert prover() == ["doe2026/other", "doe2026/small", "doe2026/small"]
    assert "warning" not in cli("verify", paper, "--jobs", 1).err
