"""Terms that hypotheses give implicitly: by squares, products, bounds on all large numbers, families and expectations."""

import dataclasses
import random
from fractions import Fraction

import hypothesis
import pytest
import sympy as sp

from tests.verify.checkers.planted import examine
from theory import ForAll, symbols
from theory.symbols import f, family, grad, inner, norm, x
from verify.finders.sampling.drawing.trials import trials
from verify.finders.sampling.reading.statement import read
from verify.finders.sampling.running.numbers import Balls
from verify.finders.sampling.running.recheck import hypotheses
from verify.finders.sampling.running.trial import Rejected, assemble
from verify.finders.strategies import seeded

i = sp.Symbol("i", integer=True, nonnegative=True)
n, T = sp.symbols("n T", integer=True, positive=True)
h, C, c, Delta, L0, L1, M = symbols("h C c Delta L0 L1 M", positive=True)
low, p, q, xs, width, G, S, v, a0, a1, a2 = symbols("low p q xs width G S v a0 a1 a2")
count = symbols("count", nonnegative=True)
a, b, g, m, r, s, w, A = (sp.Function(name, real=True) for name in ("a", "b", "g", "m", "r", "s", "w", "A"))
slope = family("slope")
HALF, MOST = sp.Rational(1, 2), sp.Rational(9, 10)


def every(*then, given=()):
    return ForAll(over=(i,), indices=(i,), given=given, then=then)


def equal(left, right):
    return sp.Eq(left, right, evaluate=False)


ROOT = (every(equal(w(i + 1) ** 2, w(i) ** 2 + a(i) ** 2)), every(w(i) > 0))
MEANS = (
    every(equal((1 + C**2) * r(i) ** 2, m(i) + C**4)), every(r(i) > 0), m(0) >= 0, every(equal(m(i + 1), r(i) ** 2)),
)  # fmt: skip
SIGNS = (every(equal(s(i) * g(i), sp.Abs(g(i)))), every(sp.Abs(s(i)) <= 1))
LARGEST = (
    ForAll(over=(width,), given=(width >= 0, every(sp.Abs(a(i)) <= width, given=(i < count,))), then=q <= width**2),
    equal(A(0), 0), every(equal(A(i + 1), A(i) + sp.Abs(a(i)))),
)  # fmt: skip
FALLS = (
    every(low <= w(i), given=(i <= T,)), w(0) - low <= Delta, every(b(i) >= c, given=(i < T,)),
    every(w(i + 1) <= w(i) - h * b(i), given=(i < T,)),
)  # fmt: skip
STEPS = (every(equal(x(i + 1), x(i) - slope(i))), every(norm(slope(i)) <= M, given=(i <= T,)))
LEAST = (
    ForAll(over=(p,), points=(p,), then=f(p) - f(xs) <= inner(grad(p), p - xs)),
    ForAll(over=(p,), points=(p,), then=norm(grad(p)) ** 2 <= 2 * (L0 + L1 * norm(grad(p))) * (f(p) - f(xs))),
)
MOMENTS = (
    ForAll(
        over=(a0, a1, a2),
        given=(ForAll(over=(v,), then=a0 + a1 * v + a2 * v**2 >= 0),),
        then=a0 + a1 * G + a2 * S >= 0,
    ),
)


def about_slopes(factor):
    return ForAll(points=(q, xs), given=LEAST, then=f(q) - f(xs) <= factor * inner(grad(q), q - xs))


TRUE = {
    "a root": ForAll(given=ROOT, then=w(n) >= w(0)),
    "a root of other sequences": ForAll(given=MEANS, then=(1 + C**2) * r(n) ** 2 >= C**4),
    "a quotient": ForAll(given=SIGNS, then=(s(n) * g(n) >= 0, sp.Abs(s(n)) <= 1)),
    "all large numbers": ForAll(indices=(count,), given=LARGEST, then=q <= A(count) ** 2),
    "a next value, and bounds below an index": ForAll(given=FALLS, then=T * h * c <= Delta),
    "a family of points": ForAll(given=STEPS, then=norm(x(1) - x(0)) <= M),
    "least at a point": about_slopes(1),
    "an expectation": ForAll(given=MOMENTS, then=G**2 <= S),
}
FALSE = {
    "a root": ForAll(given=ROOT, then=w(n) <= w(0)),
    "a root of other sequences": ForAll(given=MEANS, then=r(n) ** 2 >= C**4),
    "a quotient": ForAll(given=SIGNS, then=s(n) >= 0),
    "a quotient of zeros": ForAll(given=SIGNS, then=s(n) ** 2 >= 1),
    "all large numbers": ForAll(indices=(count,), given=LARGEST, then=q <= MOST * A(count) ** 2),
    "a next value, and bounds below an index": ForAll(given=FALLS, then=T * h * c <= MOST * Delta),
    "a family of points": ForAll(given=STEPS, then=norm(x(1) - x(0)) <= MOST * M),
    "least at a point": about_slopes(HALF),
    "an expectation": ForAll(given=MOMENTS, then=2 * G**2 <= S),
}
REJECTED = {
    "signs that are too small": (ForAll(given=(SIGNS[0], every(sp.Abs(s(i)) <= HALF)), then=g(n) ** 2 <= 0), 0.5),
    "a multiple of zero that is not": (
        ForAll(given=(every(equal(s(i) * g(i), 1 + g(i) ** 2)),), then=sp.Abs(s(n)) >= 1), 0.0,
    ),
    "means that no law has": (ForAll(given=(*MOMENTS, 2 * S <= G**2, G >= 1), then=G <= 0), 0.99),
    "a bound below an index": (ForAll(given=(*FALLS, T * h * c >= HALF * Delta), then=T * h * c >= HALF * Delta), 0.0),
}  # fmt: skip
"""Statements whose draws often fail a hypothesis, and the least share that is rejected: all are true."""
REFUSED = {
    "a root that may not exist": (every(equal(w(i + 1) ** 2, w(i) ** 2 - h)), every(w(i) > 0)),
    "a root of either sign": (every(equal(w(i + 1) ** 2, w(i) ** 2 + h)),),
    "a sign without a rule": (every(w(i) > 0),),
    "a bound that is the stronger the larger": (
        ForAll(over=(width,), given=(width >= 0, every(sp.Abs(w(i)) <= width, given=(i < n,))), then=q <= -width),
    ),
    "numbers that index points and are compared": (STEPS[0], every(sp.Function("slope", real=True)(i) <= 1)),
    "a functional on functions of another kind": (
        ForAll(over=(a0, a1), given=(ForAll(over=(v,), then=a0 * a1 * v >= 0),), then=a0 + a1 * G >= 0),
    ),
    "least at a point, by a bound without a factor 2": (
        ForAll(over=(p,), points=(p,), then=norm(grad(p)) ** 2 <= (L0 + norm(p)) * (f(p) - f(xs))),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", TRUE)
def test_true_claims_survive(name):
    finding = examine(TRUE[name], 100)
    assert (finding.outcome, finding.trials) == ("survived", 100), (finding.reason, finding.evidence)


@pytest.mark.parametrize("name", FALSE)
def test_planted_false_claims_are_refuted_in_balls(name):
    finding = examine(FALSE[name], 400)
    assert finding.outcome == "refuted", (finding.outcome, finding.reason, finding.evidence)
    assert finding.rigour == "interval"


@pytest.mark.parametrize("name", REJECTED)
def test_draws_that_fail_a_hypothesis_are_rejected_and_refute_nothing(name):
    statement, share = REJECTED[name]
    for seed in range(3):
        finding = examine(statement, 20, seed)
        assert finding.outcome != "refuted" and finding.rejected > share, (finding.rejected, finding.evidence)


@pytest.mark.parametrize("name", REFUSED)
def test_what_may_not_be_met_is_refused(name):
    finding = examine(ForAll(points=(xs,), given=REFUSED[name], then=w(n) >= w(0)), 20)
    assert finding.outcome == "undecided" and finding.reason.startswith("cannot draw for it"), finding.reason


def drawn(statement, examples=60):
    """Trials of a statement with its reading."""
    reading, found = read(statement), []

    @hypothesis.settings(max_examples=examples, deadline=None, database=None, phases=(hypothesis.Phase.generate,),
                         suppress_health_check=list(hypothesis.HealthCheck))  # fmt: skip
    @hypothesis.given(trials(reading, 300))
    def look(trial):
        if not isinstance(trial, Rejected):
            found.append(trial)

    with seeded():
        hypothesis.seed(1)(look)()
    return reading, found


def test_laws_have_their_means_exactly_and_changed_ones_do_not():
    reading, found = drawn(TRUE["an expectation"])
    (expectation,) = reading.expectations
    assert len(found) >= 30
    changed = 0
    for trial in found:
        (law,) = trial.laws
        assert expectation.met(law, trial.scalars) and sum(law.weights) == 1
        other = dataclasses.replace(law, weights=(law.weights[0] / 2, *law.weights[1:]))
        changed += law.weights[0] != 0
        assert expectation.met(other, trial.scalars) == (law.weights[0] == 0)
        with Balls(128).working():
            balls, history = assemble(reading, trial, Balls(128), 300)
            assert hypotheses(reading, dataclasses.replace(trial, laws=(other,)), balls, history) is not True
    assert changed >= 20


def test_functionals_of_laws_are_nonnegative_on_nonnegative_polynomials():
    chance, (_, found) = random.Random(0), drawn(TRUE["an expectation"])
    for trial in found:
        b0, b1 = (Fraction(chance.randint(-9, 9)) for _ in range(2))  # (b0 + b1 v)^2
        means = {str(symbol): value for symbol, value in trial.scalars.items()}
        assert b0**2 + 2 * b0 * b1 * means["mean0 of v"] + b1**2 * means["mean0 of v**2"] >= 0


def test_members_that_are_least_at_a_point_satisfy_both_hypotheses():
    chance, (reading, found) = random.Random(0), drawn(about_slopes(1))
    assert len(found) >= 30 and len({trial.member.describe() for trial in found}) >= 5
    numbers = Balls(256)
    for trial in found:
        with numbers.working():
            evaluator, history = assemble(reading, trial, numbers, 10)
            place = [numbers.number(Fraction(chance.randint(-640, 640), 64)) for _ in range(trial.member.dim)]
            known = {symbol: evaluator(symbol) for symbol in (*reading.scalars, xs)}
            own = type(evaluator)(numbers, {**known, p: numbers.vector(place)}, history.oracle)
            assert all(own.holds(part.then) is not False for part in LEAST)


def test_all_large_numbers_are_met_by_the_least():
    """q <= w^2 at the least w that is at least every |a(k)|, and at some larger ones."""
    reading, found = drawn(TRUE["all large numbers"])
    for trial in found:
        pattern, times = trial.patterns[a], int(trial.scalars[next(k for k in reading.scalars if k.is_integer)])
        least = max((abs(pattern[k % len(pattern)]) for k in range(times)), default=Fraction(0))
        assert all(trial.scalars[q] <= (least + more) ** 2 for more in (0, 1, 100))
