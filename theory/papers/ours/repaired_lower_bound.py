"""Theorem 4 repaired, in one dimension: for all L0, L1 > 0, with its conditions.

``y`` is the run on the function that makes long steps diverge (its distance from the minimiser), ``w`` the run on
the function that makes short steps slow.  A lower bound for every fixed step is one statement about both: whatever two
iteration counts j, k one takes below the bound, iterate j of the first run or iterate k of the second has gradient
above eps; so one of the two runs fails all the way.
"""

import sympy as sp
from sympy import Abs, Eq, Max, Min, Piecewise, Rational, exp, log

from theory import ForAll, Inclusion, L0L1Smooth, symbols
from theory.papers.ours.setting import paper
from theory.papers.zhang2020.lower_bound import f1, f1_run, f1_slope, f2_slope, start
from theory.papers.zhang2020.setting import L0, L1, Delta, M, eps, g, h, i, j, k, recursion, t, u, y

w = sp.Function("w", real=True)
slope, width, kappa, distance = symbols("slope width kappa distance", positive=True)

reach = log(1 + L1 * M / L0) / L1
"""The distance at which the steepest function of the class has slope M."""

steep = Piecewise(
    (L0 / L1**2 * (exp(-L1 * u) + L1 * u - 1), u < 0),
    (L0 / L1**2 * (exp(L1 * u) - L1 * u - 1), True),
)


def steep_slope(point: sp.Expr) -> sp.Expr:
    """The slope of ``steep`` at a distance from its minimiser."""
    return L0 / L1 * (exp(L1 * point) - 1)


def slow_slope(point: sp.Expr) -> sp.Expr:
    """The derivative of ``slow``."""
    inside = Max(-1, Min(1, point / width))
    return slope / 2 * (3 * inside - inside**3)


slow = Piecewise(
    (-slope * (u + width) + Rational(5, 8) * slope * width, u < -width),
    (slope * width / 8 * (6 * (u / width) ** 2 - (u / width) ** 4), u <= width),
    (slope * (u - width) + Rational(5, 8) * slope * width, True),
)
"""Slope ``slope`` outside [-width, width]; f2 of the paper is slope = 2 eps, width = 1."""

steep_run = recursion(y, reach, Abs(y(i) - h * steep_slope(y(i))))
f2_run = recursion(w, Delta / (2 * eps) + Rational(3, 8), w(i) - h * f2_slope(w(i)))
slow_start = width + (Delta - Rational(5, 8) * slope * width) / slope
slow_run = recursion(w, slow_start, w(i) - h * slow_slope(w(i)))

paper.claim(
    "thm4-f1-member",
    Inclusion(function=f1, variable=u, functions=L0L1Smooth(L0, L1), given=(L0 >= L1,)),
    kind="step",
    title="f1 is in the class when L0 >= L1",
    locator="C5, E2",
    note="Beside zhang2020/thm4-f1-member, which lacks this condition.",
)

paper.claim(
    "thm4-f1-threshold",
    ForAll(
        given=(M > 1, t > 0, t <= start, h * M < 2 * start),
        then=(Abs(t - h * f1_slope(t)) < t,),
    ),
    kind="step",
    title="below the threshold gradient descent contracts on f1",
    locator="C6",
    sense="tight",
    note="t is the distance from the minimiser. At h M = 2 x0 the run is the two-cycle x0, -x0.",
)

paper.claim(
    "thm4-f1-two-cycle",
    ForAll(given=(M > 1, Eq(h * M, 2 * start)), then=(Eq(start - h * M, -start), Eq(-start + h * M, start))),
    kind="step",
    title="at the threshold gradient descent on f1 is a two-cycle",
    locator="C6",
)

paper.claim(
    "thm4-half-height",
    ForAll(given=(Eq(t, 1),), then=Eq(eps / 8 * (6 * t**2 - t**4), 5 * eps / 8)),
    kind="step",
    title="where 5 eps/8 comes from",
    locator="E3",
    note="The function half as high as f2; its slope outside [-1, 1] is eps, so its linear part is already "
    "eps-stationary.",
)

paper.claim(
    "thm4-repaired-member",
    Inclusion(function=steep, variable=u, functions=L0L1Smooth(L0, L1)),
    kind="step",
    title="the steepest function is in the class for all L0, L1 > 0",
    locator="E2",
    note="(L0/L1^2)(e^(L1|x|) - L1|x| - 1): f'' = L0 + L1 |f'| everywhere, and twice continuously differentiable at 0.",
)

paper.claim(
    "thm4-repaired-divergence",
    ForAll(
        indices=(k,),
        given=(h * M >= 2 * reach, *steep_run),
        then=(y(k) >= reach, steep_slope(y(k)) >= M),
    ),
    kind="step",
    title="longer steps never become stationary on the steepest function",
    locator="E2",
    uses=("ours/thm4-slope-ratio",),
)

paper.claim(
    "thm4-slope-ratio",
    ForAll(given=(t >= distance,), then=(exp(L1 * t) - 1) * distance >= (exp(L1 * distance) - 1) * t),
    kind="step",
    title="slope over distance increases",
    locator="E2",
)

paper.claim(
    "thm4-count",
    ForAll(
        indices=(k,),
        given=(Delta >= 5 * eps / 4, 4 * eps**2 * h * k <= Delta, *f2_run),
        then=(w(k) >= Rational(3, 8), f2_slope(w(k)) > eps),
    ),
    kind="step",
    title="shorter steps need Delta/(4 eps^2 h) steps on f2, without an offset",
    locator="C8, E3",
    sense="lower",
    note="The run starts where f2 = Delta. Every step is at most 2 eps h, and the gradient exceeds eps as long as "
    "x >= 3/8.",
)

paper.claim(
    "thm4-repaired",
    ForAll(
        indices=(j, k),
        given=(
            eps <= L0 / 3,
            M >= 2 * eps,
            Delta >= 5 * eps / 4,
            L1 * Delta >= M - L0 / L1 * log(1 + L1 * M / L0),
            8 * eps**2 * log(1 + L1 * M / L0) * k <= L1 * M * Delta,
            *steep_run,
            *f2_run,
        ),
        then=Max(steep_slope(y(j)), f2_slope(w(k))) > eps,
    ),
    kind="theorem",
    title="lower bound for a fixed step, with its conditions",
    locator="C9, E2, E4",
    sense="lower",
    uses=(
        "ours/thm4-repaired-member",
        "ours/thm4-repaired-divergence",
        "zhang2020/thm4-f2-member",
        "ours/thm4-count",
        "ours/self-bounding-attained",
    ),
    note="T >= L1 M Delta/(8 eps^2 log(1 + L1 M/L0)) for all L0, L1 > 0 and every step h: y is a run on the "
    "steepest function (gap at most Delta by the fourth condition), w one on f2. If the second is stationary at "
    "some k below the bound, then h M >= 2 reach and the first is stationary at no j.",
)

paper.claim(
    "thm4-with-conditions",
    ForAll(
        indices=(j, k),
        given=(
            L0 >= L1,
            M > 1,
            eps <= L0 / 3,
            M >= 2 * eps,
            Delta >= 5 * eps / 4,
            Delta >= (2 * M - 1) / (2 * L1),
            8 * eps**2 * (log(M) + 1) * k <= L1 * M * Delta,
            *f1_run,
            *f2_run,
        ),
        then=Max(f1_slope(y(j)), f2_slope(w(k))) > eps,
    ),
    kind="theorem",
    title="the printed lower bound under the conditions it leaves out",
    locator="E4",
    sense="lower",
    uses=(
        "ours/thm4-f1-member",
        "zhang2020/thm4-divergence",
        "zhang2020/thm4-f2-member",
        "ours/thm4-count",
    ),
    note="At exactly h L1 M = 2 (log M + 1) the run on f1 is a two-cycle at slope M, which is not stationary either.",
)

paper.claim(
    "thm4-threshold-exact",
    ForAll(given=(g <= M,), then=M * log(1 + L1 * g / L0) >= g * log(1 + L1 * M / L0)),
    kind="lemma",
    title="why the threshold is exact in one dimension",
    locator="E2, C9",
    sense="tight",
    note="D(g) = log(1 + L1 g/L0)/L1, and D(g)/g decreases: if h M < 2 D(M), no step h g is as long as 2 D(g), so "
    "gradient descent on any function of one variable in the class overshoots a critical point by less than D(g), "
    "and descends.",
)

paper.claim(
    "slow-member",
    Inclusion(function=slow, variable=u, functions=L0L1Smooth(L0, L1), given=(2 * L0 * width >= 3 * slope,)),
    kind="step",
    title="the slow function is in the class",
    locator="sect. 2.2",
)

paper.claim(
    "slow-count",
    ForAll(
        indices=(k,),
        given=(
            Delta >= Rational(5, 8) * slope * width,
            h * slope**2 * k <= Delta - Rational(5, 8) * slope * width,
            *slow_run,
        ),
        then=(w(k) >= width, slow_slope(w(k)) >= slope),
    ),
    kind="step",
    title="steps needed on the slow function",
    locator="sect. 2.2",
    sense="lower",
    note="With width = 3 slope/(2 L0) the offset is (15/16) slope^2/L0.",
)

paper.claim(
    "thm4-constant-two",
    ForAll(
        indices=(j, k),
        given=(
            slope > eps,
            M > eps,
            Eq(2 * L0 * width, 3 * slope),
            L1 * Delta >= M - L0 / L1 * log(1 + L1 * M / L0),
            2 * slope**2 * log(1 + L1 * M / L0) * k <= L1 * M * (Delta - Rational(15, 16) * slope**2 / L0),
            *steep_run,
            *slow_run,
        ),
        then=Max(steep_slope(y(j)), slow_slope(w(k))) > eps,
    ),
    kind="theorem",
    title="the repaired lower bound with the constant 2 in place of 8",
    locator="sect. 2.2, Thm. 4 constant",
    sense="lower",
    uses=(
        "ours/thm4-repaired-member",
        "ours/thm4-repaired-divergence",
        "ours/slow-member",
        "ours/slow-count",
        "ours/self-bounding-attained",
    ),
    note="slope = (1 + delta) eps for any delta > 0; as delta -> 0: T >= L1 M (Delta - 0.94 eps^2/L0)/(2 eps^2 "
    "log(1 + L1 M/L0)).",
)

paper.claim(
    "bounded-step-count",
    ForAll(
        indices=(k,),
        given=(
            Delta >= Rational(5, 8) * slope * width,
            kappa * slope * k <= L1 * (Delta - Rational(5, 8) * slope * width),
            Eq(w(0), slow_start),
            ForAll(over=(i,), indices=(i,), then=w(i + 1) >= w(i) - kappa / L1),
        ),
        then=w(k) >= width,
    ),
    kind="theorem",
    title="L1 Delta/eps is unavoidable for steps of bounded length",
    locator="sect. 3, lower bounds",
    sense="lower",
    note="Any method whose steps are at most kappa/L1 long needs about L1 Delta/(kappa eps) steps on the slow "
    "function.",
)
