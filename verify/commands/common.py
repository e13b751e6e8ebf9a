"""What the commands share: types of arguments, the claims asked for, printing.

As in every module of commands, the rooms and rich are imported when a command runs: help comes at once.
"""

import importlib
import sys
from collections.abc import Callable, Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from theory.catalog import Catalog
    from theory.claim import Claim
    from verify.ledger import Ledger

Labels = Annotated[
    list[str] | None,
    typer.Argument(help="Labels, papers or globs (zhang2020, 'ours/*'); NAME.py is a paper file.", show_default=False),
]
Label = Annotated[str, typer.Argument(help="The label of one claim, e.g. zhang2020/thm3.")]
Number = Annotated[str | None, typer.Option(help="A constant of the class, exact: 1, 1/2, 0.1.", show_default=False)]
JsonFile = Annotated[
    str, typer.Option(metavar="FILE", help="Write the same as JSON; '-' is standard output.", show_default=False)
]
PaperFile = Annotated[
    list[Path] | None,
    typer.Option("--paper", metavar="FILE", help="A paper file of yours; may be repeated.", show_default=False),
]
LedgerFolder = Annotated[
    Path | None,
    typer.Option("--ledger", metavar="DIR", help="A ledger other than the committed one.", show_default=False),
]

_GLOB = {*"*?["}


def split(labels: list[str] | None, papers: list[Path] | None) -> tuple[tuple[str, ...], list[str]]:
    """Paper files, and patterns for labels."""
    words = labels or []
    files = [*map(str, papers or []), *(word for word in words if word.endswith(".py"))]
    return tuple(dict.fromkeys(files)), [word for word in words if not word.endswith(".py")]


def selected(labels: list[str] | None, papers: list[Path] | None) -> "tuple[tuple[str, ...], Catalog, list[Claim]]":
    """The paper files, the catalog with them, and the claims asked for: by default those of the paper files."""
    files, patterns = split(labels, papers)
    catalog, claims = among(
        files, patterns, lambda found: found.select(patterns or [key(found, file) for file in files])
    )
    return files, catalog, claims


def among(
    files: tuple[str, ...], patterns: Collection[str], pick: "Callable[[Catalog], list[Claim]]"
) -> "tuple[Catalog, list[Claim]]":
    """What is picked from the papers that the patterns name and what these rest on, and the catalog of these.

    Where nothing is found so, all papers are looked at: the label, or the nearest one, may be in any of them.
    """
    from theory.claim import PaperError

    keys = {pattern.partition("/")[0] for pattern in patterns}
    if (files or keys) and not _GLOB.intersection("".join(keys)):
        try:
            catalog = catalog_with(files, keys)
            return catalog, pick(catalog)
        except PaperError:
            pass
    catalog = catalog_with(files)
    return catalog, pick(catalog)


def load(module: str, name: str, missing: str = "") -> Any:
    """A part that may not be installed; ``missing`` says so in place of the usual sentence."""
    from theory.claim import PaperError

    try:
        found = getattr(importlib.import_module(module), name, None)
    except ModuleNotFoundError:
        found = None
    if found is None:
        usual = f"this installation has no {module}.{name}; see rateproof --help for what it can do."
        raise PaperError(missing or usual)
    return found


def catalog_with(files: tuple[str, ...], keys: Collection[str] | None = None) -> "Catalog":
    """The papers of the files with the built-in ones: all, or those that have the keys or that something rests on."""
    from theory.catalog import assemble

    return assemble(files, keys)


def known(papers: "list[Path] | None", folder: "Path | None") -> "tuple[Catalog, Ledger, tuple[str, ...]]":
    """The catalog, what the committed ledger and the cache know of it, and the keys of the paper files.

    Raises:
        PaperError: for a claim of a paper file that has not been checked.
    """
    from theory.claim import PaperError
    from verify import engine, shards
    from verify.ledger import Ledger

    files = tuple(map(str, papers or ()))
    catalog = catalog_with(files)
    entries = {entry.claim.label: entry for entry in shards.committed(catalog, folder)}
    for file in files:
        for entry in engine.remembered(catalog, *catalog.papers[key(catalog, file)]):
            if not entry.findings:
                raise PaperError(f"{file}: {entry.claim.label} has not been checked. Run: rateproof verify {file}")
            entries.setdefault(entry.claim.label, entry)
    ordered = tuple(entries[claim.label] for claim in catalog if claim.label in entries)
    return catalog, Ledger(entries=ordered), tuple(key(catalog, file) for file in files)


def key(catalog: "Catalog", file: str) -> str:
    """The key of the paper that a file declares."""
    here = Path(file).resolve()
    found = [claim.paper for claim in catalog if Path(claim.file).resolve() == here]
    return found[0] if found else [*catalog.papers][-1]


def setting(text: str, *, option: str = "--set") -> tuple[str, Any]:
    """Read NAME=VALUE, the value exact; a mistake is told as one of the option's."""
    from theory import Rational
    from theory.claim import PaperError

    name, equals, value = text.partition("=")
    try:
        if not (equals and name.isidentifier()):
            raise ValueError
        return name, Rational(value)
    except (ValueError, TypeError, ZeroDivisionError):
        shown = text if option == "--set" else value
        raise PaperError(
            f"{option} {shown!r}: write {'a name and ' * (option == '--set')}an exact number, e.g. "
            f"{'--set a=1/5' if option == '--set' else f'{option} 1/5'}."
        ) from None


def give(lines: Any, data: Any, file: str) -> None:
    """Print, and write the same as JSON; to standard output the JSON goes alone."""
    from json import dumps

    say(lines, error=file == "-")
    if file:
        write(file, dumps(data, indent=1, sort_keys=True) + "\n")


def console(*, error: bool = False) -> "Console":
    """Wide enough for one line a claim where the output goes to a file."""
    from rich.console import Console

    found = Console(stderr=error, highlight=False)
    return found if found.is_terminal else Console(stderr=error, highlight=False, width=240)


def layout() -> tuple[object, ...]:
    """What decides how the same table is printed."""
    here = console()
    return here.width, here.color_system, here.encoding


def say(lines: Any, *, error: bool = False) -> None:
    """Print lines, without what is blank at their ends."""
    for line in lines:
        print(line.rstrip(), file=sys.stderr if error else sys.stdout)


def write(file: str, text: str) -> None:
    """Write a file, or standard output where it is called '-'."""
    from theory.claim import PaperError

    if file == "-":
        sys.stdout.write(text)
        return
    try:
        Path(file).write_text(text, encoding="utf-8")
    except OSError as error:
        raise PaperError(f"{file} cannot be written: {error.strerror}.") from None
