"""The adjoint equation: what makes the maximum principle's control a zero of the gradient, along Euler's scheme."""

import sympy as sp
from sympy import Eq, Rational, exp

from theory import ForAll, symbols
from theory.papers.bonnet2023.setting import i, n, paper, recursion, theta, total

h = symbols("h", positive=True)
t = symbols("t")
a, b, p, w, S, x = (sp.Function(name, real=True) for name in ("a", "b", "p", "w", "S", "X"))

backwards = ForAll(over=(i,), indices=(i,), then=Eq(p(i), a(i) * p(i + 1)))
"""The adjoint: a(k) is the derivative of one step with respect to the state."""

paper.claim(
    "adjoint-is-gradient",
    ForAll(
        indices=(n,),
        given=(backwards, *recursion(w, sp.Integer(0), a(i) * w(i) + b(i)), *total(S, p(i + 1) * b(i))),
        then=Eq(p(n) * w(n), S(n)),
    ),
    kind="theorem",
    title="the adjoint gives the derivative of the final loss with respect to every control at once",
    locator="maximum principle, adjoint equation",
    note="Along any one-step scheme in one dimension, for every number n of steps: a(k) and b(k) are the derivatives "
    "of step k with respect to the state and the control (times the control's change), w(k) is the derivative of the "
    "state, p(n) that of the loss at the end. The left side is the change of the loss; the right side is the sum of "
    "p(k+1) b(k). Over particles it is averaged: the derivative is linear in the measure.",
)

paper.claim(
    "bilinear-conserved",
    ForAll(
        indices=(n,),
        given=(
            ForAll(over=(i,), indices=(i,), then=Eq(x(i + 1), (1 + h * theta(i)) * x(i))),
            ForAll(over=(i,), indices=(i,), then=Eq(p(i), (1 + h * theta(i)) * p(i + 1))),
        ),
        then=Eq(x(n) * p(n), x(0) * p(0)),
    ),
    kind="lemma",
    title="F = theta x: state times adjoint does not change along a run",
    locator="solvable case (b)",
    provenance="ours",
    note="So the maximum principle asks the same equation of theta at every time: the optimal control is constant.",
)

slope = exp(t) * (exp(t) - 2) + t / 2
"""Half the derivative of (e^t - 2)^2 + t^2/2, the cost of the constant control t from 1 to 2 with lambda = 1/2."""

paper.claim(
    "bilinear-control",
    ForAll(
        then=(
            sp.Lt(slope.subs(t, Rational(303, 500)), 0, evaluate=False),
            sp.Gt(slope.subs(t, Rational(607, 1000)), 0, evaluate=False),
        ),
    ),
    kind="theorem",
    title="F = theta x from 1 to 2 with lambda = 1/2: a stationary control lies between 0.606 and 0.607",
    locator="solvable case (b)",
    sense="tight",
    provenance="ours",
    note="By continuity; it is the only one: bonnet2023/bilinear-unique. Measured: bonnet2023/shooting-value.",
)

paper.claim(
    "bilinear-unique",
    ForAll(
        then=2 * exp(t) ** 2 - 2 * exp(t) + Rational(1, 2) >= 0,
    ),
    kind="step",
    title="F = theta x from 1 to 2 with lambda = 1/2: the cost is convex in the constant control",
    locator="solvable case (b)",
    provenance="ours",
    note="The left side is the derivative of half the derivative of the cost; it is 2 (e^t - 1/2)^2.",
)
