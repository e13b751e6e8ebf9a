"""Classes without smoothness, sums and operators: members satisfy the inequalities, a known non-member does not."""

import pytest
from sympy import Rational, Symbol, expand, sympify

from theory.classes import (
    BoundedSet,
    Cocoercive,
    Convex,
    FiniteSum,
    LipschitzConvex,
    Monotone,
    Smooth,
    SmoothConvex,
    SmoothWeaklyConvex,
    StronglyConvex,
    Sum,
    Triple,
)
from theory.paper import PaperError
from theory.symbols import inner

POINTS = [Rational(p, 2) for p in (-3, -1, 0, 1, 4)]


def lowest(functions, triples):
    """The least of the class's expressions over all points and pairs, inner products being products."""
    found = [e for t in triples for e in functions.single(t)]
    found += [e for a in triples for b in triples if a is not b for e in functions.pair(a, b)]
    return min(expand(sympify(e).replace(inner, lambda u, v: u * v)) for e in found)


def triples(value, slope):
    return [Triple(p, Rational(slope(p)), Rational(value(p))) for p in POINTS]


ABSOLUTE = triples(abs, lambda x: x / abs(x) if x else 0)
SQUARE = triples(lambda x: x**2 / 2, lambda x: x)
CAP = triples(lambda x: -(x**2) / 2, lambda x: -x)


@pytest.mark.parametrize(
    ("functions", "member", "stranger"),
    [
        (Convex(), ABSOLUTE, CAP),
        (StronglyConvex(1), SQUARE, ABSOLUTE),
        (LipschitzConvex(1), ABSOLUTE, SQUARE),
        (SmoothWeaklyConvex(1, 2), CAP, triples(lambda x: -(x**2), lambda x: -2 * x)),
        (SmoothWeaklyConvex(1, 2), SQUARE, triples(lambda x: 2 * x**2, lambda x: 4 * x)),
        (Monotone(), ABSOLUTE, CAP),
        (Cocoercive(1), SQUARE, ABSOLUTE),
        (BoundedSet(4), [Triple(p, 0, 0) for p in POINTS], [Triple(p, 0, 0) for p in (*POINTS, Rational(3))]),
        (BoundedSet(9), [Triple(-1, -1, 0), Triple(1, 2, 0)], [Triple(-1, 1, 0), Triple(1, 0, 0)]),
    ],
)  # fmt: skip
def test_members_are_let_in_and_strangers_are_not(functions, member, stranger):
    assert lowest(functions, member) >= 0
    assert lowest(functions, stranger) < 0
    assert functions.citation


def test_weak_convexity_with_equal_constants_is_smoothness():
    x, y, f, g, a, b, ell = (Symbol(name, positive=True) for name in ["x", "y", "f", "g", "a", "b", "L"])
    pair = Triple(x, a, f), Triple(y, b, g)
    (weak,), (smooth,) = SmoothWeaklyConvex(ell, ell).pair(*pair), Smooth(ell).pair(*pair)
    assert expand((weak - smooth).replace(inner, lambda u, v: u * v)) == 0


def test_sums_carry_their_parts():
    both = Sum(SmoothConvex(2), BoundedSet(3))
    assert both.is_convex and both.sufficient and both.parameters == {"L0": 2, "D1": 3}
    assert not Sum(Smooth(1), Convex()).is_convex
    mean = FiniteSum(SmoothConvex(2), 3)
    assert len(mean.parts) == 3 and mean.weight == Rational(1, 3) and mean.parameters == {"L": 2}


@pytest.mark.parametrize("made", [StronglyConvex, LipschitzConvex, BoundedSet, Cocoercive])
def test_constants_of_the_wrong_sign(made):
    with pytest.raises(PaperError, match="is positive"):
        made(-1)
    with pytest.raises(PaperError, match="are positive"):
        SmoothWeaklyConvex(0, 1)
