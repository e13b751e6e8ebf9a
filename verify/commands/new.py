"""The command that starts a paper file."""

from typing import Annotated

import typer


def new(name: Annotated[str, typer.Argument(help="Of the file to write, e.g. my_paper.")]) -> None:
    """Write a paper file that runs: one right rate, and a wrong one to uncomment.

    [bold]Example[/bold]

    rateproof new my_paper && rateproof verify my_paper.py
    """
    from verify.start import start

    file = start(name)
    typer.echo(f"wrote {file}; check it with: rateproof verify {file}")
