"""Numbers that figures need and that take a solver: computed here once, committed, then only read.

A run is a module with ``NAME`` and ``compute() -> dict``; ``rateproof record NAME`` writes ``records/runs/NAME.json``.
"""

import importlib
import json
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from theory.claim import PaperError
from verify.places import RUNS

__all__ = ["names", "read", "record"]


def names() -> tuple[str, ...]:
    """The runs that can be recorded."""
    return tuple(sorted(module.name.replace("_", "-") for module in pkgutil.iter_modules(__path__)))


def record(wanted: list[str] | None = None, folder: Path | None = None) -> Iterator[Path]:
    """Compute the runs named, by default all, and write each; floats to nine digits.

    Raises:
        PaperError: for a name that is not a run.
    """
    for name in wanted or names():
        if name not in names():
            raise PaperError(f"there is no run {name!r}. There are: {', '.join(names())}.")
        data = importlib.import_module(f"verify.runs.{name.replace('-', '_')}").compute()
        path = (folder or RUNS) / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".tmp")  # renamed when whole: an interrupt leaves the old record
        unfinished.write_text(json.dumps(_short(data), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        unfinished.replace(path)
        yield path


def read(name: str, folder: Path | None = None) -> dict[str, Any]:
    """A recorded run.

    Raises:
        PaperError: when it is not recorded.
    """
    path = (folder or RUNS) / f"{name}.json"
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise PaperError(f"the run {name} is not in {path.parent}. Run: rateproof record {name}") from None
    return data


def _short(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _short(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_short(item) for item in value]
    return float(f"{value:.9g}") if isinstance(value, float) else value
