"""Figures: one a file, each drawn from the ledger and recorded runs alone.

A figure is a module of this folder with ``NAME``, ``CLAIMS`` (the labels that it shows), ``draw(ledger)`` and
``caption(ledger)``; to add one, add its file.  Nothing here runs a checker.
"""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from theory.claim import PaperError
from verify.ledger import Ledger

__all__ = ["catalogue", "make", "require"]

MAIN = ("zhang2020/", "ours/")


def catalogue() -> dict[str, Any]:
    """Every figure by its name; first those whose first claim is of the paper that all this is about."""
    found = [importlib.import_module(f"figures.{module.name}") for module in pkgutil.iter_modules(__path__)]
    shown = [module for module in sorted(found, key=lambda m: m.__name__) if hasattr(module, "NAME")]
    return {module.NAME: module for module in sorted(shown, key=lambda m: not m.CLAIMS[0].startswith(MAIN))}


def require(ledger: Ledger, what: str, labels: Sequence[str]) -> None:
    """Make sure that the ledger has what is needed.

    Args:
        ledger: the ledger.
        what: who needs it, as the message says it ("the figure looseness").
        labels: of the claims needed.

    Raises:
        PaperError: naming who needs which label, and the command that writes its entry.
    """
    present = {entry.claim.label for entry in ledger}
    for label in labels:
        if label not in present:
            raise PaperError(
                f"{what} needs {label}, which is not in the committed ledger. "
                f"Run: rateproof verify {label} --update-ledger"
            )


def make(
    ledger: Ledger,
    names: Sequence[str],
    out: Path,
    formats: Sequence[str],
    *,
    dark: bool = False,
    known: Mapping[str, Any] | None = None,
) -> Iterator[Path]:
    """Draw figures and their captions.

    Args:
        ledger: what is known.
        names: of the figures, none for all.
        out: folder; made if it is missing.
        formats: of pdf, svg, png.
        dark: draw for a dark page; such files end in ``-dark``.
        known: the figures there are, by default those of this folder.

    Yields:
        Each file written: NAME.FORMAT, and NAME.txt with the caption.

    Raises:
        PaperError: for an unknown figure or format, a claim that the ledger lacks, or a folder that cannot be written.
    """
    from figures import style

    known = catalogue() if known is None else known
    for name in names:
        if name not in known:
            raise PaperError(f"there is no figure {name!r}. There are: {', '.join(known)}.")
    for form in formats:
        if form not in style.FORMATS:
            raise PaperError(f"--format {form!r}: write some of {','.join(style.FORMATS)}.")
    for name in names or known:
        require(ledger, f"the figure {name}", known[name].CLAIMS)
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name in names or known:
            with style.theme(dark=dark):
                drawn = known[name].draw(ledger)
                for form in formats:
                    yield style.save(drawn, out / f"{name}{'-dark' if dark else ''}.{form}")
            text = out / f"{name}.txt"
            text.write_text(known[name].caption(ledger) + "\n", encoding="utf-8")
            yield text
    except OSError as error:
        raise PaperError(f"{out} cannot be written: {error.strerror}.") from None
