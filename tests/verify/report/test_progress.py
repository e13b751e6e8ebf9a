"""The progress bar: late, on terminals only, with the time that remains."""

import io

import pytest
from rich.console import Console

from verify.engine import Tally
from verify.report import Progress


@pytest.mark.parametrize(("terminal", "seconds", "shown"), [(True, 3.0, True), (True, 1.0, False), (False, 3.0, False)])
def test_progress(terminal, seconds, shown):
    screen = io.StringIO()
    with Progress(Console(file=screen, force_terminal=terminal, width=100)) as progress:
        for checked in range(3):
            progress(Tally(total=6, reused=2, checked=checked, seconds=seconds + checked / 10))
    assert ("2/4" in screen.getvalue()) == shown
    assert ("left" in screen.getvalue()) == shown
