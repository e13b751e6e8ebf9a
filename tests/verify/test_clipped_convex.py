"""Clipped gradient descent on smooth convex functions: brackets with exact ends, near the table of section 2.4."""

import copy
import json
from dataclasses import replace
from fractions import Fraction

import pytest

from verify.brackets.clipped_convex import lower, upper
from verify.brackets.clipped_convex.boxes import box_formula
from verify.brackets.clipped_convex.points import violations
from verify.kernel.certificate import check
from verify.kernel.errors import KernelError

ONE, ZERO = Fraction(1), Fraction(0)

TABLE = [  # radius, N, the largest value found by local search over norms, step 1/L
    ("1/20", 1, 0.45127), ("1/20", 2, 0.40508), ("3/20", 1, 0.36171), ("3/20", 2, 0.24736), ("3/10", 1, 0.24904), ("3/10", 2, 0.10069),
]  # fmt: skip


@pytest.mark.parametrize(("radius", "steps", "value"), TABLE)
def test_the_lower_end_is_the_table_in_exact_rationals(radius, steps, value):
    found = lower(steps, ONE, Fraction(radius))
    assert violations(found, ONE, Fraction(radius)) == []
    assert value - 2e-5 < found.value < value + 1e-5
    assert len(found.points[0]) >= 2  # the line gives less


def test_a_point_moved_is_noticed():
    found = lower(1, ONE, Fraction(3, 10))
    start, *rest = found.points
    moved = replace(found, points=((start[0] + Fraction(1, 10**9), *start[1:]), *rest))
    assert any("step 0" in line for line in violations(moved, ONE, Fraction(3, 10)))
    higher = replace(found, values=(found.values[0], found.values[1] + Fraction(1, 1000)))
    assert any("inequality" in line for line in violations(higher, ONE, Fraction(3, 10)))


def covered(boxes, corner):
    """That intervals of norms cover [0, 1]."""
    end = ZERO
    for ((a, b),) in sorted(boxes):
        assert a <= end
        end = max(end, b)
    return end == 1 and ((ZERO, corner),) in boxes


@pytest.mark.parametrize(("radius", "bound"), [("3/10", "0.2495"), ("1/20", "0.4513"), ("3/20", "0.362")])
def test_the_upper_end_is_proved_box_by_box(radius, bound):
    radius, bound = Fraction(radius), Fraction(bound)
    found = upper(1, ONE, radius, bound)
    assert covered(found.boxes, radius)
    assert check(found.certificate, {}).kind == "proof"
    first, *others = found.certificate["obligation"]["claim"]
    assert first["then"] == "inner(grad(x0), grad(x0)) <= 1"
    assert others == [box_formula(box, ONE, radius, bound) for box in found.boxes]


def test_a_bound_below_the_worst_case_is_never_proved():
    assert upper(1, ONE, Fraction(3, 10), Fraction(2490, 10000)) is None


def test_a_box_made_wider_is_refused():
    found = upper(1, ONE, Fraction(3, 10), Fraction(1, 4))
    wide = ((Fraction(3, 10), ONE),)
    bent = copy.deepcopy(found.certificate)
    bent["obligation"]["claim"][2] = box_formula(wide, ONE, Fraction(3, 10), Fraction(1, 4))
    with pytest.raises(KernelError):
        check(bent, {})


@pytest.mark.slow
def test_two_steps_by_boxes_of_pairs_of_norms():
    found = upper(2, ONE, Fraction(3, 10), Fraction(102, 1000))
    area = sum((b[0][1] - b[0][0]) * (b[1][1] - b[1][0]) for b in found.boxes)
    assert len(found.boxes) > 50
    assert area >= Fraction(1, 2)  # norms that increase are left out
    assert check(found.certificate, {}).kind == "proof"


def test_the_command_line(cli, tmp_path):
    file, data = tmp_path / "out.json", tmp_path / "data.json"
    result = cli("worst-case", "clipped-gd", "--class", "smooth-convex", "--N", 1, "--radius", "1/20",
                 "--certificate", file, "--json", data)  # fmt: skip
    assert result.code == 0
    assert "at least 0.45126" in result.out
    assert "boxes that cover all gradient norms" in result.out
    told = json.loads(data.read_text())
    assert 1 < Fraction(told["high"]) / Fraction(told["low"]) < Fraction(1002, 1000)
    assert check(json.loads(file.read_text()), {}).kind == "proof"
    assert cli("worst-case", "clipped-gd", "--class", "smooth-convex", "--N", 9).code == 2
    assert "0, 2" in cli("worst-case", "clipped-gd", "--class", "smooth-convex", "--step", 3).err
