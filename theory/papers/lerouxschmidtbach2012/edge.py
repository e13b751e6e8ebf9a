"""How long the step may be: one component curved, the others flat, where the second moments close."""

from typing import Any

from sympy import Eq, Rational

from theory import ForAll, symbols
from theory.papers.lerouxschmidtbach2012.setting import L, alpha, n, paper

y, z, z0 = symbols("y z z0")


def energy(entry: Any, at: Any) -> Any:
    """A quadratic form in the curved component's table entry (over L) and the point."""
    a = alpha * L
    return a * (n - 1) * (2 * n - 1) * entry**2 - 2 * n * (n - 1) * entry * at + n**2 / a * at**2


mean = energy(z, z - alpha * L / n * z) / n + (1 - 1 / n) * energy(y, z - alpha * L / n * y)
FAMILY = (
    "f_1 = L z^2/2 and n - 1 components that are 0, on the line, so 1/n of the draws refresh; y is the entry over L, z "
    "the point. mean is the exact expectation of energy after one draw. "
)

paper.claim(
    "edge-stable",
    ForAll(
        given=(alpha * L * (2 * n - 1) < 2 * n,),
        then=(energy(y, z) >= 0, Eq(z**2, (energy(y, z) - mean) / (2 * n - alpha * L * (2 * n - 1)))),
    ),
    kind="theorem",
    provenance="ours",
    title="one-hot components: steps below 2n/((2n - 1)L) are stable in mean square",
    locator="App. A, practical step 1/L",
    sense="tight",
    note=FAMILY + "Summed over k: (2n - (2n - 1) alpha L) sum E z_k^2 is at most energy at the start.",
)

paper.claim(
    "edge-unstable",
    ForAll(
        given=(alpha * L * (2 * n - 1) >= 2 * n,),
        then=(mean >= energy(y, z), energy(0, z0) >= z0**2 / (alpha * L)),
    ),
    kind="theorem",
    provenance="ours",
    title="one-hot components: steps from 2n/((2n - 1)L) on do not converge in mean square",
    locator="App. A, practical step 1/L",
    sense="tight",
    note=FAMILY + "So E energy never falls below its value at the start, which is positive for z0 != 0.",
)

paper.claim(
    "edge-margin",
    ForAll(
        given=(n >= 51, Eq(alpha, Rational(101, 100) / L)),
        then=mean >= energy(y, z),
    ),
    kind="remark",
    provenance="ours",
    title="the step 1.01/L diverges for n > 50, the step 1/L has no margin for large n",
    locator="App. A, practical step 1/L",
    uses=("lerouxschmidtbach2012/edge-unstable",),
    note=FAMILY + "scikit-learn's automatic step is 1/L.",
)

paper.claim(
    "edge-too-far",
    ForAll(
        given=(alpha * L * (2 * n - 1) <= 2 * n + Rational(1, 10),),
        then=mean <= energy(y, z),
    ),
    kind="control",
    title="stability a little beyond 2n/((2n - 1)L)",
    locator="variant of the stability edge",
    expect="false",
    witness={L: Rational(1), n: Rational(2), alpha: Rational(41, 30), y: Rational(0), z: Rational(1)},
)
