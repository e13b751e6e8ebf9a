"""The README says what is true: its example is the file that runs, its labels exist."""

import re
from pathlib import Path

import yaml

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


def test_the_workflow_uses_only_the_two_commands():
    block = re.search(r"```yaml\n(.*?)```", README, re.S)
    assert block is not None
    (job,) = yaml.safe_load(block.group(1))["jobs"].values()
    commands = [step["run"] for step in job["steps"] if "run" in step]
    two = re.search(r"## Two commands\n.*?\n\n((?:    make \w+[^\n]*\n)+)", README, re.S)
    assert two is not None
    assert commands == re.findall(r"make \w+", two.group(1)) == ["make verify", "make test"]
    assert [step for step in job["steps"] if "run" not in step] == [{"uses": "actions/checkout@v4"}]
    targets = (ROOT / "Makefile").read_text(encoding="utf-8")
    assert all(re.search(rf"^{command.split()[1]}:", targets, re.M) for command in commands)
