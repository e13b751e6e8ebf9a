"""What rests on what, as one SVG: claims in columns by depth, coloured by verdict, each a link to its page."""

from collections.abc import Mapping, Sequence
from html import escape

from theory.catalog import Catalog
from verify.ledger import Ledger

__all__ = ["layers", "svg"]

BOX, LINE, COLUMN = (226, 20), 27, 300


def layers(catalog: Catalog, labels: Sequence[str]) -> list[list[str]]:
    """The labels in columns: a claim stands one column right of the deepest thing that it uses.

    Within a column neighbours of the same claims stand together (a few sweeps of the barycentre rule).
    """
    depth: dict[str, int] = {}
    for label in catalog.order:
        depth[label] = max((depth[used] + 1 for used in catalog[label].uses), default=0)
    columns: list[list[str]] = [[] for _ in range(max((depth[label] for label in labels), default=-1) + 1)]
    for label in labels:
        columns[depth[label]].append(label)
    users: dict[str, list[str]] = {label: [] for label in labels}
    for label in labels:
        for used in catalog[label].uses:
            users[used].append(label)
    for sweep in range(6):
        place = {label: row / len(column) for column in columns for row, label in enumerate(column)}
        near = users if sweep % 2 else {label: list(catalog[label].uses) for label in labels}
        for column in columns:
            middle = {name: _middle(near[name], place, place[name]) for name in column}
            column.sort(key=middle.__getitem__)
    return columns


def _middle(names: Sequence[str], place: Mapping[str, float], own: float) -> float:
    return sum(place[name] for name in names) / len(names) if names else own


def svg(catalog: Catalog, ledger: Ledger, link: Mapping[str, str]) -> str:
    """The graph of every claim that uses something or is used.

    Args:
        catalog: for the arrows.
        ledger: for the verdicts; classes ``v-<verdict>`` on the nodes carry the colours.
        link: address of the page of every claim that is drawn.
    """
    used = {name for claim in catalog if claim.label in link for name in claim.uses}
    labels = [claim.label for claim in catalog if claim.label in link and (claim.uses or claim.label in used)]
    columns = layers(catalog, labels)
    tallest = max((len(column) for column in columns), default=0)
    place = {
        label: (12 + i * COLUMN, 12 + LINE * (row + (tallest - len(column)) / 2))
        for i, column in enumerate(columns)
        for row, label in enumerate(column)
    }
    verdicts = {entry.claim.label: entry.verdict.word for entry in ledger}
    width, height = 24 + COLUMN * (len(columns) - 1) + BOX[0], 24 + LINE * tallest
    parts = [
        f'<svg class="graph" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="group" '
        'aria-label="Dependency graph: every node is a link to a claim">'
    ]
    for label in labels:
        for name in catalog[label].uses:
            (a, b), (c, d) = place[name], place[label]
            a, b, d = a + BOX[0], b + BOX[1] / 2, d + BOX[1] / 2
            bend = max(30.0, (c - a) / 2)
            parts.append(f'<path d="M{a:g} {b:g}C{a + bend:g} {b:g} {c - bend:g} {d:g} {c:g} {d:g}"/>')
    for label in labels:
        x, y = place[label]
        word = verdicts.get(label, "not checked")
        parts.append(
            f'<a href="{escape(link[label])}" class="v-{word.replace(" ", "-")}"><title>{escape(label)}: {word}</title>'
            f'<rect x="{x:g}" y="{y:g}" width="{BOX[0]}" height="{BOX[1]}" rx="4"/>'
            f'<text x="{x + 6:g}" y="{y + 14:g}">{escape(_short(label))}</text></a>'
        )
    return "".join([*parts, "</svg>"])


def _short(label: str) -> str:
    return label if len(label) <= 31 else label[:30] + "…"
