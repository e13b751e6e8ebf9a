"""The reference of what the rooms export, read from the sources and their docstrings by griffe; nothing is imported."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import griffe

__all__ = ["ROOMS", "Item", "Module", "modules"]

ROOMS = ("theory", "verify", "figures", "paper")
ROOT = Path(__file__).resolve().parents[2]
INSIDES = {
    "brackets": ("boxes", "clipped_convex", "fixed_step"),
    "finders": ("covers", "performance", "proofs", "sampling", "worst_case"),
    "smoothness": ("blackbox", "formulas"),
}
HIDDEN = ("theory.papers.", "verify.experiments.", *(f"verify.{r}.{n}." for r, names in INSIDES.items() for n in names))
"""Modules that hold claims, which have pages of their own, and the insides of what only checkers call."""
LONGEST = 120
"""Characters of a constant's value that are shown."""


@dataclass(frozen=True, kw_only=True)
class Item:
    """A function, class or constant that a module exports.

    Attributes:
        name: its name.
        kind: "function", "class" or "attribute".
        signature: as it is called; of an attribute, its type.
        text: the docstring's words, by paragraphs.
        sections: title and (name, type, text) of what follows them: arguments, returns, raises, attributes.
        methods: of a class.
    """

    name: str
    kind: str
    signature: str
    text: tuple[str, ...]
    sections: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]
    methods: tuple["Item", ...] = ()


@dataclass(frozen=True, kw_only=True)
class Module:
    """A module and what it exports itself; names that it passes on are described where they are made."""

    name: str
    text: tuple[str, ...]
    items: tuple[Item, ...]
    passes_on: tuple[str, ...]


def modules(room: str) -> Iterator[Module]:
    """The modules of a room that export something."""
    logging.getLogger("griffe").setLevel(logging.ERROR)
    for module in _walk(griffe.load(room, search_paths=[ROOT], docstring_parser="google", try_relative_path=False)):
        name = module.canonical_path
        exported = [str(item) for item in module.exports or ()]
        if not exported or name.startswith(HIDDEN):
            continue
        own = [module.members[item] for item in exported if item in module.members]
        yield Module(
            name=name,
            text=_sections(module)[0],
            items=tuple(_item(member) for member in own if not member.is_alias and not member.is_module),
            passes_on=tuple(member.name for member in own if member.is_alias or member.is_module),
        )


def _walk(module: Any) -> Iterator[Any]:
    yield module
    for member in sorted(module.members.values(), key=lambda m: m.name):
        if not member.is_alias and member.is_module:
            yield from _walk(member)


def _item(member: Any) -> Item:
    text, sections = _sections(member)
    methods = member.members.values() if member.is_class else ()
    shown = (m for m in methods if not m.is_alias and m.is_function and not m.name.startswith("_"))
    return Item(
        name=member.name,
        kind=member.kind.value,
        signature=_signature(member),
        text=text,
        sections=sections,
        methods=tuple(_item(method) for method in shown if method.docstring),
    )


def _signature(member: Any) -> str:
    if member.is_function:
        return str(member.signature())
    if member.is_class:
        return f"{member.name}({', '.join(map(str, member.bases))})" if member.bases else member.name
    typed = f"{member.name}: {member.annotation}" if member.annotation else str(member.name)
    value = str(member.value or "")
    return f"{typed} = {value}" if 0 < len(value) <= LONGEST else typed


def _sections(member: Any) -> tuple[tuple[str, ...], tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...]]:
    words: list[str] = []
    tables: list[tuple[str, tuple[tuple[str, str, str], ...]]] = []
    for part in member.docstring.parsed if member.docstring else ():
        if part.kind.value == "text":
            words += part.value.split("\n\n")
        elif isinstance(part.value, list):
            rows = tuple(
                (getattr(row, "name", "") or "", str(getattr(row, "annotation", "") or ""), row.description)
                for row in part.value
                if hasattr(row, "description")
            )
            tables.append((part.kind.value, rows))
        else:
            words.append(str(getattr(part.value, "description", part.value)))
    return tuple(words), tuple(tables)
