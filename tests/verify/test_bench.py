"""The benchmark's record: its fields, medians of its own runs, and quotients of its own medians.  Nothing is timed."""

import copy
import json
import runpy
from fractions import Fraction
from statistics import median

import pytest

from verify.places import HERE, RUNS

RECORD = json.loads((RUNS / "bench.json").read_text(encoding="utf-8"))
RUN = runpy.run_path(str(HERE.parent / "tests" / "bench" / "run.py"))
ROWS = RECORD["measurements"]


def test_the_record_says_what_was_measured_where():
    assert {"what", "how", "date", "machine", "versions", "threads", "load", "not finished"} <= RECORD.keys()
    assert {"processor", "cpus", "memory GiB"} <= RECORD["machine"].keys()
    assert RECORD["versions"].keys() >= {"python", *RUN["PACKAGES"]}
    assert RECORD["load"]["least"] <= RECORD["load"]["median"] <= RECORD["load"]["largest"]
    lost = [(row["tool"], row["N"]) for row in RECORD["not finished"]]
    wanted = [(tool, n) for tool, horizons in RUN["HORIZONS"].items() for n in horizons]
    assert sorted([(row["tool"], row["N"]) for row in ROWS] + lost) == sorted(wanted)


def test_medians_are_of_the_runs_recorded():
    for row in ROWS:
        assert row["runs"] >= RUN["RUNS_SLOW"]
        for name in RUN["QUANTITIES"]:
            assert len(row["all"][name]) == row["runs"]
            assert row["median"][name] == median(row["all"][name])


def ratios_are_quotients(record):
    medians = {(row["tool"], row["N"]): row["median"] for row in record["measurements"]}
    return all(
        abs(row[name] - medians["rateproof", row["N"]][name] / medians[row["against"], row["N"]][name]) <= 1e-4
        for row in record["ours/theirs"]
        for name in RUN["QUANTITIES"]
    )


def test_ratios_are_quotients_of_the_medians():
    both = {row["N"] for row in ROWS if row["tool"] == "rateproof"}
    expected = {(row["tool"], row["N"]) for row in ROWS if row["tool"] != "rateproof" and row["N"] in both}
    assert {(row["against"], row["N"]) for row in RECORD["ours/theirs"]} == expected
    assert ratios_are_quotients(RECORD)


def test_a_flattering_ratio_is_noticed():
    changed = copy.deepcopy(RECORD)
    changed["ours/theirs"][0]["seconds"] *= 0.9
    assert not ratios_are_quotients(changed)


def test_every_value_is_near_the_exact_worst_case():
    for row in ROWS:
        exact = Fraction(1, 4 * row["N"] + 2)
        assert row["value"] == pytest.approx(float(exact), rel=1e-2)
        if row["tool"] == "rateproof" and row["ends in"].startswith(f"{exact}: "):
            assert row["kernel"] == "accepted"
            assert row["value"] == float(exact)


def test_exponents_and_table_follow_from_the_record():
    assert RUN["exponents"](ROWS) == RECORD["exponents"]
    text = "\n".join(RUN["table"](RECORD))
    assert all(row["ends in"] in text for row in ROWS)


def test_the_slope_of_a_cube_is_three():
    rows = [{"tool": "PEPit", "N": n, "median": {"seconds": 1e-5 * n**3}} for n in (10, 20, 40)]
    assert RUN["exponents"](rows) == [{"tool": "PEPit", "over N": [10, 20, 40], "exponent": 3.0}]
    assert RUN["exponents"](rows[:2]) == []
