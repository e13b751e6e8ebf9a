"""The committed ledger: ``verify/records/ledger/<paper>.json`` holds a paper's entries without times.

A fresh run is compared with it, so that no verdict changes unseen: numbers with a tolerance, and of checkers that
compute with floats only what they concluded, since another processor may lead them to another example.
"""

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from theory.catalog import Catalog, built_in_keys
from theory.claim import PaperError
from verify.ledger import Ledger, settle
from verify.places import SHARDS
from verify.verdict import Finding

__all__ = ["committed", "differences", "papers", "read", "recorded", "update", "write"]

_TOLERANCE = 1e-6
_NONE: Mapping[str, Any] = {"findings": ()}
_NUMBER = re.compile(r"-?\d+\.\d+(?:[eE][-+]?\d+)?")


def read(paper: str, folder: Path | None = None) -> dict[str, dict[str, Any]]:
    """The committed entries of a paper by label; empty if there are none."""
    path = (folder or SHARDS) / f"{paper}.json"
    if not path.is_file():
        return {}
    try:
        return {entry["label"]: entry for entry in json.loads(path.read_text())["claims"]}
    except (ValueError, KeyError, TypeError) as error:
        raise PaperError(
            f"{path}: the committed ledger is damaged ({error}). Take it back from version control, or remove it and "
            f"run: rateproof verify {paper} --update-ledger"
        ) from None


def recorded(label: str, folder: Path | None = None) -> tuple[Finding, ...]:
    """The findings that the committed ledger has for a claim."""
    entry = read(label.partition("/")[0], folder).get(label, {"findings": ()})
    return tuple(map(Finding.from_json, entry["findings"]))


def committed(catalog: Catalog, folder: Path | None = None) -> Ledger:
    """The ledger of what was recorded, settled anew; claims without an entry are left out.

    Args:
        catalog: whose claims are looked up.
        folder: of the shards, if not the committed ones.
    """
    entries = {label: entry for paper in catalog.papers for label, entry in read(paper, folder).items()}
    found = {label: tuple(map(Finding.from_json, entries.get(label, _NONE)["findings"])) for label in catalog.claims}
    return Ledger(entries=tuple(entry for entry in settle(catalog, found) if entry.claim.label in entries))


def write(catalog: Catalog, paper: str, ledger: Ledger, folder: Path | None = None) -> Path:
    """Write a paper's entries: those checked now anew, the others kept, those whose claim is gone dropped."""
    entries = read(paper, folder)
    entries.update({entry.claim.label: _timeless(entry.as_json()) for entry in ledger if entry.claim.paper == paper})
    kept = [entries[claim.label] for claim in catalog.papers[paper] if claim.label in entries]
    path = (folder or SHARDS) / f"{paper}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"claims": kept}, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    return path


def papers(ledger: Ledger) -> list[str]:
    """Keys of the built-in papers that the run touched; only these have a committed ledger."""
    touched = {entry.claim.paper for entry in ledger}
    return [key for key in built_in_keys() if key in touched]


def update(catalog: Catalog, ledger: Ledger) -> Iterator[str]:
    """Write the shards of the built-in papers anew, and say which; not from checks that did not come to an end."""
    for paper in papers(ledger):
        broken = ledger.broken(paper)
        yield f"{paper}: not written, a check did not end" if broken else f"wrote {write(catalog, paper, ledger)}"


def differences(ledger: Ledger, keys: Iterable[str], *, whole: bool = False, folder: Path | None = None) -> list[str]:
    """What a fresh run says otherwise than the committed shards, a line each.

    Args:
        ledger: the fresh run.
        keys: of the papers that have shards.
        whole: whether the run covered these papers entirely, so that an entry which is missing now is a difference.
        folder: of the shards.
    """
    lines: list[str] = []
    for paper in keys:
        committed = read(paper, folder)
        fresh = {entry.claim.label: _timeless(entry.as_json()) for entry in ledger if entry.claim.paper == paper}
        if fresh and not committed:
            lines.append(f"{paper}: no ledger is committed; write it with: rateproof verify {paper} --update-ledger")
            continue
        for label, entry in fresh.items():
            if label not in committed:
                lines.append(f"{label}: new, not in the committed ledger")
            else:
                lines += _changes(label, committed[label], entry)
        if whole:
            lines += [f"{label}: in the ledger, but no such claim" for label in committed if label not in fresh]
    return lines


def _changes(label: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    before, after = dict(_leaves(_decisive(old))), dict(_leaves(_decisive(new)))
    return [
        f"{label}: {path}: {_short(before.get(path))} -> {_short(after.get(path))}"
        for path in sorted({*before, *after})
        if not _same(before.get(path), after.get(path))
    ]


def _decisive(entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Without what another processor may compute otherwise: the floats' evidence of checkers that are not exact."""
    if entry.get("rigour") != "exact":
        entry = {name: value for name, value in entry.items() if name not in ("reason", "scope")}
    findings = [
        finding if finding.get("rigour") == "exact" else {name: finding.get(name) for name in ("checker", "outcome")}
        for finding in entry.get("findings", ())
    ]
    return {**entry, "findings": findings}


def _leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield from _leaves(item, f"{path}.{name}" if path else str(name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            name = item["checker"] if isinstance(item, Mapping) and "checker" in item else index
            yield from _leaves(item, f"{path}[{name}]")
    else:
        yield path, value


def _same(old: Any, new: Any) -> bool:
    if isinstance(old, float | int) and isinstance(new, float | int):
        close = math.isclose(old, new, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE)
        return close and isinstance(old, bool) == isinstance(new, bool)
    if isinstance(old, str) and isinstance(new, str) and old != new:
        numbers = zip(_NUMBER.findall(old), _NUMBER.findall(new), strict=False)
        return _NUMBER.sub("#", old) == _NUMBER.sub("#", new) and all(_same(float(a), float(b)) for a, b in numbers)
    return bool(old == new)


def _short(value: Any) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _timeless(value: Any) -> Any:
    """Without times, floats to nine digits."""
    if isinstance(value, Mapping):
        return {name: _timeless(item) for name, item in value.items() if name != "seconds"}
    if isinstance(value, list | tuple):
        return [_timeless(item) for item in value]
    return float(f"{value:.9g}") if isinstance(value, float) else value
