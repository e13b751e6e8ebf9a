"""Verdicts and findings as tables, for notebooks."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from verify.ledger import Entry

__all__ = ["entries", "evidence", "grid"]


def grid(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """An HTML table; every cell is text."""
    top = "".join(f"<th>{escape(cell)}</th>" for cell in head)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>"


def entries(found: Iterable["Entry"]) -> str:
    """One row a claim."""
    rows = [
        (e.claim.label, e.claim.kind, e.verdict.word, e.verdict.rigour, e.verdict.scope, e.reason,
         "yes" if e.expected else "no")
        for e in found
    ]  # fmt: skip
    return grid(("claim", "kind", "verdict", "rigour", "scope", "reason", "as expected"), rows)


def evidence(entry: "Entry") -> str:
    """The statement, the verdict, and a row for each finding with its evidence: witnesses, worst cases, brackets."""
    rows = [
        (f.checker, f.outcome, f.rigour, f.reason, "; ".join(f"{name}: {value}" for name, value in f.evidence.items()))
        for f in entry.findings
    ]
    findings = grid(("checker", "outcome", "rigour", "reason", "evidence"), rows)
    return f"{entry.claim._repr_html_()}{entry.verdict._repr_html_()}{findings}"
