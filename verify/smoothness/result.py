"""What is found about a function, and how it reads."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from html import escape
from typing import Any

from verify.display import grid
from verify.smoothness.kinds import Kind

__all__ = ["Point", "Result"]

EXIT = {"proved": 0, "survived": 0, "refuted": 1, "undecided": 3}


@dataclass(frozen=True, kw_only=True)
class Point:
    """One point of the frontier: the smallest L0 for one L1.

    Attributes:
        L1: the second constant, exact.
        L0: a certified upper bound of the smallest first constant, exact; empty if there is none.
        least: a certified lower bound: no smaller constant does, because of what happens at ``at``.
        at: the point where the lower bound is attained.
        rigour: "exact" (the kernel accepted a certificate), "interval" (a cover in ball arithmetic),
            "sampled" (the largest value seen: no bound at all), or "none".
        note: how it was shown, or why not.
    """

    L1: str
    L0: str = ""
    least: str = ""
    at: Mapping[str, str] = field(default_factory=dict)
    rigour: str = "none"
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Result:
    """What is found about one function and one class.

    Attributes:
        function: the function as read.
        kind: the class.
        verdict: proved (a member, with the constants listed), refuted (with no constants at all), survived (sampled),
            or undecided.
        scope: the domain it holds on, in words.
        reason: one sentence on why.
        power: of the weight.
        closed_form: the frontier as a formula in L1, or empty.
        certified: how the closed form was shown; empty if it was not.
        points: of the frontier.
        witness: for a refutation: the sequence, and values along it.
        trials: effective trials of a sampled answer.
        notes: further remarks, one line each.
    """

    function: str
    kind: Kind
    verdict: str
    scope: str
    reason: str
    power: str = "1"
    closed_form: str = ""
    certified: str = ""
    points: tuple[Point, ...] = ()
    witness: Mapping[str, Any] = field(default_factory=dict)
    trials: int = 0
    notes: tuple[str, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 a member or survived, 1 refuted, 3 undecided."""
        return EXIT[self.verdict]

    def as_json(self) -> dict[str, Any]:
        """Plain data."""
        return asdict(self)

    def _repr_html_(self) -> str:
        """The answer as a table, for notebooks."""
        closed = f" {self.kind.constants[0]} = {self.closed_form}; {self.certified}." if self.closed_form else ""
        head = f"<div><b>{escape(self.function)}</b> {escape(self.kind.text)}: <b>{escape(self.verdict)}</b> "
        text = f"{self.scope}; {self.reason}.{closed}"
        names = (*reversed(self.kind.constants), "no less than", "because of", "how")
        rows = [
            (p.L1, p.L0 or "none", p.least, ", ".join(f"{n} = {v}" for n, v in p.at.items()), p.note or p.rigour)
            for p in self.points
        ]
        witness = [(name, str(value)) for name, value in self.witness.items()]
        tables = (grid(names, rows) if rows else "") + (grid(("along", ""), witness) if witness else "")
        return f"{head}{escape(text)}</div>{tables}"

    def lines(self) -> Iterator[str]:
        """The answer as it is printed."""
        yield f"function  {self.function}"
        yield f"class     {self.kind.text}"
        yield f"verdict   {self.verdict}, {self.scope}"
        yield f"          {self.reason}"
        first, second = self.kind.constants
        if self.closed_form:
            yield f"frontier  {first} = {self.closed_form} for every {second} > 0"
            yield f"          {self.certified}"
        for name, value in self.witness.items():
            if isinstance(value, list | tuple):
                yield f"  {name}"
                yield from (f"    {item}" for item in value)
            else:
                yield f"  {name}: {value}"
        if self.points:
            yield ""
            yield from _table(self.points, first, second)
        if self.notes:
            yield ""
            yield from self.notes


def _table(points: tuple[Point, ...], first: str, second: str) -> Iterator[str]:
    sampled = all(point.rigour == "sampled" for point in points)
    head = (second, f"{first} seen" if sampled else f"{first} certified", "no less than", "because of", "how")
    rows = [head]
    for p in points:
        at = ", ".join(f"{name} = {_short(value)}" for name, value in p.at.items())
        rows.append((_short(p.L1), _short(p.L0) or "none", _short(p.least), at, p.note or p.rigour))
    empty = [all(not row[i] for row in rows[1:]) for i in range(len(head))]
    keep = [i for i in range(len(head)) if not empty[i] and not (i == 0 and second == "0")]
    widths = [max(len(row[i]) for row in rows) for i in keep]
    for row in rows:
        yield "  ".join(row[i].ljust(width) for i, width in zip(keep, widths)).rstrip()


def _short(text: str) -> str:
    """A fraction with many digits as a decimal; JSON has the exact one."""
    number, _, below = text.partition("/")
    if not below or len(text) <= 9 or not number.lstrip("-").isdigit():
        return text
    value = Decimal(int(number)) / Decimal(int(below))
    return f"{float(value):.9g}" if value.adjusted() < 300 else f"{value:.6e}"
