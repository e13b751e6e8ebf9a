"""Records of experiments: written once, with a hash of what they say, read without torch."""

import ast
import hashlib
import importlib.metadata
import json
import math
import os
import platform
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from theory.claim import PaperError
from verify.places import RUNS, run_record

__all__ = ["code_hash", "file_name", "hardware", "read", "seal", "versions", "write"]

HERE = Path(__file__).resolve().parent
CODE = ("configuration.py", "data", "models", "probe", "runs/problem.py", "runs/train.py")
"""What decides the numbers of a run; the rest schedules, stores and reads."""

DIGITS = 6
"""Significant digits of recorded numbers; resuming goes by checkpoints, which keep all of them."""


def file_name(experiment: str) -> str:
    """The name of an experiment's record."""
    return f"training-{experiment}.json"


def write(record: Mapping[str, Any], folder: Path | None = None) -> Path:
    """Write a record, a line a run, sealed; returns where."""
    made = seal(_short(record))
    runs = ",\n".join(f"  {json.dumps(run, ensure_ascii=False)}" for run in made["runs"])
    head = json.dumps({name: value for name, value in made.items() if name != "runs"}, indent=1, ensure_ascii=False)
    path = (folder or RUNS) / file_name(made["experiment"])
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(head.removesuffix("\n}") + f',\n "runs": [\n{runs}\n ]\n}}\n', encoding="utf-8")
    os.replace(fresh, path)
    return path


def read(name: str, folder: Path | None = None) -> dict[str, Any]:
    """The record of that file name.

    Raises:
        PaperError: if it is not there, not readable, or was changed after it was written.
    """
    path = folder / name if folder else run_record(name)
    again = f"Write it anew with: rateproof experiment {name.removeprefix('training-').removesuffix('.json')}"
    try:
        record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise PaperError(f"{path}: the record cannot be read ({error}). {again}") from None
    if not isinstance(record, dict) or record.get("sha256") != seal(record)["sha256"]:
        raise PaperError(f"{path}: this record was changed after it was written: its hash is another. {again}")
    return record


def seal(record: Mapping[str, Any]) -> dict[str, Any]:
    """The record with the hash of everything else in it."""
    said = {name: value for name, value in record.items() if name != "sha256"}
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return {**said, "sha256": hashlib.sha256(text.encode()).hexdigest()}


def code_hash() -> str:
    """Hash of the sources that decide the numbers, without comments and docstrings."""
    digest = hashlib.sha256()
    for place in CODE:
        files = [HERE / place] if place.endswith(".py") else sorted((HERE / place).glob("*.py"))
        for file in files:
            digest.update(f"{file.relative_to(HERE).as_posix()}\n{_bare(file)}\n".encode())
    return digest.hexdigest()


def versions() -> dict[str, str]:
    """Of the interpreter and of the libraries that the numbers come from."""
    found = {"python": platform.python_version()}
    for name in ("torch", "numpy", "scikit-learn"):
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            found[name] = "absent"
    return found


def hardware(device: str) -> dict[str, Any]:
    """What it ran on."""
    model = platform.processor() or platform.machine()
    if sys.platform == "linux":
        lines = Path("/proc/cpuinfo").read_text(errors="replace").splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model)
    return {"processor": model, "machine": platform.machine(), "cores": os.cpu_count(), "device": device, "threads": 1}


def _bare(file: Path) -> str:
    tree = ast.parse(file.read_bytes())
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            node.body = [
                part for part in node.body
                if not (isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)
                        and isinstance(part.value.value, str))
            ] or [ast.Pass()]  # fmt: skip
    return ast.unparse(tree)


def _short(value: Any) -> Any:
    """Floats to a sensible number of digits; what is not finite as text, which every JSON reader takes."""
    if isinstance(value, Mapping):
        return {str(name): _short(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_short(item) for item in value]
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}") if math.isfinite(value) else str(value)
    return value
