"""A claim: one statement, with everything a referee needs to find, trust or doubt it."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

import sympy as sp

from theory.statement import Statement

__all__ = ["Claim", "Expect", "Kind", "PaperError", "Provenance", "Sense"]

Kind = Literal["definition", "assumption", "lemma", "theorem", "remark", "step", "axiom", "experiment", "control"]
Sense = Literal["upper", "lower", "tight", "none"]
Expect = Literal["true", "false", "open"]
Provenance = Literal["quoted", "reconstructed", "ours"]

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class PaperError(ValueError):
    """A paper file says something that cannot be meant; the message has the value, the rule and the next step."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One statement under a permanent label.

    Attributes:
        label: ``paper/slug``; never reused, never renamed.
        title: a few words.
        kind: what the source calls it ("step" is a line of a proof, "control" a planted false statement).
        statement: what is claimed.
        locator: where in the source ("Thm. 3", "App. C, proof step P2").
        provenance: ``quoted`` verbatim, ``reconstructed`` and re-derived, or ``ours``.
        source: the version of the source the locator refers to.
        sense: whether the bound is an upper bound, a lower bound, claimed tight, or none of these.
        expect: what checking should find; a claim printed wrongly is kept with ``false``.
        uses: labels of the claims that its proof rests on.
        proof: a ``theory.derivation.Derivation``, if one is written down.
        witness: values (or a run) that refute the statement, if it is false.
        looseness: name -> (printed constant, best constant proved) for bounds known not to be sharp.
        note: what a reader should know (units, unstated conditions, errata).
        file, line: where the claim is declared.
    """

    label: str
    title: str
    kind: Kind
    statement: Statement
    locator: str
    provenance: Provenance
    source: str = ""
    sense: Sense = "none"
    expect: Expect = "true"
    uses: tuple[str, ...] = ()
    proof: Any = None
    witness: Any = None
    looseness: Mapping[str, tuple[sp.Expr, sp.Expr]] | None = None
    note: str = ""
    file: str = ""
    line: int = 0

    def __post_init__(self) -> None:
        """Refuse a word that no reader knows: checking would take it for "true".

        Raises:
            PaperError: with the words that are known.
        """
        for name, words in (("kind", get_args(Kind)), ("sense", get_args(Sense)), ("expect", get_args(Expect))):
            if (value := getattr(self, name)) not in words:
                near = difflib.get_close_matches(str(value).lower(), words, 1)
                hint = f" Did you mean {near[0]!r}?" if near else ""
                raise PaperError(f"{self.label}: {name}={value!r} is none of {', '.join(map(repr, words))}.{hint}")

    @property
    def paper(self) -> str:
        """The citation key of the paper, the part of the label before the slash."""
        return self.label.partition("/")[0]

    @property
    def slug(self) -> str:
        """The part of the label after the slash."""
        return self.label.partition("/")[2]

    def _repr_html_(self) -> str:
        """Label, title and statement, for notebooks."""
        from theory.notation import claim_html

        return claim_html(self.label, self.title, self.statement)

    def _repr_latex_(self) -> str:
        """What the statement concludes, for notebooks."""
        from theory.notation import claim_latex

        return claim_latex(self.statement)
