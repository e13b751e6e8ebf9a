"""Every classical rate is proved by its stored certificate, every wrong variant refuted by its own."""

import copy
from dataclasses import replace
from itertools import islice

import pytest
from sympy import Rational

from theory.catalog import Catalog
from theory.classes import SmoothConvex
from theory.measures import expected_divergence
from theory.methods import optimized_gradient_for_gradients
from theory.papers.classics import paper
from theory.statement import ForAll
from theory.symbols import N
from verify.certify import certificate
from verify.checkers import exact
from verify.compile import Unsupported, obligation
from verify.finders.proofs.prove import NotFound
from verify.kernel.certificate import check, read
from verify.kernel.errors import KernelError
from verify.places import certificate_file
from verify.task import Task

CATALOG = Catalog([paper])


@pytest.mark.parametrize("claim", list(paper), ids=lambda claim: claim.slug)
def test_the_stored_certificate_decides(claim):
    assert certificate_file(claim).is_file()
    found = exact.check(Task(claim=claim, catalog=CATALOG))
    expected = "proved" if claim.expect == "true" else "refuted"
    assert (found.outcome, found.rigour) == (expected, "exact"), found.reason
    assert not found.axioms


def test_every_kind_of_rate_has_a_wrong_variant():
    assert sum(claim.expect == "true" for claim in paper) >= 50
    assert sum(claim.expect == "false" for claim in paper) >= 35
    assert all(claim.source for claim in paper if claim.kind == "theorem")


@pytest.mark.parametrize("count", [3, 5])
def test_the_derivation_of_saga_proves_no_smaller_rate(count):
    """The sum of squares is used up: with a thousandth less on the right the last step has no certificate."""
    claim = paper[f"saga-{count}"]
    stored = read(certificate_file(claim))
    assert check(stored, {}, obligation(claim)).kind == "proof"
    then = claim.statement.then
    bent = replace(claim, statement=replace(claim.statement, then=then.func(then.lhs, then.rhs * Rational(999, 1000))))
    with pytest.raises(KernelError):
        check({**stored, "obligation": obligation(bent)}, {}, obligation(bent))
    for place in range(len(stored["proofs"][0])):
        torn = copy.deepcopy(stored)
        del torn["proofs"][0][place]
        with pytest.raises(KernelError):
            check(torn, {}, obligation(claim))


def test_the_step_of_saga_for_every_number_of_components():
    claim = paper["saga-decrease"]
    (stated,) = obligation(claim)["claim"]
    assert {stated["for"][name] for name in ("n", "mu", "L", "h")} == {"real"}
    stored = read(certificate_file(claim))
    assert check(stored, {}, obligation(claim)).kind == "proof"
    for place in range(len(stored["proofs"][0])):
        torn = copy.deepcopy(stored)
        del torn["proofs"][0][place]
        with pytest.raises(KernelError):
            check(torn, {}, obligation(claim))
    for place in (5, 6, 7, 8, 10):  # mu < L, the step, the table's inequality, the point's, Cauchy-Schwarz
        less = copy.deepcopy(obligation(claim))
        less["claim"][0]["if"][place] = "0 < L"
        with pytest.raises(KernelError):
            check({**stored, "obligation": less}, {}, less)


def test_where_the_rate_of_saga_is_attained():
    """On mu u^2/2 for each component, with the table at the minimiser: the witness against any smaller rate."""
    values = read(certificate_file(paper["saga-5-too-good"]))["witness"]["values"]
    assert (values["x0"], values["ga2"], values["ge2"]) == ("1", "(1/10)", "(1/10)")
    assert {values[f"y{i}"] for i in range(5)} == {"0"}


EVERY = ["frank-wolfe-every-horizon", "gd-every-horizon", "gd-nonconvex-every-horizon", "halpern-every-horizon"]


@pytest.mark.parametrize("slug", EVERY)
def test_a_rate_for_every_horizon_leaves_n_a_symbol(slug):
    claim = paper[slug]
    assert isinstance(claim.statement, ForAll)
    (stated,) = obligation(claim)["claim"]
    assert stated["for"]["N"] == "real"
    assert "nat(N)" in stated["if"]
    assert "N" in stated["then"]


@pytest.mark.parametrize("slug", EVERY)
def test_its_proof_is_none_of_a_smaller_bound(slug):
    claim = paper[slug]
    then = claim.statement.then
    bent = replace(claim, statement=replace(claim.statement, then=then.func(then.lhs, then.rhs * Rational(999, 1000))))
    with pytest.raises(NotFound):
        certificate(bent, {})
    stored = read(certificate_file(claim))
    with pytest.raises(KernelError):
        check({**stored, "obligation": obligation(bent)}, {}, obligation(bent))


def test_a_bent_step_of_the_proof_for_every_horizon_is_refused():
    claim = paper["gd-nonconvex-every-horizon"]
    stored = read(certificate_file(claim))
    assert check(stored, {}, obligation(claim)).kind == "proof"
    for i in range(len(stored["proofs"][0])):
        bent = copy.deepcopy(stored)
        del bent["proofs"][0][i]
        with pytest.raises(KernelError):
            check(bent, {}, obligation(claim))


class Square:
    def grad(self, point):
        return point


def test_the_method_for_gradients_is_the_one_of_its_paper():
    """On u^2/2 two steps of OGM-G with theta = (14/5, 8/5, 1), by hand."""
    run = optimized_gradient_for_gradients(Square(), Rational(1), 1, tuple(map(Rational, ("14/5", "8/5", 1))))
    share = Rational(11, 23)  # (2 theta_1 - 1)/(2 theta_0 - 1), both from y_1 - y_0 = y_1 - x_0 = -1
    first = -share * Rational(9, 14) - share
    second = -Rational(3, 8) * Rational(5, 11) * 0 - Rational(5, 11) * first
    assert [*islice(run, 3)] == [1, first, second]


def test_a_divergence_needs_a_table():
    plain = paper["gd-beck-teboulle"]
    stated = replace(plain.statement, functions=SmoothConvex(1), then=expected_divergence(N) <= 1)
    with pytest.raises(Unsupported, match="measure"):
        obligation(replace(plain, statement=stated))
    drawn = paper["sgd-2"]
    stated = replace(drawn.statement, then=expected_divergence(N) <= 1)
    with pytest.raises(Unsupported, match="a table that the method does not yield"):
        obligation(replace(drawn, statement=stated))
