"""From approximate to exact lower levels: optimal values, errors of coupled levels, projected gradient steps."""

from typing import Any

from sympy import Abs, Eq, Function, Rational

from theory import ForAll, Observation, symbols
from theory.papers.sato2021.setting import paper
from theory.symbols import N, f, grad, inner, k, norm, x

top, exact, near = (Function(name, real=True) for name in ("top", "exact", "near"))
a, b, c, u, v, lo, hi, fstar = symbols("a b c u v lo hi fstar")
L = symbols("L", positive=True)
d, r, rho = symbols("d r rho", nonnegative=True)

inside = (lo <= a, a <= hi)
paper.claim(
    "consistency",
    ForAll(
        given=(
            ForAll(over=(a,), given=inside, then=Abs(near(a) - exact(a)) <= d),
            ForAll(over=(a, b, c), then=Abs(top(a, b) - top(a, c)) <= L * Abs(b - c)),
            lo <= u, u <= hi, lo <= v, v <= hi,
            ForAll(over=(a,), given=inside, then=top(u, near(u)) <= top(a, near(a))),
            ForAll(over=(a,), given=inside, then=top(v, exact(v)) <= top(a, exact(a))),
        ),
        then=(
            top(u, near(u)) <= top(v, exact(v)) + L * d,
            top(v, exact(v)) <= top(u, near(u)) + L * d,
            top(u, exact(u)) <= top(v, exact(v)) + 2 * L * d,
        ),
    ),
    kind="theorem",
    title="uniformly near lower solutions give near optimal values, and near minimisers",
    locator="Thm. on asymptotic consistency (core)",
    note="Here x_1 is one real variable in [lo, hi] and so is the lower solution: exact(x_1) is it, near(x_1) what T "
    "steps return, top is f_1, u and v minimise the two single-level objectives. With d -> 0 as T -> infinity this is "
    "the theorem: optimal values converge, and what minimises the approximation is 2 L d-optimal. The uniform error d "
    "is a hypothesis; see the claims gap-* for levels where it does not tend to 0. The paper has blocks of any "
    "dimension.",
)  # fmt: skip

err, power = (Function(name, real=True) for name in ("err", "power"))
paper.claim(
    "error-of-coupled-levels",
    ForAll(
        indices=(N,),
        given=(
            rho < 1,
            ForAll(over=(k,), indices=(k,), then=err(k + 1) <= rho * err(k) + d),
            Eq(power(0), 1),
            ForAll(over=(k,), indices=(k,), then=Eq(power(k + 1), rho * power(k))),
        ),
        then=(1 - rho) * err(N) <= (1 - rho) * power(N) * err(0) + d * (1 - power(N)),
    ),
    kind="lemma",
    title="the error of a level contracts down to the error that the deeper levels cause",
    locator="proof of asymptotic consistency",
    note="power(N) is rho^N. err(t) is the distance of x_i^(t) from the solution of level i, rho the factor of one "
    "exact steepest-descent step of that level, d the error that the deeper levels, stopped after their T, cause in "
    "that step. So the error is at most rho^T err(0) + d/(1 - rho): geometric when all T_i grow, stalled when one "
    "stays.",
)

smooth = ForAll(
    over=(a, b), points=(a, b), then=f(b) <= f(a) + inner(grad(a), b - a) + L / 2 * norm(b - a) ** 2
)
p, q = symbols("p q")


def projected(step: Any, here: Any, there: Any) -> Any:
    """What is used of the projection there = P_S(here - step grad(here)): its inequality at the point here of S."""
    return inner(here - step * grad(here) - there, here - there) <= 0


paper.claim(
    "projected-step",
    ForAll(
        points=(p, q),
        given=(smooth, projected(1 / L, p, q)),
        then=f(q) <= f(p) - L / 2 * norm(q - p) ** 2,
    ),
    kind="lemma",
    title="one projected gradient step decreases the single-level objective",
    locator="Sec. 3, convergence of the projected gradient method",
    note="f is the single-level objective, p and q = P_S(p - grad f(p)/L) are in the closed convex set S; of the "
    "projection only <p - grad f(p)/L - q, p - q> <= 0 is used. L-smoothness of f is the hypothesis that the paper "
    "derives from Lipschitz derivatives of the levels.",
)
paper.claim(
    "projected-gradient-rate",
    ForAll(
        indices=(N,),
        given=(
            smooth,
            ForAll(over=(k,), indices=(k,), then=projected(1 / L, x(k), x(k + 1))),
            ForAll(over=(a,), points=(a,), then=fstar <= f(a)),
            ForAll(over=(k,), indices=(k,), given=(k <= N - 1,), then=r <= norm(x(k + 1) - x(k)) ** 2),
        ),
        then=N * r <= 2 * (f(x(0)) - fstar) / L,
    ),
    kind="theorem",
    title="the projected gradient method converges to stationarity",
    locator="Sec. 3, convergence of the projected gradient method",
    sense="upper",
    note="If each of the first N steps has squared length at least r then N r <= 2 (F(x_0) - inf F)/L: the shortest "
    "of N steps is O(1/sqrt(N)), and ||x_{k+1} - x_k|| = 0 is stationarity on S. For every N and dimension.",
)
paper.claim(
    "projected-step-too-long",
    ForAll(
        points=(p, q),
        given=(smooth, projected(3 / L, p, q)),
        then=f(q) <= f(p) - L / 2 * norm(q - p) ** 2,
    ),
    kind="control",
    title="the same with the step 3/L",
    locator="variant of Sec. 3",
    expect="false",
    witness={L: Rational(1), p: Rational(1), q: Rational(-2), "function": a**2 / 2, "variable": a},
    note="Planted: on x^2/2 the step 3/L from 1 leads to -2, where the value is 2.",
)

factor, predicted, joint, stalled_deep, stalled_middle = symbols("factor predicted joint stalled_deep stalled_middle")
paper.claim(
    "geometric-consistency",
    Observation(
        text="On coupled three-level quadratics the minimiser of the unrolled problem approaches the true one by the "
        "factor max(rho_2, rho_3) a step when T_2 = T_3 grow together, and stalls when either stays at 5.",
        contradicted_by="another factor, or no stall",
        then=(
            Abs(factor / predicted - 1) <= Rational(1, 50),
            joint <= Rational(1, 10**6),
            stalled_deep >= Rational(1, 10**4),
            stalled_middle >= Rational(1, 10**4),
        ),
        measured_by="geometric_consistency",
    ),
    kind="experiment",
    title="asymptotic consistency is geometric, and all T_i must grow",
    locator="Thm. on asymptotic consistency; Sec. 5",
    note="rho_i is the spectral radius of one steepest-descent step of level i with the deeper levels solved. "
    "'joint' is the largest error at T_2 = T_3 = 100, the two others at T = 100 for one level and 5 for the other.",
)

last, rise = symbols("last rise")
paper.claim(
    "projected-gradient-converges",
    Observation(
        text="The projected gradient method on the unrolled three-level problem decreases the objective at every "
        "step and its steps tend to zero.",
        contradicted_by="an increase, or a step that stays away from zero",
        then=(rise <= 0, last <= Rational(1, 10**8)),
        measured_by="projected_gradient",
    ),
    kind="experiment",
    title="the projected gradient method with hypergradients from Algorithm 1 settles",
    locator="Sec. 3; Sec. 5",
    note="'rise' is the largest increase of the objective in a step, 'last' the length of the last step.",
)

few, more, many = symbols("few more many")
paper.claim(
    "toy-three-levels",
    Observation(
        text="On the toy problem with optimum 0 the outer variable after 500 steps comes closer to 0 the longer the "
        "levels are unrolled.",
        contradicted_by="no improvement from T = 1 to T = 5 to T = 20",
        then=(more <= 4 * few / 5, many <= more / 100, many <= Rational(1, 100)),
        measured_by="toy",
    ),
    kind="experiment",
    title="the toy problem f_1 = |x_3 - x_1|^2 + |x_1|^2, f_2 = |x_2 - x_1|^2, f_3 = |x_3 - x_2|^2",
    locator="Sec. 5, first experiment (as recalled)",
    note="few, more, many: |x_1| for T_2 = T_3 = 1, 5, 20. The bias comes from the starts x_i^(0), which are not 0.",
)
