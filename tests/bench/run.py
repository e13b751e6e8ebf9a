"""``make bench``: worst cases of gradient descent, ours against PEPit's, measured in one run; writes the record.

A measurement, not a test: nothing fails because a machine is slow.  Each measurement is a process of its own; the tools
take turns, so that what else runs on the machine meets all of them.
"""

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import version
from math import log
from pathlib import Path
from statistics import linear_regression, median
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
RECORD = ROOT / "verify" / "records" / "runs" / "bench.json"

OURS, THEIRS = "rateproof", ("PEPit", "PEPit-clarabel")
HORIZONS: Mapping[str, tuple[int, ...]] = {OURS: (10, 20, 40, 80, 160), **dict.fromkeys(THEIRS, (10, 20, 40))}
RUNS, RUNS_SLOW, SLOW, LIMIT = 5, 3, 8.0, 120.0
"""Runs of each; of one whose first run takes more than SLOW seconds; a process is given up after LIMIT seconds."""

PACKAGES = ("rateproof", "PEPit", "clarabel", "cvxpy", "numpy", "scipy", "scs", "sympy")
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS")
QUANTITIES = ("seconds", "cpu seconds", "peak MiB", "process seconds")


def measured(tool: str, horizon: int, folder: Path) -> dict[str, Any] | None:
    """One fresh process; None if it did not end in time or failed."""
    worker = [sys.executable, str(Path(__file__).with_name("worker.py"))]
    start = time.perf_counter()
    try:
        done = subprocess.run(
            [*worker, tool, str(horizon), str(certificate(folder, horizon))], capture_output=True, text=True,
            timeout=LIMIT, check=True,
        )  # fmt: skip
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        print(f"{tool} N = {horizon}: {error}", file=sys.stderr)
        return None
    data: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return data | {"process seconds": time.perf_counter() - start, "load": os.getloadavg()[0]}


def certificate(folder: Path, horizon: int) -> Path:
    """Where ours writes its certificate."""
    return folder / f"{horizon}.json"


def rechecked(path: Path) -> dict[str, Any]:
    """What the kernel, alone in a process, says of a certificate."""
    if not path.exists():
        return {"kernel": "no certificate"}
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "verify.kernel", str(path)], capture_output=True, cwd=ROOT)
    said = "accepted" if done.returncode == 0 else "refused"
    return {"kernel": said, "kernel seconds": round(time.perf_counter() - start, 3), "bytes": path.stat().st_size}


def ended(tool: str, last: Mapping[str, Any], kernel: Mapping[str, Any]) -> str:
    """What the answer is worth, in words."""
    if tool != OURS:
        return f"a float, {last['status']}"
    upper = f"upper end by a certificate that the kernel {kernel['kernel']}" if last["certificate"] else "no upper end"
    lower = "a witness, run exactly, attains it" if last["low"] == last["high"] else f"lower end {last['low']}"
    return f"{last['high']}: {upper}; {lower}" if last["witness"] else f"{last['high']}: {upper}; no witness"


def summary(tool: str, horizon: int, runs: Sequence[Mapping[str, Any]], folder: Path) -> dict[str, Any]:
    """One row of the record."""
    kernel = rechecked(certificate(folder, horizon)) if tool == OURS else {}
    numbers = {name: [round(run[name], 4) for run in runs] for name in (*QUANTITIES, "load")}
    # gradient descent with step 1/L: L R^2/(4 N + 2), the exact worst case (Drori and Teboulle 2014)
    off = None if runs[-1]["value"] is None else float(f"{runs[-1]['value'] * (4 * horizon + 2) - 1:.3g}")
    return {
        "tool": tool,
        "N": horizon,
        "runs": len(runs),
        "median": {name: median(numbers[name]) for name in QUANTITIES},
        "all": numbers,
        "modules imported while the clock ran": max(run["late imports"] for run in runs),
        "value": runs[-1]["value"],
        "relative error": off,
        "ends in": ended(tool, runs[-1], kernel),
        **kernel,
    }


def ratios(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Ours over theirs, of the medians, wherever both were measured."""
    own = {row["N"]: row["median"] for row in rows if row["tool"] == OURS}
    return [
        {"N": row["N"], "against": row["tool"]}
        | {name: round(own[row["N"]][name] / row["median"][name], 4) for name in QUANTITIES}
        for row in rows
        if row["tool"] != OURS and row["N"] in own
    ]


def exponents(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Least squares of log seconds on log N for each tool with three horizons or more."""
    found = []
    for tool in HORIZONS:
        points = [(log(row["N"]), log(row["median"]["seconds"])) for row in rows if row["tool"] == tool]
        if len(points) >= 3:
            slope = linear_regression(*zip(*points, strict=True)).slope
            horizons = [row["N"] for row in rows if row["tool"] == tool]
            found.append({"tool": tool, "over N": horizons, "exponent": round(slope, 2)})
    return found


def table(record: Mapping[str, Any]) -> Iterator[str]:
    """The record as text."""
    yield f"{'tool':<15}{'N':>4}{'runs':>6}{'wall s':>9}{'cpu s':>9}{'MiB':>7}  {'error':>9}  ends in"
    for row in record["measurements"]:
        m = row["median"]
        yield (
            f"{row['tool']:<15}{row['N']:>4}{row['runs']:>6}{m['seconds']:>9.3f}{m['cpu seconds']:>9.3f}"
            f"{m['peak MiB']:>7.0f}  {row['relative error'] or 0:>9.1e}  {row['ends in']}"
        )
    for lost in record["not finished"]:
        yield f"{lost['tool']:<15}{lost['N']:>4}  not finished within {record['limit in seconds']:g} s, or failed"
    yield f"\nours/theirs{'':<4}{'N':>4}{'':>6}{'wall':>9}{'cpu':>9}{'memory':>9}{'with imports':>14}"
    for row in record["ours/theirs"]:
        values = f"{row['seconds']:>9.2f}{row['cpu seconds']:>9.2f}{row['peak MiB']:>9.2f}{row['process seconds']:>14.2f}"
        yield f"{row['against']:<15}{row['N']:>4}{'':>6}{values}"
    yield ""
    for fit in record["exponents"]:
        yield f"{fit['tool']}: wall time grows like N^{fit['exponent']} over N = {', '.join(map(str, fit['over N']))}"
    load = record["load"]
    yield f"load average {load['least']} to {load['largest']} on {record['machine']['cpus']} processors"


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


def bench(folder: Path) -> Iterator[dict[str, Any]]:
    """Measure everything, smallest horizons first, the tools in turn; the record so far after each horizon."""
    rows, lost = list[dict[str, Any]](), list[dict[str, Any]]()
    for horizon in sorted(set().union(*HORIZONS.values())):
        tools = [tool for tool, horizons in HORIZONS.items() if horizon in horizons]
        runs: dict[str, list[dict[str, Any]]] = {tool: [] for tool in tools}
        wanted = dict.fromkeys(tools, RUNS)
        for turn in range(RUNS):
            for tool in [tool for tool in tools if turn < wanted[tool]]:
                run = measured(tool, horizon, folder)
                if run is None:
                    wanted[tool], runs[tool] = 0, []
                    lost.append({"tool": tool, "N": horizon})
                    continue
                runs[tool].append(run)
                if turn == 0 and run["seconds"] > SLOW:
                    wanted[tool] = RUNS_SLOW
                print(f"{tool} N = {horizon}: {run['seconds']:.3f} s", file=sys.stderr, flush=True)
        rows += [summary(tool, horizon, runs[tool], folder) for tool in tools if runs[tool]]
        rows.sort(key=lambda row: (list(HORIZONS).index(row["tool"]), row["N"]))
        yield recorded(rows, lost)


def recorded(rows: Sequence[Mapping[str, Any]], lost: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The record of these measurements."""
    loads = [load for row in rows for load in row["all"]["load"]]
    return {
        "what": "the worst f(x_N) - f* of gradient descent, step 1/L, on smooth convex functions: time and memory",
        "rigour": "measured",
        "how": "each run in a fresh process, the tools in turn; seconds: wall time without imports; medians",
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "machine": machine(),
        "versions": {"python": platform.python_version(), **{name: version(name) for name in PACKAGES}},
        "threads": {name: os.environ.get(name, "not set") for name in THREADS},
        "load": {"what": "load average of one minute after each run; other work ran on the machine where it is above 1",
                 "least": min(loads), "median": round(median(loads), 2), "largest": max(loads)},
        "limit in seconds": LIMIT,
        "measurements": rows,
        "not finished": lost,
        "ours/theirs": ratios(rows),
        "exponents": exponents(rows),
    }  # fmt: skip


def main() -> None:
    """Measure, write the record, print the table."""
    with tempfile.TemporaryDirectory() as folder:
        for record in bench(Path(folder)):
            RECORD.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print("\n".join(table(record)))
    print(f"written: {RECORD.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
