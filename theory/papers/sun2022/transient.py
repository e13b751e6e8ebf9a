"""What "without assuming bounded iterates" hides: on the line the iterates first grow exponentially in L/rho.

f = L x^2/2, h = rho x^2/2, atoms 1 and -1, step 2/(2 + t), no offset.
"""

import sympy as sp
from sympy import Abs, Eq

from theory import ForAll, symbols
from theory.papers.sun2022.setting import L, paper, rho
from theory.papers.zhang2020.setting import i, recursion

theta = symbols("theta", positive=True)
s, xi = symbols("s xi")
n, j, t = sp.symbols("n j t", integer=True, nonnegative=True)
y, factorial, power = (sp.Function(name, real=True) for name in ("y", "factorial", "power"))

run = recursion(y, sp.Integer(1), Abs(1 - 2 / (2 + i) * (1 + n)) * y(i))
"""|x_t|/|x_0| for L/rho = n."""

factorials = recursion(factorial, sp.Integer(1), (i + 1) * factorial(i))
powers = recursion(power, sp.Integer(1), 2 * power(i))

paper.claim(
    "line-step",
    ForAll(given=(Eq(xi * rho, L * s),), then=Eq((1 - theta) * s - theta * xi, (1 - theta * (1 + L / rho)) * s)),
    kind="step",
    title="one step on the line multiplies the iterate by 1 - theta (1 + L/rho)",
    locator="penalized conditional gradient, one dimension",
    provenance="ours",
    note="xi is the length nu/rho of the step towards the atom of the sign of -s.",
)

paper.claim(
    "transient",
    ForAll(
        indices=(n, t, j),
        given=(*run, *factorials, Eq(t + j, 2 * n)),
        then=Eq(y(t) * factorial(j) * factorial(t + 1), factorial(t + j)),
    ),
    kind="lemma",
    title="the iterates on the line in closed form",
    locator="penalized conditional gradient, one dimension",
    sense="tight",
    provenance="ours",
    uses=("sun2022/line-step",),
    note="j is 2 L/rho - t, so this is the run up to t = 2 L/rho; the next iterate is 0.",
)

paper.claim(
    "transient-catalan",
    ForAll(
        indices=(n,),
        given=(*run, *factorials),
        then=Eq(y(n) * factorial(n) * factorial(n + 1), factorial(2 * n)),
    ),
    kind="theorem",
    title="after L/rho steps the iterate is the Catalan number of L/rho times the start",
    locator="penalized conditional gradient, one dimension",
    sense="tight",
    provenance="ours",
    uses=("sun2022/transient",),
    note="For L/rho a natural number n: the Catalan number is (2n)!/(n! (n+1)!).",
)

paper.claim(
    "transient-factor",
    ForAll(indices=(n, t), given=(t <= 2 * n,), then=Eq(Abs(1 - 2 / (2 + t) * (1 + n)), (2 * n - t) / (t + 2))),
    kind="step",
    title="by what factor step t multiplies the iterate's size",
    locator="penalized conditional gradient, one dimension",
    provenance="ours",
)

paper.claim(
    "transient-grows",
    ForAll(indices=(n, t), given=(t + 1 <= n,), then=(2 * n - t) / (t + 2) >= 1),
    kind="step",
    title="the iterates grow until t = L/rho",
    locator="penalized conditional gradient, one dimension",
    provenance="ours",
)

paper.claim(
    "transient-shrinks",
    ForAll(indices=(n, t), given=(t >= n, t <= 2 * n), then=(2 * n - t) / (t + 2) <= 1),
    kind="step",
    title="the iterates shrink from t = L/rho on, so that the Catalan number is the peak",
    locator="penalized conditional gradient, one dimension",
    provenance="ours",
)

paper.claim(
    "transient-exponential",
    ForAll(
        indices=(n,),
        given=(*factorials, *powers),
        then=power(n) * (factorial(n + 1) * factorial(n + 2)) <= factorial(2 * n + 2),
    ),
    kind="theorem",
    title="the peak is at least 2^(L/rho - 1)",
    locator="penalized conditional gradient, one dimension",
    sense="lower",
    provenance="ours",
    uses=("sun2022/transient-catalan",),
    note="The Catalan number of n + 1 is at least 2^n. The offset in the authors' programs removes the growth.",
)

paper.claim(
    "never-grows",
    ForAll(given=(L <= 100 * rho, theta <= 1), then=Abs(1 - theta * (1 + L / rho)) <= 1),
    kind="control",
    title="a step never takes the iterate further away from the minimiser",
    locator="bounded iterates, careless reading",
    expect="false",
    provenance="ours",
    witness={L: sp.Integer(2), rho: sp.Integer(1), theta: sp.Integer(1)},
)
