"""What is taken on trust: three facts of calculus, each a rule of the kernel."""

from theory import Paper, Unformalised

TRUST = "taken on trust; enters the kernel as a rule"

paper = Paper("calculus", title="Facts of calculus that are not proved here")

paper.claim(
    "mean-value",
    Unformalised(
        text="A Lipschitz function of one real variable whose derivative, wherever it exists, is at least m "
        "increases by at least m times the length of the interval.",
        reason=TRUST,
    ),
    kind="axiom",
    title="mean value inequality",
    note="Applied to phi(s) exp(-L1 s) it is Groenwall's inequality; applied twice, Taylor's bound. The kernel's rules "
    "mean_value and continuation count under this name; the second is real induction for a C^1 function.",
)

paper.claim(
    "hessian-along-segment",
    Unformalised(
        text="For a C^1 function whose gradient is locally Lipschitz (for instance a C^2 function) and almost every s, "
        "d/ds f(p + s d) = <grad f(p + s d), d> and d/ds grad f(p + s d) = "
        "hess f(p + s d) d, a vector of norm at most ||hess f(p + s d)|| ||d||.",
        reason=TRUST,
    ),
    kind="axiom",
    title="chain rule along a segment",
    note="Where there is no Hessian its norm means the local Lipschitz constant of the gradient.",
)

paper.claim(
    "gradient-flow",
    Unformalised(
        text="From every point of a C^2 function on R^d bounded below, a line of d/dt x = -grad f(x) exists for "
        "all time; f does not increase along it, and it has points with arbitrarily small gradient.",
        reason=TRUST,
    ),
    kind="axiom",
    title="gradient flow",
    note="The length run through in time t is at most sqrt(t (f - fstar)), which is why the line cannot blow up.",
)
