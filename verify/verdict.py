"""Findings and verdicts: the one ladder, and who may put a claim on which rung."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from html import escape
from typing import Any, Literal, get_args

from theory.claim import Claim
from theory.statement import Unformalised

__all__ = ["VERDICTS", "Contradiction", "Finding", "Outcome", "Rigour", "Verdict", "as_expected", "conclude"]

Outcome = Literal["proved", "refuted", "supported", "not supported", "survived", "undecided", "axiom", "crashed"]
Rigour = Literal["exact", "interval", "numerical", "sampled", "none"]
Word = Literal[
    "proved",
    "proved at listed N",
    "supported",
    "survived",
    "undecided",
    "not supported",
    "not expressible",
    "refuted",
    "axiom",
]

VERDICTS: tuple[str, ...] = get_args(Word)
"""The words of the ladder, strongest first, then 'refuted' and, for what is taken on trust, 'axiom'."""

MAY: Mapping[str, frozenset[str]] = {
    "exact": frozenset({"proved", "refuted", "undecided", "axiom"}),
    "interval": frozenset({"proved", "refuted", "undecided"}),
    "gram": frozenset({"supported", "undecided", "proved", "refuted"}),
    "search": frozenset({"survived", "refuted", "undecided"}),
    "fuzz": frozenset({"survived", "refuted", "undecided"}),
    "experiment": frozenset({"supported", "not supported", "undecided"}),
}
"""What each checker may conclude; 'refuted' is only ever said once an exact recheck has confirmed the witness."""

_RIGOUR_ORDER: tuple[Rigour, ...] = ("exact", "interval", "numerical", "sampled", "none")


class Contradiction(RuntimeError):
    """One checker proves what another refutes."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one checker concluded about one claim.

    Attributes:
        checker: name of the checker.
        outcome: what it concluded; 'crashed' when it raised or ran out of time.
        rigour: exact (rationals, the kernel), interval (balls), numerical (floats), sampled (trials), none.
        scope: the parameters for which the outcome holds, in words ("all parameters", "N = 1, 2").
        trials: effective trials of a sampling checker (draws that met every hypothesis), else 0.
        rejected: share of draws that the hypotheses filtered out, in [0, 1].
        evidence: data that a reader can check: certificate file, witness values, brackets.
        reason: one sentence on why.
        axioms: labels of the axioms the outcome rests on (filled from the certificate).
        seconds: wall time; never compared.
    """

    checker: str
    outcome: Outcome
    rigour: Rigour
    scope: str = ""
    trials: int = 0
    rejected: float = 0.0
    evidence: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    axioms: tuple[str, ...] = ()
    seconds: float = 0.0

    def __post_init__(self) -> None:
        allowed = MAY.get(self.checker)
        if allowed is not None and self.outcome != "crashed" and self.outcome not in allowed:
            raise ValueError(f"checker {self.checker!r} may not conclude {self.outcome!r}, only {sorted(allowed)}.")
        if self.outcome in ("proved", "refuted") and self.rigour not in ("exact", "interval"):
            raise ValueError(f"{self.outcome!r} needs exact or interval rigour, not {self.rigour!r}.")

    def as_json(self) -> dict[str, Any]:
        """Plain data, in field order."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Finding":
        """The finding that ``as_json`` made; raises TypeError, KeyError or ValueError for anything else."""
        return cls(**{**data, "axioms": tuple(data["axioms"])})


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What follows for a claim from its findings.

    Attributes:
        word: a rung of the ladder.
        rigour: the strongest rigour behind the word.
        scope: the parameters it holds for.
        reason: from the finding that decided.
    """

    word: str
    rigour: Rigour
    scope: str
    reason: str

    def _repr_html_(self) -> str:
        """The word, then how and where it holds, for notebooks."""
        rest = ", ".join(filter(None, (self.rigour, self.scope, self.reason)))
        return f"<div><b>{escape(self.word)}</b> {escape(rest)}</div>"


def conclude(claim: Claim, findings: Iterable[Finding]) -> Verdict:
    """The verdict that the findings carry; raises if one proves what another refutes."""
    findings = list(findings)
    by = {outcome: [f for f in findings if f.outcome == outcome] for outcome in get_args(Outcome)}
    if by["refuted"] and by["proved"]:
        raise Contradiction(
            f"{claim.label}: {by['proved'][0].checker} proves it and {by['refuted'][0].checker} refutes it; "
            "one of the two checkers is unsound. Do not use either until this is explained."
        )
    if claim.kind == "axiom" and not by["refuted"] and not by["proved"]:
        return Verdict(word="axiom", rigour="none", scope="", reason="taken on trust")
    if isinstance(claim.statement, Unformalised):
        return Verdict(word="not expressible", rigour="none", scope="", reason=claim.statement.reason)
    for outcome in ("refuted", "axiom", "proved", "not supported", "supported", "survived", "undecided"):
        if by[outcome]:
            best = min(by[outcome], key=lambda finding: _RIGOUR_ORDER.index(finding.rigour))
            listed = outcome == "proved" and best.scope.startswith("N = ")
            word = "proved at listed N" if listed else outcome
            return Verdict(word=word, rigour=best.rigour, scope=best.scope, reason=best.reason)
    return Verdict(word="undecided", rigour="none", scope="", reason="no checker applies")


def as_expected(claim: Claim, verdict: Verdict, *, partial: bool = False) -> bool:
    """Whether the verdict is compatible with what the claim says checking should find.

    Args:
        claim: the claim.
        verdict: what the findings carry.
        partial: whether only some checkers ran: then their silence is no surprise, only what speaks against the claim.
    """
    if partial:
        against = {"true": ("refuted", "not supported"), "false": ("proved", "proved at listed N"), "open": ()}
        return verdict.word not in against[claim.expect]
    if claim.expect == "false":
        return verdict.word == "refuted"
    if claim.expect == "open":
        return True
    return verdict.word in ("proved", "proved at listed N", "supported", "survived", "axiom", "not expressible")
