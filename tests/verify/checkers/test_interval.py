"""The interval checker proves, refutes, and says no with a reason."""

import pytest
import sympy as sp

from theory import ForAll, Inclusion, L0L1Smooth, Paper, exp, log, symbols
from theory.catalog import Catalog
from theory.symbols import f
from verify.checkers import interval
from verify.task import Task

R = sp.Rational
t, u, x = sp.symbols("t u x", real=True)
L0, L1, g, h = symbols("L0 L1 g h", positive=True)


def finding(statement):
    paper = Paper("doe2026", title="Trial")
    claim = paper.claim("trial", statement, kind="lemma")
    assert interval.applies(claim)
    return interval.check(Task(claim=claim, catalog=Catalog([paper])))


def test_a_tight_inequality_on_a_box_is_proved():
    box = (g >= 0, g <= 5, L0 >= 1, L0 <= 2)
    result = finding(ForAll(given=box, then=g - L0 * log(1 + g / L0) >= g**2 / (2 * (L0 + g))))
    assert (result.outcome, result.rigour) == ("proved", "interval")
    assert result.scope == "1 <= L0 <= 2, 0 <= g <= 5"
    assert result.evidence["boxes"] >= 1 and result.evidence["bits"] == 80


def test_one_part_in_a_thousand_too_much_is_refuted():
    box = (g >= 0, g <= 5, L0 >= 1, L0 <= 2)
    result = finding(ForAll(given=box, then=g - L0 * log(1 + g / L0) >= R(1001, 1000) * g**2 / (2 * (L0 + g))))
    assert (result.outcome, result.rigour) == ("refuted", "interval")
    values = {name: R(value) for name, value in result.evidence["witness"].items()}
    ell, size = values["L0"], values["g"]
    assert 1 <= ell <= 2 and 0 <= size <= 5
    assert sp.N(size - ell * log(1 + size / ell) - R(1001, 1000) * size**2 / (2 * (ell + size)), 50) < 0
    low, high = map(R, result.evidence["box"]["g"])
    assert low <= size <= high


def test_no_finite_box_means_undecided_unless_a_violation_turns_up():
    step = h <= 1 / (L0 + L1 * g)
    descent = h * g - (L0 + L1 * g) * h**2 * g / 2
    true = finding(ForAll(given=(step,), then=descent >= h * g / 2))
    assert true.outcome == "undecided" and "L0, L1, g, h unbounded" in true.reason
    false = finding(ForAll(given=(step,), then=descent >= R(501, 1000) * h * g))
    assert false.outcome == "refuted"


def test_an_interior_tie_is_undecided_and_the_box_is_named():
    result = finding(ForAll(given=(t >= 0, t <= 1), then=9 * t**2 - 6 * t + 1 >= 0))
    assert result.outcome == "undecided" and result.rigour == "none"
    assert "on the box t in [" in result.reason


def test_contradictory_hypotheses_are_not_a_proof():
    assert finding(ForAll(given=(t >= 1, t <= 0), then=t >= 5)).outcome == "undecided"
    result = finding(ForAll(given=(t >= 0, t <= 1, t**2 >= 2), then=t >= 5))
    assert result.outcome == "undecided" and "vacuous" in result.reason


def test_membership_is_refuted_at_a_point():
    corner = sp.Piecewise(
        (exp(-L1 * x) / (L1 * sp.E), x < -1 / L1),
        (L1 * x**2 / 2 + 1 / (2 * L1), x <= 1 / L1),
        (exp(L1 * x) / (L1 * sp.E), True),
    )
    printed = Inclusion(function=corner, variable=x, functions=L0L1Smooth(L0, L1), given=(L0 >= 1, L1 >= 1))
    result = finding(printed)
    assert result.outcome == "refuted"
    values = {name: R(value) for name, value in result.evidence["witness"].items()}
    assert abs(values["x"]) <= 1 / values["L1"]
    assert values["L1"] > values["L0"] + values["L1"] ** 2 * abs(values["x"])
    repaired = Inclusion(function=corner, variable=x, functions=L0L1Smooth(L0, L1), given=(L0 >= L1,))
    assert finding(repaired).outcome == "undecided"


@pytest.mark.parametrize(
    ("constant", "outcome"), [(R(1, 10), "refuted"), (R(159, 1000), "refuted"), (R(16, 100), "undecided")]
)
def test_the_fourth_power_needs_sixteen_over_the_square(constant, outcome):
    assert finding(Inclusion(function=x**4, variable=x, functions=L0L1Smooth(constant, 10))).outcome == outcome


def test_formal_functions_vectors_and_nested_hypotheses_are_left_to_others():
    paper = Paper("doe2026", title="Trial")
    nested = ForAll(over=(t,), given=(t >= 0,), then=t <= u)
    claims = [
        paper.claim("formal", ForAll(then=f(x) >= 0), kind="lemma"),
        paper.claim("vector", ForAll(points=(x,), then=x >= 0), kind="lemma"),
        paper.claim("nested", ForAll(given=(nested,), then=u >= 0), kind="lemma"),
        paper.claim("either", ForAll(then=sp.Or(t >= 0, t <= 1, evaluate=False)), kind="lemma"),
        paper.claim("gamma", ForAll(then=sp.gamma(t) >= 0), kind="lemma"),
    ]
    assert not any(interval.applies(claim) for claim in claims)
