"""Functions whose constants are known: the right ones, with a certificate, or a refuting sequence."""

import math

import pytest
import sympy as sp

from verify.smoothness import smoothness

COSH = {"1": 1, "2": 1}
QUADRATIC = {"0": 2, "3": 2}


def power(p):
    """Of x**p: L0 = p ((p-2)/L1)**(p-2)."""
    return {L1: p * ((p - 2) / float(sp.Rational(L1))) ** (p - 2) for L1 in ("1/2", "1", "3")}


KNOWN = {
    "exp(x)": {"1": 0, "3/2": 0},
    "cosh(x)": COSH,
    "x**2": QUADRATIC,
    **{f"x**{p}": power(p) for p in range(3, 9)},
    "x**3 - x": {"1/2": 6.5, "1": 4, "4": math.sqrt(12)},
    "1/(1+exp(-x))": {"0": 1 / math.sqrt(108), "1": 0, "2": 0},
    "log(1+exp(x))": {"0": 1 / 4, "1/2": 1 / 16, "1": 0},
    "sqrt(1+x**2)": {"0": 1, "1": 1},
    "sin(x)": {"0": 1, "2": 1},
    "(x**2+y**2+z**2)**2": power(4),
    "x**4 + exp(x)": {"1": 16.27222034},
    "x**4 + y**4": power(4),
    "x**4 + exp(y)": {"1": 16, "4": 1},
}


@pytest.mark.parametrize("text", KNOWN)
def test_the_constants_are_right_and_certified(text):
    found = smoothness(text, slopes=[*KNOWN[text]])
    assert (found.verdict, found.exit_code) == ("proved", 0)
    assert "box" not in found.scope
    by = {point.L1: point for point in found.points}
    for L1, L0 in KNOWN[text].items():
        assert by[L1].rigour in ("exact", "interval")
        assert float(sp.Rational(by[L1].L0)) == pytest.approx(L0, rel=1e-6, abs=1e-6)
        assert sp.Rational(by[L1].least) <= sp.Rational(by[L1].L0)
        assert float(sp.Rational(by[L1].least)) == pytest.approx(L0, rel=1e-6, abs=1e-6)


def test_log_sum_exp_in_three_dimensions():
    found = smoothness("log(exp(x)+exp(y)+exp(z))", slopes=["0"])
    assert (found.verdict, found.scope) == ("proved", "on R^3")
    assert [(float(sp.Rational(p.L0)), p.rigour) for p in found.points] == [
        (pytest.approx(0.5, abs=1e-6), "interval"),
    ]
    assert found.points[0].least == "1/2"


@pytest.mark.slow
def test_log_sum_exp_with_gradient():
    quarter, one = smoothness("log(exp(x)+exp(y)+exp(z))", slopes=["1/4", "1"]).points
    assert float(sp.Rational(quarter.L0)) == pytest.approx(1 / 2 - 1 / math.sqrt(32), abs=1e-6)
    assert (one.L0, one.rigour) == ("0", "interval")


@pytest.mark.parametrize(
    ("text", "formula"), [("x**4", "16/L1**2"), ("x**3/3", "1/L1"), ("(x**2+y**2)**2", "16/L1**2")]
)
def test_the_whole_frontier_of_a_power(text, formula):
    found = smoothness(text, slopes=["1"])
    assert found.closed_form == formula
    assert "accepted by the kernel" in found.certified
    assert found.points[0].rigour == "exact"


REFUTED = {
    "(w2*w1 - 1)**2": ("w1 = 1/t, w2 = t, t -> oo", "sqrt(4*t**4 + 8 + 4/t**4)"),
    "x**2*y**2": ("x = 0, y = t, t -> oo", "2*t**2"),
    "sin(x**2)": ("n -> oo", "2*pi*(2*n + 1)"),
}


@pytest.mark.parametrize("text", REFUTED)
def test_a_sequence_of_critical_points_with_unbounded_hessian(text):
    found = smoothness(text)
    points, norm = REFUTED[text]
    assert (found.verdict, found.exit_code) == ("refuted", 1)
    assert points in found.witness["points"]
    assert found.witness["gradient"] == "exactly 0"
    assert found.witness["Hessian, Frobenius norm"] == norm


@pytest.mark.parametrize(
    ("text", "points"),
    [("(1-x)**2 + 100*(y-x**2)**2", "x = t, y = t**2, t -> oo"), ("x**4*y**4", "x = t, y = 1/t, t -> oo")],
)
def test_curves_along_which_the_gradient_cannot_keep_up(text, points):
    found = smoothness(text)
    assert (found.verdict, found.witness["points"]) == ("refuted", points)


def test_growth_beyond_every_multiple_of_the_gradient():
    found = smoothness("exp(x**2)")
    assert found.verdict == "refuted"
    assert "limits that sympy computed" in found.reason


@pytest.mark.parametrize(
    ("text", "name", "verdict"),
    [
        ("x**4", "smooth", "refuted"),
        ("x**2 + sin(x)", "smooth", "proved"),
        ("log(1+exp(x))", "smooth", "proved"),
        ("x**4", "convex", "proved"),
        ("x**3", "convex", "refuted"),
        ("(w1*w2-1)**2", "convex", "refuted"),
        ("log(exp(x)+exp(y))", "convex", "proved"),
        ("x**4", "h0h1", "proved"),
        ("x**3", "h0h1", "refuted"),
        ("x**4", "first-order", "proved"),
    ],
)
def test_related_classes(text, name, verdict):
    found = smoothness(text, name=name, slopes=["1"])
    assert found.verdict == verdict, found


def test_the_infimum_is_named_with_its_evidence():
    notes = [
        smoothness(text, name="h0h1", slopes=["1"]).notes[0] for text in ("x**4", "exp(x)", "x**2 - x**3/9 + x**4")
    ]
    assert "nowhere smaller, by a certificate" in notes[0]
    assert "inf f: 0, a limit towards infinity" in notes[1]
    assert "inf f: 0, attained at x = 0" in notes[2]


def test_the_exponent_that_a_quartic_needs():
    assert smoothness("x**4", name="alpha", alpha="1/2").verdict == "refuted"
    found = smoothness("x**4", name="alpha", alpha="2/3", slopes=["8"])
    assert (found.verdict, found.points[0].L0) == ("proved", "0")


def test_below_the_threshold_there_is_no_constant():
    below, at = smoothness("exp(x)", slopes=["1/2", "1"]).points
    assert (below.L0, below.note) == ("", "none: unbounded towards infinity")
    assert at.L0 == "0"


def test_a_box_is_all_that_is_said_of_a_valley():
    found = smoothness("(w1*w2-1)**2", box="-1..1", slopes=["1"])
    assert (found.verdict, found.scope) == ("proved", "on -1 <= w1 <= 1, -1 <= w2 <= 1")
    assert float(sp.Rational(found.points[0].L0)) == pytest.approx(4, abs=1e-6)


def test_what_is_not_settled_is_not_proved():
    found = smoothness("x**4 + x**2*y**2 + y**4", slopes=["0"])
    assert (found.verdict, found.exit_code) == ("undecided", 3)
    assert "certified on -2 <= x <= 2, -2 <= y <= 2 only" in found.notes[-1]


@pytest.mark.parametrize(
    ("text", "L1", "L0"),
    [
        ("x*y", "1", 1),
        ("x**2 + x*y + y**2", "1/2", 3),
        ("x**2 + x*y", "0", 1 + math.sqrt(2)),
        ("(3*x + 4*y)**4", "1", 10_000),
        ("log(1 + exp(x + 2*y))", "0", 5 / 4),
        ("log(1 + exp(x + 2*y))", "1", (3 - math.sqrt(5)) / 2),
        ("exp(x - y)", "2", 0),
        ("sin(x + y)", "1", 2),
    ],
)
def test_constant_hessians_and_functions_of_one_combination(text, L1, L0):
    found = smoothness(text, slopes=[L1])
    assert (found.verdict, found.scope) == ("proved", "on R^2")
    assert float(sp.Rational(found.points[0].L0)) == pytest.approx(L0, rel=1e-6, abs=1e-6)
    assert float(sp.Rational(found.points[0].least)) == pytest.approx(L0, rel=1e-6, abs=1e-6)


def test_below_the_length_of_the_combination_there_is_no_constant():
    found = smoothness("exp(x + 2*y)", slopes=["2", "3"])
    assert [point.L0 for point in found.points] == ["", "0"]
    assert "L1 < sqrt(5)" in found.notes[-1]
    assert smoothness("sin((x + y)**2)").verdict == "refuted"


@pytest.mark.parametrize(
    ("text", "name", "verdict"),
    [
        ("x*y", "convex", "refuted"),
        ("x**2 + x*y + y**2", "convex", "proved"),
        ("x**2 + x*y + y**2", "smooth", "proved"),
        ("log(1 + exp(x + 2*y))", "convex", "proved"),
        ("(x + y)**3", "convex", "refuted"),
        ("exp(x + y)", "smooth", "refuted"),
    ],
)
def test_related_classes_in_the_plane(text, name, verdict):
    assert smoothness(text, name=name).verdict == verdict


def test_the_threshold_itself_may_be_too_small():
    at, above = smoothness("x*exp(-x)", slopes=["1", "2"]).points
    assert (at.L0, at.note) == ("", "none: unbounded towards infinity")
    assert float(sp.Rational(above.L0)) == pytest.approx(math.exp(-1), abs=1e-6)
    assert "L1 <= 1" in smoothness("x*exp(-x)", slopes=["2"]).notes[0]


def test_rounding_far_away_is_no_constant():
    found = smoothness("cosh(x)", name="h0h1", slopes=["1"])
    assert (found.points[0].L0, found.points[0].rigour) == ("1", "exact")
    assert float(sp.Rational(found.points[0].least)) == pytest.approx(1, abs=1e-6)


@pytest.mark.parametrize(
    ("text", "name", "L0"),
    [("x**2 + 3*sin(x)**2", "l0l1", 8), ("x**2 + sin(x)", "smooth", 3), ("sqrt(1+x**2)", "h0h1", 1)],
)
def test_a_bounded_hessian_serves_for_every_slope(text, name, L0):
    found = smoothness(text, name=name, slopes=["2"])
    assert (found.verdict, found.scope) == ("proved", "on the whole line")
    assert all(float(sp.Rational(point.L0)) == pytest.approx(L0, rel=1e-6) for point in found.points)


def test_derivatives_may_be_periodic_where_the_function_is_not():
    one = smoothness("x + sin(x)", slopes=["1"])
    assert (one.verdict, one.points[0].rigour) == ("proved", "interval")
    assert float(sp.Rational(one.points[0].L0)) == pytest.approx(math.sqrt(2) - 1, abs=1e-6)
    assert smoothness("exp(sin(x))", slopes=["0"]).verdict == "proved"
