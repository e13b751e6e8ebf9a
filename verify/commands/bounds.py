"""Commands that bound what a method does on a class."""

from typing import Annotated

import typer

from verify.commands.common import JsonFile, Number, catalog_with, give, setting, write


def worst_case(
    method: Annotated[str, typer.Argument(help="clipped-gd, normalized-gd, ...")],
    functions: Annotated[str, typer.Option("--class", help="Class: l0l1, smooth-convex, smooth.")] = "l0l1",
    L0: Number = None,
    L1: Number = None,
    Delta: Annotated[str | None, typer.Option("--Delta", help="Gap f(x0) - f* at most.", show_default=False)] = None,
    N: Annotated[str | None, typer.Option("--N", help="Number of steps.", show_default=False)] = None,
    eps: Annotated[str | None, typer.Option(help="Accuracy ||grad f|| <= eps.", show_default=False)] = None,
    step: Annotated[str | None, typer.Option(help="Step size [1/(2 L0)].", show_default=False)] = None,
    radius: Annotated[str | None, typer.Option(help="Longest step [1/(2 L1)].", show_default=False)] = None,
    momentum: Annotated[str | None, typer.Option(help="Of heavy-ball.", show_default=False)] = None,
    pairs: Annotated[
        str | None, typer.Option(help="Pairs of points: auto, path, star or all.", show_default=False)
    ] = None,
    solver: Annotated[
        str | None, typer.Option(help="clarabel, or any that cvxpy has: scs, ...", show_default=False)
    ] = None,
    start: Annotated[
        str | None, typer.Option(help="given, or none: no condition on the start.", show_default=False)
    ] = None,
    boxes: Annotated[bool, typer.Option("--boxes", help="Also by semidefinite programs on boxes of norms.")] = False,
    certificate: Annotated[
        str, typer.Option(metavar="FILE", help="Write the certificate of the proved end.", show_default=False)
    ] = "",
    json: JsonFile = "",
) -> None:
    """How bad can a method be on a class: the answer lies between low and high, and each end has its evidence.

    [bold]Examples[/bold]

    rateproof worst-case clipped-gd --class l0l1 --L0 1 --L1 2 --Delta 1 --N 10

    rateproof worst-case clipped-gd --L0 1 --L1 1 --eps 1/10 --N 4 --step 1/10 --radius 1/10

    rateproof worst-case clipped-gd --L0 1 --L1 1 --eps 2 --N 2 --boxes --certificate out.json

    rateproof worst-case normalized-gd --L0 1 --L1 1 --Delta 5 --eps 2

    rateproof worst-case gd --class smooth-convex --N 10 --certificate out.json   steps in units of 1/L

    rateproof worst-case gd --class smooth --N 1000

    rateproof worst-case clipped-gd --class smooth --N 4 --step 1 --radius 1/2   steps in units of 1/L and eps/L

    rateproof worst-case accelerated-gd --class smooth-convex --N 5 --pairs all --solver scs
    """
    from json import dumps

    from theory.claim import PaperError
    from verify.brackets.problems import answer

    words = {"L0": L0, "L1": L1, "Delta": Delta, "N": N, "eps": eps, "step": step, "radius": radius}
    words["momentum"] = momentum
    options = dict(setting(f"{name}={text}", option=f"--{name}") for name, text in words.items() if text is not None)
    how = {"pairs": pairs, "solver": solver, "start": start, "boxes": "yes" if boxes else None}
    found = answer(
        catalog_with(()), method, functions, options, {name: word for name, word in how.items() if word is not None}
    )
    give(found.lines, found.data, json)
    if certificate and found.certificate is None:
        raise PaperError("there is no certificate to write: this answer has none of its own, or no bound was proved.")
    if certificate:
        write(certificate, dumps(found.certificate, indent=1) + "\n")


def compare(
    first: Annotated[str, typer.Argument(help="gd: gradient descent with a fixed step.")] = "gd",
    second: Annotated[str, typer.Argument(help="clipped-gd; the normalised step is in the table too.")] = "clipped-gd",
    functions: Annotated[str, typer.Option("--class", help="Class of functions: l0l1.")] = "l0l1",
    M: Annotated[str, typer.Option("--M", help="Largest gradients where f <= f(x0).")] = "10..1e6",
    L0: Number = "1",
    L1: Number = "1",
    eps: Annotated[str, typer.Option(help="Accuracy ||grad f|| <= eps.")] = "1/10",
    Delta: Annotated[
        str | None, typer.Option("--Delta", help="Gap f(x0) - f* [what the largest M needs].", show_default=False)
    ] = None,
    json: JsonFile = "",
) -> None:
    """Fixed steps against clipped steps, with lower and upper bounds, as the gradient at the start grows.

    [bold]Examples[/bold]

    rateproof compare gd clipped-gd --class l0l1 --M 10..1e6

    rateproof compare gd clipped-gd --M 10..1e4 --L1 2 --eps 1/100 --json figure.json
    """
    from theory.claim import PaperError
    from verify.brackets import table
    from verify.brackets.compare import compare as compared

    if (first, second, functions) != ("gd", "clipped-gd", "l0l1"):
        raise PaperError(f"no comparison of {first} and {second} on {functions}. Known: gd clipped-gd --class l0l1.")
    words = {"L0": L0, "L1": L1, "eps": eps, "Delta": Delta}
    values = dict(setting(f"{name}={text}", option=f"--{name}") for name, text in words.items() if text is not None)
    delta = values.pop("Delta", None)
    comparison = compared(catalog_with(()), values, table.sweep(M), delta)
    give(table.lines(comparison), comparison.as_json(), json)
