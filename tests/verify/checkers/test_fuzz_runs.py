"""Runs on classes beyond smooth functions: true theorems survive, planted false ones are refuted in balls."""

import pytest

from theory import Paper, Rational, Run, SmoothConvex, gap, squared_distance, symbols
from theory.catalog import Catalog, built_in
from theory.classes import BoundedSet, Convex, FiniteSum, LipschitzConvex, SmoothStronglyConvex, Sum
from theory.measures import expected_squared_distance, separation
from theory.methods import gradient_descent, proximal_gradient, stochastic_gradient, subgradient_method
from theory.symbols import N
from verify.checkers import fuzz
from verify.task import Task

CATALOG = Catalog(built_in())
L, R, M, D = symbols("L R M D", positive=True)
NEAR = squared_distance(0) <= R**2

TRUE = (
    "gd-strongly-convex", "gd-contraction", "exact-line-search", "polyak-step", "inexact-gradient", "heavy-ball",
    "gd-weakly-convex", "proximal-point", "proximal-point-residual", "inexact-proximal-point-2",
    "proximal-point-strongly-convex", "subgradient", "proximal-gradient", "fista", "frank-wolfe", "douglas-rachford",
    "douglas-rachford-nonexpansive", "sgd-3", "sgd-interpolation", "saga-2", "chebyshev", "halpern",
    "krasnoselskii-mann", "proximal-point-monotone", "gd-nonexpansive", "silver-7", "ogm-3", "ogm-g-3",
    "accelerated-potential",
)  # fmt: skip
FALSE = (
    "gd-strongly-convex-too-good", "gd-contraction-too-good", "exact-line-search-too-good", "polyak-step-too-good",
    "inexact-gradient-too-good", "heavy-ball-polyak", "gd-weakly-convex-too-good", "proximal-point-too-good",
    "proximal-point-residual-too-good", "inexact-proximal-point-too-good", "proximal-point-strongly-convex-too-good",
    "subgradient-slightly-too-good", "subgradient-last", "proximal-gradient-too-good", "fista-too-good",
    "frank-wolfe-too-good", "douglas-rachford-too-good", "sgd-too-good", "sgd-interpolation-noisy", "saga-too-good",
    "chebyshev-too-good", "chebyshev-beyond-quadratics", "halpern-too-good", "krasnoselskii-mann-too-good",
    "proximal-point-monotone-too-good", "gd-nonexpansive-nonconvex", "silver-3-too-good", "ogm-too-good",
    "ogm-g-too-good", "accelerated-potential-too-good",
)  # fmt: skip


def examine(claim, catalog=CATALOG, trials=100):
    assert fuzz.applies(claim)
    return fuzz.check(Task(claim=claim, catalog=catalog, trials=trials, seed=0))


def planted(**statement):
    paper = Paper("planted", title="Planted")
    claim = paper.claim("it", Run(**statement), kind="control")
    return examine(claim, Catalog([paper]))


@pytest.mark.parametrize("label", TRUE)
def test_a_true_theorem_survives(label):
    finding = examine(CATALOG[f"classics/{label}"])
    assert finding.outcome == "survived", (finding.reason, finding.evidence)
    assert finding.trials >= 100 and finding.rejected < 0.7


@pytest.mark.parametrize("label", FALSE)
def test_a_planted_false_theorem_is_refuted_in_balls(label):
    finding = examine(CATALOG[f"classics/{label}"], trials=400)
    assert finding.outcome == "refuted", finding.reason
    assert "ball arithmetic" in finding.evidence["checked"]
    assert finding.evidence["function"] and finding.evidence["membership"]


def test_the_horizon_is_one_that_is_claimed():
    finding = examine(CATALOG["classics/subgradient-slightly-too-good"], trials=400)
    assert finding.evidence["values"]["N"] == "3"


# -- what is not drawn for ----------------------------------------------------------------------------------------


def undecided(**statement):
    finding = planted(**statement)
    assert finding.outcome == "undecided" and finding.trials == 0, finding.reason
    assert finding.reason.startswith("cannot draw for it: ")
    return finding.reason


def asks_for_more(f, x, step):
    while True:
        yield x
        x = x - step * f.hessian(x)


def two_starts(f, x, step):
    y = f.start()
    while True:
        yield x, y
        x = x - step * f.grad(y)


def test_what_a_member_does_not_offer_is_named():
    smooth = {"functions": SmoothStronglyConvex(L / 10, L), "parameters": {"step": 1 / L}, "given": (NEAR,)}
    then = squared_distance(N) <= R**2
    assert "asks for hessian" in undecided(method=asks_for_more, then=then, **smooth)
    assert "more starts" in undecided(method=two_starts, then=then, **smooth)
    assert "asks for sampled" in undecided(method=stochastic_gradient, then=then, **smooth)


def test_a_set_that_a_method_may_leave_is_not_drawn():
    reason = undecided(
        functions=Sum(SmoothConvex(L), BoundedSet(D)), method=gradient_descent, parameters={"step": 1 / L},
        then=gap(N) <= L * D**2,
    )  # fmt: skip
    assert "not known to stay in it" in reason


def test_a_measure_after_a_random_step_needs_an_expectation():
    reason = undecided(
        functions=FiniteSum(SmoothStronglyConvex(L / 10, L), 2), method=stochastic_gradient,
        parameters={"step": 1 / L}, given=(NEAR,), then=squared_distance(N) <= R**2,
    )  # fmt: skip
    assert "draws a component" in reason


def test_classes_without_members_are_not_applied_to():
    paper = Paper("planted", title="Planted")
    rough = Sum(LipschitzConvex(M), Convex())
    claim = paper.claim(
        "it",
        Run(functions=rough, method=proximal_gradient, parameters={"step": R / M}, then=gap(N) <= M * R),
        kind="control",
    )
    assert not fuzz.applies(claim)


# -- expectations are exact ---------------------------------------------------------------------------------------


def test_an_expectation_over_two_steps_is_the_mean_over_all_sequences():
    functions = FiniteSum(SmoothStronglyConvex(L / 10, L), 3)
    finding = planted(
        functions=functions, method=stochastic_gradient, parameters={"step": 1 / L}, given=(NEAR,),
        then=expected_squared_distance(2) <= R**2,
    )  # fmt: skip
    assert finding.outcome == "refuted", finding.reason  # with noise the distance grows


def test_a_kink_that_balls_cannot_place_refutes_nothing():
    """Two runs from either side of a kink part; where a ball cannot tell the side, no branch is picked."""
    claim = planted(
        functions=LipschitzConvex(M), method=subgradient_method, parameters={"step": R / M}, horizons=(1,),
        given=(separation(0) <= R**2,), then=separation(N) <= Rational(10) * R**2,
    )  # fmt: skip
    assert claim.outcome == "survived"
