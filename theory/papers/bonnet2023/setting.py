"""The paper, and the words of its claims: sums along a run are sequences with a recursion."""

import sympy as sp

from theory import ForAll, Paper, symbols
from theory.papers.zhang2020.setting import recursion

__all__ = ["A", "B", "Q", "lam", "n", "paper", "recursion", "s", "theta", "total"]

paper = Paper(
    "bonnet2023",
    title="A measure theoretical approach to the mean-field maximum principle for training NeurODEs",
    url="arXiv:2107.08707",
    provenance="reconstructed",
)

lam = symbols("lam", positive=True)
"""The weight of the control's square in the cost."""

s = symbols("s")
n = sp.Symbol("n", integer=True, nonnegative=True)
i = sp.Symbol("i", integer=True, nonnegative=True)
theta, A, B, Q = (sp.Function(name, real=True) for name in ("theta", "A", "B", "Q"))


def total(sums: type[sp.Function], term: sp.Expr) -> tuple[sp.Basic | ForAll, ...]:
    """Hypotheses that say: sums(k) is the sum of the first k terms; ``term`` is in the index i."""
    return recursion(sums, sp.Integer(0), sums(i) + term)
