"""Rates derived with symbolic constants, rule by rule, for the reader and for the kernel."""

from collections.abc import Callable, Iterator, Mapping

import sympy as sp

from theory.claim import Claim, PaperError
from theory.derivation import Derivation, Step
from theory.rates.chain import Derived
from theory.rates.clipped import LEMMA_A, PUBLISHED, clipped
from theory.rates.fixed import lower_bound, stochastic, theorem6

__all__ = ["CHAINS", "Derived", "chains", "written"]

Settings = Mapping[str, sp.Rational]
TENTH = sp.Rational(1, 10)


def _theorem3(claim: Claim, settings: Settings) -> Iterator[Derived]:
    yield clipped(claim.label, claim.title, PUBLISHED, settings)
    if not settings:
        yield clipped(claim.label, "with a = b = 1/10, as printed", PUBLISHED, {"a": TENTH, "b": TENTH}, printed=20)


def _lemma_a(claim: Claim, settings: Settings) -> Iterator[Derived]:
    yield clipped(claim.label, claim.title, LEMMA_A, settings)


def _theorem4(claim: Claim, settings: Settings) -> Iterator[Derived]:
    from theory.papers.ours import paper  # the catalog's papers import this room, so not at the top

    yield lower_bound(claim, settings, paper["thm4-repaired"])


def _theorem6(claim: Claim, settings: Settings) -> Iterator[Derived]:
    yield theorem6(claim, settings)


def _theorem8(claim: Claim, settings: Settings) -> Iterator[Derived]:
    yield stochastic(claim, settings)


CHAINS: dict[str, Callable[[Claim, Settings], Iterator[Derived]]] = {
    "zhang2020/thm3": _theorem3,
    "zhang2020/thm4": _theorem4,
    "zhang2020/thm6": _theorem6,
    "zhang2020/thm8": _theorem8,
    "ours/thm3-family": _theorem3,
    "ours/clipped-family": _lemma_a,
    "ours/thm4-repaired": _theorem4,
}
"""Claims whose bound is derived with symbolic constants."""


def chains(claim: Claim, settings: Settings) -> list[Derived]:
    """The symbolic derivations of a claim, none if it has none.

    Raises:
        PaperError: for settings that the claim's derivation does not have.
    """
    if claim.label in CHAINS:
        return list(CHAINS[claim.label](claim, settings))
    if settings:
        known = ", ".join(CHAINS)
        raise PaperError(f"{claim.label} has no derivation with constants to set. Those that have: {known}.")
    return []


def written(claim: Claim) -> list[str]:
    """The steps of a written proof, as lines; sub-proofs are indented."""
    if not isinstance(claim.proof, Derivation):
        return ["no written proof: the automatic prover finds the certificate"]
    lines: list[str] = []
    for i, part in enumerate(claim.proof.parts):
        word = "goal of the refutation" if claim.expect == "false" else "conclusion"
        lines.append(f"{word} {i + 1}" if len(claim.proof.parts) > 1 else "proof")
        lines += ["  by the automatic prover"] if part is None else _lines(part, 1)
    return lines


def _lines(steps: tuple[Step, ...], depth: int) -> list[str]:
    lines = []
    for step in steps:
        says = step.show or step.data.get("function") or step.data.get("fact") or "the goal"
        because = f"  from {', '.join(step.using)}" if step.using else ""
        why = f"  -- {step.why}" if step.why else ""
        lines.append(f"{'  ' * depth}{step.name}  [{step.rule}]  {says}{because}{why}")
        for inner in step.inside:
            lines += _lines(inner, depth + 1)
    return lines
