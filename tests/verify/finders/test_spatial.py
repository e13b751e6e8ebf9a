"""Worst cases as rational points: what comes out is accepted by the kernel, and nothing comes out against what holds."""

from dataclasses import replace

import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

from theory import N, Paper, SmoothConvex, gap, squared_distance, symbols
from theory.catalog import Catalog, built_in
from theory.classes import Sum
from verify.certify import refuted, searched
from verify.compile import obligation
from verify.finders.performance.witnesses.spatial import spatial_counterexample
from verify.finders.proofs.prove import NotFound
from verify.kernel.certificate import check, parts
from verify.power.mutate import shrunk

L, R = symbols("L R", positive=True)
CATALOG = Catalog(built_in())


def gradient_descent(f, x, step):
    while True:
        yield x
        x = x - step * f.grad(x)


def rate(factor, steps=1):
    paper = Paper("doe2026", title="A rate")
    bound = sp.Rational(factor) * L * R**2 / (4 * N + 2)
    return paper.theorem(
        "rate", functions=Sum(SmoothConvex(L)), method=gradient_descent, step=1 / L, horizons=(steps,),
        given=squared_distance(0) <= R**2, then=gap(N) <= bound,
    )  # fmt: skip


def broken(claim):
    target = obligation(claim)
    data = searched(claim, target, {})
    check(data | {"label": "trial/rate"}, {}, target)
    return data["witness"]


@settings(max_examples=6)
@given(below=st.integers(1, 400), steps=st.integers(1, 3))
def test_every_bound_below_the_sharp_one_is_broken_by_points_that_the_kernel_accepts(below, steps):
    claim = rate(1 - sp.Rational(below, 1000), steps)
    target = obligation(claim)
    (phi,) = parts(target)
    witness = spatial_counterexample(phi, 0)
    assert witness is not None
    assert len(witness["values"]["x0"]) == len(witness["metric"])
    check(refuted(claim, target, {}, witness) | {"label": "trial/rate"}, {}, target)


@pytest.mark.parametrize("steps", [1, 2])
def test_the_sharp_bound_is_not_broken(steps):
    (phi,) = parts(obligation(rate(1, steps)))
    assert spatial_counterexample(phi, 0) is None


@pytest.mark.parametrize(
    ("label", "weighted"), [("classics/subgradient", False), ("classics/exact-line-search", True)]
)
def test_a_worst_case_that_is_on_no_line(label, weighted):
    """With the equations of line search the inner products are rational and lengths are not: hence the weights."""
    (mutant,) = shrunk(CATALOG[label], sp.Rational(999, 1000))
    claim = mutant.claim
    if not claim.statement.functions.by_points:
        claim = replace(claim, statement=replace(claim.statement, functions=Sum(claim.statement.functions)))
    witness = broken(claim)
    assert len(witness["metric"]) > 1
    assert (set(witness["metric"]) != {"1"}) is weighted


def test_a_statement_about_functions_is_left_alone():
    (phi, *_) = parts(obligation(CATALOG["classics/gd-last-iterate"]))
    assert spatial_counterexample(phi, 0) is None


def test_the_points_of_a_line_search_lie_on_its_line_and_others_are_refused():
    """Its length t is a number of the statement: points that are only orthogonal to the line refute nothing."""
    claim = CATALOG["classics/exact-line-search-too-good"]
    target = obligation(claim)
    (phi,) = parts(target)
    witness = spatial_counterexample(phi, 0)
    named = {name: [*map(sp.Rational, value)] for name, value in witness["values"].items() if isinstance(value, list)}
    t = sp.Rational(witness["values"]["t0"])
    assert named["y0"] == [a + t * g for a, g in zip(named["x0"], named["g1"], strict=True)]
    check(refuted(claim, target, {}, witness) | {"label": claim.label}, {}, target)
    for other in ("0", str(t + 1)):
        with pytest.raises(NotFound, match="not refuted at the witness"):
            refuted(claim, target, {}, {**witness, "values": {**witness["values"], "t0": other}})
