"""The command line: it puts the commands together and tells mistakes.  Nothing is decided here.

The commands about checking are in verify/commands.  Those that draw and write stay here: with ``python -m`` a paper.py
or a figures.py of the user's comes before ours, so neither room may be imported before it is asked for.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from verify.commands import bounds, check, experiment, look, new, smoothness
from verify.commands.common import LedgerFolder, PaperFile, known

__all__ = ["app", "main"]

app = typer.Typer(
    name="rateproof",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Check convergence theorems by machine.",
    epilog="Start with  [bold]rateproof list[/bold],  then  [bold]rateproof verify LABEL[/bold]  and  "
    "[bold]rateproof show LABEL[/bold].  Your own theorem:  [bold]rateproof verify my_paper.py[/bold].",
)

# In the order in which help lists them.
app.command(epilog=check.VERIFY_CODES)(check.verify)
app.command()(check.certify)
app.command("list")(look.list_claims)
app.command()(look.show)
app.command()(look.derive)
app.command()(check.record)


@app.command()
def report(
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where to.")] = Path("paper/out/report"),
    ledger: LedgerFolder = None,
    paper: PaperFile = None,
) -> None:
    """Write the web report from the ledger; open index.html in it. No checker is run.

    With --paper it is about the claims of that file and what they rest on; check them first.
    """
    from paper.report import build

    catalog, entries, keys = known(paper, ledger)
    *_, front = build(catalog, entries, out, papers=keys, file=" --paper ".join(map(str, paper or ())))
    typer.echo(f"wrote {front}")


@app.command("paper")
def manuscript(
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to.")] = Path("paper/out/rateproof.pdf"),
    ledger: LedgerFolder = None,
    paper: PaperFile = None,
) -> None:
    """Write the manuscript as a PDF, its numbers and theorems from the ledger. No checker is run.

    With --paper it is about the claims of that file and what they rest on; check them first.
    """
    from paper.manuscript import build

    catalog, entries, keys = known(paper, ledger)
    typer.echo(f"wrote {build(catalog, entries, out, papers=keys)}")


@app.command()
def figures(
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="Of figures.", show_default=False)] = None,
    formats: Annotated[
        str, typer.Option("--format", metavar="LIST", help="Of pdf, svg, png, with commas.")
    ] = "pdf,svg,png",
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where to.")] = Path("figures/out"),
    dark: Annotated[bool, typer.Option("--dark", help="For a dark page; the files end in -dark.")] = False,
    ledger: LedgerFolder = None,
    paper: PaperFile = None,
) -> None:
    """Draw the figures, and write their captions, from the ledger; no checker is run.

    With --paper: those of a file of yours (rates, loose constants, witnesses); check it first.

    [bold]Examples[/bold]

    rateproof figures                               all of them

    rateproof figures iterations-m --format png --out .
    """
    from figures import make, own

    _, entries, keys = known(paper, ledger)
    pictures = own.of_papers(entries, keys) if keys else None
    for path in make(entries, names or [], out, [w.strip() for w in formats.split(",")], dark=dark, known=pictures):
        typer.echo(f"wrote {path}")


app.command("worst-case")(bounds.worst_case)
app.command(epilog=smoothness.SMOOTHNESS_CODES)(smoothness.smoothness)
app.command()(new.new)
app.command()(experiment.experiment)
app.command()(bounds.compare)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; a mistake in what was given is one screen on standard error and exit code 2.

    A formula may start with a minus sign: a blank before it keeps it from being read as an option.
    """
    from theory.claim import PaperError

    words = sys.argv[1:] if arguments is None else arguments
    if words[:1] == ["smoothness"]:
        words = [
            f" {word}" if word[:1] == "-" and word[1:2] not in ("-", "") and word != "-h" else word for word in words
        ]
    try:
        app(args=words, prog_name="rateproof")
    except PaperError as error:
        print(f"error: {error}", file=sys.stderr)
        raise SystemExit(2) from None


def is_command(word: str) -> bool:
    """Whether the word names a command, or is an option of the program itself."""
    return word in ("-h", "--help") or word in typer.main.get_group(app).commands


if __name__ == "__main__":
    main()
