"""Section 3: the algorithms and what their complexity means."""

import sympy as sp
from sympy import Eq, Min

from theory import ForAll, Unformalised, symbols
from theory.papers.zhang2020.setting import (
    Delta,
    beta,
    bounded_below,
    eps,
    eta,
    f,
    fstar,
    g,
    gamma,
    grad,
    h,
    i,
    k,
    norm,
    paper,
    x,
)  # fmt: skip
from theory.symbols import T

decrease = symbols("decrease", positive=True)
eta_c, eta_n = symbols("eta_c eta_n", positive=True)
failing, expected = symbols("failing expected", nonnegative=True)

paper.claim(
    "gd",
    ForAll(
        indices=(k,),
        given=(ForAll(over=(i,), indices=(i,), then=Eq(x(i + 1), x(i) - h * grad(x(i)))),),
        then=Eq(norm(x(k + 1) - x(k)), h * norm(grad(x(k)))),
    ),
    kind="definition",
    title="gradient descent with a fixed step",
    locator="eq. (4)",
    note="The method is theory/methods/gradient_descent.py; stated here is the length of its step, r = h ||grad f||.",
)

paper.claim(
    "clipped-gd",
    ForAll(then=(Min(eta, gamma * eta / g) * g <= gamma * eta, Min(eta, gamma * eta / g) <= eta)),
    kind="definition",
    title="clipped gradient descent",
    locator="eq. (5)",
    note="g = ||grad f(x)||. The method is theory/methods/clipped_gradient_descent.py, whose radius is gamma*eta: "
    "no step is longer. gamma has the units of the gradient.",
)

paper.claim(
    "ngd",
    ForAll(then=(eta / (g + beta) * g < eta, eta / (g + beta) < eta / beta)),
    kind="definition",
    title="normalised gradient descent",
    locator="eq. (6)",
    note="The method is theory/methods/normalized_gradient_descent.py; beta has the units of the gradient, eta "
    "those of x.",
)

paper.claim(
    "ngd-equivalence",
    ForAll(
        given=(Eq(gamma * eta_c, eta_n), Eq(eta_c * beta, eta_n)),
        then=(
            Min(eta_c, gamma * eta_c / g) / 2 <= eta_n / (g + beta),
            eta_n / (g + beta) <= 2 * Min(eta_c, gamma * eta_c / g),
        ),
    ),
    kind="remark",
    title="clipping and normalising are the same up to a factor of two",
    locator="Sect. 3, after eq. (6)",
    looseness={"upper factor": (sp.Integer(2), sp.Integer(1))},
    note="The upper factor 2 can be replaced by 1: ours/ngd-equivalence.",
)

paper.claim(
    "complexity",
    ForAll(
        given=(
            bounded_below,
            f(x(0)) - fstar <= Delta,
            ForAll(over=(k,), indices=(k,), given=(k < T,), then=f(x(k + 1)) <= f(x(k)) - decrease),
        ),
        indices=(T,),
        then=T * decrease <= Delta,
    ),
    kind="definition",
    title="deterministic complexity: the hitting time T_eps",
    locator="Sect. 3",
    note="T_eps is the first t with ||grad f(x_t)|| <= eps. Stated as it is used: if every step before T_eps "
    "decreases f by at least a fixed amount, T_eps is at most Delta over that amount.",
)

paper.claim(
    "complexity-random",
    ForAll(given=(failing * eps**2 <= expected, expected <= eps**2 / 2), then=failing <= sp.Rational(1, 2)),
    kind="definition",
    title="complexity of a random method",
    locator="Sect. 3",
    note="The first t at which the probability that every iterate so far failed is at most 1/2. Stated as it can "
    "be met: by Markov's inequality (the first hypothesis; failing is that probability, expected is E min ||grad "
    "f||^2) it suffices that E min ||grad f||^2 <= eps^2/2. Without the 1/2, as in the bound of Theorem 8, it does "
    "not follow: ours/thm8-median has the factor 4 that this costs.",
)

paper.claim(
    "class-complexity",
    Unformalised(
        text="N(A, F, eps): the infimum over the parameters of the method of the supremum over functions of the "
        "class and starts of T_eps.",
        reason="an infimum over parameters of a supremum over functions; the lower bounds are stated through their two "
        "halves instead (zhang2020/thm4-divergence, zhang2020/thm4-count)",
    ),
    kind="definition",
    title="complexity of a class",
    locator="Sect. 3",
    note="The supremum runs over the start too, so a bound that contains f(x0) makes sense only if the gap is at "
    "most a fixed parameter Delta of the class.",
)
