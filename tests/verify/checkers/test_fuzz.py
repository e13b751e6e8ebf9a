"""The fuzz checker refutes planted false claims, each rechecked in balls, and lets true claims survive."""

import importlib

import pytest
import sympy as sp

from tests.verify.checkers.planted import examine
from theory import (
    ForAll,
    L0L1Smooth,
    Max,
    Min,
    N,
    Rational,
    Run,
    Smooth,
    SmoothConvex,
    exp,
    gap,
    hitting_time,
    log,
    squared_distance,
    symbols,
)  # fmt: skip
from theory.methods import clipped_gradient_descent, gradient_descent, normalized_gradient_descent
from theory.symbols import f, fstar, grad, hess, inner, norm, x

L, L0, L1, Delta, R, eps, M, h, g, tau = symbols("L L0 L1 Delta R eps M h g tau", positive=True)
p, q, z, s = symbols("p q z s")


def refuted(statement, **options):
    finding = examine(statement, **options)
    assert finding.outcome == "refuted", (finding.outcome, finding.reason)
    assert finding.rigour == "interval" and "ball arithmetic" in finding.evidence["checked"]
    return finding


def survives(statement, trials=100):
    finding = examine(statement, trials=trials)
    assert finding.outcome == "survived", (finding.outcome, finding.reason, finding.evidence)
    assert finding.rigour == "sampled" and finding.trials >= trials
    return finding


def descent(bracket):
    gradient = norm(grad(p))
    return ForAll(
        points=(p,),
        given=(*L0L1Smooth(L0, L1).assumptions, h * gradient <= 1, h * gradient <= 1 / L1),
        then=f(p - h * grad(p)) <= f(p) - h * gradient**2 + bracket * h**2 * gradient**2,
    )


def clipped(factor):
    bound = 20 * L0 * Delta / eps**2 + 20 * Max(1, L1**2) * Delta / L0
    return Run(
        functions=L0L1Smooth(L0, L1, near=x(0)),
        method=clipped_gradient_descent,
        parameters={"step": 1 / (10 * L0), "radius": Min(1, 1 / (10 * L1))},
        given=(gap(0) <= Delta,),
        then=hitting_time(eps) <= factor * bound,
    )


def convex_rate(denominator):
    return Run(
        functions=SmoothConvex(L),
        method=gradient_descent,
        parameters={"step": 1 / L},
        given=(squared_distance(0) <= R**2,),
        then=gap(N) <= L * R**2 / denominator,
    )


def fixed_step(factor):
    return Run(
        functions=L0L1Smooth(L0, L1),
        method=gradient_descent,
        parameters={"step": 1 / (2 * (M * L1 + L0))},
        given=(gap(0) <= Delta, ForAll(over=(z,), points=(z,), given=(f(z) <= f(x(0)),), then=norm(grad(z)) <= M)),
        then=hitting_time(eps) <= factor * (M * L1 + L0) * Delta / eps**2,
    )


TRUE = {
    "local descent": descent((5 * L0 + 4 * L1 * norm(grad(p))) / 2),
    "Theorem 3": clipped(1),
    "Theorem 6": fixed_step(4),
    "L R^2/(4N+2)": convex_rate(4 * N + 2),
    "descent of smooth functions": ForAll(
        points=(p, q),
        given=Smooth(L).assumptions or L0L1Smooth(L, 0).assumptions,
        then=f(q) <= f(p) + inner(grad(p), q - p) + L / 2 * norm(q - p) ** 2,
    ),
    "descent on a segment": ForAll(
        points=(p,),
        given=(ForAll(over=(s,), given=(s >= 0, s <= 1), then=hess(p - s * h * grad(p)) <= L),),
        then=f(p - h * grad(p)) <= f(p) - h * (1 - L * h / 2) * norm(grad(p)) ** 2,
    ),
    "self-bounding": ForAll(
        points=(p,),
        given=(*L0L1Smooth(L0, L1).assumptions, ForAll(over=(z,), points=(z,), then=f(z) >= fstar)),
        then=f(p) - fstar >= norm(grad(p)) ** 2 / (2 * (L0 + L1 * norm(grad(p)))),
    ),
    "scalar": ForAll(given=(h <= 1 / L,), then=h * (1 - L * h / 2) >= h / 2),
}

FALSE = {
    "local descent with a quarter": descent((L0 + L1 * norm(grad(p))) / 4),
    "Theorem 3 with a fiftieth": clipped(Rational(1, 100)),
    "Theorem 6 with a twentieth": fixed_step(Rational(1, 5)),
    "L R^2/(5N+2)": convex_rate(5 * N + 2),
    "only in a corner": ForAll(given=(g <= 1, h <= 1), then=g + h <= Rational(199, 100)),
    "only near a diagonal": ForAll(then=g**2 + h**2 >= 2 * g * h * (1 + Rational(1, 10**4))),
    "only for large values": ForAll(then=g <= 5000 * (1 + log(1 + g))),
    "Taylor with a wrong remainder": ForAll(given=(h <= 1,), then=exp(h) - 1 - h >= h**2 / 2 * (1 + h / 2)),
    "smooth descent with a third": ForAll(
        points=(p, q),
        given=L0L1Smooth(L, 0).assumptions,
        then=f(q) <= f(p) + inner(grad(p), q - p) + L / 3 * norm(q - p) ** 2,
    ),
    "the first-order class of Koloskova et al. 2023": ForAll(
        points=(p, q),
        given=(*L0L1Smooth(L0, L1).assumptions, norm(q - p) <= 1 / L1),
        then=norm(grad(q) - grad(p)) <= (L0 + L1 * norm(grad(p))) * norm(q - p),
    ),
    "self-bounding with three halves": ForAll(
        points=(p,),
        given=(*L0L1Smooth(L0, L1).assumptions, ForAll(over=(z,), points=(z,), then=f(z) >= fstar)),
        then=f(p) - fstar >= norm(grad(p)) ** 2 / (Rational(3, 2) * (L0 + L1 * norm(grad(p)))),
    ),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_claims_survive(name):
    finding = survives(TRUE[name])
    assert finding.rejected < 0.6


@pytest.mark.parametrize("seed", [0, 1])
@pytest.mark.parametrize("name", FALSE)
def test_planted_false_claims_are_refuted(name, seed):
    finding = refuted(FALSE[name], seed=seed)
    assert finding.evidence["values"]
    if "function" in finding.evidence:
        assert finding.evidence["membership"]


def test_the_same_task_gives_the_same_finding():
    first, second = (examine(FALSE["L R^2/(5N+2)"], seed=3) for _ in range(2))
    assert first.evidence == second.evidence and first.trials == second.trials


def test_what_else_the_process_has_loaded_does_not_matter(tmp_path, monkeypatch):
    """Hypothesis would draw numbers that it finds in the sources of loaded modules."""
    before = examine(FALSE["L R^2/(5N+2)"], seed=5)
    (tmp_path / "full_of_numbers.py").write_text(f"numbers = {list(range(500))}\n")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.import_module("full_of_numbers")
    after = examine(FALSE["L R^2/(5N+2)"], seed=5)
    assert before.evidence == after.evidence and before.trials == after.trials


def test_the_witness_is_shrunk():
    values = refuted(ForAll(given=(h <= 100,), then=h * g <= 50)).evidence["values"]
    assert sp.Rational(values["h"]) * sp.Rational(values["g"]) <= 400


def test_hypotheses_that_nothing_meets_are_undecided_with_the_share_of_rejected_draws():
    finding = examine(ForAll(given=(g * h <= 1, exp(g) * exp(h) >= 10**9, g + log(h) <= -30), then=g <= 1), trials=10)
    assert finding.outcome == "undecided" and "draws met the hypotheses" in finding.reason
    assert finding.rejected > 0.9


def test_an_unreadable_hypothesis_is_undecided_not_ignored():
    k, w = sp.Symbol("k", integer=True), sp.Function("w", real=True)
    statement = ForAll(given=(ForAll(over=(k,), then=exp(w(k + 1)) >= w(k) - 1),), then=w(0) >= 5)
    finding = examine(statement)
    assert finding.outcome == "undecided" and "cannot draw" in finding.reason


def test_rounding_is_not_taken_for_a_violation():
    survives(ForAll(then=sp.Eq((g + h) ** 2 - (g - h) ** 2, 4 * g * h, evaluate=False)))
    survives(ForAll(given=(h <= 1,), then=exp(h) - 1 - h >= h**2 / 2))


def test_a_branch_on_an_undecidable_comparison_is_no_refutation():
    """The method stops moving when two equal numbers compare as unequal, which floats decide and balls do not."""

    def trap(f, x, step):
        while True:
            yield x
            one = x @ x * 0 + 1
            if one / 3 * 3 >= one:
                x = x - step * f.grad(x)

    statement = Run(
        functions=Smooth(L), method=trap, parameters={"step": 1 / L}, given=(), then=gap(1) >= 2 * gap(0) + 1
    )
    assert examine(statement, trials=20).outcome == "undecided"


def test_noise_is_sampled_and_only_exact_gradients_refute():
    def noisy(then):
        return Run(
            functions=Smooth(L), method=gradient_descent, parameters={"step": 1 / L}, noise=tau, given=(), then=then
        )

    assert examine(noisy(gap(1) <= gap(0)), trials=100).outcome == "undecided"  # fails with noise only
    survives(noisy(gap(1) <= gap(0) + tau**2 / (2 * L)), trials=30)
    refuted(noisy(gap(1) <= gap(0) / 8), trials=60)


def test_constants_of_the_class_may_be_irrational():
    curved = L0L1Smooth(sp.sqrt(L), 0).assumptions
    step = norm(q - p)
    survives(ForAll(points=(p, q), given=curved, then=norm(grad(q) - grad(p)) <= sp.sqrt(L) * step))
    refuted(ForAll(points=(p, q), given=curved, then=norm(grad(q) - grad(p)) <= sp.sqrt(L) * step * Rational(9, 10)))


def test_normalised_descent_runs():
    statement = Run(
        functions=L0L1Smooth(L0, L1),
        method=normalized_gradient_descent,
        parameters={"step": 1 / L1, "offset": L0 / L1},
        given=(gap(0) <= Delta,),
        then=hitting_time(eps) <= 2 * L0 * Delta / eps**2 + 2 * L1 * Delta / eps,
    )
    assert survives(statement).trials >= 100


def test_a_natural_number_given_by_an_equation_is_natural():
    count, part = sp.Symbol("count", integer=True, positive=True), symbols("part", positive=True)
    survives(ForAll(given=(sp.Eq(part, 1 / count),), then=part <= 1))
    refuted(ForAll(given=(sp.Eq(part, 1 / count),), then=part <= Rational(1, 2)))
