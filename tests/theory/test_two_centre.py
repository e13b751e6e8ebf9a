"""The two-centre inequality is proved, and no stronger one is."""

from dataclasses import replace
from typing import Any

import pytest

from theory.catalog import Catalog, built_in
from theory.papers.ours.two_centre import A, B, auxiliary, conclusion
from theory.papers.zhang2020.setting import grad, norm, p, q
from verify import certify
from verify.kernel.certificate import check

CLASS = "ours/two-centre"


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog(built_in())


def test_the_class_version_is_proved_down_to_the_axioms(catalog: Catalog) -> None:
    accepted: dict[str, Any] = {}
    for label in catalog.order:
        if label in {*catalog.closure(CLASS), CLASS} and catalog[label].kind != "axiom":
            accepted[label] = check(certify.certificate(catalog[label], accepted), accepted)
    assert set(accepted[CLASS].axioms) <= {"calculus/hessian-along-segment", "calculus/mean-value"}


def test_a_larger_last_term_is_not_proved(catalog: Catalog) -> None:
    claim = catalog["ours/two-centre-quadratic"]
    more = norm(grad(q) - grad(p) + A * (p - q)) ** 2 / (100 * (A + B))
    stronger = replace(claim.statement, then=conclusion.gts >= conclusion.lts + more)
    with pytest.raises(certify.NotFound):
        certify.certificate(replace(claim, statement=stronger), {})


def test_another_auxiliary_point_is_not_enough(catalog: Catalog) -> None:
    claim = catalog["ours/two-centre-quadratic"]
    moved = replace(claim.statement, given=tuple(g.subs(auxiliary, p) for g in claim.statement.given))
    with pytest.raises(certify.NotFound):
        certify.certificate(replace(claim, statement=moved), {})
