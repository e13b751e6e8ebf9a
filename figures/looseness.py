"""Printed constants, the best that is proved, and the least that a counterexample leaves: a dumbbell each."""

from dataclasses import dataclass

from matplotlib.figure import Figure

from figures import style
from figures.formulas import readable, said
from verify.ledger import Entry, Ledger

NAME = "looseness"
CLAIMS = ("zhang2020/thm3", "zhang2020/thm6")
"""Without these the picture would mean nothing; every other loose constant and bracket in the ledger is drawn too."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One bound: by what factor the printed one can be improved, and by what factor at most.

    Attributes:
        name: the label and, where it has several, the constant.
        best: printed over best proved, at least 1; None when nothing better is proved.
        limit: no constant smaller than printed/limit can hold, None when no run was found.
    """

    name: str
    best: float | None
    limit: float | None


def rows(ledger: Ledger) -> tuple[list[Row], list[str]]:
    """The rows that can be drawn, the loosest first, and the loose constants whose ratio is no number."""
    found: list[Row] = []
    left: list[str] = []
    for entry in ledger:
        limit = _limit(entry)
        for name, constant in (entry.looseness or {}).items():
            ratio, whole = constant["ratio"], f"{entry.claim.label}: {readable(name)}"
            ends = f"{readable(str(constant['printed']))} → {readable(str(constant['best']))}"
            if isinstance(ratio, int | float) and ratio > 0:
                found.append(Row(name=f"{whole} ({ends})", best=max(ratio, 1 / ratio), limit=None))
            else:
                left.append(f"{entry.claim.label}: {readable(name)}")
        if limit is not None:
            found.append(Row(name=f"{entry.claim.label}: the bound as a whole", best=None, limit=limit))
    return sorted(found, key=lambda row: (row.best or row.limit or 1, row.name)), left


def _limit(entry: Entry) -> float | None:
    for finding in entry.findings:
        value = finding.evidence.get("looseness at most")
        if finding.outcome == "survived" and isinstance(value, int | float):
            return float(value)
    return None


def draw(ledger: Ledger) -> Figure:
    """One line a bound; the printed constant is 1."""
    drawn, _ = rows(ledger)
    made, axes = style.figure(0.9 + 0.16 * len(drawn), width=2 * style.WIDTH)
    for height, row in enumerate(drawn):
        ends = [1 / value for value in (row.best, row.limit) if value is not None]
        axes.plot([1, *ends], [height] * (1 + len(ends)), color=style.color("plain"), linewidth=1, zorder=1)
    marks = [
        ("printed constant", "o", "fixed", [(1.0, i) for i in range(len(drawn))]),
        ("best proved", "D", "clipped", [(1 / r.best, i) for i, r in enumerate(drawn) if r.best]),
        ("smaller is impossible", "<", "refuted", [(1 / r.limit, i) for i, r in enumerate(drawn) if r.limit]),
    ]
    for name, marker, role, places in marks:
        if places:
            # a triangle is hollow, so that a point below it is seen
            face = {"facecolors": "none", "s": 30} if marker == "<" else {"s": 20}
            axes.scatter(*zip(*places), marker=marker, **face, color=style.color(role), label=name, zorder=2)
    axes.set_yticks(range(len(drawn)), [row.name for row in drawn], fontsize=6.5)
    axes.set(xscale="log", xlabel="constant relative to the printed one", ylim=(-0.7, len(drawn) - 0.3))
    least = min((1 / (row.best or row.limit or 1) for row in drawn), default=1.0)
    ticks = [value for value in (0.1, 0.2, 0.3, 0.5, 0.7, 1) if value >= 0.8 * least]
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.minorticks_off()
    made.legend(loc="outside upper right", ncols=3, columnspacing=1.0, handletextpad=0.3)
    return made


def caption(ledger: Ledger, main: tuple[str, ...] = CLAIMS) -> str:
    """What is seen, for which numbers, and on what evidence; main: labels to cite."""
    drawn, left = rows(ledger)
    top = max((row for row in drawn if row.best), key=lambda row: row.best or 0, default=None)
    closest = min((row for row in drawn if row.limit), key=lambda row: row.limit or 0, default=None)
    text = f"How loose the constants are ({len(drawn)} of them, pure numbers; printed = 1); "
    text += "after a label stands what the constant multiplies, or its name, "
    text += "and printed → best proved. "
    if top is not None and top.best is not None:
        text += (
            f"Diamonds: the best constant proved, at most a factor {top.best:.4g} below "
            f"({top.name}). "
        )
    if closest is not None and closest.limit is not None:
        text += (
            "Triangles: at the parameters of an explicit function confirmed in ball arithmetic the bound cannot be "
            f"smaller; closest is {closest.name.partition(':')[0]}, within a factor {closest.limit:.7g}. "
        )
    text += "A constant of a lower bound is drawn by the factor that it can be raised. "
    text += f"Main results: {'; '.join(said(ledger[label]) for label in main)}."
    return text + (f" Not drawn, as the ratio is no number: {', '.join(left)}." if left else "")
