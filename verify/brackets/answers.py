"""What a question for a worst case is answered with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Answer"]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What is printed, the same as data, and a certificate of the proved end where there is one of its own."""

    lines: tuple[str, ...]
    data: Mapping[str, Any]
    certificate: Mapping[str, Any] | None = None
