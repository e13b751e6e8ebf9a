"""Worst cases of fixed-step methods: exact values, met from both sides, and certificates that the kernel alone accepts."""

import copy
import json
import subprocess
import sys
from pathlib import Path

import pytest
from sympy import Rational

from verify.brackets import fixed_step
from verify.brackets.fixed_step import find
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


@pytest.mark.slow
@pytest.mark.parametrize("steps", [20, 40, 100])
def test_long_runs(steps):
    found = find("gd", steps, {})
    assert (found.low, found.high) == (Rational(1, 4 * steps + 2),) * 2


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


def test_a_solver_that_gives_up_decides_nothing(monkeypatch):
    def tired(dual, *arguments, **options):
        from dataclasses import replace

        return replace(genuine(dual, *arguments, **options), status="MaxIterations", ok=False)

    genuine = fixed_step.solve
    monkeypatch.setattr(fixed_step, "solve", tired)
    found = find("gd", 2, {})
    assert found.high is None
    assert found.certificate is None
    assert {line.partition(": ")[2] for line in found.status} == {"MaxIterations"}


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
