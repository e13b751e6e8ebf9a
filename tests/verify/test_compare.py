"""Fixed steps against clipped steps: bounds in order, curves of the right shape, and the committed data."""

import json
from dataclasses import replace
from itertools import pairwise
from math import log

import pytest
from flint import arb, ctx
from sympy import Rational

from theory.catalog import Catalog, built_in
from theory.claim import PaperError
from theory.papers.ours.repaired_lower_bound import slope
from theory.papers.zhang2020.setting import L0, L1, Delta, M, eps
from verify.brackets import failing, guaranteed
from verify.brackets.compare import CLIPPED, EVERY, compare
from verify.brackets.resting import failures
from verify.brackets.table import lines, sweep
from verify.places import HERE

ONE = Rational(1)
RECORD = HERE / "records" / "runs" / "compare.json"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog(built_in())


@pytest.fixture(scope="module")
def standard(catalog):
    return compare(catalog, {"L0": ONE, "L1": ONE, "eps": Rational(1, 10)}, sweep("10..1e6"))


def in_order(comparison):
    for group in {curve.group for curve in comparison.curves} - {EVERY}:
        pairs = zip(comparison.best(group, "at least"), comparison.best(group, "at most"), strict=True)
        assert all(low <= high for low, high in pairs), group
    every = comparison.best(EVERY, "at least")
    for curve in comparison.curves:
        if curve.group.startswith("gd, step") and curve.side == "at most":
            assert all(low <= high for low, high in zip(every, curve.counts, strict=True))


@pytest.mark.parametrize("constants", [(1, 1, "1/10"), (1, 5, "1/3"), ("1/2", 3, "1/50"), (4, "1/10", 1)])
def test_no_lower_bound_exceeds_an_upper_bound(catalog, constants):
    a, b, e = map(Rational, constants)
    in_order(compare(catalog, {"L0": a, "L1": b, "eps": e}, sweep("10..1e4")))


def test_gd_grows_with_m_and_clipping_does_not(standard):
    in_order(standard)
    for side in ("at least", "at most"):
        group = EVERY if side == "at least" else "gd, step 1/(L0 + L1*M)"
        counts = standard.best(group, side)
        assert all(5 < after / before < 12 for before, after in pairwise(counts[1:]))
        for title, _, _ in CLIPPED:
            assert len(set(standard.best(title, side))) == 1
    assert standard.speedup[-1] > 20_000


def test_a_fixed_gap_ends_the_growth(catalog):
    found = compare(catalog, {"L0": ONE, "L1": ONE, "eps": Rational(1, 10)}, sweep("10..1e5"), Rational(100))
    assert 104.6 < float(found.largest) < 104.7
    assert all(len(set(curve.counts[2:])) == 1 for curve in found.curves)
    in_order(found)


def test_bounds_are_those_of_the_statements(catalog):
    values = {L0: ONE, L1: Rational(2), Delta: Rational(7), eps: Rational(1, 10), M: Rational(5), slope: Rational(1, 8)}
    assert guaranteed(catalog["zhang2020/thm6"], values) == 4 * 11 * 7 * 100
    assert failing(catalog["ours/thm4-repaired"], values) == int(2 * 5 * 7 * 100 / (8 * log(11))) + 1


def test_a_changed_statement_changes_the_number(catalog):
    claim = catalog["zhang2020/thm6"]
    values = {L0: ONE, L1: ONE, Delta: ONE, eps: ONE, M: ONE}
    then = claim.statement.then
    halved = replace(claim, statement=replace(claim.statement, then=then.lts <= then.gts / 2))
    assert guaranteed(halved, values) == guaranteed(claim, values) / 2


@pytest.mark.parametrize("change", [{eps: ONE}, {M: Rational(100)}, {Delta: Rational(1, 10)}])
def test_a_bound_is_not_used_where_its_conditions_fail(catalog, change):
    values = {L0: ONE, L1: ONE, Delta: Rational(7), eps: Rational(1, 10), M: Rational(5)}
    assert failing(catalog["ours/thm4-repaired"], values) is not None
    assert failing(catalog["ours/thm4-repaired"], values | change) is None


def test_a_missing_value_is_named(catalog):
    with pytest.raises(PaperError, match="needs a value for M"):
        guaranteed(catalog["zhang2020/thm6"], {L0: ONE, L1: ONE, Delta: ONE, eps: ONE})


def test_the_resting_function_is_run_step_by_step():
    """Gradient descent with a fixed step on the periodic profile, simulated in balls, fails exactly as often."""
    size, step = Rational(1, 4), Rational(1, 3)
    count = failures(ONE, ONE, size, step * size, Rational(1, 2))
    with ctx.workprec(2000):
        top, length = (1 + arb(1) / 4).log(), arb(1) / 12

        def energy(level):
            return level.expm1() - level

        gap, x, steps = energy(top), arb(0), 0
        while gap <= arb(1) / 2:
            place = x + steps * length  # how far the iterate is from its peak: nowhere
            assert place.contains(0)
            x, steps = x - (top - abs(place)).expm1() / 3, steps + 1
            gap += 2 * (energy(top) - energy(top - length / 2))
    assert count == steps


def test_a_step_that_jumps_over_the_dip_is_refused():
    with pytest.raises(PaperError, match="jumps over"):
        failures(ONE, ONE, Rational(1, 4), Rational(3), ONE)


def test_the_committed_data_are_what_is_computed(standard):
    assert json.loads(RECORD.read_text()) == standard.as_json()


def test_the_text_says_what_is_fixed(standard):
    text = "\n".join(lines(standard))
    assert "Fixed in the sweep" in text
    assert "no gradient exceeds 1e+06" in text


@pytest.mark.parametrize("text", ["ten", "10..", "1..2..3", "1,x"])
def test_sweeps_that_cannot_be_read(text):
    with pytest.raises(PaperError, match="write a range"):
        sweep(text)


def test_sweeps():
    assert sweep("10..1e3") == (10, 100, 1000)
    assert sweep("50,10") == (10, 50)


def test_the_trapezoidal_rule_is_the_best_bound_and_leaves_little(standard):
    rows = {(c.group, c.source): c.counts for c in standard.curves}
    for title, label, _ in CLIPPED:
        best = standard.best(title, "at most")
        assert best == rows[title, f"ours/{'normalized' if 'normalised' in title else 'clipped'}-count-trapezoid"]
        assert all(10 * b < 9 * a for a, b in zip(rows[title, label], best, strict=True))
        assert all(100 * b < 102 * a for a, b in zip(standard.best(title, "at least"), best, strict=True))
