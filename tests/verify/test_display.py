"""What a notebook shows: statements as mathematics, verdicts and findings as tables, all text escaped."""

import xml.etree.ElementTree as ET

import sympy as sp

from theory import L0L1Smooth, N, Paper, gap, squared_distance, symbols
from theory.catalog import Catalog
from theory.statement import Inclusion, Unformalised
from verify.ledger import settle
from verify.smoothness import smoothness
from verify.verdict import Finding

u = sp.Symbol("u", real=True)
L, R = symbols("L R", positive=True)


def descent(f, x, step):
    while True:
        yield x
        x = x - step * f.grad(x)


def catalog():
    paper = Paper("mine", title="Mine")
    setting = dict(functions=L0L1Smooth(L, 1), method=descent, step=1 / L, given=squared_distance(0) <= R**2)
    paper.theorem("rate", then=gap(N) <= L * R**2 / 2, **setting)
    paper.claim("member", Inclusion(function=u**4, variable=u, functions=L0L1Smooth(16, 1)), kind="lemma")
    paper.claim("open", Unformalised(text="a < b & c", reason="prose"), kind="remark")
    return Catalog([paper])


def parsed(text):
    return ET.fromstring(f"<page>{text}</page>")


def test_a_claim_is_shown_as_mathematics():
    found = catalog()
    html, latex = found["mine/rate"]._repr_html_(), found["mine/rate"]._repr_latex_()
    parsed(html)
    assert "mine/rate" in html
    assert r"\left\|x_{0}-x^{*}\right\|^{2}" in html
    assert latex.startswith("$")
    assert latex.endswith("$")
    assert r"\frac{L R^{2}}{2}" in latex
    assert "u^{4}" in found["mine/member"]._repr_latex_()
    parsed(found["mine/open"]._repr_html_())


def test_verdicts_and_worst_cases_are_tables():
    witness = {"witness": {"u": "1 < 2"}}
    refuted = Finding(checker="exact", outcome="refuted", rigour="exact", reason="at u = 1", evidence=witness)
    found = catalog()
    ledger = settle(found, {"mine/rate": (refuted,), "mine/member": (), "mine/open": ()})
    rows = parsed(ledger._repr_html_()).findall(".//tbody/tr")
    assert [row[0].text for row in rows] == ["mine/rate", "mine/member", "mine/open"]
    assert [cell.text for cell in rows[0]][2:4] == ["refuted", "exact"]
    page = parsed(ledger["mine/rate"]._repr_html_())
    assert "{'u': '1 < 2'}" in "".join(page.itertext())
    assert "refuted" in ledger["mine/rate"].verdict._repr_html_()


def test_a_frontier_is_a_table():
    member, outgrown = smoothness("x**4", slopes=["1"]), smoothness("x**2*y**2")
    assert [cell.text for cell in parsed(member._repr_html_()).find(".//tbody/tr")][:3] == ["1", "16", "16"]
    assert "2*t**2" in outgrown._repr_html_()
    parsed(outgrown._repr_html_())
