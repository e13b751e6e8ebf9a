import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import sympy as sp

import rateproof
from paper import graph, mathematics
from paper.report import HERE, api, build, certificate
from paper.report.site import power
from theory import symbols
from theory.catalog import Catalog, built_in
from theory.claim import PaperError
from theory.measures import hitting_time
from theory.symbols import f, grad, norm, x
from verify import shards
from verify.ledger import Ledger
from verify.places import SHARDS, certificate_file
from verify.power.report import Power

CATALOG = Catalog(built_in())


class Page(HTMLParser):
    """Links, anchors, text and unclosed elements of a page."""

    VOID = frozenset({"meta", "link", "img", "input", "br", "source", "path", "rect"})

    def __init__(self, text):
        super().__init__()
        self.links, self.anchors, self.open, self.words = [], set(), [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.links += [values[name] for name in ("href", "src", "srcset") if values.get(name)]
        self.anchors.add(values.get("id"))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if tag in self.VOID:
            return
        while self.open and self.open[-1] in ("option", "li", "dt", "dd", "p") and self.open[-1] != tag:
            self.open.pop()
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    out = tmp_path_factory.mktemp("report")
    list(build(CATALOG, shards.committed(CATALOG), out))
    return out


@pytest.fixture(scope="module")
def pages(site):
    return {path.relative_to(site).as_posix(): Page(path.read_text()) for path in site.rglob("*.html")}


def test_every_claim_has_a_page(pages):
    for claim in CATALOG:
        words = "".join(pages[f"claims/{claim.label}.html"].words)
        assert claim.title in words
        assert f"rateproof verify {claim.label}" in words
        assert claim.locator in words


def test_every_link_resolves_without_a_network(site, pages):
    seen = 0
    for place, page in pages.items():
        assert page.open == [], place
        for link in page.links:
            parts = urlsplit(link)
            assert parts.scheme in ("", "data"), (place, link)
            if parts.scheme:
                continue
            target = (site / place).parent / unquote(parts.path) if parts.path else site / place
            assert target.is_file(), (place, link)
            if parts.fragment:
                assert parts.fragment in pages[target.resolve().relative_to(site.resolve()).as_posix()].anchors
            seen += 1
    assert seen > 10 * len(pages)


def test_small_and_without_outside_resources(site):
    files = [path for path in site.rglob("*") if path.is_file() and not path.name.endswith(".certificate.html")]
    assert sum(path.stat().st_size for path in files) < 5_000_000
    for name in ("style.css", "search.js"):
        assert "http" not in (site / name).read_text()


def test_the_front_page_has_the_findings(pages):
    words = " ".join("".join(pages["index.html"].words).split())
    assert re.search(r"zhang2020/thm7.*refuted.*zhang2020/thm4-f1-member", words)
    assert "L0*Delta/eps**2" in words
    assert "100/9" in words
    assert "ours/koloskova-class" not in words.partition("Loose")[0]


def test_every_paper_has_a_page_with_its_claims_and_figure(pages):
    for key, paper in CATALOG.papers.items():
        page = pages[f"papers/{key}.html"]
        claims = [claim for claim in CATALOG if claim.paper == key]
        words = " ".join("".join(page.words).split())
        assert paper.title in words
        assert f"{len(claims)} claims" in words
        assert {f"../claims/{claim.label}.html" for claim in claims} <= set(page.links)
        assert f"papers/{key}.html" in pages["index.html"].links
        assert f"../../papers/{key}.html" in pages[f"claims/{claims[0].label}.html"].links
    for key in ("lerouxschmidtbach2012", "gao2020", "sato2021", "bonnet2023", "sun2022"):
        assert [link for link in pages[f"papers/{key}.html"].links if link.endswith(".svg")] == [f"../figures/{key}.svg"]
    assert "../figures/iterations-m.svg" in pages["papers/zhang2020.html"].links


def test_every_stored_certificate_can_be_read(site):
    stored = [claim for claim in CATALOG if certificate_file(claim).is_file()]
    assert len(stored) > 100
    for claim in stored:
        text = (site / f"claims/{claim.label}.certificate.html").read_text()
        assert "what it refutes" in text or "what it shows" in text
        assert f'href="{claim.slug}.certificate.html"' in (site / f"claims/{claim.label}.html").read_text()
    lines, more = certificate.readable(certificate_file(CATALOG["zhang2020/thm3"]))
    assert (1, "then K <= 20*Delta*L0/eps**2 + 20*Delta*max(1, L1**2)/L0") in lines
    assert any("0 < ((eps)**2/(20*L0)) by arith from h3, h5" in text for _, text in lines)
    assert more == 0


def test_the_reference_has_what_a_user_calls(site, pages):
    assert {"theory.paper.Paper.theorem", "theory.measures.gap"} <= pages["api/theory.html"].anchors
    words = "".join(pages["api/verify.html"].words)
    assert "read(name: str, folder: Path | None = None) -> dict[str, Any]" in words
    assert "PaperError" in words
    assert all(not name.startswith("theory.papers.") for name in pages["api/theory.html"].anchors if name)


def test_the_reference_is_that_of_the_rooms_wherever_one_stands(tmp_path, monkeypatch):
    (tmp_path / "paper").mkdir()
    (tmp_path / "paper/__init__.py").write_text('"""A room."""\n__all__ = ["there"]\nthere = 1\n')
    (tmp_path / "below/paper/out").mkdir(parents=True)
    monkeypatch.setattr(api, "ROOT", tmp_path)
    monkeypatch.chdir(tmp_path / "below")
    assert [module.name for module in api.modules("paper")] == ["paper"]


def test_the_power_table_is_shown_when_it_is_recorded(tmp_path):
    mutant = {"name": "drop-1", "kind": "drop", "part": 1, "change": "without h1", "caught": [], "crashed": [], "tried": []}
    row = {"label": "zhang2020/thm3", "role": "loose", "mutants": [mutant], "idle": ["drop-1"], "loose": [], "proved": [],
           "unproved": "", "failed": "", "vacuity": {"at": {}}}  # fmt: skip
    assert power(tmp_path) is None
    (tmp_path / "power.json").write_text(json.dumps({"claims": {row["label"]: row}}))
    found = power(tmp_path)
    assert found is not None
    assert any("assumption idle" in line and "without h1" in line for line in found.lines())


def test_the_power_page_says_it_in_short(tmp_path, monkeypatch):
    def mutant(name, **fields):
        return {"name": name, "kind": name.partition("-")[0], "part": 1, "change": f"changed by {name}", "caught": [], "crashed": [],
                "tried": ["fuzz"], **fields}  # fmt: skip

    must = [mutant(name, caught=["fuzz"]) for name in ("shrink-0.9", "shrink-0.99", "shrink-0.999", "flip")]
    plain = {"idle": [], "loose": [], "proved": [], "unproved": "", "failed": "", "vacuity": {"at": {}}}
    rows = (
        {**plain, "label": "sun2022/safe", "role": "loose", "mutants": [mutant("drop-1"), mutant("drop-2")],
         "idle": ["drop-1", "drop-2"], "loose": [{"part": 1, "refuted": "1/4", "by": "search"}]},
        {**plain, "label": "sun2022/identified", "role": "tight", "mutants": must, "vacuity": {"reason": "iterates"}},
        {**plain, "label": "sun2022/line-factor", "role": "tight", "mutants": [*must[:3], mutant("flip")],
         "vacuity": {"reason": "iterates"}},
    )  # fmt: skip
    monkeypatch.setattr("paper.report.power", lambda: Power(rows=rows))
    list(build(CATALOG, shards.committed(CATALOG), tmp_path, papers=["sun2022"]))
    words = " ".join("".join(Page((tmp_path / "power.html").read_text()).words).split())
    assert "7 of 8 mutants that must be refuted are; 1 defects." in words
    assert "sun2022/safe: changed by drop-1, changed by drop-2" in words
    assert "sun2022/safe: ×4 (search)" in words
    assert "sun2022/line-factor: flip survives" in words
    assert re.search("2: iterates ?sun2022/identified sun2022/line-factor", words)
    front = " ".join("".join(Page((tmp_path / "index.html").read_text()).words).split())
    assert "sun2022/safe does without changed by drop-1, changed by drop-2" in front


def test_a_long_proof_is_told_by_its_main_steps(site):
    page = (site / "claims/zhang2020/thm3.html").read_text()
    steps = page.partition("as written")[2]
    assert re.search(r"all \d+ lines stand", steps)
    assert "one-step  [fix]" in steps
    assert "update  [substitute]" not in steps
    assert "update  [substitute]" in (site / "claims/zhang2020/thm3.certificate.html").read_text()


def test_formulas_are_mathml(site):
    text = (site / "claims/zhang2020/thm3.html").read_text()
    assert "<math" in text
    assert "<mfrac>" in text
    assert "L0*Delta" not in text.partition('class="statement"')[2].partition("<h2")[0].partition("note")[0]


def test_the_font_has_every_letter_of_the_formulas(site):
    """The file that the font was cut down by names its characters; italic letters stand for plain ones."""
    ranges = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", (HERE / "fonts/subset.txt").read_text())
    kept = {code for low, high in ranges for code in range(int(low, 16), int(high or low, 16) + 1)}
    text = "".join("".join(re.findall(r"<math.*?</math>", path.read_text(), re.S)) for path in site.rglob("claims/*/*.html"))
    letters = set(html.unescape(re.sub(r"<[^>]*>", "", text)))
    assert len(letters) > 50
    assert {letter for letter in letters if ord(letter) not in kept and not letter.isspace()} == set()


def test_the_graph_links_every_claim_that_uses_something(pages):
    targets = {link for link in pages["graph.html"].links if link.startswith("claims/")}
    used = {name for claim in CATALOG for name in claim.uses}
    assert targets == {f"claims/{c.label}.html" for c in CATALOG if c.uses or c.label in used}


def test_what_is_used_stands_further_left():
    labels = [claim.label for claim in CATALOG]
    columns = graph.layers(CATALOG, labels)
    place = {label: i for i, column in enumerate(columns) for label in column}
    assert sorted(place) == sorted(labels)
    assert all(place[used] < place[claim.label] for claim in CATALOG for used in claim.uses)


def test_two_builds_give_the_same_bytes(site, tmp_path):
    list(build(CATALOG, shards.committed(CATALOG), tmp_path))
    files = sorted(path.relative_to(site) for path in site.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert all((site / file).read_bytes() == (tmp_path / file).read_bytes() for file in files)


def copied(tmp_path: Path, label, change):
    """The committed shards with one entry changed."""
    folder = tmp_path / "ledger"
    folder.mkdir()
    for path in SHARDS.glob("*.json"):
        data = json.loads(path.read_text())
        data["claims"] = [change(entry) if entry["label"] == label else entry for entry in data["claims"]]
        data["claims"] = [entry for entry in data["claims"] if entry]
        (folder / path.name).write_text(json.dumps(data))
    return folder


def test_a_changed_ledger_changes_the_page(site, tmp_path):
    def worse(entry):
        entry["findings"] = [{**found, "outcome": "undecided", "rigour": "none"} for found in entry["findings"][:1]]
        return entry

    folder = copied(tmp_path, "ours/normalized-step", worse)
    list(build(CATALOG, shards.committed(CATALOG, folder), tmp_path / "out"))
    before, after = ((place / "claims/ours/normalized-step.html").read_text() for place in (site, tmp_path / "out"))
    assert "v-proved" in before.partition('<p class="lead"')[0]
    assert "v-undecided" in after.partition('<p class="lead"')[0]
    assert "ours/normalized-step" in (tmp_path / "out/index.html").read_text().partition('id="open"')[2]


def test_a_missing_claim_is_one_sentence(tmp_path, capsys):
    folder = copied(tmp_path, "zhang2020/thm6", lambda entry: None)
    with pytest.raises(SystemExit) as stop:
        rateproof.main(["report", "--ledger", str(folder), "--out", str(tmp_path / "out")])
    assert stop.value.code == 2
    assert re.search(r"the figure \S+ needs zhang2020/thm6", capsys.readouterr().err)


def test_an_empty_ledger_is_one_sentence(tmp_path):
    with pytest.raises(PaperError, match="rateproof verify --update-ledger"):
        list(build(CATALOG, Ledger(entries=()), tmp_path))


@pytest.mark.parametrize(
    ("expression", "parts"),
    [
        (norm(grad(x(0))) <= symbols("M"), [r"\left\|\nabla f", "x_{0}", r"\leq M"]),
        (hitting_time(symbols("eps")), [r"T_{\varepsilon}"]),
        (f(symbols("p")) ** 2, ["f^{2}", "p"]),
        (norm(symbols("d")) ** 2, [r"\left\|d\right\|", "^{2}"]),
        (sp.Function("y")(sp.Symbol("k")), ["y_{k}"]),
        (sp.Function("theta")(sp.Symbol("k")), [r"\theta_{k}"]),
        (sp.Function("theta")(sp.Symbol("i")) ** 2, [r"{\theta_{i}}^{2}"]),
        (symbols("lambda_") + symbols("lam"), [r"\lambda + \lambda"]),
        (symbols("eta_c") * symbols("alpha"), [r"\eta_{c}", r"\alpha"]),
        (sp.Function("eta_c")(sp.Symbol("k")), [r"{\eta_{c}}_{k}"]),
        (symbols("noise_term"), [r"\mathit{noise-term}"]),
        (symbols("root") * sp.Function("value")(0), [r"\mathit{root}", r"\mathit{value}_{0}"]),
    ],
)
def test_notation(expression, parts):
    text = mathematics.latex(expression)
    assert all(part in text for part in parts), text
    assert mathematics.mathml(text).startswith("<math")


def test_what_is_not_latex_stops_the_build():
    with pytest.raises(Exception, match=r"frac|argument|end"):
        mathematics.mathml(r"\frac{1")


def test_no_greek_letter_is_spelt_out(pages):
    """In formulas; single letters in italics are characters of their own."""
    spelt = {name: "".join(chr(0x1D44E + ord(letter) - 97 if letter != "h" else 0x210E) for letter in name)
             for name in ("alpha", "mu", "lambda", "theta", "sigma", "delta", "lam", "eta")}  # fmt: skip
    for place, page in pages.items():
        words = "".join(page.words)
        assert [name for name, italic in spelt.items() if re.search(rf"(?<![𝑎-𝑧ℎ]){italic}(?![𝑎-𝑧ℎ])", words)] == [], place
