"""One step of SAGA for every number of components and every condition number, in sums over the components."""

from typing import Any

import sympy as sp
from sympy import Eq

from theory.papers.classics.setting import L, paper
from theory.statement import ForAll
from theory.symbols import inner, symbols

__all__ = ["decrease"]

n = sp.Symbol("n", integer=True, positive=True)
mu, h = symbols("mu h", positive=True)
d, A, B = symbols("d A B")
SA, SB, SAB, T, X = symbols("SA SB SAB T X")

a, b = 1 - h * L, h * (L - mu)
mixed = a * A + b * B
weight = 2 * h * (1 - h * mu)
before = weight * T + inner(d, d)
after = (
    weight * ((n - 1) * T + X) / n
    + inner(d, d)
    - 2 * h / n * inner(d, A)
    + h**2 * ((SA - 2 * SAB + SB) / n + (2 * inner(A, B) - inner(B, B)) / n**2)
)
sums = (
    mu < L,
    Eq(h, 1 / (2 * (mu * n + L))),
    SB <= 2 * L * T,
    SA + L * mu * n * inner(d, d) - 2 * mu * inner(A, d) <= 2 * (L - mu) * (inner(A, d) - X),
    0 <= SB,
    inner(mixed, mixed) <= n * (a**2 * SA + 2 * a * b * SAB + b**2 * SB),
)
where: dict[str, Any] = dict(locator="Thm. 1", source="Defazio, Bach and Lacoste-Julien, NIPS 27 (2014)")
decrease = paper.claim(
    "saga-decrease",
    ForAll(points=(d, A, B), given=sums, then=after <= (1 - h * mu) * before),
    kind="lemma", title="one step of SAGA, step 1/(2 (mu n + L)), for every n and mu: the potential", sense="upper",
    note="d = x - x*; A, SA: the sums of a_i and of ||a_i||^2, a_i = grad f_i(x) - grad f_i(x*); B, SB with b_i = grad "
    "f_i(p_i) - grad f_i(x*) at the table; SAB = sum <a_i, b_i>; X and T: the sums of f_i(x) - f_i(x*) - <grad "
    "f_i(x*), x - x*> and of the same at p_i. Hypotheses: the inequalities of the class, summed; Cauchy-Schwarz for "
    "the sum of (1 - h L) a_i + h (L - mu) b_i. The left side is the mean over the component drawn of the potential "
    "after the step, times 2 h (1 - h mu) n; how it comes from the components is not part of the statement. "
    "classics/saga-2, -3 and -5 say all of it for one n.",
    **where,
)  # fmt: skip
fifth = {n: sp.Integer(5), L: sp.Integer(1), mu: sp.Rational(1, 10), h: sp.Rational(1, 3)}
paper.claim(
    "saga-decrease-too-good",
    ForAll(points=(d, A, B), given=sums, then=after <= (1 - sp.Rational(101, 100) * h * mu) * before),
    kind="control", title="the same with a hundredth more", expect="false",
    witness={
        **fifth, d: sp.Integer(1), A: sp.Rational(1, 2), SA: sp.Rational(1, 20), X: sp.Rational(1, 4),
        B: sp.Integer(0), SB: sp.Integer(0), SAB: sp.Integer(0), T: sp.Integer(0),
    },
    note="Five components mu x^2/2 and the table at the minimiser: there the lemma is an equation.",
    **where | {"locator": "variant of Thm. 1"},
)  # fmt: skip
