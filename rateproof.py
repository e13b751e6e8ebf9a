"""The command line: it puts the commands together and tells mistakes.  Nothing is decided here.

The commands about checking are in verify/commands.  Those that draw and write stay here: with ``python -m`` a paper.py
or a figures.py of the user's comes before ours, so neither room may be imported before it is asked for.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from verify.commands import bounds, check, experiment, look, new, smoothness
from verify.commands.common import LedgerFolder, catalog_with

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
) -> None:
    """Write the web report from the ledger; open index.html in it. No checker is run."""
    from paper.report import build
    from verify import shards

    catalog = catalog_with(())
    *_, front = build(catalog, shards.committed(catalog, ledger), out)
    typer.echo(f"wrote {front}")


@app.command("paper")
def manuscript(
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to.")] = Path("paper/out/rateproof.pdf"),
    ledger: LedgerFolder = None,
) -> None:
    """Write the manuscript as a PDF, its numbers and theorems from the ledger. No checker is run."""
    from paper.manuscript import build
    from verify import shards

    catalog = catalog_with(())
    typer.echo(f"wrote {build(catalog, shards.committed(catalog, ledger), out)}")


@app.command()
def figures(
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME", help="Of figures.", show_default=False)] = None,
    formats: Annotated[
        str, typer.Option("--format", metavar="LIST", help="Of pdf, svg, png, with commas.")
    ] = "pdf,svg,png",
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where to.")] = Path("figures/out"),
    dark: Annotated[bool, typer.Option("--dark", help="For a dark page; the files end in -dark.")] = False,
    ledger: LedgerFolder = None,
) -> None:
    """Draw the figures, and write their captions, from the ledger; no checker is run.

    [bold]Examples[/bold]

    rateproof figures                               all of them

    rateproof figures iterations-m --format png --out .
    """
    from figures import make
    from verify import shards

    known = shards.committed(catalog_with(()), ledger)
    for path in make(known, names or [], out, [word.strip() for word in formats.split(",")], dark=dark):
        typer.echo(f"wrote {path}")


app.command("worst-case")(bounds.worst_case)
app.command(epilog=smoothness.SMOOTHNESS_CODES)(smoothness.smoothness)
app.command()(new.new)
app.command()(experiment.experiment)
app.command()(bounds.compare)


def main(arguments: list[str] | None = None) -> None:
    """Run the command line; a mistake in what was given is one screen on standard error and exit code 2."""
    from theory.claim import PaperError

    try:
        app(args=arguments, prog_name="rateproof")
    except PaperError as error:
        print(f"error: {error}", file=sys.stderr)
        raise SystemExit(2) from None


def is_command(word: str) -> bool:
    """Whether the word names a command, or is an option of the program itself."""
    return word in ("-h", "--help") or word in typer.main.get_group(app).commands


if __name__ == "__main__":
    main()
