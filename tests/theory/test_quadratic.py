"""Quadratic functions: a condition on all combinations of points, which tells them from other smooth convex functions."""

import pytest
from sympy import Matrix, Rational, S, symbols

from theory.claim import PaperError
from theory.classes import Quadratic, Triple
from theory.methods import chebyshev
from theory.symbols import inner

CLASS = Quadratic(Rational(1, 4), 1)
X = Matrix([[1, 2, -1], [0, 1, 3]])


def samples(q):
    """Triples of <x, q x>/2 at 0 and at the columns of X."""
    return [Triple(p, q * p, (p.T * q * p)[0] / 2) for p in (Matrix([0, 0]), *(X.col(i) for i in range(3)))]


def product(u, v):
    return (u.T * v)[0]


def combination(q, weights):
    """The condition's left side at the samples."""
    names = symbols("c1:4", real=True)
    x, g = symbols("x0:4", real=True), symbols("g0:4", real=True)
    (stated,) = CLASS.together([Triple(a, b, S.Zero) for a, b in zip(x, g, strict=True)], names)
    assert stated.over == tuple(names)
    (said,) = stated.then.lhs.atoms(inner) or stated.then.rhs.atoms(inner)
    at = dict(zip(names, weights, strict=True))
    known = samples(q)

    def vector(expr):
        expr = expr.subs(at).expand()
        return sum(
            (expr.coeff(s) * m for s, m in [*zip(x, (t.x for t in known)), *zip(g, (t.g for t in known))]),
            Matrix([0, 0]),
        )

    return product(*map(vector, said.args))


def test_a_member_satisfies_the_condition_for_all_weights():
    q = Matrix([[Rational(1, 2), Rational(1, 8)], [Rational(1, 8), Rational(3, 4)]])
    for weights in ((1, 0, 0), (0, 1, -1), (2, -1, Rational(1, 3))):
        assert combination(q, weights) >= 0
    known = samples(q)
    assert all(a.f - b.f - product(a.g + b.g, a.x - b.x) / 2 == 0 for a in known for b in known)


def test_too_much_curvature_breaks_it():
    assert min(combination(Matrix([[2, 0], [0, Rational(1, 2)]]), w) for w in ((1, 0, 0), (0, 1, 0), (0, 0, 1))) < 0


@pytest.mark.parametrize(("mu", "L"), [(2, 1), (-1, 1), (0, 0)])
def test_impossible_constants_are_refused(mu, L):
    with pytest.raises(PaperError, match="0 <= mu <= L"):
        Quadratic(mu, L)


class Diagonal:
    def __init__(self, curvature):
        self.curvature = curvature

    def grad(self, point):
        return self.curvature * point


@pytest.mark.parametrize("curvature", [Rational(1, 4), Rational(2, 3), Rational(1)])
def test_the_chebyshev_iteration_multiplies_by_a_chebyshev_polynomial(curvature):
    run, at, s = chebyshev(Diagonal(curvature), Rational(1), 1, Rational(1, 4)), (5 - 8 * curvature) / 3, Rational(5, 3)
    here, wide = [Rational(1), at], [Rational(1), s]
    for _ in range(3):
        here.append(2 * at * here[-1] - here[-2])
        wide.append(2 * s * wide[-1] - wide[-2])
    assert [next(run) for _ in here] == [a / b for a, b in zip(here, wide, strict=True)]
