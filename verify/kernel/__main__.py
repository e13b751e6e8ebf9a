"""``python3 -I -S verify/kernel [FILE ...]``: recheck stored certificates with the standard library alone.

Prints one line a certificate and exits 0 if all are accepted, 1 if one is refused, 2 on a usage error.
Without files, every certificate under ``verify/records/certificates`` is checked.
"""

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from verify.kernel.certificate import Accepted, check, read
from verify.kernel.errors import KernelError

RECORDS = ROOT / "verify" / "records" / "certificates"


class Library:
    """Certificates on disk, each checked once, after the ones that it uses."""

    def __init__(self, records: Path) -> None:
        self.records = records
        self.accepted: dict[str, Accepted] = {}
        self.refused: dict[str, str] = {}

    def path(self, label: str) -> Path:
        """Where the certificate of a claim is kept."""
        paper, _, slug = label.partition("/")
        if not all(part and part.replace("-", "").isalnum() for part in (paper, slug)):
            raise KernelError(f"{label!r} is not a label paper/slug.")
        return self.records / paper / f"{slug}.json"

    def file(self, path: Path, waiting: tuple[str, ...] = ()) -> Accepted:
        """Check one file and, before it, the certificates it uses."""
        data = read(path)
        uses = data.get("uses")
        for label in uses if isinstance(uses, list) else ():
            self.label(label, waiting)
        return check(data, self.accepted)

    def label(self, label: str, waiting: tuple[str, ...] = ()) -> Accepted:
        """Check the stored certificate of a claim."""
        if not isinstance(label, str):
            raise KernelError(f"{label!r} is not a label.")
        if label in waiting:
            raise KernelError(f"uses are cyclic: {' -> '.join([*waiting, label])}.")
        if len(waiting) > 100:
            raise KernelError("a chain of uses is longer than 100.")
        if label in self.refused:
            raise KernelError(f"it uses {label}, which was refused.")
        if label not in self.accepted:
            try:
                found = self.file(self.path(label), (*waiting, label))
                if found.label != label:
                    raise KernelError(f"the file of {label} proves {found.label}.")
            except KernelError as error:
                self.refused[label] = str(error)
                raise
            self.accepted[label] = found
        return self.accepted[label]


def main(arguments: list[str]) -> int:
    """Check the files named, or all stored certificates."""
    if any(a.startswith("-") for a in arguments):
        print(__doc__)
        return 0 if set(arguments) & {"-h", "--help"} else 2
    library = Library(RECORDS)
    paths = [Path(a) for a in arguments] or sorted(RECORDS.glob("*/*.json"))
    if not paths:
        print(f"no certificates under {RECORDS}")
        return 2
    failed = 0
    for path in paths:
        start = time.perf_counter()
        try:
            inside = path.resolve().is_relative_to(RECORDS)
            found = library.label(f"{path.parent.name}/{path.stem}") if inside else library.file(path)
        except KernelError as error:
            failed += 1
            print(f"REFUSED  {path.parent.name}/{path.stem}: {error}", flush=True)
            continue
        axioms = f"  axioms: {', '.join(found.axioms)}" if found.axioms else ""
        uses = f"  uses: {', '.join(found.uses)}" if found.uses else ""
        print(f"accepted {found.label} ({found.kind}, {time.perf_counter() - start:.2f} s){uses}{axioms}", flush=True)
    print(f"{len(paths) - failed} accepted, {failed} refused")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
