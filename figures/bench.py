"""Time and memory against the horizon: worst cases by ours and by the peers, as measured."""

from typing import Any

from matplotlib.figure import Figure

from figures import style
from figures.formulas import said
from verify import runs
from verify.ledger import Ledger

NAME = "time-memory"
CLAIMS = ("classics/gd-last-iterate",)
"""The rate whose worst case is computed."""

OURS = "rateproof"
MARKERS = (("fixed", "s"), ("soft", "^"), ("ours", "D"), ("refuted", "v"), ("plain", "P"))
QUANTITIES = (("seconds", "time (s)"), ("peak MiB", "memory (MiB)"))


def _series(recorded: dict[str, Any]) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """Measurements that ended, by problem and by tool; ours first, the others as they are recorded, each by horizon."""
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for row in sorted(recorded["measurements"], key=lambda row: not row["tool"].startswith(OURS)):
        if row.get("median"):
            found.setdefault(row.get("problem", ""), {}).setdefault(row["tool"], []).append(row)
    return {
        problem: {tool: sorted(rows, key=lambda row: row["N"]) for tool, rows in tools.items()}
        for problem, tools in sorted(found.items())
    }


def _looks(series: dict[str, dict[str, Any]]) -> dict[str, tuple[str, str, Any]]:
    """Colour, marker and stroke of every tool."""
    tools = list(dict.fromkeys(tool for rows in series.values() for tool in rows))
    others = [look for stroke in ("--", ":", "-.") for look in ((role, marker, stroke) for role, marker in MARKERS)]
    return {OURS: ("clipped", "o", "-"), **dict(zip((tool for tool in tools if tool != OURS), others, strict=False))}


def draw(ledger: Ledger) -> Figure:
    """Left seconds, right memory, both on logarithmic scales; a row for each problem."""
    series = _series(runs.read("bench"))
    looks, tall = _looks(series), len(series)
    made = Figure(figsize=(style.WIDTH, 0.5 + 1.55 * tall + 0.15 * len(looks)), layout="constrained")
    panels = made.subplots(tall, 2, squeeze=False)
    names: dict[str, Any] = {}
    for (problem, tools), row in zip(series.items(), panels, strict=True):
        for axes, (quantity, words) in zip(row, QUANTITIES, strict=True):
            for tool, rows in tools.items():
                role, marker, stroke = looks[tool]
                names[tool], = axes.plot(
                    [r["N"] for r in rows], [r["median"][quantity] for r in rows], linestyle=stroke, marker=marker,
                    markersize=3.5, color=style.color(role),
                )  # fmt: skip
            axes.set(xscale="log", yscale="log", title=problem, xlabel="horizon N", ylabel=words)
            if quantity == "peak MiB":
                style.logarithmic(axes.yaxis)
    made.legend(names.values(), names, loc="outside lower left", ncols=2, handlelength=2.4, columnspacing=1.0)
    return made


def caption(ledger: Ledger) -> str:
    """What is seen, for which machine and versions, and what each number ends in."""
    recorded = runs.read("bench")
    machine, versions = recorded["machine"], recorded["versions"]
    series = _series(recorded)
    ends = {tool: str(rows[0].get("ends in", "")) for tools in series.values() for tool, rows in tools.items()}
    does = recorded.get("tools", {})
    told = "; ".join(f"{tool}: {does[tool]}" for tool in ends if tool in does)
    exact = ", ".join({end.partition(": ")[2]: 0 for tool, end in ends.items() if tool.startswith(OURS)})
    floats = ", ".join({end.partition(",")[0]: 0 for tool, end in ends.items() if not tool.startswith(OURS)})
    tools = "; ".join(f"{name}: {_versions(version)}" for name, version in versions.items())
    load = recorded.get("load", {})
    stopped = recorded.get("not finished") or []
    text = (
        f"Wall time (s) and peak memory (MiB) against the horizon N for {recorded['what'].partition(':')[0]} "
        f"({said(ledger[CLAIMS[0]])}). {recorded['how'][0].upper()}{recorded['how'][1:]}. {told}. "
        f"What ours ends in: {exact}; what the peers end in: {floats}. "
        f"{machine['cpus']} cores, {machine['processor']}, {machine['system']}; {tools}; measured {recorded['date']}"
    )
    if load:
        text += f"; load average {load['least']:.2g} to {load['largest']:.2g}, so times are upper estimates"
    if stopped:
        text += f". Not ended within {recorded['limit in seconds']:.4g} s: {'; '.join(map(_told, stopped))}"
    return text + "."


def _versions(found: Any) -> str:
    """Without the libraries that all of the tools stand on."""
    if not isinstance(found, dict):
        return str(found)
    return ", ".join(f"{name} {number}" for name, number in found.items() if name not in ("numpy", "scipy", "sympy"))


def _told(row: Any) -> str:
    problem = f" {row['problem']}" if "problem" in row else ""
    return f"{row['tool']}{problem}, N = {row['N']}"
