"""Twenty rates of PEPit's examples (0.5.1) at its parameters: which claim of ours says which number.

Where a step size or a constant is irrational, ours is rounded; then the bound is a little above the number, not below.
"""

import pytest
from sympy import Rational

from theory.papers.classics import paper
from theory.papers.classics.setting import D, Delta, L, M, R, alpha
from theory.symbols import N
from verify.kernel.certificate import check, read
from verify.places import certificate_file

EXACT, ROUNDED, COARSE = 5e-6, 4e-5, 6e-3
"""Relative: six digits are given; coefficients are rounded; so is the whole schedule of silver steps."""

NUMBERS = [
    ("gd-last-iterate", {N: 4, L: 3}, 0.166667, EXACT),
    ("ogm-4", {L: 3}, 0.0767518, ROUNDED),
    ("ogm-g-4", {L: 3}, 0.307007, ROUNDED),
    ("accelerated-gd", {N: 1}, 0.5, EXACT),
    ("accelerated-gd-first-step", {}, 0.166667, EXACT),
    ("heavy-ball-first-step", {}, 0.9025, EXACT),
    ("triple-momentum-tenth", {}, 0.238925, ROUNDED),
    ("exact-line-search", {N: 2}, 0.448125, EXACT),
    ("inexact-gradient-tenth", {}, 0.518917, ROUNDED),
    ("subgradient-6", {M: 2}, 0.755929, EXACT),
    ("proximal-point", {N: 4, alpha: 3}, 0.0208333, EXACT),
    ("silver-7", {}, 0.0343775, COARSE),
    ("silver-7-solver", {}, 0.0184215, COARSE),
    ("proximal-gradient-strongly-convex", {N: 2}, 0.6561, EXACT),
    ("frank-wolfe-every-horizon", {N: 10, "diameter": 1}, 0.166667, EXACT),
    ("fista-4", {}, 0.0661257, ROUNDED),
    ("douglas-rachford", {N: 2}, 0.350128, EXACT),
    ("gd-nonconvex-decrease", {N: 5}, 0.266667, EXACT),
    ("sgd-5-more-noise", {R: 2}, 5.04165, EXACT),
    ("inexact-proximal-point-8", {alpha: 10}, 0.00849444, EXACT),
    ("halpern-every-horizon", {N: 25}, 0.00591716, EXACT),
]


@pytest.mark.parametrize(("slug", "at", "number", "digits"), NUMBERS, ids=[row[0] for row in NUMBERS])
def test_a_number_of_an_example_is_that_of_a_proved_claim(slug, at, number, digits):
    claim = paper[slug]
    horizons = getattr(claim.statement, "horizons", (at.get(N),))
    assert at.get(N, horizons[0]) in horizons
    rate = claim.statement.then.rhs
    named = {str(symbol): symbol for symbol in rate.free_symbols}
    values = {N: horizons[0], L: 1, R: 1, M: 1, D: 1, Delta: 1} | {named.get(str(s), s): v for s, v in at.items()}
    bound = rate.subs(values)
    assert bound.is_Rational
    assert -EXACT <= float(bound) / number - 1 <= digits
    assert claim.expect == "true"


def test_the_rate_of_saga():
    stated = paper["saga-5"].statement
    (given,) = stated.given
    assert stated.then.rhs / given.rhs == Rational(29, 30)  # PEPit: .966667


@pytest.mark.parametrize("slug", ["frank-wolfe-every-horizon", "halpern-every-horizon", "ogm-4", "ogm-g-4", "saga-5"])
def test_the_certificates_are_proofs(slug):
    assert check(read(certificate_file(paper[slug])), {}).kind == "proof"
