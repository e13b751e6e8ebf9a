"""Worst cases of fixed-step methods: exact values, met from both sides, and certificates that the kernel alone accepts."""

import copy
import json
import subprocess
import sys
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from sympy import Rational

from verify.brackets.fixed_step import METHODS, find
from verify.finders.performance import solve
from verify.kernel.certificate import check
from verify.kernel.errors import KernelError

ROOT = Path(__file__).resolve().parents[2]
HALF, QUARTER = Rational(1, 2), Rational(1, 4)


@pytest.mark.parametrize(
    ("method", "steps", "parameters", "value"),
    [
        ("gd", 1, {}, Rational(1, 6)),
        ("gd", 10, {}, Rational(1, 42)),
        ("gd", 3, {"step": Rational(3, 2)}, Rational(1, 20)),  # 1/(4 N h + 2)
        ("gd", 2, {"step": Rational(7, 4)}, Rational(81, 512)),  # the quadratic is worse: (1 - h)^(2 N) / 2
        ("gd", 1, {"step": 3}, 2),
        ("accelerated-gd", 3, {}, Rational(1, 15)),
        ("heavy-ball", 2, {"step": HALF, "momentum": QUARTER}, Rational(2, 13)),
    ],
)
def test_the_ends_meet(method, steps, parameters, value):
    found = find(method, steps, {name: Rational(v) for name, v in parameters.items()})
    assert found.exact, found
    assert found.high == value
    assert check(found.certificate, {}).kind == "proof"


@pytest.mark.parametrize(("functions", "value"), [("smooth-convex", lambda n: Fraction(1, 4 * n + 2)),
                                                  ("smooth", lambda n: Fraction(4, 3 * n + 2))])  # fmt: skip
@pytest.mark.parametrize("horizons", [(1, 2, 3, 5, 10, 30, 100), pytest.param((*range(1, 101), 1000), marks=pytest.mark.slow)])
def test_every_horizon_up_to_a_hundred_and_a_thousand(functions, value, horizons):
    for steps in horizons:
        found = find("gd", steps, {}, functions)
        assert (found.low, found.high) == (value(steps), value(steps))
        assert found.status == ("known multipliers",)


@pytest.mark.parametrize("step", [HALF, Rational(3, 4), Rational(9, 10)])
def test_shorter_steps_have_known_multipliers_too(step):
    h = Fraction(int(step.p), int(step.q))
    for n in (1, 2, 7, 20):
        assert find("gd", n, {"step": step}).high == 1 / (4 * n * h + 2)
        assert find("gd", n, {"step": step}, "smooth").high == 4 / (n * h * (4 - h) + 2)


@pytest.mark.parametrize("pairs", ["path", "star", "all"])
@pytest.mark.parametrize(("functions", "value"), [("smooth-convex", Rational(1, 26)), ("smooth", Rational(4, 20))])
def test_a_solver_finds_the_same_on_any_pattern(pairs, functions, value):
    found = find("gd", 6, {}, functions, pairs=pairs)
    assert found.status == (f"{pairs}: Solved",)
    assert (found.low, found.high) == (value, value)


@pytest.mark.parametrize(
    ("method", "functions"), [("gd", "smooth-convex"), ("gd", "smooth"), ("heavy-ball", "smooth-convex")]
)
def test_the_witness_satisfies_every_inequality_between_points(method, functions):
    """The recursion, and the interpolation conditions of the class for all pairs and the minimiser, in rationals."""
    found = find(method, 4, {}, functions)
    text, defaults = METHODS[method]
    case = found.witness
    names = {n: Fraction(int(v.p), int(v.q)) for n, v in defaults.items()}
    rerun = text(case.function, case.start, **names)
    assert [next(rerun) for _ in range(5)] == [x for x, _, _ in case.triples]
    points = [(Fraction(0), Fraction(0), Fraction(0)), *case.triples]
    for x, g, f in points:
        for y, d, h in points:
            if functions == "smooth-convex":
                assert f - h - d * (x - y) - (g - d) ** 2 / 2 >= 0
            else:
                assert f - h + (x - y) ** 2 / 4 - (g + d) * (x - y) / 2 - (g - d) ** 2 / 4 >= 0
                assert f >= 0
    assert set(case.function.curvatures) <= ({0, 1} if functions == "smooth-convex" else {-1, 0, 1})
    assert case.value == found.low == found.high


def perturbed(certificate):
    """Every multiplier changed by 1e-9 in both directions."""
    (step,) = [i for i, step in enumerate(certificate["proofs"][0]) if step["rule"] == "multipliers"]
    for change in (Rational(1, 10**9), -Rational(1, 10**9)):
        for k in range(len(certificate["proofs"][0][step]["rows"])):
            bent = copy.deepcopy(certificate)
            entry = bent["proofs"][0][step]["rows"][k]
            entry[0] = str(Rational(entry[0]) + change)
            yield bent


def test_a_multiplier_changed_by_a_billionth_is_refused(tmp_path):
    certificate = find("gd", 10, {}).certificate
    bent = list(perturbed(certificate))
    assert len(bent) == 2 * 22  # the start, 10 neighbours, 11 points beside the minimiser
    for data in bent:
        with pytest.raises(KernelError):
            check(data, {})
    file = tmp_path / "out.json"
    for data, code in ((certificate, 0), (bent[0], 1)):
        file.write_text(json.dumps(data))
        run = subprocess.run([sys.executable, "-I", "-S", "verify/kernel", file], cwd=ROOT, check=False)
        assert run.returncode == code


@pytest.mark.parametrize("status", ["MaxIterations", "AlmostSolved", "NumericalError", "scs: optimal_inaccurate"])
def test_a_solver_that_gives_up_decides_nothing(monkeypatch, status, cli):
    def tired(dual, *arguments, **options):
        return replace(genuine(dual, *arguments, **options), status=status, ok=False)

    genuine = solve.solve
    monkeypatch.setattr(solve, "solve", tired)
    found = find("gd", 2, {}, solver="clarabel")
    assert (found.high, found.certificate, found.exact) == (None, None, False)
    assert {line.partition(": ")[2] for line in found.status} == {status}
    result = cli("worst-case", "gd", "--class", "smooth-convex", "--N", 2, "--solver", "clarabel")
    assert "no upper bound: undecided" in result.out
    assert "did not claim a solution of full accuracy" in result.out
    assert status in result.out


@pytest.mark.parametrize("solver", ["CLARABEL", "clarabel", "scs"])
@pytest.mark.parametrize(("functions", "value"), [("smooth-convex", Rational(1, 14)), ("smooth", Rational(4, 11))])
def test_any_solver_can_propose_multipliers(solver, functions, value):
    found = find("gd", 3, {}, functions, solver=solver)
    assert found.status[0].startswith("path: ")
    if solver == "scs" and not found.exact:  # five digits: what it proposes is proved where it can be made exact
        assert found.high is None or (check(found.certificate, {}).kind == "proof" and found.high >= value)
    else:
        assert found.exact
        assert found.high == value


def test_a_missing_condition_is_said_in_words(cli):
    result = cli("worst-case", "gd", "--class", "smooth-convex", "--N", 2, "--start", "none")
    assert result.code == 0
    assert "unbounded: a condition on the start is missing; with f(x0) - f(xs) <= Delta or ||x0 - xs||^2 <= R^2" in result.out
    assert "undecided" in result.out


    result = cli("worst-case", "gd", "--class", "smooth", "--N", 2, "--start", "none")
    assert "a condition on the start is missing; with f(x0) - f(xs) <= Delta or ||x0" in result.out


def test_too_long_a_step_is_said_in_words(cli):
    result = cli("worst-case", "gd", "--class", "smooth-convex", "--N", 2, "--step", 3, "--pairs", "path")
    assert result.code == 0
    assert "a step is too long" in result.out
    assert "the step 3/L is" in result.out
    assert "undecided" in result.out


def test_without_convexity_no_bound_is_only_not_shown(cli):
    """The first gradient is bounded whatever the step, which these points do not show."""
    result = cli("worst-case", "gd", "--class", "smooth", "--N", 2, "--step", "5/2")
    assert "at least 2 * Delta L" in result.out
    assert "no upper bound: undecided" in result.out
    assert "these points show no bound" in result.out
    assert "unbounded" not in result.out
    assert "the step 5/2/L is too long" in result.out


def test_that_nothing_is_known_of_the_start_is_said_also_where_the_solver_gives_up(cli, monkeypatch):
    genuine = solve.solve
    monkeypatch.setattr(solve, "solve", lambda *a, **k: replace(genuine(*a, **k), status="NumericalError", ok=False))
    result = cli("worst-case", "accelerated-gd", "--class", "smooth-convex", "--N", 1, "--start", "none")
    assert "NumericalError" in result.out
    assert "nothing is known of the start (--start none)" in result.out


def test_the_command_line(cli, tmp_path):
    file, data = tmp_path / "out.json", tmp_path / "data.json"
    result = cli("worst-case", "gd", "--class", "smooth-convex", "--N", 4, "--certificate", file, "--json", data)
    assert result.code == 0
    assert "exactly 1/18 * L R^2" in result.out
    assert json.loads(data.read_text())["exact"] is True
    assert check(json.loads(file.read_text()), {}).label == "worst-case/gd-smooth-convex-n4"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(("--N", "1/2"), "whole number"), (("--L0", 1), "has no --L0"), (("--momentum", 1), "has no --momentum")],
)
def test_mistakes(cli, arguments, says):
    result = cli("worst-case", "gd", "--class", "smooth-convex", *arguments)
    assert result.code == 2
    assert says in result.err
