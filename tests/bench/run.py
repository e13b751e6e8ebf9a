"""``make bench``: worst cases of gradient descent, ours against PEPit's and AutoLyap's, measured in one run; the record.

A measurement, not a test: nothing fails because a machine is slow.  Each measurement is a process of its own, forked from one
that has imported the tool and computed nothing; the tools take turns, so that what else runs on the machine meets all of them.  ``run.py PYTHON`` takes the peers from the
environment of that interpreter.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from math import log
from pathlib import Path
from statistics import linear_regression, median
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
RECORD = ROOT / "verify" / "records" / "runs" / "bench.json"

OURS = "rateproof"
TOOLS: Mapping[str, tuple[str, str, tuple[int, ...]]] = {
    "rateproof": ("guess, certify, meet: known multipliers, checked", "here", (10, 20, 40, 80, 160, 1000)),
    "rateproof-path": ("guess, certify, meet: Clarabel on pairs of neighbours", "here", (10, 20, 40, 80, 160)),
    "rateproof-all": ("Clarabel on all pairs of points", "here", (10, 20, 40)),
    "PEPit": ("all pairs, SCS", "peers", (10, 20, 40, 80)),
    "PEPit-clarabel": ("all pairs, Clarabel", "peers", (10, 20, 40)),
    "AutoLyap": ("a chain of Lyapunov functions, Clarabel", "peers", (10, 20, 40, 80, 160)),
}
"""Tool -> what it does, whose environment it runs in, and the horizons."""

PROBLEMS: Mapping[str, Mapping[str, str]] = {
    "convex": {"what": "f(x_N) - f*, f smooth and convex, ||x_0 - x*|| <= R", "unit": "L R^2", "exact": "1/(4 N + 2)"},
    "nonconvex": {"what": "min ||grad f(x_i)||^2, f smooth, f(x_0) - f* <= Delta", "unit": "L Delta",
                  "exact": "4/(3 N + 2)"},
}  # fmt: skip
CANNOT = {("AutoLyap", "nonconvex"): "it bounds what ends a chain of Lyapunov functions, not a minimum over the iterates, "
                                     "and measures values from a stationary point, not from a lower bound"}  # fmt: skip

WANTED: Mapping[str, Mapping[int, float]] = {
    "rateproof-all": {10: 4, 20: 4, 40: 2},
    "rateproof": {20: 10, 40: 50, 80: 300},
}
"""How many times faster than PEPit's fastest each is meant to be."""
MOST_SECONDS: Mapping[int, float] = {160: 0.5, 1000: 10}
MOST_MIB: Mapping[int, float] = {1000: 1024}

RUNS, RUNS_SLOW, SLOW, LIMIT = 5, 3, 8.0, 120
"""Runs of each; of one whose first run takes more than SLOW seconds; a process is given up after LIMIT seconds."""

PACKAGES = {"here": ("rateproof", "clarabel", "cvxpy", "numpy", "scipy", "sympy"),
            "peers": ("PEPit", "autolyap", "clarabel", "cvxpy", "numpy", "scipy", "scs")}  # fmt: skip
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS")
QUANTITIES = ("seconds", "cpu seconds", "peak MiB")

FIELDS = {
    "problems": "what is bounded, in which unit, and the exact worst case",
    "tools": "what each does",
    "imports": "seconds that each tool's imports took, once",
    "measurements": "one row for each tool, problem and N: runs, median and all of seconds (wall time without imports), cpu "
                    "seconds (of the process), peak MiB (of the fork, with what it shares); value (float); relative error, of the value; ends in (words); kernel, kernel seconds, bytes: the certificate rechecked alone",
    "cannot": "what a tool cannot do, and why",
    "not finished": "tool, problem and N that failed or took too long",
    "ours/theirs": "quotients of medians at the same problem and N",
    "wanted": "how often faster than PEPit's fastest (seconds, cpu seconds), or how few seconds and MiB; and whether it is so; "
              "where PEPit did not end, at least: the limit over our seconds",
    "niceness": "of this process and all that it starts; 0 is normal priority, less is before others",
    "load": "load averages of one minute: before everything, at the end, and after the runs",
    "exponents": "least squares of log seconds (and log cpu seconds) on log N",
}  # fmt: skip


def value(problem: str, horizon: int) -> float:
    """The exact worst case (Drori and Teboulle 2014; Abbaszadehpeivasti, de Klerk and Zamani 2022)."""
    return 1 / (4 * horizon + 2) if problem == "convex" else 4 / (3 * horizon + 2)


class Tool:
    """A process that has imported a tool and forks for each measurement."""

    def __init__(self, python: str, name: str) -> None:
        worker = [python, str(Path(__file__).with_name("worker.py")), name, str(LIMIT)]
        pipe = subprocess.PIPE
        self.name, self.process = name, subprocess.Popen(worker, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True)
        self.imports = round(float(self._answer()["import seconds"]), 3)

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        found: dict[str, Any] = json.loads(self.process.stdout.readline())
        return found

    def measured(self, problem: str, horizon: int, keep: Path) -> dict[str, Any] | None:
        """One measurement; None if it did not end in time or failed."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{problem} {horizon} {keep}\n")
        self.process.stdin.flush()
        found = self._answer()
        if "failed" in found:
            print(f"{self.name} {problem} N = {horizon}: {found['failed']}", file=sys.stderr)
            return None
        return found | {"load": os.getloadavg()[0]}

    def close(self) -> None:
        """End the process."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def rechecked(path: Path) -> dict[str, Any]:
    """What the kernel, alone in a process with the standard library only, says of a certificate."""
    if not path.exists():
        return {"kernel": "no certificate"}
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-I", "-S", "verify/kernel", str(path)], capture_output=True, cwd=ROOT)
    said = "accepted" if done.returncode == 0 else "refused"
    return {"kernel": said, "kernel seconds": round(time.perf_counter() - start, 3), "bytes": path.stat().st_size}


def ended(tool: str, last: Mapping[str, Any], kernel: Mapping[str, Any]) -> str:
    """What the answer is worth, in words."""
    if not tool.startswith(OURS):
        return f"a float, {last['status']}"
    upper = f"upper end by a certificate that the kernel {kernel['kernel']}" if last["certificate"] else "no upper end"
    lower = "a witness, run exactly, attains it" if last["low"] == last["high"] else f"lower end {last['low']}"
    return f"{last['high']}: {upper}; {lower}" if last["witness"] else f"{last['high']}: {upper}; no witness"


def summary(tool: str, problem: str, horizon: int, runs: Sequence[Mapping[str, Any]], keep: Path) -> dict[str, Any]:
    """One row of the record."""
    kernel = rechecked(keep) if tool.startswith(OURS) else {}
    numbers = {name: [round(run[name], 4) for run in runs] for name in (*QUANTITIES, "load")}
    found = runs[-1]["value"]
    return {
        "tool": tool,
        "problem": problem,
        "N": horizon,
        "runs": len(runs),
        "median": {name: round(median(numbers[name]), 4) for name in QUANTITIES},
        "all": numbers,
        "modules imported while the clock ran": max(run["late imports"] for run in runs),
        "value": found,
        "relative error": None if found is None else float(f"{found / value(problem, horizon) - 1:.3g}"),
        "ends in": ended(tool, runs[-1], kernel),
        **kernel,
    }


def ratios(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Ours over theirs, of the medians, wherever both were measured."""
    return [
        {"tool": own["tool"], "against": row["tool"], "problem": row["problem"], "N": row["N"]}
        | {name: round(own["median"][name] / row["median"][name], 5) for name in QUANTITIES}
        for own in rows
        for row in rows
        if own["tool"].startswith(OURS) and not row["tool"].startswith(OURS)
        and (own["problem"], own["N"]) == (row["problem"], row["N"])
    ]  # fmt: skip


def wanted(rows: Sequence[Mapping[str, Any]], lost: Sequence[Mapping[str, Any]] = ()) -> list[dict[str, Any]]:
    """What was meant to be reached, and what was; PEPit's fastest solver counts, and the limit where none ended."""
    given_up = {(row["problem"], row["N"]) for row in lost if row["tool"].startswith("PEPit")}
    medians = {(row["tool"], row["problem"], row["N"]): row["median"] for row in rows}
    found: list[dict[str, Any]] = []
    for problem in PROBLEMS:
        for tool, goals in WANTED.items():
            for n, times in goals.items():
                theirs = [m for (t, p, k), m in medians.items() if t.startswith("PEPit") and (p, k) == (problem, n)]
                own = medians.get((tool, problem, n))
                if own is not None and theirs:
                    speed = {q: round(min(m[q] for m in theirs) / own[q], 2) for q in ("seconds", "cpu seconds")}
                    found.append({"tool": tool, "problem": problem, "N": n, "times faster, wanted": times,
                                  "times faster": speed, "reached": speed["seconds"] >= times})  # fmt: skip
                elif own is not None and (problem, n) in given_up:
                    least = round(LIMIT / own["seconds"], 2)
                    found.append({"tool": tool, "problem": problem, "N": n, "times faster, wanted": times,
                                  "times faster": {"seconds": least}, "reached": least >= times,
                                  "baseline": f"PEPit did not end in {LIMIT} s, so at least"})  # fmt: skip
        for quantity, limits in (("seconds", MOST_SECONDS), ("peak MiB", MOST_MIB)):
            for n, most in limits.items():
                own = medians.get((OURS, problem, n))
                if own is not None:
                    found.append({"tool": OURS, "problem": problem, "N": n, f"{quantity}, at most": most,
                                  quantity: own[quantity], "reached": own[quantity] <= most})  # fmt: skip
    return found


def exponents(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Least squares of log seconds on log N for each tool and problem with three horizons or more."""
    found = []
    for tool, problem in dict.fromkeys((row["tool"], row["problem"]) for row in rows):
        mine = [row for row in rows if (row["tool"], row["problem"]) == (tool, problem)]
        if len(mine) >= 3:
            slopes = {
                name: round(linear_regression([log(r["N"]) for r in mine], [log(r["median"][name]) for r in mine]).slope, 2)
                for name in ("seconds", "cpu seconds")
            }
            found.append({"tool": tool, "problem": problem, "over N": [row["N"] for row in mine], "exponent": slopes})
    return found


def table(record: Mapping[str, Any]) -> Iterator[str]:
    """The record as text."""
    for problem, about in record["problems"].items():
        yield f"{problem}: {about['what']}; exactly {about['exact']} {about['unit']}"
        yield f"{'tool':<15}{'N':>5}{'runs':>5}{'wall s':>9}{'cpu s':>9}{'MiB':>7}  {'error':>9}  ends in"
        for row in record["measurements"]:
            if row["problem"] == problem:
                m = row["median"]
                yield (
                    f"{row['tool']:<15}{row['N']:>5}{row['runs']:>5}{m['seconds']:>9.3f}{m['cpu seconds']:>9.3f}"
                    f"{m['peak MiB']:>7.0f}  {row['relative error'] or 0:>9.1e}  {row['ends in']}"
                )
        for lost in record["not finished"]:
            if lost["problem"] == problem:
                yield f"{lost['tool']:<15}{lost['N']:>5}  not finished in {record['limit in seconds']:g} s, or failed"
        for other in record["cannot"]:
            if other["problem"] == problem:
                yield f"{other['tool']:<15} cannot do this: {other['why']}"
        yield ""
    yield "against PEPit's fastest solver, and limits"
    for row in record["wanted"]:
        goal = next((f"{name} {most:g}" for name, most in row.items() if name.endswith("at most")), "")
        goal = goal or f"{row['times faster, wanted']:g} times faster"
        got = row.get("times faster", row.get("seconds", row.get("peak MiB")))
        if isinstance(got, dict):
            cpu = f", {got['cpu seconds']:g} in cpu time" if "cpu seconds" in got else ""
            least = f"{row['baseline']} " if "baseline" in row else ""
            shown = f"{least}{got['seconds']:g} in wall time{cpu}"
        else:
            shown = f"{got:g}"
        yield f"{row['tool']:<15}{row['problem']:<10}{row['N']:>5}  {goal}: {shown}{'' if row['reached'] else ' -- not reached'}"
    yield ""
    for fit in record["exponents"]:
        slopes = fit["exponent"]
        yield (f"{fit['tool']:<15}{fit['problem']:<10} wall time grows like N^{slopes['seconds']}, cpu time like "
               f"N^{slopes['cpu seconds']}, over N = {', '.join(map(str, fit['over N']))}")  # fmt: skip
    load = record["load"]
    yield f"load average {load['least']} to {load['largest']} on {record['machine']['cpus']} processors"
    yield f"before everything {load['before']:.2f}, at the end {load['end']:.2f}; niceness {record['niceness']}"


def machine() -> dict[str, Any]:
    """The machine, without its name."""
    info = Path("/proc/cpuinfo")
    models = [line.split(":")[1].strip() for line in info.read_text().splitlines() if line.startswith("model name")] \
        if info.exists() else []  # fmt: skip
    return {
        "system": platform.system(),
        "architecture": platform.machine(),
        "processor": models[0] if models else platform.processor() or "unknown",
        "cpus": os.cpu_count(),
        "memory GiB": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
    }


def versions(python: str, names: Sequence[str]) -> dict[str, str]:
    """What is installed for an interpreter."""
    code = "import json, sys, importlib.metadata as m; print(json.dumps({n: m.version(n) for n in sys.argv[1:]}))"
    found: dict[str, str] = json.loads(subprocess.run([python, "-c", code, *names], capture_output=True, check=True).stdout)
    return found


def bench(folder: Path, peers: str) -> Iterator[dict[str, Any]]:
    """Measure everything, smallest horizons first, the tools in turn; the record so far after each horizon."""
    pythons, before = {"here": sys.executable, "peers": peers}, os.getloadavg()[0]
    known = {"python": platform.python_version(), **{name: versions(pythons[name], PACKAGES[name]) for name in pythons}}
    workers = {name: Tool(pythons[place], name) for name, (_, place, _) in TOOLS.items()}
    known_imports = {name: worker.imports for name, worker in workers.items()}
    rows, lost = list[dict[str, Any]](), list[dict[str, Any]]()
    for horizon in sorted({n for _, _, horizons in TOOLS.values() for n in horizons}):
        for problem in PROBLEMS:
            tools = [t for t, (_, _, horizons) in TOOLS.items() if horizon in horizons and (t, problem) not in CANNOT]
            runs: dict[str, list[dict[str, Any]]] = {tool: [] for tool in tools}
            count = dict.fromkeys(tools, RUNS)
            for turn in range(RUNS):
                for tool in [tool for tool in tools if turn < count[tool]]:
                    run = workers[tool].measured(problem, horizon, folder / f"{tool}-{problem}-{horizon}")
                    if run is None:
                        count[tool], runs[tool] = 0, []
                        lost.append({"tool": tool, "problem": problem, "N": horizon})
                        continue
                    runs[tool].append(run)
                    if turn == 0 and run["seconds"] > SLOW:
                        count[tool] = RUNS_SLOW
                    print(f"{tool} {problem} N = {horizon}: {run['seconds']:.3f} s", file=sys.stderr, flush=True)
            rows += [summary(t, problem, horizon, runs[t], folder / f"{t}-{problem}-{horizon}") for t in tools if runs[t]]
        rows.sort(key=lambda row: (list(PROBLEMS).index(row["problem"]), list(TOOLS).index(row["tool"]), row["N"]))
        yield recorded(rows, lost, known, known_imports, before)
    for worker in workers.values():
        worker.close()


def recorded(
    rows: Sequence[Mapping[str, Any]], lost: Sequence[Mapping[str, Any]], known: Mapping[str, Any],
    imports: Mapping[str, float], before: float,
) -> dict[str, Any]:  # fmt: skip
    """The record of these measurements."""
    loads = [load for row in rows for load in row["all"]["load"]]
    return {
        "what": "worst cases of gradient descent with step 1/L, N steps: time and memory against N, ours and the peers'",
        "rigour": "measured",
        "how": "each run in a process forked after the imports, the tools in turn; seconds: wall time; medians",
        "fields": FIELDS,
        "problems": PROBLEMS,
        "tools": {tool: what for tool, (what, _, _) in TOOLS.items()},
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "machine": machine(),
        "versions": known,
        "imports": imports,
        "threads": {name: os.environ.get(name, "not set") for name in THREADS},
        "load": {"what": "load average of one minute after each run; other work ran on the machine where it is above 1",
                 "before": before, "end": os.getloadavg()[0],
                 "least": min(loads), "median": round(median(loads), 2), "largest": max(loads)},
        "niceness": os.nice(0),
        "limit in seconds": LIMIT,
        "measurements": rows,
        "cannot": [{"tool": tool, "problem": problem, "why": why} for (tool, problem), why in CANNOT.items()],
        "not finished": lost,
        "ours/theirs": ratios(rows),
        "wanted": wanted(rows, lost),
        "exponents": exponents(rows),
    }  # fmt: skip


def main(peers: str) -> None:
    """Measure, write the record, print the table."""
    with tempfile.TemporaryDirectory() as folder:
        for record in bench(Path(folder), peers):
            RECORD.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print("\n".join(table(record)))
    print(f"written: {RECORD.relative_to(ROOT)}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else sys.executable)
