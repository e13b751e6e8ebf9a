"""exp(-beta F) is invariant: the stationary Fokker-Planck equation, pointwise, divided by the density."""

from sympy import Eq, Integer, Matrix, Rational, sqrt, symbols

from theory import ForAll
from theory import symbols as real
from theory.papers.gao2020.setting import beta, lam, paper
from theory.papers.gao2020.setting import gam as friction
from theory.symbols import inner

step, variance = real("eta s", positive=True)
dimension = real("d", positive=True)
v, g = real("v g")
a, b, c = real("a b c")


def stationary(J: Matrix) -> Eq:
    """The generator's adjoint at exp(-beta F) over exp(-beta F): tr((I+J)H) - beta g'(I+J)g - tr H + beta |g|^2 = 0."""
    n = J.shape[0]
    slope = Matrix(symbols(f"g1:{n + 1}", real=True))
    names = {(i, j): real(f"H{i + 1}{j + 1}") for i in range(n) for j in range(i, n)}
    hessian = Matrix(n, n, lambda i, j: names[min(i, j), max(i, j)])
    drift = Matrix.eye(n) + J
    flow = (drift * hessian).trace() - beta * (slope.T * drift * slope)[0]
    return Eq(flow, hessian.trace() - beta * (slope.T * slope)[0], evaluate=False)


POINTWISE = (
    "Pointwise, for all values of the gradient g and of the symmetric Hessian H, hence for every twice "
    "differentiable F: div((I + J) grad F rho) + Laplacian(rho)/beta, divided by rho = exp(-beta F), is the left "
    "side minus the right side."
)
paper.claim(
    "invariance-plane",
    ForAll(then=stationary(Matrix([[0, a], [-a, 0]]))),
    kind="theorem",
    title="exp(-beta F) is invariant under NLD with antisymmetric J, in the plane",
    locator="Sec. 1, NLD",
    note=POINTWISE,
)
paper.claim(
    "invariance-space",
    ForAll(then=stationary(Matrix([[0, a, b], [-a, 0, c], [-b, -c, 0]]))),
    kind="theorem",
    title="and in three dimensions",
    locator="Sec. 1, NLD",
    note=POINTWISE,
)
broken = stationary(Matrix([[a, b], [-b, 0]]))
paper.claim(
    "invariance-broken",
    ForAll(then=broken),
    kind="control",
    title="a symmetric part of J breaks it",
    locator="variant of Sec. 1, NLD",
    expect="false",
    witness={
        **{name: Integer(0) for name in broken.free_symbols},
        **{name: Integer(1) for name in broken.free_symbols if str(name) in ("a", "g1", "beta")},
    },
    note="Planted: J = [[a, b], [-b, 0]], at a = 1, H = 0, g = (1, 0).",
)
paper.claim(
    "invariance-underdamped",
    ForAll(
        points=(v, g),
        then=Eq(
            beta * inner(g, v) + friction * dimension - beta * inner(friction * v + g, v)
            + friction / beta * (beta**2 * inner(v, v) - beta * dimension),
            0,
        ),
    ),
    kind="theorem",
    title="exp(-beta (F + |v|^2/2)) is invariant under ULD, in every dimension",
    locator="Sec. 1, ULD",
    note="Pointwise, divided by the density: -div_x(v rho) + div_v((gamma v + grad F) rho) + (gamma/beta) "
    "Laplacian_v(rho) with v and g = grad F arbitrary vectors of R^d; d enters as the divergence of v.",
)  # fmt: skip
paper.claim(
    "euler-bias",
    ForAll(
        given=(
            step * lam < 2,
            Eq(variance, (1 - step * lam) ** 2 * variance + 2 * step / beta),
        ),
        then=(Eq(variance, 2 / (beta * lam * (2 - step * lam))), variance > 1 / (beta * lam)),
    ),
    kind="lemma",
    title="Euler's scheme for LD has its own stationary variance",
    locator="Sec. on discretisation",
    note="On F = lambda x^2/2: s is a variance that one step x - eta lambda x + sqrt(2 eta/beta) noise keeps. The "
    "dynamics have 1/(beta lambda); the excess is the factor 1/(1 - eta lambda/2).",
)
root = sqrt(lam)
paper.claim(
    "acceleration-needs-small-curvature",
    ForAll(given=(lam < 1,), then=root > lam),
    kind="remark",
    title="the rate sqrt(m) beats m if m < 1",
    locator="Sec. on recurrence times; a reviewer's remark",
    note="lambda_ stands for m. Compared in the same units of time.",
)
paper.claim(
    "acceleration-always",
    ForAll(then=root > lam),
    kind="control",
    title="careless: the rate sqrt(m) of ULD beats the rate m of LD",
    locator="Sec. on recurrence times, read without m < 1",
    expect="false",
    witness={lam: Rational(4)},
    note="m = 4: 2 < 4.",
)
