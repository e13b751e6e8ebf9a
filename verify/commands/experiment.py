"""The command that trains networks and records what the probe sees."""

import importlib.util
from collections.abc import Callable
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

Progress = Callable[[str, int, int], None]


def experiment(
    name: Annotated[str, typer.Argument(help="lstm, residual, bible, fashion, awd-lstm or resnet20.")],
    quick: Annotated[bool, typer.Option("--quick", help="A small version, a minute or two.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on where a killed call stopped.")] = False,
    data: Annotated[
        str, typer.Option(metavar="KIND:PATH", help="ptb:PATH or cifar10:PATH, data of yours.", show_default=False)
    ] = "",
    device: Annotated[str, typer.Option(metavar="NAME", help="cpu or cuda.")] = "cpu",
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Where the record goes.", show_default=False)] = None,
) -> None:
    """Train real networks, clipped and not, and record gradient norm and smoothness along the way.

    Needs torch:  make training  makes an environment that has it and runs lstm and residual.

    [bold]Examples[/bold]

    rateproof experiment lstm                              half an hour on one core

    rateproof experiment lstm --resume                     after a kill: the same numbers, bit for bit

    rateproof experiment awd-lstm --data ptb:~/ptb --device cuda

    The record replaces verify/records/runs/training-NAME.json. That of --quick and of data of yours goes to
    .rateproof/training/records, unless --out says where.
    """
    from theory.claim import PaperError

    if importlib.util.find_spec("torch") is None:
        raise PaperError("training needs torch, which is not here. Run: make training  (it has its own environment).")
    if device not in ("cpu", "cuda"):
        raise PaperError(f"--device {device!r}: write cpu or cuda.")
    from verify.training.runs import run_experiment

    with _progress() as progress:
        path = run_experiment(name, quick=quick, resume=resume, data=data, device=device, out=out, progress=progress)
    typer.echo(f"wrote {path}")


def _progress() -> AbstractContextManager[Progress]:
    """A bar with the time remaining on standard error."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    @contextmanager
    def shown() -> Any:
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("loading")
            yield lambda what, done, total: bar.update(task, description=what, completed=done, total=total)

    return shown()
