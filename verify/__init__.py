"""Verify: what follows from checking.  Imports theory; nothing here is imported by theory.

``from verify import as_tests, members`` is for other people's programs; both are loaded when asked for.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from verify.testing import as_tests, members

__all__ = ["as_tests", "members"]


def __getattr__(name: str) -> Any:
    """``as_tests`` and ``members``, without making every import of this room load them."""
    if name in __all__:
        return getattr(importlib.import_module("verify.testing"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
