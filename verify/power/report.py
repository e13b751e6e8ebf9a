"""The power table in words: rows, what is defective, what is loose, what is idle, what may be vacuous."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

__all__ = ["MUST", "Power"]

MUST = ("shrink-0.9", "shrink-0.99", "shrink-0.999", "flip")
"""The mutants that must be refuted where a claim is tight, or a planted control."""

Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Power:
    """Everything that mutating the claims has shown.

    Attributes:
        rows: plain data, one for each claim, in the order of declaration; see ``verify.power.attack.row``.
    """

    rows: tuple[Row, ...]

    def table(self) -> Any:
        """For rich to print: a grid with a line for each claim that has a constant, then the lines of ``lines``."""
        from rich.console import Group
        from rich.table import Table
        from rich.text import Text

        grid = Table(box=None, pad_edge=False, header_style="bold")
        for name in ("claim", "", "-10 %", "-1 %", "-0.1 %", "flipped", "hypothesis dropped", "domain widened"):
            grid.add_column(name, no_wrap=name == "claim")
        for row in self.rows:
            if row["role"]:
                cells = [*(cell(row, name) for name in MUST), list_cell(row, "drop"), list_cell(row, "widen")]
                grid.add_row(row["label"], row["role"], *cells)
        return Group(grid, Text(""), *(Text(line) for line in self.lines()))

    def lines(self) -> Iterator[str]:
        """Looseness, idle hypotheses, defects, what may be vacuous, and one line in all."""
        yield from (line for row in self.rows for line in _loose(row))
        yield from (line for row in self.rows for line in _idle(row))
        yield from (f"{row['label']}: no hypothesis tried: {row['unproved']}" for row in self.rows if row["unproved"])
        defects, vacuous = self.defects(), self.vacuous()
        yield from (f"{label}: vacuous? {reason}" for label, reason in vacuous)
        for row in self.rows:
            missed = [_name(mutant) for mutant in _must(row) if row["role"] == "false" and not mutant["caught"]]
            if missed:
                yield f"{row['label']}: false by its witness, but no checker finds that by itself: {', '.join(missed)}"
        yield from (f"defect: {line}" for line in defects)
        shown = len(self.rows) - len(vacuous)
        balls = sum(row["vacuity"].get("checked") in ("balls", "kernel") for row in self.rows)
        must = [mutant for row in self.rows if row["role"] in ("tight", "control") for mutant in _must(row)]
        caught = sum(bool(mutant["caught"]) for mutant in must)
        yield f"{caught} of {len(must)} mutants that must be refuted are; {len(defects)} defects."
        yield (
            f"{shown} of {len(self.rows)} claims show a point that meets every hypothesis, {balls} of them exactly "
            "(the others have equations, or speak of all iterates)."
        )

    def defects(self) -> list[str]:
        """What must not be: a mutant that survives, a checker that catches nothing or breaks, a row without an end."""
        found = [f"{row['label']}: {row['failed']}" for row in self.rows if row["failed"]]
        tried: dict[str, int] = {}
        caught: dict[str, int] = {}
        for row in self.rows:
            must = _must(row) if row["role"] in ("tight", "control") else []
            found += [f"{row['label']}: {_name(mutant)} survives: {mutant['change']}" for mutant in must
                      if not mutant["caught"]]  # fmt: skip
            for mutant in row["mutants"]:
                found += [f"{row['label']}: on {_name(mutant)} {reason}" for reason in mutant["crashed"]]
            for mutant in must:
                for name in mutant["tried"]:
                    tried[name] = tried.get(name, 0) + 1
                    caught[name] = caught.get(name, 0) + (name in mutant["caught"])
            for item in row["loose"]:
                if item["by"]:
                    caught[item["by"]] = caught.get(item["by"], 0) + 1
        for name, count in sorted(tried.items()):
            if not caught[name]:
                found.append(f"checker {name} catches none of the {count} mutants that it was given")
        return found

    def vacuous(self) -> list[tuple[str, str]]:
        """Label and reason for every claim without a point that meets its hypotheses."""
        return [(r["label"], r["vacuity"].get("reason", "")) for r in self.rows if "at" not in r["vacuity"]]

    def as_text(self) -> str:
        """The rows as JSON, stable to diff."""
        data = {"rows": list(self.rows), "defects": self.defects()}
        return json.dumps(data, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"


def cell(row: Row, name: str) -> str:
    """Who caught every mutant of this name, or that one survives."""
    if row["role"] == "loose" and name.startswith("shrink"):
        return "; ".join(_at_most(item, Fraction(name.partition("-")[2])) for item in row["loose"]) or "-"
    found = [mutant for mutant in row["mutants"] if mutant["name"] == name]
    if not found:
        return "-"
    if any(not mutant["caught"] for mutant in found):
        return "survives"
    common = [n for n in found[0]["caught"] if all(n in mutant["caught"] for mutant in found)]
    return " ".join(common) or "; ".join(" ".join(mutant["caught"]) for mutant in found)


def list_cell(row: Row, kind: str) -> str:
    """For each hypothesis by its number: who refutes the claim without it, idle (proved without it), or survives."""
    found = [mutant for mutant in row["mutants"] if mutant["kind"] == kind]
    fates = []
    for mutant in found:
        name = mutant["name"]
        proved = "idle" if name in row["idle"] or name.replace("widen", "drop") in row["idle"] else "survives"
        fates.append(f"{name.partition('-')[2]} {mutant['caught'][0] if mutant['caught'] else proved}")
    return ", ".join(fates) or "-"


def _must(row: Row) -> list[Row]:
    return [mutant for mutant in row["mutants"] if mutant["name"] in MUST]


def _name(mutant: Row) -> str:
    return f"{mutant['name']} of part {mutant['part']}" if mutant["part"] > 1 else str(mutant["name"])


def _at_most(item: Row, factor: Fraction) -> str:
    return item["by"] if item["refuted"] and factor <= Fraction(item["refuted"]) else "survives"


def _loose(row: Row) -> Iterator[str]:
    for item in row["loose"]:
        part = f" (part {item['part']})" if len(row["loose"]) > 1 else ""
        if not item["refuted"]:
            yield f"{row['label']}{part}: loose by at most: unknown, no shrink was refuted"
            continue
        factor = Fraction(item["refuted"])
        if factor < Fraction(999, 1000):
            proved = (
                f"; known to be improvable, perhaps by another argument: {', '.join(row['proved'])}"
                if row["proved"]
                else ""
            )
            yield (
                f"{row['label']}{part}: the constant is loose by at most x{float(1 / factor):.3g} "
                f"(times {float(factor):g} it is refuted, by {item['by']}){proved}"
            )


def _idle(row: Row) -> Iterator[str]:
    for mutant in row["mutants"]:
        if mutant["name"] in row["idle"]:
            yield f"{row['label']}: assumption idle (the kernel accepts the proof without it): {mutant['change']}"
            if mutant["caught"]:
                yield f"{row['label']}: CONTRADICTION: {mutant['caught'][0]} refutes what the kernel proves"
