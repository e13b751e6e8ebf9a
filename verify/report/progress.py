"""Progress with the time that remains, on a terminal, for runs that take more than two seconds."""

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from verify.engine import Tally

__all__ = ["Progress"]

PATIENCE = 2.0
"""Seconds without a bar."""


class Progress:
    """A bar that appears late and leaves nothing behind; not on a terminal, nothing at all.

    Args:
        console: where it is drawn.
    """

    def __init__(self, console: Console) -> None:
        self._shown = False
        self._console = console
        self._bar = Bar(
            TextColumn("checking"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        self._task = self._bar.add_task("checking", total=None)

    def __enter__(self) -> "Progress":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown:
            self._bar.stop()

    def __call__(self, tally: Tally) -> None:
        """Show how far the run is."""
        if tally.seconds < PATIENCE or not self._console.is_terminal:
            return
        if not self._shown:
            self._shown = True
            self._bar.start()
        self._bar.update(self._task, completed=tally.checked, total=tally.total - tally.reused)
