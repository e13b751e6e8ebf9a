"""Checkers: each a module with NAME, ``applies(claim)`` and ``check(task) -> Finding``."""

import difflib
import importlib
from collections.abc import Iterable
from typing import Protocol, cast

from theory.claim import Claim, PaperError
from verify.task import Task
from verify.verdict import Finding

__all__ = ["CHECKERS", "Checker", "load", "module", "names"]

CHECKERS: tuple[str, ...] = ("exact", "interval", "gram", "search", "fuzz", "experiment")
"""Every checker, strongest first.  A new one is a module here and its name in this tuple."""


class Checker(Protocol):
    """What a checker module offers."""

    NAME: str

    def applies(self, claim: Claim) -> bool:
        """Whether this checker has anything to say about the claim; cheap."""

    def check(self, task: Task) -> Finding:
        """What it concludes; never stronger than ``verify.verdict.MAY`` allows."""


def module(name: str) -> str:
    """The import name of a checker's module; a dotted name is taken as it is."""
    return name if "." in name else f"{__name__}.{name}"


def load(name: str) -> Checker:
    """Import a checker; only now are the libraries imported that it computes with."""
    return cast(Checker, importlib.import_module(module(name)))


def names(wanted: Iterable[str] = ()) -> tuple[str, ...]:
    """The wanted checkers in the order of ``CHECKERS``, all if none is given; raises PaperError for an unknown one."""
    wanted = tuple(wanted)
    for name in wanted:
        if name not in CHECKERS:
            near = difflib.get_close_matches(name, CHECKERS, 1, 0.5)
            hint = f"Did you mean {near[0]!r}? " if near else ""
            raise PaperError(f"there is no checker {name!r}. {hint}The checkers are {', '.join(CHECKERS)}.")
    return tuple(name for name in CHECKERS if not wanted or name in wanted)
