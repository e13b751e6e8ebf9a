"""The manuscript: one Typst source, every number, table and theorem box of which comes from the ledger."""

import json
import re
import shutil
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import sympy as sp
import typst

import figures
from figures import own
from figures.own import worst_cases
from paper import mathematics
from paper.manuscript import steps
from paper.report.site import within
from paper.typst_math import typst_math
from theory.catalog import Catalog
from theory.claim import PaperError
from theory.statement import Observation
from verify.ledger import Entry, Ledger
from verify.verdict import VERDICTS

__all__ = ["build", "contents"]

HERE = Path(__file__).parent
SOURCE, OWN = HERE / "rateproof.typ", HERE / "own.typ"
ALL_FIGURES = re.compile(r"pictures-of|captions\.keys")
"""What in a source asks for figures without their names."""

_STEP = re.compile(r'#step\("([^"]+)", "([^"]+)"\)')


def build(
    catalog: Catalog, ledger: Ledger, path: Path, *, source: Path | None = None, papers: Collection[str] = ()
) -> Path:
    """Write the PDF; equal ledgers give equal bytes.

    Args:
        catalog: the claims.
        ledger: what is known of them.
        path: of the PDF.
        source: the manuscript, beside which ``macros.typ`` and the references are taken from this folder.
        papers: keys of the papers to write about, in the plain manner that fits any paper; none for the manuscript.

    Raises:
        PaperError: for a label, step or figure that the manuscript names and the ledger or the figures lack; when the
            file cannot be written.
    """
    source = source or (OWN if papers else SOURCE)
    pictures = own.pictures(ledger, papers) if papers else figures.catalogue()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        text = source.read_text(encoding="utf-8")
        asked = [name for name in pictures if ALL_FIGURES.search(text) or f'"{name}"' in text or f"/{name}." in text]
        if asked:
            list(figures.make(ledger, asked, place / "figures", ["svg"], known=pictures))
        told = contents(catalog, ledger, papers=papers, pictures=pictures, text=text)
        (place / "data.json").write_text(json.dumps(told), encoding="utf-8")
        for name in ("macros.typ", "references.yml"):
            shutil.copyfile(HERE / name, place / name)
        main = shutil.copyfile(source, place / "main.typ")
        try:
            # PDF/UA: tagged, every formula and figure with words for readers that do not see it; typst refuses less
            pdf = typst.compile(main, root=place, ignore_system_fonts=True, pdf_standards="ua-1")
        except typst.TypstError as error:
            raise PaperError(f"{source.name}: {error}") from None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pdf)
    except OSError as error:
        raise PaperError(f"{path} cannot be written: {error.strerror}.") from None
    return path


def contents(
    catalog: Catalog,
    ledger: Ledger,
    *,
    papers: Collection[str] = (),
    pictures: Mapping[str, Any] | None = None,
    text: str = "",
) -> dict[str, Any]:
    """Everything that the manuscript may ask for, as plain data."""
    pictures = figures.catalogue() if pictures is None else pictures
    shown = {claim.label for claim in within(catalog, papers)}
    entries = [entry for entry in ledger if entry.claim.label in shown]
    words = [entry.verdict.word for entry in entries]
    named = {key: {"title": paper.title, "url": paper.url} for key, paper in catalog.papers.items()}
    return {
        "claims": {entry.claim.label: _claim(catalog, entry, papers) for entry in entries},
        "tally": _tally(words),
        "captions": {name: picture.caption(ledger) for name, picture in pictures.items()},
        "shows": {name: list(picture.CLAIMS) for name, picture in pictures.items()},
        "papers": {key: {**item, "tally": _tally([e.verdict.word for e in entries if e.claim.paper == key])}
                   for key, item in named.items()},
        "about": {key: named[key] for key in papers},
        "worst": {entry.claim.label: rows for entry in entries if (rows := worst_cases(entry))},
        "brackets": [row for entry in entries for row in _brackets(entry)],
        "steps": {f"{label} {name}": typst_math(mathematics.mathml(steps.latex_of(catalog[label], name), display=True))
                  for label, name in set(_STEP.findall(text))},
    }  # fmt: skip


def _tally(words: list[str]) -> list[tuple[str, int]]:
    return [(word, words.count(word)) for word in VERDICTS if word in words]


def _brackets(entry: Entry) -> list[list[str]]:
    """Label, where, least and largest possible worst case, by how much the bound may be loose, from the search."""
    return [
        [
            entry.claim.label,
            ", ".join(f"{name} = {value}" for name, value in finding.evidence["at"].items()),
            *(f"{end:.4g}" for end in finding.evidence["bracket"]),
            f"{finding.evidence['looseness at most']:.4g}",
        ]
        for finding in entry.findings
        if {"at", "bracket", "looseness at most"} <= set(finding.evidence) and finding.outcome == "survived"
    ]


def _claim(catalog: Catalog, entry: Entry, papers: Collection[str]) -> dict[str, Any]:
    claim = entry.claim
    lines = mathematics.statement(
        claim.statement, lambda source: f"\0{source}\0", lambda text, depth: f"{depth} {text}"
    )
    return {
        "title": claim.title,
        "paper": claim.paper,
        "own": claim.paper in papers,
        "kind": claim.kind,
        "locator": claim.locator,
        "provenance": claim.provenance,
        "expect": claim.expect,
        "note": claim.note,
        "measured": isinstance(claim.statement, Observation),
        "records": list(claim.statement.records) if isinstance(claim.statement, Observation) else [],
        "verdict": entry.verdict.word,
        "rigour": entry.verdict.rigour,
        "scope": entry.verdict.scope,
        "reason": entry.reason,
        "looseness": [[name, item["printed"], item["best"], item["ratio"]] for name, item in _loose(entry)],
        "witness": [[str(name), sp.sstr(value)] for name, value in (claim.witness or {}).items()],
        "axioms": [label for label in catalog.closure(claim.label) if catalog[label].kind == "axiom"],
        "lines": [[int(depth), _pieces(text)] for depth, _, text in (line.partition(" ") for line in lines)],
    }


def _loose(entry: Entry) -> list[tuple[str, dict[str, Any]]]:
    return list((entry.looseness or {}).items())


def _pieces(text: str) -> list[list[str]]:
    """Words and formulas in turn: ["text", ...] or ["math", Typst source]."""
    return [
        ["math", typst_math(mathematics.mathml(part, display=True))] if i % 2 else ["text", part]
        for i, part in enumerate(text.split("\0"))
        if part
    ]
