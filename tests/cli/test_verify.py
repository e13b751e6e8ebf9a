"""``rateproof verify``: what is checked, what is printed and written, and how it exits."""

import json
import xml.etree.ElementTree as ET

import jsonschema
import pytest

from verify import shards
from verify.places import SCHEMA

NUMBERS = """
small = paper.claim("small", ForAll(then=at_most(1, 2)), kind="lemma")
paper.claim("wrong", ForAll(then=at_most(3, 2)), kind="theorem", expect="false")
paper.claim("main", ForAll(then=at_most(2, 3)), kind="theorem", uses=("doe2026/small", "doe2026/trust"),
            looseness={"T": (sp.Integer(20), sp.Rational(5, 2))})
paper.claim("trust", ForAll(then=at_most(symbols("y"), 3)), kind="axiom")
"""


def test_every_claim_as_expected(cli, prover, write_paper):
    result = cli("verify", write_paper(NUMBERS), "--jobs", 1)
    assert result.code == 0
    lines = result.out.splitlines()
    assert lines[0].split() == ["claim", "kind", "verdict", "rigour", "loose", "by", "axioms", "seconds"]
    assert [line.split()[0] for line in lines[1:5]] == [
        "doe2026/small",
        "doe2026/wrong",
        "doe2026/main",
        "doe2026/trust",
    ]
    assert "refuted, as expected" in lines[2]
    assert " x8 " in lines[3]
    assert " trust " in lines[3]
    assert lines[-1] == "4 claims: 2 proved, 1 refuted, 1 axiom; all as expected; 1 axiom taken on trust."


def test_what_a_claim_rests_on_is_checked_with_it(cli, prover, write_paper):
    result = cli("verify", "doe2026/main", "--paper", write_paper(NUMBERS), "--jobs", 1)
    assert result.code == 0
    assert prover() == ["doe2026/main", "doe2026/small"]
    assert "doe2026/wrong" not in result.out


@pytest.mark.parametrize("expect", ["true", "open"])
def test_a_proof_that_rests_on_a_refuted_lemma_is_said_to(cli, prover, write_paper, expect):
    paper = write_paper(f"""
paper.claim("bad", ForAll(then=at_most(3, 2)), kind="lemma", expect="false")
paper.claim("main", ForAll(then=at_most(2, 3)), kind="theorem", uses=("doe2026/bad",), expect="{expect}")
""")
    result = cli("verify", paper, "--jobs", 1)
    assert result.code == (1 if expect == "true" else 0)
    assert "doe2026/main: proved, but rests on doe2026/bad: refuted" in result.out


def test_a_claim_that_ends_otherwise_fails(cli, prover, write_paper):
    result = cli("verify", write_paper('paper.claim("wrong", ForAll(then=at_most(3, 2)), kind="theorem")'), "--jobs", 1)
    assert result.code == 1
    assert "refuted (expected true)" in result.out


def test_a_false_claim_that_is_proved_fails(cli, prover, write_paper):
    paper = write_paper('paper.claim("right", ForAll(then=at_most(1, 2)), kind="theorem", expect="false")')
    result = cli("verify", paper, "--jobs", 1)
    assert result.code == 1
    assert "proved (expected refuted)" in result.out


def test_json_follows_the_published_schema(cli, prover, write_paper, tmp_path):
    cli("verify", write_paper(NUMBERS), "--json", tmp_path / "out.json", "--jobs", 1)
    document = json.loads((tmp_path / "out.json").read_text())
    schema = json.loads(SCHEMA.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(document, schema)
    main = next(claim for claim in document["claims"] if claim["label"] == "doe2026/main")
    assert main["looseness"] == {"T": {"printed": "20", "best": "5/2", "ratio": 8.0}}
    assert main["axioms"] == ["doe2026/trust"]
    assert main["findings"][0]["evidence"] == {"value": "1/3", "bracket": [0.5, "inf"]}
    main["verdict"] = "true"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(document, schema)


def test_json_on_standard_output_is_alone_there(cli, prover, write_paper):
    result = cli("verify", write_paper(NUMBERS), "--json", "-", "--jobs", 1)
    assert len(json.loads(result.out)["claims"]) == 4
    assert "all as expected" in result.err


def test_junit_tells_failures_from_errors(cli, prover, write_checker, write_paper, tmp_path):
    write_checker(
        "breaks",
        """
        NAME = __name__
        def applies(claim):
            return claim.slug == "hard"
        def check(task):
            raise ZeroDivisionError("no inverse of 0")
        """,
    )
    paper = write_paper(
        NUMBERS
        + """
paper.claim("failing", ForAll(then=at_most(3, 2)), kind="theorem")
paper.claim("hard", ForAll(then=at_most(1, 2)), kind="theorem")
"""
    )
    result = cli("verify", paper, "--junit", tmp_path / "out.xml", "--jobs", 1)
    assert result.code == 3
    suite = ET.parse(tmp_path / "out.xml").getroot()[0]
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("6", "1", "1")
    cases = {case.get("name"): [child.tag for child in case] for case in suite}
    assert cases["small"] == ["system-out"]
    assert cases["failing"] == ["failure", "system-out"]
    assert cases["hard"] == ["error", "system-out"]
    assert "ZeroDivisionError: no inverse of 0" in suite.find("testcase/error").get("message")


def test_a_contradiction_between_checkers_is_loud(cli, prover, write_checker, write_paper):
    write_checker(
        "liar",
        """
        from verify.verdict import Finding
        NAME = __name__
        def applies(claim):
            return True
        def check(task):
            return Finding(checker=NAME, outcome="refuted", rigour="exact", reason="a lie")
        """,
    )
    result = cli("verify", write_paper('paper.claim("small", ForAll(then=at_most(1, 2)), kind="lemma")'), "--jobs", 1)
    assert result.code == 3
    assert "CONTRADICTION" in result.out
    assert "one of the two checkers is unsound" in result.out


def test_only_one_checker(cli, prover, write_paper):
    trusts = next(name for name in __import__("verify.checkers").checkers.CHECKERS if name.endswith("trusts"))
    result = cli("verify", write_paper(NUMBERS), "--checker", trusts, "--jobs", 1)
    assert prover() == []
    assert result.code == 0
    assert "3 not checked" in result.out and "1 axiom" in result.out and "all as expected" in result.out


def test_the_output_of_two_runs_is_the_same(cli, prover, write_paper):
    paper = write_paper(NUMBERS)
    assert cli("verify", paper, "--jobs", 1).out == cli("verify", paper, "--jobs", 2).out


def test_the_committed_ledger_is_written_and_compared(cli, tmp_path, monkeypatch):
    monkeypatch.setattr(shards, "SHARDS", tmp_path / "ledger")
    missing = cli("verify", "calculus", "--check-ledger", "--jobs", 1)
    assert missing.code == 1
    assert "ledger: calculus: no ledger is committed" in missing.err
    assert cli("verify", "calculus", "--update-ledger", "--jobs", 1).code == 0
    same = cli("verify", "calculus", "--check-ledger", "--jobs", 1)
    assert (same.code, "ledger: " in same.err) == (0, False)
    file = tmp_path / "ledger" / "calculus.json"
    file.write_text(file.read_text().replace('"verdict": "axiom"', '"verdict": "proved"', 1))
    changed = cli("verify", "calculus", "--check-ledger", "--jobs", 1)
    assert changed.code == 1
    assert changed.err.count("verdict: proved -> axiom") == 1
    assert cli("verify", "calculus", "--jobs", 1).code == 0
