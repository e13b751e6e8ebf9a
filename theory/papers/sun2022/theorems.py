"""The paper's rates, listed: their proofs need the gauge's quadratic growth, which is not expressed yet."""

from theory import Unformalised
from theory.papers.sun2022.setting import paper

paper.claim(
    "rate",
    Unformalised(
        text="The gap of P-CGM with steps of order 1/t falls like 1/t, without bounded iterates or line search.",
        reason="the language has no gauges of atom sets as functions, nor the least gap along a run",
    ),
    kind="theorem",
    title="the gap of P-CGM falls like 1/t",
    locator="convergence of P-CGM",
    note="Measured: sun2022/rate-measured. What the constant hides: sun2022/transient-exponential.",
)

paper.claim(
    "reweighted-identified",
    Unformalised(
        text="RP-CGM identifies the support of its limit in finitely many steps; screening before need not be safe.",
        reason="the penalty is not convex and changes along the run",
    ),
    kind="theorem",
    title="the reweighted method identifies the support of its limit",
    locator="reweighted method",
    note="Measured: sun2022/reweighted-measured.",
)
