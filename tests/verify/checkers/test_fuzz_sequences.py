"""Statements about sequences are drawn for by construction, and planted false ones are refuted with a witness."""

import pytest
import sympy as sp

from tests.verify.checkers.planted import examine
from theory import ForAll, symbols
from theory.symbols import f, fstar, norm, x

i, k = sp.symbols("i k", integer=True, nonnegative=True)
n, T = sp.symbols("n T", integer=True, positive=True)
h, Delta, decrease, width = symbols("h Delta decrease width", positive=True)
s, low = sp.symbols("s low", real=True)
a, b, p, w, y, A, Q = (sp.Function(name, real=True) for name in ("a", "b", "p", "w", "y", "A", "Q"))
p0, q, z = symbols("p0 q z")


def every(*then, given=()):
    return ForAll(over=(i,), indices=(i,), given=given, then=then)


SUMS = (
    sp.Eq(A(0), 0), every(sp.Eq(A(i + 1), A(i) + y(i))), sp.Eq(Q(0), 0), every(sp.Eq(Q(i + 1), Q(i) + y(i) ** 2)),
)  # fmt: skip
FALLING = (w(0) <= Delta, every(w(i + 1) >= w(i) - h))
BACK = (every(sp.Eq(p(i), a(i) * p(i + 1))), every(sp.Eq(w(i + 1), a(i) * w(i))))
FALL = (
    ForAll(over=(z,), points=(z,), then=f(z) >= fstar), f(x(0)) - fstar <= Delta,
    every(f(x(i + 1)) <= f(x(i)) - decrease, given=(i < T,)),
)  # fmt: skip
MONOTONE = every(f(x(i + 1)) <= f(x(i)), given=(f(x(i)) <= f(x(0)),))
ENDS = (b(0) - low <= Delta, b(T) >= low, every(b(i + 1) <= b(i) - h, a(i) >= h, given=(i < T,)))

TRUE = {
    "free values": ForAll(given=SUMS, then=A(n) ** 2 <= n * Q(n)),
    "a lower bound on the next value": ForAll(given=FALLING, then=w(n) >= w(0) - n * h),
    "backwards": ForAll(given=BACK, then=sp.Eq(p(n) * w(n), p(0) * w(0))),
    "points below a number of steps": ForAll(given=FALL, then=T * decrease <= Delta),
    "points, for all indices": ForAll(given=(MONOTONE,), then=f(x(k)) <= f(x(0))),
    "a bound at each index": ForAll(given=ENDS, then=(T * h <= Delta, a(n) >= h)),
    "a square": ForAll(given=(sp.Eq(s**2, 1 - h),), then=sp.Abs(s) <= 1),
    "values in order": ForAll(points=(p0, q), given=(f(q) <= f(p0), norm(q - p0) <= h), then=norm(p0 - q) <= h),
}
FALSE = {
    "free values": ForAll(given=SUMS, then=A(n) ** 2 <= n * Q(n) * sp.Rational(9, 10)),
    "free values, one index": ForAll(given=SUMS, then=A(3) <= 3),
    "a lower bound on the next value": ForAll(given=FALLING, then=w(n) >= w(0) - n * h / 2),
    "backwards": ForAll(given=BACK, then=p(n) * w(n) <= p(0) * w(0) * sp.Rational(9, 10)),
    "points below a number of steps": ForAll(given=FALL, then=T * decrease <= Delta / 2),
    "a bound at each index": ForAll(given=ENDS, then=T * h <= sp.Rational(9, 10) * Delta),
    "a positive root": ForAll(given=(sp.Eq(s**2, 1 - h),), then=s >= 0),
    "a negative root": ForAll(given=(sp.Eq(s**2, 1 - h),), then=s <= 0),
    "a start without a value": ForAll(given=(every(sp.Eq(w(i + 1), w(i) / 2)),), then=w(n) <= 1),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_claims_survive_with_few_rejected_draws(name):
    finding = examine(TRUE[name], trials=60)
    assert (finding.outcome, finding.trials) == ("survived", 60), (finding.reason, finding.evidence)
    assert finding.rejected < 0.8


@pytest.mark.parametrize("name", FALSE)
def test_planted_false_claims_are_refuted_in_balls(name):
    finding = examine(FALSE[name], trials=200)
    assert finding.outcome == "refuted", (finding.outcome, finding.reason, finding.evidence)
    assert finding.rigour == "interval" and (finding.evidence["values"] or finding.evidence["sequences"])


def test_a_hypothesis_at_every_index_of_a_run_is_never_refuted_by_a_finite_one():
    finding = examine(ForAll(given=(MONOTONE,), then=f(x(k)) <= f(x(0)) - 1), trials=20)
    assert finding.outcome == "undecided" and "balls confirm none" in finding.reason


def test_two_rules_for_one_sequence_are_refused():
    twice = (every(sp.Eq(w(i + 1), w(i))), every(sp.Eq(w(i + 1), 2 * w(i))))
    finding = examine(ForAll(given=twice, then=w(n) >= 0))
    assert finding.outcome == "undecided" and finding.reason.startswith("cannot draw for it")


def test_a_backward_sequence_that_stops_is_no_trial():
    """p(i) = 0 p(i + 1) leaves no value but 0 before, so that p(n) is 0 as well: nothing may be refuted by p(n) = 1."""
    finding = examine(ForAll(given=(every(sp.Eq(p(i), 0 * a(i) + (h - h) * p(i + 1))),), then=p(n) <= 0), trials=20)
    assert finding.outcome != "refuted"
