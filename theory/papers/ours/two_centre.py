"""The two-centre inequality: what two gradients say about a difference of values, through a third point."""

from sympy import exp

from theory import ForAll, inner, symbols
from theory.papers.ours.descent import CHAIN, local
from theory.papers.ours.setting import paper
from theory.papers.zhang2020.setting import L0, L1, d, f, grad, hess, norm, on_segment, p, q, z

A, B, rho, reach = symbols("A B rho reach", positive=True)
u = symbols("u", nonnegative=True)

auxiliary = (A * p + B * q - grad(p) + grad(q)) / (A + B)
"""The point at which the two bounds meet best."""

conclusion = (
    f(p) - f(q)
    >= inner(grad(p), p - q) - A * norm(p - q) ** 2 / 2 + norm(grad(q) - grad(p) + A * (p - q)) ** 2 / (2 * (A + B))
)


def _near(centre: object) -> ForAll:
    """Definition 1 in the ball of radius rho around a point."""
    return ForAll(over=(z,), points=(z,), given=(norm(z - centre) <= rho,), then=hess(z) <= L0 + L1 * norm(grad(z)))


factor = 2 * (exp(L1 * rho) - 1 - L1 * rho) / (L1 * rho) ** 2
"""2 phi(L1 rho)/(L1 rho)^2: tends to 1 as L1 rho does to 0."""

paper.claim(
    "ascent-exponential",
    ForAll(
        points=(p, d),
        given=(on_segment,),
        then=f(p + d) >= f(p) + inner(grad(p), d) - local / L1**2 * (exp(L1 * norm(d)) - 1 - L1 * norm(d)),
    ),
    kind="lemma",
    title="the lower bound that mirrors descent in any direction",
    locator="sect. 2.4",
    sense="lower",
    uses=("ours/growth-sharp", *CHAIN),
    note="ours/descent-exponential for -f, which is in the class as well.",
)

paper.claim(
    "exponential-ratio",
    ForAll(given=(u <= reach,), then=(exp(u) - 1 - u) * reach**2 <= u**2 * (exp(reach) - 1 - reach)),
    kind="step",
    title="(e^u - 1 - u)/u^2 increases",
    locator="sect. 2.4",
    note="So within a radius the exponential bounds are quadratic ones, with the constant they have at the radius.",
)

paper.claim(
    "two-centre-quadratic",
    ForAll(
        points=(p, q),
        given=(
            f(auxiliary) <= f(p) + inner(grad(p), auxiliary - p) + A * norm(auxiliary - p) ** 2 / 2,
            f(auxiliary) >= f(q) + inner(grad(q), auxiliary - q) - B * norm(auxiliary - q) ** 2 / 2,
        ),
        then=conclusion,
    ),
    kind="lemma",
    title="the two-centre inequality from two quadratic bounds at one point",
    locator="sect. 2.4, (*)",
    sense="lower",
    note="The value at z = [A p + B q - (grad f(p) - grad f(q))]/(A + B) is bounded above around p and below around q; "
    "this z is the best choice.",
)

paper.claim(
    "two-centre",
    ForAll(
        points=(p, q),
        given=(
            _near(p),
            _near(q),
            A >= (L0 + L1 * norm(grad(p))) * factor,
            B >= (L0 + L1 * norm(grad(q))) * factor,
            norm(auxiliary - p) <= rho,
            norm(auxiliary - q) <= rho,
        ),
        then=conclusion,
    ),
    kind="lemma",
    title="the two-centre inequality",
    locator="sect. 2.4, (*)",
    sense="lower",
    uses=("ours/descent-exponential", "ours/ascent-exponential", "ours/exponential-ratio", "ours/two-centre-quadratic"),
    note="As L1 -> 0 with A = B = L0 it becomes the exact interpolation condition of smooth functions. The class is "
    "needed in the two balls of radius rho only, which must hold the auxiliary point.",
)
