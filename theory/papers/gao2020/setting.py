"""The paper and the words that its claims share."""

from theory import Paper, symbols

__all__ = ["M", "V", "X", "beta", "gam", "lam", "m", "paper"]

paper = Paper(
    "gao2020",
    title="Breaking Reversibility Accelerates Langevin Dynamics for Non-Convex Optimization (Gao et al. 2020)",
    url="arXiv:1812.07725v4",
    provenance="reconstructed",
)

V, X = symbols("V X")
"""Velocity and position along one eigenvector of the Hessian."""

gam, lam, m, M, beta = symbols("gamma lambda_ m M beta", positive=True)
"""Friction, an eigenvalue, the smallest and the largest eigenvalue, inverse temperature."""
