"""The same checks on a Dask cluster: one task a claim and checker, as in ``verify.engine.parallel``.

A task that was on a worker which dies is done again by another.  Each answer brings the key under which the worker
would remember it: a worker with other sources, libraries, papers or certificates is refused, not believed.
"""

import queue
import threading
import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import distributed

from theory import PaperError
from verify.engine import parallel
from verify.engine.child import Answer, Child
from verify.engine.parallel import TICK, Job
from verify.verdict import Finding

__all__ = ["run"]

CONNECT = "10s"


def run(
    jobs: Sequence[Job],
    keys: Mapping[Job, str],
    *,
    address: str,
    papers: Sequence[str],
    limit: float,
    done: Callable[[Job, Finding | None], None],
    tick: Callable[[], None] = lambda: None,
) -> int:
    """Run the jobs on the cluster and hand each finding to ``done`` as soon as it is there.

    Args:
        jobs: what to check.
        keys: the key of each job's finding here; the worker's must be the same.
        address: of the scheduler, e.g. "tcp://10.0.0.1:8786".
        papers: paper files besides the built-in papers; workers read them under the same absolute path.
        limit: seconds that a job may take.
        done: called with each finding, as in ``verify.engine.parallel.run``.
        tick: called a few times a second.

    Returns:
        The number of threads of the cluster.

    Raises:
        PaperError: if there is no scheduler at the address, if it has no workers, or if it goes away.
    """
    try:
        client = distributed.Client(address, timeout=CONNECT, set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise PaperError(
            f"--dask {address}: no scheduler answers ({error}). Start one with dask scheduler, and workers with "
            "dask worker ADDRESS, where rateproof is installed."
        ) from None
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise PaperError(f"--dask {address}: the scheduler has no workers. Start some: dask worker {address}")
        name = uuid.uuid4().hex
        files, names = tuple(str(Path(paper).resolve()) for paper in papers), tuple(sorted({j.checker for j in jobs}))
        setup = (name, files, parallel.keys_of(jobs), names)
        finished: queue.SimpleQueue[tuple[Job, Any]] = queue.SimpleQueue()
        futures = [client.submit(check, setup, job, limit, key=f"{name}-{i}") for i, job in enumerate(jobs)]
        for job, future in zip(jobs, futures, strict=True):
            future.add_done_callback(lambda future, job=job: finished.put((job, future)))
        left = len(futures)
        while left:
            try:
                job, future = finished.get(timeout=TICK)
            except queue.Empty:
                if client.status not in ("running", "connecting"):
                    raise PaperError(f"--dask {address}: the scheduler is gone. What was finished is kept.") from None
            else:
                done(job, _finding(future, job, keys[job], address))
                left -= 1
            tick()
        client.run(retire, name, on_error="ignore")
    return threads


def _finding(future: Any, job: Job, key: str, address: str) -> Finding | None:
    """What the future says, if the worker is one to believe."""
    if future.status == "cancelled":
        raise PaperError(f"--dask {address}: the scheduler is gone. What was finished is kept.")
    error = future.exception()
    if error is not None:
        return parallel.crashed(job, f"on the cluster: {type(error).__name__}: {error}", 0.0)
    theirs, found = future.result()
    if theirs not in ("", key):
        reason = "its worker has another version of rateproof, its libraries, the paper or its certificates than here"
        return parallel.crashed(job, reason, 0.0)
    return found


# What follows runs in the workers.

_mine = threading.local()
_children: dict[str, list[Child]] = {}


def check(setup: tuple[str, Sequence[str], Sequence[str], Sequence[str]], job: Job, limit: float) -> Answer:
    """One task: the job, by the child of this thread."""
    name, *what = setup
    if getattr(_mine, "name", "") != name:
        _mine.name, _mine.child = name, Child(*what)
        _children.setdefault(name, []).append(_mine.child)
    found: Answer = _mine.child.check(job, limit)
    return found


def retire(name: str) -> None:
    """End the children of a run."""
    for child in _children.pop(name, ()):
        child.stop()
