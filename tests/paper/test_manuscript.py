import json
import re

import pytest

import rateproof
from paper import mathematics
from paper.manuscript import SOURCE, build, contents, steps
from paper.typst_math import typst_math
from theory.catalog import Catalog, built_in
from theory.claim import PaperError
from verify import shards
from verify.places import SHARDS

CATALOG = Catalog(built_in())


@pytest.fixture(scope="module")
def ledger():
    return shards.committed(CATALOG)


def test_the_same_ledger_gives_the_same_pdf(ledger, tmp_path):
    one, two = (build(CATALOG, ledger, tmp_path / name).read_bytes() for name in ("one.pdf", "two.pdf"))
    assert one == two
    assert one.startswith(b"%PDF-")
    assert len(one) > 50_000
    assert b"pdfuaid:part" in one, "it does not say that it follows PDF/UA"
    assert len(re.findall(rb"/Type\s*/Page\b", one)) <= 12, "about ten pages"


def test_an_unknown_label_stops_the_build(ledger, tmp_path):
    source = tmp_path / "mine.typ"
    source.write_text('#import "macros.typ": *\n#theorem("zhang2020/thm33")')
    with pytest.raises(PaperError, match=r"mine\.typ: .*no claim zhang2020/thm33\. Run: rateproof verify"):
        build(CATALOG, ledger, tmp_path / "mine.pdf", source=source)
    assert not (tmp_path / "mine.pdf").exists()


@pytest.mark.parametrize(
    "line", ['#picture("nonsense")', '#beside(("nonsense",))', '#step("zhang2020/thm3", "nonsense")', '#printed("zhang2020/thm3", "nonsense")', '#verdict("nonsense")', '#lab("a/b")']
)
def test_every_macro_refuses_what_is_not_there(ledger, tmp_path, line):
    source = tmp_path / "mine.typ"
    source.write_text(f'#import "macros.typ": *\n{line}')
    with pytest.raises(PaperError, match=r"nonsense|a/b"):
        build(CATALOG, ledger, tmp_path / "mine.pdf", source=source)


def test_a_missing_claim_is_one_sentence(tmp_path, capsys):
    folder = tmp_path / "ledger"
    folder.mkdir()
    for path in SHARDS.glob("*.json"):
        data = json.loads(path.read_text())
        data["claims"] = [entry for entry in data["claims"] if entry["label"] != "ours/self-bounding"]
        (folder / path.name).write_text(json.dumps(data))
    with pytest.raises(SystemExit) as stop:
        rateproof.main(["paper", "--ledger", str(folder), "--out", str(tmp_path / "out.pdf")])
    assert stop.value.code == 2
    assert "no claim ours/self-bounding. Run: rateproof verify ours/self-bounding" in capsys.readouterr().err


def test_a_changed_ledger_changes_the_text(ledger, tmp_path):
    folder = tmp_path / "ledger"
    folder.mkdir()
    for path in SHARDS.glob("*.json"):
        data = json.loads(path.read_text())
        for entry in data["claims"]:
            if entry["label"] == "zhang2020/thm6":
                entry["findings"] = [{**found, "outcome": "undecided", "rigour": "none"} for found in entry["findings"]]
        (folder / path.name).write_text(json.dumps(data))
    before, after = contents(CATALOG, ledger), contents(CATALOG, shards.committed(CATALOG, folder))
    assert before["claims"]["zhang2020/thm6"]["verdict"] == "proved"
    assert after["claims"]["zhang2020/thm6"]["verdict"] == "undecided"
    assert dict(after["tally"])["proved"] == dict(before["tally"])["proved"] - 1
    assert "zhang2020/thm6 (undecided)" in after["captions"]["iterations-m"]
    changed = build(CATALOG, shards.committed(CATALOG, folder), tmp_path / "after.pdf").read_bytes()
    assert changed != build(CATALOG, ledger, tmp_path / "before.pdf").read_bytes()


def test_formulas_are_spelled_for_those_who_do_not_see_them(ledger, tmp_path):
    source = tmp_path / "mine.typ"
    source.write_text(
        '#import "macros.typ": *\n#set document(title: "t")\n#set text(lang: "en")\n'
        '#assert.eq(spelled($a/b_1 <= sqrt(x^2)$.body), "(a)/(b_(1)) ≤ √(x^(2))")\n= One\n#m($a$)'
    )
    assert build(CATALOG, ledger, tmp_path / "mine.pdf", source=source).read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(("line", "missing"), [("$a$", "alt text"), ('#image("figures/one-step.svg")', "alt text")])
def test_what_a_screen_reader_cannot_read_stops_the_build(ledger, tmp_path, line, missing):
    source = tmp_path / "mine.typ"
    source.write_text(f'#set document(title: "t")\n#set text(lang: "en")\n= One\n{line}')
    with pytest.raises(PaperError, match=missing):
        build(CATALOG, ledger, tmp_path / "mine.pdf", source=source)


def test_prose_that_a_verdict_contradicts_stops_the_build(ledger, tmp_path):
    source = tmp_path / "mine.typ"
    source.write_text('#import "macros.typ": *\n#rests-on("zhang2020/thm7", "proved")')
    with pytest.raises(PaperError, match="zhang2020/thm7 being proved, but the ledger says refuted"):
        build(CATALOG, ledger, tmp_path / "mine.pdf", source=source)


def test_a_changed_number_changes_the_text(ledger, tmp_path):
    folder = tmp_path / "ledger"
    folder.mkdir()
    for path in SHARDS.glob("*.json"):
        text = path.read_text()
        (folder / path.name).write_text(text.replace("worst case 0.166667", "worst case 0.123456"))
    changed = contents(CATALOG, shards.committed(CATALOG, folder))
    before = contents(CATALOG, ledger)
    assert before["worst"]["classics/gd-last-iterate"][0][1] == pytest.approx(1 / 6, abs=1e-6)
    assert changed["worst"]["classics/gd-last-iterate"][0][1] == 0.123456


def test_training_is_told_from_what_is_recorded(ledger, tmp_path):
    source = tmp_path / "mine.typ"
    source.write_text(
        '#import "macros.typ": *\n#set document(title: "t")\n#let a = measured("zhang2020", training: true).map(((label, c)) => c.records)\n'
        '#assert(a.all(names => names.any(name => name.starts-with("training"))))'
    )
    build(CATALOG, ledger, tmp_path / "mine.pdf", source=source)


@pytest.mark.parametrize(
    ("name", "formula"),
    [("one-step/g.eps", r"\varepsilon \leq"), ("sum-up", r"\leq \Delta"), ("one-step/next", r"x_{k + 1}")],
)
def test_steps_of_proofs_are_those_of_the_derivation(name, formula):
    assert formula in steps.latex_of(CATALOG["ours/normalized-step"], name)


def test_a_step_that_is_not_there_is_one_sentence():
    with pytest.raises(PaperError, match=r"ours/normalized-step has no step 'nonsense'.*There are: unit, positive"):
        steps.latex_of(CATALOG["ours/normalized-step"], "nonsense")


def test_no_number_is_typed_by_hand():
    text = SOURCE.read_text()
    body = text[text.index("*Abstract.*") :]
    prose = re.sub(r'"[^"]*"|#(?:set|show|text)\b.*|inset: 3pt|stroke: 0.5pt|1fr|\.at\(\d\)|chunks\(\d\)|columns\(\d,', "", body)
    found = re.findall(r"(?<![\w-])\d+(?:[./]\d+)?", prose)
    assert found == ["4", "1"], (
        "Assumption 4 and Definition 1 are names; every other number has to come from the ledger"
    )


@pytest.mark.parametrize(
    ("latex", "typst"),
    [
        (r"\frac{a}{b_{1}}", "frac(a, attach(b, b: 1))"),
        (r"a < \sqrt{x^{2}}", "a < sqrt(attach(x, t: 2))"),
        (r"\max\left(a, b\right)", r'"max" ( a \, b )'),
        (r"x_{k}^{2}", "attach(x, b: k, t: 2)"),
    ],
)
def test_formulas_for_typst(latex, typst):
    assert typst_math(mathematics.mathml(latex)) == typst


def test_an_element_without_typst_is_refused():
    with pytest.raises(ValueError, match="'mphantom'"):
        typst_math("<math><mphantom><mi>x</mi></mphantom></math>")
