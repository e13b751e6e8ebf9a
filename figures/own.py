"""Figures that any paper has, a user's own too: rates against their horizon, loose constants, witnesses."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from matplotlib.figure import Figure

from figures import looseness, style, witness
from figures.formulas import said
from theory.claim import PaperError
from verify.ledger import Entry, Ledger

__all__ = ["Picture", "of_papers", "pictures", "worst_cases"]

FOUND = re.compile(r"worst case (\S+), bound (\S+)")
LOOKS = (("clipped", "o"), ("fixed", "s"), ("ours", "D"), ("refuted", "^"), ("soft", "v"), ("plain", "P"))


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A figure like a module of this folder.

    Attributes:
        NAME: of its files.
        CLAIMS: the labels that it shows.
        draw: from the ledger.
        caption: from the ledger.
    """

    NAME: str
    CLAIMS: tuple[str, ...]
    draw: Callable[[Ledger], Figure]
    caption: Callable[[Ledger], str]


def of_papers(ledger: Ledger, keys: Iterable[str]) -> dict[str, Picture]:
    """The figures of these papers by their names.

    Raises:
        PaperError: when their claims have nothing that could be drawn.
    """
    wanted = set(keys)
    found = pictures(ledger, wanted)
    if not found:
        raise PaperError(
            f"{', '.join(sorted(wanted))} has nothing to draw: no rate with a horizon, no loose constant, no witness."
        )
    return found


def pictures(ledger: Ledger, keys: Iterable[str]) -> dict[str, Picture]:
    """The same, and none where nothing can be drawn."""
    wanted = set(keys)
    return {picture.NAME: picture for picture in _pictures([e for e in ledger if e.claim.paper in wanted])}


def _pictures(entries: list[Entry]) -> Iterator[Picture]:
    rates = tuple(entry.claim.label for entry in entries if worst_cases(entry))
    if rates:
        yield Picture(
            NAME="rates", CLAIMS=rates, draw=lambda ledger: _rates(ledger, rates),
            caption=lambda ledger: _rates_caption(ledger, rates),
        )  # fmt: skip
    loose = tuple(entry.claim.label for entry in entries if entry.looseness)
    if loose:
        yield Picture(
            NAME="looseness", CLAIMS=loose, draw=lambda ledger: looseness.draw(_only(ledger, loose)),
            caption=lambda ledger: looseness.caption(_only(ledger, loose), loose),
        )  # fmt: skip
    for entry in entries:
        if witness.tells(entry):
            yield _witness(entry.claim.label)


def _only(ledger: Ledger, labels: Iterable[str]) -> Ledger:
    return Ledger(entries=tuple(ledger[label] for label in labels))


def _witness(label: str) -> Picture:
    return Picture(
        NAME=f"witness-{label.partition('/')[2]}",
        CLAIMS=(label,),
        draw=lambda ledger: witness.draw(ledger[label]),
        caption=lambda ledger: f"{said(ledger[label])}: {ledger[label].claim.title}. {witness.tells(ledger[label])}",
    )


def worst_cases(entry: Entry) -> list[tuple[int, float, float]]:
    """Horizon N, worst case that a solver found, and the bound there, all parameters scaled to 1."""
    rows = []
    for finding in entry.findings:
        for name, text in finding.evidence.items():
            found = FOUND.search(str(text))
            if finding.checker == "gram" and name.startswith("N = ") and found:
                rows.append((int(name.removeprefix("N = ")), float(found[1]), float(found[2])))
    return sorted(rows)


def _rates(ledger: Ledger, labels: tuple[str, ...]) -> Figure:
    made, axes = style.figure(2.6 + 0.16 * len(labels))
    ticks: set[int] = set()
    for label, (role, marker) in zip(labels, LOOKS * len(labels), strict=False):
        horizons, worst, bound = zip(*worst_cases(ledger[label]), strict=True)
        ticks.update(horizons)
        slug = label.partition("/")[2]
        axes.plot(horizons, bound, "--", color=style.color(role), label=f"{slug}: bound")
        axes.plot(horizons, worst, marker, markersize=4, fillstyle="none", color=style.color(role),
                  label=f"{slug}: worst case")  # fmt: skip
    axes.set(xlabel="horizon N", ylabel="performance measure", yscale="log", xticks=sorted(ticks))
    style.legend_below(made, axes)
    return made


def _rates_caption(ledger: Ledger, labels: tuple[str, ...]) -> str:
    return (
        "Bounds as stated, and the worst cases that a semidefinite solver finds (floats), against the horizon N; the "
        f"parameters of class and start are scaled to 1, so all numbers are pure. "
        f"{'; '.join(said(ledger[label]) for label in labels)}."
    )
