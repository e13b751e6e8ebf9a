"""The ledger: one entry a claim, from which everything that a person reads is generated.

What a claim's own checkers found becomes its verdict; what it rests on may take something away from that.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sympy as sp

from theory.catalog import Catalog
from theory.claim import Claim
from verify import display
from verify.verdict import Contradiction, Finding, Verdict, as_expected, conclude

__all__ = ["Entry", "Ledger", "settle"]

SOUND = ("proved", "proved at listed N", "axiom")
"""The verdicts that another claim may rest on."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What is known of one claim.

    Attributes:
        claim: the claim.
        verdict: what its own findings carry.
        reason: the verdict's, with what it rests on if that is not proved.
        expected: whether the claim, and for a proof everything below it, ended as its paper says it should.
        unproved: labels below the claim that are not proved, for a claim that is.
        axioms: labels of what is taken on trust.
        findings: of every checker that applies.
        partial: whether only some checkers were asked.
    """

    claim: Claim
    verdict: Verdict
    reason: str
    expected: bool
    unproved: tuple[str, ...]
    axioms: tuple[str, ...]
    findings: tuple[Finding, ...]
    partial: bool = False

    @property
    def silent(self) -> bool:
        """Whether none of the checkers that were asked applies, although others might."""
        return self.partial and not self.findings and self.verdict.word == "undecided"

    @property
    def missed(self) -> bool:
        """Whether the claim should be refuted and those who were asked and apply did not."""
        return self.claim.expect == "false" and self.verdict.word != "refuted" and not self.silent

    @property
    def crashed(self) -> tuple[Finding, ...]:
        """Findings of checkers that raised or ran out of time."""
        return tuple(finding for finding in self.findings if finding.outcome == "crashed")

    @property
    def contradictory(self) -> bool:
        """Whether one checker proves what another refutes, so that one of them is unsound."""
        return {"proved", "refuted"} <= {finding.outcome for finding in self.findings}

    @property
    def seconds(self) -> float:
        """Time spent checking, when it was last checked."""
        return round(sum(finding.seconds for finding in self.findings), 3)

    @property
    def looseness(self) -> dict[str, dict[str, Any]] | None:
        """For each loose constant: the printed one, the best one proved, and their ratio if it is a number."""
        if not self.claim.looseness:
            return None
        pairs = {name: (sp.sympify(a), sp.sympify(b)) for name, (a, b) in self.claim.looseness.items()}
        return {n: {"printed": str(a), "best": str(b), "ratio": _ratio(a, b)} for n, (a, b) in pairs.items()}

    def _repr_html_(self) -> str:
        """Statement, verdict and findings, for notebooks."""
        return display.evidence(self)

    def as_json(self) -> dict[str, Any]:
        """The entry as in the published schema."""
        claim = self.claim
        return {
            "label": claim.label,
            "title": claim.title,
            "kind": claim.kind,
            "locator": claim.locator,
            "provenance": claim.provenance,
            "expect": claim.expect,
            "sense": claim.sense,
            "verdict": self.verdict.word,
            "rigour": self.verdict.rigour,
            "scope": self.verdict.scope,
            "reason": self.reason,
            "as_expected": self.expected,
            "unproved": list(self.unproved),
            "looseness": self.looseness,
            "axioms": list(self.axioms),
            "seconds": self.seconds,
            "findings": [finding.as_json() for finding in self.findings],
        }


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """The entries of one run, in the order of declaration."""

    entries: tuple[Entry, ...]

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __getitem__(self, label: str) -> Entry:
        return {entry.claim.label: entry for entry in self.entries}[label]

    @property
    def exit_code(self) -> int:
        """3 if a checker crashed or two contradict each other, 1 if a claim did not end as expected, else 0.

        Where only some checkers were asked, a claim ends as expected unless what they found speaks against it.
        """
        if any(entry.crashed or entry.contradictory for entry in self):
            return 3
        return 0 if all(entry.expected for entry in self) else 1

    def broken(self, paper: str) -> bool:
        """Whether a check of one of the paper's claims did not come to an end."""
        return any(entry.crashed or entry.contradictory for entry in self if entry.claim.paper == paper)

    def _repr_html_(self) -> str:
        """A row a claim, for notebooks."""
        return display.entries(self)

    def as_json(self) -> dict[str, Any]:
        """The document of the published schema."""
        return {"claims": [entry.as_json() for entry in self]}

    def as_text(self) -> str:
        """The document as it is written to a file."""
        return json.dumps(self.as_json(), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def settle(catalog: Catalog, findings: Mapping[str, Sequence[Finding]], *, partial: bool = False) -> Ledger:
    """Verdicts from findings: first each claim's own, then what it loses by resting on what is not proved.

    Args:
        catalog: where the claims are.
        findings: by label; everything that a label rests on must be there too.
        partial: whether only some checkers were asked.
    """
    own = {label: _own(catalog[label], found) for label, found in findings.items()}
    return Ledger(entries=tuple(_entry(catalog, label, own, findings[label], partial) for label in findings))


def _own(claim: Claim, found: Sequence[Finding]) -> Verdict:
    try:
        verdict = conclude(claim, found)
    except Contradiction as error:
        return Verdict(word="undecided", rigour="none", scope="", reason=str(error))
    crashed = [finding for finding in found if finding.outcome == "crashed"]
    if verdict.word == "undecided" and verdict.rigour == "none" and crashed:
        return Verdict(word="undecided", rigour="none", scope="", reason=f"{crashed[0].checker}: {crashed[0].reason}")
    return verdict


def _entry(catalog: Catalog, label: str, own: Mapping[str, Verdict], found: Sequence[Finding], partial: bool) -> Entry:
    claim, verdict = catalog[label], own[label]
    below = catalog.closure(label)
    decided_here = verdict.word not in ("proved", "proved at listed N")
    weak = () if decided_here else tuple(name for name in below if own[name].word not in SOUND)
    expected = as_expected(claim, verdict, partial=partial) and not (weak and claim.expect == "true" and not partial)
    listed = () if decided_here else tuple(name for name in below if own[name].word == "proved at listed N")
    reason = verdict.reason
    if weak:
        reason = f"{verdict.word}, but rests on {', '.join(f'{name}: {own[name].word}' for name in weak)}"
    elif verdict.word == "proved" and listed:
        reason = f"{verdict.reason}; rests on {', '.join(f'{name} ({own[name].scope} only)' for name in listed)}"
    trusted = {axiom for finding in found if finding.outcome == verdict.word for axiom in finding.axioms}
    if verdict.word != "refuted":
        trusted.update(name for name in below if catalog[name].kind == "axiom")
    return Entry(
        claim=claim,
        verdict=verdict,
        reason=reason,
        expected=expected,
        unproved=weak,
        axioms=tuple(sorted(trusted)),
        findings=tuple(found),
        partial=partial,
    )


def _ratio(printed: sp.Expr, best: sp.Expr) -> float | str | None:
    if best == 0:
        return None
    ratio = sp.simplify(printed / best)
    return round(float(ratio), 6) if ratio.is_number and ratio.is_real else str(ratio)
