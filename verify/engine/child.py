"""A process that checks jobs for one thread of a Dask worker.

A worker of Dask cannot end a task at its time limit, and may not start processes by multiprocessing.  So each of its
threads keeps a child: an interpreter that loads the papers once, takes jobs through a pipe, and is killed at the limit.
"""

import multiprocessing
import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path

from verify.engine import parallel
from verify.engine.parallel import Job
from verify.verdict import Finding

__all__ = ["Answer", "Child", "serve"]

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 600.0
"""Seconds for loading the papers."""

Answer = tuple[str, Finding | None]
"""The key under which the child remembers the finding (it tells whether the child runs the same program), and it.
The key is empty if there is no answer to remember: the finding says what happened."""


class Child:
    """The end of the pipe that the worker has.

    Args:
        papers: paper files to load.
        keys: of the built-in papers to load besides what the files rest on.
        names: of the checkers that jobs may name.
    """

    def __init__(self, papers: Sequence[str], keys: Sequence[str], names: Sequence[str]) -> None:
        self._setup = (tuple(papers), tuple(keys), tuple(names))
        self._process: subprocess.Popen[bytes] | None = None
        self._pipe: Connection | None = None

    def check(self, job: Job, limit: float) -> Answer:
        """Check one job; a child that ran out of time or died is replaced when the next job comes.

        Args:
            job: what to check.
            limit: seconds; loading the papers is not part of them.
        """
        pipe = self._pipe or self._start()
        try:
            pipe.send((job, limit))
            if pipe.poll(limit):
                answer: Answer = pipe.recv()
                return answer
        except (EOFError, OSError):
            return "", parallel.crashed(job, parallel.died(self.stop()), 0.0)
        self.stop()
        return "", parallel.crashed(job, parallel.out_of_time(limit), limit)

    def stop(self) -> int:
        """End the child, at once; its exit code."""
        process, pipe, self._process, self._pipe = self._process, self._pipe, None, None
        if pipe is not None:
            pipe.close()
        if process is None:
            return 0
        try:
            return process.wait(1)  # it ends by itself at the end of the pipe, unless it computes
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()

    def _start(self) -> Connection:
        ours, theirs = multiprocessing.Pipe()
        with theirs:
            number = theirs.fileno()
            path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
            self._process = subprocess.Popen(
                [sys.executable, "-c", f"from {__name__} import serve; serve({number})"],
                pass_fds=[number], stdin=subprocess.DEVNULL, env={**parallel.CALM, **os.environ, "PYTHONHASHSEED": "0",
                                                                  "PYTHONPATH": path},
            )  # fmt: skip
        self._pipe = ours
        ours.send(self._setup)
        if not ours.poll(PATIENCE):
            raise TimeoutError(f"the papers were not loaded in {PATIENCE:g} s")
        ours.recv()
        return ours


def serve(number: int) -> None:
    """Check jobs from the pipe with this file number until its other end closes.  Runs in the child."""
    from theory.catalog import assemble
    from verify.engine.run import Keys

    threading.Thread(target=_follow, args=(os.getppid(),), daemon=True).start()
    with Connection(number) as pipe:
        papers, wanted, names = pipe.recv()
        parallel.start(papers, wanted)
        keys = Keys(assemble(papers, wanted), names)
        pipe.send(None)
        while True:
            try:
                job, limit = pipe.recv()
            except EOFError:
                return
            pipe.send((keys[job], parallel.check(job, limit)))


def _follow(parent: int) -> None:
    """End with the worker, also when that is killed: nobody would take the answer."""
    while os.getppid() == parent:
        time.sleep(1)
    os._exit(1)
