"""The exact checker: stored or freshly found certificates, rechecked by the kernel against the claim's obligation."""

import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from theory.catalog import Catalog
from theory.claim import Claim
from theory.measures import hitting_time
from theory.statement import Run
from verify import certify
from verify.compile import Unsupported, instance_only, necessary_only, obligation
from verify.finders.proofs.prove import NotFound
from verify.kernel.certificate import Accepted, read
from verify.kernel.certificate import check as kernel_check
from verify.kernel.errors import KernelError
from verify.places import certificate_file
from verify.task import Task
from verify.verdict import Finding

__all__ = ["NAME", "VERSION", "applies", "check", "library"]

NAME = "exact"
VERSION = "1"


def applies(claim: Claim) -> bool:
    """Axioms, and claims whose statement has an obligation in the kernel's language."""
    if claim.kind == "axiom":
        return True
    try:
        obligation(claim)
    except Unsupported:
        return False
    return True


class _Library:
    """Accepted certificates of one catalog, each checked once in this process."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.accepted: dict[str, Accepted] = {}
        self.reasons: dict[str, str] = {}
        self.stored: dict[str, bool] = {}
        self.witnesses: dict[str, Mapping[str, Any]] = {}

    def uses(self, claim: Claim) -> Mapping[str, Accepted]:
        """Accepted certificates of what the claim uses directly."""
        return {label: found for label in claim.uses if (found := self.get(label)) is not None}

    def get(self, label: str) -> Accepted | None:
        """The accepted certificate of a claim, or None; ``reasons`` says why not."""
        if label in self.accepted or label in self.reasons:
            return self.accepted.get(label)
        claim = self.catalog[label]
        try:
            self.accepted[label] = self._check(claim)
        except (KernelError, NotFound, Unsupported) as error:
            self.reasons[label] = str(error)
        return self.accepted.get(label)

    def _check(self, claim: Claim) -> Accepted:
        if claim.kind == "axiom":
            raise Unsupported("an axiom")
        target, known = obligation(claim), self.uses(claim)
        data = self.certificate(claim)
        found = kernel_check(data, known, target)
        if found.label != claim.label:
            raise KernelError(f"the file of {claim.label} is the certificate of {found.label}.")
        if found.kind == "proof" and instance_only(claim):
            raise KernelError("the noise-free instance of a stochastic statement proves nothing.")
        if found.kind == "refutation" and necessary_only(claim):
            raise KernelError("points that satisfy inequalities which are only necessary refute nothing.")
        if found.kind == "refutation":
            self.witnesses[claim.label] = data["witness"]
        return found

    def certificate(self, claim: Claim) -> Mapping[str, Any]:
        """The stored certificate, or a fresh one; not checked here."""
        file = certificate_file(claim)
        self.stored[claim.label] = file.is_file()
        return read(file) if file.is_file() else certify.certificate(claim, self.uses(claim))

    def axioms(self, label: str) -> set[str]:
        """Axioms that an accepted certificate rests on, directly or through what it applies."""
        found = self.accepted[label]
        return set(found.axioms).union(*(self.axioms(used) for used in found.uses))


@lru_cache(maxsize=4)
def library(catalog: Catalog) -> _Library:
    """What is certified of a catalog, found out once in a process."""
    return _Library(catalog)


def check(task: Task) -> Finding:
    """Prove or refute one claim by certificate."""
    start, claim = time.perf_counter(), task.claim
    if claim.kind == "axiom":
        return Finding(checker=NAME, outcome="axiom", rigour="none", reason="taken on trust", axioms=(claim.label,))
    certified = library(task.catalog)
    found = certified.get(claim.label)
    seconds = time.perf_counter() - start
    if found is None:
        return Finding(
            checker=NAME, outcome="undecided", rigour="none", reason=certified.reasons[claim.label], seconds=seconds
        )
    refuted = found.kind == "refutation"
    evidence: dict[str, object] = {"parts": len(found.parts), "uses": list(found.uses)}
    if certified.stored.get(claim.label):
        evidence["certificate"] = f"{claim.label}.json"
    if refuted:
        evidence["witness"] = _witness(claim, certified.witnesses[claim.label])
    return Finding(
        checker=NAME,
        outcome="refuted" if refuted else "proved",
        rigour="exact",
        scope="at the witness" if refuted else _scope(claim),
        evidence=evidence,
        reason=f"{'counterexample' if refuted else 'certificate'} accepted by the kernel",
        axioms=tuple(sorted(certified.axioms(claim.label))),
        seconds=seconds,
    )


def _scope(claim: Claim) -> str:
    statement = claim.statement
    if isinstance(statement, Run) and statement.noise is None and not statement.then.has(hitting_time):
        return f"N = {', '.join(str(n) for n in statement.horizons)}"
    return "all parameters"


def _witness(claim: Claim, certified: Mapping[str, Any]) -> dict[str, str]:
    """The claim's own witness as the paper writes it, or the one of the certificate."""
    if isinstance(claim.witness, dict):
        return {str(k): str(v) for k, v in claim.witness.items()}
    if claim.witness is not None:
        return {"witness": str(claim.witness)}
    functions = ((name, entry) for name, entry in certified.get("model", {}).items() if isinstance(entry, list))
    found = {name: _coordinates(value) for name, value in certified["values"].items()}
    found |= {f"{name}({variable})": body for name, (variable, body) in functions}
    weights = certified.get("metric", ["1"])
    return found if set(weights) == {"1"} else found | {"weights of the coordinates": _coordinates(weights)}


def _coordinates(value: Any) -> str:
    return f"({', '.join(value)})" if isinstance(value, list) else str(value)
