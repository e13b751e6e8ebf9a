"""Fingerprints differ when the meaning does, and only then."""

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
import sympy as sp

from theory import L0L1Smooth, Smooth, gap, symbols
from theory.catalog import Catalog, load
from verify.engine.fingerprint import Contents, canonical, sources

ROOT = Path(__file__).resolve().parents[3]
y = symbols("y")

DIFFERENT = [
    1, True, "1", 1.0, Fraction(1, 2), None, (1,), [1], (1, (2,)), ((1, 2),), {"a": 1}, {"a": 2}, {1}, sp.Integer(1),
    sp.Rational(1, 2), y, symbols("y", positive=True), sp.Symbol("y"), y + 1, sp.Le(y, 1), sp.Lt(y, 1), gap(1), sp.Max(y, 1),
    Smooth(y), L0L1Smooth(y, 1), L0L1Smooth(y, 1, convex=True), Smooth, sp.Dummy("y"), sp.Matrix([[y]]),
]  # fmt: skip


def test_different_values_differ():
    texts = [canonical(value) for value in DIFFERENT]
    assert len(set(texts)) == len(texts)


def test_order_in_a_mapping_or_set_does_not_matter():
    assert canonical({"a": 1, "b": y}) == canonical({"b": y, "a": 1})
    assert canonical({y, sp.Symbol("z")}) == canonical({sp.Symbol("z"), y})


def test_dummies_are_counted_not_named():
    def text():
        a, b = sp.Dummy("a"), sp.Dummy("b")
        return canonical(a + 2 * b)

    assert text() == text()


METHOD = """
from theory import gap, Smooth
L = symbols("L", positive=True)
FACTOR = 2

def half(v):
    return v / FACTOR

def method(f, x, step):
    while True:
        yield x
        x = x - half(step) * f.grad(x)

class Mine(Smooth):
    rule = "L is positive"

paper.theorem("run", functions=Mine(L), method=method, step=1 / L, then=gap(1) <= L)
paper.claim("main", ForAll(given=(at_most(L, 2),), then=at_most(1, 2)), kind="theorem", uses=("doe2026/run",))
paper.claim("apart", ForAll(given=(at_most(L, 3),), then=at_most(1, 2)), kind="theorem")
"""


def contents(path):
    catalog = Catalog([load(path)])
    found = Contents(catalog)
    return {claim.slug: found[claim.label] for claim in catalog}


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("x - half(step)", "x - 3 * half(step)", {"run", "main"}),
        ("FACTOR = 2", "FACTOR = 3", {"run", "main"}),
        ("return v / FACTOR", "return v * FACTOR", {"run", "main"}),
        ("L is positive", "L is large", {"run", "main"}),
        ("gap(1) <= L", "gap(2) <= L", {"run", "main"}),
        ("at_most(L, 2)", "sp.Lt(L, 2)", {"main"}),
        ("at_most(L, 3)", "at_most(L, 4)", {"apart"}),
        ('kind="theorem")', 'kind="lemma")', {"apart"}),
        ("positive=True", "nonnegative=True", {"run", "main", "apart"}),
        ("from theory import gap", "# words\nfrom theory import gap", set()),
    ],
)
def test_an_edit_changes_what_depends_on_it(write_paper, old, new, changed):
    before = contents(write_paper(METHOD))
    assert old in METHOD
    after = contents(write_paper(METHOD.replace(old, new)))
    assert {slug for slug in before if before[slug] != after[slug]} == changed


def test_a_stored_certificate_is_part_of_it(write_paper, tmp_path):
    paper = write_paper(METHOD)
    before = contents(paper)
    (tmp_path / "certificates" / "doe2026").mkdir(parents=True)
    (tmp_path / "certificates" / "doe2026" / "run.json").write_text("{}")
    after = contents(paper)
    assert {slug for slug in before if before[slug] != after[slug]} == {"run", "main"}


def test_equal_in_every_process(write_paper):
    code = (
        "import sys; from pathlib import Path; from theory.catalog import *; from verify.engine.fingerprint import Contents;"
        "c = Catalog([load(sys.argv[1])]); print([Contents(c)[x.label] for x in c])"
    )
    paper = write_paper(METHOD)
    printed = {
        subprocess.run([sys.executable, "-c", code, paper], cwd=ROOT, env={"PYTHONHASHSEED": seed}, capture_output=True,
                       text=True, check=True).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(printed) == 1
    assert printed != {""}


def test_the_sources_of_a_checker_reach_what_it_imports(tmp_path, monkeypatch):
    (tmp_path / "mine").mkdir()
    file = tmp_path / "mine" / "checker.py"
    monkeypatch.syspath_prepend(str(tmp_path))
    texts = ["import theory", "import theory\n", "from verify import verdict", "from verify.verdict import Finding"]
    hashes = []
    for text in texts:
        file.write_text(text)
        hashes.append(sources("mine.checker"))
    assert len(set(hashes)) == len(texts)
    assert sources("mine.checker") == hashes[-1]
