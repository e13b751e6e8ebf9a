"""Signs of polynomials: decided as sympy's root isolation decides, multiple roots and roots at the ends included."""

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from time import perf_counter
from typing import Any

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from verify.kernel.errors import KernelError
from verify.kernel.numeric.univariate import (
    bernstein_coefficients,
    bernstein_nonnegative,
    common_divisor,
    count_roots,
    derivative,
    divide,
    evaluate,
    multiply,
    nonnegative_on,
    odd_part,
    polynomial,
    squarefree_part,
    sturm_chain,
)

fixed = settings(derandomize=True, deadline=None, max_examples=100)
X = sympy.Symbol("x")
NOTHING: Any = None
ONE: Any = 1
small = st.fractions(min_value=-3, max_value=3, max_denominator=4)
polynomials = st.lists(st.fractions(min_value=-9, max_value=9, max_denominator=5), min_size=1, max_size=8).map(
    polynomial
)
nonzero = polynomials.filter(bool)
ends = st.one_of(st.none(), small)


def as_sympy(p: list[Any]) -> sympy.Poly:
    return sympy.Poly([sympy.Rational(c.numerator, c.denominator) for c in reversed(p)], X, domain="QQ")


def product(*factors: list[Any]) -> list[Any]:
    result: list[Any] = [1]
    for factor in factors:
        result = multiply(result, factor)
    return result


@st.composite
def factored(draw: st.DrawFn) -> tuple[list[Fraction], list[Fraction]]:
    """A polynomial with chosen rational roots (multiple ones too) and rootless factors; its distinct roots."""
    roots = draw(st.lists(small, max_size=4, unique=True))
    p: list[Any] = [draw(st.sampled_from([-2, -1, 1, Fraction(1, 3)]))]
    for root in roots:
        p = product(p, *[[-root, 1]] * draw(st.integers(1, 4)))
    for shift in draw(st.lists(small, max_size=2)):
        p = multiply(p, [shift * shift + Fraction(1, 7), -2 * shift, 1])
    return polynomial(p), sorted(roots)


def within(x: Fraction, lo: Fraction | None, hi: Fraction | None) -> bool:
    return (lo is None or lo <= x) and (hi is None or x <= hi)


def ordered(a: Fraction | None, b: Fraction | None) -> tuple[Fraction | None, Fraction | None]:
    return (b, a) if a is not None and b is not None and a > b else (a, b)


@fixed
@given(nonzero, ends, ends)
def test_root_counts_agree_with_sympy(p: list[Fraction], a: Fraction | None, b: Fraction | None) -> None:
    lo, hi = ordered(a, b)
    low, high = (None if end is None else sympy.Rational(end.numerator, end.denominator) for end in (lo, hi))
    assert count_roots(p, lo, hi) == (as_sympy(p).count_roots(low, high) if len(p) > 1 else 0)
    assert count_roots(p) == (len(set(sympy.real_roots(as_sympy(p)))) if len(p) > 1 else 0)


@fixed
@given(factored(), ends, ends)
def test_known_roots_are_counted_and_signs_decided(
    drawn: tuple[list[Fraction], list[Fraction]], a: Fraction | None, b: Fraction | None
) -> None:
    """Between its known roots p has one sign: the sample points decide independently of Sturm."""
    (p, roots), (lo, hi) = drawn, ordered(a, b)
    inner = [r for r in roots if within(r, lo, hi)]
    assert count_roots(p, lo, hi) == len(inner)
    marks = sorted({*inner, *(end for end in (lo, hi) if end is not None)}) or [Fraction(0)]
    samples = marks + [(x + y) / 2 for x, y in pairwise(marks)]
    samples += [x for x in (marks[0] - 1, marks[-1] + 1) if within(x, lo, hi)]
    values = [evaluate(p, x) for x in samples]
    assert nonnegative_on(p, lo, hi) is (min(values) >= 0)
    assert nonnegative_on(p, lo, hi, strict=True) is (min(values) > 0)


@fixed
@given(nonzero, st.integers(0, 30))
def test_a_true_minimum_is_the_threshold(p: list[Fraction], digits: int) -> None:
    """p^2 touches zero at each root of p: nonnegative, strictly so without roots, and not if lowered."""
    square = multiply(p, p)
    rootless = count_roots(p) == 0
    assert nonnegative_on(square)
    assert nonnegative_on(square, strict=True) is rootless
    lowered = [square[0] - Fraction(1, 10**digits), *square[1:]]
    if not rootless:
        assert not nonnegative_on(lowered)


@fixed
@given(factored())
def test_odd_and_squarefree_parts(drawn: tuple[list[Fraction], list[Fraction]]) -> None:
    p, roots = drawn
    odd = odd_part(p)
    quotient, rest = divide(p, odd)
    assert not rest and quotient[-1] > 0
    factors = as_sympy(p).factor_list()[1]
    assert len(odd) - 1 == sum(f.degree() for f, multiplicity in factors if multiplicity % 2)
    assert all(multiplicity % 2 == 0 for _, multiplicity in as_sympy(quotient).factor_list()[1])
    assert len(squarefree_part(p)) - 1 == sum(f.degree() for f, _ in factors)
    assert all(evaluate(squarefree_part(p), r) == 0 for r in roots)


@fixed
@given(polynomials, nonzero)
def test_division_and_common_divisor(p: list[Fraction], q: list[Fraction]) -> None:
    quotient, rest = divide(p, q)
    assert len(rest) < len(q)
    whole = multiply(quotient, q)
    width = max(len(whole), len(rest), len(p))
    pad = [[*c, *[Fraction(0)] * (width - len(c))] for c in (whole, rest, p)]
    assert [a + b for a, b in zip(pad[0], pad[1], strict=True)] == pad[2]
    assert as_sympy(common_divisor(p, q)).monic() == sympy.gcd(as_sympy(p or [Fraction(0)]), as_sympy(q)).monic()


@pytest.mark.parametrize(
    ("p", "lo", "hi", "weak", "strict"),
    [
        ([], None, None, True, False),
        ([5], None, None, True, True),
        ([-5], 0, 1, False, False),
        ([0, 1], 0, None, True, False),
        ([0, 1], 0, 1, True, False),
        ([0, 1], None, 0, False, False),
        ([0, -1], None, 0, True, False),
        ([0, 0, 1], None, None, True, False),
        ([0, 0, 0, 1], None, None, False, False),
        ([0, 0, 0, 1], 0, None, True, False),
        ([0, 1, -1], 0, 1, True, False),  # x (1 - x)
        ([0, -1, 1], 0, 1, False, False),
        ([1, 0, 1], None, None, True, True),
        ([-2, 0, 1], Fraction(7, 5), None, False, False),  # sqrt(2) = 1.4142...
        ([-2, 0, 1], Fraction(3, 2), None, True, True),
        ([4, 0, -4, 0, 1], None, None, True, False),  # (x^2 - 2)^2
        ([3, -1], 3, 3, True, False),
        ([3, -1], 4, 4, False, False),
        ([3, -1], 2, 2, True, True),
    ],
)
def test_decisions(p: list[Any], lo: Any, hi: Any, weak: bool, strict: bool) -> None:
    assert nonnegative_on(p, lo, hi) is weak
    assert nonnegative_on(p, lo, hi, strict=True) is strict


def test_the_chain_is_sturms() -> None:
    """x^3 - 2 with three chain members and one real root; signs kept, positive factors free."""
    chain = sturm_chain([-2, 0, 0, 1])
    assert [len(q) - 1 for q in chain] == [3, 2, 0]
    assert [q[-1] > 0 for q in chain] == [True, True, True]
    assert derivative([5, 4, 3]) == [4, 6]


@fixed
@given(polynomials, small, st.fractions(min_value=Fraction(1, 9), max_value=4, max_denominator=9), st.integers(0, 5))
def test_bernstein_form_is_the_same_polynomial(p: list[Fraction], lo: Fraction, width: Fraction, more: int) -> None:
    n = max(len(p) - 1, 0) + more
    b = bernstein_coefficients(p, lo, lo + width, n)
    assert len(b) == n + 1
    for k in range(n + 1):
        t = Fraction(k, n + 1)
        value = sum(c * sympy.binomial(n, i) * t**i * (1 - t) ** (n - i) for i, c in enumerate(b))
        assert value == evaluate(p, lo + width * t)
    assert (b[0], b[-1]) == (evaluate(p, lo), evaluate(p, lo + width))
    if bernstein_nonnegative(p, lo, lo + width, n):
        assert nonnegative_on(p, lo, lo + width)


def test_bernstein_needs_the_degree_that_the_bound_needs() -> None:
    p: list[Any] = [Fraction(3, 10), -1, 1]  # least value 1/20 at 1/2
    assert not bernstein_nonnegative(p, 0, 1, 2)
    assert bernstein_nonnegative(p, 0, 1, 6)
    assert not bernstein_nonnegative([Fraction(1, 5), -1, 1], 0, 1, 60)  # least value -1/20


def test_high_degrees_are_quick() -> None:
    start = perf_counter()
    wilkinson = product(*[[-k, 1] for k in range(1, 31)])
    assert count_roots(wilkinson, Fraction(1, 2), 30) == 30
    assert count_roots(wilkinson, Fraction(3, 2), Fraction(59, 2)) == 28
    assert nonnegative_on(wilkinson, 30, None) and not nonnegative_on(wilkinson, Fraction(299, 10), None)
    dense = [Fraction((k * 7919) % 101 - 50, 1 + k % 7) for k in range(61)]
    assert count_roots(dense) == as_sympy(dense).count_roots()
    assert perf_counter() - start < 20


@pytest.mark.parametrize("bad", [0.5, True, "1", float("inf"), 1j])
def test_inexact_numbers_are_refused_everywhere(bad: Any) -> None:
    p = [1, 2]
    attempts: list[Callable[[], object]] = [
        lambda: polynomial([1, bad]),
        lambda: polynomial(bad),
        lambda: evaluate(p, bad),
        lambda: multiply(p, [bad]),
        lambda: divide([bad], p),
        lambda: count_roots(p, bad, 3),
        lambda: count_roots(p, 0, bad),
        lambda: count_roots([bad, 1]),
        lambda: nonnegative_on(p, bad),
        lambda: nonnegative_on(p, None, bad),
        lambda: nonnegative_on([bad]),
        lambda: bernstein_coefficients([bad], 0, 1, 2),
        lambda: bernstein_nonnegative(p, bad, 9, 2),
        lambda: bernstein_nonnegative(p, 0, bad, 2),
        lambda: bernstein_nonnegative(p, 0, 1, bad),
    ]
    for attempt in attempts:
        with pytest.raises(KernelError):
            attempt()


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        (lambda: polynomial([1, NOTHING]), "degree 1 is None"),
        (lambda: evaluate([1], NOTHING), "None"),
        (lambda: count_roots([]), "zero"),
        (lambda: count_roots([0, 0], 0, 1), "zero"),
        (lambda: count_roots([1], 2, 1), "from 2 to 1 is empty"),
        (lambda: nonnegative_on([1], 2, Fraction(3, 2)), "from 2 to 3/2 is empty"),
        (lambda: nonnegative_on([1], 0, 1, strict=ONE), "True or False"),
        (lambda: divide([1], [0]), "divisor is zero"),
        (lambda: polynomial([1] * 1002), "1002 coefficients"),
        (lambda: bernstein_coefficients([1, 1, 1], 0, 1, 1), "between 2"),
        (lambda: bernstein_coefficients([1], 1, 1, 1), "needs lo < hi"),
    ],
)
def test_refusals_name_the_value_and_the_rule(attempt: Callable[[], object], words: str) -> None:
    with pytest.raises(KernelError, match=words):
        attempt()
