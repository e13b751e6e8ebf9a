"""Steps that adapt to what was seen: AdaGrad with one step size for all coordinates, and Polyak's step.

For every number of steps; T points x_0 .. x_{T-1} are counted.
"""

from sympy import Eq, Integer, Rational

from theory.arithmetic import inner, norm
from theory.classes import Smooth
from theory.papers.classics.adaptive.setting import eps, eta, every, least, member, p, sequence, u, xs
from theory.papers.classics.setting import Delta, L, R, paper
from theory.statement import ForAll
from theory.symbols import T, f, fstar, grad, k, symbols, x

__all__ = ["adagrad", "polyak"]

L0, L1 = symbols("L0 L1", positive=True)
a, c = symbols("a c", positive=True)
one = Integer(1)
WARD = "Ward, Wu and Bottou, J. Mach. Learn. Res. 21 (2020)"
b = sequence("b")
size = inner(grad(x(k)), grad(x(k)))
stepped = p - eta / c * grad(p)
below = ForAll(over=(p,), points=(p,), then=fstar <= f(p))

paper.claim(
    "adagrad-norm-step",
    ForAll(
        points=(p,),
        given=(member(Smooth(L)), Eq(c**2, a**2 + inner(grad(p), grad(p)), evaluate=False), eta * L <= a),
        then=(
            f(stepped) + eta * inner(grad(p), grad(p)) / (2 * c) <= f(p),
            f(stepped) + eta * (c - a) / 2 <= f(p),
        ),
    ),
    kind="step", title="one step of AdaGrad-Norm, from b = a to b = c", locator="Lemma 3.3, proof (from memory)",
    source=WARD, note="The first is descent, as the step eta/c is at most 1/L; the second turns it into growth of b.",
)  # fmt: skip
adagrad = (
    member(Smooth(L)), below, every(Eq(x(k + 1), x(k) - eta / b(k + 1) * grad(x(k)), evaluate=False), k < T),
    every(Eq(b(k + 1) ** 2, b(k) ** 2 + size, evaluate=False), k < T), every(b(k) > 0), f(x(0)) - fstar <= Delta,
)  # fmt: skip
started = eta * L <= b(0)
paper.claim(
    "adagrad-norm-sum", ForAll(indices=(T,), given=(*adagrad, started), then=b(T) <= b(0) + 2 * Delta / eta),
    kind="theorem", title="AdaGrad-Norm from b_0 >= eta L: b stays bounded", locator="Lemma 3.3 (from memory)",
    source=WARD, sense="upper", uses=("classics/adagrad-norm-step",),
    note="b_{k+1}^2 = b_k^2 + ||grad f(x_k)||^2, x_{k+1} = x_k - (eta/b_{k+1}) grad f(x_k).",
)  # fmt: skip
small = every(least <= size, k < T)
paper.claim(
    "adagrad-norm",
    ForAll(
        indices=(T,), given=(*adagrad, started, small), then=T * least <= 2 * Delta / eta * (b(0) + 2 * Delta / eta)
    ),
    kind="theorem", title="AdaGrad-Norm from b_0 >= eta L: the smallest of T gradients",
    locator="Thm. 2.2, (a) (from memory)", source=WARD, sense="upper", uses=("classics/adagrad-norm-sum",),
    note="So the smallest squared gradient is at most eps after (4 Delta^2/eta^2 + 2 b_0 Delta/eta)/eps steps.",
)  # fmt: skip
short = {
    "function": u**2 / 2, "variable": u, x(k): Rational(5, 12) - k * Rational(5, 13), b(k): 1 + k / Integer(12),
    L: one, eta: one, T: one, fstar: Integer(0), Delta: Rational(25, 288), least: Rational(25, 144),
}  # fmt: skip
paper.claim(
    "adagrad-norm-sum-too-good",
    ForAll(
        indices=(T,), given=(*adagrad, started), then=b(T) <= b(0) + Rational(9, 10) * Delta / eta
    ),
    kind="control", title="the same with 9/10 in place of 2", locator="variant of Lemma 3.3", expect="false",
    witness=short,
)  # fmt: skip
paper.claim(
    "adagrad-norm-too-good",
    ForAll(indices=(T,), given=(*adagrad, started, small), then=T * least <= Delta / eta * (b(0) + 2 * Delta / eta)),
    kind="control", title="the smallest gradient with 1 in place of 2", locator="variant of Thm. 2.2", expect="false",
    witness=short,
)  # fmt: skip
paper.claim(
    "adagrad-norm-small-start", ForAll(indices=(T,), given=adagrad, then=b(T) <= b(0) + 2 * Delta / eta),
    kind="control", title="b stays as bounded from any b_0", locator="Lemma 3.3 without b_0 >= eta L", expect="false",
    witness={
        "function": u**2 / 2, "variable": u, x(k): Rational(3, 4) - 6 * k, b(k): 1 + k / Integer(4), L: one,
        eta: Integer(10), T: one, fstar: Integer(0), Delta: Rational(9, 32),
    },
    note="The first steps may then lead uphill.",
)  # fmt: skip

level = f(p) - f(xs)
bounded = ForAll(over=(p,), points=(p,), then=norm(grad(p)) ** 2 <= 2 * (L0 + L1 * norm(grad(p))) * level)
polyak = (
    ForAll(over=(p,), points=(p,), then=level <= inner(grad(p), p - xs)), bounded,
    every(Eq(x(k + 1), x(k) - (f(x(k)) - f(xs)) / size * grad(x(k)), evaluate=False), k < T),
    inner(x(0) - xs, x(0) - xs) <= R**2, every(f(x(k)) - f(xs) >= eps, k < T),
)  # fmt: skip
paper.claim(
    "polyak-step-l0l1", ForAll(points=(xs,), given=polyak, then=T <= 4 * L0 * R**2 / eps + 4 * L1**2 * R**2),
    kind="theorem", title="Polyak's step on convex (L0,L1)-smooth functions: how many values are eps and more above f*",
    locator="by Lemma B", source="this repository", provenance="ours", sense="upper",
    note="Of the class the self-bounding property ||g||^2 <= 2 (L0 + L1 ||g||) (f - f*) is used (ours/self-bounding-"
    "quadratic). Takezawa, Bao, Sato, Niwa and Yamada (2024) have a bound of this kind for Polyak's step.",
)  # fmt: skip
paper.claim(
    "polyak-step-l0l1-too-good",
    ForAll(points=(xs,), given=polyak, then=T <= Rational(2, 5) * (L0 * R**2 / eps + L1**2 * R**2)),
    kind="control", title="the same with 2/5 in place of 4", locator="variant of the count", expect="false",
    witness={
        "function": u**2 / 2, "variable": u, x(k): 1 - k / Integer(2), xs: Integer(0), L0: one, L1: Rational(1, 100),
        R: one, T: one, eps: Rational(49, 100),
    },
)  # fmt: skip
paper.claim(
    "polyak-step-l0l1-without-l1",
    ForAll(points=(xs,), given=polyak, then=T <= 4 * L0 * R**2 / eps),
    kind="control", title="the same without the second term", locator="variant of the count", expect="false",
    witness={
        "function": u**4, "variable": u, x(k): 5 - 5 * k / Integer(4), xs: Integer(0), L0: Integer(5), L1: one,
        R: Integer(5), T: one, eps: Integer(600),
    },
)  # fmt: skip
