"""What strongly convex levels do not give: the level that is left after unrolling may have a second well."""

from typing import Any

from sympy import Eq, Function, Integer, Rational

from theory import ForAll, symbols
from theory.papers.sato2021.setting import paper
from theory.symbols import N, f, grad, inner, k, norm, x

a, b, u, w, y, z, t, v, target = symbols("a b u w y z t v target")
eps, h = symbols("eps h", positive=True)
mu, L = symbols("mu L", positive=True)
point, power = (Function(name, real=True) for name in ("point", "power"))

EPS, TILT, STEP = Rational(1, 10), Rational(1, 100), Rational(1, 10)


def middle(y: Any, w: Any) -> Any:
    """Level 2 before unrolling, in (x_2, x_3)."""
    return EPS * y**2 / 2 + TILT * y + w**2 / 2


def lowest(y: Any, w: Any) -> Any:
    """Level 3: its unique solution is w = y^2 - 1."""
    return (w - (y**2 - 1)) ** 2 / 2


def level(y: Any) -> Any:
    """Level 2 with level 3 solved."""
    return middle(y, y**2 - 1)


def slope(y: Any) -> Any:
    """Its derivative."""
    return 2 * y**3 - Rational(19, 10) * y + TILT


ORIGIN = "f_2 = x_2^2/20 + x_2/100 + x_3^2/2 and f_3 = (x_3 - (x_2^2 - 1))^2/2, one variable each."
HERE = "hypotheses of the asymptotic-consistency theorem, read carelessly"

paper.claim(
    "gap-levels-strongly-convex",
    ForAll(
        then=(
            middle((y + a) / 2, (w + b) / 2)
            <= (middle(y, w) + middle(a, b)) / 2 - EPS * ((y - a) ** 2 + (w - b) ** 2) / 8,
            lowest(y, (w + b) / 2) <= (lowest(y, w) + lowest(y, b)) / 2 - (w - b) ** 2 / 8,
        ),
    ),
    kind="lemma",
    title="each level is strongly convex, level 2 even jointly",
    locator=HERE,
    note=f"{ORIGIN} Midpoint inequalities of strong convexity with 1/10 (both variables) and 1 (x_3), for all points. "
    "f_3 is a square, so x_3 = x_2^2 - 1, where it is 0, is its solution, unique by strong convexity.",
)
paper.claim(
    "gap-unique-minimiser",
    ForAll(
        given=(Eq(slope(u), 0), u < 0),
        then=(
            u >= -Rational(978, 1000),
            u <= -Rational(977, 1000),
            level(z) >= level(u) + (z - u) ** 2 / 200,
        ),
    ),
    kind="lemma",
    title="level 2 after unrolling has a unique minimiser, near -0.9773",
    locator=HERE,
    note=f"{ORIGIN} Level 2 with level 3 solved is F2 = x_2^2/20 + x_2/100 + (x_2^2 - 1)^2/2. A negative zero u of its "
    "derivative (there is one, as the derivative changes sign between -0.978 and -0.977) is the strict global "
    "minimiser, with quadratic growth, and is between these two numbers.",
)
paper.claim(
    "gap-second-well-attracts",
    ForAll(
        indices=(N,),
        given=(
            point(0) >= Rational(9, 10),
            point(0) <= 1,
            ForAll(over=(k,), indices=(k,), then=Eq(point(k + 1), point(k) - STEP * slope(point(k)))),
        ),
        then=(
            point(N) >= Rational(9, 10),
            point(N) <= 1,
            level(point(N)) >= level(Rational(-1)) + Rational(1, 100),
        ),
    ),
    kind="theorem",
    title="steepest descent on the unrolled level stays in the second well for ever",
    locator=HERE,
    note=f"{ORIGIN} From every start in [0.9, 1], for every number N of steps of size 1/10, x_2^(N) is in [0.9, 1] "
    "and its value exceeds the value at -1, hence the minimum, by 1/100. So x_2^(T) does not tend to the solution of "
    "level 2, uniformly or at all, although every level is strongly convex and every lower solution unique.",
)

quartic = eps * inner(a, a) / 2 + inner(t, a) + (inner(a, a) - 1) ** 2 / 2
lower = ForAll(over=(v,), points=(v,), then=f(a) <= f(v))
lower_b = ForAll(over=(v,), points=(v,), then=f(b) <= f(v))
paper.claim(
    "gap-careless",
    ForAll(
        indices=(N,),
        points=(t, z),
        given=(
            ForAll(over=(a,), points=(a,), then=Eq(f(a), quartic)),
            ForAll(over=(a, b), points=(a, b), given=(lower, lower_b), then=norm(a - b) <= 0),
            ForAll(over=(k,), indices=(k,), then=Eq(x(k + 1), x(k) - h * grad(x(k)))),
            h <= STEP,
            eps <= EPS,
            norm(x(0)) <= 1,
        ),
        then=f(x(N)) <= f(z) + norm(x(0) - z) ** 2 / (2 * h * N),
    ),
    kind="remark",
    title="careless: strongly convex levels and unique solutions suffice",
    locator=HERE,
    expect="false",
    witness={
        eps: EPS, t: TILT, h: STEP, N: Integer(2000), z: Integer(-1),
        "function": EPS * v**2 / 2 + TILT * v + (v**2 - 1) ** 2 / 2, "variable": v, "start": Integer(1),
    },
    note="The levels f_2 = eps |x_2|^2/2 + <t, x_2> + x_3^2/2 and f_3 = (x_3 - (|x_2|^2 - 1))^2/2, eps > 0, are "
    "strongly convex (gap-levels-strongly-convex). Statement: if level 2 with level 3 solved, f, has at most one "
    "minimiser, then steepest descent with a small step reaches its infimum at the rate of convex functions, |x(0) - "
    "z|^2/(2 h N) above every f(z). False: t = 1/100, eps = 1/10, from x(0) = 1, after 2000 steps.",
)  # fmt: skip

monotone = inner(grad(a) - grad(b), a - b)
paper.claim(
    "gap-corrected",
    ForAll(
        indices=(N,),
        points=(target,),
        given=(
            ForAll(over=(a, b), points=(a, b), then=mu * norm(a - b) ** 2 <= monotone),
            ForAll(over=(a, b), points=(a, b), then=norm(grad(a) - grad(b)) ** 2 <= L * monotone),
            norm(grad(target)) <= 0,
            h * L <= 1,
            mu <= L,
            ForAll(over=(k,), indices=(k,), then=Eq(x(k + 1), x(k) - h * grad(x(k)))),
            Eq(power(0), 1),
            ForAll(over=(k,), indices=(k,), then=Eq(power(k + 1), (1 - h * mu) * power(k))),
        ),
        then=norm(x(N) - target) ** 2 <= power(N) * norm(x(0) - target) ** 2,
    ),
    kind="theorem",
    title="what suffices: the unrolled level itself is strongly convex",
    locator=HERE,
    sense="upper",
    note="f is the unrolled level (all deeper levels replaced), mu-strongly convex with L-Lipschitz gradient, as its "
    "monotonicity and co-coercivity; power(N) is (1 - h mu)^N. The error after N steps is uniform in the start and "
    "in x_1: this is the hypothesis that the consistency theorem needs, and strong convexity of each f_i does not "
    "give it.",
)
