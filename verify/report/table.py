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
    if entry.silent:
        return "not checked"
    if not entry.expected or entry.missed:
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


def summary(ledger: Ledger, *, trials: int = 0) -> Iterator[str]:
    """A line for each claim that needs a word, then one line in all; where trials were asked for, who reached them."""
    for entry in ledger:
        for finding in entry.crashed:
            yield f"{entry.claim.label}: checker {finding.checker} crashed: {finding.reason}"
        stopped = entry.partial and entry.findings and entry.verdict.word == "undecided"
        if not entry.expected or entry.missed or entry.unproved or stopped:
            yield f"{entry.claim.label}: {_first(entry.reason or 'no reason is recorded')}"
    yield from _tried(ledger, trials)
    counts = Counter("not checked" if entry.silent else entry.verdict.word for entry in ledger)
    words = ", ".join(f"{counts[word]} {word}" for word in (*VERDICTS, "not checked") if counts[word])
    wrong = sum(not entry.expected for entry in ledger)
    crashed = sum(len(entry.crashed) for entry in ledger)
    missed = sum(entry.expected and entry.missed for entry in ledger)
    axioms = {label for entry in ledger for label in entry.axioms}
    parts = [
        f"{len(ledger)} claim{'s' * (len(ledger) != 1)}: {words}",
        f"{wrong} not as expected" if wrong else "all as expected",
        *([f"{missed} expected refuted, not found by the checkers asked"] if missed else []),
        *([f"{crashed} crashed check{'s' * (crashed > 1)}"] if crashed else []),
        f"{len(axioms)} axiom{'s' * (len(axioms) != 1)} taken on trust",
    ]
    yield "; ".join(parts) + "."


def _tried(ledger: Ledger, trials: int) -> Iterator[str]:
    """How many theorems and lemmas got the effective trials asked for, and which did not; why is said above."""
    tried = [
        (entry.claim.label, finding)
        for entry in ledger
        for finding in entry.findings
        if trials and finding.checker == "fuzz" and entry.claim.kind in ("theorem", "lemma")
    ]
    short = [label for label, finding in tried if finding.trials < trials and finding.outcome == "undecided"]
    if tried:
        others = f"; not (see above): {', '.join(short)}" if short else ""
        reached = len(tried) - len(short)
        yield f"{reached} of {len(tried)} theorems and lemmas had their {trials} trials, or all{others}."
