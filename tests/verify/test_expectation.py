"""Stochastic bounds in expectation: what the obligation assumes of noise and mean, and that each part is needed."""

import ast

import pytest

from theory import L0L1Smooth, Paper, best_gradient_norm, gap, gradient_norm, symbols
from theory.catalog import Catalog, built_in
from theory.methods import gradient_descent
from theory.symbols import T
from verify import certify
from verify.checkers import exact
from verify.compile import Unsupported, instance_only, obligation
from verify.kernel.certificate import check, parts
from verify.kernel.errors import KernelError
from verify.kernel.model import goals
from verify.task import Task

CATALOG = Catalog(built_in())
CLAIM = CATALOG["zhang2020/thm8"]
L0, L1, Delta, eps, tau = symbols("L0 L1 Delta eps tau", positive=True)


@pytest.fixture(scope="module")
def library():
    known = {}
    for label in CATALOG.order:
        if label in CATALOG.closure(CLAIM.label) and CATALOG[label].kind != "axiom":
            known[label] = check(certify.certificate(CATALOG[label], known), known)
    return known


@pytest.fixture(scope="module")
def certificate(library):
    return certify.certificate(CLAIM, library)


def test_theorem_8_is_proved_for_every_noise(library, certificate):
    found = check(certificate, library, obligation(CLAIM))
    assert found.kind == "proof" and not instance_only(CLAIM)
    (part,) = obligation(CLAIM)["claim"]
    assert "norm(disturbance(k, outcome)) <= tau" in str(part)
    assert part["then"] == "least <= eps**2"
    assert exact.check(Task(claim=CLAIM, catalog=CATALOG)).scope == "all parameters"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("norm(disturbance(k, outcome)) <= tau", "norm(disturbance(k, outcome)) <= 2*tau"),  # more noise
        ("+ c2*mean_square(i) + c4", "+ c2*mean_square(i) + c3 + c4"),  # noise with a mean
        ("norm(grad(iterate(i, outcome))) <= M", "norm(grad(iterate(i, outcome))) <= 2*M"),
        ("least <= mean_square(i)", "least <= mean_square(i + 1)"),
        ("least <= eps**2", "least <= eps**2/2"),
        ("eps <= M", "eps <= 2*M"),
    ],
)
def test_the_proof_is_of_this_statement(library, certificate, old, new):
    part = str(certificate["obligation"])
    assert old in part
    changed = certificate | {"obligation": ast.literal_eval(part.replace(old, new))}
    with pytest.raises(KernelError):
        check(changed, library)


def stochastic(then, **given):
    return Paper("doe2026", title="Trial").theorem(
        "trial", functions=L0L1Smooth(L0, L1), method=gradient_descent, step=1 / L0, noise=tau, then=then, **given
    )


@pytest.mark.parametrize("then", [best_gradient_norm(T) <= eps, gap(T) <= eps, best_gradient_norm(T) ** 2 >= eps])
def test_other_stochastic_bounds_are_not_expressible(then):
    with pytest.raises(Unsupported):
        obligation(stochastic(then))


def test_the_noise_enters_the_step_and_the_hypotheses_hold_for_every_outcome():
    (part,) = obligation(stochastic(best_gradient_norm(T) ** 2 <= eps, given=gap(0) <= Delta))["claim"]
    steps = [h for h in part["if"] if isinstance(h, dict) and "iterate(k + 1" in str(h["then"])]
    assert [h["then"] for h in steps] == [
        "iterate(k + 1, outcome) == iterate(k, outcome) - (disturbance(k, outcome) + grad(iterate(k, outcome)))/L0"
    ]
    assert "f(x(0)) - fstar <= Delta" in part["if"] or "-fstar + f(x(0)) <= Delta" in part["if"]


def test_a_bound_along_the_iterates_is_meant_for_every_outcome():
    assert CLAIM.statement.given[1].then.has(gradient_norm)
    (part,) = obligation(CLAIM)["claim"]
    wanted = {"for": {"i": "real", "outcome": "real"}, "if": ["nat(i)"], "then": "norm(grad(iterate(i, outcome))) <= M"}
    assert wanted in part["if"]


def test_a_random_method_has_no_counterexample_without_its_noise():
    witness = {"part": 0, "values": dict.fromkeys(part_names(), "1"), "model": {}}
    with pytest.raises(KernelError, match="cannot be given a meaning"):
        goals(parts(obligation(CLAIM)), witness | {"model": {name: ["u", "u"] for name in ("f", "grad", "hess", "x")}})


def part_names():
    return list(obligation(CLAIM)["claim"][0]["for"])
