"""The paper: minimise f(x) + rho phi(kappa(x)), kappa the gauge of a set of atoms.

Points: u the iterate, v a minimiser; a, b, c atoms.  L is the smoothness of f with respect to the gauge.
"""

from theory import Paper, symbols

__all__ = ["L", "a", "b", "c", "paper", "rho", "u", "v"]

paper = Paper(
    "sun2022",
    title="Screening for a Reweighted Penalized Conditional Gradient Method",
    url="arXiv:2107.01106",
    provenance="reconstructed",
)

L, rho = symbols("L rho", positive=True)
u, v, a, b, c = symbols("u v a b c")
