"""What is measured: safety, identification and rate on random problems, groups, matrices and reweighted penalties."""

from sympy import Rational

from theory import Observation, symbols
from theory.papers.sun2022.setting import paper

unsafe, quarter, iterates, reached, late, growth = symbols("unsafe quarter iterates reached late growth")
without, with_offset, weighted, unweighted, problems, stationary = symbols(
    "without with_offset weighted unweighted problems stationary"
)

paper.claim(
    "safe-measured",
    Observation(
        text="In 100,000 iterates and more no atom of the minimiser's support is removed; with factor 1/4 some are.",
        contradicted_by="one unsafe removal, or none with the factor 1/4",
        then=(unsafe <= 0, quarter >= 1, iterates >= 100000),
        measured_by="safe",
    ),
    kind="experiment",
    title="no unsafe removal in 100,000 iterates; factor 1/4 is caught",
    locator="safe screening",
    note="The minimisers are scikit-learn's Lasso at the weight rho |x|^(p-1), found by bisection.",
)

paper.claim(
    "identified-measured",
    Observation(
        text="Screening leaves exactly the support alone no later than the first gap below delta^2/(16 L).",
        contradicted_by="a problem that is identified later, or none that reaches that gap",
        then=(late <= 0, reached >= 1),
        measured_by="identified",
    ),
    kind="experiment",
    title="identified no later than the gap delta^2/(16 L)",
    locator="support identification",
)

paper.claim(
    "rate-measured",
    Observation(
        text="The best gap so far falls at least like 1/t, for p = 2, 3, 5.",
        contradicted_by="t times the best gap above, in the second half of a run, what it was in the first tenth",
        then=(growth <= 1,),
        measured_by="rate",
    ),
    kind="experiment",
    title="the best gap falls at least like 1/t",
    locator="convergence of P-CGM",
)

paper.claim(
    "offset-cures",
    Observation(
        text="Without an offset in the step the iterates of a problem with small rho explode; with 1000 they do not.",
        contradicted_by="iterates below 10^10 without the offset, or above 100 with it",
        then=(without >= 10**10, with_offset <= 100),
        measured_by="offset_cures",
    ),
    kind="experiment",
    title="an offset in the step keeps the iterates bounded",
    locator="bounded iterates",
    provenance="ours",
    note="In one dimension this is sun2022/transient-exponential.",
)

paper.claim(
    "groups-measured",
    Observation(
        text="With groups of coordinates as atoms no group of the support is removed.",
        contradicted_by="one unsafe removal",
        then=(unsafe <= 0, iterates >= 10000),
        measured_by="groups_safe",
    ),
    kind="experiment",
    title="safe screening with groups as atoms",
    locator="safe screening, groups",
    note="The support is read off the best of a run five times as long.",
)

paper.claim(
    "nuclear-measured",
    Observation(
        text="With matrices of rank one as atoms no atom of the minimiser is removed.",
        contradicted_by="one unsafe removal, or a reference that is not stationary",
        then=(unsafe <= 0, stationary <= Rational(1, 10**9)),
        measured_by="nuclear_safe",
    ),
    kind="experiment",
    title="safe screening with matrices of rank one as atoms",
    locator="safe screening, nuclear norm",
    note="Denoising: the minimiser is soft thresholding of the singular values, in closed form.",
)

paper.claim(
    "reweighted-measured",
    Observation(
        text="For the reweighted method the rule with atoms divided by their weights keeps the limit's support; "
        "without the weights it removes some of it on most problems.",
        contradicted_by="the weighted rule removing some of it, or the unweighted one on at most half of the problems",
        then=(weighted <= 0, unweighted > problems / 2),
        measured_by="reweighted",
    ),
    kind="experiment",
    title="the weighted rule is safe for the limit, the unweighted one is not",
    locator="reweighted method",
    note="The released program does not divide by the weights. theta = 1/8, rho = 0.05.",
)
