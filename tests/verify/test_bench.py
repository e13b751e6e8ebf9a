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
    assert {"what", "how", "date", "machine", "versions", "threads", "load", *RUN["FIELDS"]} <= RECORD.keys()
    assert {"processor", "cpus", "memory GiB"} <= RECORD["machine"].keys()
    for place, names in RUN["PACKAGES"].items():
        assert RECORD["versions"][place].keys() == set(names)
    assert RECORD["load"]["least"] <= RECORD["load"]["median"] <= RECORD["load"]["largest"]
    assert {"before", "end"} <= RECORD["load"].keys()
    lost = [(row["tool"], row["problem"], row["N"]) for row in RECORD["not finished"]]
    meant = [
        (tool, problem, n) for tool, (_, _, horizons) in RUN["TOOLS"].items() for problem in RUN["PROBLEMS"]
        for n in horizons if (tool, problem) not in RUN["CANNOT"]
    ]  # fmt: skip
    assert sorted([(row["tool"], row["problem"], row["N"]) for row in ROWS] + lost) == sorted(meant)


def test_medians_are_of_the_runs_recorded():
    for row in ROWS:
        assert row["runs"] >= RUN["RUNS_SLOW"]
        for name in RUN["QUANTITIES"]:
            assert len(row["all"][name]) == row["runs"]
            assert row["median"][name] == pytest.approx(median(row["all"][name]), abs=1e-4)


def quotients(record):
    medians = {(row["tool"], row["problem"], row["N"]): row["median"] for row in record["measurements"]}
    return all(
        abs(row[name] * medians[row["against"], row["problem"], row["N"]][name]
            / medians[row["tool"], row["problem"], row["N"]][name] - 1) <= 1e-2
        for row in record["ours/theirs"]
        for name in RUN["QUANTITIES"]
    )  # fmt: skip


def test_ratios_are_quotients_of_the_medians():
    assert RECORD["ours/theirs"] == RUN["ratios"](ROWS)
    assert quotients(RECORD)


def test_a_flattering_ratio_is_noticed():
    changed = copy.deepcopy(RECORD)
    changed["ours/theirs"][0]["seconds"] *= 0.9
    assert not quotients(changed)


def test_every_value_is_near_the_exact_worst_case_and_ours_is_it():
    for row in ROWS:
        n = row["N"]
        exact = Fraction(1, 4 * n + 2) if row["problem"] == "convex" else Fraction(4, 3 * n + 2)
        assert row["value"] == pytest.approx(float(exact), rel=1e-2)
        if row["tool"].startswith("rateproof"):
            assert row["ends in"] == f"{exact}: upper end by a certificate that the kernel accepted; a witness, run exactly, attains it"
            assert row["kernel"] == "accepted"


def test_what_was_wanted_is_judged_by_the_medians():
    assert RECORD["wanted"] == RUN["wanted"](ROWS, RECORD["not finished"])
    for row in RECORD["wanted"]:
        limit = next((most for name, most in row.items() if name.endswith("at most")), None)
        if limit is None:
            assert row["reached"] == (row["times faster"]["seconds"] >= row["times faster, wanted"])
    slow = copy.deepcopy(ROWS)
    for row in slow:
        if row["tool"].startswith("rateproof"):
            row["median"] = {name: 1000 * value for name, value in row["median"].items()}
    assert not any(row["reached"] for row in RUN["wanted"](slow))


def test_a_peer_that_never_ended_counts_with_the_limit():
    own = {"tool": "rateproof", "problem": "nonconvex", "N": 80, "median": {"seconds": 0.1, "cpu seconds": 0.1, "peak MiB": 90}}
    lost = [{"tool": "PEPit", "problem": "nonconvex", "N": 80}]
    (row,) = RUN["wanted"]([own], lost)
    assert row["times faster"] == {"seconds": RUN["LIMIT"] / 0.1}
    assert row["reached"]
    assert "did not end" in row["baseline"]
    assert RUN["wanted"]([own]) == []


def test_exponents_and_table_follow_from_the_record():
    assert RUN["exponents"](ROWS) == RECORD["exponents"]
    text = "\n".join(RUN["table"](RECORD))
    assert all(row["ends in"] in text for row in ROWS)
    assert all(row["why"] in text for row in RECORD["cannot"])


def test_the_slope_of_a_cube_is_three():
    rows = [{"tool": "PEPit", "problem": "convex", "N": n, "median": {"seconds": 1e-5 * n**3, "cpu seconds": n**2}}
            for n in (10, 20, 40)]  # fmt: skip
    (fit,) = RUN["exponents"](rows)
    assert fit["exponent"] == {"seconds": 3.0, "cpu seconds": 2.0}
    assert RUN["exponents"](rows[:2]) == []
