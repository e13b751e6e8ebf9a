"""Sums over groups of variables: settled on the whole space, refuted by one group, and no sharper than what is shown."""

import pytest
import sympy as sp

from verify.smoothness import smoothness
from verify.smoothness.formulas.blocks import blocks, flat

x, y, z = sp.symbols("x y z", real=True)
LINE = dict.fromkeys((x, y, z), (None, None))


@pytest.mark.parametrize(
    ("f", "groups"),
    [
        (x**4 + y**4 + 1, [(x,), (y,)]),
        (x * y + z**2, [(x, y), (z,)]),
        ((x + 1) ** 2 + x * sp.exp(z) + y, [(x, z), (y,)]),
        ((x + y) ** 2 + (x - y) ** 2, [(x,), (y,)]),
        ((x + y) ** 2, [(x, y)]),
        (sp.exp(x + y), [(x, y)]),
    ],
)
def test_no_term_mixes_the_groups(f, groups):
    found = blocks(f, [v for v in (x, y, z) if f.has(v)])
    assert [variables for _, variables in found] == groups
    assert sp.expand(sum(part for part, _ in found) - f) == 0


@pytest.mark.parametrize(
    ("f", "vanishes"),
    [(x**2, True), (sp.exp(x), True), (x**3 + x**2 - 7 * x, True), (3 * x, False), (x**3 + x, False), (x + sp.exp(x), False)],
)
def test_whether_a_gradient_vanishes(f, vanishes):
    assert flat((f, (x,)), LINE) is vanishes


def test_the_frontier_of_a_sum_is_the_largest():
    found = smoothness("x**2 + y**4", slopes=["1", "4"])
    assert (found.verdict, found.scope) == ("proved", "on R^2")
    assert found.closed_form == "Max(2, 16/L1**2)"
    assert [(p.L0, p.least, p.rigour) for p in found.points] == [("16", "16", "exact"), ("2", "2", "exact")]


def test_beside_a_steep_part_no_constant_is_called_needed():
    found = smoothness("x**2 + 3*y", slopes=["1"])
    assert [(p.L0, p.least) for p in found.points] == [("2", "")]
    assert found.closed_form == ""
    assert "3*y was not seen to vanish" in found.notes[-1]


def test_one_part_refutes_the_sum():
    found = smoothness("x**2*y**2 + z**2")
    assert (found.verdict, found.scope) == ("refuted", "on R^3")
    assert "the part x**2*y**2" in found.notes[-1]


@pytest.mark.parametrize(
    ("f", "name", "verdict"),
    [
        ("x**4 + exp(y)", "convex", "proved"),
        ("x**4 - y**2", "convex", "refuted"),
        ("x**2/2 + log(1 + exp(y))", "smooth", "proved"),
        ("x**4 + y**2", "smooth", "refuted"),
        ("x**4 + y**2", "h0h1", "proved"),
        ("x**3 + y**2", "h0h1", "refuted"),
        ("x**4 + y**4", "first-order", "proved"),
        ("x**4 + y**4", "alpha", "refuted"),
    ],
)
def test_related_classes(f, name, verdict):
    found = smoothness(f, name=name, slopes=["1"])
    assert found.verdict == verdict, found


def test_an_unsettled_part_leaves_the_sum_unsettled():
    found = smoothness("x**4 + x**2*y**2 + y**4 + z**2", slopes=["0"], name="convex")
    assert found.verdict == "undecided"
    assert [note for note in found.notes if "certified on" in note and "z <= 2 only" in note] == list(found.notes)
