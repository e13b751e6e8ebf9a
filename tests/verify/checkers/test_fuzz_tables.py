"""Functions of real variables are drawn as tables, on which hypotheses about all reals are met exactly."""

import random
from fractions import Fraction

import hypothesis
import pytest
import sympy as sp

from tests.verify.checkers.planted import examine
from theory import ForAll, Rational, symbols
from verify.finders.sampling.drawing.trials import trials
from verify.finders.sampling.reading.statement import read
from verify.finders.sampling.running.numbers import Balls
from verify.finders.sampling.running.trial import Rejected, assemble
from verify.finders.strategies import seeded

top, one, other = (sp.Function(name, real=True) for name in ("top", "one", "other"))
a, b, c, u, v, lo, hi = symbols("a b c u v lo hi")
L, d = symbols("L d", nonnegative=True)
INSIDE = (lo <= a, a <= hi)
CLOSE = ForAll(over=(a,), given=INSIDE, then=sp.Abs(one(a) - other(a)) <= d)
STEEP = ForAll(over=(a, b, c), then=sp.Abs(top(a, b) - top(a, c)) <= L * sp.Abs(b - c))
FIRST = ForAll(over=(a,), given=INSIDE, then=top(u, one(u)) <= top(a, one(a)))
SECOND = ForAll(over=(a,), given=INSIDE, then=top(v, other(v)) <= top(a, other(a)))
WHERE = (lo <= u, u <= hi, lo <= v, v <= hi)


def optimal(factor):
    given = (CLOSE, STEEP, *WHERE, FIRST, SECOND)
    return ForAll(given=given, then=top(u, one(u)) <= top(v, other(v)) + factor * L * d)


def steep(factor):
    return ForAll(given=(STEEP,), then=top(u, v) - top(u, a) <= factor * L * sp.Abs(v - a))


def close(factor):
    return ForAll(given=(CLOSE, *WHERE), then=one(u) - other(u) <= factor * d)


TRUE = {"optimal values": optimal(1), "Lipschitz": steep(1), "close": close(1)}
FALSE = {
    "optimal values": optimal(Rational(9, 10)),
    "Lipschitz": steep(Rational(9, 10)),
    "close": close(Rational(1, 2)),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_claims_survive(name):
    finding = examine(TRUE[name], 100)
    assert (finding.outcome, finding.trials) == ("survived", 100), (finding.reason, finding.evidence)


@pytest.mark.parametrize("name", FALSE)
def test_planted_false_claims_are_refuted_with_their_tables(name):
    finding = examine(FALSE[name], 400)
    assert finding.outcome == "refuted", (finding.reason, finding.evidence)
    assert finding.rigour == "interval" and "ends of the cells" in finding.evidence["tables"]


def test_drawn_tables_satisfy_the_hypotheses_at_random_rationals():
    statement, found = optimal(1), []
    reading = read(statement)

    @hypothesis.settings(max_examples=60, deadline=None, database=None, phases=(hypothesis.Phase.generate,),
                         suppress_health_check=list(hypothesis.HealthCheck))  # fmt: skip
    @hypothesis.given(trials(reading, 10))
    def look(trial):
        if not isinstance(trial, Rejected):
            found.append(trial)

    with seeded():
        hypothesis.seed(2)(look)()
    assert len(found) >= 30
    chance, balls = random.Random(0), Balls(256)
    for trial in found:
        assert reading.shapes.met(trial.tables, trial.scalars)
        with balls.working():
            for _ in range(10):
                evaluator, _ = assemble(reading, trial, balls, 10)
                low, high = trial.scalars[lo], trial.scalars[hi]
                inside = low + (high - low) * Fraction(chance.randrange(65), 64)
                for symbol, value in ((a, inside), *((s, Fraction(chance.randrange(-640, 640), 64)) for s in (b, c))):
                    evaluator.set(symbol, balls.number(value))
                for part in (CLOSE, STEEP, FIRST, SECOND):
                    assert evaluator.holds(part.then) is not False


def test_tables_that_break_a_hypothesis_are_recognised():
    statement, found = optimal(1), []
    reading = read(statement)

    @hypothesis.settings(max_examples=20, deadline=None, database=None, phases=(hypothesis.Phase.generate,),
                         suppress_health_check=list(hypothesis.HealthCheck))  # fmt: skip
    @hypothesis.given(trials(reading, 10))
    def look(trial):
        found.append(trial)

    with seeded():
        hypothesis.seed(2)(look)()
    trial = next(t for t in found if not isinstance(t, Rejected) and t.scalars[L] > 0 and t.scalars[d] > 0)
    assert reading.shapes.met(trial.tables, trial.scalars)
    assert not reading.shapes.met(trial.tables, {**trial.scalars, u: trial.scalars[hi] + 1})
    functions = dict(trial.tables.functions)
    for name, columns in (("one", 0), ("top", 1)):
        parts = [list(column) for column in (functions[name].values, functions[name].slopes, functions[name].centres)]
        parts[columns][0] += 3 * (trial.scalars[d] + trial.scalars[L])
        broken = {**functions, name: type(functions[name])(*map(tuple, parts))}
        assert not reading.shapes.met(type(trial.tables)(trial.tables.ends, broken), trial.scalars)


@pytest.mark.parametrize(
    "given",
    [
        ForAll(over=(a,), then=sp.Abs(one(a) - other(2 * a)) <= d),
        ForAll(over=(a, b, c), then=sp.Abs(top(a, b) - top(b, c)) <= L * sp.Abs(b - c)),
        ForAll(over=(a, b, c), given=(a <= b,), then=sp.Abs(top(a, b) - top(a, c)) <= L * sp.Abs(b - c)),
        ForAll(over=(a,), given=(lo <= a,), then=top(u, one(u)) <= top(a, one(a))),
        ForAll(over=(a,), given=INSIDE, then=top(u, one(v)) <= top(a, one(a))),
    ],
    ids=["two places", "two first variables", "somewhere", "an end", "two points"],
)
def test_other_forms_are_refused(given):
    finding = examine(ForAll(given=(given,), then=one(u) <= -1), 20)
    assert finding.outcome == "undecided" and finding.reason.startswith("cannot draw for it")
