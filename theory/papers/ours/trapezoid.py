"""The decrease of a step by the trapezoidal rule: Lemma A and the two-centre inequality without exponentials.

For steps of length at most 1/(L0 + L1 ||grad f||) the constant that counts is the local one, at the point before and
at the point after; a third point between them turns the 1/2 of Lemma A into 1/4.
"""

from sympy import Eq, Max, Min, Rational, log

from theory import ForAll, L0L1Smooth, gap, hitting_time, inner, symbols
from theory.methods import clipped_gradient_descent, gradient_descent, normalized_gradient_descent
from theory.papers.ours.descent import CHAIN, local
from theory.papers.ours.setting import paper
from theory.papers.zhang2020.setting import (
    L0,
    L1,
    Delta,
    M,
    d,
    eps,
    eta,
    f,
    g,
    grad,
    gradient_bound,
    h,
    norm,
    on_segment,
    p,
)

w = symbols("w")
r, g1 = symbols("r g1", positive=True)
everywhere = L0L1Smooth(L0, L1)
smooth = everywhere.assumptions
after = p - h * grad(p)
before, behind = norm(grad(p)), norm(grad(after))
short = L0 * eta + L1 * r <= 1

paper.claim(
    "gradient-folded",
    ForAll(
        points=(p, d, w),
        given=(on_segment,),
        then=inner(grad(p + d), w) * norm(grad(p)) ** 2
        >= (inner(grad(p), w) - local * norm(d) * norm(w)) * Max(norm(grad(p)) ** 2, norm(grad(p + d)) ** 2),
    ),
    kind="lemma",
    title="the gradient, folded into the ball of its first length, moves by at most (L0 + L1 g) ||d||",
    locator="Lemma A, first half, in any direction",
    sense="lower",
    uses=("zhang2020/def1", "ours/fold-contracts", *CHAIN),
    note="Folded: v stays where ||v|| <= g, and becomes (g/||v||)^2 v elsewhere, g = ||grad f(p)||.",
)

for slug, sign, title in (("ascent-direction", 1, "uphill"), ("descent-direction", -1, "downhill")):
    way = sign * inner(grad(p), d)
    paper.claim(
        slug,
        ForAll(
            points=(p, d),
            given=(on_segment, way >= local * norm(d) ** 2),
            then=sign * f(p + d) >= sign * f(p) + way - local * norm(d) ** 2 / 2,
        ),
        kind="lemma",
        title=f"the local constant counts in every direction that goes {title} far enough",
        locator="Lemma A, in any direction",
        sense="lower",
        uses=("ours/gradient-folded", *CHAIN),
        note="Lemma A is the case d = -h grad f(p).",
    )

paper.claim(
    "gradient-change-shorter",
    ForAll(
        points=(p, d),
        given=(on_segment, norm(grad(p + d)) <= norm(grad(p))),
        then=norm(grad(p) - grad(p + d)) <= local * norm(d),
    ),
    kind="lemma",
    title="a gradient that is not longer has moved by at most (L0 + L1 g) ||d||",
    locator="Lemma A, first half, in any direction",
    uses=("ours/gradient-folded",),
)

paper.claim(
    "gradient-change-longer",
    ForAll(
        points=(p, d),
        given=(on_segment, norm(grad(p)) <= norm(grad(p + d))),
        then=norm(norm(grad(p + d)) ** 2 * grad(p) - norm(grad(p)) ** 2 * grad(p + d))
        <= local * norm(d) * norm(grad(p + d)) ** 2,
    ),
    kind="lemma",
    title="a gradient that is not shorter, folded, has moved by at most (L0 + L1 g) ||d||",
    locator="Lemma A, first half, in any direction",
    uses=("ours/gradient-folded",),
)

for slug, order, title in (
    ("trapezoid-shorter", behind <= before, "if the gradient does not grow"),
    ("trapezoid-longer", before <= behind, "if the gradient does not shrink"),
):
    paper.claim(
        slug,
        ForAll(
            points=(p,),
            given=(*smooth, h * local <= 1, order),
            then=f(after) <= f(p) - h * before * (before + Min(before, behind)) / 2 + local * h**2 * before**2 / 4,
        ),
        kind="step",
        title=f"descent by the trapezoidal rule, {title}",
        locator="Lemma C",
        sense="upper",
        uses=(
            "ours/gradient-along-step",
            f"ours/gradient-change-{slug.partition('-')[2]}",
            "ours/descent-local-constant",
            "ours/ascent-direction",
            "ours/descent-direction",
        ),
    )

paper.claim(
    "descent-trapezoid",
    ForAll(
        points=(p,),
        given=(*smooth, h * local <= 1),
        then=f(after) <= f(p) - h * before * (before + Min(before, behind)) / 2 + local * h**2 * before**2 / 4,
    ),
    kind="lemma",
    title="descent by the trapezoidal rule",
    locator="Lemma C",
    sense="upper",
    uses=("ours/trapezoid-shorter", "ours/trapezoid-longer"),
    note="Between the two points lies a third one, at which f is bounded above from the first and below from the "
    "second. As L1 -> 0 it is attained when the gradient does not change. The class is needed at that third point "
    "too, so it is assumed everywhere.",
)

needed = (eps - L0 / L1 * log(1 + L1 * eps / L0)) / L1
"""Lemma B: the gap that a point with gradient eps has at least."""

first_step = Min(eta, r / eps)
clipped_fall = first_step * eps**2 - (L0 + L1 * eps) * first_step**2 * eps**2 / 4
"""Lemma C from a gradient of size eps to one of this size."""

normalized_fall = Rational(3, 4) * eps**2 / (L0 + L1 * eps)
trapezoid = h * g * (g + Min(g, g1)) / 2 - (L0 + L1 * g) * h**2 * g**2 / 4

paper.claim(
    "clipped-fall-trapezoid",
    ForAll(given=(Eq(h, Min(eta, r / g)), g >= eps, g1 >= eps, short), then=trapezoid >= clipped_fall),
    kind="step",
    title="between gradients of size eps and more, the guaranteed decrease is least from eps to eps",
    locator="sect. 2.4",
    sense="lower",
    note="The cover of all gradient norms before and after a step: one inequality, so no boxes are needed.",
)

paper.claim(
    "normalized-fall-trapezoid",
    ForAll(given=(Eq(h * (L0 + L1 * g), 1), g >= eps, g1 >= eps), then=trapezoid >= normalized_fall),
    kind="step",
    title="the same for the step 1/(L0 + L1 g)",
    locator="sect. 2.4",
    sense="lower",
)

paper.theorem(
    "clipped-count-trapezoid",
    locator="sect. 2.4, Lemma C + B",
    title="clipping with any step eta and radius r, L0 eta + L1 r <= 1, counted by the trapezoidal rule",
    sense="upper",
    functions=everywhere,
    method=clipped_gradient_descent,
    step=eta,
    radius=r,
    given=(gap(0) <= Delta, short),
    then=hitting_time(eps) <= Max(0, 1 + (Delta - needed) / clipped_fall),
    uses=("ours/descent-trapezoid", "zhang2020/complexity", "ours/clipped-fall-trapezoid", "ours/self-bounding"),
    note="N steps between points that fail need the gap N times the decrease from eps to eps plus what Lemma B asks "
    "of the last point. As L1 -> 0 this is exact, in every dimension: 4 L0 Delta = (3 N + 2) eps^2 at the step 1/L0.",
)

paper.theorem(
    "normalized-count-trapezoid",
    locator="sect. 2.4, Lemma C + B",
    title="the step 1/(L0 + L1 g), counted by the trapezoidal rule",
    sense="upper",
    functions=everywhere,
    method=normalized_gradient_descent,
    step=1 / L1,
    offset=L0 / L1,
    given=(gap(0) <= Delta,),
    then=hitting_time(eps) <= Max(0, 1 + (Delta - needed) / normalized_fall),
    uses=("ours/descent-trapezoid", "zhang2020/complexity", "ours/normalized-fall-trapezoid", "ours/self-bounding"),
)

fixed_fall = h * eps**2 - (L0 + L1 * eps) * h**2 * eps**2 / 4
paper.claim(
    "fixed-fall-trapezoid",
    ForAll(given=(h * (L0 + L1 * g) <= 1, g >= eps, g1 >= eps), then=trapezoid >= fixed_fall),
    kind="step",
    title="the same for a fixed step",
    locator="Thm. 6",
    sense="lower",
)

paper.theorem(
    "gd-count-trapezoid",
    locator="Thm. 6, Lemma C + B",
    title="gradient descent with a fixed step up to 1/(L0 + L1 M), counted by the trapezoidal rule",
    sense="upper",
    functions=everywhere,
    method=gradient_descent,
    step=h,
    given=(gap(0) <= Delta, gradient_bound, h * (L0 + L1 * M) <= 1, eps <= M),
    then=hitting_time(eps) <= Max(0, 1 + (Delta - needed) / fixed_fall),
    uses=("ours/descent-trapezoid", "zhang2020/complexity", "ours/fixed-fall-trapezoid", "ours/self-bounding"),
    note="M limits the step, but the decrease is counted with L0 + L1 eps: about Delta/(h eps^2) steps where M is "
    "large.",
)

paper.theorem(
    "normalized-step-trapezoid",
    locator="sect. 2.4, Lemma C",
    title="the step 1/(L0 + L1 g) with 4/3 instead of 2",
    sense="upper",
    functions=everywhere,
    method=normalized_gradient_descent,
    step=1 / L1,
    offset=L0 / L1,
    given=(gap(0) <= Delta,),
    then=hitting_time(eps) <= Rational(4, 3) * (L0 * Delta / eps**2 + L1 * Delta / eps) + Rational(1, 3),
    uses=("ours/normalized-count-trapezoid", "ours/self-bounding-quadratic"),
    note="ours/normalized-step has 2 and 2. The 4/3 cannot be improved as L1 -> 0.",
)
