"""The first phase of Proposition 2: n steps of stochastic gradient, and the average of their points."""

import sympy as sp
from sympy import log

from theory import ForAll
from theory.papers.lerouxschmidtbach2012.linear import begin
from theory.papers.lerouxschmidtbach2012.many import gap0, objective
from theory.papers.lerouxschmidtbach2012.setting import (
    L,
    append,
    components,
    expectation,
    expected,
    j,
    k,
    m,
    mu,
    n,
    paper,
    point,
    same,
    sigma,
    slope,
    start,
    sums,
    w,
    xs,
)
from theory.symbols import f, family, inner

star, stars, total = family("star"), family("stars"), family("total")
starred, length, height, steps = (sp.Function(s, real=True) for s in ("starred", "length", "height", "steps"))


def step(t: sp.Expr) -> sp.Expr:
    """The t-th step, from 1 on."""
    return 1 / (2 * L + mu * t / 2)


at_minimum = (
    same(stars(0), 0),
    ForAll(over=(m,), indices=(m,), then=same(stars(m + 1), stars(m) + star(m))),
    same(stars(n), 0),
    same(starred(0), 0),
    ForAll(over=(m,), indices=(m,), then=same(starred(m + 1), starred(m) + inner(star(m), star(m)))),
    same(starred(n), n * sigma**2),
)
"""star(i) = f_i'(xs): they add up to 0, their squares to n sigma^2."""

after = append(w, j)
run = (
    same(length(start), 0),
    ForAll(over=(j, w), indices=(j,), given=(j < n,), then=same(length(after), length(w) + 1)),
    ForAll(
        over=(j, w),
        indices=(j,),
        given=(j < n,),
        then=same(point(after), point(w) - (slope(j, w) + star(j)) * step(length(w) + 1)),
    ),
    same(total(start), point(start)),
    ForAll(over=(j, w), indices=(j,), given=(j < n,), then=same(total(after), total(w) + point(after))),
    same(height(start), gap0),
    ForAll(over=(j, w), indices=(j,), given=(j < n,), then=same(height(after), height(w) + f(point(after)) - f(xs))),
)
"""Draws so far, the point, the sum of the points so far and that of their gaps."""

lengths = (
    same(steps(0), 0),
    ForAll(over=(m,), indices=(m,), then=same(steps(m + 1), steps(m) + step(m + 1))),
)

paper.claim(
    "step-sum",
    ForAll(given=lengths, then=steps(n) <= 2 / mu * log(1 + mu * n / (4 * L))),
    kind="step",
    title="the sum of the steps 1/(2L + mu j/2)",
    locator="Prop. 2, proof",
)

paper.claim(
    "warm-start-bound",
    ForAll(
        points=(xs,),
        indices=(k,),
        given=(
            *sums[2:4],
            *at_minimum,
            components,
            *objective,
            *run,
            *lengths,
            *expectation(lambda w: f(total(w) / n) - f(xs)),
            same(k + 1, n),
        ),
        then=expected(k, start)
        <= 2 * L / n * inner(begin, begin) + 4 * sigma**2 / (n * mu) * log(1 + mu * n / (4 * L)),
    ),
    kind="lemma",
    title="the average of the stochastic gradient phase",
    locator="Prop. 2, proof",
    sense="upper",
    note="expected(k, start) is the mean of g(average) - g(xs) over the n^k draws, k = n - 1, the average being that of the "
    "n points x^0 ... x^(n-1); slope(i, w) + star(i) is the gradient of f_i at the point. height and steps only name sums.",
)
