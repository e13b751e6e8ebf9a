"""Members drawn beyond (L0,L1)-smooth functions are what they claim to be, in ball arithmetic, and extreme often enough.

The inequalities of a class between points are necessary for every member: none may certainly fail.
"""

import itertools
from fractions import Fraction

import flint
import hypothesis
import hypothesis.strategies as st
import pytest
import sympy as sp

from theory.classes import (
    BoundedSet,
    Cocoercive,
    Convex,
    FiniteSum,
    LipschitzConvex,
    Monotone,
    Quadratic,
    SmoothConvex,
    SmoothStronglyConvex,
    SmoothWeaklyConvex,
    StronglyConvex,
    Sum,
    Triple,
)
from theory.methods import frank_wolfe
from theory.statement import Run
from verify.finders.sampling.members.balanced import balanced
from verify.finders.sampling.members.blocks import Line
from verify.finders.sampling.members.draw import drawn
from verify.finders.sampling.members.frame import Frame
from verify.finders.sampling.members.polyline import Graph, Polyline
from verify.finders.sampling.members.separable import Separable
from verify.finders.sampling.members.sums import Total
from verify.finders.sampling.reading.asked import Asked
from verify.finders.sampling.running.evaluate import Evaluator
from verify.finders.sampling.running.numbers import Ball, Balls, Floats, Undecided
from verify.finders.strategies import inner_point

third, half, tenth = sp.Rational(1, 3), sp.Rational(1, 2), sp.Rational(1, 10)
LONE = {
    "strongly convex and smooth": SmoothStronglyConvex(tenth, 1),
    "quadratic": Quadratic(sp.Rational(1, 4), 3),
    "weakly convex": SmoothWeaklyConvex(half, 2),
    "convex": Convex(),
    "strongly convex": StronglyConvex(half),
    "Lipschitz": LipschitzConvex(third),
    "cocoercive": Cocoercive(half),
    "monotone": Monotone(),
}
SUMS = {
    "smooth and convex": Sum(SmoothConvex(3), Convex()),
    "strong and convex": Sum(SmoothStronglyConvex(half, 2), Convex()),
    "convex twice": Sum(Convex(), Convex()),
    "three": Sum(SmoothConvex(1), StronglyConvex(half), Convex()),
    "smooth on a set": Sum(SmoothConvex(1), BoundedSet(third)),
    "components": FiniteSum(SmoothStronglyConvex(tenth, 1), 3),
}
PROXIMAL = {name: functions for name, functions in {**LONE, **SUMS}.items() if name in ("convex", "strongly convex")}
ON_A_SET = Run(functions=SUMS["smooth on a set"], method=frank_wolfe, then=sp.true)
BALLS = Balls(192)
often = hypothesis.settings(
    max_examples=60, deadline=None, database=None, derandomize=True, suppress_health_check=list(hypothesis.HealthCheck)
)


@st.composite
def members(draw, functions, run=None):
    return drawn(draw, functions, dict(functions.parameters), run or ON_A_SET)


@st.composite
def places(draw, member, count=3):
    return [member.outer([v / 2 for v in inner_point(draw, member.dim)]) for _ in range(count)]


def triples(oracle, points, operator=False):
    """What the oracle says at these points, where balls can tell."""
    for point in points:
        x = oracle.point(point)
        try:
            yield Triple(x, oracle.grad(x), Ball(0) if operator else oracle(x))
        except Undecided:
            continue


ONE, OTHER = (Triple(*sp.symbols(f"x{n} g{n} f{n}", real=True)) for n in (1, 2))


def value(expression, *points):
    """An expression in the formal triples, at the triples of an oracle."""
    values = {
        s: v for formal, point in zip((ONE, OTHER), points, strict=False) for s, v in zip(formal, point, strict=True)
    }
    return Evaluator(BALLS, values)(expression).arb


def violated(functions, found):
    """The inequalities of the class that certainly fail."""
    single = [value(e, i) for i in found for e in functions.single(ONE)]
    pairs = [value(e, i, j) for i, j in itertools.permutations(found, 2) for e in functions.pair(ONE, OTHER)]
    return [e for e in (*single, *pairs) if e < 0]


@pytest.mark.parametrize("name", LONE)
@often
@hypothesis.given(data=st.data())
def test_members_obey_the_inequalities_of_their_class(name, data):
    functions = LONE[name]
    member = data.draw(members(functions))
    points = data.draw(places(member))
    with BALLS.working():
        oracle = member.oracle(BALLS)
        found = list(triples(oracle, points, name in ("cocoercive", "monotone")))
        assert not violated(functions, found), member.describe()
        if name in PROXIMAL or name == "monotone":
            step = BALLS.number(Fraction(3, 4))
            ends = [oracle.prox(oracle.point(point), step) for point in points]
            known = [Triple(p, oracle.grad(p), Ball(0) if name == "monotone" else oracle(p)) for p in ends]
            assert not violated(functions, [*found, *known]), member.describe()
    assert member.proof and member.describe()


@often
@hypothesis.given(data=st.data())
def test_a_false_constant_is_noticed_by_the_inequalities(data):
    member = data.draw(members(Quadratic(1, 1)))
    points = data.draw(places(member))
    hypothesis.assume(len(set(points)) > 1)
    with BALLS.working():
        found = list(triples(member.oracle(BALLS), points))
        assert not violated(SmoothStronglyConvex(0, 2), found)
        assert violated(SmoothStronglyConvex(0, half), found) and violated(SmoothStronglyConvex(2, 3), found)
        assert violated(LipschitzConvex(sp.Rational(1, 10**9)), found)


@pytest.mark.parametrize("name", SUMS)
@often
@hypothesis.given(data=st.data())
def test_summands_are_in_their_classes_and_the_minimiser_is_one(name, data):
    functions = SUMS[name]
    member = data.draw(members(functions))
    assert isinstance(member, Total)
    assert all(sum(slope[i] for slope in member.slopes) == 0 for i in range(member.dim))
    points = data.draw(places(member))
    with BALLS.working():
        oracle = member.oracle(BALLS)
        for number, (part, own) in enumerate(zip(functions.parts, oracle.parts, strict=True)):
            star = Triple(
                oracle.point(member.centre), oracle.slope_at_minimiser(number), own(oracle.point(member.centre))
            )
            assert star.f.arb.contains(0)
            if isinstance(part, BoundedSet):
                ways = [oracle.point(p) - oracle.point(member.centre) for p in points]
                corners = []
                for way in ways:
                    try:
                        corners.append(Triple(own.linear_minimiser(way), -way, Ball(0)))
                    except Undecided:
                        continue
                assert not violated(part, [star, *corners]), member.describe()
                inside = [oracle.point(own.member.clamped(p)) for p in points]
                for corner, x in itertools.product(corners, inside):
                    normal, diameter = (value(e, corner._replace(x=x), corner) for e in part.pair(ONE, OTHER))
                    assert not normal < 0 and not diameter < 0
            else:
                assert not violated(part, [star, *triples(own, points)]), member.describe()
                if hasattr(own, "prox"):
                    ends = [own.prox(oracle.point(p), BALLS.number(Fraction(3, 4))) for p in points]
                    assert not violated(part, [star, *(Triple(p, own.grad(p), own(p)) for p in ends)])


@pytest.mark.parametrize("name", [name for name in LONE if name not in ("cocoercive", "monotone")])
@often
@hypothesis.given(data=st.data())
def test_nothing_is_below_the_infimum(name, data):
    member = data.draw(members(LONE[name]))
    points = data.draw(places(member))
    with BALLS.working():
        oracle = member.oracle(BALLS)
        assert not (oracle(oracle.point(member.minimiser)) - oracle.infimum).arb > 0
        for found in triples(oracle, points):
            assert not (found.f - oracle.infimum).arb < 0, member.describe()


@pytest.mark.parametrize("name", PROXIMAL)
@often
@hypothesis.given(data=st.data())
def test_a_proximal_step_minimises(name, data):
    member = data.draw(members(PROXIMAL[name]))
    x, *others = data.draw(places(member, 4))
    with BALLS.working():
        oracle = member.oracle(BALLS)
        step = BALLS.number(Fraction(data.draw(st.integers(1, 16)), 4))
        point = oracle.point(x)
        p = oracle.prox(point, step)
        residual = (point - p) / step - oracle.grad(p)
        assert all(entry.arb.contains(0) for entry in residual)
        least = oracle(p) + (p - point) @ (p - point) / (2 * step)
        for other in triples(oracle, others):
            there = other.f + (other.x - point) @ (other.x - point) / (2 * step)
            assert not (there - least - (other.x - p) @ (other.x - p) / (2 * step)).arb < 0


@pytest.mark.parametrize("name", [*LONE, *SUMS])
@often
@hypothesis.given(data=st.data())
def test_floats_agree_with_balls(name, data):
    member = data.draw(members({**LONE, **SUMS}[name]))
    points = data.draw(places(member))
    floats = member.oracle(Floats())
    with BALLS.working():
        balls = member.oracle(BALLS)
        for point, found in zip(
            points, [list(triples(balls, [p], name in ("cocoercive", "monotone"))) for p in points], strict=True
        ):
            for exact in found:
                x = floats.point(point)
                assert [float(v) for v in exact.g] == pytest.approx(list(floats.grad(x)), rel=1e-9, abs=1e-9)
                if name not in ("cocoercive", "monotone"):
                    assert float(exact.f) == pytest.approx(float(floats(x)), rel=1e-9, abs=1e-9)


# -- the graph of a derivative -----------------------------------------------------------------------------------------

F = Fraction
KINK = Polyline(((F(0), F(-1)), (F(0), F(1))), F(0), F(0))
BOX = Polyline(((F(-1), F(0)), (F(0), F(0)), (F(2), F(0))), None, None)


def test_values_slopes_and_proximal_maps_of_the_modulus():
    graph = Graph(KINK, Floats())
    assert [graph.value(y) for y in (-2.0, 0.0, 3.0)] == [2.0, 0.0, 3.0]
    assert [graph.slope(y) for y in (-2.0, 0.0, 3.0)] == [-1.0, -1.0, 1.0]
    assert [graph.prox(y, 1.0) for y in (-3.0, 0.5, 3.0)] == [(-2.0, -1.0, 2.0), (0.0, 0.5, 0.0), (2.0, 1.0, 2.0)]


def test_a_box_is_projected_on_and_left_nowhere():
    graph = Graph(BOX, Floats())
    assert [graph.prox(y, 7.0)[0] for y in (-3.0, 0.5, 3.0)] == [-1.0, 0.5, 2.0]
    assert graph.value(-1.0) == graph.value(2.0) == 0.0
    for outside in (-1.5, 2.5):
        with pytest.raises(Undecided):
            graph.value(outside)


def test_a_ball_around_a_kink_has_a_value_but_no_slope():
    wide = BALLS.number(F(0)).union(BALLS.number(F(1, 8)))
    graph = Graph(KINK, BALLS)
    assert graph.value(wide).arb.contains(0) and graph.value(wide).arb.contains(flint.arb(1) / 8)
    with pytest.raises(Undecided):
        graph.slope(wide)
    place, slope, _ = graph.prox(BALLS.number(F(1)).union(BALLS.number(F(5, 4))), BALLS.number(F(1)))
    assert place.arb.contains(0) and place.arb.contains(flint.arb(1) / 4) and slope.arb.contains(1)


def test_a_ball_around_the_end_of_a_domain_has_no_value():
    with BALLS.working(), pytest.raises(Undecided):
        Graph(BOX, BALLS).value(BALLS.number(F(15, 8)).union(BALLS.number(F(17, 8))))


@pytest.mark.parametrize(
    ("line", "lowest"),
    [
        (KINK, (0, 0)),
        (Polyline(((F(0), F(1)),), F(2), F(2)), (F(-1, 2), F(-1, 4))),
        (Polyline(((F(-2), F(-1)), (F(0), F(1)), (F(2), F(-1))), F(1), F(1)), (F(3), F(-1, 2) + F(0))),
        (Polyline(((F(0), F(1)),), F(0), F(0)), None),
        (Polyline(((F(0), F(0)),), F(1), F(-1)), None),
    ],
)
def test_the_infimum_of_a_polyline(line, lowest):
    found = line.lowest
    assert (found is None) == (lowest is None)
    if found is not None:
        around = [line.value(F(n, 16)) for n in range(-80, 81)]
        assert found[1] <= min(around) and line.value(found[0]) == found[1]
        if line is not KINK and len(line.vertices) == 1:
            assert found == lowest


# -- answers of other kinds ----------------------------------------------------------------------------------------


@often
@hypothesis.given(data=st.data())
def test_line_search_ends_where_the_gradient_is_orthogonal(data):
    member = data.draw(members(Quadratic(tenth, 1)))
    (x,) = data.draw(places(member, 1))
    with BALLS.working():
        oracle = member.oracle(BALLS)
        point = oracle.point(x)
        way = oracle.grad(point)
        hypothesis.assume((way @ way).arb > 0)
        assert (oracle.grad(oracle.line_search(point, way)) @ way).arb.contains(0)


@often
@hypothesis.given(data=st.data())
def test_inexact_answers_err_as_much_as_is_allowed(data):
    smooth = data.draw(members(LONE["strongly convex and smooth"]))
    convex = data.draw(members(LONE["convex"]))
    with BALLS.working():
        error = BALLS.number(F(1, 3))
        for member in (smooth, convex):
            (x,) = data.draw(places(member, 1))
            mirror = (1,) + (2,) * (member.dim - 1) if member.dim > 1 else None
            asked = Asked(member.oracle(BALLS), [], [(F(-1), mirror), (F(1, 2), None)], BALLS)
            point = asked.point(x)
            if member is smooth:
                g, d = asked.grad(point), asked.inexact_grad(point, error)
                assert ((d - g) @ (d - g) - error**2 * (g @ g)).arb.contains(0)
                d = asked.inexact_grad(point, error)
                assert ((d - g) @ (d - g) - error**2 * (g @ g) / 4).arb.contains(0)
            else:
                p = asked.inexact_prox(point, BALLS.number(F(2)), error)
                e = p - point + asked.grad(p) * BALLS.number(F(2))
                assert (e @ e - error**2 * ((p - point) @ (p - point))).arb.contains(0)


@often
@hypothesis.given(data=st.data())
def test_balanced_members_have_the_gradient_that_is_assumed(data):
    ratio = F(data.draw(st.integers(2, 15)), 8)

    @st.composite
    def member(draw):
        return balanced(draw, F(1, 10), F(1), ratio)

    found = data.draw(member())
    assert isinstance(found, Separable) and all(F(1, 10) <= bend <= 1 for bend in found.curvatures)
    weights = [(bend, y) for bend, y in zip(found.curvatures, found.begun, strict=True)]
    assert any(y for _, y in weights)
    assert sum(bend**2 * y**2 for bend, y in weights) == ratio * sum(bend * y**2 for bend, y in weights) / 2


def test_a_wrong_member_would_be_noticed():
    line = Polyline(((F(0), F(0)),), F(2), F(2))
    member = Separable(blocks=(Line(line),), frame=Frame((F(0),)), rule="")
    with BALLS.working():
        found = list(triples(member.oracle(BALLS), [(F(0),), (F(1),)]))
        assert violated(SmoothStronglyConvex(tenth, 1), found) and violated(LipschitzConvex(1), found)
        assert violated(Cocoercive(1), found) and not violated(Convex(), found)
