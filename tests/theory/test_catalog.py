"""The catalog refuses papers that do not fit together, and a user's broken file names its line."""

import subprocess
import sys
from pathlib import Path

import pytest

from theory import ForAll, Paper, PaperError, symbols
from theory.catalog import Catalog, assemble, built_in, built_in_keys, load

a, b = symbols("a b", positive=True)
EXAMPLE = Path(__file__).parents[1] / "examples" / "doe2026.py"


def paper_with(*uses: tuple[str, tuple[str, ...]], key: str = "doe2026") -> Paper:
    """A paper whose claims have the given slugs and ``uses``."""
    paper = Paper(key, title="Chains")
    for slug, used in uses:
        paper.claim(slug, ForAll(then=a <= b), kind="lemma", uses=used)
    return paper


def test_the_built_in_papers_load_and_fit_together() -> None:
    catalog = Catalog(built_in())
    assert {"calculus", "classics", "ours", "zhang2020"} <= set(catalog.papers)
    assert set(catalog.order) == {claim.label for claim in catalog}
    place = {label: number for number, label in enumerate(catalog.order)}
    for claim in catalog:
        assert all(place[used] < place[claim.label] for used in claim.uses), claim.label


def test_a_cycle_is_named_in_full() -> None:
    paper = paper_with(("one", ("doe2026/two",)), ("two", ("doe2026/three",)), ("three", ("doe2026/one",)))
    with pytest.raises(PaperError, match=r"doe2026/one -> doe2026/two -> doe2026/three -> doe2026/one.*drop one"):
        Catalog([paper])


def test_a_claim_that_uses_itself_is_refused() -> None:
    with pytest.raises(PaperError, match="cyclic: doe2026/one -> doe2026/one"):
        Catalog([paper_with(("one", ("doe2026/one",)))])


def test_an_unknown_use_offers_the_nearest() -> None:
    with pytest.raises(PaperError, match=r"uses 'doe2026/to', which does not exist\. Nearest: doe2026/two"):
        Catalog([paper_with(("one", ("doe2026/to",)), ("two", ()))])


def test_two_papers_may_not_share_a_key() -> None:
    with pytest.raises(PaperError, match="two papers have the key 'doe2026'"):
        Catalog([paper_with(("one", ())), paper_with(("two", ()))])


def test_an_unknown_label_offers_the_nearest() -> None:
    catalog = Catalog(built_in())
    with pytest.raises(PaperError, match=r"Nearest: .*zhang2020/thm3"):
        catalog["zhang2020/thm33"]
    with pytest.raises(PaperError, match="rateproof list"):
        catalog.select(["qqqq"])


def test_selection_by_label_glob_and_paper() -> None:
    catalog = Catalog([paper_with(("one", ()), ("two", ())), paper_with(("three", ()), key="roe2026")])
    assert [claim.slug for claim in catalog.select(["doe2026/t*"])] == ["two"]
    assert [claim.slug for claim in catalog.select(["doe2026"])] == ["one", "two"]
    assert [claim.slug for claim in catalog.select(["roe2026/three"])] == ["three"]
    assert len(catalog.select([])) == len(catalog) == 3


def test_closure_is_everything_below_in_dependency_order() -> None:
    paper = paper_with(
        ("top", ("doe2026/left", "doe2026/right")), ("left", ("doe2026/base",)), ("right", ()), ("base", ())
    )
    closure = Catalog([paper]).closure("doe2026/top")
    assert set(closure) == {"doe2026/left", "doe2026/right", "doe2026/base"}
    assert closure.index("doe2026/base") < closure.index("doe2026/left")


def test_the_researchers_own_file_loads() -> None:
    paper = load(EXAMPLE)
    assert [claim.label for claim in paper] == ["doe2026/last-iterate", "doe2026/too-good"]
    assert paper["last-iterate"].file == str(EXAMPLE)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("paper = Paper(\n", r"mine\.py:1: .*never closed"),
        ("import theory\nx = 1 / 0\n", r"mine\.py:2: ZeroDivisionError"),
        ("x = 1\n", r"declares no paper\. Add: paper = Paper"),
        (
            "from theory import ForAll, Paper, symbols\n"
            "a, b = symbols('a b', positive=True)\n"
            "paper = Paper('mine', title='t')\n"
            "paper.claim('c', ForAll(then=a * 0.1 <= b), kind='lemma')\n",
            r"mine/c \(.*mine\.py:4\), then: 0\.1.* is a float",
        ),
    ],
)
def test_a_broken_file_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "mine.py"
    path.write_text(text)
    with pytest.raises(PaperError, match=message):
        load(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PaperError, match="no such file"):
        load(tmp_path / "absent.py")


def test_a_built_in_paper_is_called_like_its_module():
    assert tuple(paper.key for paper in built_in()) == built_in_keys()


def test_only_the_papers_asked_for_and_those_they_rest_on_are_imported():
    program = "import sys; from theory.catalog import assemble; print(*assemble(keys=['sun2022']).papers); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    papers, modules = (line.split() for line in done.stdout.splitlines())
    assert papers == ["sun2022"] and "theory.papers.sun2022" in modules and "theory.papers.gao2020" not in modules
    assert "zhang2020" in assemble(keys=["ours"]).papers and "sun2022" not in assemble(keys=["ours"]).papers
    assert [*assemble(keys=["no-such-paper"]).papers] == []
