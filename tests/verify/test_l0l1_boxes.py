"""Boxes of norms with the two-centre inequality: the notes' column made rigorous, and refusals."""

import copy
import json
from dataclasses import replace
from fractions import Fraction

import pytest
from sympy import Rational

from theory.catalog import Catalog, built_in
from verify.brackets.boxes.l0l1 import Setting, best, constants, lower, proved, refusals
from verify.brackets.boxes.l0l1.constants import Pair, pair
from verify.brackets.worst_case import setup, worst_case
from verify.kernel.certificate import check
from verify.kernel.errors import KernelError

ONE, TENTH, HALF = Fraction(1), Fraction(1, 10), Fraction(1, 2)


def clipped(eps, step):
    return Setting(L0=ONE, L1=ONE, eps=Fraction(eps), step=Fraction(step), radius=Fraction(step))


@pytest.mark.parametrize(
    ("setting", "steps", "printed"),
    [
        (clipped(TENTH, TENTH), 1, ".005662"),
        (clipped(2, TENTH), 1, "1.0936"),
        (clipped(2, HALF), 1, "1.6765"),
        pytest.param(clipped(TENTH, TENTH), 4, ".008579", marks=pytest.mark.slow),
        pytest.param(clipped(2, TENTH), 4, "1.6704", marks=pytest.mark.slow),
        pytest.param(clipped(TENTH, HALF), 4, ".02189", marks=pytest.mark.slow),
        pytest.param(clipped(2, HALF), 4, "4.0017", marks=pytest.mark.slow),
        pytest.param(Setting(L0=ONE, L1=ONE, eps=Fraction(2)), 1, "1.687", marks=pytest.mark.slow),
        pytest.param(Setting(L0=ONE, L1=ONE, eps=Fraction(2)), 2, "2.472", marks=pytest.mark.slow),
    ],
)
def test_the_column_of_programs_is_proved_at_all_norms(setting, steps, printed):
    """The notes solved at a few norms, and took the reach on trust."""
    found = best(steps, setting)
    assert 0.97 * float(printed) < found.bound < 1.0001 * float(printed)
    assert refusals(found, steps) == []
    assert check(found.certificate, {}).kind == "proof"


@pytest.mark.parametrize(("L0", "L1", "eps", "step", "radius"), [("1/2", 3, "1/3", "1/2", "1/6"), (2, "1/5", 3, "1/4", 2)])
def test_it_agrees_with_the_functions_of_one_variable(L0, L1, eps, step, radius):
    numbers = {"L0": L0, "L1": L1, "step": step, "radius": radius}
    found = best(1, Setting(eps=Fraction(eps), **{name: Fraction(value) for name, value in numbers.items()}))
    fixed = setup(Catalog(built_in()), "clipped-gd", {name: Rational(value) for name, value in numbers.items()})
    bracket = worst_case(fixed, steps=1, accuracy=Rational(eps))
    assert 0.9 * bracket.low < Rational(found.bound.numerator, found.bound.denominator) < bracket.high


@pytest.fixture(scope="module")
def found():
    return proved(1, clipped(2, HALF), Fraction(166, 100))


def without(certificate, place):
    claim, proofs = list(certificate["obligation"]["claim"]), list(certificate["proofs"])
    del claim[place], proofs[place]
    return {**certificate, "obligation": {"claim": claim}, "proofs": proofs}


def test_a_box_left_out_is_noticed(found):
    assert len(found.boxes) > 2
    fewer = without(found.certificate, -1)
    assert check(fewer, {}).kind == "proof"
    assert "the boxes leave norms out" in refusals(replace(found, boxes=found.boxes[:-1], certificate=fewer), 1)


def test_a_relation_between_numbers_left_out_is_noticed(found):
    assert refusals(replace(found, certificate=without(found.certificate, 0)), 1) == ["the certificate shows something else"]


def test_a_multiplier_changed_by_a_billionth_is_refused(found):
    bent = copy.deepcopy(found.certificate)
    rows = next(s for s in bent["proofs"][-1] if s["rule"] == "multipliers")["rows"]
    facts = bent["obligation"]["claim"][-1]["if"]
    place = next(i for i, row in enumerate(rows) if "f(x1) - least" in facts[int(row[1][1:]) - 1])
    rows[place][0] = str(Fraction(rows[place][0]) + Fraction(1, 10**9))
    (reason,) = refusals(replace(found, certificate=bent), 1)
    assert reason.startswith("the kernel refuses")


def test_a_constant_of_the_two_centre_inequality_that_is_too_small_is_refused(found, monkeypatch):
    def smaller(setting, before, after):
        right = pair(setting, before, after)
        return Pair(near=(right.near[0] * Fraction(999, 1000), right.near[1]), reach=right.reach, change=right.change)

    monkeypatch.setattr(lower, "pair", smaller)
    assert refusals(found, 1) == ["the certificate shows something else"]
    monkeypatch.setattr(constants, "pair", smaller)
    with pytest.raises(KernelError, match="number"):
        proved(1, clipped(2, HALF), Fraction(166, 100))


def test_an_auxiliary_point_out_of_reach_is_refused(monkeypatch):
    def shorter(setting, before, after):
        right = pair(setting, before, after)
        return Pair(near=right.near, reach=right.reach * Fraction(98, 100), change=right.change)

    monkeypatch.setattr(constants, "pair", shorter)
    with pytest.raises(KernelError, match="number"):
        proved(1, clipped(2, HALF), Fraction(166, 100))


def test_steps_too_long_for_lemma_a_are_refused():
    long = Setting(L0=ONE, L1=ONE, eps=ONE, step=ONE, radius=HALF)
    found = proved(1, long, Fraction(1, 10))
    assert found is None or "the steps are too long for Lemma A" in refusals(found, 1)
    assert best(1, long) is None


def test_the_command_line(cli, tmp_path):
    file, data = tmp_path / "out.json", tmp_path / "data.json"
    arguments = ("worst-case", "clipped-gd", "--L0", 1, "--L1", 1, "--step", "1/10", "--radius", "1/10", "--boxes")
    result = cli(*arguments, "--eps", 2, "--N", 1, "--certificate", file, "--json", data)
    assert result.code == 0
    assert "boxes that cover all norms, give 1.09245; accepted by the kernel" in result.out
    assert check(json.loads(file.read_text()), {}).kind == "proof"
    assert json.loads(data.read_text())["boxes"]["bound"].endswith("/1000000")
    assert "--boxes goes with --N from 1 to 4" in cli(*arguments, "--eps", 2, "--N", 9).err
    assert "--boxes goes with --eps and --N" in cli(*arguments, "--Delta", 2, "--N", 1).err
