"""The cache: one small file a finding, named by the content that it depends on."""

import json
import os
import tempfile
from collections import Counter
from pathlib import Path

from verify.verdict import Finding

__all__ = ["FORMAT", "Cache", "default_folder"]

FORMAT = 1
"""Of the cache files; a file of another format is ignored, and its finding computed again."""


def default_folder() -> Path:
    """``$RATEPROOF_CACHE``, or ``.rateproof/cache`` in the current folder."""
    return Path(os.environ.get("RATEPROOF_CACHE") or Path(".rateproof") / "cache")


class Cache:
    """Findings by content.  A file is written whole and then renamed: no kill leaves half of one.

    Args:
        folder: where the files are; None remembers nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._ignored: Counter[str] = Counter()

    def get(self, label: str, checker: str, key: str) -> tuple[bool, Finding | None]:
        """Whether the pair was checked under this key, and its finding (None: the checker does not apply)."""
        path = self._path(label, checker, key)
        if path is None or not path.is_file():
            return False, None
        try:
            stored = json.loads(path.read_text())
            if stored["format"] != FORMAT:
                self._ignored[f"from another version (format {stored['format']}, this program writes {FORMAT})"] += 1
                return False, None
            if stored["key"] != key:
                raise ValueError("the key in the file is not the key of the file")
            return True, None if stored["finding"] is None else Finding.from_json(stored["finding"])
        except (OSError, ValueError, KeyError, TypeError):
            self._ignored["damaged"] += 1
            return False, None

    def put(self, label: str, checker: str, key: str, found: Finding | None) -> None:
        """Remember a finding."""
        path = self._path(label, checker, key)
        if path is None:
            return
        stored = {
            "format": FORMAT,
            "key": key,
            "label": label,
            "checker": checker,
            "finding": None if found is None else found.as_json(),
        }
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile("w", dir=path.parent, suffix=".part", delete=False) as file:
                json.dump(stored, file, indent=1, sort_keys=True)
            os.replace(file.name, path)
        except OSError as error:
            self._ignored[f"not writable ({error.strerror})"] += 1

    def warnings(self) -> list[str]:
        """One line for each kind of trouble met so far."""
        return [
            f"warning: {count} of the files in the cache {self.folder} {why}; checked again, nothing is lost."
            for why, count in self._ignored.items()
        ]

    def _path(self, label: str, checker: str, key: str) -> Path | None:
        return None if self.folder is None else self.folder / label / f"{checker}-{key[:20]}.json"
