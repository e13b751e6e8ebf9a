"""How many steps can fail, counted with the local constant and the gap that the last failing point still needs."""

from sympy import Eq, Max, Min, log

from theory import ForAll, L0L1Smooth, gap, hitting_time, symbols
from theory.methods import clipped_gradient_descent, normalized_gradient_descent
from theory.papers.ours.runs import LEMMA
from theory.papers.ours.setting import paper
from theory.papers.zhang2020.setting import L0, L1, Delta, eps, eta, g, h, x

r = symbols("r", positive=True)
below_start = L0L1Smooth(L0, L1, below=x(0))
short = L0 * eta + L1 * r <= 1

needed = (eps - L0 / L1 * log(1 + L1 * eps / L0)) / L1
"""Lemma B: the gap that a point with gradient eps has at least."""

first_step = Min(eta, r / eps)
clipped_fall = first_step * eps**2 - (L0 + L1 * eps) * first_step**2 * eps**2 / 2
"""Lemma A at a gradient of size eps."""

normalized_fall = eps**2 / (2 * (L0 + L1 * eps))

paper.claim(
    "clipped-fall",
    ForAll(
        given=(Eq(h, Min(eta, r / g)), g >= eps, short),
        then=h * g**2 - (L0 + L1 * g) * h**2 * g**2 / 2 >= clipped_fall,
    ),
    kind="step",
    title="over all gradients of size eps and more, the guaranteed decrease is least at eps",
    locator="sect. 2.4",
    sense="lower",
    note="This is the cover of all gradient norms: one inequality, so no boxes are needed.",
)

paper.theorem(
    "clipped-count-exact",
    locator="sect. 2.4, Lemma A + B",
    title="clipping with any step eta and radius r, L0 eta + L1 r <= 1",
    sense="upper",
    functions=below_start,
    method=clipped_gradient_descent,
    step=eta,
    radius=r,
    given=(gap(0) <= Delta, short),
    then=hitting_time(eps) <= Max(0, 1 + (Delta - needed) / clipped_fall),
    uses=(*LEMMA, "ours/clipped-fall", "ours/self-bounding"),
    note="N steps from points that fail, and the point after them failing too, need the gap N times the decrease "
    "at eps plus what Lemma B asks of the last point: the column Lemma A+B of the table in sect. 2.4.",
)

paper.theorem(
    "normalized-count-exact",
    locator="sect. 2.4, Lemma A + B",
    title="the step 1/(L0 + L1 g), counted with Lemma B at the end",
    sense="upper",
    functions=below_start,
    method=normalized_gradient_descent,
    step=1 / L1,
    offset=L0 / L1,
    given=(gap(0) <= Delta,),
    then=hitting_time(eps) <= Max(0, 1 + (Delta - needed) / normalized_fall),
    uses=(*LEMMA, "ours/normalized-step-decrease", "ours/self-bounding"),
)
