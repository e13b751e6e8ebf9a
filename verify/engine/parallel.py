"""Checking in processes: each task has a time limit that holds even inside a C library.

Claims hold sympy objects and the paper's own generator functions, which do not travel between processes.
So a worker loads the catalog itself, once, and a job names its claim by label.
"""

import concurrent.futures
import faulthandler
import math
import multiprocessing
import os
import time
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pebble

from theory.catalog import Catalog, assemble, built_in_modules
from verify import checkers
from verify.task import Task
from verify.verdict import Finding

__all__ = ["CALM", "Job", "check", "crashed", "died", "keys_of", "out_of_time", "run", "start"]

TICK = 0.2
"""Seconds between two looks at what is finished."""
CALM = {"PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""One thread a process and one hash seed: the processes are the parallelism, and runs repeat."""


@dataclass(frozen=True, kw_only=True)
class Job:
    """One claim for one checker, by name.

    Attributes:
        label: of the claim.
        checker: name of the checker, as in ``verify.checkers.CHECKERS``.
        trials, seed, deep: as in ``Task``.
    """

    label: str
    checker: str
    trials: int = 100
    seed: int = 0
    deep: bool = False


def run(
    jobs: Sequence[Job],
    *,
    papers: Sequence[str],
    workers: int,
    limit: float,
    done: Callable[[Job, Finding | None], None],
    tick: Callable[[], None] = lambda: None,
) -> None:
    """Run the jobs and hand each finding to ``done`` as soon as it is there.

    Args:
        jobs: what to check.
        papers: paper files to load besides the built-in papers.
        workers: number of processes.
        limit: seconds that a job may take; its process is killed after that.
        done: called in this process, in order of completion; None says that the checker does not apply.
        tick: called a few times a second.
    """
    if not jobs:
        return
    _calm_environment()
    keys = keys_of(jobs)
    pool = pebble.ProcessPool(
        max_workers=max(1, min(workers, len(jobs))),
        initializer=start,
        initargs=(tuple(papers), keys),
        context=_context(keys),
    )
    try:
        waiting: dict[concurrent.futures.Future[Finding | None], Job] = {
            pool.schedule(check, args=(job, limit), timeout=limit): job for job in jobs
        }
        while waiting:
            ready, _ = concurrent.futures.wait(waiting, TICK, concurrent.futures.FIRST_COMPLETED)
            for future in sorted(ready, key=lambda item: (waiting[item].label, waiting[item].checker)):
                job = waiting.pop(future)
                done(job, _outcome(future, job, limit))
            tick()
    finally:
        pool.stop()
        pool.join()


def keys_of(jobs: Iterable[Job]) -> tuple[str, ...]:
    """The papers that have the jobs' claims; what these rest on in others is loaded with them."""
    return tuple(sorted({job.label.partition("/")[0] for job in jobs}))


def _context(keys: tuple[str, ...]) -> Any:
    """How workers start: from a small server that has the built-in papers, or each from nothing where there is none.

    Not by a fork of this process, whose threads would not survive it.
    """
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, *built_in_modules(keys)])
    return context


def _calm_environment() -> None:
    """The environment that workers inherit."""
    os.environ["PYTHONHASHSEED"] = "0"
    for name, value in CALM.items():
        os.environ.setdefault(name, value)


def _outcome(future: Any, job: Job, limit: float) -> Finding | None:
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, TimeoutError):
        return crashed(job, out_of_time(limit), limit)
    if isinstance(error, pebble.ProcessExpired):
        return crashed(job, died(error.exitcode), 0.0)
    return crashed(job, f"{type(error).__name__}: {error}", 0.0)


def out_of_time(limit: float) -> str:
    """The reason of a job that was ended at the limit."""
    return f"out of time after {limit:g} s; --timeout gives it longer"


def died(code: int) -> str:
    """The reason of a job whose process ended by itself."""
    return f"its process died with exit code {code}"


def crashed(job: Job, reason: str, seconds: float, **evidence: Any) -> Finding:
    """The finding of a job that did not come to its end."""
    return Finding(
        checker=job.checker, outcome="crashed", rigour="none", reason=reason, seconds=seconds, evidence=evidence
    )


# What follows runs in the workers.

_state: dict[str, Any] = {}


def start(papers: Sequence[str], keys: Sequence[str]) -> None:
    """Load the files, and the built-in papers that have the keys; once a process."""
    try:
        _state["catalog"] = assemble(papers, keys)
    except Exception as error:  # reported with every job: a worker that dies here would be restarted for ever
        _state["error"] = f"the papers could not be loaded in a worker: {type(error).__name__}: {error}"


def check(job: Job, limit: float) -> Finding | None:
    """Check one job in this process, which ends soon after the limit even if nobody ends it."""
    if "error" in _state:
        return crashed(job, _state["error"], 0.0)
    # The parent kills this process at the limit; should the parent itself be killed, this still ends it.
    with open(os.devnull, "w") as sink:
        faulthandler.dump_traceback_later(limit + 10, exit=True, file=sink)
        try:
            return _timed(job)
        finally:
            faulthandler.cancel_dump_traceback_later()


def _timed(job: Job) -> Finding | None:
    catalog: Catalog = _state["catalog"]
    began = time.perf_counter()
    try:
        checker = checkers.load(job.checker)
        claim = catalog[job.label]
        if not checker.applies(claim):
            return None
        found = checker.check(Task(claim=claim, catalog=catalog, trials=job.trials, seed=job.seed, deep=job.deep))
        if not isinstance(found, Finding) or found.checker != job.checker:
            raise TypeError(f"checker {job.checker!r} must return a Finding of its own name, not {found!r}")
        return replace(found, evidence=plain(found.evidence), seconds=round(time.perf_counter() - began, 3))
    except Exception as error:  # whatever a checker raises is its finding, and the others go on
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(last.filename).name}:{last.lineno} in {last.name}"
        seconds = round(time.perf_counter() - began, 3)
        return crashed(job, f"{type(error).__name__}: {error} ({where})", seconds)


def plain(value: Any) -> Any:
    """The value as JSON data; numbers that JSON lacks become their text."""
    if value is None or isinstance(value, bool | int | str):
        return value if not isinstance(value, int) or isinstance(value, bool) else int(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else str(value)
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, tuple | list | set | frozenset):
        return [plain(item) for item in (sorted(value, key=str) if isinstance(value, set | frozenset) else value)]
    return str(value)
