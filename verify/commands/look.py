"""Commands that look at claims, and at what is known of them."""

from typing import Annotated

import typer

from verify.commands.common import (
    Label,
    Labels,
    PaperFile,
    among,
    catalog_with,
    console,
    key,
    say,
    selected,
    setting,
    split,
)


def list_claims(labels: Labels = None, paper: PaperFile = None) -> None:
    """List claims: label, kind, where in the source, title.

    [bold]Examples[/bold]

    rateproof list                  the built-in papers

    rateproof list 'zhang2020/thm*'

    rateproof list my_paper.py
    """
    from rich.table import Table

    _, _, claims = selected(labels, paper)
    grid = Table(box=None, pad_edge=False, header_style="bold")
    for name in ("claim", "kind", "expect", "where", "title"):
        grid.add_column(name, no_wrap=name == "claim")
    for claim in claims:
        grid.add_row(claim.label, claim.kind, claim.expect, claim.locator, claim.title)
    console().print(grid)


def show(label: Label, paper: PaperFile = None) -> None:
    """Show one claim: statement, source, findings, certificate, and the command that reproduces each.

    [bold]Examples[/bold]

    rateproof show zhang2020/thm3

    rateproof show --paper my_paper.py doe2026/last-iterate
    """
    from verify import engine, report

    files, _ = split(None, paper)
    catalog = catalog_with(files)
    claim = catalog[label]
    entry = engine.remembered(catalog, claim)[label]
    home = next((file for file in files if key(catalog, file) == claim.paper), "")
    say(report.page(catalog, claim, entry, paper=home))


def derive(
    label: Label,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="Give a constant an exact value.", show_default=False),
    ] = None,
    paper: PaperFile = None,
) -> None:
    """Derive a bound step by step, with its constants symbolic or as you set them.

    [bold]Examples[/bold]

    rateproof derive zhang2020/thm3

    rateproof derive zhang2020/thm3 --set a=1/5 --set b=1/20
    """
    from theory import rates
    from verify.certify import recheck

    settings = dict(map(setting, set_ or []))
    catalog, (claim,) = among(split(None, paper)[0], [label], lambda found: [found[label]])
    derived = rates.chains(claim, settings)
    for chain in derived:
        say([*str(chain).splitlines(), f"kernel    {recheck(chain.claim, catalog)}", ""])
    if not derived:
        say([f"{claim.label}: {claim.title}", "", *rates.written(claim), "", f"kernel    {recheck(claim, catalog)}"])
