"""The bracket of clipped and normalised gradient descent, and the table of the notes, to the digits given."""

import pytest
from sympy import Rational, log

from theory.catalog import Catalog, built_in
from theory.claim import PaperError
from theory.papers.zhang2020.setting import L0, L1, Delta, eps
from verify.brackets.bounds import guaranteed
from verify.brackets.worst_case import setup, worst_case

TENTH = Rational(1, 10)
STEPS = {"A": TENTH, "B": Rational(1, 2)}
TABLE = [  # steps, eps, N, Theorem 3, Lemma A + B, programs with (*) at some norms, one dimension; L0 = L1 = 1
    ("A", TENTH, 1, ".000495", ".005635", ".005662", ".005662"),
    ("A", TENTH, 4, ".00198", ".00847", ".008579", ".00858"),
    ("A", 2, 1, ".04", "1.0864", "1.0936", "1.0940"),
    ("A", 2, 4, ".16", "1.6414", "1.6704", "1.6719"),
    ("B", TENTH, 4, ".00198", ".01919", ".02189", ".02196"),
    ("B", 2, 1, ".04", "1.5264", "1.6765", "1.7286"),
    ("B", 2, 4, ".16", "3.4014", "4.0017", "4.2102"),
]
NORMALIZED = [("1.687", "1.936"), ("2.472", "2.970"), ("3.258", "4.004"), ("4.043", "5.038"), ("4.829", "6.072")]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return Catalog(built_in())


def rounds_to(number: object, printed: str) -> bool:
    digits = len(printed.partition(".")[2])
    return abs(float(number) - float(printed)) <= 0.500001 * 10**-digits


def at_least(number: object, printed: str) -> bool:
    """Whether a number is not below a rounded one."""
    return float(number) >= float(printed) - 0.5 * 10 ** -len(printed.partition(".")[2])


@pytest.mark.parametrize(("steps", "accuracy", "count", "theorem3", "lemmas", "starred", "line"), TABLE)
def test_the_table(catalog, steps, accuracy, count, theorem3, lemmas, starred, line):
    one = Rational(1)
    fixed = setup(catalog, "clipped-gd", {"L0": one, "L1": one, "step": STEPS[steps], "radius": STEPS[steps]})
    found = worst_case(fixed, steps=count, accuracy=Rational(accuracy))
    assert rounds_to(found.published["ours/clipped-count-exact"], lemmas)
    assert at_least(found.low, starred)  # what the programs gave at some norms is proved, or more, at all of them
    assert rounds_to(found.high, line)
    assert found.low < found.high < found.low * Rational(102, 100)
    assert found.instance is not None
    assert found.instance.failures == count + 1
    per_gap = guaranteed(catalog["zhang2020/thm3"], {L0: one, L1: one, Delta: one, eps: Rational(accuracy)})
    assert rounds_to(count / per_gap, theorem3)  # the table counts the steps, not the failing points


def test_the_normalised_step(catalog):
    fixed = setup(catalog, "normalized-gd", {"L0": Rational(1), "L1": Rational(1)})
    for count, (starred, line) in enumerate(NORMALIZED, 1):
        found = worst_case(fixed, steps=count, accuracy=Rational(2))
        assert found.published["ours/normalized-count-exact"] == (count * Rational(2, 3)) + 2 - log(3)
        assert found.low == count + 2 - log(3)
        assert at_least(found.low, starred)
        assert rounds_to(found.high, line)
        assert found.high < found.low * Rational(104, 100)


def test_the_smallest_gradient_is_bracketed(catalog):
    fixed = setup(catalog, "clipped-gd", {"L0": Rational(1), "L1": Rational(2)})
    found = worst_case(fixed, delta=Rational(1), steps=3)
    assert 0 < found.low < found.high
    assert found.instance.gap <= 1
    below = worst_case(fixed, steps=3, accuracy=found.high)
    assert below.low > 1  # from this accuracy on, no run with gap 1 can fail
    assert worst_case(fixed, steps=3, accuracy=found.high * Rational(999, 1000)).low < 1


def test_the_number_of_steps_is_bracketed_for_long_runs_too(catalog):
    fixed = setup(catalog, "clipped-gd", {"L0": Rational(1), "L1": Rational(1), "step": TENTH, "radius": TENTH})
    found = worst_case(fixed, delta=Rational(1, 20), accuracy=TENTH)
    assert (found.low, found.high) == (47, 47)  # both ends meet
    assert found.instance.failures == 47
    assert found.instance.gap <= Rational(1, 20)


def test_below_what_lemma_b_asks_no_point_fails(catalog):
    fixed = setup(catalog, "clipped-gd", {"L0": Rational(1), "L1": Rational(1)})
    found = worst_case(fixed, delta=Rational(1, 1000), accuracy=Rational(1, 2))
    assert (found.low, found.high, found.instance) == (0, 0, None)


def test_other_claims_about_the_same_steps_are_named_and_never_better(catalog):
    values = {"L0": Rational(1), "L1": Rational(1), "step": TENTH, "radius": TENTH}
    found = worst_case(setup(catalog, "clipped-gd", values), steps=4, accuracy=TENTH)
    assert {"zhang2020/thm3", "ours/thm3-improved"} <= found.published.keys()
    assert all(value <= found.low for value in found.published.values())
    other = worst_case(setup(catalog, "clipped-gd", values | {"step": Rational(1, 20)}), steps=4, accuracy=TENTH)
    assert other.published.keys() == {"ours/clipped-count-exact"}  # Theorem 3's steps are others


@pytest.mark.parametrize("values", [{"step": Rational(1)}, {"radius": Rational(3, 5)}, {"step": Rational(-1)}])
def test_parameters_for_which_nothing_is_proved_are_refused(catalog, values):
    with pytest.raises(PaperError, match=r"nothing is proved|positive"):
        setup(catalog, "clipped-gd", {"L0": Rational(1), "L1": Rational(1), **values})


def test_two_of_three_numbers_are_asked_for(catalog):
    fixed = setup(catalog, "clipped-gd", {"L0": Rational(1), "L1": Rational(1)})
    with pytest.raises(PaperError, match="two of"):
        worst_case(fixed, delta=Rational(1))
    with pytest.raises(PaperError, match="two of"):
        worst_case(fixed, delta=Rational(1), steps=3, accuracy=Rational(1))


def test_a_claim_that_excludes_no_accuracy_is_left_out(catalog):
    """Theorem 3's bound stays above 2 for every eps at this gap: a search for the eps that it excludes has no end."""
    fixed = setup(catalog, "clipped-gd", {"L0": Rational(1), "L1": Rational(1), "step": TENTH, "radius": TENTH})
    found = worst_case(fixed, delta=Rational(2), steps=1)
    assert "zhang2020/thm3" not in found.published
    assert "ours/thm3-improved" in found.published
