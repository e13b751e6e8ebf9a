"""Measured claims: optimal drifts, exit times against the spectrum, recurrence times, discretisations."""

from sympy import Abs, Eq, Rational

from theory import Observation, symbols
from theory.papers.gao2020.setting import paper

off, asymmetry, outside = symbols("off asymmetry outside")
paper.claim(
    "optimal-drift",
    Observation(
        text="The construction of Lelievre, Nier and Pavliotis gives an antisymmetric J for which every eigenvalue of "
        "(I + J) H has the real part tr(H)/d; random J never do better, nor worse than the smallest eigenvalue of H.",
        contradicted_by="a real part that differs, or a random J beyond either end",
        then=(off <= Rational(1, 10**4), asymmetry <= Rational(1, 10**9), Eq(outside, 0)),
        measured_by="optimal_drift",
    ),
    kind="experiment",
    title="the best antisymmetric drift has the rate tr(H)/d",
    locator="Sec. on NLD; Lelievre, Nier, Pavliotis 2013",
    note="off: largest relative distance of a real part from tr(H)/d; asymmetry: largest entry of J + J' over that "
    "of J; outside: how many random J had their smallest real part outside [m, tr(H)/d].",
)

ld, uld, speed = symbols("ld uld speed")
wrong_sign = symbols("wrong_sign")
paper.claim(
    "exit-times",
    Observation(
        text="In a symmetric double well on the line, expected exit times from the spectral gap of the generator "
        "agree with the Eyring-Kramers formula for LD and ULD, and so do the speed-ups of ULD against LD.",
        contradicted_by="an exit time more than 12 per cent off, or a speed-up more than 5 per cent off",
        then=(
            ld <= Rational(12, 100), uld <= Rational(12, 100), speed <= Rational(5, 100), Eq(wrong_sign, 0)
        ),
        measured_by="exit_times",
    ),
    kind="experiment",
    title="exit times: spectra against Eyring-Kramers, for five pairs of friction and curvature",
    locator="Sec. on exit times",
    note="F = mu* (x^2 - 1)^2/4, expected time 2/gap. ld, uld: largest relative difference at beta times barrier 5 "
    "and 8; speed: largest relative difference of the speed-up from mu_U/mu*; wrong_sign: pairs whose winner is not "
    "the one that gamma + mu* < 1 predicts.",
)  # fmt: skip

plane = symbols("plane")
paper.claim(
    "nonreversible-exits",
    Observation(
        text="In a double well in the plane with curvatures -p and p at the saddle the nonreversible drift a "
        "shortens exits by sqrt(1 + a^2).",
        contradicted_by="a speed-up more than 10 per cent off",
        then=(plane <= Rational(1, 10),),
        measured_by="nonreversible_exits",
    ),
    kind="experiment",
    title="exit times of NLD against Eyring-Kramers",
    locator="Sec. on exit times, NLD",
    note="plane: largest relative difference of the speed-up from sqrt(1 + a^2), a = 1, 2, from the spectral gap on "
    "a grid; the long version refines the grid.",
)

slope_ld, slope_uld, growth_nld = symbols("slope_ld slope_uld growth_nld")
paper.claim(
    "recurrence-scaling",
    Observation(
        text="The time in which the linearised dynamics shrink a distance a thousandfold grows like 1/m for LD and "
        "like 1/sqrt(m) for critically damped ULD started at rest; with a near-optimal J it hardly grows.",
        contradicted_by="other slopes in the logarithms, or a large growth for NLD",
        then=(
            Abs(slope_ld + 1) <= Rational(1, 100),
            Abs(slope_uld + Rational(1, 2)) <= Rational(2, 100),
            growth_nld <= 3,
        ),
        measured_by="recurrence",
    ),
    kind="experiment",
    title="recurrence times: 1/m against 1/sqrt(m)",
    locator="Thm. on recurrence times",
    note="H = diag(m, 1), m from 1/10 to 1/10^4; times on which the distance is below 1/1000 of its start for good. "
    "growth_nld: longest over shortest of the NLD times. The paper's factor |log m| is not seen, as the velocity "
    "starts at 0.",
)

order_ld, order_nld, order_uld, deviation = symbols("order_ld order_nld order_uld deviation")
paper.claim(
    "discretisations",
    Observation(
        text="On quadratics the stationary covariance of Euler's scheme for LD and NLD and of the exponential "
        "integrator for ULD approaches the invariant one at first order in the step; simulated paths have the "
        "covariance computed.",
        contradicted_by="another order, or simulated paths with another covariance",
        then=(
            Abs(order_ld - 1) <= Rational(5, 100),
            Abs(order_nld - 1) <= Rational(5, 100),
            Abs(order_uld - 1) <= Rational(5, 100),
            deviation <= 4,
        ),
        measured_by="discretisations",
    ),
    kind="experiment",
    title="the discretisations keep the invariant law up to the step size",
    locator="Sec. on discretisation",
    note="Orders from covariances that solve the discrete Lyapunov equation; deviation: largest difference of "
    "simulated variances from them, in standard errors.",
)
