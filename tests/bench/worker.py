"""One measurement in a process of its own: ``python worker.py rateproof|PEPit|PEPit-clarabel N [CERTIFICATE]`` prints JSON.

What is imported, also what the programs import late, is imported before the clock starts; modules that still came in
while it ran are counted, so that the claim can be checked.
"""

import importlib.util
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

OURS = ("clarabel", "numpy", "scipy.linalg", "scipy.sparse", "scipy.sparse.linalg", "verify.finders.performance.rational",
        "verify.brackets.fixed_step")  # fmt: skip
THEIRS = ("clarabel", "cvxpy", "cvxpy.cvxcore.python.cppbackend", "numpy", "scs", "scs._scs_mkl", "PEPit.functions")

Work = Callable[[], None]
Told = Callable[[], dict[str, Any]]


def ours(horizon: int, keep: str | None) -> tuple[Work, Told]:
    """The bracket of ``rateproof worst-case gd --class smooth-convex --N ...``; then what it ends in."""
    from verify.brackets.fixed_step import find

    found: list[Any] = []

    def work() -> None:
        found.append(find("gd", horizon, {}))

    def told() -> dict[str, Any]:
        (it,) = found
        if keep is not None and it.certificate is not None:
            Path(keep).write_text(json.dumps(it.certificate), encoding="utf-8")
        return {
            "low": None if it.low is None else str(it.low),
            "high": None if it.high is None else str(it.high),
            "value": None if it.high is None else float(it.high),
            "certificate": it.certificate is not None,
            "witness": it.witness is not None,
            "status": ", ".join(it.status),
        }

    return work, told


def theirs(horizon: int, solver: str | None) -> tuple[Work, Told]:
    """The same worst case as a float, by PEPit with all its pairs of points."""
    from PEPit import PEP
    from PEPit.functions import SmoothConvexFunction

    problem, values = PEP(), list[float]()

    def work() -> None:
        f = problem.declare_function(SmoothConvexFunction, L=1.0)
        minimiser = f.stationary_point()
        x = problem.set_initial_point()
        problem.set_initial_condition((x - minimiser) ** 2 <= 1)
        for _ in range(horizon):
            x = x - f.gradient(x)
        problem.set_performance_metric(f(x) - f(minimiser))
        values.append(float(problem.solve(verbose=0, solver=solver)))

    def told() -> dict[str, Any]:
        status = f"{problem.wrapper.solver_name}: {problem.wrapper.prob.status}"
        return {"value": values[0], "status": status}

    return work, told


def main(tool: str, horizon: int, keep: str | None) -> dict[str, Any]:
    """Measure."""
    for name in OURS if tool == "rateproof" else THEIRS:
        if importlib.util.find_spec(name) is not None:  # scs has its MKL part on some platforms only
            importlib.import_module(name)
    solver = "CLARABEL" if tool == "PEPit-clarabel" else None
    work, told = ours(horizon, keep) if tool == "rateproof" else theirs(horizon, solver)
    before = set(sys.modules)
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    late = len(set(sys.modules) - before)
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, KiB elsewhere
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20
    return {"seconds": wall, "cpu seconds": cpu, "peak MiB": peak, "late imports": late, **told()}


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), sys.argv[3] if len(sys.argv) > 3 else None)))
