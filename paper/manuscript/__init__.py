"""The manuscript: one Typst source, every number, table and theorem box of which comes from the ledger."""

import json
import shutil
import tempfile
from pathlib import Path
from typing import Any

import sympy as sp
import typst

import figures
from paper import mathematics
from paper.typst_math import typst_math
from theory.catalog import Catalog
from theory.claim import PaperError
from verify.ledger import Entry, Ledger
from verify.verdict import VERDICTS

__all__ = ["build", "contents"]

SOURCE = Path(__file__).parent / "rateproof.typ"


def build(catalog: Catalog, ledger: Ledger, path: Path, *, source: Path = SOURCE) -> Path:
    """Write the PDF; equal ledgers give equal bytes.

    Args:
        catalog: the claims.
        ledger: what is known of them.
        path: of the PDF.
        source: the manuscript, beside which ``macros.typ`` is taken from this folder.

    Raises:
        PaperError: for a label or figure that the manuscript names and the ledger or the figures lack.
    """
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        list(figures.make(ledger, [], place / "figures", ["svg"]))
        (place / "data.json").write_text(json.dumps(contents(catalog, ledger)), encoding="utf-8")
        shutil.copyfile(SOURCE.parent / "macros.typ", place / "macros.typ")
        main = shutil.copyfile(source, place / "main.typ")
        try:
            pdf = typst.compile(main, root=place, ignore_system_fonts=True)
        except typst.TypstError as error:
            raise PaperError(f"{source.name}: {error}") from None
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(pdf)
    return path


def contents(catalog: Catalog, ledger: Ledger) -> dict[str, Any]:
    """Everything that the manuscript may ask for, as plain data."""
    words = [entry.verdict.word for entry in ledger]
    return {
        "claims": {entry.claim.label: _claim(catalog, entry) for entry in ledger},
        "tally": [[word, words.count(word)] for word in VERDICTS if word in words],
        "captions": {name: module.caption(ledger) for name, module in figures.catalogue().items()},
        "papers": {paper.key: {"title": paper.title, "url": paper.url} for paper in catalog.papers.values()},
    }


def _claim(catalog: Catalog, entry: Entry) -> dict[str, Any]:
    claim = entry.claim
    lines = mathematics.statement(
        claim.statement, lambda source: f"\0{source}\0", lambda text, depth: f"{depth} {text}"
    )
    return {
        "title": claim.title,
        "kind": claim.kind,
        "locator": claim.locator,
        "provenance": claim.provenance,
        "expect": claim.expect,
        "note": claim.note,
        "verdict": entry.verdict.word,
        "rigour": entry.verdict.rigour,
        "scope": entry.verdict.scope,
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
