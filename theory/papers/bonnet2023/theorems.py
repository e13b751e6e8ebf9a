"""The paper's own theorems, about curves of measures: listed, since the language has no measures."""

from theory import Unformalised
from theory.papers.bonnet2023.setting import paper

REASON = "the language has no measures that move by a continuity equation, and no controls in continuous time"

paper.claim(
    "mean-field-pmp",
    Unformalised(
        text="An optimal control satisfies theta_t = -(1/2 lambda) times the mean of (d_theta F)^T grad psi_t over "
        "mu_t, where mu is moved by F and psi solves the backward transport equation that ends in the loss.",
        reason=REASON,
    ),
    kind="theorem",
    title="the maximum principle for a measure of particles",
    locator="mean-field maximum principle",
    note="Checked instead: bonnet2023/adjoint-is-gradient (Euler's scheme, exactly), bonnet2023/adjoint-measured.",
)

paper.claim(
    "unique-lipschitz",
    Unformalised(
        text="For lambda large enough the optimal control is unique and Lipschitz in time.",
        reason=REASON,
    ),
    kind="theorem",
    title="for large lambda the optimal control is unique and Lipschitz in time",
    locator="Thm. on unique optimal controls",
    note="Checked instead: bonnet2023/unique and bonnet2023/two-minimisers, where 'large enough' is lambda >= 2; "
    "bonnet2023/lipschitz-in-time.",
)

paper.claim(
    "generalisation-any",
    Unformalised(
        text="Optimal controls and losses of two initial measures differ by at most C times their W1 distance.",
        reason=REASON,
    ),
    kind="theorem",
    title="the generalisation bound for every activation and measure",
    locator="Thm. on generalisation",
    note="Checked instead: bonnet2023/generalisation, with C = 1/(1 + lambda); bonnet2023/generalisation-measured.",
)
