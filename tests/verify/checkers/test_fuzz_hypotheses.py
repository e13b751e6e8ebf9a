"""Hypotheses "for all points" that characterise a class: true claims survive, planted false ones are refuted."""

import hypothesis
import hypothesis.strategies as st
import pytest
import sympy as sp

from tests.verify.checkers.planted import examine
from theory import ForAll, N, Rational, symbols
from theory.classes import Smooth, SmoothConvex, SmoothStronglyConvex, Triple
from theory.papers.sato2021.gap import level, slope
from theory.symbols import f, grad, inner, norm, x
from verify.finders.sampling.drawing.trials import trials
from verify.finders.sampling.reading.statement import read
from verify.finders.sampling.running.numbers import Balls
from verify.finders.sampling.running.trial import Rejected, assemble

L, mu, h, R, r, delta = symbols("L mu h R r delta", positive=True)
a, b, c, p, q, u, v, z, t, xs, least, low = symbols("a b c p q u v z t xs least low")
k = sp.Symbol("k", integer=True, nonnegative=True)


def two(*then):
    return ForAll(over=(a, b), points=(a, b), then=then)


def pairs(functions):
    return two(functions.pair(Triple(a, grad(a), f(a)), Triple(b, grad(b), f(b)))[0] >= 0)


def every(then, given=()):
    return ForAll(over=(k,), indices=(k,), given=given, then=then)


MONOTONE = inner(grad(a) - grad(b), a - b)
CONVEX = two(f(b) >= f(a) + inner(grad(a), b - a))
STRONG = two(mu * norm(a - b) ** 2 <= MONOTONE)
STRONG_VALUES = two(f(b) >= f(a) + inner(grad(a), b - a) + mu / 2 * inner(b - a, b - a))
COCOERCIVE = two(norm(grad(a) - grad(b)) ** 2 <= L * MONOTONE)
UPPER = two(f(b) <= f(a) + inner(grad(a), b - a) + L / 2 * norm(b - a) ** 2)
BEND = ForAll(over=(z, t), points=(z,), then=f(z + t * c) <= f(z) + t * inner(grad(z), c) + L * t**2 / 2)
DESCENT = every(sp.Eq(x(k + 1), x(k) - grad(x(k)) / L, evaluate=False))
LOW = ForAll(over=(a,), points=(a,), then=low <= f(a))
MINIMISER = sp.Eq(grad(xs), 0)


def projected(here, there, step):
    return inner(here - step * grad(here) - there, here - there) <= 0


def last_value(factor):
    near = inner(x(0) - xs, x(0) - xs) <= R**2
    given = (pairs(SmoothConvex(L)), MINIMISER, DESCENT, near)
    return ForAll(points=(xs,), indices=(N,), given=given, then=f(x(N)) - f(xs) <= L * R**2 / (factor * N + 2))


def smallest_gradient(factor):
    slopes = every(least <= inner(grad(x(k)), grad(x(k))), given=(k <= N,))
    given = (pairs(Smooth(L)), LOW, DESCENT, f(x(0)) - low <= R, slopes)
    return ForAll(indices=(N,), given=given, then=least <= 4 * L * R / (factor * N + 2))


def strongly(hypothesis, factor):
    given = (hypothesis, COCOERCIVE, mu <= L)
    return ForAll(points=(p, q), given=given, then=f(q) >= f(p) + inner(grad(p), q - p) + factor * norm(q - p) ** 2)


def contraction(factor):
    given = (STRONG, COCOERCIVE, norm(grad(xs)) <= 0, h * L <= factor, mu <= L)
    return ForAll(points=(xs, p), given=given, then=norm(p - h * grad(p) - xs) <= (1 - h * mu) * norm(p - xs))


def bending(factor):
    difference = inner(c, grad(u) - grad(v))
    return ForAll(
        points=(u, v, c), given=(CONVEX, BEND), then=difference**2 <= factor * L * inner(grad(u) - grad(v), u - v)
    )


def one_projection(step, factor):
    return ForAll(points=(p, q), given=(UPPER, projected(p, q, step)), then=f(q) <= f(p) - factor * norm(q - p) ** 2)


def projections(factor):
    short = every(r <= norm(x(k + 1) - x(k)) ** 2, given=(k <= N - 1,))
    given = (UPPER, every(projected(x(k), x(k + 1), 1 / L)), LOW, short)
    return ForAll(indices=(N,), given=given, then=N * r <= factor * (f(x(0)) - low) / L)


def well(curvature, side=u < 0):
    return ForAll(given=(sp.Eq(slope(u), 0), side), then=level(z) >= level(u) + curvature * (z - u) ** 2)


TRUE = {
    "smooth convex, a minimiser": last_value(4),
    "smooth, a bound up to N": smallest_gradient(3),
    "strong monotonicity": strongly(STRONG, mu / 2),
    "strong convexity": strongly(STRONG_VALUES, mu / 2),
    "strongly convex, a zero gradient": contraction(1),
    "convex, bends along an atom": bending(1),
    "curvature bounded above, a projection": one_projection(1 / L, L / 2),
    "projections for ever": projections(2),
    "a root": well(Rational(1, 200)),
}
FALSE = {
    "smooth convex, a minimiser": last_value(12),
    "smooth, a bound up to N": smallest_gradient(12),
    "strong monotonicity": strongly(STRONG, Rational(3, 4) * mu),
    "strong convexity": strongly(STRONG_VALUES, Rational(3, 4) * mu),
    "strongly convex, a zero gradient": contraction(3),
    "convex, bends along an atom": bending(Rational(9, 10)),
    "curvature bounded above, a projection": one_projection(3 / L, L / 2),
    "projections for ever": projections(Rational(1, 2)),
    "a root": well(Rational(1, 2)),
    "another root": well(Rational(1, 200), u > 0),
}


@pytest.mark.parametrize("name", TRUE)
def test_true_claims_survive(name):
    finding = examine(TRUE[name], 100)
    assert (finding.outcome, finding.trials) == ("survived", 100), (finding.reason, finding.evidence)


@pytest.mark.parametrize("name", FALSE)
def test_planted_false_claims_are_refuted_in_balls(name):
    finding = examine(FALSE[name], 400)
    assert finding.outcome == "refuted", (finding.outcome, finding.reason, finding.evidence)
    assert finding.rigour == "interval" and finding.evidence["values"]


@pytest.mark.parametrize(
    "given",
    [
        (CONVEX, two(inner(a, a) >= MONOTONE)),
        (COCOERCIVE, pairs(SmoothConvex(h))),
        (two(f(a) >= f(b) + 2 * inner(grad(b), a - b)),),
        (two(f(b) <= f(a) + inner(grad(b), b - a) + L / 2 * norm(b - a) ** 2),),
        (two(norm(grad(a) - grad(b)) ** 2 <= u * MONOTONE),),
        (two(u * norm(a - b) ** 2 <= MONOTONE),),
    ],
    ids=["not of a class", "two constants", "a wrong factor", "the other gradient", "L of any sign", "mu of any sign"],
)
def test_what_is_not_such_an_inequality_is_refused(given):
    finding = examine(ForAll(points=(p,), given=given, then=norm(grad(p)) <= -1), 20)
    assert finding.outcome == "undecided" and finding.reason.startswith("cannot draw for it")


def test_a_strongly_convex_class_is_read_from_its_interpolation_inequality():
    """Not drawn for: its constants cannot be told apart by one coefficient, so it is refused, never misread."""
    statement = ForAll(points=(p,), given=(pairs(SmoothStronglyConvex(mu, L)), mu < L), then=norm(grad(p)) <= -1)
    assert examine(statement, 20).reason.startswith("cannot draw for it")


PLACES = st.fractions(min_value=-20, max_value=20, max_denominator=64)
CASES = {
    "convex": (CONVEX,),
    "convex, bends along an atom": (CONVEX, BEND),
    "bends along an atom": (BEND,),
    "smooth convex": (pairs(SmoothConvex(L)),),
    "smooth": (pairs(Smooth(L)), LOW),
    "curvature bounded above": (UPPER,),
    "cocoercive": (COCOERCIVE,),
    "strongly monotone and cocoercive": (STRONG, COCOERCIVE, mu <= L, sp.Eq(grad(xs), 0)),
    "strongly convex": (STRONG_VALUES,),
    "strongly convex, curvature bounded above": (STRONG_VALUES, UPPER, mu <= L, LOW),
}


@pytest.mark.parametrize("name", CASES)
def test_drawn_members_satisfy_the_hypotheses_everywhere(name):
    given = CASES[name]
    reading = read(ForAll(points=(p, c, xs), given=given, then=f(p) >= f(p) - 1))
    seen = []

    @hypothesis.settings(max_examples=60, deadline=None, derandomize=True, database=None,
                         suppress_health_check=list(hypothesis.HealthCheck))  # fmt: skip
    @hypothesis.given(trials(reading, 10), st.data())
    def look(trial, data):
        hypothesis.assume(not isinstance(trial, Rejected))
        seen.append(trial)
        balls = Balls(256)
        with balls.working():
            evaluator, history = assemble(reading, trial, balls, 10)
            for part in given:
                if not isinstance(part, ForAll):
                    continue
                for symbol in part.over:
                    size = trial.member.dim if symbol in part.points else 1
                    place = [balls.number(data.draw(PLACES)) for _ in range(size)]
                    evaluator.set(symbol, balls.vector(place) if symbol in part.points else place[0])
                own = type(evaluator)(
                    balls, {s: evaluator(s) for s in (*part.over, *reading.scalars, *reading.lower, c)}, history.oracle
                )
                assert all(own.holds(relation) is not False for relation in part.conclusions)
            for point in reading.stationary:
                slope = history.oracle.grad(evaluator(point))
                assert all(entry.arb.contains(0) and entry.arb.rad() < 1e-30 for entry in slope)

    look()
    assert len(seen) >= 30 and len({trial.member.describe() for trial in seen}) >= 5
