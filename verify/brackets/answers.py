"""What a question for a worst case is answered with."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from verify.display import grid

__all__ = ["Answer"]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is printed, the same as data, and a certificate of the proved end where there is one of its own."""

    lines: tuple[str, ...]
    data: Mapping[str, Any]
    certificate: Mapping[str, Any] | None = None

    def _repr_html_(self) -> str:
        """The question, and the bracket with its evidence as a table, for notebooks."""
        head, *rest = (line for line in self.lines if line.strip())
        rows = [(name, text) for name, text in map(_split, rest)]
        return f"<div><b>{escape(head)}</b></div>{grid(('', 'evidence'), rows)}"


def _split(line: str) -> tuple[str, str]:
    """A line as name and text: the name stands in the margin, or before a colon."""
    if line.startswith(" "):
        return "", line.strip()
    name, gap, text = line.partition("  ")
    if not gap:
        name, gap, text = line.partition(": ")
    return (name, text.strip()) if gap else ("", line)
