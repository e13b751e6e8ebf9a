"""How every figure looks: width of a column, colours that the colour-blind can tell apart, print and dark pages."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.rcsetup import cycler
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from figures.slim import slim

__all__ = ["FORMATS", "WIDTH", "color", "figure", "legend_below", "logarithmic", "save", "theme"]

WIDTH = 3.4
"""Of a column, in inches."""

FORMATS = ("pdf", "svg", "png")

ROLES = ("clipped", "fixed", "ours", "plain", "refuted", "soft")
"""What a colour stands for, in the order of the palettes."""

# Okabe and Ito's palette; on a dark page its lighter members take over.
LIGHT = ("#0072B2", "#D55E00", "#009E73", "#555555", "#B0307A", "#E69F00")
DARK = ("#56B4E9", "#FF9455", "#2FC9A0", "#B8BEC6", "#E58FC0", "#F0C24B")

_DATES: dict[str, dict[str, Any]] = {"pdf": {"CreationDate": None}, "svg": {"Date": None}, "png": {"Software": None}}


def _settings(dark: bool) -> Any:
    page, ink, grid = ("#14171c", "#e6e8eb", "#39404a") if dark else ("#ffffff", "#1b1f24", "#dddddd")
    return {
        "axes.axisbelow": True,
        "axes.edgecolor": ink,
        "axes.facecolor": page,
        "axes.grid": True,
        "axes.labelcolor": ink,
        "axes.labelsize": 8,
        "axes.linewidth": 0.6,
        "axes.prop_cycle": cycler(color=DARK if dark else LIGHT),
        "axes.spines.right": False,
        "axes.spines.top": False,
        "axes.titlesize": 8,
        "figure.facecolor": page,
        "font.family": "DejaVu Sans",
        "font.size": 7.5,
        "grid.color": grid,
        "grid.linewidth": 0.4,
        "legend.fontsize": 7,
        "legend.frameon": False,
        "lines.linewidth": 1.4,
        "mathtext.fontset": "dejavusans",
        "pdf.fonttype": 42,
        "savefig.facecolor": page,
        "svg.fonttype": "path",
        "svg.hashsalt": "rateproof",
        "text.color": ink,
        "xtick.color": ink,
        "xtick.labelsize": 7,
        "ytick.color": ink,
        "ytick.labelsize": 7,
    }


@contextmanager
def theme(*, dark: bool = False, small: bool = False) -> Iterator[None]:
    """Within it figures are drawn for a white or for a dark page, whatever the user's own settings are.

    Args:
        dark: for a dark page.
        small: text stays text in SVG files, which are smaller, and look as the reader's fonts do.
    """
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_settings(dark))
        if small:
            mpl.rcParams["svg.fonttype"] = "none"
        yield


def color(role: str) -> str:
    """The colour of a role on the current page."""
    colors: list[str] = mpl.rcParams["axes.prop_cycle"].by_key()["color"]
    return colors[ROLES.index(role)]


def figure(height: float, *, width: float = WIDTH, columns: int = 1, **options: Any) -> tuple[Figure, Any]:
    """A figure of a column's width and its axes; no window is ever opened."""
    made = Figure(figsize=(width, height), layout="constrained")
    return made, made.subplots(1, columns, **options)


def legend_below(made: Figure, axes: Any, *, columns: int = 1) -> None:
    """A legend under the axes, where it hides nothing."""
    handles, names = axes.get_legend_handles_labels()
    made.legend(handles, names, loc="outside lower left", ncols=columns, handlelength=2.2, columnspacing=1.0)


def logarithmic(axis: Any) -> None:
    """Ticks of a logarithmic axis at 1, 2, 5 times powers of ten, written plainly, so that a short axis has some."""
    axis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0), numticks=6))
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axis.set_minor_formatter(NullFormatter())


def save(made: Figure, path: Path) -> Path:
    """Write a figure; the same figure gives the same bytes."""
    form = path.suffix.removeprefix(".")
    written = io.BytesIO()
    made.savefig(written, format=form, dpi=220, metadata=_DATES[form])
    path.write_bytes(slim(written.getvalue().decode()).encode() if form == "svg" else written.getvalue())
    return path
