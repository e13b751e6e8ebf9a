"""The catalog: papers found in ``theory/papers`` and papers loaded from a user's own file."""

import difflib
import fnmatch
import importlib
import pkgutil
import sys
import traceback
import types
from collections.abc import Iterable, Iterator
from pathlib import Path

import theory.papers
from theory.claim import Claim, PaperError
from theory.paper import Paper

__all__ = ["Catalog", "assemble", "built_in", "built_in_keys", "built_in_modules", "load"]


class Catalog:
    """Claims of several papers under their labels; ``uses`` is checked to be complete and acyclic."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self.papers: dict[str, Paper] = {}
        self.claims: dict[str, Claim] = {}
        for paper in papers:
            if paper.key in self.papers:
                raise PaperError(f"two papers have the key {paper.key!r}; keys are permanent: rename yours.")
            self.papers[paper.key] = paper
            self.claims.update({claim.label: claim for claim in paper})
        self.order = tuple(self._sorted())

    def __iter__(self) -> Iterator[Claim]:
        return iter(self.claims.values())

    def __len__(self) -> int:
        return len(self.claims)

    def __getitem__(self, label: str) -> Claim:
        if label not in self.claims:
            raise PaperError(f"there is no claim {label!r}. {self._nearest(label)}")
        return self.claims[label]

    def select(self, patterns: Iterable[str]) -> list[Claim]:
        """Claims whose label equals a pattern, matches it as a glob, or whose paper has that key; all if none given."""
        wanted: dict[str, Claim] = {}
        patterns = list(patterns)
        for pattern in patterns:
            hits = [c for c in self if pattern in (c.label, c.paper) or fnmatch.fnmatchcase(c.label, pattern)]
            if not hits and pattern in self.papers:
                raise PaperError(
                    f"the paper {pattern!r} has no claim yet. Add one: paper.theorem('my-rate', functions=..., "
                    "method=..., then=...); 'rateproof new my_paper' writes a file that has one."
                )
            if not hits:
                raise PaperError(f"no claim matches {pattern!r}. {self._nearest(pattern)}")
            wanted.update({c.label: c for c in hits})
        return list(wanted.values()) if patterns else list(self)

    def closure(self, label: str) -> tuple[str, ...]:
        """Every label that the claim rests on, directly or not, in dependency order."""
        seen: set[str] = set()

        def visit(name: str) -> None:
            for used in self.claims[name].uses:
                if used not in seen:
                    seen.add(used)
                    visit(used)

        visit(label)
        return tuple(name for name in self.order if name in seen)

    def _nearest(self, label: str) -> str:
        near = difflib.get_close_matches(label, [*self.claims, *self.papers], 4, 0.5)
        return f"Nearest: {', '.join(near)}." if near else "See 'rateproof list' for all labels."

    def _sorted(self) -> Iterator[str]:
        done: set[str] = set()
        for root in self.claims:
            path: list[str] = []
            yield from self._visit(root, path, done)

    def _visit(self, label: str, path: list[str], done: set[str]) -> Iterator[str]:
        if label in path:
            cycle = " -> ".join([*path[path.index(label) :], label])
            raise PaperError(f"'uses' is cyclic: {cycle}. A proof may not rest on its conclusion: drop one of these.")
        if label in done:
            return
        path.append(label)
        for used in self.claims[label].uses:
            if used not in self.claims:
                raise PaperError(f"{label} uses {used!r}, which does not exist. {self._nearest(used)}")
            yield from self._visit(used, path, done)
        path.pop()
        done.add(label)
        yield label


def built_in_keys() -> tuple[str, ...]:
    """Keys of the built-in papers, in alphabetical order; a paper's key is the name of its module."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(theory.papers.__path__)))


def built_in_modules(keys: Iterable[str] | None = None) -> tuple[str, ...]:
    """Import names of the built-in papers, or of those among the keys."""
    return tuple(f"theory.papers.{key}" for key in built_in_keys() if keys is None or key in keys)


def built_in(keys: Iterable[str] | None = None) -> tuple[Paper, ...]:
    """The papers in ``theory/papers``, in alphabetical order.

    Args:
        keys: where these are given, only the papers that have them and those that they rest on; importing the others
            takes seconds.
    """
    present = built_in_keys()
    waiting, found = [*(present if keys is None else keys)], dict[str, Paper]()
    while waiting:
        key = waiting.pop()
        if key in present and key not in found:
            found[key] = importlib.import_module(f"theory.papers.{key}").paper
            waiting += below(found[key])
    return tuple(found[key] for key in present if key in found)


def below(paper: Paper) -> set[str]:
    """Keys of the papers that a paper's claims use."""
    return {label.partition("/")[0] for claim in paper for label in claim.uses}


def assemble(files: Iterable[str | Path] = (), keys: Iterable[str] | None = None) -> Catalog:
    """The catalog of the built-in papers and of a user's files.

    Args:
        files: paper files.
        keys: of the built-in papers that are wanted besides those that the files rest on; all if None.
    """
    own = [load(file) for file in files]
    needed = None if keys is None else {*keys, *(key for paper in own for key in (paper.key, *below(paper)))}
    return Catalog([*built_in(needed), *own])


def load(path: str | Path) -> Paper:
    """The paper declared in a user's file under the name ``paper``.

    Raises:
        PaperError: when the file is missing, does not parse, fails when run, or declares no paper.
    """
    path = Path(path)
    if not path.is_file():
        raise PaperError(f"{path}: no such file. Write one with a line paper = Paper('doe2026', title=...).")
    module = types.ModuleType(f"_paper_{path.stem}")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module
    try:
        # Not through the import system: its compiled files miss an edit within the same second.
        exec(compile(path.read_bytes(), str(path), "exec"), module.__dict__)
    except SyntaxError as error:
        raise PaperError(f"{path}:{error.lineno}: {error.msg}: {(error.text or '').strip()}") from None
    except PaperError as error:
        raise error if str(path) in str(error) else PaperError(f"{_where(error, path)[0]}: {error}") from None
    except Exception as error:
        where, text = _where(error, path)
        raise PaperError(f"{where}: {type(error).__name__}: {error}\n    {text}{_advice(error)}") from error
    paper = getattr(module, "paper", None)
    if not isinstance(paper, Paper):
        raise PaperError(f"{path} declares no paper. Add: paper = Paper('{path.stem}', title='...').")
    return paper


ADVICE = (
    ("truth value of Relational", "Python asks for yes or no where there is a formula: in a <= b <= c, 'and', 'if' or "
     "a builtin such as max. Write two relations in a tuple, (a <= b, b <= c), and theory's maximum and minimum."),
    ("operand type(s) for ^", "A power is written **, as in R**2."),
    ("between instances of 'str'", "A relation is written without quotes: gap(N) <= L*R**2/(4*N + 2)."),
)  # fmt: skip
"""What is often meant, by a part of Python's message."""


def _advice(error: Exception) -> str:
    """A line on what to write instead, for the errors that newcomers meet; else nothing."""
    if isinstance(error, ImportError) and error.name == "theory":
        asked = str(error).partition("name '")[2].partition("'")[0]
        near = difflib.get_close_matches(asked, dir(sys.modules["theory"]), 3)
        return f"\n    theory has: {', '.join(near)}" if near else ""
    return next((f"\n    {said}" for part, said in ADVICE if part in str(error)), "")


def _where(error: Exception, path: Path) -> tuple[str, str]:
    """File and line of the paper at which an error was raised, and the text there."""
    own = [entry for entry in traceback.extract_tb(error.__traceback__) if entry.filename == str(path)]
    return (f"{path}:{own[-1].lineno}", own[-1].line or "") if own else (str(path), "")
