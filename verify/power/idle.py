"""Idle hypotheses: the kernel accepts the claim's own proof without them."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from theory.catalog import Catalog
from theory.claim import Claim
from verify.checkers.exact import library
from verify.compile import Unsupported, instance_only, obligation
from verify.finders.proofs.prove import NotFound
from verify.kernel.certificate import Accepted, check
from verify.kernel.errors import KernelError
from verify.power.mutate import dropped

__all__ = ["idle", "without"]

_CITED = re.compile(r"\bh(\d+)\b")


class Cited(Exception):
    """The proof cites a hypothesis that is to be left out."""


def idle(claim: Claim, catalog: Catalog) -> dict[str, Any]:
    """Which hypotheses a claim does not need, as plain data.

    The proof of the claim, with the remaining hypotheses renumbered, is put before the kernel as a proof of the mutant
    without one of them.  So "idle" is proved; of a hypothesis that this proof cites nothing is said.

    Returns:
        ``{"idle": [names of the mutants], "reason": why there is no proof to look at}``.
    """
    known = library(catalog)
    try:
        if instance_only(claim):
            return {"idle": [], "reason": "stochastic"}
        data = known.certificate(claim)
        uses = known.uses(claim)
        if data["kind"] != "proof":
            return {"idle": [], "reason": "refuted"}
        return {"idle": [m.name for m in dropped(claim) if _accepted(data, uses, claim, m.claim)], "reason": ""}
    except (KernelError, NotFound, Unsupported) as error:
        return {"idle": [], "reason": str(error).split("\n")[0][:200]}


def _accepted(data: Mapping[str, Any], uses: Mapping[str, Accepted], claim: Claim, mutant: Claim) -> bool:
    try:
        target = obligation(mutant)
        check(without(data, obligation(claim), target), uses, target)
    except (Cited, KernelError, Unsupported):
        return False
    return True


def without(data: Mapping[str, Any], old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """The certificate with its obligation replaced by one with fewer hypotheses, and the hypotheses renumbered.

    Args:
        data: a proof.
        old: its obligation.
        new: an obligation with the same conclusions, whose hypotheses are among those of ``old``, in order.

    Raises:
        Cited: when a proof uses what is left out, or the two obligations do not match.
    """
    if len(old["claim"]) != len(new["claim"]):
        raise Cited
    proofs = [
        _renumbered(proof, _numbers(before.get("if", []), after.get("if", [])))
        for proof, before, after in zip(data["proofs"], old["claim"], new["claim"], strict=True)
    ]
    return {**data, "obligation": new, "proofs": proofs}


def _numbers(before: list[Any], after: list[Any]) -> dict[int, int]:
    """Old number -> new number of the hypotheses that remain."""
    kept: dict[int, int] = {}
    waiting = [repr(item) for item in after]
    left = Counter(waiting)
    for number, item in enumerate(before, 1):
        place = len(kept)
        if place < len(waiting) and waiting[place] == repr(item):
            kept[number] = place + 1
            left[repr(item)] -= 1
    if sum(left.values()):
        raise Cited
    return kept


def _renumbered(value: Any, kept: Mapping[int, int]) -> Any:
    if isinstance(value, Mapping):
        return {name: _renumbered(item, kept) for name, item in value.items()}
    if isinstance(value, list):
        return [_renumbered(item, kept) for item in value]
    if not isinstance(value, str):
        return value

    def new(hit: re.Match[str]) -> str:
        if int(hit[1]) not in kept:
            raise Cited
        return f"h{kept[int(hit[1])]}"

    return _CITED.sub(new, value)
