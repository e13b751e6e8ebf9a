"""A paper: the claims of one source, declared one after another in an ordinary Python file."""

import difflib
import inspect
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import compress, product
from typing import Any

import sympy as sp

from theory.claim import SLUG, Claim, PaperError
from theory.classes.base import FunctionClass
from theory.derivation import Derivation
from theory.statement import Inclusion, Run, Statement

__all__ = ["Paper"]

PROVENANCES = ("quoted", "reconstructed", "ours")


def exact(value: Any, where: str) -> Any:
    """Refuse floats, whose value is never what the paper printed."""
    if isinstance(value, float) or (isinstance(value, sp.Basic) and value.has(sp.Float)):
        shown = value if isinstance(value, float) else next(iter(value.atoms(sp.Float)))
        raise PaperError(
            f"{where}: {shown} is a float, and theory is exact. "
            f"Write Rational('{shown}') or a fraction such as Rational(1, 10)."
        )
    return value


class Paper:
    """The claims of one source.

    Args:
        key: citation key, lower case, e.g. ``zhang2020``.
        title: title of the source.
        url: the exact version read, e.g. ``arXiv:1905.11881v2``.
        provenance: default for the claims of this paper.
    """

    def __init__(self, key: str, *, title: str, url: str = "", provenance: str = "ours") -> None:
        if not SLUG.fullmatch(key):
            raise PaperError(f"paper key {key!r}: use lower-case letters, digits and single hyphens, e.g. 'doe2026'.")
        self.key, self.title, self.url, self.provenance = key, title, url, provenance
        self._claims: dict[str, Claim] = {}

    def __iter__(self) -> Iterator[Claim]:
        return iter(self._claims.values())

    def __len__(self) -> int:
        return len(self._claims)

    def __getitem__(self, slug: str) -> Claim:
        if slug not in self._claims:
            near = difflib.get_close_matches(slug, self._claims, 3)
            raise PaperError(f"{self.key} has no claim {slug!r}. Nearest: {', '.join(near) or 'none'}.")
        return self._claims[slug]

    def claim(self, slug: str, statement: Statement, *, kind: Any, locator: str = "", **fields: Any) -> Claim:
        """Declare one claim and return it.

        Args:
            slug: permanent name within the paper.
            statement: what is claimed.
            kind: definition, lemma, theorem, remark, step, axiom, experiment or control.
            locator: where it stands in the source; required unless the provenance is ours.
            **fields: the remaining fields of ``Claim``.

        Raises:
            PaperError: for a duplicate slug, a missing locator or provenance, or a float.
        """
        label = f"{self.key}/{slug}"
        frame = sys._getframe(1)
        while frame.f_back is not None and frame.f_globals.get("__name__") == __name__:
            frame = frame.f_back
        where = f"{label} ({frame.f_code.co_filename}:{frame.f_lineno})"
        if not SLUG.fullmatch(slug):
            raise PaperError(f"{where}: slug {slug!r} must be lower-case letters, digits and single hyphens.")
        if slug in self._claims:
            old = self._claims[slug]
            raise PaperError(f"{where}: label used twice (first in line {old.line}). It is permanent: choose another.")
        provenance = fields.pop("provenance", self.provenance)
        if provenance not in PROVENANCES:
            raise PaperError(
                f"{where}: provenance {provenance!r} is not one of {', '.join(PROVENANCES)}. "
                "Say where the statement comes from: provenance='quoted' needs the words of the source."
            )
        if not locator and provenance != "ours":
            raise PaperError(f"{where}: no locator. Say where in the source it stands, e.g. locator='Thm. 3'.")
        for name, value in (*_parts(statement), *((fields.get("looseness") or {}).items())):
            for item in value if isinstance(value, tuple) else (value,):
                exact(item, f"{where}, {name}")
                said(item, f"{where}, {name}")
                if name == "given":
                    possible(item, f"{where}, {name}")
        fields.setdefault("title", slug.replace("-", " "))
        fields.setdefault("source", self.url)
        claim = Claim(
            label=label,
            statement=statement,
            kind=kind,
            locator=locator or "ours",
            provenance=provenance,
            file=frame.f_code.co_filename,
            line=frame.f_lineno,
            **fields,
        )
        self._claims[slug] = claim
        return claim

    def prove(self, proofs: Mapping[str, Derivation]) -> None:
        """Attach derivations to claims already declared; what a derivation applies joins the claim's ``uses``.

        Raises:
            PaperError: for an unknown slug, or a claim that has a derivation already.
        """
        for slug, proof in proofs.items():
            claim = self[slug]
            if claim.proof is not None:
                raise PaperError(f"{claim.label} has a derivation already.")
            uses = tuple(dict.fromkeys([*claim.uses, *proof.labels]))
            self._claims[slug] = replace(claim, proof=proof, uses=uses)

    def theorem(self, slug: str, *, locator: str = "", **fields: Any) -> Claim:
        """Declare a theorem about the run of a method: functions, method, its parameters, given, then."""
        return self._run(slug, "theorem", locator, fields)

    def control(self, slug: str, *, locator: str = "", **fields: Any) -> Claim:
        """Declare a planted false statement about a run; it must end refuted."""
        return self._run(slug, "control", locator, {"expect": "false", **fields})

    def _run(self, slug: str, kind: str, locator: str, fields: dict[str, Any]) -> Claim:
        if "statement" in fields:
            return self.claim(slug, fields.pop("statement"), kind=kind, locator=locator, **fields)
        names = ("functions", "method", "given", "then", "horizons", "noise")
        known = {name: fields.pop(name) for name in names if name in fields}
        missing = [name for name in ("functions", "method", "then") if name not in known]
        if missing:
            raise PaperError(f"{self.key}/{slug}: a theorem about a run needs {', '.join(missing)}.")
        if not inspect.isgeneratorfunction(known["method"]):
            name = getattr(known["method"], "__name__", known["method"])
            raise PaperError(
                f"{self.key}/{slug}: the method {name} never yields. "
                "A method is a generator function that yields every iterate:\n"
                "    def gd(f, x, step):\n        while True:\n            yield x\n"
                "            x = x - step * f.grad(x)"
            )
        given = known.get("given", ())
        known["given"] = given if isinstance(given, tuple) else (given,)
        for name in ("given", "then"):
            items = known[name] if isinstance(known[name], tuple) else (known[name],)
            for item in items:
                relation(item, f"{self.key}/{slug}, {name}")
        some_class(known["functions"], f"{self.key}/{slug}")
        own = set(Claim.__dataclass_fields__)
        parameters = {name: fields.pop(name) for name in [*fields] if name not in own}
        _takes(known["method"], parameters, f"{self.key}/{slug}")
        return self.claim(slug, Run(parameters=parameters, **known), kind=kind, locator=locator, **fields)


def relation(value: Any, where: str) -> Any:
    """Refuse what states nothing: a text, a number, or the True of a comparison that Python decided."""
    if isinstance(value, Statement | sp.logic.boolalg.Boolean):
        return value
    raise PaperError(
        f"{where}: {value!r} is a {type(value).__name__}, not a relation. Write one, such as "
        "gap(N) <= L*R**2/(4*N + 2), without quotes; several in a tuple."
    )


def some_class(value: Any, where: str) -> Any:
    """Refuse a class of functions that has no constants yet, or is none."""
    if isinstance(value, FunctionClass):
        return value
    if isinstance(value, type) and issubclass(value, FunctionClass):
        constants = ", ".join(inspect.signature(value).parameters)
        raise PaperError(
            f"{where}: functions={value.__name__} lacks its constants. Write {value.__name__}({constants})."
        )
    raise PaperError(
        f"{where}: functions={value!r} is no class of functions. "
        "Write one, such as SmoothConvex(L) or L0L1Smooth(L0, L1)."
    )


def _takes(method: Any, parameters: Mapping[str, Any], where: str) -> None:
    """Refuse a parameter that the method does not have, and a method that lacks one."""
    signature = inspect.signature(method).parameters.values()
    names = [parameter.name for parameter in signature]
    open_ended = any(parameter.kind is inspect.Parameter.VAR_KEYWORD for parameter in signature)
    for name in parameters:
        if name not in names and not open_ended:
            fields = ("given", "then", "functions", "horizons", "noise", *Claim.__dataclass_fields__)
            near = difflib.get_close_matches(name, [*names, *fields], 1, 0.5)
            raise PaperError(
                f"{where}: the method {method.__name__} has no parameter {name!r}. "
                f"{f'Did you mean {near[0]!r}? ' if near else ''}It has {', '.join(names[2:]) or 'none'}."
            )
    fixed = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    needed = [p.name for p in [*signature][2:] if p.default is p.empty and p.kind not in fixed]
    if lacking := [name for name in needed if name not in parameters]:
        values = ", ".join(f"{name}=..." for name in lacking)
        raise PaperError(f"{where}: the method {method.__name__} also needs {', '.join(lacking)}. Add {values}.")


KEPT = ("integer", "positive", "nonnegative")
"""Assumptions on a symbol that checkers read, beside real."""

READ = {
    kept: frozenset(sp.Symbol("s", real=True, **dict.fromkeys(compress(KEPT, kept), True)).assumptions0.items())
    for kept in product((False, True), repeat=len(KEPT))
}
"""Which of them are made -> all that follows from them."""


def said(value: Any, where: str) -> Any:
    """Refuse what no checker would read: an assumption on a symbol other than real, positive, nonnegative, integer."""
    symbols = value.atoms(sp.Symbol) if isinstance(value, sp.Basic) else ()
    for symbol in sorted(symbols, key=lambda symbol: str(symbol.name)):
        assumed = symbol.assumptions0
        read = READ[tuple(bool(assumed.get(name)) for name in KEPT)]
        more = [item for item in assumed.items() if item not in read and "extended" not in item[0]]
        unread = [word for word, holds in more if holds] or [f"not {word}" for word, _ in more]
        if unread:
            raise PaperError(
                f"{where}: the symbol {symbol} is assumed to be {', '.join(unread)}, which no checker reads. Assume "
                "at most real, positive, nonnegative or integer, and write the rest into the formulas: 2*m for an "
                "even number, -a with a positive a for a negative one."
            )
    return value


def possible(value: Any, where: str) -> Any:
    """Refuse a hypothesis that sympy has already evaluated to False: everything follows from it."""
    if value in (False, sp.false):
        raise PaperError(
            f"{where}: this hypothesis is False by the assumptions on its symbols alone, so the claim says nothing. "
            "Correct the relation, or the positive=True of a symbol in it."
        )
    return value


def _parts(statement: Statement) -> Iterator[tuple[str, Any]]:
    """Name and value of everything in a statement that must be exact, nested hypotheses included."""
    for name in ("then", "that", "given"):
        value = getattr(statement, name, ())
        for item in value if isinstance(value, tuple) else (value,):
            yield from _parts(item) if isinstance(item, Statement) else ((name, item),)
    yield from getattr(statement, "parameters", {}).items()
    if hasattr(statement, "functions"):
        yield from statement.functions.parameters.items()
    if isinstance(statement, Inclusion):
        yield "function", statement.function
