"""Text as numbers: the sources of an installed package as bytes, Penn Treebank and the King James Bible as words."""

import hashlib
import importlib.metadata
import re
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from theory.claim import PaperError

__all__ = ["Text", "load_text"]

HELD_BACK = 0.02
"""Share of a package's sources kept for validation, and the same again for the test; of the Bible likewise."""

BIBLE = "/usr/bin/bible"
"""The program of Debian's package bible-kjv, which prints the King James version: 31,102 verses."""

WORD = re.compile(r"[A-Za-z']+|[^\sA-Za-z']")


@dataclass(frozen=True, kw_only=True)
class Text:
    """A text in three parts.

    Attributes:
        name: what it is, with its version.
        tokens: size of the alphabet.
        train, valid, test: numbers below ``tokens``, one a token.
        digest: SHA-256 of the bytes it was read from.
    """

    name: str
    tokens: int
    train: NDArray[Any]
    valid: NDArray[Any]
    test: NDArray[Any]
    digest: str


def load_text(kind: str, where: str) -> Text:
    """A text by kind: "sources" of the installed package ``where``, "ptb" in the folder ``where``, or "bible".

    Raises:
        PaperError: if it is not there, or of an unknown kind.
    """
    if kind == "sources":
        return _sources(where)
    if kind == "ptb":
        return _treebank(Path(where))
    if kind == "bible":
        return _bible(where or BIBLE)
    raise PaperError(f"there is no text of kind {kind!r}. There are: sources, ptb, bible.")


def _sources(package: str) -> Text:
    """Every Python file that the distribution installed, docstrings and all, in the order of their paths."""
    try:
        files = importlib.metadata.files(package)
    except importlib.metadata.PackageNotFoundError:
        files = None
    paths = sorted((str(file), file) for file in files or () if file.suffix == ".py")
    if not paths:
        raise PaperError(f"the package {package} has no sources here.")
    data = b"".join(Path(str(file.locate())).read_bytes() for _, file in paths)
    numbers = np.frombuffer(data, np.uint8)
    held = int(len(numbers) * HELD_BACK)
    return Text(
        name=f"{package} {importlib.metadata.version(package)}, Python sources, {len(data)} bytes",
        tokens=256,
        train=numbers[: -2 * held],
        valid=numbers[-2 * held : -held],
        test=numbers[-held:],
        digest=hashlib.sha256(data).hexdigest(),
    )


def _treebank(folder: Path) -> Text:
    """ptb.train.txt, ptb.valid.txt, ptb.test.txt as Mikolov distributed them: words between blanks, lines end <eos>."""
    digest, parts = hashlib.sha256(), []
    for part in ("train", "valid", "test"):
        file = folder / f"ptb.{part}.txt"
        try:
            raw = file.read_bytes()
        except OSError as error:
            raise PaperError(f"{file}: {error.strerror}. Penn Treebank is ptb.train.txt, ptb.valid.txt and "
                             "ptb.test.txt in one folder: --data ptb:FOLDER.") from None  # fmt: skip
        digest.update(raw)
        parts.append([word for line in raw.decode().splitlines() for word in [*line.split(), "<eos>"]])
    numbers = {word: number for number, word in enumerate(dict.fromkeys(parts[0]))}
    unknown = numbers.setdefault("<unk>", len(numbers))
    train, valid, test = (np.array([numbers.get(word, unknown) for word in part], np.int32) for part in parts)
    return Text(
        name=f"Penn Treebank, {len(train)} training words",
        tokens=len(numbers),
        train=train,
        valid=valid,
        test=test,
        digest=digest.hexdigest(),
    )


def _bible(program: str) -> Text:
    """Words and punctuation, a verse a line that ends in <eos>; what comes once in the training part is <unk>."""
    try:
        raw = subprocess.run([program, "-f", "gen1:1-rev22:21"], input=b"", capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        says = f"The King James Bible is not here ({error}). On Debian: apt-get install bible-kjv"
        raise PaperError(says) from None
    verses = [line.partition(" ")[2] for line in raw.decode().splitlines()]
    words = [word for verse in verses for word in [*WORD.findall(verse), "<eos>"]]
    held = int(len(words) * HELD_BACK)
    parts = words[: -2 * held], words[-2 * held : -held], words[-held:]
    often = Counter(parts[0])
    numbers = {word: number for number, word in enumerate(["<unk>", *(w for w, n in often.items() if n > 1)])}
    train, valid, test = (np.array([numbers.get(word, 0) for word in part], np.int32) for part in parts)
    return Text(
        name=f"King James Bible, {len(verses)} verses, {len(words)} words and signs",
        tokens=len(numbers),
        train=train,
        valid=valid,
        test=test,
        digest=hashlib.sha256(raw).hexdigest(),
    )
