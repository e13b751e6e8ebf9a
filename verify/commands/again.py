"""A whole run of the built-in papers in which nothing has changed: what it printed, without reading the papers.

The cache of single findings already makes such a run one of looking things up; most of its time is then spent on
importing the papers, to find out that they say what they said.  Their files tell that sooner.
"""

import hashlib
import json
import os
import sys
import tempfile
from pathlib import Path

from verify.engine.cache import default_folder
from verify.engine.fingerprint import LIBRARIES, ROOT, version

__all__ = ["keep", "recall"]

ROOMS = ("theory", "verify")
"""The folders whose files decide what a run finds: papers, checkers, certificates, records, the committed ledger."""


def recall(layout: object) -> str | None:
    """What the run printed that found the present files and libraries, for a terminal of the same layout; or None.

    Args:
        layout: what decides how the same findings are printed, e.g. width and colours.
    """
    try:
        stored = json.loads(_path().read_text(encoding="utf-8"))
        return str(stored["printed"]) if stored["key"] == _key(layout) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(layout: object, printed: str) -> None:
    """Keep what a run printed that ended as expected and as committed; one run is kept, the last."""
    path = _path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile("w", dir=path.parent, suffix=".part", delete=False, encoding="utf-8") as file:
            json.dump({"key": _key(layout), "printed": printed}, file, indent=1)
        os.replace(file.name, path)
    except OSError:
        pass  # the cache of findings, which is tried first, has said why


def _path() -> Path:
    return default_folder() / "whole-run.json"


def _key(layout: object) -> str:
    """Hash of every file in the rooms, of the interpreter and of the libraries' versions."""
    digest = hashlib.sha256(repr((layout, sys.version, ROOT)).encode())
    for name in (*LIBRARIES, "torch"):
        digest.update(f"{name} {version(name)}\n".encode())
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(f"{path.relative_to(ROOT)}\n".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
