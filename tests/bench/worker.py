"""Measurements, each in a process of its own: ``python worker.py TOOL LIMIT`` reads "PROBLEM N CERTIFICATE", prints JSON.

What is imported, also what the programs import late, is imported first; then every measurement is a fork of that
process, which has computed nothing yet.  Modules that still come in while the clock runs are counted, so that the claim
can be checked.  A measurement that takes more than LIMIT seconds is ended.  TOOL is rateproof (known multipliers, else a solver),
rateproof-path (a solver, on the pairs of neighbours), rateproof-all (a solver, on all pairs), PEPit, PEPit-clarabel or
AutoLyap; PROBLEM is convex or nonconvex.
"""

import importlib.util
import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

IMPORTS = {
    "rateproof": ("clarabel", "numpy", "scipy.linalg", "scipy.sparse.linalg", "verify.finders.performance.proofs.rational",
                  "verify.brackets.fixed_step"),
    "PEPit": ("clarabel", "cvxpy", "cvxpy.cvxcore.python.cppbackend", "numpy", "scs", "scs._scs_mkl", "PEPit.functions"),
    "AutoLyap": ("clarabel", "cvxpy", "cvxpy.cvxcore.python.cppbackend", "numpy", "autolyap.algorithms",
                 "autolyap.problemclass"),
}  # fmt: skip

Work = Callable[[], None]
Told = Callable[[], dict[str, Any]]


def ours(problem: str, horizon: int, pairs: str, keep: str | None) -> tuple[Work, Told]:
    """The bracket of ``rateproof worst-case gd --class ... --N ...``; then what it ends in."""
    from verify.brackets.fixed_step import find

    found: list[Any] = []
    functions = {"convex": "smooth-convex", "nonconvex": "smooth"}[problem]

    def work() -> None:
        found.append(find("gd", horizon, {}, functions, pairs=pairs))

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


def pepit(problem: str, horizon: int, solver: str | None) -> tuple[Work, Told]:
    """The same worst case as a float, by PEPit with all its pairs of points."""
    from PEPit import PEP, Expression
    from PEPit.functions import SmoothConvexFunction, SmoothFunction

    pep, values = PEP(), list[float]()

    def convex() -> None:
        f = pep.declare_function(SmoothConvexFunction, L=1.0)
        minimiser = f.stationary_point()
        x = pep.set_initial_point()
        pep.set_initial_condition((x - minimiser) ** 2 <= 1)
        for _ in range(horizon):
            x = x - f.gradient(x)
        pep.set_performance_metric(f(x) - f(minimiser))

    def nonconvex() -> None:
        f = pep.declare_function(SmoothFunction, L=1.0)
        x, low = pep.set_initial_point(), Expression()
        for i in range(horizon + 1):
            gradient, value = f.oracle(x)
            if not i:
                pep.set_initial_condition(value - low <= 1)
            pep.set_performance_metric(gradient**2)
            pep.add_constraint(value - low >= gradient**2 / 2)  # the minimum lies below, as one more step shows
            x = x - gradient

    def work() -> None:
        (convex if problem == "convex" else nonconvex)()
        values.append(float(pep.solve(verbose=0, solver=solver)))

    def told() -> dict[str, Any]:
        status = f"{pep.wrapper.solver_name}: {pep.wrapper.prob.status}"
        return {"value": values[0], "status": status}

    return work, told


def autolyap(horizon: int) -> tuple[Work, Told]:
    """The same bound by AutoLyap's chain of Lyapunov functions."""
    from autolyap import IterationDependent, SolverOptions
    from autolyap.algorithms import GradientMethod
    from autolyap.problemclass import InclusionProblem, SmoothConvex

    found: list[Any] = []

    def work() -> None:
        problem, method = InclusionProblem([SmoothConvex(1.0)]), GradientMethod(gamma=1.0)
        first, zero = IterationDependent.get_parameters_distance_to_solution(method, 0, i=1, j=1)
        last, one = IterationDependent.get_parameters_function_value_suboptimality(method, horizon)
        options = SolverOptions(backend="cvxpy", cvxpy_solver="CLARABEL")
        found.append(IterationDependent.search_lyapunov(
            problem, method, horizon, first, last, q_0=zero, q_K=one, solver_options=options
        ))  # fmt: skip

    def told() -> dict[str, Any]:
        return {"value": float(found[0]["c_K"]), "status": f"CLARABEL: {found[0]['status']}"}

    return work, told


def prepare(tool: str) -> float:
    """Import what the tool needs; the seconds it took."""
    start = time.perf_counter()
    for name in IMPORTS[tool.partition("-")[0]]:
        if importlib.util.find_spec(name) is not None:  # scs has its MKL part on some platforms only
            importlib.import_module(name)
    return time.perf_counter() - start


def measure(tool: str, problem: str, horizon: int, keep: str | None) -> dict[str, Any]:
    """Measure."""
    family, _, variant = tool.partition("-")
    if family == "rateproof":
        work, told = ours(problem, horizon, variant or "auto", keep)
    elif family == "PEPit":
        work, told = pepit(problem, horizon, "CLARABEL" if variant == "clarabel" else None)
    else:
        work, told = autolyap(horizon)
    before = set(sys.modules)
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    late = len(set(sys.modules) - before)
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, KiB elsewhere
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20
    return {"seconds": wall, "cpu seconds": cpu, "peak MiB": peak, "late imports": late, **told()}


def serve(tool: str, limit: int) -> None:
    """Answer each line of the input with a line, from a child; the first line says how long the imports took."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what the tools print is no answer
    print(json.dumps({"import seconds": prepare(tool)}), file=answers)
    for line in sys.stdin:
        problem, horizon, keep = line.split()
        child = os.fork()
        if not child:
            signal.alarm(limit)
            print(json.dumps(measure(tool, problem, int(horizon), keep)), file=answers, flush=True)
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if status:
            print(json.dumps({"failed": f"ended with status {status}"}), file=answers)


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
