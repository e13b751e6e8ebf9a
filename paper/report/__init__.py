"""The web report: static pages that open from disk, generated from the ledger."""

import re
import shutil
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import jinja2
import sympy as sp
from markupsafe import Markup, escape

import figures
from figures import own, style, witness
from paper import graph, mathematics
from paper.report import api
from paper.report.certificate import readable
from paper.report.site import Site, power, within
from theory import rates
from theory.catalog import Catalog
from theory.claim import Claim, PaperError
from theory.paper import Paper
from verify.ledger import Ledger
from verify.places import certificate_file
from verify.power.report import MUST, cell, list_cell
from verify.verdict import VERDICTS, Finding

__all__ = ["build"]

HERE = Path(__file__).parent
LONG = 30
"""Lines of a written proof that a claim's page shows."""

STALE = ("claims", "figures", "api", "fonts", "papers")


def build(
    catalog: Catalog, ledger: Ledger, out: Path, *, papers: Collection[str] = (), file: str = ""
) -> Iterator[Path]:
    """Write the report.

    Args:
        catalog: the claims.
        ledger: what is known of them.
        out: folder; what an earlier report left there is removed first.
        papers: keys of the papers to write about, with what their claims rest on; all if none is named.
        file: the paper file that declares them, if they are not built in.

    Yields:
        Every file written; the front page last.

    Raises:
        PaperError: when the ledger is empty, or a figure lacks its claim.
    """
    claims = within(catalog, papers)
    entries = {claim.label: ledger[claim.label] for claim in claims if any(e.claim is claim for e in ledger)}
    if not entries:
        raise PaperError("the committed ledger is empty. Run: rateproof verify --update-ledger")
    site = Site(
        catalog=catalog, claims=claims, ledger=entries, power=power(), templates=_templates(), out=out,
        pictures=own.pictures(ledger, papers) if papers else figures.catalogue(),
        command=f" --paper {file}" if file else "",
    )  # fmt: skip
    for stale in STALE:
        shutil.rmtree(out / stale, ignore_errors=True)
    yield from figures.make(ledger, [], out / "figures", ["svg"], known=site.pictures)
    yield from _assets(out)
    for claim in claims:
        yield site.write(site.address(claim.label), "claim.html", **_page(site, claim))
        if certificate_file(claim).is_file():
            lines, more = readable(certificate_file(claim))
            written = rates.written(claim)
            proof = written if len(written) > LONG else []
            yield site.write(_in_words(claim), "certificate.html", claim=claim, lines=lines, more=more, proof=proof)
    yield from _overviews(site)
    yield site.write("index.html", "index.html")


def _templates() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["coded"] = lambda text: Markup(re.sub(r"``(.+?)``", r"<code>\1</code>", str(escape(text))))
    made.globals.update(verdicts=VERDICTS, rooms=api.ROOMS, must=MUST, cell=cell, list_cell=list_cell)
    return made


def _assets(out: Path) -> Iterator[Path]:
    """Style, scripts, and the font that formulas are set in, with its licence."""
    (out / "fonts").mkdir(parents=True, exist_ok=True)
    for name in ("style.css", "search.js"):
        yield Path(shutil.copyfile(HERE / "templates" / name, out / name))
    for name in ("OFL.txt", "STIXTwoMath-Subset.woff2"):
        yield Path(shutil.copyfile(HERE / "fonts" / name, out / "fonts" / name))


def _overviews(site: Site) -> Iterator[Path]:
    """The pages that are about more than one claim."""
    yield site.write("catalogue.html", "catalogue.html")
    yield site.write("axioms.html", "axioms.html", axioms=[c for c in site.claims if c.kind == "axiom"], says=_says)
    link = {claim.label: site.address(claim.label) for claim in site.claims}
    drawing = graph.svg(site.catalog, Ledger(entries=tuple(site.ledger.values())), link)
    yield site.write("graph.html", "graph.html", drawing=Markup(drawing))
    entries = Ledger(entries=tuple(site.ledger.values()))
    captions = {name: picture.caption(entries) for name, picture in site.pictures.items()}
    yield site.write("figures.html", "figures.html", captions=captions)
    for paper, tally in site.papers:
        told = _of(site, paper, captions)
        yield site.write(f"papers/{paper.key}.html", "paper.html", paper=paper, tally=tally, **told)
    yield site.write("power.html", "power.html")
    for room in api.ROOMS:
        yield site.write(f"api/{room}.html", "api.html", room=room, modules=list(api.modules(room)))


def _of(site: Site, paper: Paper, captions: Mapping[str, str]) -> dict[str, Any]:
    """What the page of a paper tells beside its title: findings, figures of its claims, the claims."""
    claims = [claim for claim in site.claims if claim.paper == paper.key]
    own = {claim.label for claim in claims}
    shown = [name for name, picture in site.pictures.items() if own & set(picture.CLAIMS)]
    # a figure that is named after a paper, or is about one claim of it first of all, is its own
    first = [name for name in shown if site.pictures[name].CLAIMS[0] in own]
    return {
        "claims": claims,
        "wrong": [entry for entry in site.false_as_printed() if entry.claim.label in own],
        "loose": [row for row in site.loose() if row[0].label in own],
        "captions": {name: captions[name] for name in first or shown},
    }


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


def _page(site: Site, claim: Claim) -> dict[str, Any]:
    entry = site.ledger.get(claim.label)
    stored, proof = certificate_file(claim), rates.written(claim)
    return {
        "claim": claim,
        "entry": entry,
        "says": _says(claim),
        "looseness": (entry.looseness or {}) if entry else {},
        "witness": _flat(claim.witness),
        "plotted": _plotted(site, claim),
        "evidence": {finding.checker: _told(finding) for finding in (entry.findings if entry else ())},
        "proof": proof,
        "outline": _outline(proof) if stored.is_file() else proof,
        "axioms": [label for label in site.catalog.closure(claim.label) if site.catalog[label].kind == "axiom"],
        "certificate": f"{claim.label}.json" if stored.is_file() else "",
        "folder": "verify/records/certificates" if not site.command else str(stored.parents[1].name),
        "size": stored.stat().st_size if stored.is_file() else 0,
        "in_words": _in_words(claim).rpartition("/")[2],
        "declared": f"{_declared(claim, own=bool(site.command))}:{claim.line}",
        "shown_in": [name for name, picture in site.pictures.items() if claim.label in picture.CLAIMS],
    }


def _declared(claim: Claim, own: bool) -> str:
    """The file of a claim: a user's own by its name, ours from the root of the sources."""
    file, root = Path(claim.file), Path(__file__).resolve().parents[2]
    return file.relative_to(root).as_posix() if not own and file.is_relative_to(root) else file.name


def _outline(proof: list[str]) -> list[str]:
    """A long proof's outermost steps; the others stand on the page of its certificate."""
    if len(proof) <= LONG:
        return proof
    return [line for line in proof if len(line) - len(line.lstrip()) <= 2]


def _in_words(claim: Claim) -> str:
    """Address of the page with the claim's certificate."""
    return f"claims/{claim.label}.certificate.html"


def _plotted(site: Site, claim: Claim) -> tuple[str, str]:
    """The picture of the witness and what it shows; both empty if there is none."""
    entry = site.ledger.get(claim.label)
    tells = witness.tells(entry) if entry else ""
    if entry is None or not tells:
        return "", ""
    name = f"claims/{claim.label}-witness.svg"
    (site.out / name).parent.mkdir(parents=True, exist_ok=True)
    with style.theme(small=True):
        style.save(witness.draw(entry), site.out / name)
    return name, tells


def _told(finding: Finding) -> list[tuple[str, str]]:
    """The evidence without what is empty, and without the file of the certificate, which has a section of its own."""
    told = {name: item for name, item in finding.evidence.items() if item not in ([], {})}
    return _flat({name: item for name, item in told.items() if name != "certificate"})


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
