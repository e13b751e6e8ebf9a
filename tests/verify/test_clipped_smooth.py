"""Clipped gradient descent on smooth functions that need not be convex: both ends of the least gap, and refusals."""

import copy
import json
from dataclasses import replace
from fractions import Fraction

import pytest

from verify.brackets.boxes.cover import contains_all
from verify.brackets.boxes.smooth import explicit, proved, refusals, violations
from verify.brackets.boxes.smooth.answer import bracket
from verify.brackets.boxes.smooth.lower import box_formula
from verify.kernel.certificate import check

ONE, HALF = Fraction(1), Fraction(1, 2)


@pytest.mark.parametrize(
    ("steps", "step", "radius", "least"),
    [
        (1, 1, "1/2", "15/16"),  # the notes' table
        pytest.param(2, 1, "1/2", "11/8", marks=pytest.mark.slow),
        pytest.param(3, 1, "1/2", "29/16", marks=pytest.mark.slow),
        pytest.param(4, 1, "1/2", "9/4", marks=pytest.mark.slow),
        (2, "1/2", "3/4", "11/8"),  # not clipped at eps, clipped above
        (1, "3/2", 3, "37/32"),  # a long step, where one dimension is not the worst
        pytest.param(2, "3/2", 2, "29/16", marks=pytest.mark.slow),
    ],
)  # fmt: skip
def test_the_bracket_closes(steps, step, radius, least):
    step, radius, least = Fraction(step), Fraction(radius), Fraction(least)
    low, high = bracket(steps, step, radius)
    assert low.bound <= least <= high.gap
    assert high.gap - low.bound < least / 10**5
    assert refusals(low, steps) == []
    assert violations(high, step, radius) == []
    assert check(low.certificate, {}).kind == "proof"


@pytest.fixture(scope="module")
def found():
    return proved(2, HALF, Fraction(3, 4), Fraction(1374, 1000))


def test_a_box_left_out_is_noticed(found):
    assert len(found.boxes) == 4
    fewer = {**found.certificate, "obligation": {"claim": found.certificate["obligation"]["claim"][:-1]},
             "proofs": found.certificate["proofs"][:-1]}  # fmt: skip
    assert check(fewer, {}).kind == "proof"  # true as far as it goes
    assert refusals(replace(found, boxes=found.boxes[:-1], certificate=fewer), 2) == ["the boxes leave norms out"]


def test_a_tail_left_out_is_noticed(found):
    fewer = {**found.certificate, "obligation": {"claim": found.certificate["obligation"]["claim"][1:]},
             "proofs": found.certificate["proofs"][1:]}  # fmt: skip
    assert refusals(replace(found, certificate=fewer), 2) == ["the certificate shows something else"]


def test_a_multiplier_changed_by_a_billionth_is_refused(found):
    bent = copy.deepcopy(found.certificate)
    rows = next(s for s in bent["proofs"][-1] if s["rule"] == "multipliers")["rows"]
    assert rows[-1][1:] == ["h2", "deeper"]  # weighs a value
    rows[-1][0] = str(Fraction(rows[-1][0]) + Fraction(1, 10**9))
    (reason,) = refusals(replace(found, certificate=bent), 2)
    assert reason.startswith("the kernel refuses")


def test_a_box_that_mixes_clipped_steps_and_others_is_noticed(found):
    wide = (((ONE, Fraction(5)), (ONE, Fraction(5))),)
    assert "an interval has norms of clipped steps and of others" in refusals(replace(found, boxes=wide), 2)


def test_a_bound_above_the_truth_is_never_proved():
    assert proved(1, ONE, HALF, Fraction(15, 16) + Fraction(1, 10**6)) is None


def test_a_cover_is_decided_exactly():
    square = ((ONE, Fraction(2)), (ONE, Fraction(2)))
    third = Fraction(4, 3)
    parts = [((ONE, third), (ONE, Fraction(2))), ((third, Fraction(2)), (ONE, third))]
    assert not contains_all(square, parts)
    assert not contains_all(square, [*parts, ((third, Fraction(2)), (third + Fraction(1, 10**9), Fraction(2)))])
    assert contains_all(square, [*parts, ((third, Fraction(2)), (third, Fraction(3)))])


def test_a_point_moved_is_noticed():
    run = explicit(1, ONE, HALF)
    assert violations(replace(run, points=(run.points[0], (run.points[1][0] + 1, *run.points[1][1:]))), ONE, HALF)
    lower = replace(run, values=(run.values[0] - Fraction(1, 100), run.values[1]))
    assert any("inequality" in line for line in violations(lower, ONE, HALF))


def test_the_formula_of_a_box_names_its_norms():
    text = json.dumps(box_formula(((ONE, Fraction(3, 2)),), ONE, HALF, Fraction(9, 10)))
    assert "1/2 <= inner(grad(x0), x0 - x1)" in text
    assert "inner(grad(x0), x0 - x1) <= 3/4" in text


def test_the_command_line(cli, tmp_path):
    file = tmp_path / "out.json"
    result = cli("worst-case", "clipped-gd", "--class", "smooth", "--N", 1, "--certificate", file)
    assert result.code == 0
    assert "at least 0.93749" in result.out
    assert "boxes that cover all gradient norms" in result.out
    assert check(json.loads(file.read_text()), {}).kind == "proof"
    assert "0, 2" in cli("worst-case", "clipped-gd", "--class", "smooth", "--step", 2).err
    assert cli("worst-case", "clipped-gd", "--class", "smooth", "--N", 9).code == 2
