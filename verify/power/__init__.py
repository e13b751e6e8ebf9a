"""The power table: claims are mutated, and who notices is recorded.

A checker that cannot tell a theorem from the same theorem with a better constant is worth nothing.  For claims that are
said to be tight, and for planted controls, every mutant of the constant must be refuted; for the others the largest
shrink that survives says how loose the constant may be; a hypothesis that the proof does not need is idle; and each
claim shows one point at which all its hypotheses hold.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from theory.catalog import Catalog, built_in_keys
from theory.claim import Claim
from verify.engine import Tally
from verify.power.report import Power

__all__ = ["Power", "measure", "table"]

ROWS, PROOFS = "verify.power.job", "verify.power.proofs"


def table(catalog: Catalog, claims: Iterable[Claim]) -> Any:
    """The power table of the claims, for rich to print; a bar shows how far it is."""
    from rich.console import Console

    from verify.report import Progress

    with Progress(Console(stderr=True)) as progress:
        return measure(catalog, claims, progress=progress).table()


def measure(
    catalog: Catalog,
    claims: Iterable[Claim],
    *,
    workers: int = 0,
    limit: float = 180.0,
    seed: int = 0,
    cached: bool = True,
    progress: Callable[[Tally], None] = lambda tally: None,
) -> Power:
    """Mutate the claims and let the checkers find out.

    Args:
        catalog: where the claims are.
        claims: those that get a row.
        workers: processes; 0 for one a core.
        limit: seconds that one row may take.
        seed: of every random choice.
        cached: whether rows are taken from the cache, where they are kept in any case.
        progress: called a few times a second.
    """
    import os

    from verify.engine import parallel
    from verify.engine.cache import Cache, default_folder
    from verify.engine.run import Keys

    claims = list(claims)
    began, found = time.perf_counter(), dict[tuple[str, str], Any]()
    cache, keys = Cache(default_folder()), Keys(catalog, (ROWS, PROOFS))
    tally = Tally(total=2 * len(claims), workers=workers or os.cpu_count() or 1)
    waiting = []
    # What takes long comes first: the rows of theorems about runs, then the others.
    for claim in sorted(claims, key=lambda claim: type(claim.statement).__name__ != "Run"):
        for name in (ROWS, PROOFS):
            job = parallel.Job(label=claim.label, checker=name, seed=seed)
            hit, finding = cache.get(claim.label, name, keys[job]) if cached else (False, None)
            if hit:
                found[claim.label, name] = finding
                tally.reused += 1
            else:
                waiting.append(job)

    def done(job: Any, finding: Any) -> None:
        found[job.label, job.checker] = finding
        tally.checked += 1
        if finding is None or finding.outcome != "crashed":
            cache.put(job.label, job.checker, keys[job], finding)

    def tick() -> None:
        tally.seconds = time.perf_counter() - began
        progress(tally)

    parallel.run(waiting, papers=_papers(claims, catalog), workers=tally.workers, limit=limit, done=done, tick=tick)
    rows = [_joined(claim, found[claim.label, ROWS], found[claim.label, PROOFS]) for claim in claims]
    return Power(rows=tuple(row for row in rows if row is not None))


def _papers(claims: Sequence[Claim], catalog: Catalog) -> tuple[str, ...]:
    """The files of the papers that are not built in, for the processes to load."""
    files = {claim.paper: claim.file for claim in catalog if claim.paper not in built_in_keys()}
    return tuple(str(Path(file)) for file in files.values())


def _joined(claim: Claim, attacked: Any, proved: Any) -> dict[str, Any] | None:
    """A row with its idle hypotheses; of a job that did not end, the reason."""
    if attacked is None:
        return None
    row: dict[str, Any] = {"label": claim.label, "role": "", "mutants": [], "loose": [], "vacuity": {}, "failed": ""}
    row |= {"failed": attacked.reason} if attacked.outcome == "crashed" else dict(attacked.evidence)
    row["proved"] = [] if not claim.looseness else [f"{n}: {a} to {b}" for n, (a, b) in claim.looseness.items()]
    row["idle"], row["unproved"] = [], ""
    if proved is not None:
        crashed = proved.outcome == "crashed"
        row["idle"] = [] if crashed else list(proved.evidence["idle"])
        row["unproved"] = proved.reason if crashed else proved.evidence["reason"]
    return row
