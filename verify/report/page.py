"""The page of one claim: what it says, where, on what evidence, and how to see that evidence again."""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import sympy as sp

from theory.catalog import Catalog
from theory.claim import Claim
from theory.statement import Exists, ForAll, Inclusion, Observation, Run, Statement, Unformalised
from verify.ledger import Entry
from verify.places import certificate_file

__all__ = ["page", "statement_lines"]


def page(catalog: Catalog, claim: Claim, entry: Entry, *, paper: str = "") -> Iterator[str]:
    """The page, line by line.

    Args:
        catalog: where the claim is.
        claim: the claim.
        entry: the latest findings, settled.
        paper: the paper file that declares it, unless it is built in.
    """
    used_by = [other.label for other in catalog if claim.label in other.uses]
    axioms = [label for label in catalog.closure(claim.label) if catalog[label].kind == "axiom"]
    yield f"{claim.label}  {claim.title}"
    yield from _fields(
        kind=claim.kind,
        where=f"{claim.locator}, {claim.source}" if claim.source else claim.locator,
        provenance=claim.provenance,
        declared=f"{_relative(claim.file)}:{claim.line}",
        expect=claim.expect,
        sense={"none": "", "tight": "tight, says the paper; --power tries smaller constants"}.get(
            claim.sense, claim.sense
        ),
        uses=", ".join(claim.uses),
        **{"used by": ", ".join(used_by), "axioms below": ", ".join(axioms)},
        note=claim.note,
    )
    yield ""
    yield "statement"
    yield from (f"  {line}" for line in statement_lines(claim.statement))
    if claim.witness is not None:
        yield ""
        yield "witness"
        yield from (f"  {line}" for line in _value(claim.witness))
    yield from _verdict(entry, claim, paper)


def _verdict(entry: Entry, claim: Claim, paper: str) -> Iterator[str]:
    yield ""
    stored = certificate_file(claim)
    command = f"rateproof verify {claim.label}" + (f" --paper {paper}" if paper else "")
    if not entry.findings:
        yield f"not checked yet; check it with: {command}"
    else:
        scope = f", {entry.verdict.scope}" if entry.verdict.scope else ""
        mark = "" if entry.expected else "  NOT AS EXPECTED"
        yield f"verdict  {entry.verdict.word} ({entry.verdict.rigour}{scope}){mark}"
        if entry.reason:
            yield f"  {entry.reason}"
        for name, item in (entry.looseness or {}).items():
            yield f"  {name}: printed {item['printed']}, best proved {item['best']}, ratio {item['ratio']}"
        for finding in entry.findings:
            yield ""
            yield f"finding of {finding.checker}: {finding.outcome} ({finding.rigour})"
            trials = f"{finding.trials} effective, {finding.rejected:.1%} of draws rejected" if finding.trials else ""
            yield from _fields(
                scope=finding.scope, trials=trials, reason=finding.reason, axioms=", ".join(finding.axioms)
            )
            yield from (f"  {line}" for line in _value(finding.evidence))
            yield f"  again: {command} --checker {finding.checker} --no-cache"
    if stored.is_file():
        yield ""
        yield f"certificate  {_relative(str(stored))}"
        yield f"  recheck: python3 -I -S verify/kernel {_relative(str(stored))}"


def statement_lines(statement: Statement) -> list[str]:
    """A statement as a reader would say it: hypotheses, then what follows."""
    if isinstance(statement, ForAll):
        over = f"for all {', '.join(map(str, statement.over))}" if statement.over else "for all values"
        return [over, *_listed("given", statement.given), *_listed("then", statement.conclusions)]
    if isinstance(statement, Run):
        parameters = ", ".join(f"{name} = {value}" for name, value in statement.parameters.items())
        method = getattr(statement.method, "__name__", str(statement.method))
        run = f"the run of {method} with {parameters}" if parameters else f"the run of {method}"
        return [
            f"for every f in {_class(statement.functions)}{' with a minimiser' * statement.minimised} and {run}",
            *_listed("given", statement.given),
            *_listed("then", statement.then if isinstance(statement.then, tuple) else (statement.then,)),
        ]
    if isinstance(statement, Inclusion):
        formula = sp.pretty(statement.function, use_unicode=True).splitlines()
        return ["the function of " + str(statement.variable), *(f"  {line}" for line in formula),
                f"is in {_class(statement.functions)}", *_listed("given", statement.given)]  # fmt: skip
    if isinstance(statement, Exists):
        return [f"there are {', '.join(map(str, statement.over))} with", *_listed("", statement.that)]
    if isinstance(statement, Observation):
        seen = _listed("measured", statement.then)
        return [statement.text, *seen, f"contradicted by: {statement.contradicted_by}"]
    if isinstance(statement, Unformalised):
        return [statement.text, f"not expressed yet: {statement.reason}"]
    return [str(statement)]


def _class(functions: Any) -> str:
    constants = ", ".join(f"{name} = {value}" for name, value in functions.parameters.items())
    return f"{type(functions).__name__}({constants})"


def _listed(word: str, items: Iterable[Any]) -> list[str]:
    """Items one a line, the word before the first."""
    lines: list[str] = []
    for item in items:
        nested = statement_lines(item) if isinstance(item, Statement) else [sp.sstr(item)]
        for line in nested:
            lines.append(f"  {word if not lines else '':5} {line}".rstrip())
    return lines


def _fields(**fields: str) -> Iterator[str]:
    for name, text in fields.items():
        if text:
            first, *rest = text.strip().splitlines()
            yield f"  {name:13}{first}"
            yield from (f"  {'':13}{line.strip()}" for line in rest)


def _value(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, item in value.items():
            text = json.dumps(item) if isinstance(item, list | dict) else sp.sstr(item)
            yield f"{name}: {item if isinstance(item, str) else text}"
    else:
        yield from sp.sstr(value).splitlines()


def _relative(path: str) -> str:
    """The path from the current folder, if it lies below it."""
    full, here = Path(path).resolve(), Path.cwd().resolve()
    return str(full.relative_to(here)) if full.is_relative_to(here) else path
