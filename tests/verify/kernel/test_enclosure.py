"""Interval arithmetic contains what it claims to, is sharp, and refuses the rest."""

import operator
from collections.abc import Callable
from fractions import Fraction
from time import perf_counter
from typing import Any

import pytest
from flint import arb, ctx, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.kernel.errors import KernelError
from verify.kernel.numeric.enclosure import EXP_LIMIT, Interval, _exp_unit, _log_ratio, exp, log, maximum, minimum, sqrt

fixed = settings(derandomize=True, deadline=None, max_examples=100)
rationals = st.fractions(min_value=-50, max_value=50, max_denominator=10**6)
positive = st.builds(
    lambda m, e: m * Fraction(10) ** e,
    st.fractions(min_value=1, max_value=10, max_denominator=997),
    st.integers(-60, 60),
)
bits = st.sampled_from([8, 20, 53, 128, 300])
intervals = st.builds(lambda a, b: Interval(min(a, b), max(a, b)), rationals, rationals)
shares = st.fractions(min_value=0, max_value=1, max_denominator=7)
NOT_EXACT: list[Any] = [0.5, True, None, "1/2", 1j, float("nan")]


def inside(x: Interval, share: Fraction) -> Fraction:
    """A point of the interval."""
    return x.lo + share * (x.hi - x.lo)


def ball(function: Callable[[arb], arb], x: Fraction, precision: int) -> Interval:
    """The value by Arb's independent ball arithmetic, as an interval."""
    with ctx.workprec(precision):
        value = function(arb(fmpq(x.numerator, x.denominator)))
        ends = []
        for end in (value.lower(), value.upper()):
            mantissa, exponent = end.man_exp()
            ends.append(Fraction(int(mantissa)) * Fraction(2) ** int(exponent))
    return Interval(*ends)


def encloses(got: Interval, function: Callable[[arb], arb], x: Fraction, precision: int) -> bool:
    """Whether the enclosure holds Arb's much smaller ball, and is as sharp as promised."""
    truth = ball(function, x, 3 * precision + 400)
    size = max(abs(got.lo), abs(got.hi))
    sharp = got.hi - got.lo <= size * Fraction(2) ** (4 - precision)
    exact = got.lo == got.hi and got.lo in truth  # at exp(0) and log(1)
    return sharp and (exact or (got.lo <= truth.lo and truth.hi <= got.hi))


@fixed
@given(intervals, intervals, shares, shares)
@pytest.mark.parametrize("operation", [operator.add, operator.sub, operator.mul, operator.truediv, minimum, maximum])
def test_operations_contain_every_result(operation: Any, x: Interval, y: Interval, s: Fraction, t: Fraction) -> None:
    if operation is operator.truediv and 0 in y:
        with pytest.raises(KernelError, match="contains zero"):
            operation(x, y)
        return
    at_point = {minimum: min, maximum: max}.get(operation, operation)
    result = operation(x, y)
    assert at_point(inside(x, s), inside(y, t)) in result
    corners = [at_point(a, b) for a in (x.lo, x.hi) for b in (y.lo, y.hi)]
    assert (result.lo, result.hi) == (min(corners), max(corners))


@fixed
@given(intervals, shares, st.integers(-6, 7))
def test_powers_and_abs(x: Interval, s: Fraction, n: int) -> None:
    assert abs(inside(x, s)) in abs(x)
    assert abs(x).lo == (0 if 0 in x else min(abs(x.lo), abs(x.hi)))
    if n < 0 and 0 in x:
        with pytest.raises(KernelError):
            x**n
    else:
        assert inside(x, s) ** n in x**n
        ends = {x.lo**n, x.hi**n} | ({Fraction(0)} if n > 0 and 0 in x else set())
        assert x**n == Interval(min(ends), max(ends))


def test_even_power_of_an_interval_around_zero_is_not_a_product() -> None:
    x = Interval(Fraction(-1), Fraction(2))
    assert x**2 == Interval(Fraction(0), Fraction(4))
    assert x * x == Interval(Fraction(-2), Fraction(4))
    assert 1 - x == Interval(Fraction(-1), Fraction(2))
    assert 1 / Interval(Fraction(2), Fraction(4)) == Interval(Fraction(1, 4), Fraction(1, 2))


@fixed
@given(st.one_of(positive, rationals), bits)
def test_rounding_is_outward_sharp_and_keeps_sign(x: Fraction, precision: int) -> None:
    r = Interval(x, x).rounded(precision)
    assert r.lo <= x <= r.hi
    assert r.hi - r.lo <= abs(x) * Fraction(2) ** (2 - precision)
    assert (r.lo > 0) == (x > 0) and (r.hi < 0) == (x < 0)
    for end in (r.lo, r.hi):
        assert end.denominator & (end.denominator - 1) == 0


@fixed
@given(st.one_of(rationals, st.fractions(min_value=-1000, max_value=1000, max_denominator=50), positive), bits)
def test_exp_agrees_with_arb(x: Fraction, precision: int) -> None:
    x = min(x, Fraction(2000))
    assert encloses(exp(x, precision), arb.exp, x, precision)
    assert exp(x, precision).lo > 0


@fixed
@given(positive, bits)
def test_log_agrees_with_arb(x: Fraction, precision: int) -> None:
    assert encloses(log(x, precision), arb.log, x, precision)


@fixed
@given(st.integers(1, 90), st.sampled_from([-1, 1]), bits)
def test_log_stays_sharp_beside_one(n: int, sign: int, precision: int) -> None:
    x = 1 + sign * Fraction(1, 3**n)
    assert encloses(log(x, precision), arb.log, x, precision)


@fixed
@given(positive, bits)
def test_sqrt_agrees_with_arb(x: Fraction, precision: int) -> None:
    root = sqrt(x, precision)
    assert root.lo**2 <= x <= root.hi**2
    assert root.hi - root.lo <= root.hi * Fraction(2) ** (4 - precision)
    assert sqrt(x * x, precision) == Interval(x, x)


@fixed
@given(intervals, shares)
def test_functions_of_intervals_contain_every_value(x: Interval, s: Fraction) -> None:
    point = inside(x, s)
    assert exp(x).lo <= exp(point).lo and exp(point).hi <= exp(x).hi
    y, root = abs(x) + Fraction(1, 3), abs(point) + Fraction(1, 3)
    assert log(y).lo <= log(root).lo and log(root).hi <= log(y).hi
    assert sqrt(y).lo <= sqrt(root).lo and sqrt(root).hi <= sqrt(y).hi


@fixed
@given(rationals)
def test_log_undoes_exp(x: Fraction) -> None:
    assert x in log(exp(x))


def test_known_values() -> None:
    assert exp(0) == Interval(Fraction(1), Fraction(1))
    assert log(1) == Interval(Fraction(0), Fraction(0))
    assert sqrt(0) == Interval(Fraction(0), Fraction(0))
    assert sqrt(Fraction(4, 9)) == Interval(Fraction(2, 3), Fraction(2, 3))
    # e = 2.71828 18284 59045 23536..., log 2 = 0.69314 71805 59945 30941...
    assert Fraction(271828182845904523536, 10**20) < exp(1).lo < exp(1).hi < Fraction(271828182845904523537, 10**20)
    assert Fraction(69314718055994530941, 10**20) < log(2).lo < log(2).hi < Fraction(69314718055994530942, 10**20)


@pytest.mark.parametrize("w", [4, 7, 10])
def test_the_series_hold_before_the_guard_bits_hide_their_remainders(w: int) -> None:
    """At a coarse unit the remainder and each directed rounding are needed: leaving one out fails here."""
    for k in range(3 * 2**w + 1):
        t, z = Fraction(k, 3 * 2**w), Fraction(k, 9 * 2**w)
        truth, got = ball(arb.exp, t, 200), _exp_unit(t, w)
        assert got.lo <= truth.lo and truth.hi <= got.hi
        assert got.hi - got.lo <= Fraction(16, 2**w)
        for ratio in (z, -z):
            truth, got = ball(arb.log, (1 + ratio) / (1 - ratio), 200), _log_ratio(ratio, w)
            assert got.lo <= truth.lo and truth.hi <= got.hi
            assert got.hi - got.lo <= abs(ratio) * Fraction(16, 2**w)


@pytest.mark.parametrize("precision", [8, 4096])
def test_both_ends_of_the_precision_range_work(precision: int) -> None:
    for x in (Fraction(1, 3), Fraction(1000), Fraction(-99999, 10)):
        assert encloses(exp(x, precision), arb.exp, x, precision)
        assert encloses(log(abs(x), precision), arb.log, abs(x), precision)
        assert encloses(sqrt(abs(x), precision), arb.sqrt, abs(x), precision)


def test_extreme_arguments_are_quick_and_small() -> None:
    start = perf_counter()
    for x in (1000, -1000, EXP_LIMIT, -EXP_LIMIT, Fraction(10**50 + 1, 10**50)):
        assert exp(x).lo.numerator.bit_length() <= EXP_LIMIT * 2
        assert exp(x).hi / exp(x).lo <= 1 + Fraction(1, 2**120)
    assert encloses(log(Fraction(3) ** 5000), arb.log, Fraction(3) ** 5000, 128)
    assert encloses(log(Fraction(3) ** -5000), arb.log, Fraction(3) ** -5000, 128)
    assert perf_counter() - start < 10


@pytest.mark.parametrize("bad", NOT_EXACT)
def test_inexact_numbers_are_refused_everywhere(bad: Any) -> None:
    x = Interval(Fraction(1), Fraction(2))
    attempts: list[Callable[[], object]] = [
        lambda: Interval(bad, Fraction(9)),
        lambda: Interval(Fraction(0), bad),
        lambda: bad in x,
        lambda: x + bad,
        lambda: bad + x,
        lambda: x - bad,
        lambda: bad - x,
        lambda: x * bad,
        lambda: bad * x,
        lambda: x / bad,
        lambda: bad / x,
        lambda: x**bad,
        lambda: x.below(bad),
        lambda: x.rounded(bad),
        lambda: minimum(x, bad),
        lambda: maximum(bad, x),
        lambda: exp(bad),
        lambda: log(bad),
        lambda: sqrt(bad),
        lambda: exp(x, bad),
        lambda: log(x, bad),
        lambda: sqrt(x, bad),
    ]
    for attempt in attempts:
        with pytest.raises(KernelError):
            attempt()


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        (lambda: Interval(Fraction(2), Fraction(1)), r"\[2, 1\] is empty"),
        (lambda: exp(EXP_LIMIT + Fraction(1, 3)), "30001/3"),
        (lambda: exp(Interval(Fraction(-EXP_LIMIT - 1), Fraction(0))), "-10001"),
        (lambda: exp(Fraction(10) ** 5000), "bits"),
        (lambda: log(0), "must be positive"),
        (lambda: log(Interval(Fraction(-1), Fraction(5))), r"\[-1, 5\]"),
        (lambda: sqrt(Fraction(-1, 7)), "-1/7"),
        (lambda: 1 / Interval(Fraction(0), Fraction(1)), r"\[0, 1\] contains zero"),
        (lambda: Interval(Fraction(-1), Fraction(1)) ** -2, "contains zero"),
        (lambda: Interval(Fraction(2), Fraction(2)) ** 1001, "1001"),
        (lambda: exp(1, 7), "between 8 and 4096"),
        (lambda: exp(1, 4097), "between 8 and 4096"),
    ],
)
def test_refusals_name_the_value_and_the_rule(attempt: Callable[[], object], words: str) -> None:
    with pytest.raises(KernelError, match=words):
        attempt()


def test_order_is_only_claimed_when_certain() -> None:
    x, y = Interval(Fraction(0), Fraction(1)), Interval(Fraction(1), Fraction(2))
    assert x.below(y) and not x.strictly_below(y) and not y.below(x)
    assert not x.below(Fraction(1, 2)) and x.strictly_below(2)
    less: Any = operator.lt
    with pytest.raises(TypeError):
        less(x, y)
