"""The command that asks whether a function is in a class."""

from typing import Annotated

import typer

from verify.commands.common import JsonFile, give, load

SMOOTHNESS_CODES = "Exit code: 0 a member (or a black box that survived), 1 refuted, 2 usage, 3 undecided."


def smoothness(
    function: Annotated[str, typer.Argument(help="A formula such as 'x**4 + exp(x)', or FILE.py:NAME.")],
    class_: Annotated[
        str, typer.Option("--class", metavar="NAME", help="l0l1, smooth, first-order, alpha, h0h1 or convex.")
    ] = "l0l1",
    box: Annotated[
        str, typer.Option(metavar="BOX", help="The domain: -1..2, or x=-1..2,y=0..oo.", show_default="everywhere")
    ] = "",
    dim: Annotated[int, typer.Option(min=0, help="Length of the array that a callable takes.", show_default=False)] = 0,
    at: Annotated[
        list[str] | None, typer.Option(metavar="L1", help="A second constant to ask about; may be repeated.")
    ] = None,
    alpha: Annotated[str, typer.Option(help="Exponent of the class alpha.")] = "1/2",
    trials: Annotated[int, typer.Option(min=1, help="Draws for a black box.")] = 500,
    seed: Annotated[int, typer.Option(min=0, help="Of the draws.")] = 0,
    plot: Annotated[
        str, typer.Option(metavar="FILE", help="Curvature against weight, with the frontier.", show_default=False)
    ] = "",
    json: JsonFile = "",
) -> None:
    """Is a function (L0,L1)-smooth, and with which constants?

    [bold]Examples[/bold]

    rateproof smoothness "x**4"                        the frontier, exact

    rateproof smoothness "(w1*w2 - 1)**2"              refuted, by a valley

    rateproof smoothness losses.py:loss --dim 3 --box=-1..1

    rateproof smoothness "log(1+exp(x))" --class smooth
    """
    from verify import smoothness as room

    result = room.smoothness(
        function, name=class_, box=box, dim=dim, slopes=at or (), alpha=alpha, trials=trials, seed=seed
    )
    give(result.lines(), result.as_json(), json)
    if plot:  # after the answer, which a picture that cannot be drawn must not keep back
        load("verify.smoothness.plot", "draw")(function, result, plot, box=box, dim=dim)
    raise typer.Exit(result.exit_code)
