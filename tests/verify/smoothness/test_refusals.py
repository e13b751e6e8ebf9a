"""The parts say no: to constants that are a little too small, to sums that they cannot read, to wrong input."""

from fractions import Fraction

import pytest
import sympy as sp

from theory import PaperError
from verify.finders.covers.cover import cover
from verify.smoothness import smoothness
from verify.smoothness.bound import curve
from verify.smoothness.formulas.kernel import Kernel
from verify.smoothness.formulas.line import confine, tails
from verify.smoothness.formulas.reduce import ridge
from verify.smoothness.formulas.refute import critical_sequence, valley
from verify.smoothness.formulas.tails import OutOfReach, Quotient

x, y = sp.symbols("x y", real=True)
t = sp.Symbol("t", positive=True)
LINE = (None, None)


def bound(f, power=1):
    return curve(x, f, LINE, weight=sp.diff(f, x), power=sp.Rational(power), negative=False)


@pytest.mark.parametrize("f", [x**4, x**3 - x, sp.log(1 + sp.exp(x))])
def test_a_constant_that_is_too_small_is_not_certified(f):
    least = sp.Rational(smoothness(str(f), slopes=["1/4"]).points[0].least)
    less, quarter = least - sp.Rational(1, 1000), sp.Rational(1, 4)
    box = confine(bound(f), less, quarter)
    assert box is not None
    assert cover(bound(f).domain(less, quarter, box)).outcome == "refuted"
    assert Kernel(bound(f), f)(less, quarter) == ""


@pytest.mark.parametrize(("f", "start"), [(x**4, 1), (sp.exp(x) - 50 * x, 4), (x - 100, 128), (sp.exp(-x) + 1 / x, 1)])
def test_a_sign_near_infinity_holds_from_its_start_on(f, start):
    found = Quotient(f, x)
    first = next(2**k for k in range(12) if found.sign(Fraction(2**k)) == 1)
    assert first >= start
    assert all(f.subs(x, first + sp.Rational(step, 3)) > 0 for step in range(300))


def test_no_sign_is_given_before_it_settles():
    assert Quotient(x - 100, x).sign(Fraction(64)) is None
    assert Quotient(sp.exp(x) - x**5, x).sign(Fraction(2)) is None
    assert Quotient(100 - x, x).sign(Fraction(128)) == -1


@pytest.mark.parametrize("f", [sp.sin(x), sp.sqrt(1 + x**2), sp.exp(x**2), 2**x, x * sp.log(x)])
def test_other_growth_is_out_of_reach(f):
    with pytest.raises(OutOfReach):
        Quotient(f, x)


def test_thresholds():
    assert [tail.threshold for tail in tails(bound(sp.cosh(x)))] == [1, 1]
    assert [tail.threshold for tail in tails(bound(x**4, sp.Rational(1, 2)))] == [sp.oo, sp.oo]
    assert [tail.threshold for tail in tails(bound(sp.exp(3 * x) + x))] == [0, 3]


def test_only_critical_points_count():
    assert critical_sequence(x**2 * y**2, [x, y], {x: 1 / t, y: t}, t) is None
    assert critical_sequence(x**2 * y**2, [x, y], {x: sp.Integer(0), y: 1 / t}, t) is None
    assert valley((x + y) ** 2, [x, y]) is None
    assert valley(x**4 + y**4, [x, y]) is None


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (dict(function="x**"), ["cannot be read as a formula"]),
        (dict(function="x^4"), ["a power is written **"]),
        (dict(function="__import__('os').getcwd()"), ["is code, not a formula"]),
        (dict(function="open(x)"), ["is code, not a formula"]),
        (dict(function="x.diff()"), ["is code, not a formula"]),
        (dict(function="sqrt(x)"), ["not a real number at x = -1"]),
        (dict(function="sqrt(x*y)"), ["not a real number at x = 1, y = -1"]),
        (dict(function="sqrt(x)", box="0..oo"), ["not smooth at x = 0"]),
        (dict(function="sqrt(x**2+y**2)"), ["not smooth at r = 0"]),
        (dict(function="x**2/y"), ["not smooth at x = 1, y = 0, where it is infinite"]),
        (dict(function="10**400*x"), ["beyond 10**200"]),
        (dict(function="lambda*x"), ["lambda is a word of Python"]),
        (dict(function="beta*x"), ["beta is a function of sympy"]),
        (dict(function="tan(x)"), ["not smooth at x = pi/2 and more"]),
        (dict(function="loss(x)"), ["no function loss is known", "exp, log"]),
        (dict(function="3"), ["has no variable"]),
        (dict(function="none.py:f"), ["no such file"]),
        (dict(function="none.py"), ["Write none.py:NAME"]),
        (dict(function="1/x"), ["not smooth at x = 0", "--box 1..oo"]),
        (dict(function="x", name="lipschitz"), ["no such class", "l0l1, smooth"]),
        (dict(function="x", box="1..0"), ["left end"]),
        (dict(function="x", box="z=0..1"), ["NAME among x"]),
        (dict(function="x", box="0..a"), ["'a' is no number"]),
        (dict(function="x", slopes=["-1"]), ["not negative"]),
        (dict(function="x", slopes=["much"]), ["exact number"]),
        (dict(function="x", name="alpha", alpha="2"), ["(0, 1]"]),
    ],
)
def test_wrong_input_is_one_sentence(arguments, parts):
    with pytest.raises(PaperError) as caught:
        smoothness(**arguments)
    assert all(part in str(caught.value) for part in parts), caught.value


@pytest.mark.parametrize("f", [x * y, x**2 * y, sp.exp(x) + sp.exp(y), (x + y) ** 2 + x])
def test_a_gradient_that_turns_is_no_function_of_one_combination(f):
    assert ridge(f, [x, y]) is None
