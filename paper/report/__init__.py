"""The web report: static pages that open from disk, generated from the ledger."""

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jinja2
import sympy as sp
from markupsafe import Markup, escape

import figures
from paper import graph, mathematics
from theory import rates
from theory.catalog import Catalog
from theory.claim import Claim, PaperError
from verify.ledger import Entry, Ledger
from verify.places import certificate_file
from verify.verdict import VERDICTS

__all__ = ["build"]

HERE = Path(__file__).parent
_LABEL = re.compile(r"\b([a-z0-9]+/[a-z0-9]+(?:-[a-z0-9]+)*)")
MARKS = {
    "proved": "✓",
    "proved at listed N": "✓ N",
    "supported": "≈",
    "survived": "~",
    "undecided": "?",
    "not supported": "≉",
    "not expressible": "–",
    "refuted": "✗",
    "axiom": "!",
    "not checked": "·",
}
"""A sign for every verdict, so that none is told by colour alone."""


@dataclass(frozen=True, kw_only=True)
class _Site:
    """Everything that the templates may ask for."""

    catalog: Catalog
    ledger: Mapping[str, Entry]
    templates: jinja2.Environment
    out: Path

    def write(self, place: str, template: str, **values: Any) -> Path:
        """Fill a template; links are relative, so that the report opens from disk."""
        root = "../" * place.count("/")
        text = self.templates.get_template(template).render(root=root, site=self, here=place, **values)
        path = self.out / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def address(self, label: str) -> str:
        """Of a claim's page, from the report's folder."""
        return f"claims/{label}.html"

    def verdict(self, label: str) -> str:
        """The word of the ladder, or "not checked"."""
        return self.ledger[label].verdict.word if label in self.ledger else "not checked"

    def badge(self, label: str) -> Markup:
        """The verdict as a coloured word with its sign."""
        word = self.verdict(label)
        kind = word.replace(" ", "-")
        return Markup('<span class="badge v-{}"><span aria-hidden="true">{}</span> {}</span>').format(
            kind, MARKS[word], word
        )

    def used_by(self, label: str) -> list[str]:
        """Labels whose proofs cite the claim."""
        return [claim.label for claim in self.catalog if label in claim.uses]

    def loose(self) -> list[tuple[Claim, str, dict[str, Any]]]:
        """Claims of sources with a constant that can be improved, and by how much; the loosest first."""
        rows = [
            (entry.claim, name, item)
            for entry in self.ledger.values()
            for name, item in (entry.looseness or {}).items()
        ]
        return sorted(rows, key=lambda row: -_factor(row[2]["ratio"]))

    def false_as_printed(self) -> list[Entry]:
        """Refuted claims of sources; remarks of ours and planted controls are not among them."""
        found = [e for e in self.ledger.values() if e.verdict.word == "refuted" and e.claim.provenance != "ours"]
        return sorted(found, key=lambda entry: entry.claim.kind != "theorem")

    def linked(self, text: str, root: str) -> Markup:
        """Text in which every label is a link to its claim."""
        parts = _LABEL.split(text)
        return Markup("").join(
            Markup('<a href="{}{}">{}</a>').format(root, self.address(part), part)
            if part in self.catalog.claims
            else part
            for part in parts
        )

    def open_claims(self) -> list[Entry]:
        """What is neither proved, refuted, nor taken as an axiom."""
        settled = ("proved", "proved at listed N", "refuted", "axiom")
        return [entry for entry in self.ledger.values() if entry.verdict.word not in settled]


def build(catalog: Catalog, ledger: Ledger, out: Path) -> Iterator[Path]:
    """Write the report.

    Args:
        catalog: the claims.
        ledger: what is known of them.
        out: folder; what an earlier report left there is removed first.

    Yields:
        Every file written; the front page last.

    Raises:
        PaperError: when the ledger is empty, or a figure lacks its claim.
    """
    if not len(ledger):
        raise PaperError("the committed ledger is empty. Run: rateproof verify --update-ledger")
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["math"] = lambda text: Markup(mathematics.mathml(text))
    templates.globals.update(verdicts=VERDICTS, marks=MARKS, figures=figures.catalogue())
    site = _Site(catalog=catalog, ledger={entry.claim.label: entry for entry in ledger}, templates=templates, out=out)
    pictures = list(_pictures(ledger, out))
    yield from pictures
    for name in ("style.css", "search.js"):
        shutil.copyfile(HERE / "templates" / name, out / name)
        yield out / name
    for claim in catalog:
        yield site.write(site.address(claim.label), "claim.html", **_page(site, claim))
    yield site.write("catalogue.html", "catalogue.html")
    yield site.write("axioms.html", "axioms.html", axioms=[c for c in catalog if c.kind == "axiom"], says=_says)
    link = {claim.label: site.address(claim.label) for claim in catalog}
    yield site.write("graph.html", "graph.html", drawing=Markup(graph.svg(catalog, ledger, link)))
    captions = {name: module.caption(ledger) for name, module in figures.catalogue().items()}
    yield site.write("index.html", "index.html", captions=captions, tally=_tally(ledger))


def _pictures(ledger: Ledger, out: Path) -> Iterator[Path]:
    """The figures, for white pages and dark ones; the folder is emptied first."""
    for stale in ("claims", "figures"):
        shutil.rmtree(out / stale, ignore_errors=True)
    for dark in (False, True):
        yield from figures.make(ledger, [], out / "figures", ["svg"], dark=dark)


def _tally(ledger: Ledger) -> list[tuple[str, int]]:
    words = [entry.verdict.word for entry in ledger]
    return [(word, words.count(word)) for word in VERDICTS if word in words]


def _factor(ratio: Any) -> float:
    """By what factor a constant can be improved: printed over best, or for lower bounds the other way round."""
    return max(ratio, 1 / ratio) if isinstance(ratio, int | float) and ratio > 0 else 0.0


def _says(claim: Claim) -> Markup:
    """The statement in MathML, a line a hypothesis."""
    lines = mathematics.statement(
        claim.statement,
        lambda source: "\0" + mathematics.mathml(source) + "\0",
        lambda text, depth: f'<div class="line d{depth}">{_marked(text)}</div>',
    )
    return Markup("".join(lines))


def _marked(text: str) -> str:
    """Escape the words between formulas, which are MathML already."""
    return "".join(part if i % 2 else str(escape(part)) for i, part in enumerate(text.split("\0")))


def _page(site: _Site, claim: Claim) -> dict[str, Any]:
    entry = site.ledger.get(claim.label)
    stored = certificate_file(claim)
    return {
        "claim": claim,
        "entry": entry,
        "says": _says(claim),
        "looseness": (entry.looseness or {}) if entry else {},
        "witness": _flat(claim.witness),
        "evidence": {finding.checker: _flat(finding.evidence) for finding in (entry.findings if entry else ())},
        "proof": rates.written(claim),
        "axioms": [label for label in site.catalog.closure(claim.label) if site.catalog[label].kind == "axiom"],
        "certificate": stored.name if stored.is_file() else "",
        "size": stored.stat().st_size if stored.is_file() else 0,
        "declared": "/".join(Path(claim.file).parts[-4:]) + f":{claim.line}",
        "shown_in": [name for name, module in figures.catalogue().items() if claim.label in module.CLAIMS],
    }


def _flat(value: Any) -> list[tuple[str, str]]:
    """A mapping as pairs of text, nested ones with dotted names."""
    if not isinstance(value, Mapping):
        return [] if value is None else [("", sp.sstr(value))]
    pairs: list[tuple[str, str]] = []
    for name, item in value.items():
        if isinstance(item, Mapping):
            pairs += [(f"{name}.{inner}" if inner else str(name), text) for inner, text in _flat(item)]
        else:
            pairs.append((str(name), item if isinstance(item, str) else sp.sstr(item)))
    return pairs
