"""Making certificates: from a claim to the file that the kernel rechecks.

Untrusted, like the finders it calls.  ``rateproof certify`` writes; nothing else does.
"""

import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from theory.catalog import Catalog
from theory.claim import Claim
from theory.derivation import Derivation
from theory.statement import Run
from verify.compile import Unsupported, instance_only, necessary_only, obligation
from verify.compile.runs import is_point_by_point
from verify.finders.performance.proofs.combined import by_combinations, conditions
from verify.finders.performance.proofs.multipliers import by_multipliers
from verify.finders.performance.witnesses.counterexample import counterexample, is_rate
from verify.finders.performance.witnesses.sampled import sampled_counterexample
from verify.finders.performance.witnesses.spatial import spatial_counterexample
from verify.finders.proofs.automatic import SECONDS, automatic
from verify.finders.proofs.prove import NotFound, elaborate
from verify.kernel import model
from verify.kernel.certificate import FORMAT, Accepted, check, lemmas, opened, parts, read
from verify.kernel.errors import KernelError
from verify.kernel.steps import Context
from verify.kernel.terms import VECTOR, Formula
from verify.places import CERTIFICATES, certificate_file, certificates_of
from verify.witness import NoWitness, counterexamples

__all__ = ["certificate", "recheck", "refuted", "searched", "store", "write"]

Finder = Callable[[Formula, Context], list[dict[str, Any]]]

BRIEF = 2.0
"""Seconds that the automatic prover spends on a claim that is expected to stay open."""


def certificate(claim: Claim, known: Mapping[str, Accepted]) -> dict[str, Any]:
    """A certificate of a claim, accepted by the kernel: a proof, or the refutation by a witness.

    Whatever the claim is expected to be: one that is called true and that a witness refutes ends refuted, and one that
    is called false and has a proof ends proved.  The witness is the claim's own, or one that was
    found to break the rate that a run is claimed to have.

    Args:
        claim: the claim.
        known: accepted certificates of the claims that it uses.

    Raises:
        verify.finders.proofs.prove.NotFound: naming the step without a certificate.
        verify.compile.Unsupported: if the statement has no obligation.
    """
    target = obligation(claim)
    usable = {label: known[label] for label in claim.uses if label in known}
    ways: list[Callable[..., dict[str, Any]]] = [_proof] if not instance_only(claim) else []
    refuting = [_refutation] if claim.witness is not None else [searched] if is_rate(claim.statement) else []
    refuting = [] if necessary_only(claim) else refuting
    # what is expected is looked for first: the other may take long to give up
    ways = [*ways, *refuting] if claim.expect == "true" and claim.witness is None else [*refuting, *ways]
    problems = []
    for way in ways:
        try:
            data = way(claim, target, usable)
            check(data, usable, target)
            return data
        except (NotFound, KernelError) as error:
            problems.append(str(error))
    raise NotFound("\n".join(problems))


def _proof(claim: Claim, target: dict[str, Any], known: Mapping[str, Accepted]) -> dict[str, Any]:
    base = Context({}, {}, lemmas(known))
    scripts = claim.proof if isinstance(claim.proof, Derivation) and claim.expect != "false" else None
    seconds = SECONDS if claim.expect != "open" else BRIEF
    proofs = _proofs([[phi] for phi in parts(target)], scripts, {}, "part", base, seconds)
    return _file(claim, "proof", target, sorted(base.used), proofs)


def searched(claim: Claim, target: dict[str, Any], known: Mapping[str, Accepted]) -> dict[str, Any]:
    """Refute the rate of a run by a function of one variable that breaks it, or else by points in several dimensions.

    The horizons are the parts of the obligation.

    Raises:
        verify.finders.proofs.prove.NotFound: if no function tried breaks it, or its goals have no proof.
    """
    problem, run = NotFound("no function of one variable and no points tried break the bound"), claim.statement
    if not isinstance(run, Run):
        raise problem
    for part, witness in _on_the_line(run):
        try:
            return _refutation(replace(claim, witness=witness), target, known, part)
        except NotFound as error:
            problem = error
    for part, phi in enumerate(parts(target)):
        points = spatial_counterexample(phi, part)
        if points is not None:
            return refuted(claim, target, known, points)
    raise problem


def _on_the_line(run: Run) -> Iterator[tuple[int, dict[Any, Any]]]:
    """Functions of one variable that break a rate; of those known point by point only the simplest are run."""
    sampled = is_point_by_point(run)
    for part, horizon in enumerate(run.horizons[:1] if sampled else run.horizons):
        witness = sampled_counterexample(run, horizon) if sampled else counterexample(run, horizon)
        if witness is not None:
            yield part, witness


def _refutation(
    claim: Claim, target: dict[str, Any], known: Mapping[str, Accepted], only: int | None = None
) -> dict[str, Any]:
    """Each part of the obligation that the witness speaks about is tried; one that fails at it suffices."""
    stated, problem = parts(target), NotFound("no witness")
    try:
        candidates = list(counterexamples(claim, stated))
    except (NoWitness, Unsupported, KernelError) as error:
        raise NotFound(str(error)) from None
    for witness in candidates:
        if only not in (None, witness["part"]):
            continue
        try:
            return refuted(claim, target, known, witness)
        except NotFound as error:
            problem = error
    raise problem


def refuted(
    claim: Claim, target: dict[str, Any], known: Mapping[str, Accepted], witness: dict[str, Any]
) -> dict[str, Any]:
    """The refutation by one of the kernel's witnesses."""
    scripts = claim.proof if isinstance(claim.proof, Derivation) and claim.expect == "false" else None
    base = Context({}, {}, lemmas(known))
    try:
        proofs = _proofs(model.goals(parts(target), witness), scripts, model.orbit(witness), "goal", base)
    except (NotFound, KernelError) as error:
        raise NotFound(f"part {witness['part']} is not refuted at the witness: {error}") from None
    return _file(claim, "refutation", target, sorted(base.used), proofs) | {"witness": witness}


def _file(claim: Claim, kind: str, target: dict[str, Any], uses: list[str], proofs: list[Any]) -> dict[str, Any]:
    start = {"format": FORMAT, "label": claim.label, "kind": kind, "obligation": target}
    return start | {"uses": uses, "proofs": proofs}


def _proofs(
    goals: list[list[Formula]],
    scripts: Derivation | None,
    facts: Mapping[str, Formula],
    stem: str,
    base: Context,
    seconds: float = SECONDS,
) -> list[Any]:
    earlier, proofs = dict(facts), []
    for i, ways in enumerate(goals):
        script = scripts.parts[i] if scripts is not None and i < len(scripts.parts) else None
        steps, shown = _first(ways, script, earlier, base, seconds)
        proofs.append(steps)
        earlier[f"{stem}.{i}"] = shown
    return proofs


def _first(
    ways: list[Formula], script: Any, earlier: dict[str, Formula], base: Context, seconds: float
) -> tuple[Any, Formula]:
    problems = []
    for phi in ways:
        scope, facts, goal = opened(phi, earlier)
        context = Context(scope, facts, base.lemmas, base.axioms, base.used)
        if script is not None:
            finders: tuple[Finder, ...] = (partial(elaborate, script),)
        else:
            alone = partial(automatic, seconds=seconds)
            by: tuple[Finder, ...] = (by_multipliers,) if VECTOR in scope.values() else ()
            finders = ((by_combinations,) if conditions(context) else ()) + by + (alone,)
        for find in finders:
            try:
                return find(goal, context), phi
            except (NotFound, KernelError) as error:
                problems.append(str(error))
    raise NotFound("\n".join(problems))


def write(data: Mapping[str, Any], records: Path = CERTIFICATES) -> Path:
    """Write a certificate file, by a temporary file and a rename, and return where it is."""
    target = records / f"{data['label']}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=target.parent, suffix=".tmp", delete=False, encoding="utf-8") as file:
        json.dump(data, file, indent=1, ensure_ascii=True)
        file.write("\n")
    os.replace(file.name, target)
    return target


def store(catalog: Catalog, wanted: Iterable[Claim]) -> Iterator[tuple[str, str | None]]:
    """Find and write certificates, in dependency order; yields each label with None, or why there is none.

    Claims that are used but not wanted keep their stored certificate, if the kernel still accepts it.
    """
    labels = {claim.label for claim in wanted}
    needed = labels.union(*(catalog.closure(label) for label in labels))
    known: dict[str, Accepted] = {}
    for label in catalog.order:
        claim = catalog[label]
        if label not in needed or claim.kind == "axiom":
            continue
        if label not in labels and (found := _stored(claim, known)) is not None:
            known[label] = found
            continue
        try:
            data = certificate(claim, known)
        except (NotFound, Unsupported, KernelError) as error:
            yield label, str(error)
            continue
        known[label] = check(data, known, data["obligation"])
        write(data, certificates_of(claim))
        yield label, None


def recheck(claim: Claim, catalog: Catalog) -> str:
    """Certify a claim now, on top of the stored certificates of what it uses, and say how it went in one line."""
    known: dict[str, Accepted] = {}
    below = {used for label in claim.uses for used in (*catalog.closure(label), label)}
    for label in catalog.order:
        if label in below and catalog[label].kind != "axiom":
            found = _stored(catalog[label], known) or _found(catalog[label], known)
            if found is not None:
                known[label] = found
    try:
        data = certificate(claim, known)
    except (NotFound, Unsupported, KernelError) as error:
        return f"undecided: {error}"
    axioms: set[str] = set(check(data, known).axioms)
    axioms |= {a for label in below if label in known for a in known[label].axioms}
    steps = json.dumps(data["proofs"]).count('"rule"')
    return f"accepted: {steps} steps, on {', '.join(sorted(axioms)) or 'no axioms'}"


def _found(claim: Claim, known: Mapping[str, Accepted]) -> Accepted | None:
    try:
        return check(certificate(claim, known), known)
    except (NotFound, Unsupported, KernelError):
        return None


def _stored(claim: Claim, known: Mapping[str, Accepted]) -> Accepted | None:
    try:
        return check(read(certificate_file(claim)), known, obligation(claim))
    except (KernelError, Unsupported):
        return None
