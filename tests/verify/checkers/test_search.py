"""The search checker brackets true bounds on the hitting time and refutes false ones by an explicit function."""

from fractions import Fraction
from itertools import pairwise

import pytest
import sympy as sp

from theory import ForAll, L0L1Smooth, Max, Min, Paper, Rational, Smooth, gap, hitting_time, norm, symbols
from theory.catalog import Catalog
from theory.methods import clipped_gradient_descent, gradient_descent, normalized_gradient_descent
from theory.symbols import f, grad, x
from verify.checkers import search
from verify.task import Task

L, L0, L1, Delta, eps, M, h = symbols("L L0 L1 Delta eps M h", positive=True)
z = symbols("z")
steep = ForAll(over=(z,), points=(z,), given=(f(z) <= f(x(0)),), then=norm(grad(z)) <= M)
local = L0L1Smooth(L0, L1, below=x(0))


def claim(functions, method, then, given=(), **parameters):
    paper = Paper("doe2026", title="Trial")
    setting = dict(functions=functions, method=method, given=(gap(0) <= Delta, *given), then=then)
    return paper.theorem("trial", **setting, **parameters), Catalog([paper])


def finding(*arguments, **parameters):
    what, catalog = claim(*arguments, **parameters)
    assert search.applies(what)
    return search.check(Task(claim=what, catalog=catalog))


def clipped(first, second):
    bound = first * L0 * Delta / eps**2 + second * L1 * Delta / eps
    return finding(local, clipped_gradient_descent, hitting_time(eps) <= bound, step=1 / (2 * L0), radius=1 / (2 * L1))


def test_a_true_bound_survives_with_a_bracket():
    result = clipped(4, 4)
    assert (result.outcome, result.rigour) == ("survived", "numerical")
    failures, bound = result.evidence["bracket"]
    assert 1 <= failures <= bound and result.trials >= 20
    assert result.evidence["looseness at most"] == pytest.approx(bound / failures) and bound / failures < 2


def test_theorem_3_survives_and_is_seen_to_be_loose():
    bound = 20 * L0 * Delta / eps**2 + 20 * Max(1, L1**2) * Delta / L0
    functions = L0L1Smooth(L0, L1, near=x(0))
    step = dict(step=1 / (10 * L0), radius=Min(1, 1 / (10 * L1)))
    result = finding(functions, clipped_gradient_descent, hitting_time(eps) <= bound, **step)
    assert result.outcome == "survived" and 1 < result.evidence["looseness at most"] < 20


def test_a_bound_that_is_too_good_is_refuted_by_a_function_that_can_be_rechecked():
    result = clipped(1, 1)
    assert (result.outcome, result.rigour) == ("refuted", "interval")
    at = {name: Fraction(value) for name, value in result.evidence["at"].items()}
    knots = [(Fraction(a), Fraction(b)) for a, b in result.evidence["function"]["knots (x, s)"]]
    assert all(abs(t - s) <= y - w for (w, s), (y, t) in pairwise(knots))
    gap_ = Fraction(result.evidence["gap"])
    failures, _ = result.evidence["bracket"]
    assert failures > gap_ * (at["L0"] / at["eps"] ** 2 + at["L1"] / at["eps"])


@pytest.mark.parametrize(("share", "outcome"), [(Rational(999, 1000), "refuted"), (1, "survived")])
def test_a_tight_bound_shrunk_by_one_part_in_a_thousand_is_refuted(share, outcome):
    bound = share * (2 * L0 * Delta / eps**2 + 2 * L1 * Delta / eps)
    then = hitting_time(eps) <= bound
    assert finding(local, normalized_gradient_descent, then, step=1 / L1, offset=L0 / L1).outcome == outcome


@pytest.mark.parametrize(("share", "outcome"), [(2, "survived"), (Rational(199, 100), "refuted")])
def test_smooth_functions(share, outcome):
    then = hitting_time(eps) <= share * L * Delta / eps**2
    assert finding(Smooth(L), gradient_descent, then, step=1 / L).outcome == outcome


def test_the_bound_on_the_gradient_limits_the_functions():
    then = hitting_time(eps) <= 4 * (M * L1 + L0) * Delta / eps**2
    result = finding(local, gradient_descent, then, given=(steep,), step=1 / (2 * (M * L1 + L0)))
    assert result.outcome == "survived" and 0 < result.rejected < 1
    wrong = hitting_time(eps) <= (M * L1 + L0) * Delta / eps**2
    assert finding(local, gradient_descent, wrong, given=(steep,), step=1 / (2 * (M * L1 + L0))).outcome == "refuted"


def test_points_where_the_bound_has_a_pole_are_left_out():
    then = hitting_time(eps) <= Delta / (h * (1 - L * h / 2) * eps**2)  # a pole at L h = 2, which is drawn
    result = finding(Smooth(L), gradient_descent, then, given=(L * h < 2,), step=h)
    assert result.outcome == "survived" and result.rejected > 0
    too_good = hitting_time(eps) <= Delta / (h * (2 - L * h / 2) * eps**2)
    assert finding(Smooth(L), gradient_descent, too_good, given=(L * h < 2,), step=h).outcome == "refuted"


def test_hypotheses_that_no_draw_meets_are_not_a_success():
    then = hitting_time(eps) <= 2 * L * Delta / eps**2
    result = finding(Smooth(L), gradient_descent, then, given=(L > 1000,), step=1 / L)
    assert result.outcome == "undecided" and result.rejected == 1


def heavy_ball(f, x, step):
    last = x
    while True:
        yield x
        x, last = x - step * f.grad(x) + (x - last) / 2, x


def test_what_it_cannot_read_it_leaves_alone():
    then = hitting_time(eps) <= 2 * L * Delta / eps**2
    unread = [
        claim(Smooth(L), heavy_ball, then, step=1 / L),
        claim(Smooth(L), gradient_descent, gap(3) <= Delta, step=1 / L),
        claim(Smooth(L), gradient_descent, hitting_time(eps) >= 1, step=1 / L),
        claim(Smooth(L), gradient_descent, then, given=(ForAll(over=(z,), then=f(z) >= 0),), step=1 / L),
        claim(L0L1Smooth(L0, L1, convex=True), gradient_descent, then, step=1 / L),
        claim(Smooth(L), gradient_descent, then, step=1 / L, noise=sp.Symbol("tau", positive=True)),
    ]
    assert not any(search.applies(what) for what, _ in unread)


def test_a_step_that_jumps_for_ever_is_refuted():
    then = hitting_time(eps) <= 10 * L * Delta / eps**2
    result = finding(Smooth(L), gradient_descent, then, step=2 / L)
    assert (result.outcome, result.rigour) == ("refuted", "interval")
    at, start = ({name: Fraction(v) for name, v in result.evidence["at"].items()}, Fraction(result.evidence["start"]))
    failures, _ = result.evidence["bracket"]
    assert at["L"] * start > at["eps"]  # L x^2/2: the run is x, -x, x, ...
    assert Fraction(result.evidence["gap"]) >= at["L"] * start**2 / 2
    assert failures > 10 * at["L"] * Fraction(result.evidence["gap"]) / at["eps"] ** 2
