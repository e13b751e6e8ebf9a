"""Fingerprints: what a finding depends on, as a hash of content.

A finding may be reused only while everything that could change it is the same: what the claim says, its
proof and witness, what the claims below it say, the stored certificates of all these, the sources of the
checker, the libraries it computes with, and how hard it was asked to try.  Titles, notes and line numbers are not
part of it, so a paper can be edited around a claim without checking that claim again.
"""

import ast
import dataclasses
import functools
import hashlib
import importlib.metadata
import importlib.util
import inspect
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import sympy as sp

from theory.catalog import Catalog
from theory.claim import Claim
from theory.statement import Observation
from verify.places import certificate_file, run_record

__all__ = ["LIBRARIES", "ROOT", "Contents", "canonical", "claim_text", "sources", "version"]

ROOT = Path(__file__).resolve().parents[2]
"""The folder that holds the rooms."""

CONTENT = ("label", "kind", "statement", "sense", "expect", "uses", "proof", "witness", "looseness")
"""The fields of a claim that a checker may look at."""

LIBRARIES = ("sympy", "mpmath", "python-flint", "hypothesis", "numpy", "scipy", "cvxpy", "clarabel")

_DUMMY = re.compile(r"dummy_index=\d+")


def canonical(value: Any, seen: frozenset[str] = frozenset()) -> str:
    """Text that is equal for equal values in every process, and differs when the meaning does.

    Args:
        value: plain data, sympy expressions, dataclasses, functions, and containers of these.
        seen: names of the functions being described, so that a recursive one ends.
    """
    if isinstance(value, sp.Basic | sp.MatrixBase):
        return _expression(value) if isinstance(value, sp.Basic) else _written(value)
    if isinstance(value, FunctionType):
        return _function(value, seen)
    if isinstance(value, type):
        return _named(value, inspect.getsource if _users_own(value.__module__) else None)
    if isinstance(value, ModuleType):
        return value.__name__
    if dataclasses.is_dataclass(value):
        parts = [f"{f.name}={canonical(getattr(value, f.name), seen)}" for f in dataclasses.fields(value)]
        return f"{canonical(type(value), seen)}({', '.join(parts)})"
    if isinstance(value, Mapping):
        return "{" + ", ".join(sorted(f"{canonical(k, seen)}: {canonical(v, seen)}" for k, v in value.items())) + "}"
    if isinstance(value, set | frozenset):
        return "{" + ", ".join(sorted(canonical(item, seen) for item in value)) + "}"
    if isinstance(value, tuple | list):
        return f"{type(value).__name__}({', '.join(canonical(item, seen) for item in value)})"
    return repr(value)


def claim_text(claim: Claim) -> str:
    """What the claim says, and how it says it is proved, as canonical text."""
    return "\n".join(f"{name}: {canonical(getattr(claim, name))}" for name in CONTENT)


class Contents:
    """Hashes of the claims of a catalog.

    Args:
        catalog: where the claims are.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._own: dict[str, str] = {}
        self._measured: dict[str, bytes] = {}

    def __getitem__(self, label: str) -> str:
        """Hash of the claim, of every claim below it, and of their stored certificates."""
        below = (*self._catalog.closure(label), label)
        return hashlib.sha256("".join(map(self._alone, below)).encode()).hexdigest()

    def _alone(self, label: str) -> str:
        if label not in self._own:
            claim = self._catalog[label]
            digest = hashlib.sha256(claim_text(claim).encode())
            stored = certificate_file(claim)
            digest.update(stored.read_bytes() if stored.is_file() else b"no certificate")
            if isinstance(claim.statement, Observation):
                digest.update(self._measurement(claim.statement, claim.paper))
            self._own[label] = digest.hexdigest()
        return self._own[label]

    def _measurement(self, said: Observation, paper: str) -> bytes:
        """What a measurement depends on besides the claim: its source, and the records that it reads."""
        files = [run_record(name) for name in said.records]
        parts = [file.read_bytes() if file.is_file() else b"no record" for file in files]
        if isinstance(said.measured_by, str) and said.measured_by:
            if paper not in self._measured:
                self._measured[paper] = sources(f"verify.experiments.{paper}").encode()
            parts.append(self._measured[paper])
            parts.append(f"torch {version('torch')}".encode())  # with it recorded runs are run again
        return b"\n".join(parts)


def sources(module: str) -> str:
    """Hash of a module's source, of every module of ours that it imports, and of the libraries' versions."""
    digest = hashlib.sha256(repr(sys.version_info[:2]).encode())
    for name in LIBRARIES:
        digest.update(f"{name} {version(name)}\n".encode())
    for path in sorted(_reachable(module)):
        digest.update(path.name.encode() + b"\n" + path.read_bytes())
    return digest.hexdigest()


def version(distribution: str) -> str:
    """The version of an installed library, or "absent"."""
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return "absent"


@functools.lru_cache(maxsize=16384, typed=True)
def _expression(value: sp.Basic) -> str:
    return _written(value)


def _written(value: Any) -> str:
    order: dict[str, str] = {}
    return _DUMMY.sub(lambda hit: order.setdefault(hit[0], f"dummy_index={len(order)}"), sp.srepr(value))


def _users_own(module: str) -> bool:
    """Whether a module is somebody's paper, not a library and not the source that ``sources`` covers."""
    top = module.partition(".")[0]
    if top in ("theory", "verify"):
        return module.startswith("theory.papers.")
    loaded = sys.modules.get(module)
    file = getattr(loaded, "__file__", None) or ""
    return top not in sys.stdlib_module_names and "site-packages" not in Path(file).parts


def _named(value: Any, source: Any) -> str:
    name = f"{value.__module__}.{value.__qualname__}"
    return f"{name} {source(value)}" if source else name


def _function(value: FunctionType, seen: frozenset[str]) -> str:
    name = f"{value.__module__}.{value.__qualname__}"
    if name in seen or not _users_own(value.__module__):
        return name
    seen |= {name}
    outer = {n: value.__globals__[n] for n in sorted(set(_names(value.__code__))) if n in value.__globals__}
    cells = {n: c.cell_contents for n, c in zip(value.__code__.co_freevars, value.__closure__ or (), strict=True)}
    around = canonical((outer, cells, value.__defaults__, value.__kwdefaults__), seen)
    return f"{name} {inspect.getsource(value)} where {around}"


def _names(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def _reachable(module: str) -> set[Path]:
    """The source files below ROOT, or beside the module, that it imports directly or not."""
    found: set[Path] = set()
    waiting = [module]
    while waiting:
        path = _file(waiting.pop())
        if path is not None and path not in found:
            found.add(path)
            stamp = path.stat()
            waiting += _imports(path, stamp.st_mtime_ns, stamp.st_size)
    return found


def _file(module: str) -> Path | None:
    base = ROOT.joinpath(*module.split("."))
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if path.is_file():
            return path
    if module.partition(".")[0] in ("theory", "verify"):
        return None
    spec = importlib.util.find_spec(module) if _users_own(module) else None
    return Path(spec.origin) if spec is not None and spec.origin else None


@functools.lru_cache(maxsize=4096)
def _imports(path: Path, *_stamp: int) -> tuple[str, ...]:
    """The modules of ours that a file imports, and the packages that these are in; read anew when the file changes."""
    return tuple(dict.fromkeys(_imported(path)))


def _imported(path: Path) -> Iterator[str]:
    package = path.parent.relative_to(ROOT).parts if path.is_relative_to(ROOT) else ()
    for node in _statements(ast.parse(path.read_bytes()).body):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*above, *([node.module] if node.module else [])])
            names = [base, *(f"{base}.{alias.name}" for alias in node.names)]
        else:
            continue
        for name in names:
            if name.partition(".")[0] in ("theory", "verify"):
                parts = name.split(".")
                yield from (".".join(parts[:n]) for n in range(1, len(parts) + 1))


def _statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Every statement, also those inside others; imports are among them, so expressions need not be walked."""
    for node in body:
        yield node
        for inside in ("body", "orelse", "finalbody"):
            yield from _statements(getattr(node, inside, []))
        for branch in (*getattr(node, "handlers", []), *getattr(node, "cases", [])):
            yield from _statements(branch.body)
