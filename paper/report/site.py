"""What the report's templates may ask for."""

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from theory.catalog import Catalog
from theory.claim import Claim
from theory.paper import Paper
from verify.ledger import Entry
from verify.places import RUNS
from verify.power.report import Power
from verify.verdict import VERDICTS

__all__ = ["Site", "power", "within"]

_LABEL = re.compile(r"\b([a-z0-9]+/[a-z0-9]+(?:-[a-z0-9]+)*)")

def power(folder: Path = RUNS) -> Power | None:
    """The recorded power table, if there is one."""
    path = folder / "power.json"
    rows = json.loads(path.read_text(encoding="utf-8"))["claims"].values() if path.is_file() else ()
    return Power(rows=tuple(rows)) if rows else None


@dataclass(frozen=True, kw_only=True)
class Site:
    """A report.

    Attributes:
        catalog: where the claims are.
        claims: those that have a page.
        ledger: their entries, by label.
        pictures: the figures, by name.
        power: the recorded power table, if there is one.
        command: what comes after ``rateproof verify LABEL`` for a claim to be found.
        templates: of the pages.
        out: the folder.
    """

    catalog: Catalog
    claims: tuple[Claim, ...]
    ledger: Mapping[str, Entry]
    pictures: Mapping[str, Any]
    power: Power | None
    command: str
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

    @property
    def labels(self) -> frozenset[str]:
        """Of the claims that have a page."""
        return frozenset(claim.label for claim in self.claims)

    @property
    def papers(self) -> list[tuple[Paper, list[tuple[str, int]]]]:
        """The papers of the claims, each with how many ended how."""
        keys = dict.fromkeys(claim.paper for claim in self.claims)
        return [(self.catalog.papers[key], self.tally(key)) for key in keys]

    def tally(self, key: str = "") -> list[tuple[str, int]]:
        """How many claims ended how, of one paper or of all."""
        words = [self.verdict(claim.label) for claim in self.claims if key in ("", claim.paper)]
        return [(word, words.count(word)) for word in (*VERDICTS, "not checked") if word in words]

    def address(self, label: str) -> str:
        """Of a claim's page, from the report's folder."""
        return f"claims/{label}.html"

    def to(self, root: str, label: str) -> str:
        """Of a claim's page, from a page that lies as deep as ``root`` says; claims are neighbours of each other."""
        return f"../{label}.html" if root.count("/") == 2 else f"{root}{self.address(label)}"

    def verdict(self, label: str) -> str:
        """The word of the ladder, or "not checked"."""
        return self.ledger[label].verdict.word if label in self.ledger else "not checked"

    def badge(self, label: str) -> Markup:
        """The verdict as a coloured word with its sign."""
        return self.word(self.verdict(label))

    def word(self, word: str) -> Markup:
        """A word of the ladder, which the style sheet gives a colour and a sign."""
        return Markup('<b class="v-{}">{}</b>').format(word.replace(" ", "-"), word)

    def used_by(self, label: str) -> list[str]:
        """Labels whose proofs cite the claim."""
        return [claim.label for claim in self.claims if label in claim.uses]

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
        refuted = [entry for entry in self.ledger.values() if entry.verdict.word == "refuted"]
        found = [e for e in refuted if e.claim.provenance != "ours" and e.claim.kind != "control"]
        return sorted(found, key=lambda entry: entry.claim.kind != "theorem")

    def unexpected(self) -> list[Entry]:
        """Claims that did not end as their paper says they should."""
        return [entry for entry in self.ledger.values() if not entry.expected]

    def idle(self) -> list[tuple[str, list[str]]]:
        """Labels, each with the hypotheses that its proof does not need, from the recorded power table."""
        found = [
            (row["label"], [mutant["change"] for mutant in row["mutants"] if mutant["name"] in row["idle"]])
            for row in (self.power.rows if self.power else ())
        ]
        return [(label, changes) for label, changes in found if changes and label in self.labels]

    def loose_by(self) -> list[tuple[str, str]]:
        """Labels, each with the factors by which its constants may be loose at most, from the recorded power table."""
        found = []
        for row in self.power.rows if self.power else ():
            ends = [
                f"×{float(1 / Fraction(item['refuted'])):.3g} ({item['by']})" if item["refuted"] else "unknown"
                for item in row["loose"]
            ]
            if ends and row["label"] in self.labels:
                found.append((row["label"], ", ".join(ends)))
        return found

    def vacuous(self) -> list[tuple[str, list[str]]]:
        """Reasons why no point is recorded that meets the hypotheses, each with its labels."""
        found: dict[str, list[str]] = {}
        for label, reason in self.power.vacuous() if self.power else ():
            found.setdefault(reason or "not said", []).append(label)
        return list(found.items())

    def linked(self, text: str, root: str) -> Markup:
        """Text in which every label is a link to its claim."""
        parts = _LABEL.split(text)
        known = self.labels
        return Markup("").join(
            Markup('<a href="{}">{}</a>').format(self.to(root, part), part) if part in known else part
            for part in parts
        )

    def open_claims(self) -> list[Entry]:
        """What is neither proved, refuted, nor taken as an axiom."""
        settled = ("proved", "proved at listed N", "refuted", "axiom")
        return [entry for entry in self.ledger.values() if entry.verdict.word not in settled]


def within(catalog: Catalog, keys: Collection[str]) -> tuple[Claim, ...]:
    """The claims of these papers and everything below them; all claims if no paper is named."""
    own = [claim.label for claim in catalog if claim.paper in keys]
    wanted = {*own, *(below for label in own for below in catalog.closure(label))}
    return tuple(claim for claim in catalog if not keys or claim.label in wanted)


def _factor(ratio: Any) -> float:
    """By what factor a constant can be improved: printed over best, or for lower bounds the other way round."""
    return max(ratio, 1 / ratio) if isinstance(ratio, int | float) and ratio > 0 else 0.0
