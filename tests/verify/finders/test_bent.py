"""Strongly convex members have the curvature, the minimiser and the infimum that they are said to have, in balls."""

from fractions import Fraction

import hypothesis
import hypothesis.strategies as st
import sympy as sp

from theory.classes import SmoothConvex, SmoothStronglyConvex
from verify.finders.sampling.functions.bent import strongly_convex
from verify.finders.sampling.functions.oracle import Oracle
from verify.finders.sampling.running.numbers import Balls

PLACES = st.fractions(min_value=-20, max_value=20, max_denominator=64)
RATIOS = st.fractions(Fraction(1, 64), 64, max_denominator=64)


@hypothesis.settings(max_examples=80, deadline=None, derandomize=True, database=None,
                     suppress_health_check=list(hypothesis.HealthCheck))  # fmt: skip
@hypothesis.given(st.data())
def test_strongly_convex_members(data):
    least, most = sorted(data.draw(st.tuples(RATIOS, RATIOS)))
    hypothesis.assume(least < most)
    functions = SmoothStronglyConvex(sp.Rational(str(least)), sp.Rational(str(most)))
    member = strongly_convex(data.draw, functions, SmoothConvex(functions.L))
    balls = Balls(256)
    with balls.working():
        oracle = Oracle(member, balls)
        x, y = (oracle.point([data.draw(PLACES) for _ in range(member.dim)]) for _ in range(2))
        d, e = x - y, oracle.grad(x) - oracle.grad(y)
        slope, square = e @ d, d @ d
        for slack in (
            slope - square * balls.number(least),
            slope * balls.number(most) - e @ e,
            oracle(x) - oracle(y) - oracle.grad(y) @ d - square * balls.number(least / 2),
            balls.number(most) - oracle.hessian_norm(x),
            oracle(x) - oracle.infimum,
        ):
            assert not slack.arb < 0
        lowest = oracle.point(member.minimiser)
        assert (oracle(lowest) - oracle.infimum).arb.contains(0)
        assert all(entry.arb.contains(0) for entry in oracle.grad(lowest))
