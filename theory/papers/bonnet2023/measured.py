"""What is measured: the maximum principle on a network with tanh, the shooting iteration, samples."""

from sympy import Abs, Rational

from theory import Observation, symbols
from theory.papers.bonnet2023.setting import paper

error, distance, undamped, damped, limit, edge = symbols("error distance undamped damped limit edge")
steepest, change, control, loss, slope, order, shift, spread = symbols(
    "steepest change control loss slope order shift spread"
)
SMALL = Rational(1, 10**6)

paper.claim(
    "adjoint-measured",
    Observation(
        text="On clouds of particles pushed by tanh(theta x) the adjoint's gradient is that of the cost.",
        contradicted_by="a relative distance from central differences above 1e-6",
        then=(error <= SMALL,),
        measured_by="adjoint_against_differences",
    ),
    kind="experiment",
    title="the adjoint against finite differences, on tanh networks",
    locator="maximum principle",
)

paper.claim(
    "shooting-direct",
    Observation(
        text="The shooting iteration with the implicit root settles at the control that direct minimisation finds.",
        contradicted_by="controls that differ by more than 1e-6 at some time, for a weight from 3 to 0.1",
        then=(distance <= SMALL,),
        measured_by="shooting_against_direct",
    ),
    kind="experiment",
    title="shooting against direct minimisation over a range of weights",
    locator="algorithm, numerical section",
)

paper.claim(
    "shooting-damped",
    Observation(
        text="At a small weight the undamped shooting iteration goes to and fro; damped by one half it settles.",
        contradicted_by="the undamped iteration settling, or the damped one not, or at another control",
        then=(undamped >= limit, damped < limit, distance <= SMALL),
        measured_by="shooting_damped",
    ),
    kind="experiment",
    title="damping cures the shooting iteration at a small weight",
    locator="algorithm, numerical section",
    provenance="ours",
    note="At lambda = 0.001. Where the cycle begins depends on the data and the start: for these two clouds the "
    "undamped iteration still settles at 0.002, in more steps than the damped one.",
)

paper.claim(
    "explicit-threshold",
    Observation(
        text="The explicit iteration contracts at the optimal control only for weights above about 1.6.",
        contradicted_by="an edge outside [1.4, 1.8]",
        then=(Abs(edge - Rational(8, 5)) <= Rational(1, 5),),
        measured_by="explicit_threshold",
    ),
    kind="experiment",
    title="where the explicit iteration starts to contract, on clouds",
    locator="convergence of the shooting iteration",
    provenance="ours",
    note="Two clouds around -1 and 1 that go to -2 and 2. In the double well the edge is exactly 1 and 2: "
    "bonnet2023/shooting-slope.",
)

paper.claim(
    "lipschitz-in-time",
    Observation(
        text="The optimal control is Lipschitz in time: its steepest slope settles as the time step is halved.",
        contradicted_by="a slope above 1, or one that still changes by more than 2 percent",
        then=(steepest <= 1, change <= Rational(1, 50)),
        measured_by="slopes_in_time",
    ),
    kind="experiment",
    title="the optimal control is Lipschitz in time",
    locator="Thm. on unique optimal controls",
)

paper.claim(
    "generalisation-measured",
    Observation(
        text="Controls and losses for samples differ from those for the whole by a multiple of Wasserstein's distance.",
        contradicted_by="a ratio above 2 for some sample, or a log-log slope outside [0.8, 1.2]",
        then=(control <= 2, loss <= 2, Abs(slope - 1) <= Rational(1, 5)),
        measured_by="resampled",
    ),
    kind="experiment",
    title="generalisation error against Wasserstein's distance",
    locator="Thm. on generalisation",
    note="The theorem bounds the gap by C W1; the largest ratios measured are lower bounds on C.",
)

paper.claim(
    "shooting-value",
    Observation(
        text="F = theta x from 1 to 2 with lambda = 1/2: Euler's controls approach the stationary one at first order.",
        contradicted_by="a limit outside [0.606, 0.607], or an order outside [0.9, 1.1]",
        then=(limit > Rational(303, 500), limit < Rational(607, 1000), Abs(order - 1) <= Rational(1, 10)),
        measured_by="bilinear_value",
    ),
    kind="experiment",
    title="Euler's controls approach the stationary one at first order",
    locator="solvable case (b)",
    provenance="ours",
)

paper.claim(
    "double-well-limits",
    Observation(
        text="From 0.01 the explicit iteration ends at zero for lambda > 2, at sqrt(1 - lambda/2) for 1 < lambda < 2.",
        contradicted_by="another limit at one of the weights tried",
        then=(distance <= SMALL,),
        measured_by="double_well_limits",
    ),
    kind="experiment",
    title="where the explicit iteration ends, on either side of lambda = 2",
    locator="solvable case (a)",
    provenance="ours",
    note="Started exactly at 0 it never moves. The local statement is proved: bonnet2023/shooting-slope.",
)

paper.claim(
    "code-shift",
    Observation(
        text="Values of psi used as the coefficients of a quadratic B-spline with knots at their places give the slope "
        "of psi one and a half knots to the left.",
        contradicted_by="another shift, or one that varies",
        then=(Abs(shift - Rational(3, 2)) <= SMALL, spread <= SMALL),
        measured_by="code_shift",
    ),
    kind="experiment",
    title="the released adjoint is shifted by one and a half knots",
    locator="the authors' code, backward equation",
    note="The released program passes values as coefficients, so that its adjoint is shifted by 1.5 dx.",
)
