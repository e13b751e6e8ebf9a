"""Exact polynomials in one variable over the rationals, and their signs on an interval.

A polynomial is a list of Fractions, lowest degree first, with no trailing zero; the zero polynomial is [].  Public
functions accept lists or tuples of ints and Fractions and normalise them.

Two ways to p >= 0:
* `nonnegative_on` decides, on a closed interval, a half-line or the line (an end None is infinite), by Sturm's theorem.
* `bernstein_nonnegative` is a sufficient check on a bounded interval: nonnegative coefficients in the Bernstein basis.

Sturm's theorem (J. C. F. Sturm 1829; S. Basu, R. Pollack, M.-F. Roy, Algorithms in Real Algebraic Geometry, section
2.2).  Let p have no multiple root, p0 = p, p1 = p', p_(i+1) = -(p_(i-1) mod p_i) up to positive factors, until zero.
If p(a) and p(b) are not zero, a < b, the number of roots in (a, b) is V(a) - V(b), V(x) the number of sign changes in
p0(x), p1(x), ... with zeros left out; at an infinite end the signs are those of the leading terms.
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import comb, gcd, lcm

from verify.kernel.errors import KernelError, Rational, exact, show, whole

__all__ = [
    "Poly",
    "bernstein_coefficients",
    "bernstein_nonnegative",
    "common_divisor",
    "count_roots",
    "derivative",
    "divide",
    "evaluate",
    "multiply",
    "nonnegative_on",
    "odd_part",
    "polynomial",
    "squarefree_part",
    "sturm_chain",
]

Poly = list[Fraction]
Coefficients = Sequence[Rational]
End = Rational | None
DEGREE_LIMIT = 1_000
"""Degrees beyond this are refused."""


def polynomial(p: Coefficients) -> Poly:
    """The coefficients as Fractions, lowest degree first, trailing zeros dropped.

    Raises:
        KernelError: p is not a list or tuple of exact numbers, or longer than DEGREE_LIMIT + 1.
    """
    if type(p) not in (list, tuple):
        raise KernelError(f"A polynomial is {show(p)}, but it must be a list of coefficients, lowest degree first.")
    if len(p) > DEGREE_LIMIT + 1:
        raise KernelError(f"A polynomial has {len(p)} coefficients, but degrees beyond {DEGREE_LIMIT} are refused.")
    return _trim([exact(c, f"The coefficient of degree {n}") for n, c in enumerate(p)])


def evaluate(p: Coefficients, x: Rational) -> Fraction:
    """p(x), by Horner's rule."""
    x, value = exact(x, "The point of evaluation"), Fraction(0)
    for c in reversed(polynomial(p)):
        value = value * x + c
    return value


def derivative(p: Coefficients) -> Poly:
    """p'."""
    return [n * c for n, c in enumerate(polynomial(p))][1:]


def multiply(p: Coefficients, q: Coefficients) -> Poly:
    """The product p q."""
    p, q = polynomial(p), polynomial(q)
    product = [Fraction(0)] * max(len(p) + len(q) - 1, 0)
    for i, a in enumerate(p):
        for j, b in enumerate(q):
            product[i + j] += a * b
    return _trim(product)


def divide(p: Coefficients, q: Coefficients) -> tuple[Poly, Poly]:
    """Quotient and remainder: p = quotient q + remainder, the remainder of lower degree than q.

    Raises:
        KernelError: q is zero.
    """
    rest, q = polynomial(p), _nonzero(q, "The divisor")
    quotient = [Fraction(0)] * max(len(rest) - len(q) + 1, 0)
    for place in range(len(quotient) - 1, -1, -1):
        factor = quotient[place] = rest[place + len(q) - 1] / q[-1]
        for i, c in enumerate(q):
            rest[place + i] -= factor * c
    return _trim(quotient), _trim(rest)


def common_divisor(p: Coefficients, q: Coefficients) -> Poly:
    """The greatest common divisor: coprime integer coefficients, the leading one positive; [] if both are zero."""
    p, q = _primitive(polynomial(p)), _primitive(polynomial(q))
    while q:
        p, q = q, _primitive(divide(p, q)[1])
    return p if not p or p[-1] > 0 else [-c for c in p]


def squarefree_part(p: Coefficients) -> Poly:
    """p / gcd(p, p'): the same roots, each simple; the leading coefficient keeps its sign.

    Raises:
        KernelError: p is zero.
    """
    p = _nonzero(p, "A polynomial")
    return _primitive(divide(p, common_divisor(p, derivative(p)))[0])


def odd_part(p: Coefficients) -> Poly:
    """The squarefree o with p = c o s^2, c > 0 rational, s a polynomial: o has the roots of odd multiplicity.

    Write p = c q_1 q_2^2 q_3^3 ... with coprime squarefree q_i (c carries the sign).  Taking gcd(., .') again and again
    gives w_i = q_i q_(i+1) ..., hence q_i = w_i / w_(i+1); o is the sign of c times q_1 q_3 q_5 ...

    Raises:
        KernelError: p is zero.
    """
    rest = _nonzero(p, "A polynomial")
    odd = [Fraction(1 if rest[-1] > 0 else -1)]
    rest = [c * odd[0] for c in rest]
    layers: list[Poly] = []
    while len(rest) > 1:
        layers.append(squarefree_part(rest))
        rest = common_divisor(rest, derivative(rest))
    layers.append([Fraction(1)])
    for i in range(0, len(layers) - 1, 2):
        odd = multiply(odd, divide(layers[i], layers[i + 1])[0])
    return _primitive(odd)


def sturm_chain(p: Coefficients) -> list[Poly]:
    """p, p', then negated remainders until zero, each up to a positive factor.

    Raises:
        KernelError: p is zero.
    """
    chain = [_primitive(_nonzero(p, "A polynomial"))]
    following = _primitive(derivative(chain[0]))
    while following:
        chain.append(following)
        following = _primitive([-c for c in divide(chain[-2], chain[-1])[1]])
    return chain


def count_roots(p: Coefficients, lo: End = None, hi: End = None) -> int:
    """The number of distinct real roots in the closed interval [lo, hi]; an end None is infinite.

    Roots at the ends are counted and divided out of the squarefree part; Sturm's theorem counts the others.

    Raises:
        KernelError: p is zero (every point is a root), lo > hi, or a number is not exact.
    """
    lo, hi = _ends(lo, hi)
    p, count = squarefree_part(p), 0
    for end in dict.fromkeys((lo, hi)):
        if end is not None and evaluate(p, end) == 0:
            p, count = divide(p, [-end, 1])[0], count + 1
    chain = sturm_chain(p)
    return count + _variations(chain, lo, -1) - _variations(chain, hi, 1)


def nonnegative_on(p: Coefficients, lo: End = None, hi: End = None, strict: bool = False) -> bool:
    """Decides p >= 0 (strict: p > 0) at every point of the closed interval [lo, hi]; an end None is infinite.

    strict: p > 0 iff p has no root in [lo, hi] and is positive at one point of it (continuity). Otherwise, for lo < hi:
    p = c o s^2 as in `odd_part`.  If o has a root inside (lo, hi), o and hence p change sign there (o's roots are
    simple; s vanishes at finitely many points only): p >= 0 fails.  If not, o keeps one sign inside, that at the sample
    point, and p has it or is zero there; at the ends by continuity.

    Raises:
        KernelError: lo > hi, `strict` is not a bool, or a number is not exact.
    """
    lo, hi = _ends(lo, hi)
    p = polynomial(p)
    if type(strict) is not bool:
        raise KernelError(f"The flag strict is {show(strict)}, but it must be True or False.")
    if not p:
        return not strict
    inside = _inside(lo, hi)
    if strict:
        return evaluate(p, inside) > 0 and count_roots(p, lo, hi) == 0
    if lo is not None and lo == hi:
        return evaluate(p, lo) >= 0
    p = odd_part(p)
    at_ends = sum(1 for end in (lo, hi) if end is not None and evaluate(p, end) == 0)
    return evaluate(p, inside) > 0 and count_roots(p, lo, hi) == at_ends


def bernstein_coefficients(p: Coefficients, lo: Rational, hi: Rational, degree: int) -> Poly:
    """The n + 1 numbers b_i with p(x) = sum of b_i C(n, i) t^i (1-t)^(n-i), t = (x - lo) / (hi - lo), n = degree.

    With p(lo + (hi - lo) t) = sum of a_j t^j: since t^j = sum over i >= j of C(i, j)/C(n, j) * C(n, i) t^i (1-t)^(n-i),
    b_i = sum over j <= i of C(i, j)/C(n, j) a_j.  Source: R. T. Farouki, The Bernstein polynomial basis, CAGD 29
    (2012).

    Raises:
        KernelError: degree below that of p or beyond DEGREE_LIMIT, lo >= hi, or a number is not exact.
    """
    p = polynomial(p)
    n = whole(degree, "The Bernstein degree", max(len(p) - 1, 0), DEGREE_LIMIT)
    lo, hi = exact(lo, "The lower end"), exact(hi, "The upper end")
    if lo >= hi:
        raise KernelError(f"The interval from {show(lo)} to {show(hi)} is refused: a Bernstein basis needs lo < hi.")
    a: Poly = []
    for c in reversed(p):
        a = multiply(a, [lo, hi - lo])
        a = [a[0] + c, *a[1:]] if a else [c]
    return [
        sum((Fraction(comb(i, j), comb(n, j)) * c for j, c in enumerate(a[: i + 1])), Fraction(0)) for i in range(n + 1)
    ]


def bernstein_nonnegative(p: Coefficients, lo: Rational, hi: Rational, degree: int) -> bool:
    """Whether all Bernstein coefficients are nonnegative, which proves p >= 0 on [lo, hi]; False says nothing.

    On [lo, hi] the basis polynomials are nonnegative, so p is a nonnegative combination of nonnegative functions.
    """
    return all(b >= 0 for b in bernstein_coefficients(p, lo, hi, degree))


def _variations(chain: list[Poly], x: Fraction | None, infinity: int) -> int:
    """The sign changes of the chain at x, or at the infinite end of that sign if x is None."""
    if x is not None:
        values = [evaluate(p, x) for p in chain]
    else:
        values = [p[-1] * infinity ** (len(p) - 1) for p in chain]
    signs = [value > 0 for value in values if value]
    return sum(1 for one, two in pairwise(signs) if one != two)


def _inside(lo: Fraction | None, hi: Fraction | None) -> Fraction:
    """A point strictly inside (the only point, if lo = hi)."""
    if lo is None:
        return Fraction(0) if hi is None else hi - 1
    return lo + 1 if hi is None else (lo + hi) / 2


def _ends(lo: End, hi: End) -> tuple[Fraction | None, Fraction | None]:
    low = None if lo is None else exact(lo, "The lower end")
    high = None if hi is None else exact(hi, "The upper end")
    if low is not None and high is not None and low > high:
        raise KernelError(f"The interval from {show(low)} to {show(high)} is empty: it needs lo <= hi.")
    return low, high


def _nonzero(p: Coefficients, what: str) -> Poly:
    p = polynomial(p)
    if not p:
        raise KernelError(f"{what} is zero, but this needs a nonzero polynomial.")
    return p


def _primitive(p: Poly) -> Poly:
    """The multiple of p by a positive rational that has coprime integer coefficients; the same signs."""
    scale = lcm(*(c.denominator for c in p))
    content = gcd(*(c.numerator * (scale // c.denominator) for c in p))
    return [c * scale / content for c in p]


def _trim(p: Poly) -> Poly:
    while p and p[-1] == 0:
        p.pop()
    return p
