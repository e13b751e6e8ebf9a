"""Whether the records are what was run."""

import functools
from collections.abc import Mapping
from typing import Any

from verify.experiments import Reading
from verify.experiments.zhang2020.reading import IMAGES, TEXT, has_torch, recorded
from verify.training import records

__all__ = ["records_repeat"]


def records_repeat(deep: bool = False, seed: int = 0) -> Reading:
    """Whether the records are as they were written, and, where torch is, whether runs begin again as recorded."""
    made = [recorded(TEXT), recorded(IMAGES)]
    count, departures, how = 0, list[str](), "record checked by hash only"
    if has_torch():
        for record in made:
            again, apart = _again(record["experiment"])
            count, departures = count + again, departures + apart
        how = f"the first 20 steps of {count} runs run again"
    return Reading(
        values={"departures": len(departures)},
        scope=f"{sum(len(record['runs']) for record in made)} recorded runs; {how}",
        trials=count,
        evidence={"how": how, "departures": departures, "records": {r["experiment"]: r["sha256"] for r in made},
                  "code": {r["experiment"]: _code(r) for r in made}},
    )  # fmt: skip


@functools.cache
def _again(name: str) -> tuple[int, list[str]]:
    from verify.training.runs.recheck import repeat

    return repeat(recorded(name))


def _code(record: Mapping[str, Any]) -> str:
    same = record["code"] == records.code_hash()
    return "as when recorded" if same else "changed since it was recorded; the first steps decide"
