"""One run: select the checks, take from the cache what is there, run the rest, settle the verdicts."""

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from theory.catalog import Catalog
from theory.claim import Claim
from verify import checkers
from verify.engine import parallel
from verify.engine.cache import Cache, default_folder
from verify.engine.fingerprint import Contents, sources
from verify.engine.parallel import Job
from verify.ledger import Ledger, settle
from verify.shards import recorded
from verify.verdict import Finding

__all__ = ["Options", "Tally", "remembered", "verify"]

DEEP = 2000
"""Effective trials of a deep run."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """How a run is made.

    Attributes:
        checkers: names; empty for all.
        workers: processes; 0 for one a core.
        limit: seconds a checker may spend on a claim.
        trials: effective trials of a sampling checker; 0 for the usual number.
        seed: of every random choice.
        deep: whether checkers run their long versions.
        cached: whether findings are taken from the cache; they are put there in any case.
        dask: address of a Dask scheduler whose workers do the checks; empty for processes of this machine.
    """

    checkers: tuple[str, ...] = ()
    workers: int = 0
    limit: float = 300.0
    trials: int = 0
    seed: int = 0
    deep: bool = False
    cached: bool = True
    dask: str = ""

    @property
    def standard(self) -> bool:
        """Whether the findings are those that the committed ledger records."""
        return not self.checkers and not self.trials and not self.seed and not self.deep

    @property
    def asked(self) -> int:
        """The effective trials that a sampling checker is asked for."""
        return self.trials or (DEEP if self.deep else 100)

    @property
    def names(self) -> tuple[str, ...]:
        """The checkers asked for; raises PaperError for an unknown one."""
        return checkers.names(self.checkers)

    def job(self, label: str, checker: str) -> Job:
        """The job for one claim and checker."""
        return Job(label=label, checker=checker, trials=self.asked, seed=self.seed, deep=self.deep)


@dataclass(kw_only=True)
class Tally:
    """How far a run is.

    Attributes:
        total: number of (claim, checker) pairs.
        reused: how many of them came from the cache.
        checked: how many have been computed.
        seconds: wall time so far.
        workers: processes in use.
        warnings: lines about the cache.
    """

    total: int = 0
    reused: int = 0
    checked: int = 0
    seconds: float = 0.0
    workers: int = 1
    warnings: list[str] = field(default_factory=list)


def verify(
    catalog: Catalog,
    claims: Iterable[Claim],
    *,
    papers: Sequence[str] = (),
    options: Options | None = None,
    progress: Callable[[Tally], None] = lambda tally: None,
) -> tuple[Ledger, Tally]:
    """Check the claims and everything that they rest on.

    Args:
        catalog: where the claims are.
        claims: what is asked for.
        papers: the paper files in the catalog, besides the built-in papers.
        options: how.
        progress: called a few times a second.

    Returns:
        One entry a claim, in the order of declaration, and how the run went.

    Raises:
        PaperError: for the name of a checker that does not exist.
    """
    options = options or Options()
    began = time.perf_counter()
    labels = rests_on(catalog, claims)
    names = options.names
    cache, keys = Cache(default_folder()), Keys(catalog, names)
    tally = Tally(total=len(labels) * len(names), workers=options.workers or os.cpu_count() or 1)
    found: dict[tuple[str, str], Finding | None] = {}
    waiting: list[Job] = []
    for label in labels:
        for name in names:
            job = options.job(label, name)
            hit, finding = cache.get(label, name, keys[job]) if options.cached else (False, None)
            if hit:
                found[label, name] = finding
                tally.reused += 1
            else:
                waiting.append(job)

    def done(job: Job, finding: Finding | None) -> None:
        found[job.label, job.checker] = finding
        tally.checked += 1
        if finding is None or finding.outcome != "crashed":
            cache.put(job.label, job.checker, keys[job], finding)

    def tick() -> None:
        tally.seconds = time.perf_counter() - began
        progress(tally)

    if options.dask and waiting:
        from verify.engine import cluster  # brings in distributed, which few have and fewer need

        known = {job: keys[job] for job in waiting}
        tally.workers = cluster.run(
            waiting, known, address=options.dask, papers=papers, limit=options.limit, done=done, tick=tick
        )
    else:
        parallel.run(waiting, papers=papers, workers=tally.workers, limit=options.limit, done=done, tick=tick)
    tally.seconds = time.perf_counter() - began
    tally.warnings = cache.warnings()
    present = {label: tuple(f for name in names if (f := found[label, name]) is not None) for label in labels}
    return settle(catalog, present, partial=bool(options.checkers)), tally


def remembered(catalog: Catalog, *claims: Claim) -> Ledger:
    """What is known of claims and of those below them without checking anything.

    The cache is asked first, for the present content; where it has nothing, the committed ledger.
    """
    options, cache = Options(), Cache(default_folder())
    keys = Keys(catalog, options.names)
    found: dict[str, tuple[Finding, ...]] = {}
    for label in rests_on(catalog, claims):
        jobs = [options.job(label, name) for name in options.names]
        hits = [cache.get(label, job.checker, keys[job]) for job in jobs]
        found[label] = tuple(f for hit, f in hits if hit and f is not None) or recorded(label)
    return settle(catalog, found)


def rests_on(catalog: Catalog, claims: Iterable[Claim]) -> tuple[str, ...]:
    """Labels of the claims and of everything below them, in the order of declaration."""
    wanted = set[str]()
    for claim in claims:
        wanted.update((claim.label, *catalog.closure(claim.label)))
    return tuple(claim.label for claim in catalog if claim.label in wanted)


class Keys:
    """The names under which findings are remembered.

    Args:
        catalog: where the claims are.
        names: of the checkers.
    """

    def __init__(self, catalog: Catalog, names: Iterable[str]) -> None:
        self._contents = Contents(catalog)
        self._sources = {name: sources(checkers.module(name)) for name in names}

    def __getitem__(self, job: Job) -> str:
        parts = (self._contents[job.label], job.checker, self._sources[job.checker], job.trials, job.seed, job.deep)
        return hashlib.sha256(repr(parts).encode()).hexdigest()
