"""The README says what is true: its example is the file that runs, its labels exist."""

import re
from pathlib import Path

from theory.catalog import Catalog, built_in

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_example_is_the_file_that_the_tests_run():
    block = re.search(r"```python\n(.*?)```", README, re.S)
    assert block is not None
    assert block.group(1) == (ROOT / "tests/examples/doe2026.py").read_text(encoding="utf-8")


def test_every_label_exists():
    known = Catalog(built_in()).claims
    named = set(re.findall(r"\b(?:zhang2020|ours|calculus)/[a-z0-9-]+", README))
    assert len(named) > 10
    assert named <= set(known)


def test_every_file_named_exists():
    documents = ["README.md", "CONTRIBUTING.md", "tests/README.md", "verify/kernel/SPEC.md"]
    for document in documents:
        text = (ROOT / document).read_text(encoding="utf-8")
        here = (ROOT / document).parent
        for target in re.findall(r"\]\(([^)#:]+)\)", text):
            assert (here / target).exists(), f"{document} links to {target}"
        for target in re.findall(r"`((?:theory|verify|tests|figures|paper)/[\w./-]+)`", text):
            found = (ROOT / target).exists() or (here / target).exists()
            assert found, f"{document} names {target}"
