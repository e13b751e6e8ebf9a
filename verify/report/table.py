"""The table at the end of a run, one line a claim, and the lines below it."""

from collections import Counter
from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from verify.ledger import Entry, Ledger
from verify.verdict import VERDICTS

__all__ = ["summary", "table"]

COLOURS = {
    "proved": "green",
    "proved at listed N": "green",
    "axiom": "cyan",
    "supported": "blue",
    "survived": "blue",
    "refuted": "magenta",
}


def table(ledger: Ledger) -> Table:
    """Label, kind, verdict, strongest rigour, looseness where known, axioms used, seconds."""
    grid = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("claim", "kind", "verdict", "rigour", "loose by", "axioms"):
        grid.add_column(name, no_wrap=True)
    grid.add_column("seconds", justify="right", no_wrap=True)
    for entry in ledger:
        grid.add_row(
            entry.claim.label,
            entry.claim.kind,
            Text(verdict_text(entry), style=COLOURS.get(entry.verdict.word, "") if entry.expected else "bold red"),
            "" if entry.verdict.rigour == "none" else entry.verdict.rigour,
            loose_by(entry),
            ", ".join(label.partition("/")[2] for label in entry.axioms),
            f"{entry.seconds:.2f}",
        )
    return grid


def verdict_text(entry: Entry) -> str:
    """The verdict's word, with a mark where it matters."""
    if entry.contradictory:
        return "CONTRADICTION"
    word = entry.verdict.word + ("*" if entry.unproved else "")
    if not entry.expected:
        return f"{word} (expected {'refuted' if entry.claim.expect == 'false' else 'true'})"
    return f"{word}, as expected" if entry.claim.expect == "false" else word


def _first(text: str) -> str:
    """The first line of a reason; show has the rest."""
    line = text.splitlines()[0]
    return line if len(line) <= 240 else f"{line[:237]}..."


def loose_by(entry: Entry) -> str:
    """The factors between printed and best proved constants, from the least to the greatest."""
    ratios = [item["ratio"] for item in (entry.looseness or {}).values()]
    factors = sorted({f"{max(r, 1 / r):.3g}" for r in ratios if isinstance(r, float) and r > 0}, key=float)
    if not factors:
        return "see show" if ratios else ""
    return f"x{factors[0]}" if len(factors) == 1 else f"x{factors[0]} to {factors[-1]}"


def summary(ledger: Ledger) -> Iterator[str]:
    """A line for each claim that needs a word, then one line in all."""
    for entry in ledger:
        for finding in entry.crashed:
            yield f"{entry.claim.label}: checker {finding.checker} crashed: {finding.reason}"
        if not entry.expected or entry.unproved:
            yield f"{entry.claim.label}: {_first(entry.reason or 'no reason is recorded')}"
    counts = Counter(entry.verdict.word for entry in ledger)
    words = ", ".join(f"{counts[word]} {word}" for word in VERDICTS if counts[word])
    wrong = sum(not entry.expected for entry in ledger)
    crashed = sum(len(entry.crashed) for entry in ledger)
    axioms = {label for entry in ledger for label in entry.axioms}
    parts = [
        f"{len(ledger)} claim{'s' * (len(ledger) != 1)}: {words}",
        f"{wrong} not as expected" if wrong else "all as expected",
        *([f"{crashed} crashed check{'s' * (crashed > 1)}"] if crashed else []),
        f"{len(axioms)} axiom{'s' * (len(axioms) != 1)} taken on trust",
    ]
    yield "; ".join(parts) + "."
