"""The first phase of Proposition 2: n steps of stochastic gradient, and the average of their points."""

import sympy as sp
from sympy import Eq, log

from theory import ForAll, symbols
from theory.papers.lerouxschmidtbach2012.many import enough, long_step, objective
from theory.papers.lerouxschmidtbach2012.setting import (
    L,
    append,
    components,
    decay,
    decays,
    delta,
    entries,
    expectation,
    expected,
    i,
    j,
    k,
    m,
    move,
    mu,
    n,
    paper,
    point,
    refresh,
    same,
    sigma,
    spread,
    sums,
    sums_of,
    w,
    xs,
)
from theory.symbols import f, family, grad, inner

star, stars, total = family("star"), family("stars"), family("total")
guess, pull, pulls = family("guess"), family("pull"), family("pulls")
starred, length, height, steps = (sp.Function(s, real=True) for s in ("starred", "length", "height", "steps"))
warmed, picked, whole, drawn, launch = (
    sp.Function(s, real=True) for s in ("warmed", "picked", "whole", "drawn", "launch")
)
origin = symbols("origin")
later, phase = sp.symbols("later phase", integer=True, nonnegative=True)


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
    same(length(origin), 0),
    ForAll(over=(j, w), indices=(j,), given=(j < n,), then=same(length(after), length(w) + 1)),
    ForAll(
        over=(j, w),
        indices=(j,),
        given=(j < n,),
        then=same(guess(after), guess(w) - (pull(j, w) + star(j)) * step(length(w) + 1)),
    ),
    same(total(origin), guess(origin)),
    ForAll(over=(j, w), indices=(j,), given=(j < n,), then=same(total(after), total(w) + guess(after))),
    same(height(origin), f(guess(origin)) - f(xs)),
    ForAll(over=(j, w), indices=(j,), given=(j < n,), then=same(height(after), height(w) + f(guess(after)) - f(xs))),
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

begin = guess(origin) - xs
first_phase = (
    *sums_of(pulls, pull),
    *at_minimum,
    ForAll(
        over=(i, w),
        indices=(i,),
        given=(i < n,),
        then=inner(pull(i, w), pull(i, w)) <= L * inner(pull(i, w), guess(w) - xs),
    ),
    *objective[:3],
    ForAll(over=(w,), then=same(grad(guess(w)), pulls(n, w) / n)),
    *run,
    *lengths,
    *expectation(lambda w: f(total(w) / n) - f(xs), warmed, picked),
)

paper.claim(
    "warm-start-bound",
    ForAll(
        points=(xs,),
        indices=(k,),
        given=(
            *first_phase,
            same(k + 1, n),
        ),
        then=warmed(k, origin) <= 2 * L / n * inner(begin, begin) + 4 * sigma**2 / (n * mu) * log(1 + mu * n / (4 * L)),
    ),
    kind="lemma",
    title="the average of the stochastic gradient phase",
    locator="Prop. 2, proof",
    sense="upper",
    note="warmed(k, origin) is the mean of g(average) - g(xs) over the n^k draws, k = n - 1, the average being that of "
    "the n points x^0 ... x^(n-1); pull(i, w) + star(i) is the gradient of f_i at the point. height and steps "
    "only name sums.",
)

handover = (
    ForAll(over=(w,), then=same(point(launch(w)), total(w) / n)),
    ForAll(over=(w,), then=same(entries(n, launch(w)), 0)),
    ForAll(over=(w,), then=same(spread(n, launch(w)), n * sigma**2)),
)
"""launch(w) is the history from which SAG starts, at the average of the first phase's points, its table empty."""

paper.claim(
    "prop2",
    ForAll(
        points=(xs,),
        indices=(later, phase),
        given=(
            *first_phase,
            *sums,
            *refresh,
            move,
            components,
            objective[3],
            *expectation(lambda w: f(point(w)) - f(xs)),
            *handover,
            *expectation(lambda w: expected(later, launch(w)), whole, drawn),
            *decays,
            long_step,
            Eq(delta, 1 / (8 * n)),
            enough,
            same(phase + 1, n),
        ),
        then=whole(phase, origin)
        <= decay(later + n)
        * (16 * L / (3 * n) * inner(begin, begin) + 4 * sigma**2 / (3 * n * mu) * (8 * log(1 + mu * n / (4 * L)) + 1)),
    ),
    kind="theorem",
    title="stochastic average gradient with step 1/(2 n mu), from the average of n points of stochastic gradient",
    locator="Prop. 2",
    sense="upper",
    note="whole(phase, origin) is the mean of g - g(xs) over the n^(n-1) draws of the first phase (phase = n - 1) and "
    "the n^later draws of SAG that follow, so at the paper's step n + later (its first phase counts n steps, of which "
    "that of index n is not used). Quantified: every n >= 1 and later, every dimension, every pair of "
    "processes that obey the hypotheses.",
)
