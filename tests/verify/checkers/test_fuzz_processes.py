"""Processes over histories of draws: they are run, means over all draws included, and they never refute."""

import itertools
import random

import hypothesis
import numpy as np
import pytest
import sympy as sp

from tests.verify.checkers.planted import examine
from theory import ForAll, Rational
from theory.catalog import Catalog, built_in
from theory.papers.lerouxschmidtbach2012.linear import begin, best, distances, process, short_step
from theory.papers.lerouxschmidtbach2012.setting import (
    L,
    append,
    c,
    cold,
    decay,
    decays,
    delta,
    entries,
    expected,
    j,
    k,
    mu,
    n,
    refresh,
    sigma,
    slope,
    spread,
    start,
    sums,
    w,
    xs,
)  # fmt: skip
from theory.statement import ForAll as Statement
from theory.symbols import inner
from verify.finders.sampling.drawing.trials import trials
from verify.finders.sampling.reading.statement import read
from verify.finders.sampling.running.processes import is_process
from verify.finders.sampling.running.trial import Rejected
from verify.finders.strategies import seeded

CATALOG = Catalog(built_in())
BUILT_IN = [claim for claim in CATALOG if isinstance(claim.statement, Statement) and is_process(claim.statement)]
NAMES = {
    "prop1", "prop1-improved", "prop2", "prop2-cold", "prop2-cold-fewer", "lemma1", "refresh", "spread",
    "warm-start-bound",
}  # fmt: skip
"""No control is among them: fuzz could not refute it."""


def rate(factor, more=()):
    """Proposition 1 with its bound multiplied."""
    given = (*process, *distances, *cold, *decays, short_step, mu <= L, sp.Eq(delta, mu / (8 * n * L)), *more)
    bound = decay(k) * (3 * inner(begin, begin) + 9 * sigma**2 / (4 * L**2))
    return ForAll(points=(xs,), indices=(k,), given=given, then=expected(k, start) <= factor * bound)


def refreshed(factor):
    then = spread(n, append(w, j)) <= spread(n, w) + factor * inner(slope(j, w), slope(j, w))
    return ForAll(indices=(j,), given=(*sums, *refresh, j < n), then=then)


def squares(least):
    e = sp.Symbol("e", real=True)
    then = spread(n, w) - 2 * inner(entries(n, w), e) + n * inner(e, e) >= least
    return ForAll(points=(e,), given=sums, then=then)


TRUE = {"a mean over draws": rate(1), "one draw": refreshed(1), "a table": squares(0)}
FALSE = {"a mean over draws": rate(Rational(1, 20)), "one draw": refreshed(Rational(1, 2)), "a table": squares(1)}


def drawn(statement, count):
    found = []

    @hypothesis.settings(max_examples=count, deadline=None, database=None, phases=(hypothesis.Phase.generate,),
                         suppress_health_check=list(hypothesis.HealthCheck))  # fmt: skip
    @hypothesis.given(trials(read(statement), 10))
    def look(trial):
        if not isinstance(trial, Rejected):
            found.append(trial.process)

    with seeded():
        hypothesis.seed(1)(look)()
    return found


@pytest.mark.parametrize("name", TRUE)
def test_true_claims_survive(name):
    finding = examine(TRUE[name])
    assert (finding.outcome, finding.trials) == ("survived", 100), (finding.reason, finding.evidence)
    assert finding.rejected < 0.5


@pytest.mark.parametrize("name", FALSE)
def test_planted_false_claims_are_doubted_and_never_refuted(name):
    finding = examine(FALSE[name])
    assert finding.outcome == "undecided" and "in floats; balls confirm none" in finding.reason, finding.reason


def test_the_built_in_processes_are_known_by_name():
    assert {claim.label for claim in BUILT_IN} == {f"lerouxschmidtbach2012/{name}" for name in NAMES}
    assert all(claim.expect == "true" for claim in BUILT_IN)


@pytest.mark.parametrize("claim", BUILT_IN, ids=lambda claim: claim.label)
def test_a_trial_of_a_process_confirms_nothing_and_meets_its_hypotheses(claim):
    assert not read(claim.statement).confirmable
    found = drawn(claim.statement, 40)
    assert len(found) >= 15
    for unrolled in found:
        assert unrolled.contradicted(random.Random(0), tries=20) is None


@pytest.mark.parametrize(
    "more",
    [
        ForAll(over=(w,), then=inner(entries(n, w), entries(n, w)) <= -1),
        ForAll(over=(j, w), indices=(j,), then=inner(slope(j, w), slope(j, w)) <= -1),
    ],
    ids=["all histories", "all indices"],
)
def test_a_hypothesis_that_fails_at_the_histories_met_leaves_no_trial(more):
    finding = examine(rate(1, (more,)), 20)
    assert (finding.outcome, finding.trials) == ("undecided", 0)


def test_two_symbols_of_one_name_are_refused():
    finding = examine(rate(1, (ForAll(over=(w,), then=spread(n, w) >= -(sp.Symbol("mu", real=True) ** 2)),)), 20)
    assert finding.outcome == "undecided" and finding.reason.startswith("cannot draw for it")


def test_constants_that_only_scalars_restrict_are_drawn_within_them():
    given = (*process, *distances, *cold, *decays, short_step, mu <= L, *best, sp.Eq(delta, c * mu / (n * L)))
    statement = ForAll(points=(xs,), indices=(k,), given=given, then=expected(k, start) >= 0)
    assert all(0 < unrolled.scalars[c] <= 0.18 for unrolled in drawn(statement, 40))


def simulated(unrolled, steps):
    """The mean of ||x - xs||^2 after ``steps`` draws of stochastic average gradient, by running it on all of them."""
    count, parts, centre = unrolled.count, unrolled.components, unrolled.scalars[xs]
    alpha = next(value for symbol, value in unrolled.scalars.items() if str(symbol) == "alpha")
    total = 0.0
    for draws in itertools.product(range(count), repeat=steps):
        x, table = centre + unrolled.start, -parts.slopes.copy()
        for i in draws:
            table[i] = parts.gradients(x - centre)[i]
            x = x - alpha / count * table.sum(axis=0)
        total += float((x - centre) @ (x - centre))
    return total / count**steps


def test_a_mean_over_draws_is_that_of_the_algorithm():
    found = [unrolled for unrolled in drawn(rate(1), 80) if not unrolled.sampled and unrolled.scalars[k] >= 2]
    assert len(found) >= 5 and len({unrolled.count for unrolled in found}) >= 2
    for unrolled in found:
        value = unrolled.value(expected(k, start))
        assert value == pytest.approx(simulated(unrolled, unrolled.scalars[k]), rel=1e-9, abs=1e-12)


def test_a_sampled_mean_is_unbiased():
    unrolled = next(u for u in drawn(rate(1), 80) if u.count >= 3 and u.scalars[k] >= 2 and u.components.q.std() > 0)
    exact, values = unrolled.value(expected(k, start)), []
    for seed in range(400):
        unrolled.known.clear()
        unrolled.seed, unrolled.sampled = seed, True
        values.append(unrolled.value(expected(k, start)))
    error = np.std(values) / 20
    assert error > 0 and abs(np.mean(values) - exact) <= 4 * error


def test_an_excess_of_a_sampled_mean_is_called_that():
    statement = CATALOG["lerouxschmidtbach2012/prop2"].statement
    small = ForAll(
        points=statement.points, indices=statement.indices, given=statement.given,
        then=statement.then.lts <= statement.then.gts / 1000,
    )  # fmt: skip
    finding = examine(small, 20)
    assert finding.outcome == "undecided" and "sampled means exceed the bound" in finding.reason
    assert finding.evidence["trials with a sampled mean"] == 20
